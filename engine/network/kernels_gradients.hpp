#pragma once

// For the kernels (kernels_impl.hpp): gradients, which are sums over the examples of a block. The
// lanes of a vector are neighbouring weights, so the inputs are turned over first: a strip of them,
// example by example.

#include "engine/network/kernels.hpp"
#include "engine/network/kernels_products.hpp"

#include <cassert>

namespace backprop {
namespace {

/// 16 bytes of numbers, of which as many vectors are turned over at once.
template <class Real>
using Piece = Vector<Real, 16>;
template <class Real>
constexpr int k_piece_lanes = 16 / static_cast<int>(sizeof(Real));

BACKPROP_INLINE void turn_over(Piece<float> (&rows)[4]) {
    const Piece<float> low01 = __builtin_shufflevector(rows[0], rows[1], 0, 4, 1, 5);
    const Piece<float> high01 = __builtin_shufflevector(rows[0], rows[1], 2, 6, 3, 7);
    const Piece<float> low23 = __builtin_shufflevector(rows[2], rows[3], 0, 4, 1, 5);
    const Piece<float> high23 = __builtin_shufflevector(rows[2], rows[3], 2, 6, 3, 7);
    rows[0] = __builtin_shufflevector(low01, low23, 0, 1, 4, 5);
    rows[1] = __builtin_shufflevector(low01, low23, 2, 3, 6, 7);
    rows[2] = __builtin_shufflevector(high01, high23, 0, 1, 4, 5);
    rows[3] = __builtin_shufflevector(high01, high23, 2, 3, 6, 7);
}
BACKPROP_INLINE void turn_over(Piece<double> (&rows)[2]) {
    const Piece<double> first = __builtin_shufflevector(rows[0], rows[1], 0, 2);
    rows[1] = __builtin_shufflevector(rows[0], rows[1], 1, 3);
    rows[0] = first;
}

/// Turns a strip of `inputs` rows over: to[e · width + i] is the number of input i and example e.
/// Whole squares, so the padding of the columns is turned over as well.
template <class Real>
BACKPROP_INLINE void turn_strip(const Real* in, std::int32_t inputs, std::int32_t stride,
                                std::int32_t columns, Real* to, std::int32_t width) {
    using V = Piece<Real>;
    constexpr int side = k_piece_lanes<Real>;
    for (std::int32_t input = 0; input < width; input += side) {
        const Real* rows[side]; // behind the last input its own row again: nobody reads those sums
        for (int i = 0; i < side; ++i)
            rows[i] = in + std::int64_t{input + i < inputs ? input + i : inputs - 1} * stride;
        for (std::int32_t column = 0; column < columns; column += side) {
            V square[side];
            for (int i = 0; i < side; ++i)
                square[i] = load<V>(rows[i] + column);
            turn_over(square);
            for (int i = 0; i < side; ++i)
                store<V>(to + std::int64_t{column + i} * width + input, square[i]);
        }
    }
}

/// Writes the first `count` numbers of some vectors to `to`, or adds them to what is there. The
/// rest of a vector is written number by number, in a loop that is unrolled: left as one it would
/// become a call of memcpy, which costs WebAssembly more than the sums of a small layer.
template <class Real, int Vectors>
BACKPROP_INLINE void put_numbers(const Lanes<Real> (&sum)[Vectors], std::int32_t count, bool add,
                                 Real* to) {
    using V = Lanes<Real>;
    constexpr std::int32_t lanes = k_lanes<Real>;
#pragma GCC unroll 2
    for (int v = 0; v < Vectors; ++v, to += lanes, count -= lanes) {
        if (count >= lanes) {
            store<V>(to, add ? load<V>(to) + sum[v] : sum[v]);
            continue;
        }
#pragma GCC unroll 8
        for (std::int32_t lane = 0; lane < lanes - 1; ++lane)
            if (lane < count) to[lane] = add ? to[lane] + sum[v][lane] : sum[v][lane];
    }
}

// In WebAssembly a function of its own: inlined it only makes the page larger.
#ifdef __wasm__
#define BACKPROP_TILE BACKPROP_OUTLINE
#else
#define BACKPROP_TILE BACKPROP_INLINE
#endif

/// ∂E/∂w = Σ δ·a over the examples in order, of Units × Vectors weights; with `Biases` also
/// ∂E/∂b = Σ δ: a bias is the weight of an input that is always 1. `strip` has the inputs from
/// `from` on.
template <class Real, int Units, int Vectors, bool Biases>
BACKPROP_TILE void gradient_tile(const GradientView<Real>& view, const Real* strip,
                                 std::int32_t unit, std::int32_t from) {
    using V = Lanes<Real>;
    V weights[Units][Vectors];
    V biases[Units];
    for (int u = 0; u < Units; ++u) {
        biases[u] = splat<V>(0);
        for (int v = 0; v < Vectors; ++v)
            weights[u][v] = splat<V>(0);
    }
    add_products<Real, Units, Vectors, Biases>(view.delta + std::int64_t{unit} * view.stride,
                                               view.stride, 1, strip, Vectors * k_lanes<Real>,
                                               view.columns, weights, biases);
    const std::int32_t inputs = view.inputs,
                       bias_step = view.bias_step; // or each store might change these
    const bool add = view.add;
    Real* row = view.weights + std::int64_t{unit} * inputs + from;
#pragma GCC unroll 6
    for (int u = 0; u < Units; ++u, row += inputs)
        put_numbers<Real, Vectors>(weights[u], inputs - from, add, row);
    if constexpr (Biases) {
        Real* bias = view.biases + unit * bias_step;
        // A shared bias gets the sums of all units, one after the other.
        for (int u = 0; u < Units; ++u, bias += bias_step)
            *bias = add || (bias_step == 0 && unit + u > 0) ? *bias + biases[u][0] : biases[u][0];
    }
}

/// Whether of so many units the next six should be a tile, before fours and ones: the more there
/// are in a tile, the less do its beginning and end cost. Not of 8 or 9, whose fours leave fewer
/// ones. Vectors of 16 bytes (WebAssembly, SSE2, ARM) are faster with four.
constexpr bool takes_six(std::int32_t units) {
    return BACKPROP_VECTOR_BYTES > 16 && (units >= 10 || units == 6 || units == 7);
}

template <class Real, int Vectors, bool Biases>
BACKPROP_INLINE void gradients_from(const GradientView<Real>& view, std::int32_t from) {
    constexpr std::int32_t width = Vectors * k_lanes<Real>;
    assert(view.columns <= k_block_columns);
    alignas(k_alignment) Real strip[k_block_columns * width];
    turn_strip(view.in + std::int64_t{from} * view.stride, view.inputs - from, view.stride,
               view.columns, strip, width);
    std::int32_t unit = 0;
    for (; takes_six(view.units - unit); unit += 6)
        gradient_tile<Real, 6, Vectors, Biases>(view, strip, unit, from);
    for (; unit + 4 <= view.units; unit += 4)
        gradient_tile<Real, 4, Vectors, Biases>(view, strip, unit, from);
    for (; unit < view.units; ++unit)
        gradient_tile<Real, 1, Vectors, Biases>(view, strip, unit, from);
}

template <class Real, bool Biases>
BACKPROP_INLINE void last_gradients(const GradientView<Real>& view, std::int32_t from) {
    if (from + k_lanes<Real> < view.inputs)
        gradients_from<Real, 2, Biases>(view, from);
    else
        gradients_from<Real, 1, Biases>(view, from);
}

template <class Real>
void gradients(const GradientView<Real>& view) {
    constexpr std::int32_t width = 2 * k_lanes<Real>;
    std::int32_t from = 0;
    for (; from + width < view.inputs; from += width)
        gradients_from<Real, 2, false>(view, from);
    if (view.biases != nullptr)
        last_gradients<Real, true>(view, from);
    else
        last_gradients<Real, false>(view, from);
}

} // namespace
} // namespace backprop
