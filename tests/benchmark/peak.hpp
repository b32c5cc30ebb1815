#pragma once

#include "engine/numerics/vector.hpp"

#include <algorithm>
#include <chrono>

namespace backprop::bench {

/// One trial of measured_peak: a call of its own, so that WebAssembly's second compiler gets it.
template <class V, int Chains>
__attribute__((noinline)) void run_chains(V (&sums)[Chains], V factor, V term, int steps) {
    V own[Chains];
    for (int c = 0; c < Chains; ++c)
        own[c] = sums[c];
    for (int step = 0; step < steps; ++step)
#ifdef __clang__
#pragma clang loop unroll(full) // otherwise the sums may stay in memory
#endif
        for (int c = 0; c < Chains; ++c)
            own[c] = own[c] * factor + term;
    for (int c = 0; c < Chains; ++c)
        sums[c] = own[c];
}

/// Thousand millions of operations a second in independent chains of a multiplication and an
/// addition, enough of them to keep the arithmetic units of today's processors busy, in vectors of
/// so many bytes: the best of several trials.
template <class Real, int Bytes>
double measured_peak() {
    using V = Vector<Real, Bytes>;
    constexpr int k_chains = 12; // 2 units of each kind, 3 cycles for each operation
    constexpr int k_steps = 100000;
    // The sums stay near 2; the compiler must not know that.
    const volatile Real half = Real(0.5);
    const volatile Real one = Real(1);
    const V factor = splat<V>(half);
    const V term = splat<V>(one);
    V sums[k_chains];
    for (int c = 0; c < k_chains; ++c)
        sums[c] = splat<V>(Real(1 + c));
    double best = 0.0;
    double spent = 0.0;
    while (spent < 0.7) { // seconds: that compiler works in the background
        const auto begin = std::chrono::steady_clock::now();
        run_chains(sums, factor, term, k_steps);
        const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
        spent += elapsed.count();
        const double operations = 2.0 * k_chains * k_steps * VectorOf<Real, Bytes>::lanes;
        best = std::max(best, operations / elapsed.count() * 1e-9);
    }
    V total = sums[0];
    for (int c = 1; c < k_chains; ++c)
        total += sums[c];
    const volatile Real used = total[0];
    static_cast<void>(used);
    return best;
}

/// In vectors of 32 bytes, for processors with AVX2.
double peak_avx2(bool float64);

} // namespace backprop::bench
