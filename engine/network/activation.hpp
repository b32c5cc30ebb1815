#pragma once

#include "engine/numerics/choice.hpp"

#include <cstdint>

namespace backprop {

/// What turns a unit's pre-activation z into its activation a.
enum class Activation : std::uint8_t {
    Linear,
    Sigmoid,
    Tanh,
    Relu,
    LeakyRelu,
    Elu,
    Gelu,
    Swish,
    Softplus,
    Softmax
};

/// The slope of leaky ReLU for z ≤ 0.
inline constexpr double k_leaky_slope = 0.01;

/// Φ is the normal distribution's function, φ its density. At a kink the derivative is the one
/// from the left.
inline constexpr Choice k_activations[] = {
    {"linear", "linear", "a = z", "a′ = 1"},
    {"sigmoid", "sigmoid", "a = 1 / (1 + e⁻ᶻ)", "a′ = a·(1 − a)"},
    {"tanh", "tanh", "a = tanh z", "a′ = 1 − a²"},
    {"relu", "ReLU", "a = max(0, z)", "a′ = 1 for z > 0, else 0"},
    {"leaky-relu", "leaky ReLU", "a = z for z > 0, else 0.01·z", "a′ = 1 for z > 0, else 0.01"},
    {"elu", "ELU", "a = z for z > 0, else eᶻ − 1", "a′ = 1 for z > 0, else eᶻ = a + 1"},
    {"gelu", "GELU", "a = z·Φ(z)", "a′ = Φ(z) + z·φ(z)"},
    {"swish", "swish", "a = z·σ(z), σ(z) = 1 / (1 + e⁻ᶻ)", "a′ = σ(z)·(1 + z·(1 − σ(z)))"},
    {"softplus", "softplus", "a = ln(1 + eᶻ)", "a′ = 1 / (1 + e⁻ᶻ) = 1 − e⁻ᵃ"},
    {"softmax", "softmax", "aᵢ = eᶻⁱ / Σ eᶻʲ", "∂aᵢ/∂zⱼ = aᵢ·([i = j] − aⱼ)"},
};
static_assert(has_row_for(k_activations, Activation::Softmax));

/// Softmax couples the units of a layer, so only an output layer may use it.
constexpr bool is_output_only(Activation activation) {
    return activation == Activation::Softmax;
}

/// Whether a′ cannot be told from a alone, so that a pass has to keep z.
constexpr bool derivative_needs_z(Activation activation) {
    return activation == Activation::Gelu || activation == Activation::Swish;
}

/// Whether a jumps in slope at z = 0, where finite differences mean nothing.
constexpr bool has_kink(Activation activation) {
    return activation == Activation::Relu || activation == Activation::LeakyRelu;
}

/// With one output, it is of the upper class from this value on.
constexpr double class_threshold(Activation output_activation) {
    switch (output_activation) {
    case Activation::Linear:
    case Activation::Tanh:
    case Activation::LeakyRelu:
    case Activation::Elu:
        return 0.0;
    case Activation::Sigmoid:
    case Activation::Relu:
    case Activation::Gelu:
    case Activation::Swish:
    case Activation::Softplus:
    case Activation::Softmax:
        return 0.5;
    }
    return 0.5;
}

/// The target of the classes an example does not belong to, in sets that the program makes; that
/// of its class is 1. The threshold lies in the middle.
constexpr double lower_class_target(Activation output_activation) {
    return class_threshold(output_activation) == 0.0 ? -1.0 : 0.0;
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
