// Steps of a run, forward and back.

#include "engine/experiment/session_state.hpp"

#include <algorithm>
#include <cassert>

namespace backprop {

namespace {

template <class Real>
std::int32_t example_count(const Trainer<Real>& trainer) {
    return trainer.data->train_inputs.columns;
}

bool has_batch_change(const TrainingSpec& training, const TrainingMoment& moment) {
    return std::any_of(training.changes.begin(), training.changes.end(),
                       [&](const TrainingChange& change) {
                           return moment_of(change) == moment && change.batch.has_value();
                       });
}

/// Trains one example of a larger batch: a batch of 1 that the run's changes tell of.
template <class Real>
void step_one_example(Session& session, Trainer<Real>& trainer) {
    TrainingSpec& training = session.experiment.training;
    const TrainingMoment begin = moment_of(trainer);
    const std::int32_t batch = trainer.spec.training.batch;
    record_change(training, begin, LiveField::Batch, 1);
    session.next_change = changes_until(training, begin); // the trainer's own batch stays as it is
    train_once(session, trainer, 1);
    const TrainingMoment end = moment_of(trainer);
    // After divergence the run is back at or before where the step began.
    if (end >= begin && !(end > begin && has_batch_change(training, end)))
        record_change(training, end, LiveField::Batch, batch);
    sync_live_values(session, trainer);
}

template <class Real>
void take_step(Session& session, Trainer<Real>& trainer, StepKind what) {
    remember_state(session, trainer);
    if (what == StepKind::Example && next_batch_size(trainer, k_any_count) > 1) {
        step_one_example(session, trainer);
        return;
    }
    const std::int64_t epoch = trainer.epoch;
    while (train_once(session, trainer, k_any_count) > 0)
        if (what != StepKind::Epoch || trainer.epoch > epoch) break;
}

/// The updates of a run, one after another, without training: where each begins.
struct Walk {
    const TrainingSpec* training;
    std::int32_t examples;
    LiveValues values;
    std::size_t next_change;
    TrainingMoment moment;
    std::int64_t updates;

    std::int32_t batch() const {
        return values.batch == k_batch_all ? examples : std::min(values.batch, examples);
    }
};

Walk walk_from(const TrainingSpec& training, std::int32_t examples, const RunState& state) {
    const TrainingMoment moment = moment_of(state);
    return {&training, examples,     values_at(training, moment), changes_until(training, moment),
            moment,    state.updates};
}

void go_on(Walk& walk) {
    const std::int32_t batch = walk.batch();
    const std::int32_t end = std::min((walk.moment.examples / batch + 1) * batch, walk.examples);
    walk.moment = end < walk.examples ? TrainingMoment{walk.moment.epoch, end}
                                      : TrainingMoment{walk.moment.epoch + 1, 0};
    ++walk.updates;
    const std::vector<TrainingChange>& changes = walk.training->changes;
    for (; walk.next_change < changes.size() && moment_of(changes[walk.next_change]) <= walk.moment;
         ++walk.next_change)
        apply_change(changes[walk.next_change], walk.values);
}

/// Whether the update that the walk has come to begins an example, a batch or an epoch. Single
/// examples between larger batches are not batches of their own; `batch` is that of the present.
bool begins(const Walk& walk, StepKind what, std::int32_t batch) {
    switch (what) {
    case StepKind::Moment: // has its own way back
    case StepKind::Example:
        return true;
    case StepKind::Batch:
        return walk.moment.examples % (walk.batch() == 1 ? batch : walk.batch()) == 0;
    case StepKind::Epoch:
        return walk.moment.examples == 0;
    }
    return true;
}

/// The updates after which the last example, batch or epoch before the present began; the beginning
/// of the run if there is none.
template <class Real>
std::int64_t find_step_back(const Session& session, const Trainer<Real>& trainer, StepKind what) {
    const std::vector<PastState>& states = session.states.states;
    const std::int32_t examples = example_count(trainer);
    const std::int32_t own = trainer.spec.training.batch;
    const std::int32_t batch = own == k_batch_all ? examples : std::min(own, examples);
    for (std::size_t i = states.size(); i-- > 0;) {
        std::optional<std::int64_t> found;
        Walk walk = walk_from(session.experiment.training, examples, states[i].state);
        for (; walk.updates < trainer.updates; go_on(walk))
            if (begins(walk, what, batch)) found = walk.updates;
        assert(walk.updates > trainer.updates || walk.moment == moment_of(trainer));
        if (found) return *found;
    }
    return states.front().state.updates;
}

/// The latest state before `updates`: so that the last update before them is done again, which
/// brings its gradients back. One from the middle of another epoch does not know where its epoch
/// began, which divergence would go back to.
template <class Real>
const PastState& state_before(const Session& session, const Trainer<Real>& trainer,
                              std::int64_t updates) {
    const std::vector<PastState>& states = session.states.states;
    for (std::size_t i = states.size(); i-- > 1;) {
        const RunState& state = states[i].state;
        const bool knows = state.position == 0 || state.epoch == trainer.checkpoint.epoch;
        if (state.updates < updates && knows) return states[i];
    }
    return states.front();
}

template <class Real>
void go_back_to(Session& session, Trainer<Real>& trainer, std::int64_t updates) {
    const PastState& past = state_before(session, trainer, updates);
    session.train = past.train;
    session.test = past.test;
    session.divergence.reset();
    restore_state(trainer, past.state);
    forget_after(session.states, updates);
    sync_live_values(session, trainer);
    session.status = trainer.updates == 0 && updates == 0 ? Status::Ready : Status::Paused;
    while (trainer.updates < updates &&
           train_once(session, trainer, k_any_count, Trace::None) > 0) {
    }
    const double no_loss = std::numeric_limits<double>::quiet_NaN();
    go_back(session.history,
            {trainer.epoch, *session.train.loss, session.test.loss.value_or(no_loss)});
    fit_status_to_goals(session);
}

} // namespace

Result<Done> step_forward(Session& session, StepKind what) {
    if (what == StepKind::Moment) return step_moment_forward(session);
    if (const std::optional<Error> problem = obstacle(session)) return *problem;
    if (what == StepKind::Example && session.experiment.training.changes.size() + 2 > k_max_changes)
        return Error{"training.changes", "a run has at most " + std::to_string(k_max_changes) +
                                             " changes: step by batch or reset"};
    session.moment = 0;
    session.status = Status::Running;
    session.divergence.reset();
    std::visit([&](auto& trainer) { take_step(session, trainer, what); }, session.trainer);
    if (session.status == Status::Running) session.status = Status::Paused;
    ++session.revision;
    return Done{};
}

void go_back_to_update(Session& session, std::int64_t updates) {
    std::visit([&](auto& trainer) { go_back_to(session, trainer, updates); }, session.trainer);
}

Result<Done> step_back(Session& session, StepKind what) {
    if (what == StepKind::Moment) return step_moment_back(session);
    if (!snapshot(session).can_step_back) return Error{"", "this is where the run began"};
    session.moment = 0;
    go_back_to_update(
        session,
        std::visit([&](const auto& trainer) { return find_step_back(session, trainer, what); },
                   session.trainer));
    ++session.revision;
    return Done{};
}

} // namespace backprop
