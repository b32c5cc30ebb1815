#pragma once

#include <array>
#include <cstddef>

namespace backprop::shell {

/// Finds out how long a frame may take on a page, where nobody tells the display's rate.
/// Two things are measured from the browser's callbacks: the display's own interval, while nothing
/// is computed; and the time in which the browser was busy with the picture and we were idle, which
/// training may use as well (software rendering can take 100 ms for what we drew in 3).
struct FrameMeter {
    double interval = 1.0 / 60; ///< seconds the display shows one picture
    double stretch = 0;         ///< seconds beyond it that are idle anyway

    std::array<double, 15> intervals = {}; ///< the last ones seen while idle
    std::size_t intervals_seen = 0;
    std::array<double, 6> gaps = {}; ///< between the end of our work and the next callback
    std::size_t gaps_seen = 0;
    double last_time = 0; ///< of the callback before
    double last_end = 0;
};

inline constexpr double k_longest_stretch = 0.040;

/// A callback began: `display_time` is the browser's time of the picture, `start` the clock now,
/// `computing` whether training or animation keeps us busy. Seconds, both from any fixed moment.
void begin_callback(FrameMeter& meter, double display_time, double start, bool computing);

/// Our work for this callback is done.
void end_callback(FrameMeter& meter, double now);

/// How long drawing and training together may take.
double frame_seconds(const FrameMeter& meter);

} // namespace backprop::shell
