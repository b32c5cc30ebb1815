#pragma once

#include "engine/experiment/session.hpp"
#include "engine/training/state_history.hpp"

#include <limits>
#include <variant>

namespace backprop {

/// "As many examples as there are".
inline constexpr std::int32_t k_any_count = std::numeric_limits<std::int32_t>::max();

/// The rows of an experiment in both units.
struct SessionData {
    Dataset raw;
    Preparation preparation;
    Dataset prepared; ///< what the trainer sees
};

/// What the last update of a pass began from, while the pass shows it.
struct PassedUpdate {
    std::variant<TrainerState<double>, TrainerState<float>> before;
    std::vector<std::int32_t> rows; ///< of its batch
    std::int32_t first_block = 0;   ///< as in BatchStart
    double learning_rate = 0.0;     ///< after the schedule
    RegularizationSpec penalty;
};

/// What a session holds. Only the session*.cpp see inside: session.cpp runs commands,
/// session_run.cpp trains, session_steps.cpp goes forward and back, session_pass.cpp inside a pass,
/// session_values.cpp tells the numbers.
struct Session {
    Experiment experiment; ///< live values are those that the run began with; without a state
    SessionData data;
    std::variant<Trainer<double>, Trainer<float>> trainer; ///< its spec has the live values of now
    std::size_t next_change = 0; ///< the first of experiment.training.changes still to come
    std::vector<TrainingChange> planned_changes; ///< those that the run began with
    bool edited = false; ///< whether the user changed live values in this run
    Status status = Status::Ready;
    std::uint64_t revision = 0;
    std::uint64_t data_revision = 0;
    Score train;
    Score test;
    LossHistory history;
    StateHistory states; ///< the first is where the run began
    std::optional<Divergence> divergence;
    std::int32_t moment = 0; ///< so many moments of the pass are over
    PassedUpdate passed;     ///< meaningful after the moment of the update
};

TrainerSpec trainer_spec(const Experiment& experiment);

/// Makes data and trainer for a valid experiment, and begins its run: at its start weights, or at
/// its state. Refuses, with nothing changed, targets that the error is not meant for.
Result<Done> begin_experiment(Session& session, Experiment experiment);

/// Back to the start weights of the present experiment, with the trainer as it is.
void restart_run(Session& session);

/// What ends the run at its present epoch, if anything does.
std::optional<StopReason> stop_reason(const Session& session);

/// Makes the status fit what the goals allow now.
void fit_status_to_goals(Session& session);

/// The values that hold now.
LiveValues live_values(const Session& session);
TrainingMoment present_moment(const Session& session);

/// After a change of the recorded changes: the trainer gets the values that hold at present.
template <class Real>
void sync_live_values(Session& session, Trainer<Real>& trainer);

/// Reads the scores; false, with the old ones kept, when a loss is not finite.
template <class Real>
bool score(Session& session, Trainer<Real>& trainer);

/// Back to the beginning of the epoch, as `where` is not finite. Changes of the part undone are
/// forgotten: with them the run would diverge again.
template <class Real>
void diverge(Session& session, Trainer<Real>& trainer, const NonFinite& where);

/// Whether training leaves a trace in the histories: not when it only goes where it was before.
enum class Trace : std::uint8_t { None, Histories };

/// Trains at most `at_most` examples of the next batch. Returns how many; 0 after divergence.
template <class Real>
std::int32_t train_once(Session& session, Trainer<Real>& trainer, std::int32_t at_most,
                        Trace trace = Trace::Histories);

/// Adds the present state to those to go back to.
template <class Real>
void remember_state(Session& session, const Trainer<Real>& trainer);

/// Why training cannot go on, if so.
std::optional<Error> obstacle(const Session& session);

Result<Done> step_forward(Session& session, StepKind what);
Result<Done> step_back(Session& session, StepKind what);
Result<Done> step_moment_forward(Session& session);
Result<Done> step_moment_back(Session& session);
Result<Done> go_to_moment(Session& session, std::int32_t moment);

/// Where so many updates of this run were over, to the same bits.
void go_back_to_update(Session& session, std::int64_t updates);

/// A running session pauses.
void pause(Session& session);

} // namespace backprop
