#pragma once

#include "shell/frame.hpp"

namespace backprop::shell {

/// The network: a column a layer, units with their maps or values, edges, biases, buttons to change
/// the shape. Fills `area` of the current window.
void draw_network_panel(Frame& frame, Rect area);

} // namespace backprop::shell
