#pragma once

#include "engine/numerics/choice.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace backprop {

/// What the network is given of two inputs.
enum class Feature : std::uint8_t { X1, X2, X1Squared, X2Squared, X1TimesX2, SinX1, SinX2 };

inline constexpr Choice k_features[] = {
    {"x1", "x₁", "x₁"},
    {"x2", "x₂", "x₂"},
    {"x1^2", "x₁²", "x₁²"},
    {"x2^2", "x₂²", "x₂²"},
    {"x1*x2", "x₁x₂", "x₁·x₂"},
    {"sin(x1)", "sin x₁", "sin x₁"},
    {"sin(x2)", "sin x₂", "sin x₂"},
};
static_assert(has_row_for(k_features, Feature::SinX2));

/// The list that stands for `chosen`: x₁ and x₂ as they are need none, so that there is one way to
/// say it.
inline std::vector<Feature> plain_if_inputs(std::vector<Feature> chosen) {
    if (chosen == std::vector{Feature::X1, Feature::X2}) chosen.clear();
    return chosen;
}

} // namespace backprop
