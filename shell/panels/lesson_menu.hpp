#pragma once

#include "shell/frame.hpp"

#include <string>

namespace backprop::shell {

/// The button "Lessons ▾" and its list: where the last visit ended, and every lesson with a
/// sentence about it; or how the file with the lessons stands. Rows are "lessons=KEY", role
/// "option".
void draw_lesson_menu(Frame& frame, float width);

/// How the file with the lessons stands, while it is not here, with a button to fetch it again.
void draw_missing_book(Frame& frame, float width);

/// What the button says: "Lessons", or the title of the open lesson.
std::string lesson_menu_label(const Frame& frame);

} // namespace backprop::shell
