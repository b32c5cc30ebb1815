#pragma once

#include "shell/panels/probe_state.hpp"
#include "shell/registry.hpp"

#include <optional>

namespace backprop::shell {

/// The step of the pass under way along the curve's parameter.
struct CurveStep {
    double from; ///< its value before
    double to;
    double loss;   ///< where the step ends, all others fixed
    bool is_plain; ///< from − α·slope: no optimizer, penalty or clipping in it
};

/// None where the update is not known or the parameter does not train.
std::optional<CurveStep> next_step(const Frame& frame, CurveState& state);

/// The curve with everything on it. A value that is dragged to is sent as a command.
void draw_loss_curve(Frame& frame, CurveState& state, const std::optional<CurveStep>& step,
                     const Rect& area);

} // namespace backprop::shell
