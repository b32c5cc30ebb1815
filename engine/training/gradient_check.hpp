#pragma once

#include "engine/network/parameter_place.hpp"
#include "engine/training/trainer.hpp"

#include <cstdint>
#include <vector>

namespace backprop {

/// What is compared, and how.
struct GradientCheckSpec {
    double step = 6.055454452393343e-06; ///< of a parameter w: h = step · max(1, |w|); ∛ε
    bool with_penalty = false;           ///< on both sides, for the weights that train
};

/// ∂E/∂w by backpropagation and by central differences.
struct GradientPair {
    double analytic;
    double numeric;
};

/// How far backpropagation is from central differences, over all parameters.
struct GradientCheck {
    double worst_relative_error = 0.0; ///< |a − n| / max(|a|, |n|, 1e-6), NaN if any is
    std::int64_t worst_parameter = -1; ///< index into the parameters; −1 without parameters
    std::int64_t parameters = 0;
    std::vector<GradientPair> pairs; ///< one a parameter, in their order
    ParameterPlace worst;            ///< where the worst parameter belongs
};

/// |a − n| / max(|a|, |n|, 1e-6).
double relative_error(const GradientPair& pair);

/// Compares the gradients of the trainer's next batch with (E(w + h) − E(w − h)) / 2h, without
/// dropout. The parameters are the same afterwards.
GradientCheck check_gradients(Trainer<double>& trainer, const GradientCheckSpec& spec = {});

} // namespace backprop
