#pragma once

#include "engine/network/activation.hpp"
#include "engine/network/loss.hpp"

#include <cstdint>

namespace backprop {

/// Columns of one block. A batch is trained in blocks of at most this many examples, one after
/// the other, so that working memory stays small; the cut is part of the order of sums.
inline constexpr std::int32_t k_block_columns = 256;

/// One layer as the kernels see it. Matrices are row-major, one example per column, rows `stride`
/// numbers apart and readable to the end of the padding.
template <class Real>
struct LayerView {
    const Real* weights;    ///< units × inputs, w[to][from]
    const Real* biases;     ///< null without biases
    std::int32_t bias_step; ///< 1: one a unit, 0: one for all
    std::int32_t units;
    std::int32_t inputs;
    Activation activation;
};

/// What a pass keeps of the layer whose δ is asked for; all units × columns.
template <class Real>
struct ActivationView {
    Activation activation;
    const Real* a;    ///< before dropout
    const Real* z;    ///< may be null unless derivative_needs_z(activation)
    const Real* mask; ///< of dropout; null without
};

/// The gradients of one layer, and what they are made of.
template <class Real>
struct GradientView {
    const Real* delta;   ///< units × columns
    const Real* in;      ///< A_in: inputs × columns
    std::int32_t stride; ///< of both
    std::int32_t units;
    std::int32_t inputs;
    std::int32_t columns;   ///< 1 to k_block_columns
    Real* weights;          ///< ∂E/∂W, units × inputs, tight
    Real* biases;           ///< ∂E/∂b; null without biases
    std::int32_t bias_step; ///< as LayerView's
    bool add;               ///< to the numbers that are there, or write over them
};

/// The arithmetic of training. Each function does its sums in an order that depends on the shapes
/// alone, never on the width of the machine's vectors, so every implementation gives the same
/// bits.
template <class Real>
struct Kernels {
    const char* name;

    /// Z = W·A_in + b and A = f(Z): `out` (units × columns) from `in` (inputs × columns). `z` gets
    /// Z unless it is null; it may not be null when derivative_needs_z(layer.activation).
    void (*forward)(const LayerView<Real>& layer, const Real* in, Real* z, Real* out,
                    std::int32_t stride, std::int32_t columns);

    /// Dropout: out = A ⊙ mask.
    void (*apply_mask)(const Real* values, const Real* mask, Real* out, std::int32_t units,
                       std::int32_t stride, std::int32_t columns);

    /// δ_in = (Wᵀ·δ) ⊙ mask ⊙ f′: `delta_in` (inputs × columns) from this layer's `delta` (units ×
    /// columns), where `in` describes the layer before.
    void (*backward)(const LayerView<Real>& layer, const Real* delta,
                     const ActivationView<Real>& in, Real* delta_in, std::int32_t stride,
                     std::int32_t columns);

    /// ∂E/∂W = δ·A_inᵀ and ∂E/∂b = δ·1, one number for the layer when shared: sums over the block's
    /// examples in order.
    void (*gradients)(const GradientView<Real>& view);

    /// δ of the output layer, ∂(scale·E)/∂z, from what the pass kept of it and the targets (units ×
    /// columns). Pairs outside error_fits are not asked for.
    void (*output_delta)(const LossSpec& loss, Real scale, const ActivationView<Real>& out,
                         const Real* targets, Real* delta, std::int32_t units, std::int32_t stride,
                         std::int32_t columns);

    /// parameters ← parameters − learning_rate · gradients, two arrays apart. False if any result
    /// is not finite; all are written nevertheless.
    bool (*update)(Real* parameters, const Real* gradients, Real learning_rate, std::int64_t count);
};

/// The fastest implementation for this machine.
template <class Real>
const Kernels<Real>& kernels();

} // namespace backprop
