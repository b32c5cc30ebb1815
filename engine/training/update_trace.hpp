#pragma once

#include "engine/training/training_spec.hpp"

#include <cstdint>
#include <vector>

namespace backprop {

/// What one update does to every parameter (network/layout.hpp has their order).
struct UpdateTrace {
    std::vector<double> before;         ///< the parameters
    std::vector<double> loss_gradients; ///< ∂E/∂w of the batch, with dropout as it was drawn
    std::vector<double> gradients;      ///< with penalty and clipping: what the optimizer gets
    std::vector<double> after;          ///< the parameters moved
    std::vector<std::vector<double>> slots_before; ///< the optimizer's numbers, each like `before`
    std::vector<std::vector<double>> slots_after;
    double learning_rate = 0.0; ///< α after the schedule
    RegularizationSpec penalty; ///< whose gradient is in `gradients`, with the rate of this update
    ClipSpec clip;
    double beta1_power = 1.0; ///< β₁ᵗ and β₂ᵗ of this update (Adam, AdamW)
    double beta2_power = 1.0;
    std::int32_t examples = 0; ///< in the batch
    bool finite = true;        ///< false: the update diverges, `after` is meaningless
};

/// Whether `gradients` of weights (or biases, which have none) contain a penalty's.
inline bool has_penalty(const UpdateTrace& update, bool of_weights) {
    return of_weights && update.penalty.kind != Regularization::None && update.penalty.rate > 0.0;
}

/// Whether they are made from ∂E/∂w by a penalty or by clipping.
inline bool changes_gradients(const UpdateTrace& update, bool of_weights) {
    return update.clip.value || update.clip.norm || has_penalty(update, of_weights);
}

} // namespace backprop
