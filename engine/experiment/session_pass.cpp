// A session's steps inside a pass, and what they show.

#include "engine/experiment/session_state.hpp"
#include "engine/training/batch_trace.hpp"

#include <string>
#include <utility>

namespace backprop {

namespace {

std::int32_t moment_count(const Session& session) {
    return static_cast<std::int32_t>(moments(session).size());
}

bool is_updated(const Session& session) {
    return session.moment > 0 && session.moment == moment_count(session);
}

template <class Real>
TrainerState<Real>& passed_state(Session& session) {
    if (!std::holds_alternative<TrainerState<Real>>(session.passed.before))
        session.passed.before = TrainerState<Real>();
    return std::get<TrainerState<Real>>(session.passed.before);
}

/// The state from which the pass under way began.
template <class Real>
const TrainerState<Real>& pass_state(const Session& session, const Trainer<Real>& trainer) {
    if (!is_updated(session)) return trainer;
    return std::get<TrainerState<Real>>(session.passed.before);
}

/// The batch of the pass under way.
template <class Real>
BatchStart<Real> pass_start(const Session& session, const Trainer<Real>& trainer) {
    if (!is_updated(session)) return next_batch(trainer);
    const TrainerState<Real>& before = pass_state(session, trainer);
    return {before.parameters, session.passed.rows, session.passed.first_block,
            before.dropout_random};
}

/// The moment of the update: trains the batch, and keeps what it began from.
template <class Real>
void update_now(Session& session, Trainer<Real>& trainer) {
    BatchStart<Real> start = next_batch(trainer);
    passed_state<Real>(session) = trainer;
    session.passed.rows = std::move(start.rows);
    session.passed.first_block = start.first_block;
    session.passed.learning_rate = trainer.epoch_learning_rate;
    session.passed.penalty = trainer.spec.training.regularization;
    const std::int64_t updates = trainer.updates;
    session.status = Status::Running;
    session.divergence.reset();
    remember_state(session, trainer);
    train_once(session, trainer, k_any_count);
    session.moment = trainer.updates > updates ? moment_count(session) : 0;
    if (session.status == Status::Running) session.status = Status::Paused;
    ++session.revision;
}

void update_now(Session& session) {
    std::visit([&](auto& trainer) { update_now(session, trainer); }, session.trainer);
}

Result<Done> enter_update(Session& session) {
    if (const std::optional<Error> problem = obstacle(session)) return *problem;
    update_now(session);
    return Done{};
}

std::int64_t updates_of(const Session& session) {
    return std::visit([](const auto& trainer) { return trainer.updates; }, session.trainer);
}

/// Back to before the last update.
void leave_update(Session& session) {
    go_back_to_update(session, updates_of(session) - 1);
    ++session.revision;
}

} // namespace

std::vector<Moment> moments(const Session& session) {
    return moments_of(session.experiment.network, session.experiment.loss);
}

Result<Done> step_moment_forward(Session& session) {
    const std::int32_t count = moment_count(session);
    // From the update to before the next pass: so that every step on has its step back.
    const std::int32_t next = session.moment >= count ? 0 : session.moment + 1;
    if (next == count) return enter_update(session);
    pause(session);
    session.moment = next;
    return Done{};
}

Result<Done> step_moment_back(Session& session) {
    if (session.moment == 0 && !snapshot(session).can_step_back)
        return Error{"", "this is where the run began"};
    pause(session);
    if (session.moment == 0) {
        leave_update(session);
        update_now(session); // brings back what it began from
        return Done{};
    }
    if (is_updated(session)) leave_update(session);
    --session.moment;
    return Done{};
}

Result<Done> go_to_moment(Session& session, std::int32_t moment) {
    const std::int32_t count = moment_count(session);
    if (moment < 0 || moment > count)
        return Error{"moment", "must be a whole number from 0 to " + std::to_string(count)};
    if (moment == count && moment != session.moment) return enter_update(session);
    pause(session);
    if (moment == session.moment) return Done{};
    if (is_updated(session)) leave_update(session);
    session.moment = moment;
    return Done{};
}

std::vector<std::int32_t> pass_rows(const Session& session) {
    return std::visit([&](const auto& trainer) { return pass_start(session, trainer).rows; },
                      session.trainer);
}

PassTrace trace_batch(const Session& session) {
    return std::visit(
        [&](const auto& trainer) {
            return trace_rows(trainer, pass_start(session, trainer), Dropout::On);
        },
        session.trainer);
}

PassTrace trace_example(const Session& session, std::int32_t row) {
    return trace_examples(session, {&row, 1});
}

PassTrace trace_examples(const Session& session, std::span<const std::int32_t> rows) {
    return std::visit(
        [&](const auto& trainer) {
            using Start = decltype(next_batch(trainer));
            const Start start{pass_state(session, trainer).parameters,
                              {rows.begin(), rows.end()},
                              std::min(k_block_columns, static_cast<std::int32_t>(rows.size()))};
            return trace_rows(trainer, start, Dropout::Off);
        },
        session.trainer);
}

UpdateTrace trace_update(Session& session) {
    return std::visit(
        [&](auto& trainer) {
            if (!is_updated(session)) return try_update(trainer);
            using State = std::remove_reference_t<decltype(trainer.checkpoint)>;
            const PassTrace batch = trace_rows(trainer, pass_start(session, trainer), Dropout::On);
            UpdateTrace trace = last_update(trainer, std::get<State>(session.passed.before), batch,
                                            session.passed.learning_rate);
            trace.penalty = session.passed.penalty;
            trace.examples = static_cast<std::int32_t>(session.passed.rows.size());
            return trace;
        },
        session.trainer);
}

} // namespace backprop
