#include "engine/training/schedule.hpp"

#include "engine/numerics/elementary.hpp"

#include <algorithm>

namespace backprop {

/// base^exponent by squaring: the same multiplications on every machine.
static double power(double base, std::int64_t exponent) {
    double result = 1.0;
    for (; exponent > 0; exponent /= 2) {
        if (exponent % 2 == 1) result *= base;
        base *= base;
    }
    return result;
}

double schedule_factor(const ScheduleSpec& schedule, std::int64_t epoch) {
    constexpr double k_pi = 0x1.921fb54442d18p+1;
    const double end = double(schedule.epochs);
    switch (schedule.kind) {
    case Schedule::Constant:
        return 1.0;
    case Schedule::Step:
        return power(schedule.factor, epoch / schedule.every);
    case Schedule::Cosine:
        return 0.5 * (1.0 + math::cos(k_pi * (double(std::min(epoch, schedule.epochs)) / end)));
    case Schedule::WarmUp:
        return double(std::min(epoch + 1, schedule.epochs)) / end;
    }
    return 1.0;
}

} // namespace backprop
