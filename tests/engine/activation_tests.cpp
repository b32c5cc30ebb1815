// Activations and errors: figures of high precision, numbers at the edges, and the tables that say
// what goes with what.

#include "engine/network/pass.hpp"
#include "engine/network/start.hpp"
#include "engine/numerics/random.hpp"
#include "tests/engine/activation_golden.hpp"
#include "tests/engine/golden.hpp"

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <span>
#include <string>
#include <vector>

using namespace backprop;

namespace {

constexpr std::int32_t k_most_points = 64;

/// The layer's activation at each z, and its derivative there: the network z → f(z) → f(z) with
/// weights of 1 and an error whose slope is 1.
template <class Real>
struct Curve {
    std::vector<Real> value, derivative;
};

template <class Real>
Curve<Real> curve_of(Activation activation, std::span<const Real> z) {
    NetworkSpec network;
    network.inputs = 1;
    network.layers = {{1, activation}, {1, Activation::Linear}};
    network.bias = BiasMode::None;
    const NetworkLayout layout = make_layout(network);
    const LossSpec loss; // ½ (o − y)²
    Workspace<Real> workspace = make_workspace<Real>(layout, loss);
    const auto columns = static_cast<std::int32_t>(z.size());
    REQUIRE(columns <= k_most_points);
    Matrix<Real> inputs(1, columns);
    Matrix<Real> targets(1, columns);
    std::copy(z.begin(), z.end(), inputs.row_data(0));
    const Real weights[] = {1, 1};
    const BlockView<Real> block{inputs.values.data(), targets.values.data(), inputs.stride,
                                columns};
    forward_pass(layout, weights, block, workspace);
    for (std::int32_t n = 0; n < columns; ++n)
        targets(0, n) = workspace.outputs()[n] - Real(1);
    Real gradients[2] = {};
    backward_pass(layout, weights, loss, Real(1), block, workspace, gradients, Sums::Write);
    const auto copy = [&](const AlignedVector<Real>& from) {
        return std::vector<Real>(from.begin(), from.begin() + columns);
    };
    return {copy(workspace.activations[0]), copy(workspace.deltas[0])};
}

std::vector<Activation> unit_wise_activations() {
    std::vector<Activation> all;
    for (std::size_t a = 0; a < std::size(k_activations); ++a)
        if (!is_output_only(static_cast<Activation>(a))) all.push_back(static_cast<Activation>(a));
    return all;
}

/// The output layer alone, with z given: what the error and δ are there.
template <class Real, std::size_t Outputs>
struct OutputLayer {
    double error;
    Real delta[Outputs];
};

template <class Real, std::size_t Outputs>
OutputLayer<Real, Outputs> output_layer(const LossSpec& loss, Activation activation,
                                        const double (&z)[Outputs],
                                        const double (&targets)[Outputs]) {
    constexpr auto k_outputs = static_cast<std::int32_t>(Outputs);
    NetworkSpec network;
    network.inputs = k_outputs;
    network.layers = {{k_outputs, activation}};
    network.bias = BiasMode::None;
    const NetworkLayout layout = make_layout(network);
    Workspace<Real> workspace = make_workspace<Real>(layout, loss);
    Matrix<Real> inputs(k_outputs, 1);
    Matrix<Real> wanted(k_outputs, 1);
    Real weights[Outputs * Outputs] = {};
    for (std::size_t k = 0; k < Outputs; ++k) {
        inputs(std::int32_t(k), 0) = static_cast<Real>(z[k]);
        wanted(std::int32_t(k), 0) = static_cast<Real>(targets[k]);
        weights[k * Outputs + k] = Real(1);
    }
    repeat_last_column(inputs);
    const BlockView<Real> block{inputs.values.data(), wanted.values.data(), inputs.stride, 1};
    forward_pass(layout, weights, block, workspace);
    Real gradients[Outputs * Outputs] = {};
    backward_pass(layout, weights, loss, Real(1), block, workspace, gradients, Sums::Write);
    OutputLayer<Real, Outputs> result{};
    result.error = example_error(loss, workspace.outputs(), workspace.output_sums(),
                                 wanted.values.data(), k_outputs, inputs.stride);
    for (std::size_t k = 0; k < Outputs; ++k)
        result.delta[k] = workspace.deltas[0][k * std::size_t(inputs.stride)];
    return result;
}

LossSpec loss_of(ErrorKind error) {
    LossSpec loss;
    loss.error = error;
    return loss;
}

} // namespace

TEST_CASE("activations and their derivatives agree with figures of high precision") {
    for (const golden::ActivationPoint& point : golden::k_activation_points) {
        const double z[] = {point.z};
        const Curve<double> curve = curve_of<double>(point.activation, z);
        INFO(choice_of(k_activations, point.activation).key << " at " << point.z);
        // Φ of GELU is ½ (1 + erf): its error is absolute, and z multiplies it.
        const double around_1 = point.activation == Activation::Gelu ? std::fabs(point.z) : 0.0;
        CHECK(std::fabs(curve.value[0] - point.value) <=
              1e-15 * std::fabs(point.value) + 1.2e-16 * around_1);
        CHECK(std::fabs(curve.derivative[0] - point.derivative) <=
              1e-15 * std::fabs(point.derivative) + 2.5e-16 * std::max(1.0, around_1));
        const float narrow_z[] = {static_cast<float>(point.z)};
        const Curve<float> narrow = curve_of<float>(point.activation, narrow_z);
        CHECK(std::fabs(double(narrow.value[0]) - point.value) <=
              1e-6 * std::fabs(point.value) + 1e-7 * around_1);
        CHECK(std::fabs(double(narrow.derivative[0]) - point.derivative) <= 1e-6);
    }
}

TEMPLATE_TEST_CASE("no activation makes a finite number infinite or NaN, and NaN stays NaN", "",
                   float, double) {
    using Real = TestType;
    const std::vector<Real> finite = {Real(800),   Real(-800), Real(1e30),  Real(-1e30),
                                      Real(0.0),   Real(-0.0), Real(1e-30), Real(-1e-30),
                                      Real(88.73), Real(-104), Real(1),     Real(-1)};
    const Real nan[] = {std::numeric_limits<Real>::quiet_NaN()};
    for (const Activation activation : unit_wise_activations()) {
        INFO(choice_of(k_activations, activation).key);
        const Curve<Real> curve = curve_of<Real>(activation, finite);
        for (std::size_t i = 0; i < finite.size(); ++i) {
            INFO(finite[i]);
            CHECK(std::isfinite(curve.value[i]));
            CHECK(std::isfinite(curve.derivative[i]));
        }
        CHECK(std::isnan(curve_of<Real>(activation, nan).value[0]));
    }
}

TEST_CASE("at a kink the derivative is the one from the left") {
    const double zero[] = {0.0};
    CHECK(curve_of<double>(Activation::Relu, zero).derivative[0] == 0.0);
    CHECK(curve_of<double>(Activation::LeakyRelu, zero).derivative[0] == 0.01);
    CHECK(curve_of<double>(Activation::Elu, zero).derivative[0] == 1.0);
}

TEST_CASE("binary cross-entropy and sigmoid stay finite and right together") {
    for (const golden::BinaryPoint& point : golden::k_binary_points) {
        INFO("z " << point.z << ", target " << point.target);
        const auto wide = output_layer<double, 1>(loss_of(ErrorKind::BinaryCrossEntropy),
                                                  Activation::Sigmoid, {point.z}, {point.target});
        CHECK(std::fabs(wide.error - point.error) <= 1e-15 * point.error);
        CHECK(std::fabs(wide.delta[0] - point.delta) <= 2.5e-16);
        const auto narrow = output_layer<float, 1>(loss_of(ErrorKind::BinaryCrossEntropy),
                                                   Activation::Sigmoid, {point.z}, {point.target});
        CHECK(std::fabs(narrow.error - point.error) <= 1e-6 * std::max(1.0, point.error));
        CHECK(std::fabs(double(narrow.delta[0]) - point.delta) <= 1e-6);
    }
}

TEST_CASE("without z, the cross-entropies of outputs are finite and never more than the truth") {
    const auto error_of = [](ErrorKind error, double output, double target) {
        return example_error<double>(loss_of(error), &output, nullptr, &target, 1, 1);
    };
    for (const ErrorKind error : {ErrorKind::BinaryCrossEntropy, ErrorKind::CrossEntropy})
        CHECK(std::fabs(error_of(error, 0.25, 1.0) - 1.3862943611198906) <= 1e-15);
    CHECK(std::fabs(error_of(ErrorKind::BinaryCrossEntropy, 0.25, 0.25) - 0.5623351446188083) <=
          1e-15);
    CHECK(error_of(ErrorKind::BinaryCrossEntropy, 1.0, 1.0) == 0.0);
    CHECK(error_of(ErrorKind::BinaryCrossEntropy, 0.0, 0.0) == 0.0);
    const double one_instead_of_0 = error_of(ErrorKind::BinaryCrossEntropy, 1.0, 0.0);
    CHECK(one_instead_of_0 > 36.7);
    CHECK(one_instead_of_0 < 37.0);
    for (const ErrorKind error : {ErrorKind::BinaryCrossEntropy, ErrorKind::CrossEntropy}) {
        const double zero_instead_of_1 = error_of(error, 0.0, 1.0);
        CHECK(zero_instead_of_1 > 708.0);
        CHECK(zero_instead_of_1 < 709.0);
    }
}

TEST_CASE("cross-entropy and softmax stay finite and right together") {
    for (const golden::ClassPoint& point : golden::k_class_points) {
        INFO("z " << point.z[0] << ", " << point.z[1] << ", " << point.z[2] << ", targets "
                  << point.target[0] << ", " << point.target[1] << ", " << point.target[2]);
        const auto wide = output_layer<double, 3>(loss_of(ErrorKind::CrossEntropy),
                                                  Activation::Softmax, point.z, point.target);
        const auto narrow = output_layer<float, 3>(loss_of(ErrorKind::CrossEntropy),
                                                   Activation::Softmax, point.z, point.target);
        CHECK(std::fabs(wide.error - point.error) <= 1e-15 * point.error);
        CHECK(std::fabs(narrow.error - point.error) <= 1e-6 * std::max(1.0, point.error));
        for (std::size_t k = 0; k < 3; ++k) {
            CHECK(std::fabs(wide.delta[k] - point.delta[k]) <= 2e-15);
            CHECK(std::fabs(double(narrow.delta[k]) - point.delta[k]) <= 2e-6);
        }
    }
}

TEST_CASE("the errors and their slopes, by hand") {
    struct Row {
        ErrorKind error;
        double output, target, wanted, slope;
    };
    for (const Row& row : {
             Row{ErrorKind::HalfSquared, 3.0, 1.0, 2.0, 2.0},
             Row{ErrorKind::Squared, 3.0, 1.0, 4.0, 4.0},
             Row{ErrorKind::Absolute, 3.0, 1.0, 2.0, 1.0},
             Row{ErrorKind::Absolute, -3.0, 1.0, 4.0, -1.0},
             Row{ErrorKind::Absolute, 1.0, 1.0, 0.0, 0.0},
             Row{ErrorKind::Huber, 1.25, 1.0, 0.03125, 0.25},
             Row{ErrorKind::Huber, 1.5, 1.0, 0.125, 0.5}, // at δ itself
             Row{ErrorKind::Huber, 4.0, 1.0, 1.375, 0.5},
             Row{ErrorKind::Huber, -2.0, 1.0, 1.375, -0.5},
             Row{ErrorKind::Hinge, 0.25, 1.0, 0.75, -1.0},
             Row{ErrorKind::Hinge, 1.0, 1.0, 0.0, 0.0}, // the kink
             Row{ErrorKind::Hinge, 2.0, 1.0, 0.0, 0.0},
             Row{ErrorKind::Hinge, 0.25, -1.0, 1.25, 1.0},
             Row{ErrorKind::Hinge, -2.0, -1.0, 0.0, 0.0},
         }) {
        INFO(choice_of(k_errors, row.error).key << ", " << row.output << " for " << row.target);
        LossSpec loss = loss_of(row.error);
        loss.delta = 0.5;
        const auto layer =
            output_layer<double, 1>(loss, Activation::Linear, {row.output}, {row.target});
        CHECK(layer.error == row.wanted);
        CHECK(layer.delta[0] == row.slope);
    }
}

TEST_CASE("an output that is NaN makes every error and every slope NaN") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const ErrorRow& row : k_error_rows)
        for (std::size_t a = 0; a < std::size(k_activations); ++a) {
            const auto activation = static_cast<Activation>(a);
            if (!error_fits(row.error, activation)) continue;
            INFO(choice_of(k_errors, row.error).key << ", " << k_activations[a].key);
            const auto layer =
                output_layer<double, 1>(loss_of(row.error), activation, {nan}, {1.0});
            CHECK(std::isnan(layer.error));
            CHECK(std::isnan(layer.delta[0]));
        }
}

TEST_CASE("which error goes with which output activation and which targets") {
    const auto fitting = [](ErrorKind error) {
        std::string keys;
        for (std::size_t a = 0; a < std::size(k_activations); ++a)
            if (error_fits(error, static_cast<Activation>(a)))
                keys += std::string(k_activations[a].key) + " ";
        return keys;
    };
    const std::string unit_wise = "linear sigmoid tanh relu leaky-relu elu gelu swish softplus ";
    CHECK(fitting(ErrorKind::HalfSquared) == unit_wise);
    CHECK(fitting(ErrorKind::Squared) == unit_wise);
    CHECK(fitting(ErrorKind::Absolute) == unit_wise);
    CHECK(fitting(ErrorKind::Huber) == unit_wise);
    CHECK(fitting(ErrorKind::Hinge) == "linear tanh ");
    CHECK(fitting(ErrorKind::BinaryCrossEntropy) == "sigmoid ");
    CHECK(fitting(ErrorKind::CrossEntropy) == "softmax ");

    CHECK(target_fits(ErrorKind::Squared, -1e300));
    CHECK(target_fits(ErrorKind::Hinge, -1.0));
    CHECK(!target_fits(ErrorKind::Hinge, 0.0));
    CHECK(target_fits(ErrorKind::BinaryCrossEntropy, 0.0));
    CHECK(!target_fits(ErrorKind::BinaryCrossEntropy, 1.0000000000000002));
    CHECK(target_fits(ErrorKind::CrossEntropy, 2.0));
    CHECK(!target_fits(ErrorKind::CrossEntropy, -1e-300));
    for (const ErrorRow& row : k_error_rows)
        if (row.targets != TargetRange::Any)
            CHECK(!target_fits(row.error, std::numeric_limits<double>::quiet_NaN()));
}

TEST_CASE("the targets of made sets lie on both sides of the threshold") {
    for (std::size_t a = 0; a < std::size(k_activations); ++a) {
        const auto activation = static_cast<Activation>(a);
        INFO(k_activations[a].key);
        const double lower[] = {lower_class_target(activation)};
        const double upper[] = {1.0};
        const double tie[] = {class_threshold(activation)};
        CHECK(class_of(tie[0], lower, 1, 1) == 0);
        CHECK(class_of(tie[0], upper, 1, 1) == 1);
        CHECK(class_of(tie[0], tie, 1, 1) == 1);
        CHECK((lower[0] + upper[0]) / 2 == tie[0]);
    }
}

TEST_CASE("dropout leaves out what the masks say, and only while training") {
    NetworkSpec network;
    network.inputs = 2;
    network.layers = {{3, Activation::Tanh, 0.5}, {1, Activation::Linear}};
    const NetworkLayout layout = make_layout(network);
    const LossSpec loss;
    Workspace<double> workspace = make_workspace<double>(layout, loss);
    REQUIRE(workspace.masks[0].size() == 3 * k_block_columns);
    REQUIRE(workspace.masks[1].empty());
    Random random = make_random(5, RandomStream::Data);
    std::vector<double> parameters(std::size_t(layout.parameter_count));
    for (double& parameter : parameters)
        parameter = uniform(random, -1, 1);
    Matrix<double> inputs(2, 3);
    Matrix<double> targets(1, 3);
    for (std::int32_t n = 0; n < 3; ++n) {
        inputs(0, n) = uniform(random, -1, 1);
        inputs(1, n) = uniform(random, -1, 1);
    }
    repeat_last_column(inputs);
    const BlockView<double> block{inputs.values.data(), targets.values.data(), inputs.stride, 3};
    const auto at = [&](std::int32_t unit, std::int32_t n) {
        return std::size_t(unit * inputs.stride + n);
    };
    const double factors[3][3] = {{2, 0, 2}, {0, 0, 0}, {2, 2, 0}};
    for (std::int32_t unit = 0; unit < 3; ++unit)
        for (std::int32_t n = 0; n < 3; ++n)
            workspace.masks[0][at(unit, n)] = factors[unit][n];

    forward_pass(layout, parameters.data(), block, workspace, Dropout::On);
    const LayerLayout& output = layout.layers[1];
    for (std::int32_t n = 0; n < 3; ++n) {
        double z = parameters[std::size_t(output.biases)];
        for (std::int32_t unit = 0; unit < 3; ++unit)
            z += parameters[std::size_t(output.weights + unit)] *
                 (factors[unit][n] * workspace.activations[0][at(unit, n)]);
        CHECK(workspace.outputs()[n] == z);
    }
    std::vector<double> gradients(parameters.size());
    backward_pass(layout, parameters.data(), loss, 1.0, block, workspace, gradients.data(),
                  Sums::Write);
    CHECK(gradients[std::size_t(output.weights + 1)] == 0.0); // of the unit left out everywhere
    CHECK(gradients[std::size_t(output.weights)] != 0.0);
    for (std::int32_t unit = 0; unit < 3; ++unit)
        for (std::int32_t n = 0; n < 3; ++n)
            CHECK((workspace.deltas[0][at(unit, n)] == 0.0) == (factors[unit][n] == 0.0));

    forward_pass(layout, parameters.data(), block, workspace);
    network.layers[0].dropout = 0.0;
    const NetworkLayout plain = make_layout(network);
    Workspace<double> without = make_workspace<double>(plain, loss);
    CHECK(without.masks[0].empty());
    forward_pass(plain, parameters.data(), block, without);
    for (std::int32_t n = 0; n < 3; ++n)
        CHECK(workspace.outputs()[n] == without.outputs()[n]);
}

TEST_CASE("the page on maths has every activation, error and start rule as the program shows it") {
    const std::string page = test::read_text(BACKPROP_SOURCE_DIR "/docs/maths.md");
    /// The lines of a page's table whose first cell is the key.
    const auto row_of = [&](std::string_view key) {
        const std::size_t begin = page.find("| `" + std::string(key) + "` |");
        if (begin == std::string::npos) return std::string();
        std::string row = page.substr(begin, page.find('\n', begin) - begin);
        std::erase(row, '\\'); // which keeps a table's bars apart from those of |x|
        return row;
    };
    const auto check = [&](std::span<const Choice> family) {
        for (const Choice& choice : family) {
            if (choice.key == choice_of(k_start_rules, StartRule::Given).key) continue;
            INFO(choice.key);
            const std::string row = row_of(choice.key);
            CHECK(row.find(" " + std::string(choice.formula) + " |") != std::string::npos);
            CHECK(row.find(choice.derivative) != std::string::npos);
        }
    };
    check(k_activations);
    check(k_errors);
    check(k_start_rules);
    for (std::size_t a = 0; a < std::size(k_activations); ++a) {
        const auto activation = static_cast<Activation>(a);
        if (is_output_only(activation)) continue;
        INFO(k_activations[a].key);
        const char* from = class_threshold(activation) == 0.0 ? "| from 0 |" : "| from 0.5 |";
        CHECK(row_of(k_activations[a].key).find(from) != std::string::npos);
    }
}
