#pragma once

#include "shell/frame.hpp"

namespace backprop::shell {

/// Backpropagation beside finite differences for every parameter, with the step of the differences,
/// mistakes to plant, and what either costs. Fills `area` of the current window. A row has the id
/// "check PART"; the cell "PART sign" says "✗" where the two differ.
void draw_check_panel(Frame& frame, Rect area);

} // namespace backprop::shell
