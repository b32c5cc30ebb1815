#pragma once

#include "shell/drawing/cache.hpp"

namespace backprop::shell {

/// Every row of the data: inputs, target and output of `view.output`, error of the example. Test
/// rows follow the training rows. Pressing a training row chooses it as the example shown.
void draw_prediction_table(Frame& frame, const Rect& area);

/// The height at which every row is in sight.
float prediction_table_height(const Frame& frame);

} // namespace backprop::shell
