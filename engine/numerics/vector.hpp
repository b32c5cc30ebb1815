#pragma once

#include <cfloat>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

// Lane vectors on the vector extension that g++, clang and em++ share. Everything is arithmetic
// that IEEE 754 defines to the last bit, so a program's results do not depend on how wide its
// vectors are or which instructions they become.

#ifdef __FAST_MATH__
#error "The engine's results are promised to the bit: build without -ffast-math."
#endif
static_assert(FLT_EVAL_METHOD == 0, "float and double must be evaluated as such (x86: -msse2)");

/// Internal linkage and always inlined: the same header is compiled into several files for several
/// instruction sets, and no copy made for one of them may be linked into another. A build that
/// counts branches calls them, or each call's copy would count as branches of its own.
#ifdef BACKPROP_COVERAGE
#define BACKPROP_INLINE static inline
#else
#define BACKPROP_INLINE static inline __attribute__((always_inline))
#endif

/// The opposite, for what costs its callers more registers than a call.
#define BACKPROP_OUTLINE static __attribute__((noinline))

// Compilers note that vectors wider than the target's registers have no fixed calling convention.
// Nothing here is ever called, or only by its own file's code: see BACKPROP_INLINE. (g++ may still
// say so for functions that use this header: compile them with -Wno-psabi.)
#pragma GCC diagnostic ignored "-Wpsabi"

namespace backprop {

/// The integer types as wide as Real (float, double).
template <class Real>
using SignedOf = std::conditional_t<sizeof(Real) == 4, std::int32_t, std::int64_t>;
template <class Real>
using UnsignedOf = std::conditional_t<sizeof(Real) == 4, std::uint32_t, std::uint64_t>;

/// The vector of Bytes / sizeof(Real) lanes, with its two integer companions.
template <class Real, int Bytes>
struct VectorOf {
    using Scalar = Real;
    static constexpr int lanes = Bytes / static_cast<int>(sizeof(Real));
    typedef Real type __attribute__((vector_size(Bytes)));
    typedef UnsignedOf<Real> bits __attribute__((vector_size(Bytes)));
    typedef SignedOf<Real> mask __attribute__((vector_size(Bytes)));
};
template <class Real, int Bytes>
using Vector = typename VectorOf<Real, Bytes>::type;

/// Describes V, a lane vector or a plain float or double (one lane): its Scalar, the unsigned
/// integers of the same shape (Bits) and what comparisons give (Mask: all ones or all zeros).
template <class V, bool IsScalar = std::is_arithmetic_v<V>>
struct LanesOf {
    using Scalar = V;
    using Bits = UnsignedOf<V>;
    using Mask = SignedOf<V>;
    static constexpr int lanes = 1;
};
template <class V>
struct LanesOf<V, false> {
    using Scalar = std::remove_cv_t<std::remove_reference_t<decltype(std::declval<V&>()[0])>>;
    using Bits = typename VectorOf<Scalar, sizeof(V)>::bits;
    using Mask = typename VectorOf<Scalar, sizeof(V)>::mask;
    static constexpr int lanes = VectorOf<Scalar, sizeof(V)>::lanes;
};
template <class V>
using ScalarOf = typename LanesOf<V>::Scalar;
template <class V>
using BitsOf = typename LanesOf<V>::Bits;
template <class V>
using MaskOf = typename LanesOf<V>::Mask;

/// Reads LanesOf<V>::lanes numbers from `from`, which need not be aligned.
template <class V>
BACKPROP_INLINE V load(const ScalarOf<V>* from) {
    V result;
    std::memcpy(&result, from, sizeof(V));
    return result;
}

/// Writes all lanes of `value` to `to`, which need not be aligned.
template <class V>
BACKPROP_INLINE void store(ScalarOf<V>* to, V value) {
    std::memcpy(to, &value, sizeof(V));
}

/// `value` in every lane (signed zeros keep their sign: x - (+0) = x for every x).
template <class V>
BACKPROP_INLINE V splat(ScalarOf<V> value) {
    if constexpr (std::is_arithmetic_v<V>) {
        return value;
    } else {
        return value - V{};
    }
}

/// The lanes' bit patterns, and back.
template <class V>
BACKPROP_INLINE BitsOf<V> to_bits(V value) {
    BitsOf<V> result;
    std::memcpy(&result, &value, sizeof(V));
    return result;
}
template <class V>
BACKPROP_INLINE V from_bits(BitsOf<V> bits) {
    V result;
    std::memcpy(&result, &bits, sizeof(V));
    return result;
}

/// Lane by lane comparison: all ones where true; false where a lane is NaN.
template <class V>
BACKPROP_INLINE MaskOf<V> less(V a, V b) {
    if constexpr (std::is_arithmetic_v<V>) {
        return a < b ? MaskOf<V>{-1} : MaskOf<V>{0};
    } else {
        return a < b;
    }
}
template <class V>
BACKPROP_INLINE MaskOf<V> less_equal(V a, V b) {
    if constexpr (std::is_arithmetic_v<V>) {
        return a <= b ? MaskOf<V>{-1} : MaskOf<V>{0};
    } else {
        return a <= b;
    }
}
template <class V>
BACKPROP_INLINE MaskOf<V> equal(V a, V b) {
    if constexpr (std::is_arithmetic_v<V>) {
        return a == b ? MaskOf<V>{-1} : MaskOf<V>{0};
    } else {
        return a == b;
    }
}

/// `where_true` in the lanes where `mask` is set, `where_false` in the others.
template <class V>
BACKPROP_INLINE V select(MaskOf<V> mask, V where_true, V where_false) {
    return mask ? where_true : where_false;
}

/// The smaller or larger of a limit and x; NaN in x stays (the comparison is false then).
template <class V>
BACKPROP_INLINE V at_most(V x, V limit) {
    return select<V>(less<V>(limit, x), limit, x);
}
template <class V>
BACKPROP_INLINE V at_least(V x, V limit) {
    return select<V>(less<V>(x, limit), limit, x);
}

/// |x|, and |x| with the sign of `sign`; bit operations, so NaN stays NaN and -0 counts as minus.
template <class V>
BACKPROP_INLINE BitsOf<V> sign_bit(V x) {
    constexpr UnsignedOf<ScalarOf<V>> k_sign = UnsignedOf<ScalarOf<V>>{1}
                                            << (8 * sizeof(ScalarOf<V>) - 1);
    return to_bits<V>(x) & k_sign;
}
template <class V>
BACKPROP_INLINE V absolute(V x) {
    return from_bits<V>(to_bits<V>(x) ^ sign_bit<V>(x));
}
template <class V>
BACKPROP_INLINE V with_sign_of(V magnitude, V sign) {
    return from_bits<V>(to_bits<V>(absolute<V>(magnitude)) | sign_bit<V>(sign));
}

} // namespace backprop
