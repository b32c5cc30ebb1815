#pragma once

#include "engine/experiment/experiment.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace backprop {

/// After how many updates a scenario's state is hashed.
inline constexpr std::array<std::int64_t, 5> k_scenario_updates = {0, 1, 10, 100, 1000};
using ScenarioHashes = std::array<std::uint64_t, k_scenario_updates.size()>;

/// A run whose states are known to the last bit (docs/determinism.md). Together the scenarios use
/// every optimizer, activation, error, penalty, schedule and start rule, float32 and float64.
struct Scenario {
    std::string_view name;
    Experiment (*make)();
    ScenarioHashes expected; ///< the state hashes, on every machine
};

std::span<const Scenario> scenarios();

/// Runs the scenario on this machine. Zeros if it cannot run to the last update.
ScenarioHashes run_scenario(const Scenario& scenario);

} // namespace backprop
