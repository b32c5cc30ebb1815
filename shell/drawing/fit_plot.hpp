#pragma once

#include "shell/drawing/cache.hpp"

namespace backprop::shell {

/// Predicted against actual for output `view.output`: a point a row, and the line on which
/// predictions are perfect. Pressing a training point chooses it as the example shown.
void draw_fit_plot(Frame& frame, DrawingCache& cache, const Rect& area);

} // namespace backprop::shell
