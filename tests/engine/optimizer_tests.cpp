// What an update makes of a gradient: optimizers, penalties, clipping, schedules, frozen
// parameters, the sequential order and dropout.

#include "engine/training/optimizer.hpp"
#include "engine/training/schedule.hpp"
#include "engine/training/trainer.hpp"
#include "tests/engine/golden.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <map>

using namespace backprop;
using namespace backprop::test;

namespace {

/// o = w·x + b for the one example x = 2, y = 1, with half-squared error: ∂E/∂w = (o − y)·x,
/// ∂E/∂b = o − y.
struct Line {
    double w = 0.5;
    double b = -0.25;

    double slope() const { return w * 2.0 + b - 1.0; }
    double of_w() const { return slope() * 2.0; }
    double of_b() const { return slope(); }
};

Experiment line_experiment() {
    Experiment experiment;
    experiment.data.set = DataSet::Inline;
    experiment.data.task = Task::Regression;
    experiment.data.inputs = 1;
    experiment.data.columns = {"x", "y"};
    experiment.data.train = {{2, 1}};
    experiment.network.inputs = 1;
    experiment.network.layers = {{1, Activation::Linear}};
    experiment.start.rule = StartRule::Given;
    experiment.start.weights = {{{0.5}}};
    experiment.start.biases = {{-0.25}};
    experiment.training.learning_rate = 0.1;
    return experiment;
}

/// One parameter's way by the formulas of optimizer_spec.hpp, in plain double.
struct Plain {
    double v = 0.0;
    double s = 0.0;

    double moved(const OptimizerSpec& o, double rate, int t, double w, double g, bool is_weight) {
        switch (o.kind) {
        case Optimizer::Sgd:
            return w - rate * g;
        case Optimizer::Momentum:
            v = o.beta * v + g;
            return w - rate * v;
        case Optimizer::Nesterov:
            v = o.beta * v + g;
            return w - rate * (g + o.beta * v);
        case Optimizer::Adagrad:
            s += g * g;
            return w - rate * g / (std::sqrt(s) + o.epsilon);
        case Optimizer::RmsProp:
            s = o.smoothing * s + (1 - o.smoothing) * g * g;
            return w - rate * g / (std::sqrt(s) + o.epsilon);
        case Optimizer::AdamW:
            if (is_weight) w -= rate * o.weight_decay * w;
            [[fallthrough]];
        case Optimizer::Adam: {
            v = o.beta1 * v + (1 - o.beta1) * g;
            s = o.beta2 * s + (1 - o.beta2) * g * g;
            const double mean = v / (1 - std::pow(o.beta1, t));
            const double square = s / (1 - std::pow(o.beta2, t));
            return w - rate * mean / (std::sqrt(square) + o.epsilon);
        }
        }
        return w;
    }
};

OptimizerSpec with_own_numbers(Optimizer kind) {
    OptimizerSpec spec = default_optimizer(kind);
    spec.beta = 0.8;
    spec.smoothing = 0.7;
    spec.beta1 = 0.6;
    spec.beta2 = 0.75;
    spec.epsilon = 0.01;
    spec.weight_decay = 0.5;
    return spec;
}

void step_batch(Run& run) {
    REQUIRE(apply(*run.session, command::Step{StepKind::Batch}));
}
double weight_of(const Run& run) {
    return run.layers()[0].weights[0];
}
double bias_of(const Run& run) {
    return run.layers()[0].biases[0];
}

} // namespace

TEST_CASE("the first steps of every optimizer, by hand") {
    for (int kind = 0; kind < int(std::size(k_optimizers)); ++kind) {
        INFO(k_optimizers[kind].key);
        Experiment experiment = line_experiment();
        experiment.training.optimizer = with_own_numbers(Optimizer(kind));
        Run run(experiment);
        Line line;
        Plain w, b;
        for (int t = 1; t <= 5; ++t) {
            step_batch(run);
            const double of_w = line.of_w();
            const double of_b = line.of_b();
            line.w = w.moved(experiment.training.optimizer, 0.1, t, line.w, of_w, true);
            line.b = b.moved(experiment.training.optimizer, 0.1, t, line.b, of_b, false);
            check_close(weight_of(run), line.w);
            check_close(bias_of(run), line.b);
        }
    }
}

TEST_CASE("penalties act on weights, once an update, and are clipped with the gradient") {
    Experiment experiment = line_experiment();
    const Line line;
    for (const Reduction over : {Reduction::Sum, Reduction::Mean}) {
        experiment.loss.over_examples = over;
        experiment.training.regularization = {Regularization::L2, 0.3};
        Run l2(experiment);
        step_batch(l2);
        check_close(weight_of(l2), 0.5 - 0.1 * (line.of_w() + 0.3 * 0.5));
        check_close(bias_of(l2), -0.25 - 0.1 * line.of_b());

        experiment.training.regularization = {Regularization::L1, 0.3};
        Run l1(experiment);
        step_batch(l1);
        check_close(weight_of(l1), 0.5 - 0.1 * (line.of_w() + 0.3));
    }
    experiment.start.weights = {{{-0.5}}};
    Run negative(experiment);
    step_batch(negative);
    check_close(weight_of(negative), -0.5 - 0.1 * ((-1.0 - 0.25 - 1.0) * 2 - 0.3));
    experiment.start.weights = {{{0.0}}};
    Run zero(experiment);
    step_batch(zero);
    check_close(weight_of(zero), -0.1 * (-1.25 * 2)); // sign(0) is 0

    experiment.start.weights = {{{0.5}}};                           // g = (−0.5, −0.25)
    experiment.training.regularization = {Regularization::L2, 2.0}; // g = (0.5, −0.25)
    experiment.training.clip.value = 0.3;                           // g = (0.3, −0.25)
    Run cut(experiment);
    step_batch(cut);
    check_close(weight_of(cut), 0.5 - 0.1 * 0.3);
    check_close(bias_of(cut), -0.25 + 0.1 * 0.25);
    experiment.training.clip.norm = 0.1;
    Run scaled(experiment);
    step_batch(scaled);
    const double norm = std::sqrt(0.3 * 0.3 + 0.25 * 0.25);
    check_close(weight_of(scaled), 0.5 - 0.1 * 0.3 * (0.1 / norm));
    check_close(bias_of(scaled), -0.25 + 0.1 * 0.25 * (0.1 / norm));
    experiment.training.frozen = {"biases[0][0]"}; // no part of the norm
    Run frozen(experiment);
    step_batch(frozen);
    check_close(weight_of(frozen), 0.5 - 0.1 * 0.1);
    CHECK(bias_of(frozen) == -0.25);
    experiment.training.clip = {};
    experiment.training.clip.norm = 100; // longer than the gradient: no change
    experiment.training.regularization = {};
    Run loose(experiment);
    step_batch(loose);
    check_close(weight_of(loose), 0.5 - 0.1 * line.of_w());
}

TEST_CASE("the learning rate of an epoch follows the schedule") {
    ScheduleSpec spec;
    CHECK(schedule_factor(spec, 1000) == 1.0);
    spec = {Schedule::Step, 3, 0.5, 100};
    for (const auto& [epoch, factor] : std::map<std::int64_t, double>{
             {0, 1}, {2, 1}, {3, 0.5}, {5, 0.5}, {9, 0.125}, {30, 0x1p-10}})
        CHECK(schedule_factor(spec, epoch) == factor);
    spec = {Schedule::Cosine, 1, 0.5, 8};
    CHECK(schedule_factor(spec, 0) == 1.0);
    check_close(schedule_factor(spec, 2), 0.5 * (1 + std::sqrt(0.5)));
    check_close(schedule_factor(spec, 4), 0.5);
    check_close(schedule_factor(spec, 8), 0.0);
    check_close(schedule_factor(spec, 10'000'000), 0.0);
    spec = {Schedule::WarmUp, 1, 0.5, 4};
    CHECK(schedule_factor(spec, 0) == 0.25);
    CHECK(schedule_factor(spec, 3) == 1.0);
    CHECK(schedule_factor(spec, 400) == 1.0);

    Experiment experiment = line_experiment(); // an epoch is an update
    experiment.training.schedule = {Schedule::Step, 2, 0.25, 100};
    Run run(experiment);
    Line line;
    for (int epoch = 0; epoch < 6; ++epoch) {
        const double rate = 0.1 * std::pow(0.25, epoch / 2);
        check_close(snapshot(*run.session).epoch_learning_rate, rate);
        const Line before = line;
        line.w -= rate * before.of_w();
        line.b -= rate * before.of_b();
        step_batch(run);
        check_close(weight_of(run), line.w);
    }
}

// w·x = 0, so δ = b − y = −1e10, and ∂E/∂w = δ·x = −1e40 is beyond float32.
TEST_CASE("a frozen parameter's gradient may be infinite, that of one that is trained may not") {
    for (std::size_t o = 0; o < std::size(k_optimizers); ++o) {
        INFO(k_optimizers[o].key);
        Experiment experiment = line_experiment();
        experiment.precision = Precision::Float32;
        experiment.data.train = {{1e30, 1e10}};
        experiment.start.weights = {{{0.0}}};
        experiment.training.optimizer.kind = static_cast<Optimizer>(o);
        Run trained(experiment);
        step_batch(trained);
        CHECK(snapshot(*trained.session).status == Status::Diverged);
        experiment.training.frozen = {"weights[0]"};
        Run frozen(experiment);
        step_batch(frozen);
        CHECK(snapshot(*frozen.session).status != Status::Diverged);
        CHECK(weight_of(frozen) == 0.0);
        CHECK(bias_of(frozen) > -0.25);
    }
}

TEST_CASE("frozen parameters are named by their indices, and by nothing else") {
    const NetworkLayout layout = make_layout(preset("mazur").network); // 2, 2, 2; biases of units
    const auto range = [&](std::string_view name) {
        const std::optional<ParameterRange> found = find_parameters(layout, name);
        return found ? std::pair(found->first, found->count)
                     : std::pair<std::int64_t, std::int64_t>();
    };
    CHECK(range("weights[0]") == std::pair<std::int64_t, std::int64_t>(0, 4));
    CHECK(range("weights[0][1]") == std::pair<std::int64_t, std::int64_t>(2, 2));
    CHECK(range("weights[0][1][0]") == std::pair<std::int64_t, std::int64_t>(2, 1));
    CHECK(range("weights[1][0][1]").first == layout.layers[1].weights + 1);
    CHECK(range("biases[1]").first == layout.layers[1].biases);
    for (const char* name : {"",
                             "weights",
                             "biases",
                             "weight[0]",
                             "weights0",
                             "weights[",
                             "weights[]",
                             "weights[0",
                             "weights[-1]",
                             "weights[x]",
                             "weights[00]",
                             "weights[12345678]",
                             "weights[2]",
                             "weights[0][2]",
                             "weights[0][0][2]",
                             "weights[0][0][0][0]",
                             "weights[0] ",
                             "biases[2]",
                             "biases[0][9]",
                             "biases[0][0][0]",
                             "weights[0]biases[0]"}) {
        INFO(name);
        CHECK_FALSE(find_parameters(layout, name));
    }
}

TEST_CASE("the sequential order gives the published figure of the mistake that it is") {
    Experiment experiment = preset("mazur");
    const double printed = at(golden(), {"mazur_2_2_2", "printed_in_article", "E_after_1"}).number;
    experiment.training.update = UpdateOrder::Sequential;
    experiment.training.train_biases = false;
    for (const Optimizer optimizer : {Optimizer::Sgd, Optimizer::Momentum}) { // alike at first
        experiment.training.optimizer.kind = optimizer;
        Run run(experiment);
        step_batch(run);
        CHECK(std::fabs(run.loss() - printed) < 5e-10);
    }
    CHECK(printed == 0.291027924);
    experiment.training.update = UpdateOrder::Simultaneous;
    Run right(experiment);
    step_batch(right);
    CHECK(std::fabs(right.loss() - printed) > 1e-7);
}

TEST_CASE("in a network of one layer the order does not matter") {
    Experiment experiment = preset("circle");
    experiment.network.layers = {{1, Activation::Tanh}};
    experiment.training.regularization = {Regularization::L2, 0.01};
    Run simultaneous(experiment);
    experiment.training.update = UpdateOrder::Sequential;
    Run sequential(experiment);
    simultaneous.train_to(3);
    sequential.train_to(3);
    CHECK(state_hash(*simultaneous.session) == state_hash(*sequential.session));
}

namespace {

/// A network of linear units with dropout in its hidden layer.
Experiment dropout_experiment(double share) {
    Experiment experiment = preset("circle");
    experiment.network.layers = {{64, Activation::Linear, share}, {1, Activation::Linear}};
    experiment.training.learning_rate = 0.0; // every update sees the same weights
    return experiment;
}

} // namespace

TEST_CASE("dropout leaves out the share that it says, and scales what is left") {
    for (const double share : {0.1, 0.5, 0.9}) {
        INFO(share);
        const Experiment experiment = dropout_experiment(share);
        const Dataset data = make_dataset(experiment.data);
        Trainer<double> trainer =
            make_trainer<double>({experiment.network, experiment.loss, experiment.training}, data);
        restart(trainer, experiment.start);
        double dropped = 0.0;
        double kept = 0.0;
        int others = 0;
        double sum = 0.0; // of output with dropout − output without, which is 0 on average
        double squares = 0.0;
        double outputs = 0.0;
        std::vector<double> plain(10);
        constexpr int k_epochs = 40;
        for (int epoch = 0; epoch < k_epochs; ++epoch) {
            while (trainer.position < data.train_inputs.columns) {
                batch_loss(trainer, 10); // a pass without dropout
                std::copy_n(trainer.workspace.outputs(), 10, plain.begin());
                REQUIRE(!train_examples(trainer, next_batch_size(trainer, 10)));
                for (std::int32_t unit = 0; unit < 64; ++unit)
                    for (std::int32_t column = 0; column < 10; ++column) {
                        const double mask =
                            trainer.workspace
                                .masks[0][std::size_t(unit * trainer.workspace.stride + column)];
                        (mask == 0.0 ? dropped : kept) += 1.0;
                        others += mask != 0.0 && mask != 1.0 / (1.0 - share);
                    }
                for (std::size_t column = 0; column < 10; ++column) {
                    const double difference = trainer.workspace.outputs()[column] - plain[column];
                    sum += difference;
                    squares += difference * difference;
                    outputs += 1.0;
                }
            }
            end_epoch(trainer);
        }
        CHECK(others == 0);
        const double draws = dropped + kept;
        const double deviation = std::sqrt(share * (1 - share) / draws);
        CHECK(std::fabs(dropped / draws - share) < 4 * deviation);
        CHECK(squares > 0.0);
        CHECK(std::fabs(sum / outputs) < 4 * std::sqrt(squares) / outputs);
    }
}

TEST_CASE("dropout is off in scores, checks and what is looked at") {
    const Experiment with = dropout_experiment(0.5);
    const Experiment without = dropout_experiment(0.0);
    Run a(with);
    Run b(without);
    CHECK(a.loss() == b.loss());
    CHECK(a.outputs() == b.outputs());
    CHECK(a.next_gradients()[0].weight_gradients == b.next_gradients()[0].weight_gradients);
    CHECK(check_gradients(*a.session).worst_relative_error < 1e-6);
    step_batch(a);
    step_batch(b);
    CHECK(a.layers()[0].weight_gradients != b.layers()[0].weight_gradients);
    CHECK(a.outputs() == b.outputs()); // learning rate 0
}

TEST_CASE("the draws of dropout do not depend on blocks") {
    Experiment experiment = dropout_experiment(0.3);
    experiment.data.examples = 1100; // batches of more than two blocks
    experiment.training.batch = k_batch_all;
    Run whole(experiment);
    Run in_two(experiment);
    REQUIRE(apply(*whole.session, command::Step{StepKind::Epoch}));
    REQUIRE(apply(*in_two.session, command::Set{"training.batch", 100}));
    REQUIRE(apply(*in_two.session, command::Step{StepKind::Epoch}));
    const auto stream = [](const Run& run) {
        return current_experiment(*run.session, true).state->dropout_random;
    };
    CHECK(stream(whole) == stream(in_two));
}

TEST_CASE("the gradient check tells every parameter and its place") {
    Experiment experiment = preset("circle");
    experiment.training.regularization = {Regularization::L2, 0.1};
    const Run run(experiment);
    const GradientCheck plain = check_gradients(*run.session);
    GradientCheckSpec spec;
    spec.with_penalty = true;
    const GradientCheck penalised = check_gradients(*run.session, spec);
    REQUIRE(plain.pairs.size() == 25);
    CHECK(plain.worst_relative_error < 1e-6);
    CHECK(penalised.worst_relative_error < 1e-6);
    const std::vector<LayerValues> layers = run.layers();
    check_close(penalised.pairs[0].analytic, plain.pairs[0].analytic + 0.1 * layers[0].weights[0]);
    CHECK(penalised.pairs[8].analytic == plain.pairs[8].analytic); // a bias
    experiment.training.regularization = {Regularization::L1, 0.1};
    const GradientCheck lasso = check_gradients(*Run(experiment).session, spec);
    CHECK(lasso.worst_relative_error < 1e-6);
    check_close(lasso.pairs[0].analytic,
                plain.pairs[0].analytic + std::copysign(0.1, layers[0].weights[0]));
    double worst = 0.0;
    for (const GradientPair& pair : plain.pairs)
        worst = std::max(worst, relative_error(pair));
    CHECK(worst == plain.worst_relative_error);
    spec.step = 0.1; // coarse differences are worse ones
    CHECK(check_gradients(*run.session, spec).worst_relative_error >
          100 * penalised.worst_relative_error);

    const NetworkLayout layout = make_layout(experiment.network); // [2, 4, 2, 1]
    const auto place = [&](std::int64_t parameter) {
        const ParameterPlace at = place_of(layout, parameter);
        return std::vector<std::int32_t>{at.layer, at.is_bias ? 1 : 0, at.to, at.from};
    };
    CHECK(place(0) == std::vector<std::int32_t>{1, 0, 0, 0});
    CHECK(place(7) == std::vector<std::int32_t>{1, 0, 3, 1});
    CHECK(place(11) == std::vector<std::int32_t>{1, 1, 3, 0});
    CHECK(place(12 + 6) == std::vector<std::int32_t>{2, 0, 1, 2});
    CHECK(place(24) == std::vector<std::int32_t>{3, 1, 0, 0});
}
