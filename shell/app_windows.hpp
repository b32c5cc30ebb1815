#pragma once

#include "shell/frame.hpp"

#include <string>

namespace backprop::shell {

/// Draws every panel in its place of the layout, and `note` under the top bar until it is
/// dismissed (then it is empty), with a button "Try again" if `can_retry`. True when that was
/// pressed.
bool draw_windows(Frame& frame, std::string& note, bool can_retry);

} // namespace backprop::shell
