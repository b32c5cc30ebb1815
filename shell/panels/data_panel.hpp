#pragma once

#include "shell/frame.hpp"

namespace backprop::shell {

/// Data set, and for generated sets noise, training share, examples and seed.
void draw_data_panel(Frame& frame);

} // namespace backprop::shell
