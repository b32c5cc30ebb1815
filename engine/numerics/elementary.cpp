#include "engine/numerics/elementary.hpp"

// Double arithmetic throughout; the float forms round the double result once more.

namespace backprop::math {

#ifdef __wasm__
constexpr ElementaryTable<double> k_elementary_double;
constexpr ElementaryTable<float> k_elementary_float;
#endif

namespace {

constexpr double k_not_a_number = __builtin_nan("");
constexpr double k_infinity = __builtin_inf();

/// An angle minus a multiple of pi/2, as the unevaluated sum high + low, |high| <= pi/4, and that
/// multiple's remainder by 4.
struct ReducedAngle {
    double high, low;
    unsigned quadrant;
};

/// Cody and Waite: pi/2 in three parts, the first two so short that their products with
/// n <= 63,662 (16 bits) are exact.
ReducedAngle reduce(double x) {
    constexpr double k_two_over_pi = 0x1.45f306dc9c883p-1;
    constexpr double k_part_1 = 0x1.921fb54400000p+0;
    constexpr double k_part_2 = 0x1.0b4611a600000p-34;
    constexpr double k_part_3 = 0x1.3198a2e037073p-69;
    constexpr double k_round = 0x1.8p52;
    const double rounded = x * k_two_over_pi + k_round;
    const double n = rounded - k_round;
    const double first = x - n * k_part_1;
    const double second_part = n * k_part_2;
    const double second = first - second_part;
    const double third_part = n * k_part_3 - ((first - second) - second_part);
    const double high = second - third_part;
    return {high, (second - high) - third_part,
            static_cast<unsigned>(to_bits<double>(rounded) & 3)};
}

/// sin(high + low), |high| <= pi/4: x + x^3 S(x^2), and low enters as low cos(high).
double small_sin(double high, double low) {
    const double u = high * high;
    double s = -0x1.ae5e683cc1d5dp-26 + u * 0x1.5d9384d12eb3fp-33;
    s = 0x1.71de357aaf3a0p-19 + u * s;
    s = -0x1.a01a019c15b59p-13 + u * s;
    s = 0x1.111111110f8a4p-7 + u * s;
    s = -0x1.5555555555549p-3 + u * s;
    return high + (high * u * s + low * (1.0 - 0.5 * u));
}

/// cos(high + low), |high| <= pi/4: 1 - x^2/2 + x^4 C(x^2), and low enters as -low sin(high).
double small_cos(double high, double low) {
    const double u = high * high;
    double c = 0x1.1ee9f10fada0bp-29 + u * -0x1.8fb1097109ab9p-37;
    c = -0x1.27e4f812648fcp-22 + u * c;
    c = 0x1.a01a019cbf0d0p-16 + u * c;
    c = -0x1.6c16c16c1521dp-10 + u * c;
    c = 0x1.555555555554cp-5 + u * c;
    const double half = 0.5 * u;
    const double leading = 1.0 - half;
    const double lost = (1.0 - leading) - half; // what rounding took from 1 - u/2, exactly
    return leading + (lost + (u * u * c - high * low));
}

double sine_of(ReducedAngle angle, unsigned quadrant) {
    const double value =
        (quadrant & 1) != 0 ? small_cos(angle.high, angle.low) : small_sin(angle.high, angle.low);
    return (quadrant & 2) != 0 ? -value : value;
}

} // namespace

/// x = 2^k (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)); s = f / (2 + f);
/// log(1 + f) = 2 atanh(s) = 2s + s^3 R(s^2), written as f - (f^2/2 - s (f^2/2 + s^2 R)) so that
/// the rounding of s does not reach the leading term.
double log(double x) {
    if (!(x > 0.0)) return x == 0.0 ? -k_infinity : k_not_a_number;
    if (x == k_infinity) return x;
    std::int64_t k = 0;
    if (x < 0x1p-1022) {
        x *= 0x1p54;
        k = -54;
    }
    // Subtracting the bits of sqrt(1/2) makes the exponent field count from there.
    constexpr std::uint64_t k_sqrt_half = 0x3fe6a09e667f3bcd;
    const std::uint64_t offset = to_bits<double>(x) - k_sqrt_half;
    const std::int64_t exponent = static_cast<std::int64_t>(offset) >> 52;
    k += exponent;
    const double f =
        from_bits<double>(to_bits<double>(x) - (static_cast<std::uint64_t>(exponent) << 52)) - 1.0;
    return log_of_reduced<double>(f, static_cast<double>(k));
}

double sin(double x) {
    if (!(x >= -k_trigonometric_limit && x <= k_trigonometric_limit)) return k_not_a_number;
    if (x == 0.0) return x;
    const ReducedAngle angle = reduce(x);
    return sine_of(angle, angle.quadrant);
}

double cos(double x) {
    if (!(x >= -k_trigonometric_limit && x <= k_trigonometric_limit)) return k_not_a_number;
    const ReducedAngle angle = reduce(x);
    return sine_of(angle, angle.quadrant + 1);
}

float log(float x) {
    return static_cast<float>(log(static_cast<double>(x)));
}
float sin(float x) {
    return static_cast<float>(sin(static_cast<double>(x)));
}
float cos(float x) {
    return static_cast<float>(cos(static_cast<double>(x)));
}

} // namespace backprop::math
