#include "shell/texts/tables.hpp"

namespace backprop::shell {

namespace {

constexpr TextRow k_texts[] = {
    {"section.explain", "EXPLANATION"},
    {"tab.parameters", "Weights"},
    {"tab.empty", "Nothing to show here yet."},
    {"explain.tab", "What is explained"},
};

} // namespace

std::span<const TextRow> step_texts() {
    return k_texts;
}

} // namespace backprop::shell
