#pragma once

// The kernels, written once over lane vectors of BACKPROP_VECTOR_BYTES. Each kernels_*.cpp
// compiles this file for one instruction set. Everything here has internal linkage: a function
// compiled for one instruction set must never be linked into another's.

#include "engine/network/kernels.hpp"
#include "engine/numerics/elementary.hpp"
#include "engine/numerics/vector.hpp"

#ifndef BACKPROP_VECTOR_BYTES
#error "Define BACKPROP_VECTOR_BYTES before including this file."
#endif

namespace backprop {
namespace {

template <class Real>
using Lanes = Vector<Real, BACKPROP_VECTOR_BYTES>;
template <class Real>
constexpr std::int32_t k_lanes = BACKPROP_VECTOR_BYTES / sizeof(Real);

/// `columns` rounded up to whole vectors; the padding of a matrix covers them.
template <class Real>
constexpr std::int32_t vector_columns(std::int32_t columns) {
    return (columns + k_lanes<Real> - 1) / k_lanes<Real> * k_lanes<Real>;
}

/// a = f(z), and f′ as a function of a, for the activations that work unit by unit.
template <Activation Kind>
struct UnitActivation;

template <>
struct UnitActivation<Activation::Linear> {
    template <class V>
    BACKPROP_INLINE V value(V z) {
        return z;
    }
    template <class V>
    BACKPROP_INLINE V derivative(V) {
        return splat<V>(1);
    }
};
template <>
struct UnitActivation<Activation::Sigmoid> {
    template <class V>
    BACKPROP_INLINE V value(V z) {
        return math::sigmoid(z);
    }
    template <class V>
    BACKPROP_INLINE V derivative(V a) {
        return a * (splat<V>(1) - a);
    }
};
template <>
struct UnitActivation<Activation::Tanh> {
    template <class V>
    BACKPROP_INLINE V value(V z) {
        return math::tanh(z);
    }
    template <class V>
    BACKPROP_INLINE V derivative(V a) {
        return splat<V>(1) - a * a;
    }
};
template <>
struct UnitActivation<Activation::Relu> {
    // Not max(0, z): NaN must stay NaN, or divergence would go unseen.
    template <class V>
    BACKPROP_INLINE V value(V z) {
        return select<V>(less_equal<V>(z, splat<V>(0)), splat<V>(0), z);
    }
    template <class V>
    BACKPROP_INLINE V derivative(V a) {
        return select<V>(less<V>(splat<V>(0), a), splat<V>(1), splat<V>(0));
    }
};

/// Calls `body.template operator()<Kind>()` for the unit-wise activation; softmax counts as
/// linear here: its layer is finished by `softmax_columns`, its derivative by `output_delta`.
template <class Body>
BACKPROP_INLINE void with_activation_kind(Activation kind, Body body) {
    switch (kind) {
    case Activation::Sigmoid:
        body.template operator()<Activation::Sigmoid>();
        break;
    case Activation::Tanh:
        body.template operator()<Activation::Tanh>();
        break;
    case Activation::Relu:
        body.template operator()<Activation::Relu>();
        break;
    case Activation::Linear:
    case Activation::Softmax:
        body.template operator()<Activation::Linear>();
        break;
    }
}

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

/// aᵢ = exp(zᵢ − max z) / Σ exp(zⱼ − max z), column by column, in place.
template <class Real>
void softmax_columns(Real* values, std::int32_t units, std::int32_t stride, std::int32_t columns) {
    using V = Lanes<Real>;
    for (std::int32_t column = 0; column < columns; column += k_lanes<Real>) {
        Real* first = values + column;
        V largest = load<V>(first);
        for (std::int32_t unit = 1; unit < units; ++unit) {
            const V z = load<V>(first + std::int64_t{unit} * stride);
            largest = select<V>(less<V>(largest, z), z, largest);
        }
        V sum = splat<V>(0);
        for (std::int32_t unit = 0; unit < units; ++unit) {
            Real* row = first + std::int64_t{unit} * stride;
            const V e = math::exp(load<V>(row) - largest);
            sum += e;
            store<V>(row, e);
        }
        for (std::int32_t unit = 0; unit < units; ++unit) {
            Real* row = first + std::int64_t{unit} * stride;
            store<V>(row, load<V>(row) / sum);
        }
    }
}

template <class Real>
void forward(const LayerView<Real>& layer, const Real* in, Real* out, std::int32_t stride,
             std::int32_t columns) {
    columns = vector_columns<Real>(columns);
    with_activation_kind(layer.activation, [&]<Activation Kind>() {
        std::int32_t unit = 0;
        for (; unit + 4 <= layer.units; unit += 4)
            forward_units<Real, Kind, 4>(layer, unit, in, out, stride, columns);
        for (; unit < layer.units; ++unit)
            forward_units<Real, Kind, 1>(layer, unit, in, out, stride, columns);
    });
    if (layer.activation == Activation::Softmax) softmax_columns(out, layer.units, stride, columns);
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
            store<V>(delta_in + at, sum[i][v] * UnitActivation<Kind>::template derivative<V>(a));
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
void backward(const LayerView<Real>& layer, const Real* delta, const Real* in,
              Activation in_activation, Real* delta_in, std::int32_t stride, std::int32_t columns) {
    columns = vector_columns<Real>(columns);
    with_activation_kind(in_activation, [&]<Activation Kind>() {
        std::int32_t from = 0;
        for (; from + 4 <= layer.inputs; from += 4)
            backward_inputs<Real, Kind, 4>(layer, from, delta, in, delta_in, stride, columns);
        for (; from < layer.inputs; ++from)
            backward_inputs<Real, Kind, 1>(layer, from, delta, in, delta_in, stride, columns);
    });
}

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

/// ∂(scale·E)/∂z of unit-wise output activations: ∂E/∂o · f′.
template <class Real, Activation Kind>
BACKPROP_INLINE Lanes<Real> squared_delta(ErrorKind error, Real scale, Lanes<Real> o,
                                          Lanes<Real> y) {
    using V = Lanes<Real>;
    // ½(o − y)² → o − y;  (o − y)² → 2(o − y)
    const V slope = error == ErrorKind::Squared ? splat<V>(2) * (o - y) : o - y;
    return splat<V>(scale) * slope * UnitActivation<Kind>::template derivative<V>(o);
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
void output_delta(ErrorKind error, Activation activation, Real scale, const Real* out,
                  const Real* targets, Real* delta, std::int32_t units, std::int32_t stride,
                  std::int32_t columns) {
    using V = Lanes<Real>;
    const std::int32_t end = vector_columns<Real>(columns);
    if (error == ErrorKind::CrossEntropy) {
        softmax_delta(scale, out, targets, delta, units, stride, end);
    } else {
        with_activation_kind(activation, [&]<Activation Kind>() {
            for (std::int32_t unit = 0; unit < units; ++unit)
                for (std::int32_t column = 0; column < end; column += k_lanes<Real>) {
                    const std::int64_t at = std::int64_t{unit} * stride + column;
                    store<V>(delta + at, squared_delta<Real, Kind>(error, scale, load<V>(out + at),
                                                                   load<V>(targets + at)));
                }
        });
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
            &backward<Real>,
            &add_weight_gradients<Real>,
            &add_bias_gradients<Real>,
            &output_delta<Real>,
            &update<Real>};
}

} // namespace
} // namespace backprop
