#pragma once

// The kernels, written once over lane vectors of BACKPROP_VECTOR_BYTES. Each kernels_*.cpp
// compiles this file for one instruction set. Everything here, and in the files included below, has
// internal linkage: a function compiled for one instruction set must never be linked into
// another's.

#include "engine/network/kernels.hpp"
#include "engine/network/kernels_activations.hpp"
#include "engine/network/kernels_errors.hpp"
#include "engine/network/kernels_gradients.hpp"
#include "engine/network/kernels_lanes.hpp"

namespace backprop {
namespace {

/// A tile of Units × Vectors of one layer's output: z = b + Σ w·a over the inputs in order.
template <class Real, Activation Kind, int Units, int Vectors>
BACKPROP_INLINE void forward_tile(const LayerView<Real>& layer, std::int32_t unit, const Real* in,
                                  Real* out, std::int32_t stride) {
    using V = Lanes<Real>;
    V z[Units][Vectors];
    for (int u = 0; u < Units; ++u) {
        const Real bias = layer.biases ? layer.biases[(unit + u) * layer.bias_step] : Real(0);
        for (int v = 0; v < Vectors; ++v)
            z[u][v] = splat<V>(bias);
    }
    const Real* weights = layer.weights + std::int64_t{unit} * layer.inputs;
    for (std::int32_t from = 0; from < layer.inputs; ++from) {
        const Real* row = in + std::int64_t{from} * stride;
        V a[Vectors];
        for (int v = 0; v < Vectors; ++v)
            a[v] = load<V>(row + v * k_lanes<Real>);
        for (int u = 0; u < Units; ++u) {
            const V w = splat<V>(weights[std::int64_t{u} * layer.inputs + from]);
            for (int v = 0; v < Vectors; ++v)
                z[u][v] += w * a[v];
        }
    }
    for (int u = 0; u < Units; ++u) {
        Real* row = out + std::int64_t{unit + u} * stride;
        for (int v = 0; v < Vectors; ++v)
            store<V>(row + v * k_lanes<Real>, UnitActivation<Kind>::template value<V>(z[u][v]));
    }
}

template <class Real, Activation Kind, int Units>
BACKPROP_INLINE void forward_units(const LayerView<Real>& layer, std::int32_t unit, const Real* in,
                                   Real* out, std::int32_t stride, std::int32_t columns) {
    constexpr std::int32_t lanes = k_lanes<Real>;
    std::int32_t column = 0;
    for (; column + 2 * lanes <= columns; column += 2 * lanes)
        forward_tile<Real, Kind, Units, 2>(layer, unit, in + column, out + column, stride);
    for (; column < columns; column += lanes)
        forward_tile<Real, Kind, Units, 1>(layer, unit, in + column, out + column, stride);
}

/// aᵢ = exp(zᵢ − max z) / Σ exp(zⱼ − max z), column by column; `out` may be `z`.
template <class Real>
void softmax_columns(const Real* z, Real* out, std::int32_t units, std::int32_t stride,
                     std::int32_t columns) {
    using V = Lanes<Real>;
    for (std::int32_t column = 0; column < columns; column += k_lanes<Real>) {
        V largest = load<V>(z + column);
        for (std::int32_t unit = 1; unit < units; ++unit) {
            const V other = load<V>(z + std::int64_t{unit} * stride + column);
            largest = select<V>(less<V>(largest, other), other, largest);
        }
        V sum = splat<V>(0);
        for (std::int32_t unit = 0; unit < units; ++unit) {
            const std::int64_t at = std::int64_t{unit} * stride + column;
            const V e = math::exp(load<V>(z + at) - largest);
            sum += e;
            store<V>(out + at, e);
        }
        for (std::int32_t unit = 0; unit < units; ++unit) {
            Real* row = out + std::int64_t{unit} * stride + column;
            store<V>(row, load<V>(row) / sum);
        }
    }
}

/// A = f(Z), as a pass of its own; `out` may be `z`.
template <class Real>
void activate(Activation activation, const Real* z, Real* out, std::int32_t units,
              std::int32_t stride, std::int32_t columns) {
    using V = Lanes<Real>;
    if (activation == Activation::Softmax) {
        softmax_columns(z, out, units, stride, columns);
        return;
    }
    with_activation_kind(activation, [&]<Activation Kind>() {
        for_each_vector<Real>(units, stride, columns, [&](std::int64_t at) {
            store<V>(out + at, UnitActivation<Kind>::template value<V>(load<V>(z + at)));
        });
    });
}

template <class Real>
void forward(const LayerView<Real>& layer, const Real* in, Real* z, Real* out, std::int32_t stride,
             std::int32_t columns) {
    columns = vector_columns<Real>(columns);
    const bool fused = z == nullptr && is_fused(layer.activation);
    Real* sums = z != nullptr ? z : out;
    with_fused_kind(fused ? layer.activation : Activation::Linear, [&]<Activation Kind>() {
        std::int32_t unit = 0;
        for (; unit + 4 <= layer.units; unit += 4)
            forward_units<Real, Kind, 4>(layer, unit, in, sums, stride, columns);
        for (; unit < layer.units; ++unit)
            forward_units<Real, Kind, 1>(layer, unit, in, sums, stride, columns);
    });
    if (!fused) activate(layer.activation, sums, out, layer.units, stride, columns);
}

template <class Real>
void apply_mask(const Real* values, const Real* mask, Real* out, std::int32_t units,
                std::int32_t stride, std::int32_t columns) {
    using V = Lanes<Real>;
    for_each_vector<Real>(units, stride, vector_columns<Real>(columns), [&](std::int64_t at) {
        store<V>(out + at, load<V>(values + at) * load<V>(mask + at));
    });
}

/// δ ← δ ⊙ f′.
template <class Real>
void multiply_by_derivative(const ActivationView<Real>& layer, Real* delta, std::int32_t units,
                            std::int32_t stride, std::int32_t columns) {
    using V = Lanes<Real>;
    const Real* z = layer.z != nullptr ? layer.z : layer.a; // read, but not used, without z
    with_activation_kind(layer.activation, [&]<Activation Kind>() {
        for_each_vector<Real>(units, stride, columns, [&](std::int64_t at) {
            const V slope = UnitActivation<Kind>::template derivative<V>(load<V>(layer.a + at),
                                                                         load<V>(z + at));
            store<V>(delta + at, load<V>(delta + at) * slope);
        });
    });
}

/// A tile of Inputs × Vectors of δ_in: Σ w·δ over this layer's units in order, times f′.
template <class Real, Activation Kind, int Inputs, int Vectors>
BACKPROP_INLINE void backward_tile(const LayerView<Real>& layer, std::int32_t from,
                                   const Real* delta, const Real* in, Real* delta_in,
                                   std::int32_t stride) {
    using V = Lanes<Real>;
    V sum[Inputs][Vectors];
    for (int i = 0; i < Inputs; ++i)
        for (int v = 0; v < Vectors; ++v)
            sum[i][v] = splat<V>(0);
    const Real* weights = layer.weights + from;
    for (std::int32_t to = 0; to < layer.units; ++to) {
        const Real* row = delta + std::int64_t{to} * stride;
        V d[Vectors];
        for (int v = 0; v < Vectors; ++v)
            d[v] = load<V>(row + v * k_lanes<Real>);
        for (int i = 0; i < Inputs; ++i) {
            const V w = splat<V>(weights[std::int64_t{to} * layer.inputs + i]);
            for (int v = 0; v < Vectors; ++v)
                sum[i][v] += w * d[v];
        }
    }
    for (int i = 0; i < Inputs; ++i) {
        const std::int64_t offset = std::int64_t{from + i} * stride;
        for (int v = 0; v < Vectors; ++v) {
            const std::int64_t at = offset + v * k_lanes<Real>;
            const V a = load<V>(in + at);
            store<V>(delta_in + at, sum[i][v] * UnitActivation<Kind>::template derivative<V>(a, a));
        }
    }
}

template <class Real, Activation Kind, int Inputs>
BACKPROP_INLINE void backward_inputs(const LayerView<Real>& layer, std::int32_t from,
                                     const Real* delta, const Real* in, Real* delta_in,
                                     std::int32_t stride, std::int32_t columns) {
    constexpr std::int32_t lanes = k_lanes<Real>;
    std::int32_t column = 0;
    for (; column + 2 * lanes <= columns; column += 2 * lanes)
        backward_tile<Real, Kind, Inputs, 2>(layer, from, delta + column, in + column,
                                             delta_in + column, stride);
    for (; column < columns; column += lanes)
        backward_tile<Real, Kind, Inputs, 1>(layer, from, delta + column, in + column,
                                             delta_in + column, stride);
}

template <class Real>
void backward(const LayerView<Real>& layer, const Real* delta, const ActivationView<Real>& in,
              Real* delta_in, std::int32_t stride, std::int32_t columns) {
    columns = vector_columns<Real>(columns);
    const bool fused = in.mask == nullptr && is_fused(in.activation);
    with_fused_kind(fused ? in.activation : Activation::Linear, [&]<Activation Kind>() {
        std::int32_t from = 0;
        for (; from + 4 <= layer.inputs; from += 4)
            backward_inputs<Real, Kind, 4>(layer, from, delta, in.a, delta_in, stride, columns);
        for (; from < layer.inputs; ++from)
            backward_inputs<Real, Kind, 1>(layer, from, delta, in.a, delta_in, stride, columns);
    });
    if (in.mask != nullptr) apply_mask(delta_in, in.mask, delta_in, layer.inputs, stride, columns);
    if (!fused) multiply_by_derivative(in, delta_in, layer.inputs, stride, columns);
}

/// ∂(scale·E)/∂z of softmax with cross-entropy, whose derivatives join to o·Σy − y. Targets that
/// are probabilities sum to 1, which leaves o − y.
template <class Real>
void softmax_delta(Real scale, const Real* out, const Real* targets, Real* delta,
                   std::int32_t units, std::int32_t stride, std::int32_t columns) {
    using V = Lanes<Real>;
    for (std::int32_t column = 0; column < columns; column += k_lanes<Real>) {
        V sum = splat<V>(0);
        for (std::int32_t unit = 0; unit < units; ++unit)
            sum += load<V>(targets + std::int64_t{unit} * stride + column);
        for (std::int32_t unit = 0; unit < units; ++unit) {
            const std::int64_t at = std::int64_t{unit} * stride + column;
            store<V>(delta + at,
                     splat<V>(scale) * (load<V>(out + at) * sum - load<V>(targets + at)));
        }
    }
}

template <class Real>
void output_delta(const LossSpec& loss, Real scale, const ActivationView<Real>& out,
                  const Real* targets, Real* delta, std::int32_t units, std::int32_t stride,
                  std::int32_t columns) {
    using V = Lanes<Real>;
    const std::int32_t end = vector_columns<Real>(columns);
    const V limit = splat<V>(static_cast<Real>(loss.delta));
    const bool joint = loss.error == ErrorKind::BinaryCrossEntropy;
    const bool fused = is_fused(out.activation);
    if (loss.error == ErrorKind::CrossEntropy) {
        softmax_delta(scale, out.a, targets, delta, units, stride, end);
    } else {
        const Activation in_loop = fused && !joint ? out.activation : Activation::Linear;
        with_error_kind(loss.error, [&]<ErrorKind Error>() {
            with_fused_kind(in_loop, [&]<Activation Kind>() {
                for_each_vector<Real>(units, stride, end, [&](std::int64_t at) {
                    const V o = load<V>(out.a + at);
                    const V slope =
                        ErrorSlope<Error>::template value<V>(o, load<V>(targets + at), limit);
                    store<V>(delta + at, splat<V>(scale) * slope *
                                             UnitActivation<Kind>::template derivative<V>(o, o));
                });
            });
        });
        if (!fused) multiply_by_derivative(out, delta, units, stride, end);
    }
    for (std::int32_t unit = 0; unit < units; ++unit) {
        Real* row = delta + std::int64_t{unit} * stride;
        for (std::int32_t column = columns; column < end; ++column)
            row[column] = Real(0);
    }
}

template <class Real>
bool update(const Real* parameters, const Real* gradients, Real learning_rate, Real* next,
            std::int64_t count) {
    using V = Lanes<Real>;
    const V rate = splat<V>(learning_rate);
    V probe = splat<V>(0); // x − x is 0 for a finite x and NaN for the others
    std::int64_t i = 0;
    for (; i + k_lanes<Real> <= count; i += k_lanes<Real>) {
        // w ← w − α·∂E/∂w
        const V value = load<V>(parameters + i) - rate * load<V>(gradients + i);
        probe += value - value;
        store<V>(next + i, value);
    }
    Real rest = 0;
    for (; i < count; ++i) {
        next[i] = parameters[i] - learning_rate * gradients[i];
        rest += next[i] - next[i];
    }
    for (int lane = 0; lane < k_lanes<Real>; ++lane)
        rest += probe[lane];
    return rest == Real(0);
}

template <class Real>
constexpr Kernels<Real> make_kernels(const char* name) {
    return {name,
            &forward<Real>,
            &apply_mask<Real>,
            &backward<Real>,
            &add_weight_gradients<Real>,
            &add_bias_gradients<Real>,
            &output_delta<Real>,
            &update<Real>};
}

} // namespace
} // namespace backprop
