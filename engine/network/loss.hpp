#pragma once

#include "engine/network/activation.hpp"
#include "engine/numerics/choice.hpp"

#include <cstdint>

namespace backprop {

/// The error of one output o against its target y.
enum class ErrorKind : std::uint8_t { HalfSquared, Squared, CrossEntropy };

inline constexpr Choice k_errors[] = {
    {"half-squared", "½ (o − y)²", "E = ½ (o − y)²"},
    {"squared", "(o − y)²", "E = (o − y)²"},
    {"cross-entropy", "cross-entropy", "E = −Σ y ln o"},
};
static_assert(has_row_for(k_errors, ErrorKind::CrossEntropy));

/// How numbers are combined into one: over the outputs of an example, or over examples.
enum class Reduction : std::uint8_t { Sum, Mean };

inline constexpr Choice k_reductions[] = {
    {"sum", "sum", "Σ"},
    {"mean", "mean", "1/N Σ"},
};
static_assert(has_row_for(k_reductions, Reduction::Mean));

/// Which error goes with which activation of the output layer: cross-entropy needs the
/// probabilities of softmax, and softmax is only offered with it.
constexpr bool error_fits(ErrorKind error, Activation output_activation) {
    return (error == ErrorKind::CrossEntropy) == (output_activation == Activation::Softmax);
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
