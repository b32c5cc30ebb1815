#include "tests/accuracy/subjects.hpp"

#include "engine/numerics/elementary.hpp"

#include <cmath>
#include <limits>
#include <quadmath.h>

namespace backprop::accuracy {

// What libquadmath and the standard library do not have by themselves, in forms that lose nothing.
static __float128 exact_sigmoid(__float128 x) {
    if (x >= 0) return 1 / (1 + expq(-x));
    const __float128 e = expq(x);
    return e / (1 + e);
}
static long double extended_sigmoid(long double x) {
    if (x >= 0) return 1 / (1 + std::exp(-x));
    const long double e = std::exp(x);
    return e / (1 + e);
}
static __float128 exact_softplus(__float128 x) {
    return x > 0 ? x + log1pq(expq(-x)) : log1pq(expq(x));
}
static long double extended_softplus(long double x) {
    return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x));
}

template <class Real>
std::vector<Subject<Real>> subjects() {
    constexpr bool k_wide = sizeof(Real) == 8;
    constexpr double k_largest = std::numeric_limits<Real>::max();
    constexpr double k_overflow = k_wide ? 709.78271289338397 : 88.7228317; // of exp
    constexpr double k_underflow =
        k_wide ? -745.13321910194111 : -103.27892; // of exp, to denormals
    constexpr double k_turns = math::k_trigonometric_limit;
    const auto around_zero = [](double limit) {
        return std::vector<Range>{{-limit, limit, Spread::Sizes}, {-limit, limit, Spread::Even}};
    };
    return {
        {"exp",
         [](Real x) { return math::exp(x); },
         [](long double x) { return std::exp(x); },
         expq,
         {{k_underflow, k_overflow, Spread::Even},
          {-2, 2, Spread::Even},
          {k_underflow, k_overflow, Spread::Sizes}},
         false},
        {"exp_minus_one",
         [](Real x) { return math::exp_minus_one(x); },
         [](long double x) { return std::expm1(x); },
         expm1q,
         {{-40, 0, Spread::Even}, {-1, 0, Spread::Even}, {-k_largest, 0, Spread::Sizes}},
         false},
        {"log",
         [](Real x) { return math::log(x); },
         [](long double x) { return std::log(x); },
         logq,
         {{std::numeric_limits<Real>::denorm_min(), k_largest, Spread::Sizes},
          {0.25, 4, Spread::Even},
          {0.999, 1.001, Spread::Even}},
         false},
        {"log_of_one_plus",
         [](Real x) { return math::log_of_one_plus(x); },
         [](long double x) { return std::log1p(x); },
         log1pq,
         {{0, 1, Spread::Even}, {0, 1, Spread::Sizes}},
         false},
        {"tanh",
         [](Real x) { return math::tanh(x); },
         [](long double x) { return std::tanh(x); },
         tanhq,
         {{-22, 22, Spread::Even}, {-1, 1, Spread::Even}, {-k_largest, k_largest, Spread::Sizes}},
         false},
        {"sigmoid",
         [](Real x) { return math::sigmoid(x); },
         extended_sigmoid,
         exact_sigmoid,
         {{k_underflow, 40, Spread::Even}, {-8, 8, Spread::Even}, {k_underflow, 40, Spread::Sizes}},
         false},
        {"softplus",
         [](Real x) { return math::softplus(x); },
         extended_softplus,
         exact_softplus,
         {{k_underflow, 40, Spread::Even},
          {-8, 8, Spread::Even},
          {k_underflow, k_largest, Spread::Sizes}},
         false},
        {"erf",
         [](Real x) { return math::erf(x); },
         [](long double x) { return std::erf(x); },
         erfq,
         {{-6.5, 6.5, Spread::Even}, {-1, 1, Spread::Even}, {-k_largest, k_largest, Spread::Sizes}},
         false},
        {"sin", [](Real x) { return math::sin(x); }, [](long double x) { return std::sin(x); },
         sinq, around_zero(k_turns), true},
        {"cos", [](Real x) { return math::cos(x); }, [](long double x) { return std::cos(x); },
         cosq, around_zero(k_turns), true},
    };
}

template std::vector<Subject<float>> subjects();
template std::vector<Subject<double>> subjects();

} // namespace backprop::accuracy
