#pragma once

#include "shell/frame.hpp"

namespace backprop::shell {

/// What the network says: for two inputs its output over the plane with the data's points,
/// otherwise predicted against actual and the table of predictions; below, how well it fits.
/// Fills `area` of the current window.
void draw_output_panel(Frame& frame, Rect area);

} // namespace backprop::shell
