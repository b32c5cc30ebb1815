// The elementary functions: errors against extended precision and against correctly rounded
// results, limits, equality of lanes and plain numbers, and one hash for every compiler and target.

#include "engine/numerics/elementary.hpp"
#include "engine/numerics/random.hpp"
#include "engine/numerics/state_hash.hpp"
#include "tests/engine/elementary_golden.hpp"

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <vector>

using namespace backprop;

namespace {

/// Distance in units in the last place, counting representable numbers between two bit patterns.
template <class Real>
double steps_between(UnsignedOf<Real> a, UnsignedOf<Real> b) {
    constexpr UnsignedOf<Real> k_sign = UnsignedOf<Real>{1} << (8 * sizeof(Real) - 1);
    const auto position = [](UnsignedOf<Real> bits) {
        const auto magnitude = static_cast<double>(static_cast<std::int64_t>(bits & ~k_sign));
        return (bits & k_sign) != 0 ? -magnitude : magnitude;
    };
    if ((a & k_sign) == (b & k_sign)) return static_cast<double>(a > b ? a - b : b - a);
    return std::fabs(position(a) - position(b));
}

template <class Real, std::size_t Count, class Function>
double worst_against(const golden::Golden<Real> (&table)[Count], Function function) {
    double worst = 0;
    for (const golden::Golden<Real>& row : table) {
        const Real result = function(from_bits<Real>(row.argument));
        worst = std::fmax(worst, steps_between<Real>(to_bits<Real>(result), row.result));
    }
    return worst;
}

/// Half of them random bit patterns (every size, NaN and infinity included), half in -12..12.
template <class Real>
std::vector<Real> varied_arguments(std::size_t count) {
    std::vector<Real> arguments(count);
    Random random = make_random(20240607, RandomStream::Data);
    for (std::size_t i = 0; i < count; ++i) {
        if (i % 2 == 0) {
            const auto bits =
                static_cast<UnsignedOf<Real>>(next_u64(random) >> (64 - 8 * sizeof(Real)));
            arguments[i] = from_bits<Real>(bits);
        } else {
            arguments[i] = static_cast<Real>(uniform(random, -12.0, 12.0));
        }
    }
    return arguments;
}

template <class Real, class Function>
std::string hash_of(const std::vector<Real>& arguments, Function function) {
    std::vector<Real> results;
    results.reserve(arguments.size());
    for (const Real x : arguments) {
        results.push_back(function(x));
    }
    StateHash hash;
    add<Real>(hash, results);
    return to_hex16(hash);
}

/// Number of arguments whose lanes differ from the plain function, NaN counting as equal to NaN.
template <int Bytes, class Real, class LaneFunction, class Function>
int lanes_that_differ(const std::vector<Real>& arguments, LaneFunction on_lanes,
                      Function on_number) {
    using V = Vector<Real, Bytes>;
    constexpr std::size_t k_lanes = LanesOf<V>::lanes;
    int different = 0;
    Real results[k_lanes];
    for (std::size_t i = 0; i + k_lanes <= arguments.size(); i += k_lanes) {
        on_lanes(results, &arguments[i]);
        for (std::size_t j = 0; j < k_lanes; ++j) {
            const Real expected = on_number(arguments[i + j]);
            const bool both_nan = expected != expected && results[j] != results[j];
            if (!both_nan && to_bits<Real>(results[j]) != to_bits<Real>(expected)) ++different;
        }
    }
    return different;
}

/// The functions that are templates over lanes, each on its own domain, as objects that can be
/// called with both.
constexpr auto k_exp = [](auto x) { return math::exp(x); };
constexpr auto k_tanh = [](auto x) { return math::tanh(x); };
constexpr auto k_sigmoid = [](auto x) { return math::sigmoid(x); };
constexpr auto k_softplus = [](auto x) { return math::softplus(x); };
constexpr auto k_erf = [](auto x) { return math::erf(x); };
constexpr auto k_exp_minus_one = [](auto x) {
    return math::exp_minus_one(-absolute<decltype(x)>(x));
};
constexpr auto k_log_of_one_plus = [](auto x) { return math::log_of_one_plus(math::sigmoid(x)); };

template <int Bytes, class Real>
void check_lanes(const std::vector<Real>& arguments) {
    using V = Vector<Real, Bytes>;
    const auto check = [&](auto function) {
        return lanes_that_differ<Bytes>(
            arguments, [&](Real* to, const Real* from) { store<V>(to, function(load<V>(from))); },
            function);
    };
    CHECK(check(k_exp) == 0);
    CHECK(check(k_tanh) == 0);
    CHECK(check(k_sigmoid) == 0);
    CHECK(check(k_softplus) == 0);
    CHECK(check(k_erf) == 0);
    CHECK(check(k_exp_minus_one) == 0);
    CHECK(check(k_log_of_one_plus) == 0);
}

} // namespace

TEST_CASE("elementary functions are within two steps of the correctly rounded result",
          "[elementary]") {
    CHECK(worst_against(golden::k_exp_double, [](double x) { return math::exp(x); }) <= 1);
    CHECK(worst_against(golden::k_exp_float, [](float x) { return math::exp(x); }) <= 1);
    CHECK(worst_against(golden::k_tanh_double, [](double x) { return math::tanh(x); }) <= 2);
    CHECK(worst_against(golden::k_tanh_float, [](float x) { return math::tanh(x); }) <= 2);
    CHECK(worst_against(golden::k_sigmoid_double, [](double x) { return math::sigmoid(x); }) <= 2);
    CHECK(worst_against(golden::k_sigmoid_float, [](float x) { return math::sigmoid(x); }) <= 2);
    CHECK(worst_against(golden::k_log_double, [](double x) { return math::log(x); }) <= 1);
    CHECK(worst_against(golden::k_sin_double, [](double x) { return math::sin(x); }) <= 1);
    CHECK(worst_against(golden::k_cos_double, [](double x) { return math::cos(x); }) <= 1);
    CHECK(worst_against(golden::k_erf_double, [](double x) { return math::erf(x); }) <= 1);
    const auto minus_one = [](auto x) { return math::exp_minus_one(x); };
    CHECK(worst_against(golden::k_exp_minus_one_double, minus_one) <= 1);
    CHECK(worst_against(golden::k_exp_minus_one_float, minus_one) == 0);
    const auto one_plus = [](auto x) { return math::log_of_one_plus(x); };
    CHECK(worst_against(golden::k_log_of_one_plus_double, one_plus) <= 1);
    CHECK(worst_against(golden::k_log_of_one_plus_float, one_plus) == 0);
    CHECK(worst_against(golden::k_softplus_double, k_softplus) <= 2);
    CHECK(worst_against(golden::k_softplus_float, k_softplus) == 0);
}

#if __LDBL_MANT_DIG__ >= 64 && !defined(__wasm__) // there it is software, and slow

namespace {

/// |result - exact| in units in the last place of the exact value, which extended precision knows
/// to a thousandth of one.
template <class Real>
double error_in_ulp(Real result, long double exact) {
    constexpr int k_digits = std::numeric_limits<Real>::digits;
    constexpr int k_least_exponent = std::numeric_limits<Real>::min_exponent;
    int exponent = 0;
    (void)std::frexp(exact, &exponent);
    if (exponent < k_least_exponent || exact == 0) exponent = k_least_exponent;
    const long double unit = std::ldexp(1.0L, exponent - k_digits);
    return static_cast<double>(std::fabs(static_cast<long double>(result) - exact) / unit);
}

/// Worst error over `count` arguments: half uniform in [low, high], half of random magnitude.
template <class Real, class Function, class Exact>
double worst_error(double low, double high, int count, Function function, Exact exact) {
    Random random = make_random(11, RandomStream::Data);
    double worst = 0;
    for (int i = 0; i < count; ++i) {
        double x = uniform(random, low, high);
        if (i % 2 != 0) x *= math::exp(uniform(random, -30.0, 0.0));
        const Real argument = static_cast<Real>(x);
        worst = std::fmax(worst, error_in_ulp<Real>(function(argument),
                                                    exact(static_cast<long double>(argument))));
    }
    return worst;
}

long double exact_sigmoid(long double x) {
    return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x));
}

constexpr int k_arguments = 200000;

} // namespace

TEMPLATE_TEST_CASE("exp, tanh and sigmoid err by less than 2 ulp", "[elementary]", double, float) {
    using Real = TestType;
    const bool wide = sizeof(Real) == 8;
    const auto exp_error = [](double low, double high) {
        return worst_error<Real>(
            low, high, k_arguments, [](Real x) { return math::exp(x); },
            [](long double x) { return std::exp(x); });
    };
    CHECK(exp_error(wide ? -745.0 : -103.0, wide ? 709.7 : 88.7) < 1.5);
    CHECK(exp_error(-1.0, 1.0) < 1.5);
    const auto tanh_error = [](double low, double high) {
        return worst_error<Real>(
            low, high, k_arguments, [](Real x) { return math::tanh(x); },
            [](long double x) { return std::tanh(x); });
    };
    CHECK(tanh_error(-20.0, 20.0) < 2.0);
    CHECK(tanh_error(-1.0, 1.0) < 2.0);
    const auto sigmoid_error = [](double low, double high) {
        return worst_error<Real>(
            low, high, k_arguments, [](Real x) { return math::sigmoid(x); }, exact_sigmoid);
    };
    CHECK(sigmoid_error(wide ? -745.0 : -103.0, wide ? 40.0 : 20.0) < 2.0);
    CHECK(sigmoid_error(-8.0, 4.0) < 2.0);
}

TEST_CASE("log, sine and cosine err by less than 1 ulp, erf by less than 1.5", "[elementary]") {
    const auto log_error = [](double low, double high) {
        return worst_error<double>(
            low, high, k_arguments, [](double x) { return math::log(x); },
            [](long double x) { return std::log(x); });
    };
    CHECK(log_error(0x1p-1070, 1e300) < 1.0);
    CHECK(log_error(0.5, 2.0) < 1.0);
    CHECK(log_error(0.99, 1.01) < 1.0);
    const auto sin_error = [](double limit) {
        return worst_error<double>(
            -limit, limit, k_arguments, [](double x) { return math::sin(x); },
            [](long double x) { return std::sin(x); });
    };
    CHECK(sin_error(1e5) < 1.0);
    CHECK(sin_error(8.0) < 1.0);
    const auto cos_error = [](double limit) {
        return worst_error<double>(
            -limit, limit, k_arguments, [](double x) { return math::cos(x); },
            [](long double x) { return std::cos(x); });
    };
    CHECK(cos_error(1e5) < 1.0);
    CHECK(cos_error(8.0) < 1.0);
    const auto erf_error = [](double limit) {
        return worst_error<double>(
            -limit, limit, k_arguments, [](double x) { return math::erf(x); },
            [](long double x) { return std::erf(x); });
    };
    CHECK(erf_error(6.5) < 1.5);
    CHECK(erf_error(1.0) < 1.5);
}

#endif

TEMPLATE_TEST_CASE("exp, tanh and sigmoid have the right limits", "[elementary]", double, float) {
    using Real = TestType;
    using Limits = std::numeric_limits<Real>;
    const Real infinity = Limits::infinity();
    const Real nan = Limits::quiet_NaN();
    const Real largest = Limits::max();

    CHECK(math::exp(infinity) == infinity);
    CHECK(math::exp(largest) == infinity);
    CHECK(math::exp(sizeof(Real) == 8 ? Real(709.79) : Real(88.73)) == infinity);
    CHECK(math::exp(sizeof(Real) == 8 ? Real(709.78) : Real(88.72)) < infinity);
    CHECK(math::exp(-infinity) == 0);
    CHECK(math::exp(-largest) == 0);
    CHECK(math::exp(Real(0)) == 1);
    CHECK(math::exp(-Real(0)) == 1);
    CHECK(std::isnan(math::exp(nan)));
    // The least denormal, 2^-1074 (float: 2^-149), is not flushed to zero.
    const Real tiny = sizeof(Real) == 8 ? Real(-744.44) : Real(-103.28);
    CHECK(math::exp(tiny) == Limits::denorm_min());
    CHECK(math::sigmoid(tiny) == Limits::denorm_min());

    CHECK(to_bits<Real>(math::tanh(Real(0))) == to_bits<Real>(Real(0)));
    CHECK(to_bits<Real>(math::tanh(-Real(0))) == to_bits<Real>(-Real(0)));
    CHECK(math::tanh(infinity) == 1);
    CHECK(math::tanh(-infinity) == -1);
    CHECK(math::tanh(largest) == 1);
    CHECK(math::tanh(Limits::denorm_min()) == Limits::denorm_min());
    CHECK(math::tanh(-Limits::min()) == -Limits::min());
    CHECK(std::isnan(math::tanh(nan)));

    CHECK(math::sigmoid(Real(0)) == Real(0.5));
    CHECK(math::sigmoid(-Real(0)) == Real(0.5));
    CHECK(math::sigmoid(infinity) == 1);
    CHECK(math::sigmoid(largest) == 1);
    CHECK(math::sigmoid(-infinity) == 0);
    CHECK(math::sigmoid(Real(-800)) == 0);
    CHECK(std::isnan(math::sigmoid(nan)));
}

TEMPLATE_TEST_CASE("tanh is odd and both curves stay within their bounds", "[elementary]", double,
                   float) {
    using Real = TestType;
    int not_odd = 0, tanh_outside = 0, sigmoid_outside = 0, sum_not_one = 0;
    for (const Real x : varied_arguments<Real>(100000)) {
        if (x != x) continue;
        const Real t = math::tanh(x), s = math::sigmoid(x);
        if (to_bits<Real>(math::tanh(-x)) != to_bits<Real>(-t)) ++not_odd;
        if (!(t >= -1 && t <= 1)) ++tanh_outside;
        if (!(s >= 0 && s <= 1)) ++sigmoid_outside;
        const Real difference = (s + math::sigmoid(-x)) - 1;
        if (!(difference <= 4 * std::numeric_limits<Real>::epsilon() &&
              difference >= -4 * std::numeric_limits<Real>::epsilon())) {
            ++sum_not_one;
        }
    }
    CHECK(not_odd == 0);
    CHECK(tanh_outside == 0);
    CHECK(sigmoid_outside == 0);
    CHECK(sum_not_one == 0);
}

TEST_CASE("log, sine, cosine and erf have the right limits", "[elementary]") {
    const double infinity = std::numeric_limits<double>::infinity();
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(math::log(0.0) == -infinity);
    CHECK(math::log(-0.0) == -infinity);
    CHECK(std::isnan(math::log(-1.0)));
    CHECK(std::isnan(math::log(-infinity)));
    CHECK(std::isnan(math::log(nan)));
    CHECK(math::log(infinity) == infinity);
    CHECK(to_bits<double>(math::log(1.0)) == to_bits<double>(0.0));
    CHECK(math::log(1.0F) == 0.0F);
    CHECK(to_bits<double>(math::sin(-0.0)) == to_bits<double>(-0.0));
    CHECK(math::cos(0.0) == 1.0);
    CHECK(math::sin(5e-324) == 5e-324);
    CHECK(std::isnan(math::sin(nan)));
    CHECK(std::isnan(math::cos(nan)));
    CHECK(std::isnan(math::sin(infinity)));
    CHECK(std::isnan(math::cos(-infinity)));
    CHECK(std::isnan(math::sin(1.0001e5)));
    CHECK_FALSE(std::isnan(math::cos(-1e5)));
    CHECK(to_bits<double>(math::erf(-0.0)) == to_bits<double>(-0.0));
    CHECK(math::erf(infinity) == 1.0);
    CHECK(math::erf(-infinity) == -1.0);
    CHECK(math::erf(6.0) == 1.0);
    CHECK(math::erf(-1.25) == -math::erf(1.25));
    CHECK(std::isnan(math::erf(nan)));
}

TEMPLATE_TEST_CASE("e^x - 1, ln(1 + t) and softplus have the right limits", "[elementary]", double,
                   float) {
    using Real = TestType;
    const Real infinity = std::numeric_limits<Real>::infinity();
    const Real nan = std::numeric_limits<Real>::quiet_NaN();
    CHECK(to_bits<Real>(math::exp_minus_one(Real(-0.0))) == to_bits<Real>(Real(-0.0)));
    CHECK(math::exp_minus_one(-infinity) == -1);
    CHECK(math::exp_minus_one(Real(-800)) == -1);
    CHECK(std::isnan(math::exp_minus_one(nan)));
    CHECK(math::log_of_one_plus(Real(0)) == 0);
    CHECK(math::log_of_one_plus(Real(1)) == Real(0x1.62e42fefa39efp-1));
    CHECK(std::isnan(math::log_of_one_plus(nan)));
    CHECK(math::softplus(Real(0)) == Real(0x1.62e42fefa39efp-1));
    CHECK(math::softplus(Real(800)) == 800);
    CHECK(math::softplus(Real(1e30)) == Real(1e30));
    CHECK(math::softplus(Real(-800)) == 0);
    CHECK(math::softplus(infinity) == infinity);
    CHECK(math::softplus(-infinity) == 0);
    CHECK(std::isnan(math::softplus(nan)));
}

TEMPLATE_TEST_CASE("a lane gives the same bits as a plain number, at every width", "[elementary]",
                   double, float) {
    const std::vector<TestType> arguments = varied_arguments<TestType>(8192);
    check_lanes<16>(arguments);
    check_lanes<32>(arguments);
    check_lanes<64>(arguments);
}

// The promise of docs/determinism.md in its smallest form. A change here changes every saved hash.
TEST_CASE("elementary functions give the same bits on every compiler and target",
          "[elementary][determinism]") {
    const std::vector<double> doubles = varied_arguments<double>(100000);
    const std::vector<float> floats = varied_arguments<float>(100000);
    CHECK(hash_of(doubles, [](double x) { return math::exp(x); }) == "c361315b816ce144");
    CHECK(hash_of(floats, [](float x) { return math::exp(x); }) == "f417eced2f047c87");
    CHECK(hash_of(doubles, [](double x) { return math::tanh(x); }) == "fd819a4c8e946a26");
    CHECK(hash_of(floats, [](float x) { return math::tanh(x); }) == "9d200e4cf6677b0d");
    CHECK(hash_of(doubles, [](double x) { return math::sigmoid(x); }) == "4982c542ddd574fa");
    CHECK(hash_of(floats, [](float x) { return math::sigmoid(x); }) == "e1b623579a93eb3c");
    CHECK(hash_of(doubles, [](double x) { return math::log(x); }) == "62c9198c26b2c8f0");
    CHECK(hash_of(floats, [](float x) { return math::log(x); }) == "ba9674b6aaa710bf");
    CHECK(hash_of(doubles, [](double x) { return math::sin(8000 * x); }) == "889b7d597ce1f667");
    CHECK(hash_of(floats, [](float x) { return math::sin(x); }) == "ed240ca77380f9c4");
    CHECK(hash_of(doubles, [](double x) { return math::cos(8000 * x); }) == "b95c0cb016417825");
    CHECK(hash_of(floats, [](float x) { return math::cos(x); }) == "33bd55e22c755b95");
    CHECK(hash_of(doubles, [](double x) { return math::erf(x); }) == "8f38a1cb598f7c0e");
    CHECK(hash_of(floats, [](float x) { return math::erf(x); }) == "8b23f29144029edc");
    CHECK(hash_of(doubles, k_exp_minus_one) == "c09460fe11e18175");
    CHECK(hash_of(floats, k_exp_minus_one) == "0c73b351e1253d35");
    CHECK(hash_of(doubles, k_log_of_one_plus) == "5b40cc11be73f862");
    CHECK(hash_of(floats, k_log_of_one_plus) == "f09f6baaeb88df1a");
    CHECK(hash_of(doubles, k_softplus) == "e1fb0e706a5c235b");
    CHECK(hash_of(floats, k_softplus) == "3675ac480a44ee41");
}
