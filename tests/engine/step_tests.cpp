// Steps forward and back lead to the same bits.

#include "engine/experiment/experiment_json.hpp"
#include "engine/experiment/self_test.hpp"
#include "engine/training/state_history.hpp"
#include "tests/engine/run_helpers.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace backprop;
using namespace backprop::test;

TEST_CASE("k steps back and k forward lead to the same bits") {
    for (const Scenario& scenario : scenarios())
        for (const StepKind what : {StepKind::Batch, StepKind::Epoch}) {
            INFO(scenario.name << ", " << k_step_kinds[int(what)].key);
            Run run(scenario.make());
            if (what == StepKind::Epoch && look(run).data->train_inputs.columns > 100 &&
                run.layers()[0].weights.size() > 500)
                continue; // digits: nine epochs more would take seconds under a sanitizer
            train(run, 30);
            if (what == StepKind::Epoch) REQUIRE(send(run, command::Step{what}));
            std::vector<std::uint64_t> hashes;
            std::vector<std::vector<double>> histories;
            std::vector<double> losses;
            for (int k = 0; k < 9; ++k) {
                hashes.push_back(hash_of(run));
                histories.push_back(history_of(run));
                losses.push_back(run.loss());
                REQUIRE(send(run, command::Step{what}));
            }
            const std::uint64_t end = hash_of(run);
            const std::vector<LayerValues> layers = run.layers();
            for (std::size_t k = 9; k-- > 0;) {
                REQUIRE(look(run).can_step_back);
                REQUIRE(send(run, command::StepBack{what}));
                CHECK(hash_of(run) == hashes[k]);
                CHECK(history_of(run) == histories[k]);
                CHECK(run.loss() == losses[k]);
                CHECK(!run.layers()[0].weight_gradients.empty());
                CHECK(look(run).status == Status::Paused);
            }
            for (int k = 0; k < 9; ++k)
                REQUIRE(send(run, command::Step{what}));
            CHECK(hash_of(run) == end);
            CHECK(run.layers()[0].weight_gradients == layers[0].weight_gradients);
        }
}

TEST_CASE("steps of single examples go back and are replayed") {
    Experiment experiment = preset("circle"); // 250 rows, batches of 10
    experiment.training.optimizer = default_optimizer(Optimizer::Adam);
    experiment.training.shuffle = true;
    Run run(experiment);
    std::vector<std::uint64_t> hashes;
    const auto step = [&](StepKind what, int times) {
        for (int i = 0; i < times; ++i) {
            hashes.push_back(hash_of(run));
            REQUIRE(send(run, command::Step{what}));
        }
    };
    step(StepKind::Batch, 2);
    step(StepKind::Example, 3); // 20 to 23
    CHECK(look(run).examples_in_epoch == 23);
    CHECK(look(run).now.batch == 10);
    CHECK(look(run).experiment->training.batch == 10);
    REQUIRE(look(run).experiment->training.changes.size() ==
            2);               // one example from 20 on, ten from 23
    step(StepKind::Batch, 1); // to 30
    CHECK(look(run).examples_in_epoch == 30);
    step(StepKind::Example, 9);
    step(StepKind::Example, 1); // the last of its batch, and a batch of one
    CHECK(look(run).examples_in_epoch == 40);
    step(StepKind::Epoch, 1);
    step(StepKind::Example, 2);
    const std::uint64_t end = hash_of(run);
    const std::int64_t updates = look(run).updates;

    const std::string saved = to_json(current_experiment(*run.session, false));
    REQUIRE(send(run, command::Replay{}));
    train(run, updates, 3);
    CHECK(hash_of(run) == end);
    Run loaded(*parse_experiment(saved));
    train(loaded, updates);
    CHECK(hash_of(loaded) == end);

    for (int back = 0; back < 2; ++back) {
        REQUIRE(send(run, command::StepBack{StepKind::Example}));
        CHECK(hash_of(run) == hashes[hashes.size() - 1 - std::size_t(back)]);
    }
    REQUIRE(send(run, command::StepBack{StepKind::Epoch}));
    CHECK(hash_of(run) == hashes[0]);
    CHECK(look(run).status == Status::Ready);
    CHECK(!send(run, command::StepBack{StepKind::Example}));
    train(run, updates);
    CHECK(hash_of(run) == end);

    Run other(experiment); // steps are no plan for the next run, unless it is to be the same
    REQUIRE(send(other, command::Step{StepKind::Example}));
    REQUIRE(send(other, command::Replay{}));
    CHECK(look(other).experiment->training.changes.size() == 2);
    Run another(experiment);
    REQUIRE(send(another, command::Step{StepKind::Example}));
    REQUIRE(send(another, command::Reset{}));
    CHECK(look(another).experiment->training.changes.empty());
}

TEST_CASE("a step of one example that diverges leaves the batch of the epoch's beginning") {
    Experiment experiment = preset("plane");
    experiment.precision = Precision::Float32;
    experiment.training.learning_rate = 1e-4;
    Run run(experiment);
    train(run, 5);
    const auto begun_with = look(run).now.batch;
    REQUIRE(send(run, command::Set{"training.batch", 25}));
    REQUIRE(send(run, command::Set{"training.learning_rate", 100}));
    for (int i = 0; i < 100 && look(run).status != Status::Diverged; ++i)
        REQUIRE(send(run, command::Step{StepKind::Example}));
    REQUIRE(look(run).status == Status::Diverged);
    CHECK(look(run).updates == 0);
    CHECK(look(run).now.batch == begun_with);
    CHECK(look(run).experiment->training.changes.empty());
}

TEST_CASE("a step back by batch goes to where the batch began") {
    Run run(preset("circle"));
    train(run, 2);
    const std::uint64_t at_20 = hash_of(run);
    for (int i = 0; i < 3; ++i)
        REQUIRE(send(run, command::Step{StepKind::Example}));
    REQUIRE(send(run, command::StepBack{StepKind::Batch}));
    CHECK(hash_of(run) == at_20);
    REQUIRE(send(run, command::StepBack{StepKind::Batch}));
    CHECK(look(run).examples_in_epoch == 10);
    CHECK(look(run).now.batch == 10);
}

TEST_CASE("going back many epochs reaches the same states as the run did") {
    Experiment experiment = preset("houses");
    experiment.training.optimizer = default_optimizer(Optimizer::Adam);
    experiment.training.epochs = 10'000;
    Run run(experiment);
    std::vector<std::uint64_t> hashes;
    for (int epoch = 0; epoch < 1000; ++epoch) {
        hashes.push_back(hash_of(run));
        REQUIRE(send(run, command::Step{StepKind::Epoch}));
    }
    for (std::size_t epoch = 1000; epoch-- > 0;) {
        REQUIRE(send(run, command::StepBack{StepKind::Epoch}));
        REQUIRE(hash_of(run) == hashes[epoch]);
        REQUIRE(look(run).history.size() == epoch + 1);
    }
    CHECK(look(run).status == Status::Ready);
}

TEST_CASE("a session that began in the middle goes back to there") {
    Run first(preset("circle"));
    train(first, 60);
    Run run(current_experiment(*first.session, true));
    CHECK(!look(run).can_step_back);
    CHECK(!send(run, command::StepBack{StepKind::Epoch}));
    const std::uint64_t begin = hash_of(run);
    train(run, 7);
    REQUIRE(send(run, command::StepBack{StepKind::Epoch}));
    CHECK(look(run).updates == 60); // its epoch began before
    CHECK(hash_of(run) == begin);
    CHECK(look(run).status == Status::Paused);
}

TEST_CASE("a run that continues late remembers states as densely as one that begins") {
    StateHistory history;
    const std::int64_t begin = 1'000'000'000;
    add_state(history, 1).state.updates = begin;
    CHECK(is_due(history, begin + 1));
    add_state(history, 1).state.updates = begin + 1280;
    CHECK_FALSE(is_due(history, begin + 1289));
    CHECK(is_due(history, begin + 1290));
}

TEST_CASE("states to go back to are bounded in number and bytes, and lie closer to the present") {
    StateHistory history;
    for (std::int64_t updates = 0; updates < 100'000; updates += 5)
        if (is_due(history, updates)) add_state(history, 10).state.updates = updates;
    const std::vector<PastState>& states = history.states;
    REQUIRE(states.size() == k_most_past_states);
    CHECK(states.front().state.updates == 0);
    CHECK(states.back().state.updates > 99'000);
    for (std::size_t i = 1; i < states.size(); ++i) {
        const std::int64_t gap = states[i].state.updates - states[i - 1].state.updates;
        CHECK(gap > 0);
        CHECK(double(gap) <= 1000 + 0.05 * (100'000 - double(states[i].state.updates)));
    }
    forget_after(history, 50'000);
    CHECK(history.states.back().state.updates <= 50'000);
    forget_after(history, -1);
    CHECK(history.states.size() == 1);

    StateHistory large;
    for (std::int64_t updates = 0; updates < 100; ++updates)
        add_state(large, 1'000'000).state.updates = updates;
    CHECK(large.states.size() == 8); // of 8 MB each
    CHECK(large.states.front().state.updates == 0);
    CHECK(large.states.back().state.updates == 99);
    StateHistory huge;
    for (std::int64_t updates = 0; updates < 9; ++updates)
        add_state(huge, 10'000'000).state.updates = updates;
    CHECK(huge.states.size() == 2);
    CHECK(huge.states.back().state.updates == 8);
}
