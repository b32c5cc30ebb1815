#pragma once

#include "shell/frame.hpp"

#include <string_view>

namespace backprop::shell {

/// Whether the part of the program that explains is here: on the page it comes after the first
/// frame (docs/page.md). What that part holds must not be called before.
bool explanations_are_here();

/// Why it cannot be had; empty otherwise. And to fetch it again then.
std::string_view explanations_problem();
void retry_explanations();

/// Draws `panel` in `area`; before it is here, says that it is on its way, or why it could not be
/// fetched, with a button to try again.
void draw_when_here(Frame& frame, Rect area, void (*panel)(Frame&, Rect));

/// That text, `width` wide, at the cursor.
void draw_not_here(Frame& frame, float width);

} // namespace backprop::shell
