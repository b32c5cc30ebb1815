#pragma once

#include "engine/network/layout.hpp"
#include "engine/network/pass.hpp"

#include <cstdint>

namespace backprop::test {

/// A network with random parameters, inputs and targets that fit its error, below the trainer.
struct PassCase {
    NetworkSpec network;
    LossSpec loss;
    std::int32_t examples = 7;
    std::uint64_t seed = 1;
};

/// The parameter whose backpropagated gradient is furthest from central differences.
struct PassCheck {
    double excess = 0.0; ///< |a − n| over what is allowed: above 1 is a mistake; ∞ if not finite
    std::int64_t parameter = -1;
    double analytic = 0.0;
    double numeric = 0.0;
};

/// Compares the gradients that backward_pass gives with (E(w + h) − E(w − h)) / 2h over all
/// parameters, both with `kernels`; allowed is 1e-6 · max(|a|, |n|) + 1e-9 · max(1, |E|). Layers
/// with dropout get a random mask, which stays the same for all passes.
PassCheck check_pass(const PassCase& pass, const Kernels<double>& kernels);

} // namespace backprop::test
