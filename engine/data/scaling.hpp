#pragma once

#include "engine/numerics/choice.hpp"

#include <cstdint>

namespace backprop {

/// How a column's numbers are brought to a common size before the network sees them. The numbers
/// of the rule are fitted on the training rows. A constant column becomes 0.
enum class Scaling : std::uint8_t { None, Standard, MinMax };

inline constexpr Choice k_input_scalings[] = {
    {"none", "none", "x"},
    {"standard", "standard", "(x − mean) / standard deviation"},
    {"min-max", "min-max", "(x − min) / (max − min)"},
};
static_assert(has_row_for(k_input_scalings, Scaling::MinMax));

/// Of inputs and of targets; targets take None and MinMax only.
struct ScalingSpec {
    Scaling inputs = Scaling::None;
    Scaling targets = Scaling::None;
    bool operator==(const ScalingSpec&) const = default;
};

} // namespace backprop
