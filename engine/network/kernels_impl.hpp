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

/// a = f(z), and f′ from a, or from z where a does not tell it. NaN stays NaN everywhere, or
/// divergence would go unseen.
template <Activation Kind>
struct UnitActivation;

template <>
struct UnitActivation<Activation::Linear> {
    template <class V>
    BACKPROP_INLINE V value(V z) {
        return z;
    }
    template <class V>
    BACKPROP_INLINE V derivative(V, V) {
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
    BACKPROP_INLINE V derivative(V a, V) {
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
    BACKPROP_INLINE V derivative(V a, V) {
        return splat<V>(1) - a * a;
    }
};
template <>
struct UnitActivation<Activation::Relu> {
    template <class V>
    BACKPROP_INLINE V value(V z) {
        return select<V>(less_equal<V>(z, splat<V>(0)), splat<V>(0), z);
    }
    template <class V>
    BACKPROP_INLINE V derivative(V a, V) {
        return select<V>(less<V>(splat<V>(0), a), splat<V>(1), splat<V>(0));
    }
};
template <>
struct UnitActivation<Activation::LeakyRelu> {
    template <class V>
    BACKPROP_INLINE V value(V z) {
        return select<V>(less<V>(splat<V>(0), z), z, z * ScalarOf<V>(k_leaky_slope));
    }
    template <class V>
    BACKPROP_INLINE V derivative(V a, V) {
        return select<V>(less<V>(splat<V>(0), a), splat<V>(1),
                         splat<V>(ScalarOf<V>(k_leaky_slope)));
    }
};
template <>
struct UnitActivation<Activation::Elu> {
    template <class V>
    BACKPROP_INLINE V value(V z) {
        const V below = math::exp_minus_one(at_most<V>(z, splat<V>(0)));
        return select<V>(less<V>(splat<V>(0), z), z, below);
    }
    template <class V>
    BACKPROP_INLINE V derivative(V a, V) {
        return select<V>(less<V>(splat<V>(0), a), splat<V>(1), a + splat<V>(1));
    }
};
template <>
struct UnitActivation<Activation::Gelu> {
    /// Φ(z) = ½ (1 + erf(z / √2))
    template <class V>
    BACKPROP_INLINE V normal_below(V z) {
        constexpr double k_one_over_sqrt_2 = 0.7071067811865476;
        const V e = math::erf(z * ScalarOf<V>(k_one_over_sqrt_2));
        return splat<V>(ScalarOf<V>(0.5)) * (splat<V>(1) + e);
    }
    /// φ(z) = e^(−z²/2) / √(2π)
    template <class V>
    BACKPROP_INLINE V normal_density(V z) {
        constexpr double k_one_over_sqrt_2_pi = 0.3989422804014327;
        return math::exp(z * z * ScalarOf<V>(-0.5)) * ScalarOf<V>(k_one_over_sqrt_2_pi);
    }
    template <class V>
    BACKPROP_INLINE V value(V z) {
        return z * normal_below(z);
    }
    template <class V>
    BACKPROP_INLINE V derivative(V, V z) {
        return normal_below(z) + z * normal_density(z);
    }
};
template <>
struct UnitActivation<Activation::Swish> {
    template <class V>
    BACKPROP_INLINE V value(V z) {
        return z * math::sigmoid(z);
    }
    template <class V>
    BACKPROP_INLINE V derivative(V, V z) {
        const V s = math::sigmoid(z);
        return s * (splat<V>(1) + z * (splat<V>(1) - s));
    }
};
template <>
struct UnitActivation<Activation::Softplus> {
    template <class V>
    BACKPROP_INLINE V value(V z) {
        return math::softplus(z);
    }
    template <class V>
    BACKPROP_INLINE V derivative(V a, V) {
        return -math::exp_minus_one(-a);
    }
};

/// The activations that the tiles apply to their sums at once. The others cost far more than
/// another pass over the numbers, and would make the program larger by all the tiles.
constexpr bool is_fused(Activation kind) {
    return kind == Activation::Linear || kind == Activation::Sigmoid || kind == Activation::Tanh ||
           kind == Activation::Relu;
}

/// Calls `body.template operator()<Kind>()` for a fused activation, for others as for linear.
template <class Body>
BACKPROP_INLINE void with_fused_kind(Activation kind, Body body) {
    if (kind == Activation::Sigmoid) {
        body.template operator()<Activation::Sigmoid>();
    } else if (kind == Activation::Tanh) {
        body.template operator()<Activation::Tanh>();
    } else if (kind == Activation::Relu) {
        body.template operator()<Activation::Relu>();
    } else {
        body.template operator()<Activation::Linear>();
    }
}

/// Calls `body.template operator()<Kind>()` for the unit-wise activation; softmax counts as
/// linear here: its layer is finished by `softmax_columns`, its derivative by `output_delta`.
template <class Body>
BACKPROP_INLINE void with_activation_kind(Activation kind, Body body) {
    switch (kind) {
    case Activation::LeakyRelu:
        body.template operator()<Activation::LeakyRelu>();
        break;
    case Activation::Elu:
        body.template operator()<Activation::Elu>();
        break;
    case Activation::Gelu:
        body.template operator()<Activation::Gelu>();
        break;
    case Activation::Swish:
        body.template operator()<Activation::Swish>();
        break;
    case Activation::Softplus:
        body.template operator()<Activation::Softplus>();
        break;
    case Activation::Linear:
    case Activation::Sigmoid:
    case Activation::Tanh:
    case Activation::Relu:
    case Activation::Softmax:
        with_fused_kind(kind, body);
        break;
    }
}

/// Calls `body(offset)` for every vector of a units × columns matrix, row by row.
template <class Real, class Body>
BACKPROP_INLINE void for_each_vector(std::int32_t units, std::int32_t stride, std::int32_t columns,
                                     Body body) {
    for (std::int32_t unit = 0; unit < units; ++unit)
        for (std::int32_t column = 0; column < columns; column += k_lanes<Real>)
            body(std::int64_t{unit} * stride + column);
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

/// ∂E/∂o of the errors that know nothing of the output's activation.
template <ErrorKind Error>
struct ErrorSlope;

template <>
struct ErrorSlope<ErrorKind::HalfSquared> {
    template <class V>
    BACKPROP_INLINE V value(V o, V y, V) {
        return o - y;
    }
};
template <>
struct ErrorSlope<ErrorKind::Squared> {
    template <class V>
    BACKPROP_INLINE V value(V o, V y, V) {
        return splat<V>(2) * (o - y);
    }
};
template <>
struct ErrorSlope<ErrorKind::Absolute> {
    template <class V>
    BACKPROP_INLINE V value(V o, V y, V) {
        const V d = o - y; // for 0 and NaN the sign is d itself
        const V not_above = select<V>(less<V>(d, splat<V>(0)), splat<V>(-1), d);
        return select<V>(less<V>(splat<V>(0), d), splat<V>(1), not_above);
    }
};
template <>
struct ErrorSlope<ErrorKind::Huber> {
    template <class V>
    BACKPROP_INLINE V value(V o, V y, V limit) {
        return at_most<V>(at_least<V>(o - y, -limit), limit);
    }
};
template <>
struct ErrorSlope<ErrorKind::Hinge> {
    template <class V>
    BACKPROP_INLINE V value(V o, V y, V) {
        const V margin = y * o; // NaN is on neither side of 1
        const V not_below = select<V>(less_equal<V>(splat<V>(1), margin), splat<V>(0), margin);
        return select<V>(less<V>(margin, splat<V>(1)), -y, not_below);
    }
};
/// Joined with sigmoid: ∂E/∂o · f′ = o − y, which is ∂E/∂z.
template <>
struct ErrorSlope<ErrorKind::BinaryCrossEntropy> {
    template <class V>
    BACKPROP_INLINE V value(V o, V y, V) {
        return o - y;
    }
};

/// Calls `body.template operator()<Error>()`; not for cross-entropy.
template <class Body>
BACKPROP_INLINE void with_error_kind(ErrorKind error, Body body) {
    switch (error) {
    case ErrorKind::HalfSquared:
        body.template operator()<ErrorKind::HalfSquared>();
        break;
    case ErrorKind::Squared:
        body.template operator()<ErrorKind::Squared>();
        break;
    case ErrorKind::Absolute:
        body.template operator()<ErrorKind::Absolute>();
        break;
    case ErrorKind::Huber:
        body.template operator()<ErrorKind::Huber>();
        break;
    case ErrorKind::Hinge:
        body.template operator()<ErrorKind::Hinge>();
        break;
    case ErrorKind::BinaryCrossEntropy:
        body.template operator()<ErrorKind::BinaryCrossEntropy>();
        break;
    case ErrorKind::CrossEntropy:
        break;
    }
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
