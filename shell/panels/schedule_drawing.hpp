#pragma once

#include "shell/frame.hpp"

namespace backprop::shell {

/// A small drawing of the learning rate over the epochs, with the present epoch marked. Nothing
/// for a constant learning rate.
void draw_schedule(Frame& frame);

} // namespace backprop::shell
