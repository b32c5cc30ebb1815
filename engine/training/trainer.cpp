#include "engine/training/trainer.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace backprop {

template <class Real>
static std::int32_t example_count(const Trainer<Real>& trainer) {
    return trainer.data->train_inputs.columns;
}

template <class Real>
static std::int32_t batch_size(const Trainer<Real>& trainer) {
    const std::int32_t all = example_count(trainer);
    return trainer.spec.training.batch <= 0 ? all : std::min(trainer.spec.training.batch, all);
}

template <class Real>
static void arrange_training(Trainer<Real>& trainer) {
    arrange_blocks(trainer.data->train_inputs, trainer.data->train_targets, trainer.order,
                   batch_size(trainer), trainer.train_blocks);
}

/// Draws the order of the epoch that begins, which depends on the random state alone and not on the
/// order before, and makes the present state the checkpoint.
template <class Real>
static void begin_epoch(Trainer<Real>& trainer) {
    trainer.position = 0;
    trainer.checkpoint.parameters = trainer.parameters;
    trainer.checkpoint.updates = trainer.updates;
    trainer.checkpoint.shuffle_random = trainer.shuffle_random;
    if (!trainer.spec.training.shuffle) return;
    std::iota(trainer.order.begin(), trainer.order.end(), 0);
    shuffle(trainer.shuffle_random, trainer.order);
    arrange_training(trainer);
}

template <class Real>
Trainer<Real> make_trainer(const TrainerSpec& spec, const Dataset& data) {
    Trainer<Real> trainer;
    trainer.spec = spec;
    trainer.layout = make_layout(spec.network);
    trainer.data = &data;
    const std::size_t count = static_cast<std::size_t>(trainer.layout.parameter_count);
    trainer.parameters.resize(count);
    trainer.next_parameters.resize(count);
    trainer.gradients.resize(count);
    trainer.checkpoint.parameters.resize(count);
    if (spec.training.shuffle) trainer.order.resize(std::size_t(example_count(trainer)));
    arrange_blocks<Real>(data.train_inputs, data.train_targets, {}, k_block_columns,
                         trainer.train_score_blocks);
    arrange_blocks<Real>(data.test_inputs, data.test_targets, {}, k_block_columns,
                         trainer.test_score_blocks);
    trainer.partial_block.inputs.resize(data.train_inputs.rows, k_block_columns);
    trainer.partial_block.targets.resize(data.train_targets.rows, k_block_columns);
    trainer.workspace = make_workspace<Real>(trainer.layout, spec.loss);
    return trainer;
}

template <class Real>
void restart(Trainer<Real>& trainer, const StartSpec& start) {
    initialize<Real>(trainer.layout, start, trainer.parameters);
    std::fill(trainer.gradients.begin(), trainer.gradients.end(), Real(0));
    trainer.has_gradients = false;
    trainer.updates = 0;
    trainer.epoch = 0;
    trainer.shuffle_random =
        make_random(static_cast<std::uint64_t>(start.seed), RandomStream::Shuffle);
    begin_epoch(trainer);
    if (!trainer.spec.training.shuffle) arrange_training(trainer);
}

template <class Real>
void set_batch(Trainer<Real>& trainer, std::int32_t batch) {
    trainer.spec.training.batch = batch;
    arrange_training(trainer);
}

template <class Real>
std::int32_t next_batch_size(const Trainer<Real>& trainer, std::int32_t at_most) {
    const std::int32_t batch = batch_size(trainer);
    const std::int32_t batch_end = (trainer.position / batch + 1) * batch;
    const std::int32_t end = std::min(batch_end, example_count(trainer));
    return std::min(end - trainer.position, at_most);
}

/// The block that holds the example at `position`.
template <class Real>
static const Block<Real>& block_at(const Trainer<Real>& trainer, std::int32_t position) {
    const auto after = std::upper_bound(
        trainer.train_blocks.begin(), trainer.train_blocks.end(), position,
        [](std::int32_t value, const Block<Real>& block) { return value < block.first; });
    return *std::prev(after);
}

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

/// The factor that the reductions put before Σ E.
static double loss_scale(const LossSpec& loss, std::int32_t outputs, std::int32_t examples) {
    double scale = 1.0;
    if (loss.over_outputs == Reduction::Mean) scale /= double(outputs);
    if (loss.over_examples == Reduction::Mean) scale /= double(examples);
    return scale;
}

template <class Real>
void compute_gradients(Trainer<Real>& trainer, std::int32_t count, std::span<Real> gradients) {
    std::fill(gradients.begin(), gradients.end(), Real(0));
    const Real scale =
        static_cast<Real>(loss_scale(trainer.spec.loss, trainer.layout.outputs(), count));
    for (std::int32_t done = 0; done < count;) {
        const BlockView<Real> block = view_examples(trainer, trainer.position + done, count - done);
        forward_pass(trainer.layout, trainer.parameters.data(), block, trainer.workspace);
        backward_pass(trainer.layout, trainer.parameters.data(), trainer.spec.loss, scale, block,
                      trainer.workspace, gradients.data());
        done += block.columns;
    }
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

template <class Real>
static bool all_finite(const Real* values, std::int64_t count) {
    return std::all_of(values, values + count, [](Real value) { return std::isfinite(value); });
}

/// Whether the last pass's `values` (units × columns) of a layer are all finite.
template <class Real>
static bool rows_finite(const Workspace<Real>& workspace, const std::vector<Real>& values,
                        std::int32_t units) {
    for (std::int32_t unit = 0; unit < units; ++unit)
        if (!all_finite(values.data() + std::int64_t{unit} * workspace.stride, workspace.columns))
            return false;
    return true;
}

/// Follows the last pass in its own order to the first number that is not finite. Only the last
/// block's activations are still there; what an earlier block spoilt shows in the gradients.
template <class Real>
static NonFinite find_non_finite(const Trainer<Real>& trainer) {
    const Workspace<Real>& pass = trainer.workspace;
    const auto& layers = trainer.layout.layers;
    const auto number = [](std::size_t l) { return static_cast<std::int32_t>(l) + 1; };
    const auto parameters_finite = [](const LayerLayout& layer, const std::vector<Real>& values) {
        const std::int64_t count = std::int64_t{layer.units} * layer.inputs + layer.bias_count;
        return all_finite(values.data() + layer.weights, count);
    };
    for (std::size_t l = 0; l < layers.size(); ++l)
        if (!rows_finite(pass, pass.activations[l], layers[l].units))
            return {number(l), "activation"};
    for (std::size_t l = layers.size(); l-- > 0;)
        if (!rows_finite(pass, pass.deltas[l], layers[l].units)) return {number(l), "delta"};
    for (std::size_t l = layers.size(); l-- > 0;)
        if (!parameters_finite(layers[l], trainer.gradients)) return {number(l), "gradient"};
    for (std::size_t l = layers.size(); l-- > 0;)
        if (!parameters_finite(layers[l], trainer.next_parameters)) return {number(l), "weight"};
    return {number(layers.size() - 1), "loss"};
}

template <class Real>
std::optional<NonFinite> train_examples(Trainer<Real>& trainer, std::int32_t count) {
    compute_gradients(trainer, count, std::span<Real>(trainer.gradients));
    const bool finite =
        kernels<Real>().update(trainer.parameters.data(), trainer.gradients.data(),
                               static_cast<Real>(trainer.spec.training.learning_rate),
                               trainer.next_parameters.data(), trainer.layout.parameter_count);
    if (!finite) return find_non_finite(trainer);
    if (!trainer.spec.training.train_biases)
        for (const LayerLayout& layer : trainer.layout.layers)
            std::copy_n(trainer.parameters.data() + layer.biases, layer.bias_count,
                        trainer.next_parameters.data() + layer.biases);
    std::swap(trainer.parameters, trainer.next_parameters);
    trainer.has_gradients = true;
    trainer.position += count;
    ++trainer.updates;
    return std::nullopt;
}

template <class Real>
void end_epoch(Trainer<Real>& trainer) {
    ++trainer.epoch;
    begin_epoch(trainer);
}

template <class Real>
void return_to_checkpoint(Trainer<Real>& trainer) {
    trainer.parameters = trainer.checkpoint.parameters;
    trainer.updates = trainer.checkpoint.updates;
    trainer.shuffle_random = trainer.checkpoint.shuffle_random;
    trainer.has_gradients = false;
    begin_epoch(trainer);
}

/// How many examples of the last forward pass the network puts in the right class.
template <class Real>
static std::int64_t count_right(const Trainer<Real>& trainer, const BlockView<Real>& block) {
    const Activation activation = trainer.layout.output_activation();
    const std::int32_t outputs = trainer.layout.outputs();
    std::int64_t right = 0;
    for (std::int32_t column = 0; column < block.columns; ++column)
        right +=
            class_of(activation, trainer.workspace.outputs() + column, outputs, block.stride) ==
            class_of(activation, block.targets + column, outputs, block.stride);
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
    template Trainer<Real> make_trainer(const TrainerSpec&, const Dataset&);                       \
    template void restart(Trainer<Real>&, const StartSpec&);                                       \
    template void set_batch(Trainer<Real>&, std::int32_t);                                         \
    template std::int32_t next_batch_size(const Trainer<Real>&, std::int32_t);                     \
    template double batch_loss(Trainer<Real>&, std::int32_t);                                      \
    template void compute_gradients(Trainer<Real>&, std::int32_t, std::span<Real>);                \
    template std::optional<NonFinite> train_examples(Trainer<Real>&, std::int32_t);                \
    template void return_to_checkpoint(Trainer<Real>&);                                            \
    template void end_epoch(Trainer<Real>&);                                                       \
    template Score score_train(Trainer<Real>&);                                                    \
    template Score score_test(Trainer<Real>&);
BACKPROP_INSTANTIATE(float)
BACKPROP_INSTANTIATE(double)
#undef BACKPROP_INSTANTIATE

} // namespace backprop
