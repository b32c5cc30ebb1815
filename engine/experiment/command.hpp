#pragma once

#include "engine/experiment/experiment.hpp"

#include <string>
#include <variant>

namespace backprop {

enum class StepKind : std::uint8_t { Moment, Example, Batch, Epoch };

inline constexpr Choice k_step_kinds[] = {
    {"moment", "next moment", ""},
    {"example", "+1 example", ""},
    {"batch", "+1 batch", ""},
    {"epoch", "+1 epoch", ""},
};

/// Everything that can be asked of a session. Widgets, keys, files, links and the page's
/// interface all send these.
namespace command {

/// Begins another experiment, status ready.
struct Load {
    Experiment experiment;
};
/// Replaces the experiment while staying in the run. Fields with a Live or Goal effect that differ
/// from the snapshot's experiment change at once; anything else begins again at the start weights
/// (with the live values as shown, where this command leaves them), and a running session goes on
/// running.
struct Change {
    Experiment experiment;
};
/// Changes one scalar field (fields.hpp), with that field's effect. A Live one gets its value from
/// the present moment on, whatever the run began with.
struct Set {
    std::string path;
    double value;
};
/// Trains until the number of epochs is reached. On a finished run: nothing. Refused when the loss
/// at the start weights is not finite.
struct Run {};
struct Pause {};
/// Back to the same start weights, epoch 0, with the values shown now: what the user has changed in
/// the run is then what the run begins with. Changes that came with the experiment stay.
struct Reset {};
/// Back to the start, keeping what the run began with and every change: Run shows the same run
/// again.
struct Replay {};
/// Other start weights: the next seed; a start of given numbers or zeros becomes uniform.
struct NewWeights {};
/// Trains this much, then pauses. `Example` trains one batch of one example. `Moment` goes one
/// moment of a pass on (moment.hpp), which trains only where the moment is the update; from there
/// it goes to before the first moment of the next pass.
struct Step {
    StepKind what;
};
/// Goes back, to the same bits, and pauses: `Example` by one update, `Batch` to where the last
/// batch began, `Epoch` to where the last epoch began, `Moment` by one moment of the pass. Refused
/// where the run began.
struct StepBack {
    StepKind what;
};
/// Goes to where the first `moment` moments of the pass under way are over: 0 before the first, the
/// number of moments after the update. Pauses.
struct GoToMoment {
    std::int32_t moment;
};
/// Gives one parameter (an index, network/layout.hpp) another value. At epoch 0 the start weights
/// become given numbers, later the run goes on from a state of its own and its history begins here.
struct SetParameter {
    std::int64_t parameter;
    double value;
};

} // namespace command

using Command =
    std::variant<command::Load, command::Change, command::Set, command::Run, command::Pause,
                 command::Reset, command::Replay, command::NewWeights, command::Step,
                 command::StepBack, command::GoToMoment, command::SetParameter>;

} // namespace backprop
