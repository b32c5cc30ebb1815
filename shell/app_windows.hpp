#pragma once

#include "shell/frame.hpp"

#include <string>

namespace backprop::shell {

/// Draws every panel in its place of the layout, and `note` under the top bar until it is
/// dismissed (then it is empty).
void draw_windows(Frame& frame, std::string& note);

} // namespace backprop::shell
