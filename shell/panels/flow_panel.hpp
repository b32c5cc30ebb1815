#pragma once

#include "shell/frame.hpp"

namespace backprop::shell {

/// How activations and gradients are spread over each layer, from the output back, and in plain
/// words which unit or layer is at fault. Fills `area` of the current window.
void draw_flow_panel(Frame& frame, Rect area);

} // namespace backprop::shell
