#pragma once

// For the kernels (kernels_impl.hpp): the activations and their derivatives, lane by lane.

#include "engine/network/activation.hpp"
#include "engine/numerics/elementary.hpp"
#include "engine/numerics/vector.hpp"

namespace backprop {
namespace {

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

/// Calls `body.template operator()<Kind>()` for the unit-wise activation; softmax counts as
/// linear here: its layer is finished by `softmax_columns`, its derivative by `output_delta`.
template <class Body>
BACKPROP_INLINE void with_activation_kind(Activation kind, Body body) {
    switch (kind) {
    case Activation::Linear:
    case Activation::Softmax:
        body.template operator()<Activation::Linear>();
        break;
    case Activation::Sigmoid:
        body.template operator()<Activation::Sigmoid>();
        break;
    case Activation::Tanh:
        body.template operator()<Activation::Tanh>();
        break;
    case Activation::Relu:
        body.template operator()<Activation::Relu>();
        break;
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
    }
}

} // namespace
} // namespace backprop
