#pragma once

#include "engine/numerics/choice.hpp"

#include <cstdint>

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

} // namespace backprop
