#pragma once

#include "shell/frame.hpp"

namespace backprop::shell {

/// The pass as matrix equations with live numbers: one moment's at a time, that of the steps or a
/// chosen one, and what the cell pointed at is made of. Fills `area` of the current window.
void draw_matrix_panel(Frame& frame, Rect area);

} // namespace backprop::shell
