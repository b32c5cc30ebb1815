#pragma once

#include "engine/training/trainer.hpp"

// The passes over a trainer's examples, for trainer.cpp.

namespace backprop {

template <class Real>
std::int32_t example_count(const Trainer<Real>& trainer) {
    return trainer.data->train_inputs.columns;
}

/// The factor that the reductions put before Σ E.
double loss_scale(const LossSpec& loss, std::int32_t outputs, std::int32_t examples);

/// Draws whether a unit is left out: 0 with probability `dropout`, else 1 / (1 − dropout).
template <class Real>
Real draw_mask(double dropout, Random& random) {
    const Real kept = static_cast<Real>(1.0 / (1.0 - dropout));
    return uniform01(random) < dropout ? Real(0) : kept;
}

/// Adds ∂(loss of the next `count` examples)/∂(each parameter) to `gradients`. Activations come
/// from the trainer's parameters, every δ from `backward_parameters` (the same, but for the
/// sequential order of updates).
template <class Real>
void add_gradients(Trainer<Real>& trainer, std::int32_t count, const Real* backward_parameters,
                   Dropout dropout, Real* gradients);

/// Follows the last update in its own order to the first number that is not finite.
template <class Real>
NonFinite find_non_finite(const Trainer<Real>& trainer);

} // namespace backprop
