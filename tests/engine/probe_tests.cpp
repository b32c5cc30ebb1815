// Trying things out beside a run: the gradient check at the present parameters with planted
// mistakes, and the loss as a function of one or two parameters.

#include "engine/experiment/edit.hpp"
#include "engine/experiment/session_probe.hpp"
#include "engine/training/gradient_check.hpp"
#include "tests/engine/run_helpers.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace backprop;
using namespace backprop::test;

namespace {

/// The relative errors of all parameters at the present ones.
std::vector<double> errors_of(const Run& run, const GradientCheckSpec& spec) {
    BatchProbe probe = probe_batch(*run.session);
    const GradientCheck check = check_gradients(probe.trainer, spec);
    std::vector<double> errors;
    for (const GradientPair& pair : check.pairs)
        errors.push_back(relative_error(pair));
    return errors;
}

/// Whether backpropagation is far from the differences for every parameter in [first, end).
bool all_wrong(const std::vector<double>& errors, std::size_t first, std::size_t end) {
    return std::all_of(errors.begin() + std::ptrdiff_t(first), errors.begin() + std::ptrdiff_t(end),
                       [](double error) { return error > 1e-4; });
}
bool all_right(const std::vector<double>& errors, std::size_t first, std::size_t end) {
    return std::all_of(errors.begin() + std::ptrdiff_t(first), errors.begin() + std::ptrdiff_t(end),
                       [](double error) { return error < 1e-6; });
}

GradientCheckSpec with_mistake(PlantedMistake mistake) {
    GradientCheckSpec spec;
    spec.mistake = mistake;
    return spec;
}

/// A network with two hidden layers in mid-run.
Experiment deep_experiment() {
    Experiment experiment = preset("circle");
    experiment.training.batch = 10;
    return experiment;
}

} // namespace

TEST_CASE("the check looks at the present parameters and the batch of the pass", "[probe]") {
    Run run(deep_experiment());
    train(run, 37);
    BatchProbe probe = probe_batch(*run.session);
    const std::vector<LayerValues> layers = run.next_gradients();
    std::vector<double> wanted;
    for (const LayerValues& layer : layers) {
        wanted.insert(wanted.end(), layer.weight_gradients.begin(), layer.weight_gradients.end());
        wanted.insert(wanted.end(), layer.bias_gradients.begin(), layer.bias_gradients.end());
    }
    CHECK(gradients_of(probe) == wanted); // the numbers that train, to the bit
    const std::vector<double> errors = errors_of(run, {});
    CHECK(errors.size() == wanted.size());
    CHECK(all_right(errors, 0, errors.size()));
}

TEST_CASE("a probe is in float64 and without dropout, whatever the run", "[probe]") {
    Experiment experiment = deep_experiment();
    experiment.precision = Precision::Float32;
    experiment.training.shuffle = true;
    experiment.network.layers[0].dropout = 0.5;
    Run run(experiment);
    train(run, 12);
    const std::uint64_t hash = hash_of(run);
    const std::vector<double> errors = errors_of(run, {});
    CHECK(all_right(errors, 0, errors.size()));
    CHECK(hash_of(run) == hash);
}

TEST_CASE("a planted mistake shows in the parameters that it spoils, and only there", "[probe]") {
    // Mazur: w1..w4 and the two hidden biases come first, then the output layer.
    Run mazur(preset("mazur"));
    std::vector<double> errors = errors_of(mazur, with_mistake(PlantedMistake::None));
    REQUIRE(errors.size() == 12);
    CHECK(all_right(errors, 0, 12));

    errors = errors_of(mazur, with_mistake(PlantedMistake::NoSlope));
    CHECK(all_wrong(errors, 0, 12));
    errors = errors_of(mazur, with_mistake(PlantedMistake::WrongSign));
    CHECK(all_wrong(errors, 0, 6));
    CHECK(all_right(errors, 6, 12));
    errors = errors_of(mazur, with_mistake(PlantedMistake::OutputFirst));
    CHECK(all_wrong(errors, 0, 6));
    CHECK(all_right(errors, 6, 12));
}

TEST_CASE("where error and output are differentiated together, only hidden slopes are dropped",
          "[probe]") {
    Run iris(preset("iris"));
    const std::vector<double> errors = errors_of(iris, with_mistake(PlantedMistake::NoSlope));
    REQUIRE(errors.size() == 51); // 4 · 6 + 6, then 6 · 3 + 3
    CHECK(std::count_if(errors.begin(), errors.begin() + 30,
                        [](double error) { return error > 1e-4; }) > 20);
    CHECK(all_right(errors, 30, 51));
}

TEST_CASE("a wrong sign in the last hidden layer spoils every layer before it", "[probe]") {
    Run run(deep_experiment()); // 2 → 4 → 2 → 1: 12, 10 and 3 parameters
    const std::vector<double> errors = errors_of(run, with_mistake(PlantedMistake::WrongSign));
    REQUIRE(errors.size() == 25);
    CHECK(all_wrong(errors, 0, 22));
    CHECK(all_right(errors, 22, 25));
}

TEST_CASE("a difference that crosses a kink is told from one that is off otherwise", "[probe]") {
    Experiment experiment = preset("xor-rows");
    experiment.network.layers = {{4, Activation::Relu}, {1, Activation::Sigmoid}};
    experiment.start = {};
    experiment.start.rule = StartRule::XavierUniform;
    experiment.start.seed = 1;
    experiment.training.batch = k_batch_all;
    Run run(experiment);
    BatchProbe probe = probe_batch(*run.session);
    // For the inputs (0, 0), z of every hidden unit is its bias, 0.
    const GradientCheck exact = check_gradients(probe.trainer);
    REQUIRE(exact.pairs.size() == 17);
    for (std::size_t i = 0; i < 17; ++i) {
        const bool is_hidden_bias = i >= 8 && i < 12;
        CHECK(exact.pairs[i].at_kink == is_hidden_bias);
        CHECK((relative_error(exact.pairs[i]) > 1e-4) == is_hidden_bias);
    }
    // Away from the kink, what is off is off by the step or by a mistake.
    for (std::size_t i = 8; i < 12; ++i)
        probe.trainer.parameters[i] = 0.01;
    const GradientCheck away = check_gradients(probe.trainer);
    const GradientCheck mistaken =
        check_gradients(probe.trainer, with_mistake(PlantedMistake::WrongSign));
    for (std::size_t i = 0; i < 17; ++i) {
        CHECK(relative_error(away.pairs[i]) < 1e-6);
        CHECK_FALSE(away.pairs[i].at_kink);
        CHECK_FALSE(mistaken.pairs[i].at_kink);
    }
    GradientCheckSpec wide;
    wide.step = 0.1;
    const GradientCheck across = check_gradients(probe.trainer, wide);
    CHECK(std::all_of(across.pairs.begin() + 8, across.pairs.begin() + 12,
                      [](const GradientPair& pair) { return pair.at_kink; }));
    // A smooth activation has none, however large the step.
    Run smooth(deep_experiment());
    BatchProbe tanh_probe = probe_batch(*smooth.session);
    for (const GradientPair& pair : check_gradients(tanh_probe.trainer, wide).pairs)
        CHECK_FALSE(pair.at_kink);
}

TEST_CASE("an error with a kink has one where output and target are the same", "[probe]") {
    Experiment experiment = preset("houses");
    experiment.data = {};
    experiment.data.set = DataSet::Inline;
    experiment.data.task = Task::Regression;
    experiment.data.inputs = 1;
    experiment.data.columns = {"x", "y"};
    experiment.data.train = {{1.0, 0.5}};
    experiment.network = {};
    experiment.network.inputs = 1;
    experiment.network.layers = {{1, Activation::Linear}};
    experiment.start = {};
    experiment.start.rule = StartRule::Given;
    experiment.start.weights = {{{0.5}}};
    experiment.start.biases = {{0.0}};
    experiment.loss.error = ErrorKind::Absolute;
    Run run(experiment);
    BatchProbe probe = probe_batch(*run.session);
    probe.trainer.parameters[0] = 0.5 + 1e-6; // nearer to the kink than a step
    for (const GradientPair& pair : check_gradients(probe.trainer).pairs)
        CHECK(pair.at_kink);
    probe.trainer.parameters[0] = 0.75;
    for (const GradientPair& pair : check_gradients(probe.trainer).pairs)
        CHECK_FALSE(pair.at_kink);
}

TEST_CASE("hinge has its kink where target times output is 1", "[probe]") {
    Experiment experiment = preset("circle");
    experiment.network.layers = {{1, Activation::Linear}};
    experiment.start = {};
    experiment.start.rule = StartRule::Zeros;
    experiment.loss.error = ErrorKind::Hinge;
    experiment.training.batch = 1;
    Run run(experiment);
    BatchProbe probe = probe_batch(*run.session);
    const double target = look(run).prepared->train_targets(0, 0);
    const auto bias_at_kink = [&](double output) {
        probe.trainer.parameters = {0.0, 0.0, output};
        return check_gradients(probe.trainer).pairs[2].at_kink;
    };
    CHECK(bias_at_kink(target * (1.0 + 1e-6)));
    CHECK_FALSE(bias_at_kink(target * 0.5));
    CHECK_FALSE(bias_at_kink(target * 1.5));
}

TEST_CASE("the output layer first gives the gradients of the sequential update", "[probe]") {
    Run right(preset("mazur"));
    BatchProbe probe = probe_batch(*right.session);
    std::vector<double> gradients(12);
    compute_mistaken_gradients(probe.trainer, 1, PlantedMistake::OutputFirst, gradients);
    Experiment experiment = preset("mazur");
    experiment.training.update = UpdateOrder::Sequential;
    Run sequential(experiment);
    train(sequential, 1);
    const std::vector<LayerValues> layers = sequential.layers();
    for (std::size_t i = 0; i < 4; ++i)
        CHECK(gradients[i] == layers[0].weight_gradients[i]);
    for (std::size_t i = 0; i < 4; ++i)
        CHECK(gradients[6 + i] == layers[1].weight_gradients[i]);
    // Nothing of it stays.
    CHECK(check_gradients(probe.trainer).worst_relative_error < 1e-6);
}

TEST_CASE("a check in parts is the whole check", "[probe]") {
    Run run(preset("houses"));
    BatchProbe probe = probe_batch(*run.session);
    GradientCheckSpec spec;
    spec.mistake = PlantedMistake::WrongSign;
    const GradientCheck whole = check_gradients(probe.trainer, spec);
    CheckUnderWay parts = begin_check(probe.trainer, spec);
    std::int64_t rounds = 1;
    while (continue_check(parts, probe.trainer, 3))
        CHECK(std::int64_t(parts.check.pairs.size()) == 3 * rounds++);
    CHECK(rounds == 9); // of 27 parameters
    CHECK(parts.check.worst_parameter == whole.worst_parameter);
    CHECK(parts.check.worst_relative_error == whole.worst_relative_error);
    CHECK(parts.check.worst == whole.worst);
    REQUIRE(parts.check.pairs.size() == whole.pairs.size());
    for (std::size_t i = 0; i < whole.pairs.size(); ++i)
        CHECK(parts.check.pairs[i].numeric == whole.pairs[i].numeric);
}

TEST_CASE("of many parameters some are compared, spread evenly", "[probe]") {
    Run run(preset("digits"));
    BatchProbe probe = probe_batch(*run.session);
    GradientCheckSpec spec;
    spec.most_parameters = 100;
    const GradientCheck check = check_gradients(probe.trainer, spec);
    REQUIRE(check.parameters == 2410);
    REQUIRE(check.pairs.size() == 100);
    CHECK(compared_parameter(check, 0) == 0);
    CHECK(compared_parameter(check, 50) == 1205);
    CHECK(compared_parameter(check, 99) == 2385);
    const std::vector<double> gradients = gradients_of(probe);
    for (std::int64_t i = 0; i < 100; ++i)
        CHECK(check.pairs[std::size_t(i)].analytic ==
              gradients[std::size_t(compared_parameter(check, i))]);
}

TEST_CASE("a large step truncates, a small one rounds", "[probe]") {
    Run run(preset("houses"));
    const auto worst = [&](double step) {
        GradientCheckSpec spec;
        spec.step = step;
        const std::vector<double> errors = errors_of(run, spec);
        return *std::max_element(errors.begin(), errors.end());
    };
    const double best = worst(1e-5);
    CHECK(best < 1e-8);
    CHECK(worst(1e-1) > 1e3 * best);
    CHECK(worst(1e-12) > 1e3 * best);
    // A quarter of the error for half the step.
    CHECK(std::fabs(worst(2e-2) / worst(1e-2) - 4.0) < 0.2);
}

TEST_CASE("the loss as a function of one parameter is what a run with it has", "[probe]") {
    Run run(preset("two-class-a"));
    BatchProbe probe = probe_batch(*run.session);
    const std::vector<double> before = probe.trainer.parameters;
    for (const double value : {-3.0, 0.4, 0.41, 25.0}) {
        Experiment other = preset("two-class-a");
        other.start.weights[1][0][0] = value; // w5
        CHECK(loss_at(probe, 6, value) == Run(other).loss());
    }
    CHECK(probe.trainer.parameters == before);
    check_close(
        loss_at(probe, 6, 0.4),
        at(golden(), {"article2_2_2_2", "A_exact_derivative_factor_2", "total_error_sum_sq"})
            .number);
}

TEST_CASE("step limits: the lowest point, and where the loss rises", "[probe]") {
    // One linear unit, E = (o − y)² with o = w·1: lowest at w = y, as high again at 2y − w.
    Experiment experiment = preset("plane");
    experiment.data = {};
    experiment.data.set = DataSet::Inline;
    experiment.data.inputs = 1;
    experiment.data.columns = {"x", "y"};
    experiment.data.train = {{1.0, 3.0}};
    experiment.network = {};
    experiment.network.inputs = 1;
    experiment.network.layers = {{1, Activation::Linear}};
    experiment.loss.error = ErrorKind::Squared;
    experiment.start.rule = StartRule::Given;
    experiment.start.weights = {{{1.0}}};
    experiment.start.biases = {{0.0}};
    Run run(experiment);
    BatchProbe probe = probe_batch(*run.session);
    const double slope = gradients_of(probe)[0];
    CHECK(slope == -4.0);
    const StepLimits limits = step_limits(probe, 0, slope);
    CHECK(std::fabs(limits.lowest - 0.5) < 1e-6); // 1 + 0.5 · 4 = 3
    CHECK(std::fabs(limits.rising - 1.0) < 1e-9); // 1 + 1 · 4 = 5
    CHECK(probe.trainer.parameters[0] == 1.0);
    const StepLimits flat = step_limits(probe, 0, 0.0);
    CHECK(std::isnan(flat.lowest));
    CHECK(std::isnan(flat.rising));

    // At the lowest point a slope is rounding, and so is all that follows from it.
    experiment.data.train = {{1.0, 3.0}, {1.0, 4.0}};
    experiment.start.weights = {{{3.5 + 0x1p-40}}};
    Run between(experiment);
    BatchProbe lowest = probe_batch(*between.session);
    const double rounding = gradients_of(lowest)[0];
    CHECK(rounding != 0.0);
    CHECK(std::isnan(step_limits(lowest, 0, rounding).lowest));
    CHECK(std::isnan(step_limits(lowest, 0, rounding).rising));
}

TEST_CASE("step limits of a sigmoid that only gets better are infinite", "[probe]") {
    Experiment experiment = preset("mazur");
    experiment.data = {};
    experiment.data.set = DataSet::Inline;
    experiment.data.inputs = 1;
    experiment.data.columns = {"x", "y"};
    experiment.data.train = {{1.0, 1.0}};
    experiment.network = {};
    experiment.network.inputs = 1;
    experiment.network.layers = {{1, Activation::Sigmoid}};
    experiment.start.weights = {{{0.0}}};
    experiment.start.biases = {{0.0}};
    Run run(experiment);
    BatchProbe probe = probe_batch(*run.session);
    const StepLimits limits = step_limits(probe, 0, gradients_of(probe)[0]);
    CHECK(std::isinf(limits.lowest));
    CHECK(std::isinf(limits.rising));
    probe.trainer.parameters[0] = 1e308; // twice the way to it is no number any more
    const StepLimits from_afar = step_limits(probe, 0, -1.0);
    CHECK(!(from_afar.lowest < 0.0));
    CHECK(probe.trainer.parameters[0] == 1e308);
}

TEST_CASE("a grid over two parameters holds their losses, and the path of the training",
          "[probe]") {
    Run run(preset("two-class-a"));
    train(run, 20);
    BatchProbe probe = probe_batch(*run.session);
    const ParameterPlane plane = plane_of(probe, 6, 9);
    LossGrid grid{-1.0, 1.0, 0.0, 4.0, 5, {}};
    CHECK(continue_grid(grid, probe, plane, 7));
    CHECK(grid.losses.size() == 7);
    CHECK_FALSE(continue_grid(grid, probe, plane, 1000));
    REQUIRE(grid.losses.size() == 25);
    const std::vector<double> before = probe.trainer.parameters;
    for (const auto& [row, column, x, y] :
         {std::tuple{0, 0, -1.0, 4.0}, {1, 2, 0.0, 3.0}, {4, 4, 1.0, 0.0}}) {
        probe.trainer.parameters = before;
        probe.trainer.parameters[6] = x;
        probe.trainer.parameters[9] = y;
        CHECK(grid.losses[std::size_t(5 * row + column)] == loss_of(probe));
    }
    probe.trainer.parameters = before;

    const std::vector<PathPoint> path = training_path(*run.session, plane);
    REQUIRE(path.size() == 21);
    CHECK(path.front().updates == 0);
    CHECK(path.front().place.x == 0.4);
    CHECK(path.back().updates == 20);
    CHECK(path.back().place.x == before[6]);
    CHECK(path.back().place.y == before[9]);
    const Json& first = at(golden(), {"article2_2_2_2", "A_exact_derivative_factor_2",
                                      "after_n_updates_all_params_incl_biases", "1"});
    check_close(path[1].place.x, numbers(at(first, {"w5_w6_w7_w8"}))[0]);
}

TEST_CASE("random directions begin at the present parameters and are seeded", "[probe]") {
    Run run(preset("houses"));
    train(run, 5);
    BatchProbe probe = probe_batch(*run.session);
    const ParameterPlane plane = random_plane(probe, 7);
    CHECK(plane.first == random_plane(probe, 7).first);
    CHECK(plane.first != random_plane(probe, 8).first);
    CHECK(plane.first != plane.second);
    // Not the start weights' own numbers over again.
    Experiment normal_start = preset("houses");
    normal_start.start = {};
    normal_start.start.rule = StartRule::Normal;
    normal_start.start.seed = 7;
    Run started(normal_start);
    BatchProbe start_probe = probe_batch(*started.session);
    const ParameterPlane start_plane = random_plane(start_probe, 7);
    const double ratio = start_plane.first[0] / start_plane.origin[0];
    CHECK(std::fabs(start_plane.first[1] / start_plane.origin[1] - ratio) > 0.01);
    const std::vector<PathPoint> path = training_path(*run.session, plane);
    CHECK(path.back().place.x == 0.0);
    CHECK(path.back().place.y == 0.0);
    CHECK(path.front().place.x != 0.0);
    // What lies in the plane is found again.
    std::vector<double> there = plane.origin;
    for (std::size_t i = 0; i < there.size(); ++i)
        there[i] += 0.25 * plane.first[i] - 1.5 * plane.second[i];
    const PlanePoint found = nearest_in_plane(plane, there);
    CHECK(std::fabs(found.x - 0.25) < 1e-12);
    CHECK(std::fabs(found.y + 1.5) < 1e-12);
    LossGrid grid{-1.0, 1.0, -1.0, 1.0, 3, {}};
    continue_grid(grid, probe, plane, 9);
    CHECK(grid.losses[4] == loss_of(probe)); // the middle
}
