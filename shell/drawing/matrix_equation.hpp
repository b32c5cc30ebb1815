#pragma once

#include "engine/experiment/matrix_form.hpp"
#include "shell/drawing/matrix_grid.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace backprop::shell {

/// A cell of one of an equation's matrices; term −1: none.
struct EquationCell {
    std::int32_t term = -1;
    GridCell cell;
    bool operator==(const EquationCell&) const = default;
};

/// An equation as it is shown: its grids register as "ID/TERM".
struct EquationView {
    const MatrixEquation* equation = nullptr;
    std::string id;
    std::vector<GridScale> scales; ///< one a term; empty until the equation is drawn
    std::vector<bool> known;       ///< one a term: its moment is reached
};

/// "dW2", "A1" and the like: what a matrix is called in ids.
std::string term_id(const MatrixTerm& term);

/// The part of the network that a cell belongs to, and the cells of a part.
Selection part_of_cell(const MatrixTerm& term, GridCell cell);
MatrixCells cells_of_part(const MatrixTerm& term, const Selection& part, BiasMode bias);

struct EquationAction {
    EquationCell pointed; ///< by pointer, or with the keyboard's cursor
    bool pressed = false;
    float height = 0; ///< of what was drawn
};

/// Draws with the top left corner at `room`'s, in lines of at most its width; grids higher than it
/// scroll. `lit` is what the equation's cells behind it are outlined for, `cursor` where the
/// keyboard stands. Numbers have view.digits digits, or fewer if that saves lines.
EquationAction draw_equation(Frame& frame, const EquationView& view, const Rect& room,
                             const EquationCell& lit, EquationCell& cursor);

} // namespace backprop::shell
