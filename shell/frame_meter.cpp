#include "shell/frame_meter.hpp"

#include <algorithm>

namespace backprop::shell {

namespace {

constexpr double k_fastest_display = 1.0 / 240;
constexpr double k_slowest_display = 1.0 / 60;

// Longer than this between two callbacks: the page was hidden, nothing is learned from it.
constexpr double k_pause = 0.5;

// Idle time below this is what a display's clock always leaves.
constexpr double k_idle = 0.006;

// Part of the idle time that is taken at once; the rest, if it is still there, next time.
constexpr double k_taken_share = 0.7;

// After this many callbacks the stretch is found anew, in case the browser became faster.
constexpr std::size_t k_callbacks_between_trials = 90;

void see_interval(FrameMeter& meter, double interval) {
    meter.intervals[meter.intervals_seen % meter.intervals.size()] = interval;
    ++meter.intervals_seen;
    if (meter.intervals_seen % meter.intervals.size() != 0) {
        return;
    }
    auto sorted = meter.intervals;
    std::sort(sorted.begin(), sorted.end());
    meter.interval = std::clamp(sorted[sorted.size() / 2], k_fastest_display, k_slowest_display);
}

// Only time that was idle in every one of the last callbacks is taken: a single late callback is
// one that we made late ourselves.
void see_gap(FrameMeter& meter, double gap) {
    meter.gaps[meter.gaps_seen % meter.gaps.size()] = gap;
    ++meter.gaps_seen;
    if (meter.gaps_seen % k_callbacks_between_trials == 0) {
        meter.stretch = 0;
    } else if (meter.gaps_seen % meter.gaps.size() == 0) {
        const double idle = *std::min_element(meter.gaps.begin(), meter.gaps.end());
        const double more = idle > k_idle ? k_taken_share * idle : 0.0;
        meter.stretch = std::min(meter.stretch + more, k_longest_stretch);
    }
}

} // namespace

void begin_callback(FrameMeter& meter, double display_time, double start, bool computing) {
    const double interval = display_time - meter.last_time;
    const double gap = start - meter.last_end;
    const bool first = meter.last_end == 0;
    meter.last_time = display_time;
    if (first || interval > k_pause) {
        return;
    }
    if (computing) {
        see_gap(meter, gap);
    } else {
        see_interval(meter, interval);
        meter.stretch = 0;
        meter.gaps_seen = 0;
    }
}

void end_callback(FrameMeter& meter, double now) {
    meter.last_end = now;
}

double frame_seconds(const FrameMeter& meter) {
    return meter.interval + meter.stretch;
}

} // namespace backprop::shell
