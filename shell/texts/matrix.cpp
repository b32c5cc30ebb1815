#include "shell/texts/tables.hpp"

namespace backprop::shell {

namespace {

constexpr TextRow k_texts[] = {
    {"tab.matrix", "Matrix form"},
    {"matrix.equation", "Equation"},
    {"matrix.previous", "The equation before"},
    {"matrix.next", "The next equation"},
    {"matrix.follow", "follow the steps"},
    {"matrix.hint", "Point at a number to see what it is made of."},
    {"matrix.hint.touch", "Tap a number to see what it is made of."},
    {"matrix.not_yet", "{0} is not computed yet"},
    {"matrix.product", "{0} is {1} times {2}{3}."},
    {"matrix.each", "{0} is {1}, number by number."},
    {"matrix.plus", ", plus {0}"},
    {"matrix.row", "row {0} of {1}"},
    {"matrix.column", "column {0} of {1}"},
    {"matrix.the_row", "the row {0}"},
    {"matrix.the_column", "the column {0}"},
    {"matrix.unit", "unit {0}"},
    {"matrix.input", "input {0}"},
    {"matrix.example", "example {0}"},
    {"matrix.from_input", "from input {0} to unit {1}"},
    {"matrix.from_unit", "from unit {0} to unit {1}"},
    {"matrix.shared", "shared by the layer"},
    {"matrix.equal.gradient", "equals the engine’s gradient"},
    {"matrix.equal.value", "equals the engine’s number"},
    {"matrix.all_equal.gradient", "all {0} numbers equal the engine’s gradients"},
    {"matrix.all_equal.value", "all {0} numbers equal the engine’s"},
    {"matrix.different", "differs from the engine’s number by {0}"},
    {"matrix.too_large", "This network and batch have too many numbers to show them all. Choose a "
                         "smaller batch, or fewer units."},
    {"explain.too_large", "This network and batch are too large to be gone through many times, as "
                          "this tab does. Choose a smaller batch, or fewer units."},
    {"matrix.part", "The first {0} of the batch’s {1} examples are shown; gradients are of all."},
};

} // namespace

std::span<const TextRow> matrix_texts() {
    return k_texts;
}

} // namespace backprop::shell
