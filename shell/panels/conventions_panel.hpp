#pragma once

#include "shell/frame.hpp"

namespace backprop::shell {

/// What texts on backpropagation do differently: each way of doing it (id "convention.ROW.OPTION",
/// role "radio") with what comes of it from the start weights, and why. Choosing one changes the
/// experiment. Fills `area` of the current window.
void draw_conventions_panel(Frame& frame, Rect area);

} // namespace backprop::shell
