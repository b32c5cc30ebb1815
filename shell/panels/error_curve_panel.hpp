#pragma once

#include "shell/frame.hpp"

namespace backprop::shell {

/// The loss of the batch over the selected parameter, all others fixed: the present point, which
/// can be dragged (id "curve.point", role "slider"), the tangent, the next step and what would be
/// too far; and the loss over a plane of parameters with the training so far. Fills `area` of the
/// current window.
void draw_error_curve_panel(Frame& frame, Rect area);

} // namespace backprop::shell
