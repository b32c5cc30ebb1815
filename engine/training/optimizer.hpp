#pragma once

#include "engine/training/optimizer_spec.hpp"
#include "engine/training/trained_parameters.hpp"
#include "engine/training/training_spec.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace backprop {

/// Adds ∂penalty/∂w to the gradients of the weights that train: rate·sign(w) (0 at 0) or rate·w.
template <class Real>
void add_penalty_gradients(const RegularizationSpec& penalty, const TrainedLayer& layer,
                           const Real* parameters, Real* gradients);

/// The penalty itself: rate·Σ|w| or ½·rate·Σw² over the weights that train.
template <class Real>
double penalty_of(const RegularizationSpec& penalty, std::span<const TrainedLayer> layers,
                  const Real* parameters);

/// Cuts every component that moves a parameter to ±`clip.value`, then scales all of them by
/// norm / ‖g‖ if ‖g‖ is greater than `clip.norm`. ‖g‖ is summed in double, in a fixed order. False,
/// with the gradients as they are, if ‖g‖ is not finite.
template <class Real>
bool clip_gradients(const ClipSpec& clip, std::span<const TrainedLayer> layers, Real* gradients);

/// The numbers of one update in the precision of training.
template <class Real>
struct OptimizerStep {
    Optimizer kind;
    Real learning_rate; ///< Adam, AdamW: α / (1 − β₁ᵗ)
    Real keep;          ///< of the first slot: β, ρ or β₁; Adagrad 1
    Real take;          ///< of the gradient or its square: 1 − ρ or 1 − β₁; Adagrad 1
    Real keep_square;   ///< Adam, AdamW: β₂
    Real take_square;   ///< 1 − β₂
    Real square_scale;  ///< √(1 − β₂ᵗ)
    Real epsilon;
    Real decay; ///< AdamW: α·λ
};

/// `beta1_power` and `beta2_power` are β₁ᵗ and β₂ᵗ of this update, t from 1.
template <class Real>
OptimizerStep<Real> make_step(const OptimizerSpec& spec, double learning_rate, double beta1_power,
                              double beta2_power);

/// Moves the parameters of a layer (optimizer_spec.hpp has the formulas) and updates their numbers
/// in `slots`, of which there are slot_count(kind). Plain SGD of a whole network is the kernels'
/// business, but for the sequential order.
template <class Real>
void move_parameters(const OptimizerStep<Real>& step, const TrainedLayer& layer,
                     const Real* gradients, std::vector<std::vector<Real>>& slots,
                     Real* parameters);

/// Whether all numbers are finite.
template <class Real>
bool all_finite(std::span<const Real> values);

} // namespace backprop
