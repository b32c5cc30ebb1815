#pragma once

#include "engine/experiment/matrix_form.hpp"
#include "shell/widgets.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace backprop::shell {

/// A cell's number: `digits` after the point, an exponent where it would vanish or be long.
std::string matrix_cell_text(double value, int digits);

/// What decides about the look of a grid, read from a bounded number of its numbers.
struct GridScale {
    double largest = 0;  ///< has the full colour
    double smallest = 0; ///< |x| > 0
    bool negative = false;
    bool exact = false; ///< all are whole and small: written without digits after the point
};
GridScale scale_of(const NumberGrid& numbers);

/// A matrix to draw. Rows and columns count from 0, its cells register as "ID R,C" from 1.
struct MatrixGrid {
    std::string id;
    NumberGrid numbers;
    GridScale scale;
    bool known = true; ///< false: "—" in every cell
    int digits = 4;
    MatrixCells lit; ///< what the cell pointed at is made of
    ImU32 lit_color = 0;
    MatrixCells marked;                           ///< of the part that is selected elsewhere
    std::int32_t most_rows = 0, most_columns = 0; ///< the rest scrolls
};

ImVec2 cell_size(const Frame& frame, const MatrixGrid& grid);
/// With its brackets, and scroll bars where they are needed.
ImVec2 grid_size(const Frame& frame, const MatrixGrid& grid);

/// A cell; −1: none.
struct GridCell {
    std::int32_t row = -1;
    std::int32_t column = -1;
    bool operator==(const GridCell&) const = default;
};

struct GridAction {
    GridCell pointed; ///< by pointer or finger
    bool pressed = false;
    bool focused = false; ///< the arrow keys move `cursor`
};

/// Draws the grid with its corner at `corner`, only the cells that are visible. One stop for Tab;
/// the arrow keys move `cursor` while it has the keyboard, and scroll to it.
GridAction draw_matrix_grid(Frame& frame, const MatrixGrid& grid, std::string_view label,
                            ImVec2 corner, GridCell& cursor);

} // namespace backprop::shell
