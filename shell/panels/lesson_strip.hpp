#pragma once

#include "shell/frame.hpp"

namespace backprop::shell {

/// Beside a lesson: learning rate, epochs and the loss, in little room. Fills `area` of the current
/// window.
void draw_lesson_strip(Frame& frame, Rect area);

/// How high it is to be.
float lesson_strip_height(const Frame& frame);

} // namespace backprop::shell
