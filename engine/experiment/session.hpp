#pragma once

#include "engine/data/dataset.hpp"
#include "engine/data/preparation.hpp"
#include "engine/experiment/command.hpp"
#include "engine/experiment/experiment.hpp"
#include "engine/experiment/moment.hpp"
#include "engine/experiment/result.hpp"
#include "engine/network/trace.hpp"
#include "engine/training/changes.hpp"
#include "engine/training/gradient_check.hpp"
#include "engine/training/history.hpp"
#include "engine/training/trainer.hpp"
#include "engine/training/update_trace.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace backprop {

/// A running experiment without a user interface: commands in, snapshot out.
struct Session;
struct SessionDeleter {
    void operator()(Session* session) const;
};
using SessionPointer = std::unique_ptr<Session, SessionDeleter>;

enum class Status : std::uint8_t { Ready, Running, Paused, Finished, Diverged };

inline constexpr Choice k_statuses[] = {
    {"ready", "ready", ""},       {"running", "running", ""},   {"paused", "paused", ""},
    {"finished", "finished", ""}, {"diverged", "diverged", ""},
};

/// Where training left the finite numbers. The session goes back to the beginning of that epoch,
/// the last state whose loss was seen to be finite.
struct Divergence {
    std::int64_t epoch = 0;
    NonFinite where;
};

/// What ended a run that is finished or diverged.
enum class StopReason : std::uint8_t { Epochs, LossBelow, NoProgress, Diverged };

inline constexpr Choice k_stop_reasons[] = {
    {"epochs", "all epochs trained", ""},
    {"loss_below", "loss reached", ""},
    {"no_progress", "no progress", ""},
    {"diverged", "diverged", ""},
};
static_assert(has_row_for(k_stop_reasons, StopReason::Diverged));

/// A read-only view of a session. Pointers stay valid until the session's next command or
/// training.
struct Snapshot {
    const Experiment* experiment; ///< its live values are those that the run began with
    LiveValues now;               ///< what they are at present; sliders show these
    double epoch_learning_rate;   ///< now.learning_rate after the schedule, in the epoch under way
    const Dataset* data;          ///< in its own units
    const Dataset* prepared;      ///< as the network sees it: scaled, features made
    const Preparation* preparation;
    Status status;
    std::optional<StopReason> stopped; ///< of a finished or diverged run
    bool can_step_back;
    std::int32_t moment;            ///< so many moments of the pass are over; 0: none, or training
    std::uint64_t revision;         ///< grows with every change of parameters or experiment
    std::uint64_t data_revision;    ///< grows when the rows change
    std::int64_t epoch;             ///< whole epochs trained
    std::int64_t updates;           ///< updates since the start weights
    std::int64_t examples_in_epoch; ///< examples already trained in the epoch under way
    Score train;                    ///< at the last whole epoch
    Score test;
    std::span<const LossPoint> history; ///< from where the run began, epoch 0 or that of its state;
                                        ///< empty if its loss is not finite there
    std::optional<Divergence> divergence;
};

/// One layer's parameters, and their gradients in the last update (empty before the first).
struct LayerValues {
    std::int32_t units;
    std::int32_t inputs;
    std::vector<double> weights; ///< units × inputs, row by row: w[to][from]
    std::vector<double> biases;  ///< one a unit, one in all (shared), or none
    std::vector<double> weight_gradients;
    std::vector<double> bias_gradients;
};

/// Refuses what `validate` refuses.
Result<SessionPointer> make_session(const Experiment& experiment);

/// Carries out a command. On an error nothing has changed.
Result<Done> apply(Session& session, const Command& command);

/// Trains at most `updates` updates while the status is running. Returns how many examples were
/// trained: 0 means that there is nothing to do. However a run is cut into calls, the numbers are
/// the same.
std::int64_t advance(Session& session, std::int64_t updates);

Snapshot snapshot(const Session& session);

/// Copies the parameters of every layer into `layers`.
void read_parameters(const Session& session, std::vector<LayerValues>& layers);

/// Copies the parameters, with the gradients of the next batch at the present parameters.
void read_next_gradients(Session& session, std::vector<LayerValues>& layers);

/// Compares the gradients of the first batch at the start weights with finite differences, in
/// float64 whatever the experiment's precision.
GradientCheck check_gradients(const Session& session, const GradientCheckSpec& spec = {});

/// Runs the network forward on `inputs` (raw inputs × N, in the data's units). `activations[0]` is
/// the input layer as the network sees it (scaled, features made), `activations[l]` (units × N)
/// layer l. Outputs are in the network's units: restore_target (data/preparation.hpp) with the
/// snapshot's preparation gives the data's.
void evaluate(const Session& session, const Matrix<double>& inputs,
              std::vector<Matrix<double>>& activations);

/// The error of one example (reduced over outputs) whose outputs are `outputs`, as `evaluate` gives
/// them, and whose targets are `targets`, in the data's units.
double example_error(const Session& session, std::span<const double> outputs,
                     std::span<const double> targets);

/// The moments of this session's passes (Snapshot::moment counts in them).
std::vector<Moment> moments(const Session& session);

/// The rows (of the training data) in the batch of the pass under way: the next update's, or after
/// the moment of the update those of the last one.
std::vector<std::int32_t> pass_rows(const Session& session);

/// One pass over the batch of pass_rows, with the parameters before the update and the gradients of
/// the loss with its reductions: those of all its examples, while the matrices are of the first
/// block alone (at most k_block_columns examples). Dropout leaves out what the update leaves out.
PassTrace trace_batch(const Session& session);

/// One pass over training row `row` alone, without dropout: E of this example, reduced over
/// outputs.
PassTrace trace_example(const Session& session, std::int32_t row);

/// The same of several training rows, 1 to k_block_columns of them, with their reductions.
PassTrace trace_examples(const Session& session, std::span<const std::int32_t> rows);

/// What the update of this pass does: before the moment of the update it is carried out and taken
/// back, afterwards it is what it did. The session is the same afterwards.
UpdateTrace trace_update(Session& session);

/// The experiment as it is saved: what the run began with, its changes and, if asked for, the state
/// in which it stands, from which make_session continues.
Experiment current_experiment(const Session& session, bool with_state);

/// FNV-1a 64 over the parameters, the optimizer's numbers, step count, position in the epoch and
/// random streams.
std::uint64_t state_hash(const Session& session);

} // namespace backprop
