#include "engine/training/trainer_passes.hpp"

#include "engine/numerics/state_hash.hpp"
#include "engine/training/optimizer.hpp"

#include <algorithm>
#include <cassert>

namespace backprop {

/// Columns [skip, skip + columns) of `from`.
template <class Real>
static void copy_columns(const Matrix<Real>& from, std::int32_t skip, std::int32_t columns,
                         Matrix<Real>& to) {
    to.resize(from.rows, columns);
    for (std::int32_t row = 0; row < from.rows; ++row)
        std::copy_n(from.row_data(row) + skip, columns, to.row_data(row));
    repeat_last_column(to);
}

/// At most `count` examples from `position` on, out of one block.
template <class Real>
static BlockView<Real> view_examples(Trainer<Real>& trainer, std::int32_t position,
                                     std::int32_t count) {
    const Block<Real>* block = &block_at(trainer, position);
    trainer.next_block = std::size_t(block + 1 - trainer.train_blocks.data());
    if (trainer.next_block == trainer.train_blocks.size()) trainer.next_block = 0;
    const std::int32_t skip = position - block->first;
    const std::int32_t columns = std::min(count, block->columns - skip);
    if (columns < block->columns) {
        copy_columns(block->inputs, skip, columns, trainer.partial_block.inputs);
        copy_columns(block->targets, skip, columns, trainer.partial_block.targets);
        block = &trainer.partial_block;
    }
    return {block->inputs.values.data(), block->targets.values.data(), block->inputs.stride,
            columns};
}

double loss_scale(const LossSpec& loss, std::int32_t outputs, std::int32_t examples) {
    double scale = 1.0;
    if (loss.over_outputs == Reduction::Mean) scale /= double(outputs);
    if (loss.over_examples == Reduction::Mean) scale /= double(examples);
    return scale;
}

/// Draws which units the block's examples leave out.
template <class Real>
static void draw_masks(Trainer<Real>& trainer, const BlockView<Real>& block) {
    std::vector<AlignedVector<Real>>& masks = trainer.workspace.masks;
    draw_masks<Real>(trainer.layout, block.columns, trainer.dropout_random,
                     [&](std::size_t l, std::int32_t unit, std::int32_t column, Real mask) {
                         masks[l][std::size_t(std::int64_t{unit} * block.stride + column)] = mask;
                     });
}

template <class Real>
void sum_gradients(Trainer<Real>& trainer, std::int32_t count, const Real* backward_parameters,
                   Dropout dropout, Real* gradients) {
    assert(count > 0);
    const Real scale =
        static_cast<Real>(loss_scale(trainer.spec.loss, trainer.layout.outputs(), count));
    for (std::int32_t done = 0; done < count;) {
        const BlockView<Real> block = view_examples(trainer, trainer.position + done, count - done);
        if (dropout == Dropout::On) draw_masks(trainer, block);
        forward_pass(trainer.layout, trainer.parameters.data(), block, trainer.workspace, dropout);
        backward_pass(trainer.layout, backward_parameters, trainer.spec.loss, scale, block,
                      trainer.workspace, gradients, done == 0 ? Sums::Write : Sums::Add);
        done += block.columns;
    }
}

template <class Real>
void compute_gradients(Trainer<Real>& trainer, std::int32_t count, std::span<Real> gradients) {
    sum_gradients(trainer, count, trainer.parameters.data(), Dropout::Off, gradients.data());
}

/// Σ E over the examples of the last forward pass.
template <class Real>
static double summed_error(const Trainer<Real>& trainer, const BlockView<Real>& block) {
    const Real* z = trainer.workspace.output_sums();
    double sum = 0.0;
    for (std::int32_t column = 0; column < block.columns; ++column)
        sum += example_error(trainer.spec.loss, trainer.workspace.outputs() + column,
                             z ? z + column : nullptr, block.targets + column,
                             trainer.layout.outputs(), block.stride);
    return sum;
}

template <class Real>
double batch_loss(Trainer<Real>& trainer, std::int32_t count) {
    double sum = 0.0;
    for (std::int32_t done = 0; done < count;) {
        const BlockView<Real> block = view_examples(trainer, trainer.position + done, count - done);
        forward_pass(trainer.layout, trainer.parameters.data(), block, trainer.workspace);
        sum += summed_error(trainer, block);
        done += block.columns;
    }
    return trainer.spec.loss.over_examples == Reduction::Mean ? sum / double(count) : sum;
}

static bool has_kink(ErrorKind error) {
    return error == ErrorKind::Absolute || error == ErrorKind::Hinge;
}

template <class Real>
bool has_kinks(const Trainer<Real>& trainer) {
    const auto& layers = trainer.layout.layers;
    return has_kink(trainer.spec.loss.error) ||
           std::any_of(layers.begin(), layers.end(),
                       [](const LayerLayout& layer) { return has_kink(layer.activation); });
}

/// Adds for each of units × columns numbers whether it is above its kink.
template <class Real, class Above>
static void add_sides(StateHash& hash, std::int32_t units, const BlockView<Real>& block,
                      Above above) {
    for (std::int32_t unit = 0; unit < units; ++unit)
        for (std::int32_t column = 0; column < block.columns; ++column)
            add(hash, std::uint64_t{above(std::int64_t{unit} * block.stride + column)}, 1);
}

template <class Real>
std::uint64_t hash_kink_sides(Trainer<Real>& trainer, std::int32_t count) {
    const auto& layers = trainer.layout.layers;
    const ErrorKind error = trainer.spec.loss.error;
    StateHash hash;
    for (std::int32_t done = 0; done < count;) {
        const BlockView<Real> block = view_examples(trainer, trainer.position + done, count - done);
        forward_pass(trainer.layout, trainer.parameters.data(), block, trainer.workspace);
        for (std::size_t l = 0; l < layers.size(); ++l) {
            const Real* a = trainer.workspace.activations[l].data();
            if (has_kink(layers[l].activation)) // a > 0 as z is
                add_sides(hash, layers[l].units, block, [=](auto i) { return a[i] > Real(0); });
        }
        const Real* o = trainer.workspace.outputs();
        const Real* y = block.targets;
        if (error == ErrorKind::Absolute)
            add_sides(hash, trainer.layout.outputs(), block, [=](auto i) { return o[i] > y[i]; });
        if (error == ErrorKind::Hinge)
            add_sides(hash, trainer.layout.outputs(), block,
                      [=](auto i) { return y[i] * o[i] > Real(1); });
        done += block.columns;
    }
    return hash.value;
}

/// Whether the last pass's `values` (units × columns) of a layer are all finite.
template <class Real>
static bool rows_finite(const Workspace<Real>& workspace, const AlignedVector<Real>& values,
                        std::int32_t units) {
    const auto columns = static_cast<std::size_t>(workspace.columns);
    for (std::int32_t unit = 0; unit < units; ++unit)
        if (!all_finite<Real>({values.data() + std::int64_t{unit} * workspace.stride, columns}))
            return false;
    return true;
}

template <class Real>
static bool parameters_finite(const LayerLayout& layer, const std::vector<Real>& values) {
    const std::int64_t count = std::int64_t{layer.units} * layer.inputs + layer.bias_count;
    return all_finite<Real>({values.data() + layer.weights, static_cast<std::size_t>(count)});
}

// Only the last block's activations are still there; what an earlier block spoilt shows in the
// gradients.
template <class Real>
NonFinite find_non_finite(const Trainer<Real>& trainer) {
    const Workspace<Real>& pass = trainer.workspace;
    const auto& layers = trainer.layout.layers;
    const auto number = [](std::size_t l) { return static_cast<std::int32_t>(l) + 1; };
    for (std::size_t l = 0; l < layers.size(); ++l)
        if (!rows_finite(pass, pass.activations[l], layers[l].units))
            return {number(l), "activation"};
    for (std::size_t l = layers.size(); l-- > 0;)
        if (!rows_finite(pass, pass.deltas[l], layers[l].units)) return {number(l), "delta"};
    for (std::size_t l = layers.size(); l-- > 0;)
        if (!parameters_finite(layers[l], trainer.gradients)) return {number(l), "gradient"};
    for (std::size_t l = layers.size(); l-- > 0;)
        for (const std::vector<Real>& slot : trainer.slots)
            if (!parameters_finite(layers[l], slot)) return {number(l), "optimizer"};
    for (std::size_t l = layers.size(); l-- > 0;)
        if (!parameters_finite(layers[l], trainer.parameters)) return {number(l), "weight"};
    return {number(layers.size() - 1), "gradient"}; // finite each, but not their norm
}

/// How many examples of the last forward pass the network puts in the right class.
template <class Real>
static std::int64_t count_right(const Trainer<Real>& trainer, const BlockView<Real>& block) {
    const double threshold = trainer.class_threshold;
    const std::int32_t outputs = trainer.layout.outputs();
    std::int64_t right = 0;
    for (std::int32_t column = 0; column < block.columns; ++column)
        right += class_of(threshold, trainer.workspace.outputs() + column, outputs, block.stride) ==
                 class_of(threshold, block.targets + column, outputs, block.stride);
    return right;
}

template <class Real>
static Score score(Trainer<Real>& trainer, const std::vector<Block<Real>>& blocks) {
    double sum = 0.0;
    std::int64_t examples = 0;
    std::int64_t right = 0;
    const bool classes = trainer.data->task == Task::Classification;
    for (const Block<Real>& block : blocks) {
        const BlockView<Real> view{block.inputs.values.data(), block.targets.values.data(),
                                   block.inputs.stride, block.columns};
        forward_pass(trainer.layout, trainer.parameters.data(), view, trainer.workspace);
        sum += summed_error(trainer, view);
        if (classes) right += count_right(trainer, view);
        examples += block.columns;
    }
    Score result;
    if (examples == 0) return result;
    const bool mean = trainer.spec.loss.over_examples == Reduction::Mean;
    result.loss = mean ? sum / double(examples) : sum;
    if (classes) result.accuracy = double(right) / double(examples);
    return result;
}

template <class Real>
Score score_train(Trainer<Real>& trainer) {
    return score(trainer, trainer.train_score_blocks);
}

template <class Real>
Score score_test(Trainer<Real>& trainer) {
    return score(trainer, trainer.test_score_blocks);
}

#define BACKPROP_INSTANTIATE(Real)                                                                 \
    template void sum_gradients(Trainer<Real>&, std::int32_t, const Real*, Dropout, Real*);        \
    template NonFinite find_non_finite(const Trainer<Real>&);                                      \
    template bool has_kinks(const Trainer<Real>&);                                                 \
    template std::uint64_t hash_kink_sides(Trainer<Real>&, std::int32_t);                          \
    template double batch_loss(Trainer<Real>&, std::int32_t);                                      \
    template void compute_gradients(Trainer<Real>&, std::int32_t, std::span<Real>);                \
    template Score score_train(Trainer<Real>&);                                                    \
    template Score score_test(Trainer<Real>&);
BACKPROP_INSTANTIATE(float)
BACKPROP_INSTANTIATE(double)
#undef BACKPROP_INSTANTIATE

} // namespace backprop
