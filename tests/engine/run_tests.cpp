// Runs that are cut, saved, run again and stopped by rule: the same bits always.

#include "engine/experiment/experiment_json.hpp"
#include "engine/experiment/fields.hpp"
#include "engine/experiment/self_test.hpp"
#include "tests/engine/run_helpers.hpp"
#include "tests/engine/slow.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>

using namespace backprop;
using namespace backprop::test;

TEST_CASE("every scenario has the same bits in chunks of 1, 7 and more updates") {
    for (const Scenario& scenario : scenarios()) {
        INFO(scenario.name);
        Run whole(scenario.make());
        train(whole, 200, 200);
        for (const std::int64_t chunk : {1, 7}) {
            Run run(scenario.make());
            train(run, 200, chunk);
            CHECK(hash_of(run) == hash_of(whole));
            CHECK(history_of(run) == history_of(whole));
        }
    }
}

TEST_CASE("a run that is saved, loaded and continued has the same bits") {
    for (const Scenario& scenario : scenarios()) {
        INFO(scenario.name);
        Run whole(scenario.make());
        train(whole, 70);
        for (const std::int64_t updates : {0, 1, 37}) {
            if (k_slow && scenario.make().data.set == DataSet::Digits) continue;
            Run first(scenario.make());
            if (updates > 0) train(first, updates);
            const std::string text = to_json(current_experiment(*first.session, true));
            const Result<Experiment> read = parse_experiment(text);
            INFO(to_string(read.error));
            REQUIRE(read);
            CHECK(*read == current_experiment(*first.session, true));
            Run second(*read);
            CHECK(look(second).status == Status::Paused);
            CHECK(look(second).updates == updates);
            CHECK(look(second).now == look(first).now);
            CHECK(hash_of(second) == hash_of(first));
            train(second, 70 - updates);
            CHECK(hash_of(second) == hash_of(whole));
            if (look(second).epoch > look(first).epoch) // else the loss where it was loaded
                CHECK(look(second).train.loss == look(whole).train.loss);
            REQUIRE(send(second, command::Reset{}));
            CHECK(hash_of(second) == run_scenario(scenario)[0]);
        }
    }
}

TEST_CASE("a state that does not fit its experiment is refused with its path") {
    Run run(preset("circle"));
    train(run, 3);
    Experiment experiment = current_experiment(*run.session, true);
    experiment.state->position = 250; // there are as many training rows
    Result<SessionPointer> made = make_session(experiment);
    CHECK(!made);
    CHECK(made.error.path == "state.position");
    experiment = current_experiment(*run.session, true);
    experiment.state->parameters.pop_back();
    CHECK(make_session(experiment).error.path == "state.parameters");
    experiment = current_experiment(*run.session, true);
    experiment.training.optimizer = default_optimizer(Optimizer::Adam);
    CHECK(make_session(experiment).error.path == "state.slots");
    const std::uint64_t before = hash_of(run);
    CHECK(!send(run, command::Load{experiment}));
    CHECK(hash_of(run) == before);
}

TEST_CASE("a run that is reset and run again has the same bits") {
    for (const Scenario& scenario : scenarios()) {
        INFO(scenario.name);
        Run run(scenario.make());
        train(run, 150);
        const std::uint64_t there = hash_of(run);
        for (const Command& again : {Command{command::Reset{}}, Command{command::Replay{}}}) {
            REQUIRE(send(run, again));
            CHECK(look(run).status == Status::Ready);
            CHECK(!look(run).can_step_back);
            CHECK(hash_of(run) == scenario.expected[0]);
            train(run, 150);
            CHECK(hash_of(run) == there);
        }
    }
}

TEST_CASE("a run stops below a loss") {
    Run run(preset("circle"));
    const double start = run.loss();
    REQUIRE(send(run, command::Set{"training.epochs", 500}));
    REQUIRE(send(run, command::Set{"training.stop.loss_below", start / 4}));
    REQUIRE(send(run, command::Run{}));
    while (advance(*run.session, 9) > 0) {
    }
    CHECK(look(run).status == Status::Finished);
    CHECK(look(run).stopped == StopReason::LossBelow);
    CHECK(run.loss() < start / 4);
    const auto history = look(run).history;
    CHECK(history[history.size() - 2].loss >= start / 4);
    const Result<Done> more = apply(*run.session, command::Step{StepKind::Batch});
    CHECK(more.error.path == "training.stop.loss_below");
    REQUIRE(send(run, command::Set{"training.stop.loss_below", k_none}));
    CHECK(look(run).status == Status::Paused);
    CHECK(!look(run).stopped);
    REQUIRE(send(run, command::StepBack{StepKind::Epoch}));
    REQUIRE(send(run, command::Step{StepKind::Epoch}));
}

TEST_CASE("a run stops when the loss has not fallen for so many epochs") {
    Experiment experiment = preset("circle");
    experiment.training.learning_rate = 0.0;
    experiment.training.stop.no_progress_epochs = 3;
    Run run(experiment);
    REQUIRE(send(run, command::Run{}));
    while (advance(*run.session, 1000) > 0) {
    }
    CHECK(look(run).stopped == StopReason::NoProgress);
    CHECK(look(run).epoch == 3);
    REQUIRE(send(run, command::StepBack{StepKind::Epoch}));
    CHECK(look(run).status == Status::Paused);
    REQUIRE(send(run, command::Run{}));
    advance(*run.session, 1000);
    CHECK(look(run).epoch == 3);
    CHECK(look(run).stopped == StopReason::NoProgress);
    const Error refused = apply(*run.session, command::Step{StepKind::Batch}).error;
    CHECK(refused.path == "training.stop.no_progress_epochs");
    CHECK(refused.message.find("no progress for 3 epochs") != std::string::npos);
}

TEST_CASE("divergence goes back to the epoch's beginning with every optimizer, and can be undone") {
    for (int kind = 0; kind < int(std::size(k_optimizers)); ++kind) {
        INFO(k_optimizers[kind].key);
        Experiment experiment = preset("plane");
        experiment.precision = Precision::Float32;
        experiment.training.optimizer = default_optimizer(Optimizer(kind));
        experiment.training.learning_rate = 1e-4;
        experiment.training.epochs = 1000;
        Run run(experiment);
        train(run, 60); // two epochs and 100 examples
        REQUIRE(send(run, command::StepBack{StepKind::Epoch}));
        const std::uint64_t begin = hash_of(run);
        train(run, 5);
        REQUIRE(send(run, command::Set{"training.learning_rate", 100}));
        REQUIRE(send(run, command::Run{}));
        while (look(run).epoch == 2 && look(run).status == Status::Running)
            advance(*run.session, 1);
        if (kind > int(Optimizer::Nesterov)) { // the others move by about the rate, however steep
            CHECK(look(run).status == Status::Running);
            continue;
        }
        REQUIRE(look(run).status == Status::Diverged);
        CHECK(look(run).stopped == StopReason::Diverged);
        CHECK(look(run).divergence->epoch == 2);
        CHECK(hash_of(run) == begin);
        CHECK(look(run).now.learning_rate == 1e-4); // the change was undone with its part
        CHECK(look(run).experiment->training.changes.empty());
        CHECK(std::isfinite(run.loss()));
        train(run, 60);
        CHECK(look(run).status == Status::Running);
    }
}

TEST_CASE("a run that continues inside its first epoch diverges to where it began") {
    Experiment experiment = preset("plane");
    experiment.precision = Precision::Float32;
    experiment.training.learning_rate = 1e-4;
    Run first(experiment);
    train(first, 5);
    const std::uint64_t begin = hash_of(first);
    Run run(current_experiment(*first.session, true));
    REQUIRE(send(run, command::Set{"training.learning_rate", 100}));
    REQUIRE(send(run, command::Run{}));
    while (look(run).epoch == 0 && look(run).status == Status::Running)
        advance(*run.session, 1);
    REQUIRE(look(run).status == Status::Diverged);
    CHECK(hash_of(run) == begin);
    CHECK_FALSE(look(run).can_step_back);
}

TEST_CASE("a run that continues inside an epoch looks at its loss at the epoch's end") {
    Run first(preset("circle"));
    train(first, 30); // one epoch and 50 examples
    Experiment saved = current_experiment(*first.session, true);
    saved.training.stop.loss_below = 1e30;
    Run run(saved);
    CHECK(look(run).status == Status::Paused);
    REQUIRE(send(run, command::Run{}));
    advance(*run.session, 1000);
    CHECK(look(run).stopped == StopReason::LossBelow);
    CHECK(look(run).epoch == 2);
    CHECK(look(run).examples_in_epoch == 0);
}

TEST_CASE("an optimizer's own numbers that overflow are divergence, not silence") {
    Experiment experiment;
    experiment.data.set = DataSet::Inline;
    experiment.data.task = Task::Regression;
    experiment.data.inputs = 1;
    experiment.data.columns = {"x", "y"};
    experiment.data.train = {{1e20, 0.5}};
    experiment.network.inputs = 1;
    experiment.network.layers = {{1, Activation::Linear}};
    experiment.start.rule = StartRule::Zeros;
    experiment.precision = Precision::Float32;
    experiment.training.optimizer = default_optimizer(Optimizer::RmsProp);
    Run run(experiment);
    REQUIRE(send(run, command::Step{StepKind::Batch})); // the square of the gradient: 1e39
    REQUIRE(look(run).status == Status::Diverged);
    CHECK(look(run).divergence->where.quantity == "optimizer");
    CHECK(look(run).divergence->where.layer == 1);
}

TEST_CASE("gradients that are numbers, but have no norm to clip by, are divergence") {
    Experiment experiment;
    experiment.data.set = DataSet::Inline;
    experiment.data.task = Task::Regression;
    experiment.data.inputs = 1;
    experiment.data.columns = {"x", "y"};
    experiment.data.train = {{1e30, 0.5}};
    experiment.network.inputs = 1;
    experiment.network.layers.assign(3, {1, Activation::Linear});
    experiment.start.rule = StartRule::Given;
    experiment.start.weights.assign(3, {{1e30}}); // gradients of 1e210
    experiment.start.biases.assign(3, {0});
    experiment.training.clip.norm = 1.0;
    Run run(experiment);
    const std::uint64_t before = hash_of(run);
    CHECK(std::isfinite(run.loss()));
    REQUIRE(send(run, command::Step{StepKind::Batch}));
    REQUIRE(look(run).status == Status::Diverged);
    CHECK(look(run).divergence->where.quantity == "gradient");
    CHECK(hash_of(run) == before);
}

TEST_CASE("divergence begins at the gradient where unit and error are still numbers") {
    for (const UpdateOrder update : {UpdateOrder::Simultaneous, UpdateOrder::Sequential}) {
        Experiment experiment;
        experiment.data.set = DataSet::Inline;
        experiment.data.task = Task::Regression;
        experiment.data.inputs = 1;
        experiment.data.columns = {"x", "y"};
        experiment.data.train = {{1e30, 1e20}};
        experiment.network.inputs = 1;
        experiment.network.layers = {{1, Activation::Linear}};
        experiment.start.rule = StartRule::Zeros;
        experiment.precision = Precision::Float32;
        experiment.training.update = update;
        experiment.training.clip.norm = 1.0;
        Run run(experiment);
        REQUIRE(send(run, command::Step{StepKind::Batch})); // the gradient: -1e50
        REQUIRE(look(run).status == Status::Diverged);
        CHECK(look(run).divergence->where.quantity == "gradient");
        CHECK(look(run).divergence->where.layer == 1);
    }
}

TEST_CASE("targets that an error is not meant for are refused when a session is made") {
    const auto error_of = [](DataSet set, Activation output, ErrorKind error, Scaling scaling) {
        Experiment experiment = preset("houses");
        experiment.start = {};
        experiment.data.set = set;
        experiment.data.task = data_set_row(set).task;
        experiment.data.scaling.targets = scaling;
        experiment.network.inputs = data_set_row(set).inputs;
        experiment.network.layers = {{3, Activation::Tanh},
                                     {output_count(experiment.data), output}};
        experiment.loss.error = error;
        return make_session(experiment).error;
    };
    const auto ok = [&](DataSet set, Activation output, ErrorKind error, Scaling scaling) {
        const Error error_found = error_of(set, output, error, scaling);
        INFO(to_string(error_found));
        return error_found.message.empty();
    };
    constexpr ErrorKind bce = ErrorKind::BinaryCrossEntropy;
    CHECK(ok(DataSet::Circle, Activation::Tanh, ErrorKind::Hinge, Scaling::None));
    CHECK(ok(DataSet::Circle, Activation::Sigmoid, bce, Scaling::None)); // classes are 0 and 1 then
    CHECK(ok(DataSet::Houses, Activation::Sigmoid, bce, Scaling::None));
    CHECK(ok(DataSet::MultiGauss, Activation::Sigmoid, bce, Scaling::MinMax)); // 0 to 1 then
    const Error refused = error_of(DataSet::MultiGauss, Activation::Sigmoid, bce, Scaling::None);
    CHECK(refused.path == "loss.error");
    CHECK(refused.message.find("\"binary-cross-entropy\" needs targets from 0 to 1") == 0);
    CHECK(error_of(DataSet::XorRows, Activation::Linear, ErrorKind::Hinge, Scaling::None).path ==
          "loss.error");
    Experiment shares = preset("mazur");
    shares.data = {};
    shares.data.set = DataSet::Inline;
    shares.data.task = Task::Regression;
    shares.data.inputs = 2;
    shares.data.columns = {"x1", "x2", "y1", "y2"};
    shares.data.train = {{1, 2, 1.25, -0.25}};
    shares.network.layers.back().activation = Activation::Softmax;
    shares.loss = {ErrorKind::CrossEntropy, Reduction::Sum, Reduction::Mean, 1.0};
    CHECK(make_session(shares).error.message.find(
              "\"cross-entropy\" needs targets of at least 0, but one is -0.25") == 0);
    shares.data.train[0][3] = 0.25;
    CHECK(make_session(shares));
    shares.loss.over_outputs = Reduction::Mean;
    CHECK(make_session(shares).error.path == "loss.over_outputs");

    Run run(preset("plane"));
    train(run, 3);
    const std::uint64_t before = hash_of(run);
    Experiment experiment = *look(run).experiment;
    experiment.network.layers.back().activation = Activation::Tanh;
    experiment.loss.error = ErrorKind::Hinge;
    CHECK(!send(run, command::Change{experiment}));
    CHECK(hash_of(run) == before);
    CHECK(look(run).status == Status::Running);
}

TEST_CASE("features and scaling: the network sees prepared rows, people see their own units") {
    Experiment experiment = preset("plane");
    experiment.data.scaling = {Scaling::Standard, Scaling::MinMax};
    experiment.network.features = {Feature::X1, Feature::X2, Feature::X1Squared};
    experiment.network.layers = {{4, Activation::Tanh}, {1, Activation::Linear}};
    Run run(experiment);
    const Snapshot now = look(run);
    CHECK(now.data->train_inputs.rows == 2);
    CHECK(now.prepared->train_inputs.rows == 3);
    CHECK(run.layers()[0].inputs == 3);
    std::vector<Matrix<double>> activations;
    evaluate(*run.session, now.data->train_inputs, activations);
    CHECK(activations[0].rows == 3);
    CHECK(activations[0](2, 5) == now.prepared->train_inputs(2, 5));
    double sum = 0.0; // the loss is that of the prepared rows
    double by_example = 0.0;
    for (std::int32_t n = 0; n < now.data->train_inputs.columns; ++n) {
        const double output[] = {activations.back()(0, n)};
        const double target[] = {now.data->train_targets(0, n)};
        const double difference = output[0] - now.prepared->train_targets(0, n);
        sum += 0.5 * difference * difference;
        by_example += example_error(*run.session, output, target);
    }
    check_close(run.loss(), sum / now.data->train_inputs.columns);
    check_close(run.loss(), by_example / now.data->train_inputs.columns);
    run.train_to(40);
    evaluate(*run.session, now.data->train_inputs, activations);
    double worst = 0.0;
    for (std::int32_t n = 0; n < now.data->train_inputs.columns; ++n)
        worst = std::max(
            worst, std::fabs(restore_target(*look(run).preparation, 0, activations.back()(0, n)) -
                             look(run).data->train_targets(0, n)));
    CHECK(worst < 1.0); // of targets from −12 to 12 or so
}
