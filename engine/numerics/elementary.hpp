#pragma once

#include "engine/numerics/vector.hpp"

#include <cstdint>

// exp, tanh and sigmoid on lane vectors, branch-free, and on plain numbers: the same template, so
// a lane and a plain number give the same bits. The standard library's functions differ between
// systems in the last bits; these use nothing but IEEE additions, multiplications and divisions,
// and integer operations. Coefficients: tests/oracle/elementary_coefficients.py.

namespace backprop::math {

/// What the functions below need to know about a precision.
template <class Real>
struct ElementaryConstants;

template <>
struct ElementaryConstants<double> {
    static constexpr int k_mantissa_bits = 52;
    static constexpr std::uint64_t k_exponent_bias = 1023;
    // Adding 1.5 * 2^52 rounds to an integer, which then stands in the low bits of the sum.
    static constexpr double k_round = 0x1.8p52;

    static constexpr double k_log2_e = 0x1.71547652b82fep+0;
    static constexpr double k_two_log2_e = 0x1.71547652b82fep+1;
    // ln 2 in two parts; the first has trailing zeros, so that n * first is exact. Both are
    // positive, so that x = -0 stays -0 when 0 * part is subtracted.
    static constexpr double k_ln2_high = 0x1.62e42fefa3800p-1;
    static constexpr double k_ln2_low = 0x1.ef35793c76730p-45;

    // exp: beyond these limits the result is infinite or zero anyway.
    static constexpr double k_exp_low = -746.0;
    static constexpr double k_exp_high = 710.0;
    // 2^n for n below the smallest exponent is applied in two steps, n + shift and -shift.
    static constexpr int k_shift = 100;
    static constexpr double k_two_to_shift = 0x1p100;
    static constexpr double k_two_to_minus_shift = 0x1p-100;

    static constexpr double k_tanh_limit = 20.0;
    static constexpr double k_sigmoid_high = 40.0;
};

template <>
struct ElementaryConstants<float> {
    static constexpr int k_mantissa_bits = 23;
    static constexpr std::uint32_t k_exponent_bias = 127;
    static constexpr float k_round = 0x1.8p23F;

    static constexpr float k_log2_e = 0x1.715476p+0F;
    static constexpr float k_two_log2_e = 0x1.715476p+1F;
    static constexpr float k_ln2_high = 0x1.62e4p-1F;
    static constexpr float k_ln2_low = 0x1.7f7d1cp-20F;

    static constexpr float k_exp_low = -105.0F;
    static constexpr float k_exp_high = 89.0F;
    static constexpr int k_shift = 64;
    static constexpr float k_two_to_shift = 0x1p64F;
    static constexpr float k_two_to_minus_shift = 0x1p-64F;

    static constexpr float k_tanh_limit = 10.0F;
    static constexpr float k_sigmoid_high = 20.0F;
};

/// tanh(h) = b / a for |h| <= ln(2)/4: a minimax rational function, b odd and a even in h.
template <class V>
struct TanhFraction {
    V b, a;
};
template <class V>
BACKPROP_INLINE TanhFraction<V> small_tanh(V h) {
    const V u = h * h;
    if constexpr (sizeof(ScalarOf<V>) == 8) {
        const V p = 0x1.c71024dbb3be1p-4 + u * 0x1.15323a08aa488p-10;
        const V q = 0x1.c7195e8c423e6p-2 + u * 0x1.03fc9359e698bp-6;
        return {h + h * u * p, 1.0 + u * q};
    } else {
        return {h + h * u * 0x1.10bdb6p-4F, 1.0F + u * 0x1.9984b2p-2F};
    }
}

/// The bits of 2^(n + shift), n being the integer in the low bits of `rounded` (= n + k_round).
template <class V>
BACKPROP_INLINE V power_of_two(V rounded, int shift = 0) {
    using Constants = ElementaryConstants<ScalarOf<V>>;
    using Unsigned = UnsignedOf<ScalarOf<V>>;
    const Unsigned exponent_of_one =
        (Constants::k_exponent_bias +
         static_cast<Unsigned>(static_cast<SignedOf<ScalarOf<V>>>(shift)))
        << Constants::k_mantissa_bits;
    return from_bits<V>((to_bits<V>(rounded) << Constants::k_mantissa_bits) + exponent_of_one);
}

/// e^x. +inf from 709.78 (float: 88.72) on, gradual underflow to 0, NaN stays NaN.
/// x = n ln 2 + r, |r| <= ln(2)/2; e^x = 2^n (1 + r + r^2 q(r)), q a minimax polynomial.
template <class V>
BACKPROP_INLINE V exp(V x) {
    using Real = ScalarOf<V>;
    using Constants = ElementaryConstants<Real>;
    x = at_most<V>(at_least<V>(x, splat<V>(Constants::k_exp_low)), splat<V>(Constants::k_exp_high));
    const V rounded = x * Constants::k_log2_e + Constants::k_round;
    const V n = rounded - Constants::k_round;
    const V r = (x - n * Constants::k_ln2_high) - n * Constants::k_ln2_low;
    V q;
    if constexpr (sizeof(Real) == 8) {
        q = 0x1.28ae3f565ed00p-22 + r * 0x1.adfd73457a60ap-26;
        q = 0x1.71deee5c8a236p-19 + r * q;
        q = 0x1.a01998dc6c114p-16 + r * q;
        q = 0x1.a01a013c42387p-13 + r * q;
        q = 0x1.6c16c184b521fp-10 + r * q;
        q = 0x1.1111111124d29p-7 + r * q;
        q = 0x1.5555555550607p-5 + r * q;
        q = 0x1.5555555555503p-3 + r * q;
        q = 0x1.000000000000ap-1 + r * q;
    } else {
        q = 0x1.123e0cp-7F + r * 0x1.6ac42cp-10F;
        q = 0x1.555858p-5F + r * q;
        q = 0x1.55548cp-3F + r * q;
        q = 0x1.fffffcp-2F + r * q;
    }
    const V mantissa = Real{1} + (r + r * r * q);
    // 2^n in two steps, of which the first is always a normal number and exact.
    const MaskOf<V> negative = less<V>(x, splat<V>(Real{0}));
    const V first = select<V>(negative, power_of_two<V>(rounded, Constants::k_shift),
                              power_of_two<V>(rounded, -Constants::k_shift));
    const V second = select<V>(negative, splat<V>(Constants::k_two_to_minus_shift),
                               splat<V>(Constants::k_two_to_shift));
    return mantissa * first * second;
}

/// tanh x, in [-1, 1], odd to the bit; tanh(-0) = -0, NaN stays NaN.
/// With x = n ln(2)/2 + h, |h| <= ln(2)/4, s = 2^n and tanh(h) = b/a:
/// tanh x = ((s - 1) a + (s + 1) b) / ((s + 1) a + (s - 1) b), one division.
template <class V>
BACKPROP_INLINE V tanh(V x) {
    using Real = ScalarOf<V>;
    using Constants = ElementaryConstants<Real>;
    x = at_most<V>(at_least<V>(x, splat<V>(-Constants::k_tanh_limit)),
                   splat<V>(Constants::k_tanh_limit));
    const V rounded = x * Constants::k_two_log2_e + Constants::k_round;
    const V n = rounded - Constants::k_round;
    const V h = (x - n * (Constants::k_ln2_high / 2)) - n * (Constants::k_ln2_low / 2);
    const TanhFraction<V> small = small_tanh<V>(h);
    const V s = power_of_two<V>(rounded);
    const V plus = s + Real{1};
    const V minus = Real{1} - s; // subtracted below: keeps the sign of x = -0
    return (plus * small.b - minus * small.a) / (plus * small.a - minus * small.b);
}

/// The logistic function 1 / (1 + e^-x), in [0, 1], with gradual underflow; NaN stays NaN.
/// With x = n ln 2 + 2h and tanh(h) = b/a, e^x = 2^n (a + b) / (a - b), and the two fractions
/// become one division.
template <class V>
BACKPROP_INLINE V sigmoid(V x) {
    using Real = ScalarOf<V>;
    using Constants = ElementaryConstants<Real>;
    x = at_most<V>(at_least<V>(x, splat<V>(Constants::k_exp_low)),
                   splat<V>(Constants::k_sigmoid_high));
    const V rounded = x * Constants::k_log2_e + Constants::k_round;
    const V n = rounded - Constants::k_round;
    const V r = (x - n * Constants::k_ln2_high) - n * Constants::k_ln2_low;
    const TanhFraction<V> small = small_tanh<V>(r * Real(0.5));
    const V top = (small.a + small.b) * power_of_two<V>(rounded, Constants::k_shift);
    return top / ((small.a - small.b) * Constants::k_two_to_shift + top);
}

/// Natural logarithm. log(0) = -inf, log(x < 0) = NaN, log(inf) = inf; denormals are right.
double log(double x);
float log(float x);

/// Sine and cosine for |x| <= k_trigonometric_limit; NaN beyond it, and for NaN.
inline constexpr double k_trigonometric_limit = 1e5;
double sin(double x);
double cos(double x);
float sin(float x);
float cos(float x);

} // namespace backprop::math
