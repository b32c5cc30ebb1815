#include "engine/experiment/edit.hpp"
#include "engine/experiment/fields.hpp"
#include "engine/experiment/session_state.hpp"

#include <cmath>
#include <limits>
#include <utility>

namespace backprop {

void SessionDeleter::operator()(Session* session) const {
    delete session;
}

TrainerSpec trainer_spec(const Experiment& experiment) {
    return {experiment.network, experiment.loss, experiment.training};
}

namespace {

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

/// What the output layer codes "not this class" with.
double lower_class(const Experiment& experiment) {
    return lower_class_target(experiment.network.layers.back().activation);
}

/// Makes data and trainer for a valid experiment, and begins its run.
void begin_experiment(Session& session, Experiment experiment) {
    const bool same_data = session.data_revision > 0 &&
                           session.experiment.data == experiment.data &&
                           lower_class(session.experiment) == lower_class(experiment);
    session.experiment = std::move(experiment);
    if (!same_data) {
        session.data = make_dataset(session.experiment.data, lower_class(session.experiment));
        ++session.data_revision;
    }
    session.preparation = make_preparation(session.experiment.data.scaling,
                                           session.experiment.network.features, session.data);
    session.prepared = prepare(session.preparation, session.data);
    const TrainerSpec spec = trainer_spec(session.experiment);
    if (session.experiment.precision == Precision::Float64)
        session.trainer = make_trainer<double>(spec, session.prepared);
    else
        session.trainer = make_trainer<float>(spec, session.prepared);
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
        if (field.effect != Effect::Restart ||
            (!field.applies(experiment) && !field.applies(other)))
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
            trainer.spec.training.learning_rate = training.learning_rate;
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

Result<Done> run_command(Session& session, command::Replay&&) {
    return run_command(session, command::Reset{});
}

Result<Done> run_command(Session&, command::StepBack&&) {
    return Error{"", "the run has not gone on from where it began"};
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

} // namespace backprop
