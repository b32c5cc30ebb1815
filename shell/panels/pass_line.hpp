#pragma once

#include "shell/frame.hpp"

namespace backprop::shell {

/// Where stepping inside a pass stands: slow play (id "play"), the moments as a slider (id
/// "moment"), "moment 8 / 14" (id "moment.number"), and what the moment computes in words (id
/// "moment.words"), on one line where they fit. `line` is one row of it. Returns the y below.
float draw_pass_line(Frame& frame, const Rect& line);

} // namespace backprop::shell
