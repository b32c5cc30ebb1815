#include "shell/numbers.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace backprop::shell {

namespace {

constexpr double k_large_steps = 10;
constexpr double k_log_steps_per_decade = 20;

/// `value` with this many significant decimal digits.
double rounded_to_digits(double value, int digits) {
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%.*e", digits - 1, value);
    return std::strtod(buffer, nullptr);
}

double step_of(const SliderSpec& spec) {
    if (spec.step > 0) return spec.step;
    return spec.integer ? 1.0 : (spec.maximum - spec.minimum) / 100.0;
}

/// The nearest value a slider takes. The ends are values even where they are not multiples.
double snapped(const SliderSpec& spec, double value) {
    if (value <= spec.minimum) return spec.minimum;
    if (value >= spec.maximum) return spec.maximum;
    double result = value;
    if (spec.logarithmic) {
        result = rounded_to_digits(value, 2);
        if (spec.integer) result = std::round(result);
    } else {
        // Ten digits, so that 7 · 0.01 is 0.07.
        result = rounded_to_digits(std::round(value / step_of(spec)) * step_of(spec), 10);
    }
    return std::clamp(result, spec.minimum, spec.maximum);
}

struct TypedRange {
    double minimum;
    double maximum;
};

TypedRange typed_range(const SliderSpec& spec) {
    if (spec.typed_minimum == 0 && spec.typed_maximum == 0) return {spec.minimum, spec.maximum};
    return {spec.typed_minimum, spec.typed_maximum};
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

} // namespace

double value_at(const SliderSpec& spec, double place) {
    const double share = std::clamp(place, 0.0, 1.0);
    if (!spec.logarithmic)
        return snapped(spec, spec.minimum + share * (spec.maximum - spec.minimum));
    const double low = std::log(spec.minimum);
    return snapped(spec, std::exp(low + share * (std::log(spec.maximum) - low)));
}

double place_of(const SliderSpec& spec, double value) {
    if (!(spec.maximum > spec.minimum)) return 1.0;
    const double inside = std::clamp(value, spec.minimum, spec.maximum);
    if (!spec.logarithmic) return (inside - spec.minimum) / (spec.maximum - spec.minimum);
    return std::log(inside / spec.minimum) / std::log(spec.maximum / spec.minimum);
}

double stepped(const SliderSpec& spec, double value, int direction, bool large) {
    const double count = direction * (large ? k_large_steps : 1.0);
    const double from = std::clamp(value, spec.minimum, spec.maximum);
    if (!spec.logarithmic) return snapped(spec, from + count * step_of(spec));
    const double target = from * std::exp(count * std::log(10.0) / k_log_steps_per_decade);
    const double result = snapped(spec, target);
    // Small whole numbers would round back to where they were.
    if (spec.integer && result == std::round(from)) return snapped(spec, from + direction);
    return result;
}

TypedValue read_typed(const SliderSpec& spec, std::string_view typed) {
    TypedValue result;
    if (spec.maximum_is_all && trimmed(typed) == text("value.all")) {
        result.value = spec.maximum;
        return result;
    }
    const std::optional<double> number = parse_number(typed);
    if (!number) return result;
    double value = *number / spec.display_scale;
    if (spec.integer && value != std::round(value)) {
        value = std::round(value);
        result.rounded = true;
    }
    const TypedRange range = typed_range(spec);
    const double inside = std::clamp(value, range.minimum, range.maximum);
    result.clamped = inside != value;
    result.value = inside;
    return result;
}

std::string shown_value(const SliderSpec& spec, double value) {
    if (spec.format != nullptr) return spec.format(value);
    if (spec.maximum_is_all && value >= spec.maximum) return std::string(text("value.all"));
    if (spec.integer) return format_integer(static_cast<std::int64_t>(std::llround(value)));
    return format_short(value);
}

std::string range_text(const SliderSpec& spec) {
    const TypedRange range = typed_range(spec);
    const auto end = [&](double value) {
        const double shown = value * spec.display_scale;
        return spec.integer ? format_integer(std::llround(shown)) : format_short(shown);
    };
    return fill(text("range"), {end(range.minimum), end(range.maximum)});
}

} // namespace backprop::shell
