#pragma once

#include "engine/network/layout.hpp"
#include "engine/network/loss.hpp"
#include "engine/numerics/matrix.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace backprop {

/// Every intermediate value of one layer in one pass; matrices are units × examples.
struct LayerTrace {
    Matrix<double> pre_activations; ///< z = W·a + b
    Matrix<double> activations;     ///< a = f(z), before dropout
    Matrix<double> masks;           ///< of dropout, 0 or 1 / (1 − p); no rows without dropout
    Matrix<double> handed_on;       ///< a ⊙ mask, what the next layer gets; a without dropout
    Matrix<double> activation_gradients; ///< ∂E/∂a; no rows where PassTrace::joint_output
    Matrix<double> slopes; ///< ∂a/∂z = f′(z); no rows where PassTrace::joint_output
    Matrix<double> deltas; ///< δ = ∂E/∂z
    std::vector<double> weight_gradients; ///< Σ δ·aᵀ over the examples, units × inputs
    std::vector<double> bias_gradients;   ///< Σ δ; one number when the layer shares its bias
};

/// What one forward and backward pass computed for some examples, one a column. The numbers are
/// those of the kernels that train, to the bit; float32 numbers are held as doubles.
struct PassTrace {
    Matrix<double> inputs;  ///< as the network sees them
    Matrix<double> targets; ///< outputs × examples
    std::vector<LayerTrace> layers;
    Matrix<double> output_errors; ///< E of each output, unreduced; one row in all for cross-entropy
    std::vector<double> errors;   ///< E of each example, reduced over outputs
    double scale = 1.0; ///< the factor of the reductions before Σ E: in every ∂E/∂…
    std::int32_t reduced_examples = 1; ///< so many examples are summed or averaged in it
    bool joint_output = false; ///< error and output activation are differentiated together: the
                               ///< output layer has δ alone

    std::int32_t examples() const { return inputs.columns; }
    /// What layer `l` (0 = the first hidden one) gets: inputs or activations, inputs × examples.
    const Matrix<double>& inputs_of(std::size_t l) const {
        return l == 0 ? inputs : layers[l - 1].handed_on;
    }
};

/// Whether ∂E/∂o and ∂o/∂z of this error only make sense as their product, δ.
constexpr bool is_joint(ErrorKind error) {
    return error == ErrorKind::BinaryCrossEntropy || error == ErrorKind::CrossEntropy;
}

/// One pass over the columns of `inputs` and `targets` (prepared; 1 to k_block_columns), with the
/// gradients of scale · Σ E. `masks` is empty, or has a matrix (units × examples, or no rows) a
/// layer.
template <class Real>
PassTrace trace_pass(const NetworkLayout& layout, std::span<const Real> parameters,
                     const LossSpec& loss, double scale, const Matrix<double>& inputs,
                     const Matrix<double>& targets, std::span<const Matrix<double>> masks = {});

} // namespace backprop
