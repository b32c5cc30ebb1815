#pragma once

#include <cstdint>
#include <vector>

namespace backprop::accuracy {

/// How arguments are spread over a range.
enum class Spread : std::uint8_t {
    Even,  ///< every stretch of the line gets as many
    Sizes, ///< every representable number is as likely: all magnitudes, denormals included
};

struct Range {
    double low, high; ///< rounded to the precision under test; both included
    Spread spread;
};

/// One of the engine's functions in one precision, and two that know the truth: extended precision
/// (64 digits of significand, quick) and libquadmath (113 digits, slow).
template <class Real>
struct Subject {
    const char* name;
    Real (*own)(Real);
    long double (*extended)(long double);
    __float128 (*exact)(__float128);
    std::vector<Range> domain; ///< each range gets as many arguments
    bool quarter_turns;        ///< also the numbers beside every multiple of π/2
};

template <class Real>
std::vector<Subject<Real>> subjects();

} // namespace backprop::accuracy
