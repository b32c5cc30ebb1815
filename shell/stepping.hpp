#pragma once

#include "engine/experiment/command.hpp"
#include "engine/experiment/moment.hpp"
#include "engine/experiment/session.hpp"
#include "shell/view.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace backprop::shell {

/// What a button of stepping inside a pass asks for.
enum class PassStep : std::uint8_t { Forward, Backward, Update, Back };

inline constexpr Choice k_pass_steps[] = {
    {"forward", "Forward →", ""},
    {"backward", "← Backward", ""},
    {"update", "Update", ""},
    {"moment", "◂", ""},
};
static_assert(has_row_for(k_pass_steps, PassStep::Back));

/// The commands that carry a step out where the first `moment` of `moments` are over; none where it
/// has nothing to do. Forward: the next moment of the forward pass, up to the error; after the
/// update it begins the next pass. Backward: the next moment back from the error, with what is left
/// of the forward pass before it. Update: the rest of the pass. Back: one moment back.
std::vector<Command> commands_of(PassStep step, std::span<const Moment> moments,
                                 std::int32_t moment, bool can_step_back);

/// The moment shown last: the one that was computed last. None between passes.
std::optional<Moment> shown_moment(std::span<const Moment> moments, std::int32_t moment);

/// The clock of slow play and of the arrows that move after a step.
struct PlayClock {
    double next = 0;           ///< when the next moment is due; 0: play has just begun
    std::int32_t moment = -1;  ///< the one shown last, −1: none yet
    std::int64_t updates = -1; ///< and its pass
    double since = 0;          ///< when it was first shown
};

/// Called once a frame: sets View::flow, and says whether slow play has come to its next moment.
bool next_moment_is_due(PlayClock& clock, View& view, const Snapshot& snapshot, bool still,
                        double now);

/// Whether frames are wanted without events.
bool is_playing(const PlayClock& clock, const View& view, double now);

} // namespace backprop::shell
