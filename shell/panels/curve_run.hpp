#pragma once

#include "shell/panels/probe_state.hpp"

namespace backprop::shell {

/// Computes a part of the loss over parameter `parameter`.
void update_curve(Frame& frame, CurveState& state, std::int64_t parameter);

/// Computes a part of the loss over `first` and ContourState::second, or over random directions.
void update_contour(Frame& frame, ContourState& state, std::int64_t first);

} // namespace backprop::shell
