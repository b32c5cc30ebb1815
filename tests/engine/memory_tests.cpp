// How much memory the largest experiments take: the page has 2 GB, and a program that runs out of
// memory there is over. What is beyond the limits is refused before any memory is asked for.

#include "engine/experiment/fields.hpp"
#include "tests/engine/allocations.hpp"
#include "tests/engine/run_helpers.hpp"
#include "tests/engine/slow.hpp"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

using namespace backprop;
using namespace backprop::test;

namespace {

/// Rows and parameters at their limits, float64, Adam, one example an update.
Experiment largest() {
    Experiment experiment;
    experiment.name = "largest";
    experiment.data.set = DataSet::Inline;
    experiment.data.task = Task::Regression;
    experiment.data.inputs = k_max_inputs;
    experiment.data.columns.assign(std::size_t(k_max_inputs) + 1, "x");
    const auto rows = std::size_t(k_max_cells) / experiment.data.columns.size();
    experiment.data.train.assign(rows,
                                 std::vector<double>(experiment.data.columns.size(), 1.0 / 64));
    experiment.network.inputs = k_max_inputs;
    experiment.network.layers = {{488, Activation::Tanh}, {1, Activation::Linear}};
    experiment.start.rule = StartRule::XavierUniform;
    experiment.training.optimizer = default_optimizer(Optimizer::Adam);
    experiment.training.learning_rate = 1e-4;
    experiment.training.batch = 1;
    experiment.training.shuffle = true;
    return experiment;
}

} // namespace

TEST_CASE("the largest experiment takes less than a gigabyte, also where it replaces another") {
    if (k_slow) return;
    const Experiment experiment = largest();
    const std::int64_t parameters = make_layout(experiment.network).parameter_count;
    REQUIRE(parameters > k_max_parameters - 2000);
    const std::int64_t before = bytes_held();
    forget_most_bytes_held();
    Run run(experiment);
    REQUIRE(send(run, command::Step{StepKind::Example}));
    REQUIRE(send(run, command::Step{StepKind::Moment})); // remembers two states
    REQUIRE(send(run, command::StepBack{StepKind::Example}));
    const std::int64_t held = bytes_held() - before;
    REQUIRE(send(run, command::Load{experiment}));
    trace_update(*run.session);
    const std::int64_t most = most_bytes_held() - before;
    INFO(held << " bytes held, at most " << most);
    CHECK(held < 700'000'000);
    CHECK(most < 1'000'000'000);
}

TEST_CASE("rows beyond the limit are refused without asking for their memory") {
    Experiment experiment = largest();
    experiment.data.train.push_back(experiment.data.train.front());
    Run run(preset("houses"));
    const std::uint64_t hash = hash_of(run);
    const Result<Done> valid = validate(experiment);
    CHECK(valid.error.path == "data.train");
    CHECK(valid.error.message.find("4000000") != std::string::npos);
    forget_most_bytes_held();
    const std::int64_t before = most_bytes_held();
    CHECK(!make_session(experiment));
    CHECK(most_bytes_held() - before < 1'000'000);
    CHECK(!send(run, command::Load{experiment}));
    CHECK(hash_of(run) == hash);
    CHECK(look(run).experiment->name == preset("houses").name);
}
