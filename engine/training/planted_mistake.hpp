#pragma once

#include "engine/training/trainer.hpp"

#include <cstdint>
#include <span>

namespace backprop {

/// A mistake in backpropagation, made on purpose so that the gradient check can show it.
enum class PlantedMistake : std::uint8_t { None, NoSlope, WrongSign, OutputFirst };

inline constexpr Choice k_planted_mistakes[] = {
    {"none", "none", "δ = Wᵀ·δ ⊙ ∂a/∂z"},
    {"no-slope", "factor ∂a/∂z dropped", "δ = Wᵀ·δ"},
    {"wrong-sign", "wrong sign of the last hidden δ", "δ = −Wᵀ·δ ⊙ ∂a/∂z"},
    {"output-first", "output layer updated first", "δ = (W − α·∂E/∂W)ᵀ·δ ⊙ ∂a/∂z"},
};
static_assert(has_row_for(k_planted_mistakes, PlantedMistake::OutputFirst));

/// compute_gradients with the mistake. `WrongSign` is made once, in the last hidden layer: made in
/// every layer, it would undo itself in every second one. `OutputFirst` moves each layer by α·∂E/∂w
/// before the δ below it is computed, as UpdateOrder::Sequential does with plain SGD.
void compute_mistaken_gradients(Trainer<double>& trainer, std::int32_t count,
                                PlantedMistake mistake, std::span<double> gradients);

} // namespace backprop
