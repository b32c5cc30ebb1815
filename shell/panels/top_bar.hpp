#pragma once

#include "shell/frame.hpp"

namespace backprop::shell {

/// Height that the bar needs in a window this wide: its items wrap into rows.
float top_bar_height(const Frame& frame, float width);

/// Brand, experiment picker, reset, run or pause, steps, new weights, epoch, theme.
void draw_top_bar(Frame& frame);

} // namespace backprop::shell
