#pragma once

#include "shell/drawing/cache.hpp"

namespace backprop::shell {

/// The map of output `view.output` over the two inputs, with its axes and the data's points, inside
/// `area`; square, as large as fits. Returns the square.
Rect draw_output_plane(Frame& frame, DrawingCache& cache, const Rect& area);

/// What lies under the pointer: coordinates, output, nearest point. Draw it last.
void draw_plane_reading(Frame& frame, const Rect& square, const Rect& bounds);

/// Training and test signs, the switch for test points, and what the colours mean.
void draw_plane_legend(Frame& frame, DrawingCache& cache, ImVec2 corner, float width);

} // namespace backprop::shell
