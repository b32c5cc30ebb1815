#pragma once

#include "engine/numerics/choice.hpp"

#include <cstdint>

namespace backprop {

/// How the learning rate of an epoch e (counted from 0) follows from the learning rate α.
enum class Schedule : std::uint8_t { Constant, Step, Cosine, WarmUp };

inline constexpr Choice k_schedules[] = {
    {"constant", "constant", "α"},
    {"step", "steps", "α·factor^⌊e / every⌋"},
    {"cosine", "cosine", "α·½(1 + cos(π·min(e, epochs) / epochs))"},
    {"warm-up", "warm-up", "α·min(e + 1, epochs) / epochs"},
};
static_assert(has_row_for(k_schedules, Schedule::WarmUp));

/// A schedule with its numbers; only those of its kind matter.
struct ScheduleSpec {
    Schedule kind = Schedule::Constant;
    std::int64_t every = 30;   ///< step: 1 to 10^7 epochs
    double factor = 0.5;       ///< step: 0 to 1
    std::int64_t epochs = 100; ///< cosine, warm-up: 1 to 10^7
    bool operator==(const ScheduleSpec&) const = default;
};

} // namespace backprop
