#pragma once

#include "shell/frame.hpp"

namespace backprop::shell {

/// Learning rate, epochs, batch size, and the choices of network, loss, start and precision.
void draw_hyperparameters_panel(Frame& frame);

} // namespace backprop::shell
