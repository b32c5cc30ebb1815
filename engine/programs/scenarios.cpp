// Runs the scenarios of the self-test and prints their hashes after 0, 1, 10, 100 and 1000 updates,
// a line each; fails when one is not the pinned one. The page does the same in selfTest().

#include "engine/experiment/self_test.hpp"
#include "engine/numerics/state_hash.hpp"

#include <cstdio>

int main() {
    bool equal = true;
    for (const backprop::Scenario& scenario : backprop::scenarios()) {
        const backprop::ScenarioHashes hashes = backprop::run_scenario(scenario);
        for (const std::uint64_t hash : hashes)
            std::printf("%s ", to_hex16(backprop::StateHash{hash}).c_str());
        const bool as_pinned = hashes == scenario.expected;
        std::printf(" %.*s%s\n", int(scenario.name.size()), scenario.name.data(),
                    as_pinned ? "" : "  differs from the pinned hashes");
        equal = equal && as_pinned;
    }
    return equal ? 0 : 1;
}
