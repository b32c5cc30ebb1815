#pragma once

#include "shell/frame.hpp"

namespace backprop::shell {

/// "edges show: weights · gradients · updates" at `left`, up to `right`. False, and nothing drawn,
/// where that has no room; then the menu of draw_picture_menu has it.
bool draw_edge_choice(Frame& frame, float left, float right, float middle);

/// The button (id "picture.settings") at `corner` that opens the rest: whose gradients, digits
/// shown, the speed of slow play.
void draw_picture_menu(Frame& frame, float x, float y, float width, float height);

} // namespace backprop::shell
