#include "engine/training/batch_trace.hpp"

#include "engine/training/trainer_passes.hpp"

#include <algorithm>
#include <limits>

namespace backprop {

template <class Real>
std::vector<std::int32_t> next_rows(const Trainer<Real>& trainer, std::int32_t count) {
    std::vector<std::int32_t> rows;
    for (std::int32_t i = 0; i < count; ++i) {
        const std::int32_t place = trainer.position + i;
        rows.push_back(trainer.order.empty() ? place : trainer.order[std::size_t(place)]);
    }
    return rows;
}

template <class Real>
BatchStart<Real> next_batch(const Trainer<Real>& trainer) {
    const std::int32_t count = next_batch_size(trainer, std::numeric_limits<std::int32_t>::max());
    BatchStart<Real> start;
    start.parameters = trainer.parameters;
    start.rows = next_rows(trainer, count);
    // After single examples a batch begins inside a block.
    start.first_block = k_block_columns - trainer.position % batch_size(trainer) % k_block_columns;
    start.dropout_random = trainer.dropout_random;
    return start;
}

Matrix<double> some_columns(const Matrix<double>& from, std::span<const std::int32_t> columns) {
    Matrix<double> to(from.rows, static_cast<std::int32_t>(columns.size()));
    for (std::int32_t row = 0; row < from.rows; ++row)
        for (std::int32_t i = 0; i < to.columns; ++i)
            to(row, i) = from(row, columns[std::size_t(i)]);
    return to;
}

namespace {

/// The masks of `columns` examples, drawn as an update draws them.
template <class Real>
std::vector<Matrix<double>> drawn_masks(const NetworkLayout& layout, std::int32_t columns,
                                        Random& random) {
    std::vector<Matrix<double>> masks;
    for (const LayerLayout& layer : layout.layers)
        masks.push_back(layer.dropout > 0.0 ? Matrix<double>(layer.units, columns)
                                            : Matrix<double>());
    draw_masks<Real>(layout, columns, random,
                     [&](std::size_t l, std::int32_t unit, std::int32_t column, Real mask) {
                         masks[l](unit, column) = double(mask);
                     });
    return masks;
}

/// sum += part, in the precision of training.
template <class Real>
void add_to(std::vector<double>& sum, const std::vector<double>& part) {
    for (std::size_t i = 0; i < sum.size(); ++i)
        sum[i] = double(static_cast<Real>(sum[i]) + static_cast<Real>(part[i]));
}

template <class Real>
std::vector<double> as_doubles(const std::vector<Real>& values) {
    return {values.begin(), values.end()};
}

template <class Real>
std::vector<std::vector<double>> as_doubles(const std::vector<std::vector<Real>>& slots) {
    std::vector<std::vector<double>> copies;
    for (const std::vector<Real>& slot : slots)
        copies.push_back(as_doubles(slot));
    return copies;
}

} // namespace

template <class Real>
PassTrace trace_rows(const Trainer<Real>& trainer, const BatchStart<Real>& start, Dropout dropout) {
    const auto count = static_cast<std::int32_t>(start.rows.size());
    const double scale = loss_scale(trainer.spec.loss, trainer.layout.outputs(), count);
    Random random = start.dropout_random;
    PassTrace whole;
    std::int32_t done = 0;
    for (std::int32_t room = start.first_block; done < count; room = k_block_columns) {
        const std::int32_t columns = std::min(room, count - done);
        const std::span<const std::int32_t> rows{start.rows.data() + done,
                                                 static_cast<std::size_t>(columns)};
        std::vector<Matrix<double>> masks;
        if (dropout == Dropout::On && trainer.drops_units)
            masks = drawn_masks<Real>(trainer.layout, columns, random);
        PassTrace block = trace_pass<Real>(trainer.layout, start.parameters, trainer.spec.loss,
                                           scale, some_columns(trainer.data->train_inputs, rows),
                                           some_columns(trainer.data->train_targets, rows), masks);
        if (done == 0) {
            whole = std::move(block);
        } else {
            for (std::size_t l = 0; l < whole.layers.size(); ++l) {
                add_to<Real>(whole.layers[l].weight_gradients, block.layers[l].weight_gradients);
                add_to<Real>(whole.layers[l].bias_gradients, block.layers[l].bias_gradients);
            }
        }
        done += columns;
    }
    whole.reduced_examples = count;
    return whole;
}

std::vector<double> gradients_of(const NetworkLayout& layout, const PassTrace& trace) {
    std::vector<double> gradients;
    gradients.reserve(std::size_t(layout.parameter_count));
    for (const LayerTrace& layer : trace.layers) {
        gradients.insert(gradients.end(), layer.weight_gradients.begin(),
                         layer.weight_gradients.end());
        gradients.insert(gradients.end(), layer.bias_gradients.begin(), layer.bias_gradients.end());
    }
    return gradients;
}

template <class Real>
UpdateTrace last_update(const Trainer<Real>& trainer, const TrainerState<Real>& before,
                        const PassTrace& batch, double learning_rate) {
    UpdateTrace trace;
    trace.before = as_doubles(before.parameters);
    trace.loss_gradients = gradients_of(trainer.layout, batch);
    trace.gradients = as_doubles(trainer.gradients);
    trace.after = as_doubles(trainer.parameters);
    trace.slots_before = as_doubles(before.slots);
    trace.slots_after = as_doubles(trainer.slots);
    trace.learning_rate = learning_rate;
    trace.penalty = trainer.spec.training.regularization;
    trace.clip = trainer.spec.training.clip;
    trace.beta1_power = trainer.beta1_power;
    trace.beta2_power = trainer.beta2_power;
    return trace;
}

template <class Real>
UpdateTrace try_update(Trainer<Real>& trainer) {
    const BatchStart<Real> start = next_batch(trainer);
    const PassTrace batch = trace_rows(trainer, start, Dropout::On);
    const TrainerState<Real> before = trainer;
    const std::vector<Real> gradients = trainer.gradients;
    const bool had_gradients = trainer.has_gradients;
    const auto count = static_cast<std::int32_t>(start.rows.size());
    const bool finite = !train_examples(trainer, count);
    UpdateTrace trace = last_update(trainer, before, batch, trainer.epoch_learning_rate);
    trace.finite = finite;
    trace.examples = count;
    static_cast<TrainerState<Real>&>(trainer) = before;
    trainer.gradients = gradients;
    trainer.has_gradients = had_gradients;
    return trace;
}

#define BACKPROP_INSTANTIATE(Real)                                                                 \
    template std::vector<std::int32_t> next_rows(const Trainer<Real>&, std::int32_t);              \
    template BatchStart<Real> next_batch(const Trainer<Real>&);                                    \
    template PassTrace trace_rows(const Trainer<Real>&, const BatchStart<Real>&, Dropout);         \
    template UpdateTrace try_update(Trainer<Real>&);                                               \
    template UpdateTrace last_update(const Trainer<Real>&, const TrainerState<Real>&,              \
                                     const PassTrace&, double);
BACKPROP_INSTANTIATE(float)
BACKPROP_INSTANTIATE(double)
#undef BACKPROP_INSTANTIATE

} // namespace backprop
