#include "shell/texts/tables.hpp"

namespace backprop::shell {

namespace {

constexpr TextRow k_texts[] = {
    {"tab.check", "Check it"},
};

} // namespace

std::span<const TextRow> check_texts() {
    return k_texts;
}

} // namespace backprop::shell
