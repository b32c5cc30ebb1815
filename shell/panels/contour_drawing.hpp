#pragma once

#include "shell/drawing/cache.hpp"
#include "shell/drawing/plot_axes.hpp"
#include "shell/panels/probe_state.hpp"

namespace backprop::shell {

/// The loss over a plane: the higher, the more ink, with lines of equal loss, the training so far
/// and the present point. `x` and `y` name the axes. Fills `area` of the current window.
void draw_contour(Frame& frame, ContourState& state, const Rect& area, std::string_view x,
                  std::string_view y);

} // namespace backprop::shell
