#pragma once

// For the kernels (kernels_impl.hpp): gradients, which are sums over the examples of a block.

#include "engine/network/kernels.hpp"
#include "engine/network/kernels_lanes.hpp"

namespace backprop {
namespace {

/// Half of the k_sum_lanes partial sums over examples.
template <class Real>
using HalfSums = Vector<Real, 16>;
template <class Real>
constexpr int k_half_lanes = k_sum_lanes<Real> / 2;

/// The vectors that hold the partial sums, one or two.
template <class Real>
constexpr int k_sum_vectors = k_sum_lanes<Real> / k_lanes<Real>;

/// The fixed order in which partial sums are added: the upper half onto the lower, and so on until
/// one number is left. Here the first step, for sums that are one vector or two.
template <class Real>
BACKPROP_INLINE HalfSums<Real> half_sums(const Lanes<Real> (&parts)[k_sum_vectors<Real>]) {
    HalfSums<Real> halves[2];
    static_assert(sizeof(halves) == sizeof(parts), "other vectors need another layout");
    std::memcpy(halves, parts, sizeof(halves));
    return halves[0] + halves[1];
}

/// The other steps, for as many sums as a HalfSums has lanes; the results side by side.
BACKPROP_INLINE HalfSums<float> totals(const HalfSums<float>* sums) {
    using V = HalfSums<float>;
    const V low01 = __builtin_shufflevector(sums[0], sums[1], 0, 1, 4, 5);
    const V high01 = __builtin_shufflevector(sums[0], sums[1], 2, 3, 6, 7);
    const V low23 = __builtin_shufflevector(sums[2], sums[3], 0, 1, 4, 5);
    const V high23 = __builtin_shufflevector(sums[2], sums[3], 2, 3, 6, 7);
    const V two01 = low01 + high01;
    const V two23 = low23 + high23;
    return __builtin_shufflevector(two01, two23, 0, 2, 4, 6) +
           __builtin_shufflevector(two01, two23, 1, 3, 5, 7);
}
BACKPROP_INLINE HalfSums<double> totals(const HalfSums<double>* sums) {
    return __builtin_shufflevector(sums[0], sums[1], 0, 2) +
           __builtin_shufflevector(sums[0], sums[1], 1, 3);
}

/// Adds the totals of Count sums to the `Count` numbers from `to` on.
template <class Real, int Count>
BACKPROP_INLINE void add_totals(const HalfSums<Real> (&sums)[Count], Real* to) {
    using V = HalfSums<Real>;
    constexpr int lanes = k_half_lanes<Real>;
    int done = 0;
    for (; done + lanes <= Count; done += lanes)
        store<V>(to + done, load<V>(to + done) + totals(sums + done));
    if (done < Count) {
        V rest[lanes] = {};
        for (int i = done; i < Count; ++i)
            rest[i - done] = sums[i];
        const V sum = totals(rest);
        for (int i = done; i < Count; ++i)
            to[i] += sum[i - done];
    }
}

/// A tile of Units × Inputs of δ·A_inᵀ. Partial sums that need two vectors take turns, so that all
/// of a tile stay in registers.
template <class Real, int Units, int Inputs>
BACKPROP_INLINE void weight_gradient_tile(const Real* delta, const Real* in, Real* gradients,
                                          std::int32_t inputs, std::int32_t stride,
                                          std::int32_t columns) {
    using V = Lanes<Real>;
    V sums[Units][Inputs][k_sum_vectors<Real>];
    for (int part = 0; part < k_sum_vectors<Real>; ++part) {
        V sum[Units][Inputs] = {};
        for (std::int32_t column = part * k_lanes<Real>; column < columns;
             column += k_sum_lanes<Real>) {
            V a[Inputs];
            for (int i = 0; i < Inputs; ++i)
                a[i] = load<V>(in + std::int64_t{i} * stride + column);
            for (int u = 0; u < Units; ++u) {
                const V d = load<V>(delta + std::int64_t{u} * stride + column);
                for (int i = 0; i < Inputs; ++i)
                    sum[u][i] += d * a[i];
            }
        }
        for (int u = 0; u < Units; ++u)
            for (int i = 0; i < Inputs; ++i)
                sums[u][i][part] = sum[u][i];
    }
    for (int u = 0; u < Units; ++u) {
        HalfSums<Real> halves[Inputs];
        for (int i = 0; i < Inputs; ++i)
            halves[i] = half_sums<Real>(sums[u][i]);
        add_totals<Real, Inputs>(halves, gradients + std::int64_t{u} * inputs);
    }
}

template <class Real, int Units>
BACKPROP_INLINE void weight_gradient_rows(const LayerView<Real>& layer, const Real* delta,
                                          const Real* in, Real* gradients, std::int32_t stride,
                                          std::int32_t columns) {
    std::int32_t from = 0;
    for (; from + 4 <= layer.inputs; from += 4)
        weight_gradient_tile<Real, Units, 4>(delta, in + std::int64_t{from} * stride,
                                             gradients + from, layer.inputs, stride, columns);
    if (from + 2 <= layer.inputs) {
        weight_gradient_tile<Real, Units, 2>(delta, in + std::int64_t{from} * stride,
                                             gradients + from, layer.inputs, stride, columns);
        from += 2;
    }
    if (from < layer.inputs)
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
    if (unit < layer.units)
        weight_gradient_rows<Real, 1>(layer, delta + std::int64_t{unit} * stride, in,
                                      gradients + std::int64_t{unit} * layer.inputs, stride,
                                      columns);
}

/// The sums of Units rows of δ from `delta` on.
template <class Real, int Units>
BACKPROP_INLINE void bias_gradient_tile(const Real* delta, Real* gradients, std::int32_t step,
                                        std::int32_t stride, std::int32_t columns) {
    using V = Lanes<Real>;
    V sums[Units][k_sum_vectors<Real>] = {};
    for (int part = 0; part < k_sum_vectors<Real>; ++part)
        for (std::int32_t column = part * k_lanes<Real>; column < columns;
             column += k_sum_lanes<Real>)
            for (int u = 0; u < Units; ++u)
                sums[u][part] += load<V>(delta + std::int64_t{u} * stride + column);
    HalfSums<Real> halves[Units];
    for (int u = 0; u < Units; ++u)
        halves[u] = half_sums<Real>(sums[u]);
    Real sum[Units] = {};
    add_totals<Real, Units>(halves, sum);
    for (int u = 0; u < Units; ++u)
        gradients[std::int64_t{u} * step] += sum[u];
}

template <class Real>
void add_bias_gradients(const LayerView<Real>& layer, const Real* delta, Real* gradients,
                        std::int32_t stride, std::int32_t columns) {
    columns = vector_columns<Real>(columns);
    std::int32_t unit = 0;
    for (; unit + 4 <= layer.units; unit += 4)
        bias_gradient_tile<Real, 4>(delta + std::int64_t{unit} * stride,
                                    gradients + unit * layer.bias_step, layer.bias_step, stride,
                                    columns);
    for (; unit < layer.units; ++unit)
        bias_gradient_tile<Real, 1>(delta + std::int64_t{unit} * stride,
                                    gradients + unit * layer.bias_step, layer.bias_step, stride,
                                    columns);
}

} // namespace
} // namespace backprop
