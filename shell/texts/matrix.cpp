#include "shell/texts/tables.hpp"

namespace backprop::shell {

namespace {

constexpr TextRow k_texts[] = {
    {"tab.matrix", "Matrix form"},
};

} // namespace

std::span<const TextRow> matrix_texts() {
    return k_texts;
}

} // namespace backprop::shell
