#include "shell/texts/tables.hpp"

namespace backprop::shell {

namespace {

constexpr TextRow k_texts[] = {
    {"tab.flow", "Flow"},
};

} // namespace

std::span<const TextRow> flow_texts() {
    return k_texts;
}

} // namespace backprop::shell
