#include "engine/experiment/self_test.hpp"
#include "engine/numerics/state_hash.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace backprop;

// This test runs with every compiler and as WebAssembly; the page runs the same scenarios in the
// visitor's browser.
TEST_CASE("the scenarios end with the same bits on every machine") {
    for (const Scenario& scenario : scenarios()) {
        INFO(scenario.name);
        CHECK(to_hex16(StateHash{run_scenario(scenario)}) ==
              to_hex16(StateHash{scenario.expected_hash}));
    }
}
