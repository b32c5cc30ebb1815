// Runs the scenarios of the self-test and prints their hashes, a line each; fails when one is not
// the pinned one. The page does the same in selfTest().

#include "engine/experiment/self_test.hpp"

#include <cinttypes>
#include <cstdio>

int main() {
    bool equal = true;
    for (const backprop::Scenario& scenario : backprop::scenarios()) {
        const std::uint64_t hash = backprop::run_scenario(scenario);
        std::printf("%016" PRIx64 "  %.*s%s\n", hash, int(scenario.name.size()),
                    scenario.name.data(),
                    hash == scenario.expected_hash ? "" : "  differs from the pinned hash");
        equal = equal && hash == scenario.expected_hash;
    }
    return equal ? 0 : 1;
}
