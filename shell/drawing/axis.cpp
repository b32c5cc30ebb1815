#include "shell/drawing/axis.hpp"

#include "shell/drawing/part_names.hpp"
#include "shell/numbers.hpp"

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

/// 1, 2 or 5 times a power of ten: the one that divides `length` most nearly into `wanted` parts.
double nice_step(double length, int wanted) {
    const double power = std::pow(10.0, std::floor(std::log10(length / wanted)));
    double best = power;
    for (const double factor : {2.0, 5.0, 10.0}) {
        const double step = factor * power;
        if (std::abs(length / step - wanted) < std::abs(length / best - wanted)) best = step;
    }
    return best;
}

/// "0.01", "10⁻⁵", "2e-06": short, whatever the size.
std::string decade_label(double factor, int exponent) {
    if (exponent >= -4 && exponent < 4)
        return format_fixed(factor * std::pow(10.0, exponent), std::max(0, -exponent));
    if (factor == 1) return "10" + superscript(exponent);
    return format_significant(factor * std::pow(10.0, exponent), 1);
}

bool is_range(double low, double high) {
    return std::isfinite(low) && std::isfinite(high) && high > low;
}

} // namespace

float place_on(const Axis& axis, double value) {
    double share = 0;
    if (axis.logarithmic) {
        if (std::isfinite(value) && value > 0 && axis.low > 0 && axis.high > axis.low)
            share = std::log(value / axis.low) / std::log(axis.high / axis.low);
    } else if (std::isfinite(value) && axis.high > axis.low) {
        share = (value - axis.low) / (axis.high - axis.low);
    }
    share = std::clamp(share, 0.0, 1.0);
    return axis.from + (axis.to - axis.from) * static_cast<float>(share);
}

double value_on(const Axis& axis, float place) {
    const double length = static_cast<double>(axis.to) - static_cast<double>(axis.from);
    if (length == 0) return axis.low;
    const double along = (static_cast<double>(place) - static_cast<double>(axis.from)) / length;
    const double share = std::clamp(along, 0.0, 1.0);
    if (axis.logarithmic) return axis.low * std::pow(axis.high / axis.low, share);
    return axis.low + (axis.high - axis.low) * share;
}

std::vector<Tick> linear_ticks(double low, double high, int wanted) {
    std::vector<Tick> ticks;
    if (!is_range(low, high) || wanted < 1) return ticks;
    const double step = nice_step(high - low, wanted);
    // An infinite or vanishing step: the range is beyond what a plot can tell apart.
    if (!std::isfinite(step) || step <= 0 || high - low < 1e-12 * std::abs(high)) return ticks;
    const double largest = std::max(std::abs(low), std::abs(high));
    const double first = std::ceil(low / step - 1e-9);
    for (int i = 0; i <= 2 * wanted; ++i) {
        const double value = (first + i) * step;
        if (value > high + 1e-9 * step) break;
        ticks.push_back({value, format_multiple(value, step, largest)});
    }
    return ticks;
}

std::vector<Tick> logarithmic_ticks(double low, double high, int wanted) {
    std::vector<Tick> ticks;
    if (!is_range(low, high) || low <= 0 || wanted < 1) return ticks;
    const int first = static_cast<int>(std::ceil(std::log10(low) - 1e-9));
    const int last = static_cast<int>(std::floor(std::log10(high) + 1e-9));
    const int stride = std::max(1, (last - first + wanted) / wanted);
    if (last - first >= 2) {
        for (int exponent = first; exponent <= last; exponent += stride)
            ticks.push_back({std::pow(10.0, exponent), decade_label(1, exponent)});
        return ticks;
    }
    for (int exponent = first - 1; exponent <= last + 1; ++exponent)
        for (const double factor : {1.0, 2.0, 5.0}) {
            const double value = factor * std::pow(10.0, exponent);
            if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9))
                ticks.push_back({value, decade_label(factor, exponent)});
        }
    return ticks;
}

std::vector<Tick> count_ticks(std::int64_t high, int wanted) {
    std::vector<Tick> ticks;
    if (high < 1 || wanted < 1) return ticks;
    const double step = std::max(1.0, nice_step(static_cast<double>(high), wanted));
    const auto whole_step = static_cast<std::int64_t>(step);
    for (std::int64_t value = 0; value <= high; value += whole_step)
        ticks.push_back({static_cast<double>(value), format_integer(value)});
    return ticks;
}

std::int64_t round_up_count(std::int64_t count) {
    for (std::int64_t power = 1;; power *= 10)
        for (const std::int64_t factor : {10, 12, 15, 20, 25, 30, 40, 50, 60, 80})
            if (factor * power >= count) return factor * power;
}

Extent extent_of(std::span<const double> values) {
    Extent extent{0, 1};
    bool is_first = true;
    for (const double value : values) {
        if (!std::isfinite(value)) continue;
        extent.low = is_first ? value : std::min(extent.low, value);
        extent.high = is_first ? value : std::max(extent.high, value);
        is_first = false;
    }
    return extent;
}

Extent padded(Extent extent, double share) {
    const double length = extent.high - extent.low;
    const double room = length > 0 ? length * share : 0.5;
    return {extent.low - room, extent.high + room};
}

} // namespace backprop::shell
