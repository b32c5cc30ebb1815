#include "engine/experiment/self_test.hpp"
#include "engine/numerics/state_hash.hpp"
#include "tests/engine/golden.hpp"

#include <catch2/catch_test_macros.hpp>

#include <set>

using namespace backprop;
using namespace backprop::test;

// This test runs with every compiler and as WebAssembly; the page runs the same scenarios in the
// visitor's browser.
TEST_CASE("the scenarios have the same bits at every step on every machine") {
    CHECK(scenarios().size() == 12);
    for (const Scenario& scenario : scenarios()) {
        const ScenarioHashes hashes = run_scenario(scenario);
        for (std::size_t i = 0; i < hashes.size(); ++i) {
            INFO(scenario.name << ", update " << k_scenario_updates[i]);
            CHECK(to_hex16(StateHash{hashes[i]}) == to_hex16(StateHash{scenario.expected[i]}));
        }
    }
}

TEST_CASE("the scenarios use every optimizer, activation, error and precision, and learn") {
    std::set<Optimizer> optimizers;
    std::set<Activation> activations;
    std::set<ErrorKind> errors;
    std::set<Schedule> schedules;
    std::set<Regularization> penalties;
    std::set<DataSet> sets;
    std::set<Precision> precisions;
    for (const Scenario& scenario : scenarios()) {
        INFO(scenario.name);
        const Experiment experiment = scenario.make();
        optimizers.insert(experiment.training.optimizer.kind);
        errors.insert(experiment.loss.error);
        schedules.insert(experiment.training.schedule.kind);
        penalties.insert(experiment.training.regularization.kind);
        sets.insert(experiment.data.set);
        precisions.insert(experiment.precision);
        for (const LayerSpec& layer : experiment.network.layers)
            activations.insert(layer.activation);
        const Run run(experiment);
        const double start = run.loss();
        REQUIRE(apply(*run.session, command::Run{}));
        advance(*run.session, 1000);
        CHECK(run.loss() < 0.95 * start);
    }
    CHECK(optimizers.size() == std::size(k_optimizers));
    CHECK(activations.size() == std::size(k_activations));
    CHECK(errors.size() == std::size(k_errors));
    CHECK(schedules.size() == std::size(k_schedules));
    CHECK(penalties.size() == std::size(k_regularizations));
    CHECK(precisions.size() == 2);
    CHECK(sets.size() == 12);
}
