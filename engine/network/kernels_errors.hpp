#pragma once

// For the kernels (kernels_impl.hpp): the slopes of the errors, lane by lane.

#include "engine/network/loss.hpp"
#include "engine/numerics/vector.hpp"

namespace backprop {
namespace {

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

} // namespace
} // namespace backprop
