#pragma once

#include "engine/numerics/choice.hpp"

#include <cstdint>

namespace backprop {

/// What turns a unit's pre-activation z into its activation a.
enum class Activation : std::uint8_t { Linear, Sigmoid, Tanh, Relu, Softmax };

inline constexpr Choice k_activations[] = {
    {"linear", "linear", "a = z"},
    {"sigmoid", "sigmoid", "a = 1 / (1 + e⁻ᶻ)"},
    {"tanh", "tanh", "a = tanh z"},
    {"relu", "ReLU", "a = max(0, z)"},
    {"softmax", "softmax", "aᵢ = eᶻⁱ / Σ eᶻʲ"},
};
static_assert(has_row_for(k_activations, Activation::Softmax));

/// Softmax couples the units of a layer, so only an output layer may use it.
constexpr bool is_output_only(Activation activation) {
    return activation == Activation::Softmax;
}

/// The range of activations that a picture should show: [low, high].
struct ActivationRange {
    double low;
    double high;
};
constexpr ActivationRange shown_range(Activation activation) {
    const bool positive = activation == Activation::Sigmoid || activation == Activation::Softmax;
    return positive ? ActivationRange{0.0, 1.0} : ActivationRange{-1.0, 1.0};
}

} // namespace backprop
