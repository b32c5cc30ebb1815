#pragma once

#include "shell/frame.hpp"

namespace backprop::shell {

/// Loss over epochs, training and test, linear or logarithmic. Fills `area` of the current window.
/// Every point comes from the session's history; drawing costs the same for 100 epochs and 10,000.
void draw_loss_panel(Frame& frame, Rect area);

} // namespace backprop::shell
