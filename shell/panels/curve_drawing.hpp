#pragma once

#include "shell/panels/probe_state.hpp"
#include "shell/registry.hpp"

namespace backprop::shell {

/// Works out CurveState::step, once the update of the pass is known.
void find_step(const Frame& frame, CurveState& state);

/// The curve with everything on it. A value that is dragged to is sent as a command.
void draw_loss_curve(Frame& frame, CurveState& state, const Rect& area);

} // namespace backprop::shell
