// What a session tells: its snapshot, parameters, gradients, activations and hash.

#include "engine/experiment/session_state.hpp"
#include "engine/numerics/state_hash.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

namespace backprop {

namespace {

/// The layers of `layout` with their parameters, and the gradients where there are any.
template <class Real>
void copy_layers(const NetworkLayout& layout, const std::vector<Real>& parameters,
                 const std::vector<Real>* gradients, std::vector<LayerValues>& layers) {
    layers.resize(layout.layers.size());
    for (std::size_t l = 0; l < layers.size(); ++l) {
        const LayerLayout& layer = layout.layers[l];
        LayerValues& values = layers[l];
        values.units = layer.units;
        values.inputs = layer.inputs;
        const auto copy = [&](const std::vector<Real>& from, std::vector<double>& weights,
                              std::vector<double>& biases) {
            weights.assign(from.data() + layer.weights, from.data() + layer.biases);
            biases.assign(from.data() + layer.biases,
                          from.data() + layer.biases + layer.bias_count);
        };
        copy(parameters, values.weights, values.biases);
        values.weight_gradients.clear();
        values.bias_gradients.clear();
        if (gradients) copy(*gradients, values.weight_gradients, values.bias_gradients);
    }
}

/// Columns [first, first + columns) of `from` in the precision of the trainer.
template <class Real>
void convert_columns(const Matrix<double>& from, std::int32_t first, Matrix<Real>& to) {
    for (std::int32_t row = 0; row < from.rows; ++row) {
        const double* source = from.row_data(row) + first;
        Real* target = to.row_data(row);
        for (std::int32_t i = 0; i < to.columns; ++i)
            target[i] = static_cast<Real>(source[i]);
    }
}

template <class Real>
void evaluate_columns(const Trainer<Real>& trainer, std::vector<Matrix<double>>& activations) {
    const Matrix<double>& inputs = activations[0];
    Workspace<Real> workspace = make_workspace<Real>(trainer.layout, trainer.spec.loss);
    Matrix<Real> block;
    for (std::int32_t first = 0; first < inputs.columns; first += k_block_columns) {
        block.resize(inputs.rows, std::min(k_block_columns, inputs.columns - first));
        convert_columns(inputs, first, block);
        forward_pass<Real>(trainer.layout, trainer.parameters.data(),
                           {block.values.data(), nullptr, block.stride, block.columns}, workspace);
        for (std::size_t l = 0; l < workspace.activations.size(); ++l) {
            Matrix<double>& out = activations[l + 1];
            for (std::int32_t unit = 0; unit < out.rows; ++unit)
                std::copy_n(workspace.activations[l].data() + std::int64_t{unit} * block.stride,
                            block.columns, out.row_data(unit) + first);
        }
    }
}

} // namespace

Snapshot snapshot(const Session& session) {
    Snapshot view{};
    view.experiment = &session.experiment;
    view.now = live_values(session);
    view.data = &session.data.raw;
    view.prepared = &session.data.prepared;
    view.preparation = &session.data.preparation;
    view.status = session.status;
    if (session.status == Status::Finished) view.stopped = stop_reason(session);
    if (session.status == Status::Diverged) view.stopped = StopReason::Diverged;
    view.moment = session.moment;
    view.revision = session.revision;
    view.data_revision = session.data_revision;
    view.train = session.train;
    view.test = session.test;
    view.history = session.history.points;
    view.divergence = session.divergence;
    std::visit(
        [&](const auto& trainer) {
            view.epoch = trainer.epoch;
            view.epoch_learning_rate = trainer.epoch_learning_rate;
            view.can_step_back = trainer.updates > session.states.states.front().state.updates;
            view.updates = trainer.updates;
            view.examples_in_epoch = trainer.position;
        },
        session.trainer);
    return view;
}

void read_parameters(const Session& session, std::vector<LayerValues>& layers) {
    std::visit(
        [&](const auto& trainer) {
            copy_layers(trainer.layout, trainer.parameters,
                        trainer.has_gradients ? &trainer.gradients : nullptr, layers);
        },
        session.trainer);
}

void read_next_gradients(Session& session, std::vector<LayerValues>& layers) {
    std::visit(
        [&](auto& trainer) {
            auto gradients = trainer.gradients; // those of the last update stay
            compute_gradients(trainer, next_batch_size(trainer, k_any_count), std::span(gradients));
            copy_layers(trainer.layout, trainer.parameters, &gradients, layers);
        },
        session.trainer);
}

GradientCheck check_gradients(const Session& session, const GradientCheckSpec& spec) {
    Trainer<double> trainer =
        make_trainer<double>(trainer_spec(session.experiment), session.data.prepared);
    restart(trainer, session.experiment.start);
    return check_gradients(trainer, spec);
}

void evaluate(const Session& session, const Matrix<double>& inputs,
              std::vector<Matrix<double>>& activations) {
    std::visit(
        [&](const auto& trainer) {
            activations.resize(trainer.layout.layers.size() + 1);
            activations[0] = prepare_inputs(session.data.preparation, inputs);
            for (std::size_t l = 0; l < trainer.layout.layers.size(); ++l)
                activations[l + 1].resize(trainer.layout.layers[l].units, inputs.columns);
            evaluate_columns(trainer, activations);
        },
        session.trainer);
}

double example_error(const Session& session, std::span<const double> outputs,
                     std::span<const double> targets) {
    const auto count = static_cast<std::int32_t>(outputs.size());
    Matrix<double> wanted(count, 1);
    for (std::int32_t output = 0; output < count; ++output)
        wanted(output, 0) = targets[static_cast<std::size_t>(output)];
    wanted = prepare_targets(session.data.preparation, wanted);
    std::vector<double> prepared;
    for (std::int32_t output = 0; output < count; ++output)
        prepared.push_back(wanted(output, 0));
    return example_error<double>(session.experiment.loss, outputs.data(), nullptr, prepared.data(),
                                 count, 1);
}

Experiment current_experiment(const Session& session, bool with_state) {
    Experiment experiment = session.experiment;
    if (with_state)
        std::visit([&](const auto& trainer) { save_state(trainer, experiment.state.emplace()); },
                   session.trainer);
    return experiment;
}

std::uint64_t state_hash(const Session& session) {
    return std::visit(
        [&](const auto& trainer) {
            using Real = std::remove_cvref_t<decltype(trainer.parameters.front())>;
            StateHash hash;
            add(hash, std::span<const Real>(trainer.parameters));
            for (const std::vector<Real>& slot : trainer.slots)
                add(hash, std::span<const Real>(slot));
            const double powers[] = {trainer.beta1_power, trainer.beta2_power};
            add<double>(hash, powers);
            add(hash, static_cast<std::uint64_t>(trainer.updates));
            add(hash, static_cast<std::uint64_t>(trainer.position));
            for (const Random* stream : {&trainer.shuffle_random, &trainer.dropout_random})
                for (const std::uint64_t word : stream->state)
                    add(hash, word);
            return hash.value;
        },
        session.trainer);
}

} // namespace backprop
