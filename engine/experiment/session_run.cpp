// A session's run: its beginning, its training, its end.

#include "engine/experiment/number_text.hpp"
#include "engine/experiment/session_state.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace backprop {

TrainerSpec trainer_spec(const Experiment& experiment) {
    return {experiment.network, experiment.loss, experiment.training};
}

namespace {

/// What the output layer codes "not this class" with.
double lower_class(const Experiment& experiment) {
    return lower_class_target(experiment.network.layers.back().activation);
}

SessionData make_data(const Session& session, const Experiment& experiment) {
    const bool same_rows = session.data_revision > 0 &&
                           session.experiment.data == experiment.data &&
                           lower_class(session.experiment) == lower_class(experiment);
    SessionData data;
    data.raw =
        same_rows ? session.data.raw : make_dataset(experiment.data, lower_class(experiment));
    data.preparation =
        make_preparation(experiment.data.scaling, experiment.network.features, data.raw);
    data.prepared = prepare(data.preparation, data.raw);
    return data;
}

std::string_view wanted_targets(ErrorKind error) {
    switch (error_row(error).targets) {
    case TargetRange::MinusOneOrOne:
        return "that are -1 or 1";
    case TargetRange::ZeroToOne:
        return "from 0 to 1";
    case TargetRange::NotNegative:
        return "of at least 0";
    case TargetRange::Any:
        break;
    }
    return "";
}

/// Scaled targets of test rows may lie a little outside those that the scaling was fitted on.
Result<Done> check_targets(const LossSpec& loss, const SessionData& data) {
    std::vector<const Matrix<double>*> parts{&data.prepared.train_targets};
    if (data.preparation.targets.empty()) parts.push_back(&data.prepared.test_targets);
    for (const Matrix<double>* targets : parts)
        for (std::int32_t output = 0; output < targets->rows; ++output)
            for (const double target : targets->row(output))
                if (!target_fits(loss.error, target))
                    return Error{"loss.error",
                                 "\"" + std::string(choice_of(k_errors, loss.error).key) +
                                     "\" needs targets " + std::string(wanted_targets(loss.error)) +
                                     ", but one is " + number_text(target) +
                                     ": choose another error"};
    return Done{};
}

/// The rest of a state was checked with the experiment.
Result<Done> check_position(const std::optional<RunState>& state, const Dataset& prepared) {
    const std::int32_t last = prepared.train_inputs.columns - 1;
    if (!state || state->position <= last) return Done{};
    return Error{"state.position", "must be at most " + std::to_string(last) + ": there are only " +
                                       std::to_string(last + 1) + " training rows"};
}

bool is_finite(const Score& score) {
    return !score.loss || std::isfinite(*score.loss);
}

LossPoint loss_point(const Session& session, std::int64_t epoch) {
    const double no_loss = std::numeric_limits<double>::quiet_NaN();
    return {epoch, *session.train.loss, session.test.loss.value_or(no_loss)};
}

template <class Real>
NonFinite output_loss(const Trainer<Real>& trainer) {
    return {static_cast<std::int32_t>(trainer.layout.layers.size()), "loss"};
}

/// Applies the changes that have come about since the last update.
template <class Real>
void follow_changes(Session& session, Trainer<Real>& trainer) {
    const std::vector<TrainingChange>& changes = session.experiment.training.changes;
    const auto is_due_now = [&] {
        return session.next_change < changes.size() &&
               moment_of(changes[session.next_change]) <= moment_of(trainer);
    };
    if (!is_due_now()) return;
    LiveValues values = first_values(trainer.spec.training);
    while (is_due_now())
        apply_change(changes[session.next_change++], values);
    set_live_values(trainer, values);
}

/// Begins at the start weights, or at a state.
template <class Real>
void begin_run(Session& session, Trainer<Real>& trainer, const RunState* state) {
    restart(trainer, session.experiment.start);
    if (state) {
        restore_state(trainer, *state);
        // In the first epoch too: divergence does not go back to before the run began.
        trainer.checkpoint = static_cast<const TrainerState<Real>&>(trainer);
    }
    sync_live_values(session, trainer);
    session.edited = false;
    session.planned_changes = session.experiment.training.changes;
    session.status = state ? Status::Paused : Status::Ready;
    session.divergence.reset();
    session.moment = 0;
    session.train = {};
    session.test = {};
    session.states.states.clear();
    clear(session.history);
    if (score(session, trainer)) {
        if (trainer.position == 0) note_loss(trainer, trainer.epoch, *session.train.loss);
        record(session.history, loss_point(session, trainer.epoch));
        remember_state(session, trainer);
    } else {
        diverge(session, trainer, output_loss(trainer));
        remember_state(session, trainer);
    }
    ++session.revision;
}

} // namespace

template <class Real>
void sync_live_values(Session& session, Trainer<Real>& trainer) {
    const TrainingSpec& training = session.experiment.training;
    session.next_change = changes_until(training, moment_of(trainer));
    set_live_values(trainer, values_at(training, moment_of(trainer)));
}

template <class Real>
bool score(Session& session, Trainer<Real>& trainer) {
    const Score train = score_train(trainer);
    const Score test = score_test(trainer);
    if (!is_finite(train) || !is_finite(test)) return false;
    session.train = train;
    session.test = test;
    return true;
}

template <class Real>
void diverge(Session& session, Trainer<Real>& trainer, const NonFinite& where) {
    const TrainingMoment reached = moment_of(trainer);
    session.status = Status::Diverged;
    session.moment = 0;
    session.divergence = Divergence{trainer.epoch, where};
    return_to_checkpoint(trainer);
    forget_changes_between(session.experiment.training, moment_of(trainer), reached);
    forget_after(session.states, trainer.updates);
    sync_live_values(session, trainer);
}

template <class Real>
void remember_state(Session& session, const Trainer<Real>& trainer) {
    StateHistory& history = session.states;
    if (!history.states.empty() && history.states.back().state.updates >= trainer.updates) return;
    PastState& past = add_state(history, trainer.parameters.size() * (1 + trainer.slots.size()));
    save_state(trainer, past.state);
    past.train = session.train;
    past.test = session.test;
}

template <class Real>
std::int32_t train_once(Session& session, Trainer<Real>& trainer, std::int32_t at_most,
                        Trace trace) {
    const std::int32_t count = next_batch_size(trainer, at_most);
    if (const std::optional<NonFinite> problem = train_examples(trainer, count)) {
        diverge(session, trainer, *problem);
        return 0;
    }
    if (trainer.position == trainer.data->train_inputs.columns) {
        if (!score(session, trainer)) {
            diverge(session, trainer, output_loss(trainer));
            return 0;
        }
        note_loss(trainer, trainer.epoch + 1, *session.train.loss);
        end_epoch(trainer);
        if (trace == Trace::Histories) {
            record(session.history, loss_point(session, trainer.epoch));
            if (is_due(session.states, trainer.updates)) remember_state(session, trainer);
            fit_status_to_goals(session);
        }
    }
    follow_changes(session, trainer);
    return count;
}

void restart_run(Session& session) {
    std::visit([&](auto& trainer) { begin_run(session, trainer, nullptr); }, session.trainer);
}

Result<Done> begin_experiment(Session& session, Experiment experiment) {
    if (!has_table(experiment.data.set)) return Error{"data.set", "its table is not here yet"};
    SessionData data = make_data(session, experiment);
    if (Result<Done> valid = check_targets(experiment.loss, data); !valid) return valid.error;
    if (Result<Done> valid = check_position(experiment.state, data.prepared); !valid)
        return valid.error;
    if (session.data_revision == 0 || !(session.experiment.data == experiment.data) ||
        lower_class(session.experiment) != lower_class(experiment) ||
        session.experiment.network.features != experiment.network.features)
        ++session.data_revision;
    session.data = std::move(data);
    const std::optional<RunState> state = std::exchange(experiment.state, std::nullopt);
    session.experiment = std::move(experiment);
    const TrainerSpec spec = trainer_spec(session.experiment);
    // The old run's memory is given back before the new one asks for its own: nothing fails from
    // here.
    session.trainer = Trainer<double>{};
    session.passed = {};
    session.states.states.clear();
    if (session.experiment.precision == Precision::Float64)
        session.trainer = make_trainer<double>(spec, session.data.prepared);
    else
        session.trainer = make_trainer<float>(spec, session.data.prepared);
    std::visit([&](auto& trainer) { begin_run(session, trainer, state ? &*state : nullptr); },
               session.trainer);
    fit_status_to_goals(session);
    return Done{};
}

std::optional<StopReason> stop_reason(const Session& session) {
    const TrainingSpec& training = session.experiment.training;
    const StopSpec& stop = training.stop;
    const auto [epoch, best_epoch] =
        std::visit([](const auto& trainer) { return std::pair(trainer.epoch, trainer.best_epoch); },
                   session.trainer);
    // A run that began inside an epoch has looked at its loss there, where it must not stop.
    const RunState& begin = session.states.states.front().state;
    const bool at_epoch_end = epoch > 0 && (begin.position == 0 || epoch > begin.epoch);
    if (at_epoch_end && stop.loss_below && session.train.loss < *stop.loss_below)
        return StopReason::LossBelow;
    if (stop.no_progress_epochs && epoch - best_epoch >= *stop.no_progress_epochs)
        return StopReason::NoProgress;
    if (epoch >= training.epochs) return StopReason::Epochs;
    return std::nullopt;
}

void fit_status_to_goals(Session& session) {
    const bool reached = stop_reason(session).has_value();
    Status& status = session.status;
    if (reached && (status == Status::Running || status == Status::Paused))
        status = Status::Finished;
    else if (!reached && status == Status::Finished)
        status = Status::Paused;
}

LiveValues live_values(const Session& session) {
    return std::visit([](const auto& trainer) { return first_values(trainer.spec.training); },
                      session.trainer);
}

TrainingMoment present_moment(const Session& session) {
    return std::visit([](const auto& trainer) { return moment_of(trainer); }, session.trainer);
}

std::optional<Error> obstacle(const Session& session) {
    if (!session.train.loss)
        return Error{"start",
                     "gives a loss that is not finite: choose other start weights or data"};
    const std::optional<StopReason> reason = stop_reason(session);
    if (!reason) return std::nullopt;
    const TrainingSpec& training = session.experiment.training;
    switch (*reason) {
    case StopReason::LossBelow:
        return Error{"training.stop.loss_below", "the loss is below " +
                                                     number_text(*training.stop.loss_below) +
                                                     ": lower this limit, take it away, or reset"};
    case StopReason::NoProgress:
        return Error{"training.stop.no_progress_epochs",
                     "the run has made no progress for " +
                         std::to_string(*training.stop.no_progress_epochs) +
                         " epochs: raise their number, take the limit away, or reset"};
    case StopReason::Epochs:
    case StopReason::Diverged:
        break;
    }
    return Error{"training.epochs", "the run has reached its " + std::to_string(training.epochs) +
                                        " epochs: raise their number or reset"};
}

#define BACKPROP_INSTANTIATE(Real)                                                                 \
    template void sync_live_values(Session&, Trainer<Real>&);                                      \
    template bool score(Session&, Trainer<Real>&);                                                 \
    template void diverge(Session&, Trainer<Real>&, const NonFinite&);                             \
    template void remember_state(Session&, const Trainer<Real>&);                                  \
    template std::int32_t train_once(Session&, Trainer<Real>&, std::int32_t, Trace);
BACKPROP_INSTANTIATE(float)
BACKPROP_INSTANTIATE(double)
#undef BACKPROP_INSTANTIATE

} // namespace backprop
