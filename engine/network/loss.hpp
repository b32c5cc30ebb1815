#pragma once

#include "engine/network/activation.hpp"
#include "engine/numerics/choice.hpp"

#include <cstddef>
#include <cstdint>
#include <iterator>

namespace backprop {

/// The error of one output o against its target y.
enum class ErrorKind : std::uint8_t {
    HalfSquared,
    Squared,
    Absolute,
    Huber,
    Hinge,
    BinaryCrossEntropy,
    CrossEntropy
};

/// With the derivative ∂E/∂o, or ∂E/∂z where the error and its activation are taken together. At a
/// kink of absolute or hinge it is 0.
inline constexpr Choice k_errors[] = {
    {"half-squared", "½ (o − y)²", "E = ½ (o − y)²", "∂E/∂o = o − y"},
    {"squared", "(o − y)²", "E = (o − y)²", "∂E/∂o = 2 (o − y)"},
    {"absolute", "|o − y|", "E = |o − y|", "∂E/∂o = sign(o − y)"},
    {"huber", "Huber", "E = ½ (o − y)² up to |o − y| = δ, beyond it δ·(|o − y| − ½ δ)",
     "∂E/∂o = o − y, cut to ±δ"},
    {"hinge", "hinge", "E = max(0, 1 − y·o)", "∂E/∂o = −y for y·o < 1, else 0"},
    {"binary-cross-entropy", "binary cross-entropy", "E = −y ln o − (1 − y) ln(1 − o)",
     "∂E/∂z = o − y"},
    {"cross-entropy", "cross-entropy", "E = −Σ y ln o", "∂E/∂z = o·Σy − y"},
};
static_assert(has_row_for(k_errors, ErrorKind::CrossEntropy));

/// How numbers are combined into one: over the outputs of an example, or over examples.
enum class Reduction : std::uint8_t { Sum, Mean };

inline constexpr Choice k_reductions[] = {
    {"sum", "sum", "Σ"},
    {"mean", "mean", "1/N Σ"},
};
static_assert(has_row_for(k_reductions, Reduction::Mean));

/// What an error takes besides an output layer that fits it.
enum class TargetRange : std::uint8_t {
    Any,
    MinusOneOrOne, ///< hinge: the sign is the class
    ZeroToOne,     ///< binary cross-entropy: the probability of the upper class
    NotNegative,   ///< cross-entropy: the classes' shares
};

/// An error and the activations of the output layer it goes with, a bit each.
struct ErrorRow {
    ErrorKind error;
    std::uint16_t activations;
    TargetRange targets;
    bool needs_z; ///< to stay finite where o is rounded to 0 or 1, the error is computed from z
};

constexpr std::uint16_t activation_bit(Activation activation) {
    return static_cast<std::uint16_t>(1U << static_cast<unsigned>(activation));
}
inline constexpr std::uint16_t k_unit_wise =
    static_cast<std::uint16_t>(activation_bit(Activation::Softmax) - 1U);

inline constexpr ErrorRow k_error_rows[] = {
    {ErrorKind::HalfSquared, k_unit_wise, TargetRange::Any, false},
    {ErrorKind::Squared, k_unit_wise, TargetRange::Any, false},
    {ErrorKind::Absolute, k_unit_wise, TargetRange::Any, false},
    {ErrorKind::Huber, k_unit_wise, TargetRange::Any, false},
    {ErrorKind::Hinge,
     static_cast<std::uint16_t>(activation_bit(Activation::Linear) |
                                activation_bit(Activation::Tanh)),
     TargetRange::MinusOneOrOne, false},
    {ErrorKind::BinaryCrossEntropy, activation_bit(Activation::Sigmoid), TargetRange::ZeroToOne,
     true},
    {ErrorKind::CrossEntropy, activation_bit(Activation::Softmax), TargetRange::NotNegative, true},
};
static_assert(std::size(k_error_rows) == std::size(k_errors));
static_assert(k_error_rows[std::size_t(ErrorKind::CrossEntropy)].error == ErrorKind::CrossEntropy);

constexpr const ErrorRow& error_row(ErrorKind error) {
    return k_error_rows[static_cast<std::size_t>(error)];
}

/// Which error goes with which activation of the output layer.
constexpr bool error_fits(ErrorKind error, Activation output_activation) {
    return (error_row(error).activations & activation_bit(output_activation)) != 0;
}

/// Whether a target is one that the error is meant for.
constexpr bool target_fits(ErrorKind error, double target) {
    switch (error_row(error).targets) {
    case TargetRange::Any:
        return true;
    case TargetRange::MinusOneOrOne:
        return target == -1.0 || target == 1.0;
    case TargetRange::ZeroToOne:
        return target >= 0.0 && target <= 1.0;
    case TargetRange::NotNegative:
        return target >= 0.0;
    }
    return false;
}

/// The loss of a batch: the error of every output, and the two reductions.
struct LossSpec {
    ErrorKind error = ErrorKind::HalfSquared;
    Reduction over_outputs = Reduction::Sum;
    Reduction over_examples = Reduction::Mean;
    double delta = 1.0; ///< huber: where the square becomes straight, 1e-6 to 1e6
    bool operator==(const LossSpec&) const = default;
};

} // namespace backprop
