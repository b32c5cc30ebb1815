#pragma once

#include "shell/frame.hpp"

namespace backprop::shell {

/// Activation and dropout of every layer, one row a layer: ids "network.layers[i].activation" and
/// "network.layers[i].dropout".
void draw_layer_settings(Frame& frame);

} // namespace backprop::shell
