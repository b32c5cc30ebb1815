#pragma once

#include "engine/training/schedule_spec.hpp"

namespace backprop {

/// What the learning rate is multiplied by in `epoch`, counted from 0.
double schedule_factor(const ScheduleSpec& schedule, std::int64_t epoch);

} // namespace backprop
