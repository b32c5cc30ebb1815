// Runs that stop by rule, are cut, saved, changed, stepped back and replayed: the same bits always.

#include "engine/experiment/edit.hpp"
#include "engine/experiment/experiment_json.hpp"
#include "engine/experiment/fields.hpp"
#include "engine/experiment/self_test.hpp"
#include "engine/training/state_history.hpp"
#include "tests/engine/golden.hpp"
#include "tests/engine/slow.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>

using namespace backprop;
using namespace backprop::test;

namespace {

Snapshot look(const Run& run) {
    return snapshot(*run.session);
}
bool send(Run& run, const Command& command) {
    return bool(apply(*run.session, command));
}
std::uint64_t hash_of(const Run& run) {
    return state_hash(*run.session);
}

/// Runs, and trains `updates` updates in chunks of at most `chunk`.
void train(Run& run, std::int64_t updates, std::int64_t chunk = 1000) {
    REQUIRE(send(run, command::Run{}));
    for (std::int64_t done = 0; done < updates; done += chunk)
        REQUIRE(advance(*run.session, std::min(chunk, updates - done)) > 0);
}

/// The rows of the history as one comparable list.
std::vector<double> history_of(const Run& run) {
    std::vector<double> values;
    for (const LossPoint& point : look(run).history) {
        values.push_back(double(point.epoch));
        values.push_back(point.loss);
        values.push_back(std::isnan(point.test_loss) ? -1.0 : point.test_loss);
    }
    return values;
}

} // namespace

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
