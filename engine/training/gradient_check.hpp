#pragma once

#include "engine/training/trainer.hpp"

#include <cstdint>

namespace backprop {

/// How far backpropagation is from central differences, over all parameters.
struct GradientCheck {
    double worst_relative_error = 0.0; ///< |a − n| / max(|a|, |n|, 1e-6), NaN if any is
    std::int64_t worst_parameter = -1; ///< index into the parameters; −1 without parameters
    std::int64_t parameters = 0;
};

/// Compares the gradients of the trainer's next batch with (E(w + h) − E(w − h)) / 2h, where
/// h = ∛ε · max(1, |w|). The parameters are the same afterwards.
GradientCheck check_gradients(Trainer<double>& trainer);

} // namespace backprop
