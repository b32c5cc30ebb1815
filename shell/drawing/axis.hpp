#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace backprop::shell {

/// A straight axis of a plot: values on one side, places on screen on the other. `from` is where
/// `low` lies; it may be greater than `to` (a vertical axis grows upwards).
struct Axis {
    double low = 0;
    double high = 1;
    bool logarithmic = false; ///< needs 0 < low < high
    float from = 0;
    float to = 1;
    bool operator==(const Axis&) const = default;
};

/// Where a value lies, clamped to the axis. A value that is not finite, and on a logarithmic axis
/// one that is not positive, lies at `low`: vertices are always finite.
float place_on(const Axis& axis, double value);

/// The value at a place, clamped to the axis.
double value_on(const Axis& axis, float place);

struct Tick {
    double value;
    std::string label; ///< may be empty: a line without a number
};

/// Multiples of 1, 2 or 5 times a power of ten within [low, high], about `wanted` of them and
/// never more than 2 · wanted + 1. Empty when the range is empty or not finite.
std::vector<Tick> linear_ticks(double low, double high, int wanted);

/// Powers of ten within [low, high], every second, third, ... of them when there are more than
/// `wanted`. Within two decades, 2 and 5 times powers of ten join them.
std::vector<Tick> logarithmic_ticks(double low, double high, int wanted);

/// Whole numbers for counts such as epochs: 0, 200, 400, ... with thousands separated.
std::vector<Tick> count_ticks(std::int64_t high, int wanted);

/// A round number that is at least `count` and at most a third above it: 10, 12, 15, 20, 25, 30,
/// 40, 50, 60, 80, 100, 120, ... 10 for counts below 10.
std::int64_t round_up_count(std::int64_t count);

/// The least and greatest finite value, {0, 1} when there is none.
struct Extent {
    double low;
    double high;
};
Extent extent_of(std::span<const double> values);

/// `extent` with `share` of its length added on both sides; a single value gets one unit's room.
Extent padded(Extent extent, double share);

} // namespace backprop::shell
