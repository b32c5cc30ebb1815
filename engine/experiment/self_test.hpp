#pragma once

#include "engine/experiment/experiment.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace backprop {

/// A short run whose result is known to the last bit (docs/determinism.md).
struct Scenario {
    std::string_view name;
    Experiment (*make)();
    std::uint64_t expected_hash; ///< the state hash at the end, on every machine
};

std::span<const Scenario> scenarios();

/// Runs the scenario to its end on this machine and returns its state hash.
std::uint64_t run_scenario(const Scenario& scenario);

} // namespace backprop
