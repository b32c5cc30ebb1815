#pragma once

#include "engine/numerics/vector.hpp"

#include <cstdint>
#include <cstring>
#include <type_traits>

// Elementary functions on lane vectors, branch-free, and on plain numbers: the same template, so a
// lane and a plain number give the same bits. The standard library's functions differ between
// systems in the last bits; these use nothing but IEEE additions, multiplications and divisions,
// and integer operations. Worst errors: tests/engine/elementary_tests.cpp. All coefficients:
// tests/oracle/elementary_coefficients.py.
//
// Those of exponentials share one idea: x = n ln 2 + r with a small r, and a minimax rational
// function tanh(r/2) = b/a, b odd and a even in r, so that e^r = (a + b) / (a - b).

namespace backprop::math {

/// The numbers the functions below need, for one precision. Those of sigmoid carry a factor c
/// (below); "high" and "low" are a constant in two parts, the first with so many trailing zeros
/// that its product with n is exact, both positive so that -0 stays -0 when 0 * part is subtracted.
template <class Real>
struct ElementaryTable;

template <>
struct ElementaryTable<double> {
    double one = 1.0, two = 2.0;
    double round = 0x1.8p52; // adding it rounds to an integer, which stands in the sum's low bits
    double log2_e = 0x1.71547652b82fep+0, half_log2_e = 0x1.71547652b82fep-1;
    double ln2_high = 0x1.62e42fefa3800p-1, ln2_low = 0x1.ef35793c76730p-45;
    double two_ln2_high = 0x1.62e42fefa3800p+0, two_ln2_low = 0x1.ef35793c76730p-44;

    // |r| <= ln(2)/2, u = r^2: 2b = r + r u (b[0] + b[1] u), 2a = 2 + u (a[0] + a[1] u).
    double exp_low = -746.0, exp_high = 710.0;
    double exp_b[2] = {0x1.c71024dbb3be1p-6, 0x1.15323a08aa488p-14};
    double exp_a[2] = {0x1.c7195e8c423e6p-3, 0x1.03fc9359e698bp-9};
    double two_to_shift = 0x1p100, two_to_minus_shift = 0x1p-100;

    // |h| <= ln 2, u = h^2: b = h + h u (b[0] + ...), a = 1 + u (a[0] + ...).
    double tanh_limit = 20.0;
    double tanh_b[3] = {0x1.06716cfa1980ap-3, 0x1.6dc66bee39275p-9, 0x1.ec6fb52cadb37p-18};
    double tanh_a[3] = {0x1.d88e0bd262154p-2, 0x1.7d7b2eaca0098p-6, 0x1.b091741ad4225p-13};

    // As exp, but c b = r (b[0] + b[1] u + b[2] u^2), c a = c + u (a[0] + a[1] u).
    double sigmoid_low = -746.0, sigmoid_high = 40.0;
    double c = 1.609375, c_two_to_shift = 1.609375 * 0x1p100;
    double sigmoid_b[3] = {1.609375 * 0x1p-1, 1.609375 * 0x1.c71024dbb3be1p-7,
                           1.609375 * 0x1.15323a08aa488p-15};
    double sigmoid_a[2] = {1.609375 * 0x1.c7195e8c423e6p-4, 1.609375 * 0x1.03fc9359e698bp-10};
};

template <>
struct ElementaryTable<float> {
    float one = 1.0F, two = 2.0F;
    float round = 0x1.8p23F;
    float log2_e = 0x1.715476p+0F, two_log2_e = 0x1.715476p+1F;
    float ln2_high = 0x1.62e4p-1F, ln2_low = 0x1.7f7d1cp-20F;
    float half_ln2 = 0x1.62e430p-2F; // rounded, and no second part: see tanh_by_series

    float exp_low = -105.0F, exp_high = 89.0F;
    float exp_b[1] = {0x1.10bdb6p-6F};
    float exp_a[1] = {0x1.9984b2p-3F};
    float two_to_shift = 0x1p64F, two_to_minus_shift = 0x1p-64F;

    float tanh_limit = 10.0F;
    float tanh_t[2] = {-0x1.554e62p-2F, 0x1.0c0c0cp-3F}; // |h| <= ln(2)/4: tanh h = h + h u (...)

    float sigmoid_low = -105.0F, sigmoid_high = 20.0F;
    float c = 1.609375F, c_two_to_shift = 1.609375F * 0x1p64F;
    float sigmoid_b[2] = {1.609375F * 0x1p-1F, 1.609375F * 0x1.10bdb6p-7F};
    float sigmoid_a[1] = {1.609375F * 0x1.9984b2p-4F};
};

#ifdef __wasm__
// WebAssembly's compilers build a vector constant anew, in three instructions, at each use. Loaded
// from memory the constants stay in registers: a third faster (measured with V8).
extern const ElementaryTable<double> k_elementary_double;
extern const ElementaryTable<float> k_elementary_float;
#else
inline constexpr ElementaryTable<double> k_elementary_double;
inline constexpr ElementaryTable<float> k_elementary_float;
#endif

template <class Real>
BACKPROP_INLINE const ElementaryTable<Real>& elementary_table() {
    if constexpr (sizeof(Real) == 8) {
        return k_elementary_double;
    } else {
        return k_elementary_float;
    }
}

template <class Real>
inline constexpr int k_mantissa_bits = sizeof(Real) == 8 ? 52 : 23;
template <class Real>
inline constexpr int k_exponent_bias = sizeof(Real) == 8 ? 1023 : 127;
/// 2^n for an n below the least normal exponent is applied in two steps: n + shift, then -shift.
template <class Real>
inline constexpr int k_shift = sizeof(Real) == 8 ? 100 : 64;

/// 2^(step n + shift), n being the integer in the low bits of `rounded`; step is 1, 4 or -1.
template <int Step, int Shift, class V>
BACKPROP_INLINE V power_of_two(V rounded) {
    using Real = ScalarOf<V>;
    constexpr int k_bits = k_mantissa_bits<Real>;
    constexpr UnsignedOf<Real> k_zero_exponent =
        static_cast<UnsignedOf<Real>>(k_exponent_bias<Real> + Shift) << k_bits;
    const BitsOf<V> exponent = to_bits<V>(rounded) << (k_bits + (Step == 4 ? 2 : 0));
    return from_bits<V>(Step < 0 ? k_zero_exponent - exponent : exponent + k_zero_exponent);
}

/// e^x. Infinite from 709.79 (float: 88.73) on, gradual underflow to 0, NaN stays NaN.
/// e^x = 2^n (1 + 2b / (a - b)).
template <class V>
BACKPROP_INLINE V exp(V x) {
    using Real = ScalarOf<V>;
    const ElementaryTable<Real>& k = elementary_table<Real>();
    x = at_most<V>(at_least<V>(x, splat<V>(k.exp_low)), splat<V>(k.exp_high));
    const V rounded = x * k.log2_e + k.round;
    const V n = rounded - k.round;
    const V r = (x - n * k.ln2_high) - n * k.ln2_low;
    const V u = r * r;
    V twice_b, small_a; // 2b, 2a - 2
    if constexpr (sizeof(Real) == 8) {
        twice_b = r + r * u * (k.exp_b[0] + u * k.exp_b[1]);
        small_a = u * (k.exp_a[0] + u * k.exp_a[1]);
    } else {
        twice_b = r + r * u * k.exp_b[0];
        small_a = u * k.exp_a[0];
    }
    const V mantissa = k.one + (twice_b + twice_b) / (k.two + (small_a - twice_b));
    // 2^n in two steps, of which the first is always a normal number, and exact.
    const MaskOf<V> negative = less<V>(x, V{});
    const V first = select<V>(negative, power_of_two<1, k_shift<Real>, V>(rounded),
                              power_of_two<1, -k_shift<Real>, V>(rounded));
    const V second = select<V>(negative, splat<V>(k.two_to_minus_shift), splat<V>(k.two_to_shift));
    return mantissa * first * second;
}

/// tanh x of doubles x >= 0. With x = 2 n ln 2 + h, tanh h = b/a:
/// tanh x = 1 - 2 (a - b) / (2^4n (a + b) + (a - b)), and for n = 0, where that would cancel,
/// h - 2 (h a - b) / ((a + b) + (a - b)): one division for both.
template <class V>
BACKPROP_INLINE V tanh_by_fraction(V x) {
    const ElementaryTable<double>& k = elementary_table<double>();
    const V rounded = x * k.half_log2_e + k.round;
    const V n = rounded - k.round;
    const V h = (x - n * k.two_ln2_high) - n * k.two_ln2_low;
    const V u = h * h;
    const V small_b = h * u * (k.tanh_b[0] + u * (k.tanh_b[1] + u * k.tanh_b[2])); // b - h
    const V small_a = u * (k.tanh_a[0] + u * (k.tanh_a[1] + u * k.tanh_a[2]));     // a - 1
    const V difference = k.one + (small_a - (h + small_b));
    const V sum = (k.one + h) + (small_a + small_b); // near h = -ln 2 this order is more accurate
    const MaskOf<V> near_zero = equal<V>(rounded, splat<V>(k.round));
    const V top = select<V>(near_zero, h * small_a - small_b, difference);
    const V bottom = sum * power_of_two<4, 0, V>(rounded) + difference;
    return select<V>(near_zero, h, splat<V>(k.one)) - (top + top) / bottom;
}

/// tanh x of floats x >= 0. With x = n ln(2)/2 + h, t = tanh h, s = 2^-n, m = 1 - s, p = 1 + s:
///
///     tanh x = (1 - s e^-2h) / (1 + s e^-2h) = (m + p t) / (p + m t)
///            = m^2 + ((m - m^2 p) + (p - m^3) t) / (p + m t)
///
/// The quotient of two rounded sums would err by 2.5 units in the last place near 1; m^2 is exact
/// and near the result. For n = 0 all that is t. Few operations wait for the one before, which
/// is what small layers take their time for; in double it would err by 2.02 units.
/// All floats were tried: 1.934 units at worst.
template <class V>
BACKPROP_INLINE V tanh_by_series(V x) {
    const ElementaryTable<float>& k = elementary_table<float>();
    const V rounded = x * k.two_log2_e + k.round;
    // Up to n = 7 the difference is exact, and beyond it tanh hardly changes with h.
    const V h = x - (rounded - k.round) * k.half_ln2;
    const V u = h * h;
    const V t = h + h * u * (k.tanh_t[0] + u * k.tanh_t[1]);
    const V s = power_of_two<-1, 0, V>(rounded);
    const V m = k.one - s, p = k.one + s;
    const V close = m * m;
    const V rest = (m - close * p) + (p - close * m) * t;
    return close + rest / (p + m * t);
}

/// tanh x, in [-1, 1], odd to the bit; tanh(-0) = -0, NaN stays NaN.
template <class V>
BACKPROP_INLINE V tanh(V x) {
    using Real = ScalarOf<V>;
    const BitsOf<V> sign = sign_bit<V>(x);
    x = at_most<V>(absolute<V>(x), splat<V>(elementary_table<Real>().tanh_limit));
    V result;
    if constexpr (sizeof(Real) == 8) {
        result = tanh_by_fraction(x);
    } else {
        result = tanh_by_series(x);
    }
    return from_bits<V>(to_bits<V>(result) | sign);
}

/// The logistic function 1 / (1 + e^-x), in [0, 1], with gradual underflow; NaN stays NaN.
/// 2^n (a + b) / ((a - b) + 2^n (a + b)), all times c, which puts c (a + b) and c (a - b) into
/// [1.35, 1.92], where rounding hurts less than around 1 (chosen by trial: the smallest worst
/// error), and times 2^shift for underflow's sake.
template <class V>
BACKPROP_INLINE V sigmoid(V x) {
    using Real = ScalarOf<V>;
    const ElementaryTable<Real>& k = elementary_table<Real>();
    x = at_least<V>(at_most<V>(x, splat<V>(k.sigmoid_high)), splat<V>(k.sigmoid_low));
    const V rounded = x * k.log2_e + k.round;
    const V n = rounded - k.round;
    const V r = (x - n * k.ln2_high) - n * k.ln2_low;
    const V u = r * r;
    V b, small_a; // c b, c a - c
    if constexpr (sizeof(Real) == 8) {
        b = r * (k.sigmoid_b[0] + u * (k.sigmoid_b[1] + u * k.sigmoid_b[2]));
        small_a = u * (k.sigmoid_a[0] + u * k.sigmoid_a[1]);
    } else {
        b = r * (k.sigmoid_b[0] + u * k.sigmoid_b[1]);
        small_a = u * k.sigmoid_a[0];
    }
    const V top = (k.c + (small_a + b)) * power_of_two<1, k_shift<Real>, V>(rounded);
    return top / (k.c_two_to_shift + ((small_a - b) * k.two_to_shift + top));
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

/// `on_doubles` applied to lanes of any precision: floats are widened, in two halves of as many
/// bytes, and its results are rounded once more. For functions that are not worth coefficients of
/// their own in float.
template <class V, class Function>
BACKPROP_INLINE V in_double(V x, Function on_doubles) {
    if constexpr (sizeof(ScalarOf<V>) == 8) {
        return on_doubles(x);
    } else if constexpr (std::is_arithmetic_v<V>) {
        return static_cast<V>(on_doubles(static_cast<double>(x)));
    } else {
        using Half = Vector<float, sizeof(V) / 2>;
        using Wide = Vector<double, sizeof(V)>;
        Half halves[2];
        std::memcpy(halves, &x, sizeof(V));
        for (Half& half : halves)
            half = __builtin_convertvector(on_doubles(__builtin_convertvector(half, Wide)), Half);
        std::memcpy(&x, halves, sizeof(V));
        return x;
    }
}

/// e^x - 1 for x <= 0, accurate near 0 too; -0 stays -0 and NaN stays NaN.
/// With x = n ln 2 + r as in exp: 2^n (e^r - 1) + (2^n - 1), the first bracket without rounding to
/// 1 + ... in between.
template <class V>
BACKPROP_INLINE V exp_minus_one(V x) {
    return in_double(x, []<class D>(D wide) {
        const ElementaryTable<double>& k = elementary_table<double>();
        wide = at_least<D>(wide, splat<D>(-64.0)); // the result is -1 from -37.5 on
        const D rounded = wide * k.log2_e + k.round;
        const D n = rounded - k.round;
        const D r = (wide - n * k.ln2_high) - n * k.ln2_low;
        const D u = r * r;
        const D small_b = r * u * (k.exp_b[0] + u * k.exp_b[1]); // 2b - r
        const D small_a = u * (k.exp_a[0] + u * k.exp_a[1]);     // 2a - 2
        const D difference = small_a - (r + small_b);            // 2a - 2b - 2
        // 4b / (2a - 2b), with the r in it set apart: the rest is small beside it.
        const D rest = r - (r * difference - (small_b + small_b)) / (k.two + difference);
        const D power = power_of_two<1, 0, D>(rounded);
        const D result = rest * power + (power - k.one);
        return select<D>(equal<D>(n, splat<D>(0)), rest, result);
    });
}

/// ln((1 + f)·2ⁿ) for √½ ≤ 1 + f ≤ √2, with s = f / (2 + f): the series of 2·artanh s.
template <class D>
BACKPROP_INLINE D log_of_reduced(D f, D n) {
    const ElementaryTable<double>& k = elementary_table<double>();
    const D s = f / (2.0 + f);
    const D u = s * s;
    D r = 0x1.39a1d96a9540cp-3 + u * 0x1.2f0464b3d77dfp-3;
    r = 0x1.74663d72daecbp-3 + u * r;
    r = 0x1.c71c5212303edp-3 + u * r;
    r = 0x1.24924941e3589p-2 + u * r;
    r = 0x1.999999997ff03p-2 + u * r;
    r = 0x1.5555555555592p-1 + u * r;
    const D half_square = 0.5 * f * f;
    const D low = s * (half_square + u * r) + n * k.ln2_low;
    return n * k.ln2_high - ((half_square - low) - f);
}

/// ln(1 + t) for 0 <= t <= 1, accurate near 0 too. As log, with f = t up to sqrt(2) - 1 and
/// 1 + t = 2 (1 + f), f = (t - 1) / 2, beyond.
template <class V>
BACKPROP_INLINE V log_of_one_plus(V t) {
    return in_double(t, []<class D>(D wide) {
        const ElementaryTable<double>& k = elementary_table<double>();
        const MaskOf<D> upper = less<D>(splat<D>(0.41421356237309503), wide);
        const D f = select<D>(upper, (wide - k.one) * 0.5, wide);
        const D n = select<D>(upper, splat<D>(1), splat<D>(0));
        return log_of_reduced<D>(f, n);
    });
}

/// ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|): never overflows; NaN stays NaN.
template <class V>
BACKPROP_INLINE V softplus(V x) {
    return in_double(x, []<class D>(D wide) {
        return at_least<D>(wide, splat<D>(0)) + log_of_one_plus(exp(-absolute<D>(wide)));
    });
}

/// The error function, in [-1, 1], odd to the bit; NaN stays NaN.
/// |x| < 0.875: x + x E(x^2); beyond: 1 - e^(-x^2) T(t), t = (x - 3) / (x + 3), where the errors of
/// the second term are small beside 1; from 6 on it is below half a unit in the last place.
template <class V>
BACKPROP_INLINE V erf(V x) {
    return in_double(x, []<class D>(D wide) {
        const D size = at_most<D>(absolute<D>(wide), splat<D>(6.0));
        const D u = wide * wide;
        D e = 0x1.e54ba6437925dp-27 + u * -0x1.dc8e0fab4e6cbp-31;
        e = -0x1.5dd08b03dfddep-23 + u * e;
        e = 0x1.b9c12f7aaf4d1p-20 + u * e;
        e = -0x1.f4d01fb190c2fp-17 + u * e;
        e = 0x1.f9a3103ab076fp-14 + u * e;
        e = -0x1.c02db36837ec3p-11 + u * e;
        e = 0x1.565bcd0be9ac6p-8 + u * e;
        e = -0x1.b82ce3127c6c7p-6 + u * e;
        e = 0x1.ce2f21a0429ffp-4 + u * e;
        e = -0x1.812746b0379e5p-2 + u * e;
        e = 0x1.06eba8214db69p-3 + u * e;
        const D t = (size - 3.0) / (size + 3.0);
        D tail = -0x1.a11db3c3af1b7p-19 + t * -0x1.76728d31bc259p-18;
        tail = 0x1.40e98ebbfc2b7p-14 + t * tail;
        tail = 0x1.c7f229c9bdbeep-15 + t * tail;
        tail = -0x1.36c947bc80554p-11 + t * tail;
        tail = 0x1.73c4b4f4427f8p-11 + t * tail;
        tail = 0x1.17cce78519e04p-8 + t * tail;
        tail = -0x1.8fa568203cbf9p-6 + t * tail;
        tail = 0x1.258b144fd630ep-4 + t * tail;
        tail = -0x1.336ffbef85a1cp-3 + t * tail;
        tail = 0x1.f6ff20409becbp-3 + t * tail;
        tail = -0x1.4e102b9cfae88p-2 + t * tail;
        tail = 0x1.6e9827d229c58p-3 + t * tail;
        const D far = with_sign_of<D>(1.0 - exp(-size * size) * tail, wide);
        return select<D>(less<D>(size, splat<D>(0.875)), wide + wide * e, far);
    });
}

} // namespace backprop::math
