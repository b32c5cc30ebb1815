#include "engine/training/trainer.hpp"

#include "engine/training/optimizer.hpp"
#include "engine/training/schedule.hpp"
#include "engine/training/trainer_passes.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <span>
#include <utility>

namespace backprop {

template <class Real>
static void arrange_training(Trainer<Real>& trainer) {
    arrange_blocks(trainer.data->train_inputs, trainer.data->train_targets, trainer.order,
                   batch_size(trainer), trainer.train_blocks);
}

template <class Real>
static void set_epoch_learning_rate(Trainer<Real>& trainer) {
    const TrainingSpec& training = trainer.spec.training;
    trainer.epoch_learning_rate =
        training.learning_rate * schedule_factor(training.schedule, trainer.epoch);
}

/// Draws the order of the epoch under way, which depends on the random state alone and not on the
/// order before.
template <class Real>
static void draw_order(Trainer<Real>& trainer) {
    set_epoch_learning_rate(trainer);
    if (!trainer.spec.training.shuffle) return;
    trainer.next_shuffle_random = trainer.shuffle_random;
    std::iota(trainer.order.begin(), trainer.order.end(), 0);
    shuffle(trainer.next_shuffle_random, trainer.order);
    arrange_training(trainer);
}

/// Makes the present state the checkpoint.
template <class Real>
static void set_checkpoint(Trainer<Real>& trainer) {
    trainer.checkpoint = static_cast<const TrainerState<Real>&>(trainer);
}

/// Where the two classes of one output meet: at the activation's threshold, but for written targets
/// that all lie on one side of it (0 and 1 for a linear output) in their own middle.
static double threshold_for(Activation output_activation, const Matrix<double>& targets) {
    const double threshold = class_threshold(output_activation);
    const std::span<const double> row = targets.row(0);
    const auto [least, greatest] = std::minmax_element(row.begin(), row.end());
    const bool one_side = *least >= threshold || *greatest < threshold;
    return one_side && *least < *greatest ? 0.5 * (*least + *greatest) : threshold;
}

template <class Real>
Trainer<Real> make_trainer(const TrainerSpec& spec, const Dataset& data) {
    Trainer<Real> trainer;
    trainer.spec = spec;
    trainer.layout = make_layout(spec.network);
    trainer.data = &data;
    trainer.trained = trained_parameters(trainer.layout, spec.training);
    trainer.moved = moved_ranges(trainer.trained);
    const std::size_t count = static_cast<std::size_t>(trainer.layout.parameter_count);
    trainer.parameters.resize(count);
    trainer.gradients.resize(count);
    if (spec.training.update == UpdateOrder::Sequential) {
        trainer.next_parameters.resize(count);
        trainer.layer_gradients.resize(count);
    }
    trainer.slots.assign(std::size_t(slot_count(spec.training.optimizer.kind)),
                         std::vector<Real>(count));
    if (spec.training.shuffle) trainer.order.resize(std::size_t(example_count(trainer)));
    arrange_blocks<Real>(data.train_inputs, data.train_targets, {}, k_block_columns,
                         trainer.train_score_blocks);
    arrange_blocks<Real>(data.test_inputs, data.test_targets, {}, k_block_columns,
                         trainer.test_score_blocks);
    trainer.partial_block.inputs.resize(data.train_inputs.rows, k_block_columns);
    trainer.partial_block.targets.resize(data.train_targets.rows, k_block_columns);
    trainer.workspace = make_workspace<Real>(trainer.layout, spec.loss);
    for (const LayerLayout& layer : trainer.layout.layers)
        trainer.drops_units |= layer.dropout > 0.0;
    trainer.class_threshold = threshold_for(trainer.layout.output_activation(), data.train_targets);
    return trainer;
}

/// What follows from a state that was put into the trainer.
template <class Real>
static void begin_from_state(Trainer<Real>& trainer) {
    trainer.has_gradients = false;
    draw_order(trainer);
}

template <class Real>
void restart(Trainer<Real>& trainer, const StartSpec& start) {
    const auto seed = static_cast<std::uint64_t>(start.seed);
    initialize<Real>(trainer.layout, start, trainer.parameters);
    std::fill(trainer.gradients.begin(), trainer.gradients.end(), Real(0));
    for (std::vector<Real>& slot : trainer.slots)
        std::fill(slot.begin(), slot.end(), Real(0));
    trainer.updates = 0;
    trainer.epoch = 0;
    trainer.position = 0;
    trainer.beta1_power = 1.0;
    trainer.beta2_power = 1.0;
    trainer.shuffle_random = make_random(seed, RandomStream::Shuffle);
    trainer.dropout_random = make_random(seed, RandomStream::Dropout);
    trainer.best_loss = std::numeric_limits<double>::infinity();
    trainer.best_epoch = 0;
    begin_from_state(trainer);
    if (!trainer.spec.training.shuffle) arrange_training(trainer);
    set_checkpoint(trainer);
}

template <class Real>
void save_state(const Trainer<Real>& trainer, RunState& state) {
    state.epoch = trainer.epoch;
    state.updates = trainer.updates;
    state.position = trainer.position;
    state.parameters.assign(trainer.parameters.begin(), trainer.parameters.end());
    state.slots.resize(trainer.slots.size());
    for (std::size_t i = 0; i < trainer.slots.size(); ++i)
        state.slots[i].assign(trainer.slots[i].begin(), trainer.slots[i].end());
    state.beta1_power = trainer.beta1_power;
    state.beta2_power = trainer.beta2_power;
    std::copy_n(trainer.shuffle_random.state, 4, state.shuffle_random.begin());
    std::copy_n(trainer.dropout_random.state, 4, state.dropout_random.begin());
    state.best_loss = trainer.best_loss;
    state.best_epoch = trainer.best_epoch;
}

template <class Real>
static void copy_numbers(const std::vector<double>& from, std::vector<Real>& to) {
    assert(from.size() == to.size());
    std::transform(from.begin(), from.end(), to.begin(),
                   [](double value) { return static_cast<Real>(value); });
}

template <class Real>
void restore_state(Trainer<Real>& trainer, const RunState& state) {
    assert(state.position < example_count(trainer) && state.slots.size() == trainer.slots.size());
    trainer.epoch = state.epoch;
    trainer.updates = state.updates;
    trainer.position = state.position;
    copy_numbers(state.parameters, trainer.parameters);
    for (std::size_t i = 0; i < trainer.slots.size(); ++i)
        copy_numbers(state.slots[i], trainer.slots[i]);
    trainer.beta1_power = state.beta1_power;
    trainer.beta2_power = state.beta2_power;
    std::copy_n(state.shuffle_random.begin(), 4, trainer.shuffle_random.state);
    std::copy_n(state.dropout_random.begin(), 4, trainer.dropout_random.state);
    trainer.best_loss = state.best_loss;
    trainer.best_epoch = state.best_epoch;
    begin_from_state(trainer);
    // In the middle of the epoch that the checkpoint begins, it stays.
    if (trainer.position == 0 || trainer.checkpoint.epoch != trainer.epoch) set_checkpoint(trainer);
}

template <class Real>
void set_live_values(Trainer<Real>& trainer, const LiveValues& values) {
    TrainingSpec& training = trainer.spec.training;
    const bool new_batch = training.batch != values.batch;
    set_first_values(training, values);
    set_epoch_learning_rate(trainer);
    if (new_batch) arrange_training(trainer);
}

template <class Real>
std::int32_t next_batch_size(const Trainer<Real>& trainer, std::int32_t at_most) {
    return std::min(block_at(trainer, trainer.position).batch_end - trainer.position, at_most);
}

/// Adds the penalty's gradients to those of the loss and clips them. False if their norm is not
/// finite.
template <class Real>
static bool finish_gradients(Trainer<Real>& trainer, std::span<const TrainedLayer> layers) {
    const TrainingSpec& training = trainer.spec.training;
    if (training.regularization.kind != Regularization::None)
        for (const TrainedLayer& layer : layers)
            add_penalty_gradients(training.regularization, layer, trainer.parameters.data(),
                                  trainer.gradients.data());
    return clip_gradients(training.clip, layers, trainer.gradients.data());
}

/// SGD, with the kernels. False if a result is not finite.
template <class Real>
static bool descend(Trainer<Real>& trainer) {
    const Real learning_rate = static_cast<Real>(trainer.epoch_learning_rate);
    bool finite = true;
    for (const ParameterRange& range : trainer.moved)
        finite &= trainer.workspace.kernels->update(trainer.parameters.data() + range.first,
                                                    trainer.gradients.data() + range.first,
                                                    learning_rate, range.count);
    return finite;
}

/// The numbers of this update for the optimizers that have numbers of their own. Counts βᵗ on.
template <class Real>
static OptimizerStep<Real> begin_step(Trainer<Real>& trainer) {
    const OptimizerSpec& optimizer = trainer.spec.training.optimizer;
    if (optimizer.kind == Optimizer::Adam || optimizer.kind == Optimizer::AdamW) {
        trainer.beta1_power *= optimizer.beta1;
        trainer.beta2_power *= optimizer.beta2;
    }
    return make_step<Real>(optimizer, trainer.epoch_learning_rate, trainer.beta1_power,
                           trainer.beta2_power);
}

/// Whether all that an update has written is finite.
template <class Real>
static bool update_finite(const Trainer<Real>& trainer) {
    for (const std::vector<Real>& slot : trainer.slots)
        if (!all_finite<Real>(slot)) return false;
    return all_finite<Real>(trainer.parameters);
}

/// Every gradient from the weights before the update.
template <class Real>
static bool update_at_once(Trainer<Real>& trainer, std::int32_t count) {
    sum_gradients(trainer, count, trainer.parameters.data(),
                  trainer.drops_units ? Dropout::On : Dropout::Off, trainer.gradients.data());
    if (!finish_gradients<Real>(trainer, trainer.trained)) return false;
    if (trainer.spec.training.optimizer.kind == Optimizer::Sgd) return descend(trainer);
    const OptimizerStep<Real> step = begin_step(trainer);
    for (const TrainedLayer& layer : trainer.trained)
        move_parameters(step, layer, trainer.gradients.data(), trainer.slots,
                        trainer.parameters.data());
    return update_finite(trainer);
}

/// The mistake that the lesson shows: layer by layer from the output back, each δ from weights that
/// are already updated. Clipping looks at one layer at a time.
template <class Real>
static bool update_in_sequence(Trainer<Real>& trainer, std::int32_t count) {
    const OptimizerStep<Real> step = begin_step(trainer);
    const Random before = trainer.dropout_random;
    trainer.next_parameters = trainer.parameters;
    for (std::size_t l = trainer.layout.layers.size(); l-- > 0;) {
        trainer.dropout_random = before; // the same units drop out in every pass
        sum_gradients(trainer, count, trainer.next_parameters.data(),
                      trainer.drops_units ? Dropout::On : Dropout::Off,
                      trainer.layer_gradients.data());
        const LayerLayout& layer = trainer.layout.layers[l];
        std::copy(trainer.layer_gradients.data() + layer.weights,
                  trainer.layer_gradients.data() + layer.biases + layer.bias_count,
                  trainer.gradients.data() + layer.weights);
        if (!finish_gradients<Real>(trainer, {&trainer.trained[l], 1})) return false;
        move_parameters(step, trainer.trained[l], trainer.gradients.data(), trainer.slots,
                        trainer.next_parameters.data());
    }
    std::swap(trainer.parameters, trainer.next_parameters);
    return update_finite(trainer);
}

template <class Real>
std::optional<NonFinite> train_examples(Trainer<Real>& trainer, std::int32_t count) {
    const bool in_sequence = trainer.spec.training.update == UpdateOrder::Sequential;
    if (!(in_sequence ? update_in_sequence(trainer, count) : update_at_once(trainer, count)))
        return find_non_finite(trainer);
    trainer.has_gradients = true;
    trainer.position += count;
    ++trainer.updates;
    return std::nullopt;
}

template <class Real>
void note_loss(Trainer<Real>& trainer, std::int64_t epoch, double loss) {
    if (!(loss < trainer.best_loss)) return;
    trainer.best_loss = loss;
    trainer.best_epoch = epoch;
}

template <class Real>
void end_epoch(Trainer<Real>& trainer) {
    ++trainer.epoch;
    trainer.position = 0;
    if (trainer.spec.training.shuffle) trainer.shuffle_random = trainer.next_shuffle_random;
    set_checkpoint(trainer);
    draw_order(trainer);
}

template <class Real>
void return_to_checkpoint(Trainer<Real>& trainer) {
    // No loss was noted since, except that of the very start.
    const double best_loss = trainer.best_loss;
    const std::int64_t best_epoch = trainer.best_epoch;
    static_cast<TrainerState<Real>&>(trainer) = trainer.checkpoint;
    trainer.best_loss = best_loss;
    trainer.best_epoch = best_epoch;
    begin_from_state(trainer);
}

#define BACKPROP_INSTANTIATE(Real)                                                                 \
    template Trainer<Real> make_trainer(const TrainerSpec&, const Dataset&);                       \
    template void restart(Trainer<Real>&, const StartSpec&);                                       \
    template void save_state(const Trainer<Real>&, RunState&);                                     \
    template void restore_state(Trainer<Real>&, const RunState&);                                  \
    template void set_live_values(Trainer<Real>&, const LiveValues&);                              \
    template std::int32_t next_batch_size(const Trainer<Real>&, std::int32_t);                     \
    template std::optional<NonFinite> train_examples(Trainer<Real>&, std::int32_t);                \
    template void note_loss(Trainer<Real>&, std::int64_t, double);                                 \
    template void return_to_checkpoint(Trainer<Real>&);                                            \
    template void end_epoch(Trainer<Real>&);
BACKPROP_INSTANTIATE(float)
BACKPROP_INSTANTIATE(double)
#undef BACKPROP_INSTANTIATE

} // namespace backprop
