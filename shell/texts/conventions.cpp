#include "shell/texts/tables.hpp"

namespace backprop::shell {

namespace {

constexpr TextRow k_texts[] = {
    {"tab.conventions", "Conventions"},
};

} // namespace

std::span<const TextRow> conventions_texts() {
    return k_texts;
}

} // namespace backprop::shell
