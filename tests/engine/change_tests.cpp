// What the user changes in mid-run is part of the run and replayed exactly.

#include "engine/experiment/edit.hpp"
#include "engine/experiment/experiment_json.hpp"
#include "engine/experiment/fields.hpp"
#include "tests/engine/run_helpers.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace backprop;
using namespace backprop::test;

TEST_CASE("live changes are recorded at their moment and replayed exactly") {
    Experiment experiment = preset("circle");
    experiment.training.regularization = {Regularization::L2, 0.001};
    experiment.training.epochs = 1000;
    Run run(experiment);
    REQUIRE(send(run, command::Set{"training.learning_rate", 0.2})); // what the run begins with
    CHECK(look(run).experiment->training.learning_rate == 0.2);
    CHECK(look(run).experiment->training.changes.empty());
    train(run, 30); // epoch 1, 50 examples
    REQUIRE(send(run, command::Set{"training.learning_rate", 0.5}));
    REQUIRE(send(run, command::Set{"training.batch", 7}));
    REQUIRE(send(run, command::Set{"training.learning_rate", 0.4})); // merged
    train(run, 50);
    REQUIRE(send(run, command::Set{"training.regularization.rate", 0.01}));
    train(run, 100);
    const TrainingSpec& training = look(run).experiment->training;
    REQUIRE(training.changes.size() == 2);
    CHECK(training.changes[0].epoch == 1);
    CHECK(training.changes[0].after_examples == 50);
    CHECK(training.changes[0].learning_rate == 0.4);
    CHECK(training.changes[0].batch == 7);
    CHECK(training.learning_rate == 0.2);
    CHECK(training.batch == 10);
    CHECK(look(run).now == LiveValues{0.4, 7, 0.01});
    const std::uint64_t end = hash_of(run);

    Run loaded(*parse_experiment(to_json(current_experiment(*run.session, false))));
    CHECK(look(loaded).now == LiveValues{0.2, 10, 0.001});
    train(loaded, 180, 7);
    CHECK(hash_of(loaded) == end);
    CHECK(look(loaded).now == look(run).now);
    REQUIRE(send(loaded, command::Reset{})); // changes that came with the experiment stay
    CHECK(look(loaded).experiment->training.changes.size() == 2);
    train(loaded, 180);
    CHECK(hash_of(loaded) == end);

    REQUIRE(send(run, command::Replay{}));
    CHECK(look(run).now.learning_rate == 0.2);
    train(run, 180);
    CHECK(hash_of(run) == end);

    // Taking over: changes of that field that were still to come are dropped, others stay.
    REQUIRE(send(run, command::Replay{}));
    train(run, 10);
    REQUIRE(send(run, command::Set{"training.learning_rate", 0.3}));
    train(run, 40);
    CHECK(look(run).now.learning_rate == 0.3);
    CHECK(look(run).now.batch == 7);
    REQUIRE(send(run, command::Reset{})); // with the values shown now
    CHECK(look(run).now == LiveValues{0.3, 7, 0.001});
    CHECK(look(run).experiment->training.changes.empty());
}

TEST_CASE("a change back to what held is none, and a restart keeps the values of now") {
    Run run(preset("circle"));
    const double first = look(run).now.learning_rate;
    train(run, 10);
    REQUIRE(send(run, command::Set{"training.learning_rate", 2 * first}));
    REQUIRE(send(run, command::Set{"training.learning_rate", first}));
    CHECK(look(run).experiment->training.changes.empty());
    REQUIRE(send(run, command::Set{"training.learning_rate", 3 * first}));
    train(run, 1);
    REQUIRE(send(run, command::Set{"training.learning_rate", first})); // the first value again
    CHECK(look(run).experiment->training.changes.size() == 2);
    REQUIRE(send(run, command::Set{"training.learning_rate", 4 * first}));
    REQUIRE(send(
        run, command::Change{with_hidden_activation(*look(run).experiment, Activation::Sigmoid)}));
    CHECK(look(run).updates == 0);
    CHECK(look(run).now.learning_rate == 4 * first);
    CHECK(look(run).experiment->training.changes.empty());
}

TEST_CASE("a state that is put in keeps what its run began with and its changes") {
    Run run(preset("circle"));
    train(run, 10);
    REQUIRE(send(run, command::Set{"training.learning_rate", 0.5}));
    train(run, 10);
    const Experiment saved = current_experiment(*run.session, true);
    const std::uint64_t there = hash_of(run);
    train(run, 10);
    REQUIRE(send(run, command::Change{saved}));
    CHECK(hash_of(run) == there);
    CHECK(current_experiment(*run.session, true) == saved);
}

TEST_CASE("a goal changes when a run ends, not what it computes") {
    Run run(preset("circle"));
    train(run, 30);
    const std::uint64_t before = hash_of(run);
    for (const auto& [path, value] : {std::pair{"training.epochs", 7.0},
                                      {"training.stop.loss_below", 1e-9},
                                      {"training.stop.no_progress_epochs", 50.0}})
        REQUIRE(send(run, command::Set{path, value}));
    CHECK(hash_of(run) == before);
    CHECK(look(run).updates == 30);
    CHECK(look(run).experiment->training.changes.empty());
}

TEST_CASE("a reset forgets one's own changes, with a replay before it and without") {
    for (const bool replays : {false, true}) {
        INFO("replays " << replays);
        Run run(preset("circle"));
        train(run, 10);
        REQUIRE(send(run, command::Set{"training.learning_rate", 0.5}));
        train(run, 100);
        if (replays) {
            REQUIRE(send(run, command::Replay{}));
            CHECK(look(run).experiment->training.changes.size() == 1);
            train(run, 110);
        }
        REQUIRE(send(run, command::Reset{}));
        CHECK(look(run).now.learning_rate == 0.5);
        CHECK(look(run).experiment->training.changes.empty());
    }
}
