#pragma once

#include "engine/training/trainer.hpp"

#include <cassert>

// The passes over a trainer's examples, for trainer.cpp.

namespace backprop {

template <class Real>
std::int32_t example_count(const Trainer<Real>& trainer) {
    return trainer.data->train_inputs.columns;
}

/// Examples of a batch (the last one of an epoch may be smaller); training.batch 0 means all.
template <class Real>
std::int32_t batch_size(const Trainer<Real>& trainer) {
    const std::int32_t all = example_count(trainer);
    const std::int32_t batch = trainer.spec.training.batch;
    return batch <= 0 || batch > all ? all : batch;
}

/// The block that holds the example at `position`, which must be below example_count:
/// arrange_blocks cuts every batch alike.
template <class Real>
const Block<Real>& block_at(const Trainer<Real>& trainer, std::int32_t position) {
    assert(position >= 0 && position < example_count(trainer));
    const std::vector<Block<Real>>& blocks = trainer.train_blocks;
    // Nearly always it is the next one, and the divisions take as long as a small layer.
    if (trainer.next_block < blocks.size() && blocks[trainer.next_block].first == position)
        return blocks[trainer.next_block];
    const std::int32_t batch = batch_size(trainer);
    const std::int32_t in_batch = (batch + k_block_columns - 1) / k_block_columns;
    return blocks[std::size_t(position / batch * in_batch + position % batch / k_block_columns)];
}

/// The factor that the reductions put before Σ E.
double loss_scale(const LossSpec& loss, std::int32_t outputs, std::int32_t examples);

/// Draws whether a unit is left out: 0 with probability `dropout`, else 1 / (1 − dropout).
template <class Real>
Real draw_mask(double dropout, Random& random) {
    const Real kept = static_cast<Real>(1.0 / (1.0 - dropout));
    return uniform01(random) < dropout ? Real(0) : kept;
}

/// put(layer, unit, column, mask) for every layer with dropout: example by example, then layer by
/// layer and unit by unit, so that the draws do not depend on how a batch is cut into blocks.
template <class Real, class Put>
void draw_masks(const NetworkLayout& layout, std::int32_t columns, Random& random, Put put) {
    for (std::int32_t column = 0; column < columns; ++column)
        for (std::size_t l = 0; l < layout.layers.size(); ++l) {
            const LayerLayout& layer = layout.layers[l];
            if (layer.dropout <= 0.0) continue;
            for (std::int32_t unit = 0; unit < layer.units; ++unit)
                put(l, unit, column, draw_mask<Real>(layer.dropout, random));
        }
}

/// Writes ∂(loss of the next `count` examples, at least 1)/∂(each parameter) to `gradients`.
/// Activations come from the trainer's parameters, every δ from `backward_parameters` (the same,
/// but for the sequential order of updates).
template <class Real>
void sum_gradients(Trainer<Real>& trainer, std::int32_t count, const Real* backward_parameters,
                   Dropout dropout, Real* gradients);

/// Whether a derivative jumps somewhere: of an activation (has_kink) or of the error.
template <class Real>
bool has_kinks(const Trainer<Real>& trainer);

/// One forward pass over the next `count` examples: at which side of their kinks all units and
/// outputs are, as a hash. Where it changes, a kink was crossed.
template <class Real>
std::uint64_t hash_kink_sides(Trainer<Real>& trainer, std::int32_t count);

/// Follows the last update in its own order to the first number that is not finite.
template <class Real>
NonFinite find_non_finite(const Trainer<Real>& trainer);

} // namespace backprop
