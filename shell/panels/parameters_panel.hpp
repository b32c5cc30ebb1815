#pragma once

#include "shell/frame.hpp"

namespace backprop::shell {

/// The table of weights, biases and their gradients in the last update. Pointing at a row
/// highlights its part in the picture, and the other way round. Fills `area` of the current window.
void draw_parameters_panel(Frame& frame, Rect area);

} // namespace backprop::shell
