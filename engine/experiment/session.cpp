#include "engine/experiment/session.hpp"

#include "engine/experiment/edit.hpp"
#include "engine/experiment/fields.hpp"
#include "engine/numerics/state_hash.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>
#include <utility>

namespace backprop {

struct Session {
    Experiment experiment;
    Dataset data;
    std::variant<Trainer<double>, Trainer<float>> trainer;
    Status status = Status::Ready;
    std::uint64_t revision = 0;
    std::uint64_t data_revision = 0;
    Score train;
    Score test;
    LossHistory history;
    std::optional<Divergence> divergence;
};

void SessionDeleter::operator()(Session* session) const {
    delete session;
}

namespace {

constexpr std::int32_t k_any_count = std::numeric_limits<std::int32_t>::max();

TrainerSpec trainer_spec(const Experiment& experiment) {
    const TrainingSpec& training = experiment.training;
    return {experiment.network, experiment.loss,  training.learning_rate,
            training.batch,     training.shuffle, training.train_biases};
}

bool is_finite(const Score& score) {
    return !score.loss || std::isfinite(*score.loss);
}

/// Reads the scores; false, with the old ones kept, when a loss is not finite.
template <class Real>
bool score(Session& session, Trainer<Real>& trainer) {
    const Score train = score_train(trainer);
    const Score test = score_test(trainer);
    if (!is_finite(train) || !is_finite(test)) return false;
    session.train = train;
    session.test = test;
    return true;
}

void record_epoch(Session& session, std::int64_t epoch) {
    const double no_loss = std::numeric_limits<double>::quiet_NaN();
    record(session.history, {epoch, *session.train.loss, session.test.loss.value_or(no_loss)});
}

template <class Real>
void diverge(Session& session, Trainer<Real>& trainer, const NonFinite& where) {
    session.status = Status::Diverged;
    session.divergence = Divergence{trainer.epoch, where};
    return_to_checkpoint(trainer);
}

template <class Real>
NonFinite output_loss(const Trainer<Real>& trainer) {
    return {static_cast<std::int32_t>(trainer.layout.layers.size()), "loss"};
}

/// Back to the start weights of the present experiment, with the trainer as it is.
template <class Real>
void restart_run(Session& session, Trainer<Real>& trainer) {
    restart(trainer, session.experiment.start);
    session.status = Status::Ready;
    session.divergence.reset();
    session.train = {};
    session.test = {};
    clear(session.history);
    if (score(session, trainer))
        record_epoch(session, 0);
    else
        diverge(session, trainer, output_loss(trainer));
    ++session.revision;
}

/// Makes data and trainer for a valid experiment, and begins its run.
void begin_experiment(Session& session, Experiment experiment) {
    const bool same_data = session.data_revision > 0 && session.experiment.data == experiment.data;
    session.experiment = std::move(experiment);
    if (!same_data) {
        session.data = make_dataset(session.experiment.data);
        ++session.data_revision;
    }
    const TrainerSpec spec = trainer_spec(session.experiment);
    if (session.experiment.precision == Precision::Float64)
        session.trainer = make_trainer<double>(spec, session.data);
    else
        session.trainer = make_trainer<float>(spec, session.data);
    std::visit([&](auto& trainer) { restart_run(session, trainer); }, session.trainer);
}

/// What the number of epochs allows now.
template <class Real>
void fit_status_to_epochs(Session& session, const Trainer<Real>& trainer) {
    const bool reached = trainer.epoch >= session.experiment.training.epochs;
    Status& status = session.status;
    if (reached && (status == Status::Running || status == Status::Paused))
        status = Status::Finished;
    else if (!reached && status == Status::Finished)
        status = Status::Paused;
}

/// Trains at most `at_most` examples of the next batch. Returns how many; 0 after divergence.
template <class Real>
std::int32_t train_once(Session& session, Trainer<Real>& trainer, std::int32_t at_most) {
    const std::int32_t count = next_batch_size(trainer, at_most);
    if (const std::optional<NonFinite> problem = train_examples(trainer, count)) {
        diverge(session, trainer, *problem);
        return 0;
    }
    if (trainer.position < session.data.train_inputs.columns) return count;
    if (!score(session, trainer)) {
        diverge(session, trainer, output_loss(trainer));
        return 0;
    }
    end_epoch(trainer);
    record_epoch(session, trainer.epoch);
    fit_status_to_epochs(session, trainer);
    return count;
}

/// The experiment with everything from `other` that changes at once, or changes nothing: the name,
/// and fields that mean nothing in either.
Experiment with_live_parts(Experiment experiment, const Experiment& other) {
    for (const Field& field : fields())
        if (field.effect == Effect::Live || (!field.applies(experiment) && !field.applies(other)))
            field.set(experiment, field.get(other));
    experiment.name = other.name;
    return experiment;
}

void change_live_parts(Session& session, Experiment experiment) {
    const bool new_batch = session.experiment.training.batch != experiment.training.batch;
    session.experiment = std::move(experiment);
    const TrainingSpec& training = session.experiment.training;
    std::visit(
        [&](auto& trainer) {
            trainer.spec.learning_rate = training.learning_rate;
            if (new_batch) set_batch(trainer, training.batch);
            fit_status_to_epochs(session, trainer);
        },
        session.trainer);
    ++session.revision;
}

Result<Done> change(Session& session, Experiment experiment) {
    if (Result<Done> valid = validate(experiment); !valid) return valid.error;
    if (with_live_parts(session.experiment, experiment) == experiment) {
        change_live_parts(session, std::move(experiment));
        return Done{};
    }
    const bool was_running = session.status == Status::Running;
    begin_experiment(session, std::move(experiment));
    if (was_running && session.status == Status::Ready) session.status = Status::Running;
    return Done{};
}

Result<Done> run_command(Session& session, command::Load&& load) {
    if (Result<Done> valid = validate(load.experiment); !valid) return valid.error;
    begin_experiment(session, std::move(load.experiment));
    return Done{};
}

Result<Done> run_command(Session& session, command::Change&& wanted) {
    return change(session, std::move(wanted.experiment));
}

Result<Done> run_command(Session& session, command::Set&& set) {
    const Field* field = find_field(set.path);
    if (!field) return Error{set.path, "is not a field of an experiment"};
    if (Result<Done> valid = check_value(*field, set.value); !valid) return valid.error;
    return change(session, with_field(session.experiment, *field, set.value));
}

/// Why training cannot go on, if so.
std::optional<Error> obstacle(const Session& session) {
    if (!session.train.loss)
        return Error{"start",
                     "gives a loss that is not finite: choose other start weights or data"};
    const std::int64_t epochs = session.experiment.training.epochs;
    const auto epoch =
        std::visit([](const auto& trainer) { return trainer.epoch; }, session.trainer);
    if (epoch >= epochs)
        return Error{"training.epochs", "the run has reached its " + std::to_string(epochs) +
                                            " epochs: raise their number or reset"};
    return std::nullopt;
}

Result<Done> run_command(Session& session, command::Run&&) {
    if (!session.train.loss) return *obstacle(session);
    session.divergence.reset();
    session.status = obstacle(session) ? Status::Finished : Status::Running;
    ++session.revision;
    return Done{};
}

Result<Done> run_command(Session& session, command::Pause&&) {
    if (session.status == Status::Running) session.status = Status::Paused;
    ++session.revision;
    return Done{};
}

Result<Done> run_command(Session& session, command::Reset&&) {
    std::visit([&](auto& trainer) { restart_run(session, trainer); }, session.trainer);
    return Done{};
}

/// Given weights that all lie in 0..1, as article 1 has them, are replaced by others in 0..1.
bool all_in_unit_interval(const StartSpec& start) {
    for (const auto& layer : start.weights)
        for (const auto& row : layer)
            for (const double weight : row)
                if (weight < 0.0 || weight > 1.0) return false;
    return true;
}

StartSpec other_start(const StartSpec& start) {
    StartSpec other = start;
    if (start.rule == StartRule::Uniform || start.rule == StartRule::XavierUniform) {
        other.seed = start.seed < k_max_seed ? start.seed + 1 : 0;
        return other;
    }
    const bool positive = start.rule == StartRule::Given && all_in_unit_interval(start);
    other.rule = StartRule::Uniform;
    other.low = positive ? 0.0 : -0.5;
    other.high = positive ? 1.0 : 0.5;
    other.weights.clear();
    other.biases.clear();
    return other;
}

Result<Done> run_command(Session& session, command::NewWeights&&) {
    Experiment experiment = session.experiment;
    experiment.start = other_start(experiment.start);
    return change(session, std::move(experiment));
}

Result<Done> run_command(Session& session, command::Step&& step) {
    if (const std::optional<Error> problem = obstacle(session)) return *problem;
    session.status = Status::Running;
    session.divergence.reset();
    const auto take = [&](auto& trainer) {
        const std::int64_t epoch = trainer.epoch;
        const std::int32_t at_most = step.what == StepKind::Example ? 1 : k_any_count;
        while (train_once(session, trainer, at_most) > 0)
            if (step.what != StepKind::Epoch || trainer.epoch > epoch) break;
    };
    std::visit(take, session.trainer);
    if (session.status == Status::Running) session.status = Status::Paused;
    ++session.revision;
    return Done{};
}

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
void evaluate_columns(const Trainer<Real>& trainer, const Matrix<double>& inputs,
                      std::vector<Matrix<double>>& activations) {
    Workspace<Real> workspace = make_workspace<Real>(trainer.layout);
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

Result<SessionPointer> make_session(const Experiment& experiment) {
    if (Result<Done> valid = validate(experiment); !valid) return valid.error;
    SessionPointer session(new Session);
    begin_experiment(*session, experiment);
    return session;
}

Result<Done> apply(Session& session, const Command& command) {
    Command copy = command;
    return std::visit([&](auto& kind) { return run_command(session, std::move(kind)); }, copy);
}

std::int64_t advance(Session& session, std::int64_t updates) {
    return std::visit(
        [&](auto& trainer) {
            fit_status_to_epochs(session, trainer);
            std::int64_t examples = 0;
            for (std::int64_t i = 0; i < updates && session.status == Status::Running; ++i)
                examples += train_once(session, trainer, k_any_count);
            ++session.revision;
            return examples;
        },
        session.trainer);
}

Snapshot snapshot(const Session& session) {
    Snapshot view{};
    view.experiment = &session.experiment;
    view.data = &session.data;
    view.status = session.status;
    view.revision = session.revision;
    view.data_revision = session.data_revision;
    view.train = session.train;
    view.test = session.test;
    view.history = session.history.points;
    view.divergence = session.divergence;
    std::visit(
        [&](const auto& trainer) {
            view.epoch = trainer.epoch;
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

GradientCheck check_gradients(const Session& session) {
    Trainer<double> trainer = make_trainer<double>(trainer_spec(session.experiment), session.data);
    restart(trainer, session.experiment.start);
    return check_gradients(trainer);
}

void evaluate(const Session& session, const Matrix<double>& inputs,
              std::vector<Matrix<double>>& activations) {
    std::visit(
        [&](const auto& trainer) {
            activations.resize(trainer.layout.layers.size() + 1);
            activations[0] = inputs;
            for (std::size_t l = 0; l < trainer.layout.layers.size(); ++l)
                activations[l + 1].resize(trainer.layout.layers[l].units, inputs.columns);
            evaluate_columns(trainer, inputs, activations);
        },
        session.trainer);
}

double example_error(const Session& session, std::span<const double> outputs,
                     std::span<const double> targets) {
    return example_error(session.experiment.loss, outputs.data(), targets.data(),
                         static_cast<std::int32_t>(outputs.size()), 1);
}

std::uint64_t state_hash(const Session& session) {
    return std::visit(
        [&](const auto& trainer) {
            using Real = std::remove_cvref_t<decltype(trainer.parameters.front())>;
            StateHash hash;
            add(hash, std::span<const Real>(trainer.parameters));
            add(hash, static_cast<std::uint64_t>(trainer.updates));
            add(hash, static_cast<std::uint64_t>(trainer.position));
            for (const std::uint64_t word : trainer.shuffle_random.state)
                add(hash, word);
            return hash.value;
        },
        session.trainer);
}

} // namespace backprop
