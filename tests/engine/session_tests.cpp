// Commands in, snapshot out: what a session promises to every front end.

#include "engine/experiment/edit.hpp"
#include "engine/experiment/fields.hpp"
#include "tests/engine/golden.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <span>

using namespace backprop;
using namespace backprop::test;

static Snapshot look(const Run& run) {
    return snapshot(*run.session);
}
static bool send(Run& run, const Command& command) {
    return bool(apply(*run.session, command));
}

TEST_CASE("a new session is ready and has its first loss") {
    const Run run(preset("circle"));
    CHECK(look(run).status == Status::Ready);
    CHECK(look(run).epoch == 0);
    CHECK(look(run).updates == 0);
    REQUIRE(look(run).history.size() == 1);
    CHECK(look(run).history[0].loss == look(run).train.loss);
    CHECK(look(run).history[0].test_loss == look(run).test.loss);
    CHECK(run.layers()[0].weight_gradients.empty());
}

TEST_CASE("training does nothing until it is asked for, and stops at the epochs") {
    Run run(preset("circle"));
    CHECK(advance(*run.session, 100) == 0);
    REQUIRE(send(run, command::Set{"training.epochs", 7}));
    REQUIRE(send(run, command::Run{}));
    CHECK(look(run).status == Status::Running);
    while (advance(*run.session, 3) > 0) {
    }
    CHECK(look(run).status == Status::Finished);
    CHECK(look(run).epoch == 7);
    CHECK(look(run).updates == 175);
    CHECK(look(run).history.size() == 8);
    REQUIRE(send(run, command::Run{}));
    CHECK(look(run).status == Status::Finished);
}

TEST_CASE("raising the epochs of a finished run makes it paused; lowering them ends it") {
    Run run(preset("circle"));
    run.train_to(5);
    REQUIRE(send(run, command::Set{"training.epochs", 9}));
    CHECK(look(run).status == Status::Paused);
    REQUIRE(send(run, command::Run{}));
    advance(*run.session, 1);
    REQUIRE(send(run, command::Set{"training.epochs", 2}));
    CHECK(look(run).status == Status::Finished);
    CHECK(look(run).epoch == 5);
}

TEST_CASE("the learning rate, the epochs and the batch change in mid-run without a reset") {
    Run run(preset("circle"));
    REQUIRE(send(run, command::Run{}));
    advance(*run.session, 30);
    const std::vector<LayerValues> before = run.layers();
    for (const auto& [path, value] : {std::pair{"training.learning_rate", 0.5},
                                      {"training.epochs", 400.0},
                                      {"training.batch", 7.0}}) {
        REQUIRE(send(run, command::Set{path, value}));
        CHECK(look(run).status == Status::Running);
        CHECK(look(run).updates == 30);
        CHECK(run.layers()[0].weights == before[0].weights);
    }
    CHECK(look(run).now.learning_rate == 0.5);
    CHECK(look(run).experiment->training.learning_rate == preset("circle").training.learning_rate);
    advance(*run.session, 1); // from position 50 to the next multiple of 7
    CHECK(look(run).examples_in_epoch == 56);
}

TEST_CASE("a new learning rate is used by the very next update") {
    Run slow(preset("houses"));
    Run fast(preset("houses"));
    REQUIRE(send(fast, command::Set{"training.learning_rate", 0.2}));
    REQUIRE(send(slow, command::Step{StepKind::Batch}));
    REQUIRE(send(fast, command::Step{StepKind::Batch}));
    const double start = preset("houses").start.weights[0][0][0];
    const double slow_move = slow.layers()[0].weights[0] - start;
    const double fast_move = fast.layers()[0].weights[0] - start;
    check_close(fast_move, 2.0 * slow_move);
}

TEST_CASE("learning rate 0 changes nothing") {
    Run run(preset("circle"));
    REQUIRE(send(run, command::Set{"training.learning_rate", 0}));
    const std::vector<LayerValues> before = run.layers();
    run.train_to(3);
    CHECK(run.layers()[1].weights == before[1].weights);
}

TEST_CASE("reset returns to the same start weights, new weights draws others") {
    Run run(preset("circle"));
    const std::uint64_t start = state_hash(*run.session);
    const double loss = run.loss();
    run.train_to(3);
    CHECK(state_hash(*run.session) != start);
    REQUIRE(send(run, command::Reset{}));
    CHECK(state_hash(*run.session) == start);
    CHECK(run.loss() == loss);
    CHECK(look(run).status == Status::Ready);
    CHECK(look(run).history.size() == 1);

    REQUIRE(send(run, command::NewWeights{}));
    const std::uint64_t other = state_hash(*run.session);
    CHECK(other != start);
    run.train_to(2);
    REQUIRE(send(run, command::Reset{}));
    CHECK(state_hash(*run.session) == other);
}

TEST_CASE("new weights of given numbers in 0..1 stay in 0..1") {
    Run run(preset("houses"));
    REQUIRE(send(run, command::NewWeights{}));
    for (const LayerValues& layer : run.layers())
        for (const double weight : layer.weights)
            CHECK((weight >= 0.0 && weight <= 1.0));
    CHECK(look(run).experiment->start.rule == StartRule::Uniform);
}

TEST_CASE("steps of an example, a batch and an epoch") {
    Run run(preset("circle"));
    REQUIRE(send(run, command::Step{StepKind::Example}));
    CHECK(look(run).examples_in_epoch == 1);
    CHECK(look(run).status == Status::Paused);
    REQUIRE(send(run, command::Step{StepKind::Batch}));
    CHECK(look(run).examples_in_epoch == 10);
    REQUIRE(send(run, command::Step{StepKind::Batch}));
    CHECK(look(run).examples_in_epoch == 20);
    REQUIRE(send(run, command::Step{StepKind::Epoch}));
    CHECK(look(run).epoch == 1);
    CHECK(look(run).examples_in_epoch == 0);
    REQUIRE(send(run, command::Set{"training.epochs", 1}));
    CHECK(look(run).status == Status::Finished);
    const Result<Done> beyond = apply(*run.session, command::Step{StepKind::Epoch});
    CHECK(!beyond);
    CHECK(beyond.error.path == "training.epochs");
}

TEST_CASE("however training is cut into calls, the bits are the same") {
    for (const bool shuffle : {false, true}) {
        Experiment experiment = preset("spiral");
        experiment.training.shuffle = shuffle;
        experiment.training.epochs = 20;
        std::uint64_t wanted = 0;
        for (const std::int64_t chunk : {1, 7, 1000}) {
            Run run(experiment);
            REQUIRE(send(run, command::Run{}));
            while (advance(*run.session, chunk) > 0) {
            }
            if (wanted == 0) wanted = state_hash(*run.session);
            CHECK(state_hash(*run.session) == wanted);
        }
    }
}

TEST_CASE("float32 follows float64") {
    Experiment experiment = preset("houses");
    Run wide(experiment);
    experiment.precision = Precision::Float32;
    Run narrow(experiment);
    wide.train_to(100);
    narrow.train_to(100);
    CHECK(state_hash(*wide.session) != state_hash(*narrow.session));
    CHECK(std::fabs(wide.loss() - narrow.loss()) < 1e-5 * wide.loss());
}

/// The loss over the training rows, recomputed from what the network gives now.
static double loss_of_present_weights(Run& run) {
    const std::vector<double> outputs = run.outputs();
    double sum = 0;
    for (std::size_t n = 0; n < outputs.size(); ++n) {
        const double target[] = {look(run).data->train_targets(0, std::int32_t(n))};
        sum += example_error(*run.session, std::span(outputs).subspan(n, 1), target);
    }
    return sum / double(outputs.size());
}

TEST_CASE("a diverging run stops with its last good weights") {
    Experiment experiment = preset("plane");
    experiment.training.learning_rate = 100;
    Run run(experiment);
    REQUIRE(send(run, command::Run{}));
    while (advance(*run.session, 50) > 0) {
    }
    REQUIRE(look(run).status == Status::Diverged);
    REQUIRE(look(run).divergence);
    CHECK(look(run).divergence->where.layer >= 1);
    CHECK(!look(run).divergence->where.quantity.empty());
    CHECK(std::isfinite(run.loss()));
    check_close(loss_of_present_weights(run), run.loss());
    CHECK(look(run).examples_in_epoch == 0);
    for (const LossPoint& point : look(run).history)
        CHECK(std::isfinite(point.loss));
    for (const LayerValues& layer : run.layers()) {
        for (const double weight : layer.weights)
            CHECK(std::isfinite(weight));
        CHECK(layer.weight_gradients.empty());
    }
    CHECK(advance(*run.session, 10) == 0);

    REQUIRE(send(run, command::Set{"training.learning_rate", 1e-5}));
    REQUIRE(send(run, command::Reset{}));
    REQUIRE(send(run, command::Run{}));
    CHECK(advance(*run.session, 10) > 0);
    CHECK(look(run).status == Status::Running);
}

TEST_CASE("a relu network shows its divergence") {
    Experiment experiment = with_hidden_activation(preset("multi-gauss"), Activation::Relu);
    experiment.training.learning_rate = 100;
    Run run(experiment);
    REQUIRE(send(run, command::Run{}));
    for (int i = 0; i < 100 && advance(*run.session, 50) > 0; ++i) {
    }
    CHECK(look(run).status == Status::Diverged);
}

TEST_CASE("another data set brings its shape; a running session goes on running") {
    Run run(preset("houses"));
    REQUIRE(send(run, command::Run{}));
    advance(*run.session, 10);
    const std::uint64_t data = look(run).data_revision;
    REQUIRE(send(run, command::Change{with_data_set(*look(run).experiment, DataSet::Spiral)}));
    CHECK(look(run).status == Status::Running);
    CHECK(look(run).data_revision == data + 1);
    CHECK(look(run).epoch == 0);
    CHECK(look(run).data->train_inputs.rows == 2);
    CHECK(advance(*run.session, 10) > 0);
}

TEST_CASE("a refused command changes nothing") {
    Run run(preset("circle"));
    run.train_to(2);
    const std::uint64_t before = state_hash(*run.session);
    Experiment bad = *look(run).experiment;
    bad.network.layers.back().units = 3;
    for (const Command& command :
         {Command{command::Load{bad}}, Command{command::Change{bad}},
          Command{command::Set{"training.learning_rate", -1}},
          Command{command::Set{"training.learning_rate", std::nan("")}},
          Command{command::Set{"training.epochs", 1.5}}, Command{command::Set{"nothing", 1}}}) {
        const Result<Done> result = apply(*run.session, command);
        CHECK(!result);
        CHECK(!result.error.message.empty());
    }
    CHECK(state_hash(*run.session) == before);
    CHECK(look(run).status == Status::Finished);
}

TEST_CASE("every field can be set to its least and greatest value, and not beyond") {
    for (const Field& field : fields()) {
        INFO(field.path);
        CHECK(check_value(field, field.minimum));
        CHECK(check_value(field, field.maximum));
        CHECK(!check_value(field, 2 * field.maximum + 1));
        CHECK(!check_value(field, field.minimum - 1 == k_batch_all ? -1 : field.minimum - 1));
        CHECK(bool(check_value(field, std::nan(""))) == is_optional(field.type));
        Experiment experiment;
        field.set(experiment, field.maximum);
        CHECK(field.get(experiment) == field.maximum);
    }
}

TEST_CASE("no epochs means no training, whatever is asked for") {
    Experiment experiment = preset("circle");
    experiment.training.epochs = 0;
    Run run(experiment);
    for (const StepKind what : {StepKind::Example, StepKind::Batch, StepKind::Epoch})
        CHECK(!send(run, command::Step{what}));
    REQUIRE(send(run, command::Run{}));
    CHECK(look(run).status == Status::Finished);
    CHECK(look(run).updates == 0);
}

TEST_CASE("a start whose loss is not finite says so and does not train") {
    Experiment experiment = preset("plane");
    experiment.start.rule = StartRule::Given;
    experiment.start.weights = {{{1e30, 1e30}}};
    experiment.start.biases = {{0}};
    experiment.precision = Precision::Float32;
    experiment.loss.error = ErrorKind::Squared;
    experiment.network.layers = {{1, Activation::Linear}, {1, Activation::Linear}};
    experiment.start.weights.push_back({{1e30}});
    experiment.start.biases.push_back({0});
    Run run(experiment);
    CHECK(look(run).status == Status::Diverged);
    CHECK(look(run).history.empty());
    CHECK(!look(run).train.loss);
    CHECK(!send(run, command::Run{}));
    CHECK(!send(run, command::Step{StepKind::Batch}));
    CHECK(advance(*run.session, 10) == 0);
    REQUIRE(send(run, command::NewWeights{}));
    CHECK(look(run).status == Status::Ready);
}

TEST_CASE("a new name, or a number that means nothing here, does not begin again") {
    Run run(preset("circle")); // Xavier: low and high mean nothing
    run.train_to(2);
    Experiment experiment = *look(run).experiment;
    experiment.name = "mine";
    experiment.start.low = -0.25;
    REQUIRE(send(run, command::Change{experiment}));
    CHECK(look(run).epoch == 2);
    CHECK(look(run).experiment->name == "mine");
}

TEST_CASE("an experiment that differs in live values only changes them in mid-run") {
    Run run(preset("circle"));
    REQUIRE(send(run, command::Run{}));
    REQUIRE(advance(*run.session, 12) == 120); // examples
    Experiment experiment = *look(run).experiment;
    experiment.training.learning_rate = 0.5;
    experiment.training.batch = 3;
    REQUIRE(send(run, command::Change{experiment}));
    CHECK(look(run).updates == 12);
    CHECK(look(run).now.learning_rate == 0.5);
    CHECK(look(run).now.batch == 3);
    CHECK(look(run).experiment->training.learning_rate == preset("circle").training.learning_rate);
    CHECK(look(run).experiment->training.changes.size() == 1);
}

TEST_CASE("new weights begin again at seed 0 after the last seed") {
    Experiment experiment = preset("circle");
    experiment.start.seed = k_max_seed;
    Run run(experiment);
    REQUIRE(send(run, command::NewWeights{}));
    CHECK(look(run).experiment->start.seed == 0);
}

TEST_CASE("looking at the next gradients leaves those of the last update alone") {
    Run run(preset("circle"));
    REQUIRE(send(run, command::Step{StepKind::Batch}));
    const std::vector<double> last = run.layers()[0].weight_gradients;
    CHECK(run.next_gradients()[0].weight_gradients != last);
    CHECK(run.layers()[0].weight_gradients == last);
}

TEST_CASE("the gradient check does not forget a gradient that is not a number") {
    constexpr std::size_t k_layers = 11; // 1e30 to the power of 12 is not finite
    Experiment experiment;
    experiment.data.set = DataSet::Inline;
    experiment.data.task = Task::Regression;
    experiment.data.inputs = 1;
    experiment.data.columns = {"x", "y"};
    experiment.data.train = {{1e30, 0.5}};
    experiment.network.inputs = 1;
    experiment.network.layers.assign(k_layers, {1, Activation::Linear});
    experiment.start.rule = StartRule::Given;
    experiment.start.weights.assign(k_layers, {{1e30}});
    experiment.start.biases.assign(k_layers, {0});
    const Run run(experiment);
    CHECK(std::isnan(check_gradients(*run.session).worst_relative_error));
}

TEST_CASE("setting cross-entropy brings softmax along, and leaving it leaves both") {
    Run run(preset("mazur"));
    REQUIRE(send(run, command::Set{"loss.error", double(ErrorKind::CrossEntropy)}));
    CHECK(look(run).experiment->network.layers.back().activation == Activation::Softmax);
    REQUIRE(send(run, command::Set{"loss.error", double(ErrorKind::Squared)}));
    CHECK(look(run).experiment->network.layers.back().activation == Activation::Sigmoid);
}

TEST_CASE("the gradients of the presets agree with finite differences") {
    for (const Preset& row : presets()) {
        INFO(row.key);
        const Run run(row.make());
        const GradientCheck check = check_gradients(*run.session);
        CHECK(check.parameters > 0);
        CHECK(check.worst_relative_error < 1e-5);
    }
}

TEST_CASE("softmax and cross-entropy agree with finite differences, whatever the targets sum to") {
    for (const char* key : {"two-class-a", "two-class-b", "mazur"}) {
        INFO(key);
        const Run run(with_activation(preset(key), 1, Activation::Softmax));
        CHECK(check_gradients(*run.session).worst_relative_error < 1e-6);
    }
}

TEST_CASE("the mean over outputs is the sum over outputs divided by their number") {
    Experiment experiment = preset("mazur");
    Run sum(experiment);
    experiment.loss.over_outputs = Reduction::Mean;
    Run mean(experiment);
    check_close(mean.loss(), sum.loss() / 2);
    const std::vector<double> of_sum = sum.next_gradients()[0].weight_gradients;
    const std::vector<double> of_mean = mean.next_gradients()[0].weight_gradients;
    for (std::size_t i = 0; i < of_sum.size(); ++i)
        check_close(of_mean[i], of_sum[i] / 2);
    CHECK(check_gradients(*mean.session).worst_relative_error < 1e-6);
}

TEST_CASE("the presets learn") {
    for (const Preset& row : presets()) {
        INFO(row.key);
        Run run(row.make());
        const double start = run.loss();
        run.train_to(row.make().training.epochs);
        CAPTURE(start, run.loss());
        CHECK(run.loss() < 0.5 * start);
        if (look(run).train.accuracy) CHECK(*look(run).train.accuracy > 0.9);
    }
}

TEST_CASE("accuracy tells written classes apart on one side of the output's threshold") {
    Experiment experiment = with_data_set(preset("circle"), DataSet::XorRows); // targets 0 and 1
    experiment.network.layers = {{1, Activation::Linear}};
    experiment.loss.error = ErrorKind::HalfSquared;
    experiment.start = StartSpec{};
    experiment.start.rule = StartRule::Zeros;
    const Result<SessionPointer> session = make_session(experiment);
    REQUIRE(session);
    CHECK(snapshot(**session).train.accuracy == 0.5); // every output is 0: the lower class

    experiment.data.set = DataSet::Circle; // −1 and 1: on both sides
    experiment.data.task = Task::Classification;
    const Result<SessionPointer> circle = make_session(experiment);
    REQUIRE(circle);
    const double accuracy = *snapshot(**circle).train.accuracy; // ties count as the upper class
    CHECK(accuracy > 0.4);
    CHECK(accuracy < 0.6);
}
