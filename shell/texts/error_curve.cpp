#include "shell/texts/tables.hpp"

namespace backprop::shell {

namespace {

constexpr TextRow k_texts[] = {
    {"tab.error-curve", "Error curve"},
};

} // namespace

std::span<const TextRow> error_curve_texts() {
    return k_texts;
}

} // namespace backprop::shell
