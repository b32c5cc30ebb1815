#pragma once

#include "shell/frame.hpp"

namespace backprop::shell {

/// The open lesson: its step to read, the printed numbers beside the live ones, and the way on.
/// Fills `area` of the current window.
void draw_lesson_panel(Frame& frame, Rect area);

/// [ and ]: the step before and the next one. Call once a frame.
void take_lesson_keys(Frame& frame);

/// What the glossary says about the term pressed last, beside it. Call at the end of the root
/// window.
void draw_term_popup(Frame& frame);

} // namespace backprop::shell
