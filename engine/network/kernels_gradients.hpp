#pragma once

// For the kernels (kernels_impl.hpp): gradients, which are sums over the examples of a block.

#include "engine/network/kernels.hpp"
#include "engine/network/kernels_lanes.hpp"

namespace backprop {
namespace {

/// k_sum_lanes partial sums over examples, as one or two vectors.
template <class Real>
struct PartialSums {
    static constexpr int k_vectors = k_sum_lanes<Real> / k_lanes<Real>;
    static_assert(k_vectors >= 1, "vectors wider than the partial sums need another layout");
    Lanes<Real> parts[k_vectors];
};

/// The fixed order in which partial sums are added: first the upper half onto the lower, and so
/// on until one number is left.
template <class Real>
BACKPROP_INLINE Real total(const PartialSums<Real>& sums) {
    Real lane[k_sum_lanes<Real>];
    for (int v = 0; v < PartialSums<Real>::k_vectors; ++v)
        store<Lanes<Real>>(lane + v * k_lanes<Real>, sums.parts[v]);
    for (int half = k_sum_lanes<Real> / 2; half > 0; half /= 2)
        for (int i = 0; i < half; ++i)
            lane[i] += lane[i + half];
    return lane[0];
}

/// Adds the products of one vector of examples to partial sums number `v`.
template <class Real, int Units, int Inputs>
BACKPROP_INLINE void add_products(PartialSums<Real> (&sums)[Units][Inputs], int v,
                                  const Real* delta, const Real* in, std::int32_t stride) {
    using V = Lanes<Real>;
    V a[Inputs];
    for (int i = 0; i < Inputs; ++i)
        a[i] = load<V>(in + std::int64_t{i} * stride);
    for (int u = 0; u < Units; ++u) {
        const V d = load<V>(delta + std::int64_t{u} * stride);
        for (int i = 0; i < Inputs; ++i)
            sums[u][i].parts[v] += d * a[i];
    }
}

/// A tile of Units × Inputs of δ·A_inᵀ.
template <class Real, int Units, int Inputs>
BACKPROP_INLINE void weight_gradient_tile(const Real* delta, const Real* in, Real* gradients,
                                          std::int32_t inputs, std::int32_t stride,
                                          std::int32_t columns) {
    constexpr int lanes = k_lanes<Real>;
    PartialSums<Real> sums[Units][Inputs] = {};
    std::int32_t column = 0;
    for (; column + k_sum_lanes<Real> <= columns; column += k_sum_lanes<Real>)
        for (int v = 0; v < PartialSums<Real>::k_vectors; ++v)
            add_products(sums, v, delta + column + v * lanes, in + column + v * lanes, stride);
    for (int v = 0; column < columns; ++v, column += lanes)
        add_products(sums, v, delta + column, in + column, stride);
    for (int u = 0; u < Units; ++u)
        for (int i = 0; i < Inputs; ++i)
            gradients[std::int64_t{u} * inputs + i] += total(sums[u][i]);
}

template <class Real, int Units>
BACKPROP_INLINE void weight_gradient_rows(const LayerView<Real>& layer, const Real* delta,
                                          const Real* in, Real* gradients, std::int32_t stride,
                                          std::int32_t columns) {
    std::int32_t from = 0;
    for (; from + 2 <= layer.inputs; from += 2)
        weight_gradient_tile<Real, Units, 2>(delta, in + std::int64_t{from} * stride,
                                             gradients + from, layer.inputs, stride, columns);
    for (; from < layer.inputs; ++from)
        weight_gradient_tile<Real, Units, 1>(delta, in + std::int64_t{from} * stride,
                                             gradients + from, layer.inputs, stride, columns);
}

template <class Real>
void add_weight_gradients(const LayerView<Real>& layer, const Real* delta, const Real* in,
                          Real* gradients, std::int32_t stride, std::int32_t columns) {
    columns = vector_columns<Real>(columns);
    std::int32_t unit = 0;
    for (; unit + 2 <= layer.units; unit += 2)
        weight_gradient_rows<Real, 2>(layer, delta + std::int64_t{unit} * stride, in,
                                      gradients + std::int64_t{unit} * layer.inputs, stride,
                                      columns);
    for (; unit < layer.units; ++unit)
        weight_gradient_rows<Real, 1>(layer, delta + std::int64_t{unit} * stride, in,
                                      gradients + std::int64_t{unit} * layer.inputs, stride,
                                      columns);
}

template <class Real>
void add_bias_gradients(const LayerView<Real>& layer, const Real* delta, Real* gradients,
                        std::int32_t stride, std::int32_t columns) {
    columns = vector_columns<Real>(columns);
    constexpr int vectors = PartialSums<Real>::k_vectors;
    for (std::int32_t unit = 0; unit < layer.units; ++unit) {
        const Real* row = delta + std::int64_t{unit} * stride;
        PartialSums<Real> sums = {};
        for (std::int32_t column = 0, v = 0; column < columns; column += k_lanes<Real>) {
            sums.parts[v] += load<Lanes<Real>>(row + column);
            v = (v + 1) % vectors;
        }
        gradients[unit * layer.bias_step] += total(sums);
    }
}

} // namespace
} // namespace backprop
