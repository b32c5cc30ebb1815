// How far the engine's own elementary functions are from the truth, in units in the last place
// (ulp), over more than ten million arguments each.
//     accuracy [--full] [NAME...]    measures (all, or those named), says where the worst is;
//                                    fails above 2 ulp
//     accuracy --list                the names
// Extended precision knows an error to a thousandth of an ulp in a tenth of libquadmath's time, so
// it looks at every argument, and libquadmath judges all that come near the worst so far and every
// hundredth of the others; where the two are of different opinion, that is a failure. --full lets
// libquadmath judge every argument.

#include "engine/numerics/random.hpp"
#include "engine/numerics/vector.hpp"
#include "tests/accuracy/subjects.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>
#include <quadmath.h>
#include <string_view>

namespace backprop::accuracy {
namespace {

constexpr std::int64_t k_arguments = 10'000'000;
constexpr double k_allowed = 2.0;
constexpr double k_near = 0.02; // ulp: what extended precision may be wrong by, and more

/// |result - exact| in units in the last place of `exact`; below the normal numbers, of the
/// smallest. A result that should be infinite or NaN has no error; the domains leave those out.
template <class Real, class Wide>
double error_in_ulp(Real result, Wide exact, int exponent_of_exact) {
    using Limits = std::numeric_limits<Real>;
    if (!std::isfinite(result)) return std::numeric_limits<double>::infinity();
    const int exponent = std::max(exponent_of_exact, Limits::min_exponent - 1);
    const Wide difference = Wide(result) - exact;
    const auto size = static_cast<long double>(difference < 0 ? -difference : difference);
    return static_cast<double>(std::scalbn(size, Limits::digits - 1 - exponent));
}
template <class Real>
double extended_error(const Subject<Real>& subject, Real x, Real result) {
    const long double truth = subject.extended(x);
    return error_in_ulp(result, truth, truth == 0 ? -100'000 : std::ilogb(truth));
}
template <class Real>
double exact_error(const Subject<Real>& subject, Real x, Real result) {
    const __float128 truth = subject.exact(x);
    return error_in_ulp(result, truth, truth == 0 ? -100'000 : ilogbq(truth));
}

struct Findings {
    double worst = 0.0;     ///< by libquadmath
    double where = 0.0;     ///< its argument
    double disagreed = 0.0; ///< how far the two truths were apart, at most
    std::int64_t arguments = 0;
    std::int64_t judged = 0; ///< by libquadmath
};

template <class Real>
void look_at(const Subject<Real>& subject, Real x, bool full, Findings& findings) {
    const Real result = subject.own(x);
    const double screened = extended_error(subject, x, result);
    ++findings.arguments;
    // A NaN would be judged too.
    if (screened < findings.worst - k_near && findings.arguments % 100 != 0 && !full) return;
    const double error = exact_error(subject, x, result);
    ++findings.judged;
    if (error != screened)
        findings.disagreed = std::fmax(findings.disagreed, std::fabs(error - screened));
    if (error > findings.worst || std::isnan(error)) {
        findings.worst = std::isnan(error) ? std::numeric_limits<double>::infinity() : error;
        findings.where = double(x);
    }
}

/// Numbers the representable ones in their order; 0 is 0.
template <class Real>
std::int64_t position(Real x) {
    constexpr UnsignedOf<Real> k_sign = UnsignedOf<Real>{1} << (8 * sizeof(Real) - 1);
    const UnsignedOf<Real> bits = to_bits<Real>(x);
    const auto size = static_cast<std::int64_t>(bits & ~k_sign);
    return (bits & k_sign) != 0 ? -size : size;
}
template <class Real>
Real at_position(std::int64_t where) {
    const Real size = from_bits<Real>(static_cast<UnsignedOf<Real>>(where < 0 ? -where : where));
    return where < 0 ? -size : size;
}

template <class Real>
Real draw(Random& random, const Range& range) {
    if (range.spread == Spread::Even)
        return static_cast<Real>(uniform(random, range.low, range.high));
    const std::int64_t low = position(static_cast<Real>(range.low));
    const std::int64_t high = position(static_cast<Real>(range.high));
    const auto count = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
    return at_position<Real>(low + static_cast<std::int64_t>(uniform_below(random, count)));
}

/// The ends of the ranges, zeros, the least and the greatest numbers of their kind, powers of two
/// and their neighbours, as far as they are in the domain.
template <class Real>
void look_at_edges(const Subject<Real>& subject, bool full, Findings& findings) {
    using Limits = std::numeric_limits<Real>;
    std::vector<Real> centres = {Real(0), Limits::denorm_min(), Limits::min(), Limits::max()};
    for (const Range& range : subject.domain) {
        centres.push_back(static_cast<Real>(range.low));
        centres.push_back(static_cast<Real>(range.high));
    }
    for (int power = Limits::min_exponent - Limits::digits; power < Limits::max_exponent; ++power)
        centres.push_back(std::scalbn(Real(1), power));
    const auto inside = [&](Real x) {
        return std::any_of(subject.domain.begin(), subject.domain.end(), [&](const Range& range) {
            return x >= static_cast<Real>(range.low) && x <= static_cast<Real>(range.high);
        });
    };
    for (const Real centre : centres)
        for (const Real sign : {Real(1), Real(-1)})
            for (std::int64_t step = -3; step <= 3; ++step) {
                const Real x = at_position<Real>(position(sign * centre) + step);
                if (std::isfinite(x) && inside(x)) look_at(subject, x, full, findings);
            }
}

/// sin and cos are small beside multiples of π/2, where the reduction of the angle shows.
template <class Real>
void look_at_quarter_turns(const Subject<Real>& subject, bool full, Findings& findings) {
    for (int turn = -63'661; turn <= 63'661; ++turn) {
        const Real centre = static_cast<Real>(turn * 1.570796326794896619231L);
        for (std::int64_t step = -2; step <= 2; ++step)
            look_at(subject, at_position<Real>(position(centre) + step), full, findings);
    }
}

template <class Real>
bool measure(const Subject<Real>& subject, bool full) {
    Findings findings;
    look_at_edges(subject, full, findings);
    if (subject.quarter_turns) look_at_quarter_turns(subject, full, findings);
    Random random = make_random(2718281828, RandomStream::Data);
    for (const Range& range : subject.domain) {
        const std::int64_t count = k_arguments / std::int64_t(subject.domain.size()) + 1;
        for (std::int64_t i = 0; i < count; ++i)
            look_at(subject, draw<Real>(random, range), full, findings);
    }
    const bool good = findings.worst <= k_allowed && findings.disagreed <= k_near;
    std::printf("  %-6s %-16s %6.3f ulp at %-24.17g (%lld arguments, %lld by libquadmath)%s\n",
                sizeof(Real) == 8 ? "double" : "float", subject.name, findings.worst,
                findings.where, (long long)findings.arguments, (long long)findings.judged,
                good ? "" : " TOO MUCH");
    if (findings.disagreed > k_near)
        std::printf("    extended precision and libquadmath are %g ulp apart\n",
                    findings.disagreed);
    std::fflush(stdout);
    return good;
}

template <class Real>
bool measure_named(const std::vector<std::string_view>& names, bool full) {
    bool good = true;
    for (const Subject<Real>& subject : subjects<Real>())
        if (names.empty() || std::find(names.begin(), names.end(), subject.name) != names.end())
            good = measure(subject, full) && good;
    return good;
}

int run(std::vector<std::string_view> arguments) {
    if (std::erase(arguments, "--list") > 0) {
        for (const Subject<double>& subject : subjects<double>())
            std::puts(subject.name);
        return 0;
    }
    const bool full = std::erase(arguments, "--full") > 0;
    for (const std::string_view name : arguments) {
        const auto all = subjects<double>();
        if (std::none_of(all.begin(), all.end(), [&](const auto& one) { return one.name == name; }))
            return std::printf("there is no function %s\n", name.data()), 2;
    }
    const bool doubles = measure_named<double>(arguments, full);
    const bool floats = measure_named<float>(arguments, full);
    return doubles && floats ? 0 : 1;
}

} // namespace
} // namespace backprop::accuracy

int main(int count, char** arguments) {
    return backprop::accuracy::run({arguments + 1, arguments + count});
}
