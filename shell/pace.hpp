#pragma once

#include "engine/experiment/session.hpp"

#include <cstdint>

namespace backprop::shell {

/// Speeds that can be asked for, in epochs a second. The greatest means as fast as possible.
inline constexpr double k_slowest_speed = 1.0;
inline constexpr double k_fastest_speed = 1000.0;

/// A thousand epochs of house prices take a millisecond: too soon to watch or to steer. Unless the
/// user wants all the speed there is, training is let go at a pace that the eye can follow.
struct Pace {
    bool running = false;
    double then = 0; ///< when updates were last let go
    double due = 0;  ///< updates let go but not trained yet
};

/// How many updates may be trained at time `now` (seconds) at `speed` epochs a second. A long gap,
/// as of a hidden page, is not caught up with.
std::int64_t updates_due(Pace& pace, double speed, const Snapshot& snapshot, double now);

/// Takes `updates` that were trained off what is due.
void updates_done(Pace& pace, std::int64_t updates);

} // namespace backprop::shell
