#pragma once

#include "shell/drawing/cache.hpp"

namespace backprop::shell {

/// For one input: the rows' targets and the network's output over that input, both in the data's
/// units. Draws nothing before the model has a curve.
void draw_curve_plot(Frame& frame, DrawingCache& cache, const Rect& area);

} // namespace backprop::shell
