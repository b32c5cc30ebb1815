#pragma once

#include "shell/panels/probe_state.hpp"

namespace backprop::shell {

/// From this relative error on, backpropagation and differences count as different.
inline constexpr double k_wrong_from = 1e-4;

/// Computes a part of the check of the present parameters, and of its worst error over the step.
void update_check(Frame& frame, CheckState& state);

/// Whether a pair of numbers counts as different; one that is not finite does.
bool is_wrong(const GradientPair& pair);

} // namespace backprop::shell
