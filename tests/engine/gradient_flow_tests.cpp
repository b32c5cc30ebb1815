// What the gradient flow says about networks that are ill, and that are not.

#include "engine/training/gradient_flow.hpp"
#include "tests/engine/run_helpers.hpp"

#include <catch2/catch_test_macros.hpp>

#include <limits>
#include <string>

using namespace backprop;
using namespace backprop::test;

namespace {

/// The circle's points, a network of such layers, one batch of all.
Experiment network(std::initializer_list<std::int32_t> hidden, Activation activation,
                   Activation output = Activation::Tanh) {
    Experiment experiment = preset("circle");
    experiment.network.layers.clear();
    for (const std::int32_t units : hidden)
        experiment.network.layers.push_back({units, activation, 0.0});
    experiment.network.layers.push_back({1, output, 0.0});
    experiment.start = {};
    experiment.start.rule = StartRule::XavierUniform;
    experiment.start.seed = 3;
    experiment.training.batch = k_batch_all;
    return experiment;
}

/// The flow of a session's next batch, with what it refers to.
struct Flow {
    Run run;
    NetworkLayout layout;
    std::vector<double> parameters;
    PassTrace pass;
    std::vector<Matrix<double>> activations;
    GradientFlow flow;

    explicit Flow(const Experiment& experiment, std::int64_t epochs = 0, bool own_ranges = false)
        : run(experiment), layout(make_layout(experiment.network)) {
        if (epochs > 0) run.train_to(epochs);
        for (const LayerValues& layer : run.layers()) {
            parameters.insert(parameters.end(), layer.weights.begin(), layer.weights.end());
            parameters.insert(parameters.end(), layer.biases.begin(), layer.biases.end());
        }
        pass = trace_batch(*run.session);
        evaluate(*run.session, look(run).data->train_inputs, activations);
        flow = gradient_flow(
            {layout, parameters, pass, activations, look(run).prepared->train_targets, own_ranges});
    }
    const LayerFlow& layer(std::size_t number) const { return flow.layers[number - 1]; }
};

std::string told(const GradientFlow& flow) {
    constexpr const char* k_names[] = {"not finite", "dead",      "saturated",
                                       "symmetric",  "vanishing", "exploding"};
    std::string all;
    for (const FlowFinding& finding : flow.findings)
        all += std::string(k_names[static_cast<std::size_t>(finding.fault)]) + " " +
               std::to_string(finding.layer) + "." + std::to_string(finding.unit + 1) + " " +
               std::to_string(finding.count) + "; ";
    return all;
}

std::int64_t total(const FlowHistogram& histogram) {
    std::int64_t sum = 0;
    for (const std::int32_t count : histogram.counts)
        sum += count;
    return sum;
}

} // namespace

TEST_CASE("The gradient flow names no fault in healthy networks, at the start or trained") {
    for (const Preset& preset : presets()) {
        for (const std::int64_t epochs : {0, 20}) {
            INFO(preset.key << " after " << epochs);
            // One of the digits' relu units starts dead.
            const bool has_dead = std::string(preset.key) == "digits";
            CHECK(told(Flow(preset.make(), epochs).flow) == (has_dead ? "dead 1.13 1; " : ""));
        }
    }
    for (const Activation activation : {Activation::Tanh, Activation::LeakyRelu, Activation::Gelu})
        CHECK(told(Flow(network({8, 8, 8}, activation), 10).flow) == "");
}

TEST_CASE("The gradient flow tells units that start alike, however long they train") {
    Experiment experiment = network({4, 3}, Activation::Tanh);
    experiment.start.rule = StartRule::Constant;
    experiment.start.value = 0.3;
    for (const std::int64_t epochs : {0, 5})
        CHECK(told(Flow(experiment, epochs).flow) == "symmetric 1.1 4; symmetric 2.1 3; ");
    experiment.network.layers[0].dropout = 0.5; // its random choice tells the first layer's apart
    CHECK(told(Flow(experiment).flow) == "symmetric 2.1 3; ");
}

TEST_CASE("The gradient flow does not call units alike that only begin with the same inputs") {
    Experiment experiment = network({2}, Activation::Tanh);
    experiment.start.rule = StartRule::Given;
    experiment.start.weights = {{{0.5, -0.25}, {0.5, -0.25}}, {{0.4, 0.3}}};
    experiment.start.biases = {{0.1, 0.1}, {0.0}};
    CHECK(told(Flow(experiment).flow) == "");
    experiment.start.weights[1] = {{0.4, 0.4}};
    CHECK(told(Flow(experiment).flow) == "symmetric 1.1 2; ");
    experiment.start.biases[0] = {0.1, 0.2};
    CHECK(told(Flow(experiment).flow) == "");
}

TEST_CASE("The gradient flow tells saturated units from those that are not") {
    Experiment experiment = network({2, 3}, Activation::Sigmoid);
    Flow healthy(experiment);
    CHECK(healthy.layer(2).saturated_share == 0.0);
    experiment.start.rule = StartRule::Given;
    experiment.start.weights = {
        {{0.5, -0.25}, {0.1, 0.2}}, {{1.0, 2.0}, {3.0, -2.0}, {-1.0, 2.0}}, {{0.5, -0.2, 0.5}}};
    experiment.start.biases = {{0.0, 0.0}, {0.0, 30.0, 0.0}, {0.0}};
    const Flow flow(experiment);
    CHECK(told(flow.flow) == "saturated 2.2 1; ");
    CHECK(flow.layer(2).units[1] == UnitFault::Saturated);
    CHECK(flow.layer(2).saturated_share == 1.0 / 3.0);
}

TEST_CASE("The gradient flow tells a layer of huge weights, but not one unit that jumps") {
    Experiment experiment = network({3, 2}, Activation::Tanh);
    experiment.start.rule = StartRule::Given;
    experiment.start.weights = {{{900.0, -250.0}, {100.0, 700.0}, {500.0, 400.0}},
                                {{0.4, 0.2, 0.1}, {0.3, -0.2, 0.5}},
                                {{0.6, 0.7}}};
    experiment.start.biases = {{0.0, 0.0, 0.0}, {0.0, 0.0}, {0.0}};
    CHECK(told(Flow(experiment).flow).find("saturated 1.0 0; ") == 0);
    experiment.start.weights[0][1] = {0.1, 0.2};
    CHECK(told(Flow(experiment).flow) == "");
}

TEST_CASE("The gradient flow minds saturated outputs only where they are wrong") {
    Experiment experiment = network({2}, Activation::Tanh);
    experiment.start.rule = StartRule::Given;
    experiment.start.weights = {{{0.5, -0.25}, {0.1, 0.2}}, {{0.1, 0.2}}};
    experiment.start.biases = {{0.0, 0.0}, {30.0}};
    CHECK(told(Flow(experiment).flow).find("saturated 2.1 1; ") == 0);
    Experiment right = experiment; // the same outputs, all wanted
    right.data = {};
    right.data.set = DataSet::Inline;
    right.data.task = Task::Regression;
    right.data.inputs = 2;
    right.data.columns = {"x1", "x2", "y"};
    for (int row = 0; row < 8; ++row)
        right.data.train.push_back({row * 0.1, 0.5 - row * 0.1, 1.0});
    CHECK(told(Flow(right).flow).find("saturated") == std::string::npos);
}

TEST_CASE("The gradient flow tells dead units by all rows, not by those of one batch") {
    Experiment experiment = network({3}, Activation::Relu);
    experiment.start.rule = StartRule::Given;
    experiment.start.weights = {{{0.5, -0.25}, {0.1, 0.2}, {-0.3, 0.2}}, {{0.1, 0.2, 0.3}}};
    experiment.start.biases = {{0.0, -100.0, 0.0}, {0.0}};
    experiment.training.batch = 1;
    const Flow flow(experiment);
    CHECK(told(flow.flow) == "dead 1.2 1; ");
    CHECK(flow.layer(1).units == std::vector{UnitFault::None, UnitFault::Dead, UnitFault::None});
}

TEST_CASE("The gradient flow tells a deep sigmoid network's vanishing gradient") {
    const Flow deep(network({5, 5, 5, 5, 5, 5, 5}, Activation::Sigmoid, Activation::Sigmoid));
    CHECK(told(deep.flow) == "vanishing 1.0 0; ");
    CHECK(deep.layer(1).ratio < 1e-4);
    CHECK(deep.layer(1).ratio > 0.0);
    CHECK(deep.layer(8).ratio == 1.0);
    for (std::size_t number = 1; number < 8; ++number)
        CHECK(deep.layer(number).delta_norm < deep.layer(number + 1).delta_norm);
}

TEST_CASE("The gradient flow tells an exploding gradient and numbers that are not finite") {
    Experiment experiment = network({6, 6, 6}, Activation::Relu, Activation::Linear);
    experiment.start.rule = StartRule::Uniform;
    experiment.start.low = -10.0;
    experiment.start.high = 10.0;
    CHECK(told(Flow(experiment).flow).find("exploding 1.0 0; ") != std::string::npos);
    Flow broken(experiment);
    broken.pass.layers[1].deltas(2, 0) = std::numeric_limits<double>::quiet_NaN();
    const GradientFlow flow =
        gradient_flow({broken.layout, broken.parameters, broken.pass, broken.activations,
                       look(broken.run).prepared->train_targets});
    CHECK(told(flow).find("not finite 2.0 0; ") == 0);
    CHECK(flow.layers[1].deltas.not_finite == 1);
}

TEST_CASE("The gradient flow's histograms hold every number once") {
    const Flow flow(network({4, 3}, Activation::Tanh));
    const std::int32_t examples = flow.pass.examples();
    for (std::size_t number = 1; number <= 3; ++number) {
        const LayerFlow& layer = flow.layer(number);
        const auto units = static_cast<std::int32_t>(layer.units.size());
        CHECK(total(layer.deltas) == std::int64_t{units} * examples);
        CHECK(layer.deltas.numbers == units * examples);
        CHECK(total(layer.activations) ==
              std::int64_t{units} * look(flow.run).data->train_inputs.columns);
        CHECK(layer.activations.low == -1.0);
        CHECK(layer.deltas.low == flow.layer(1).deltas.low); // all over the widest range
        CHECK(layer.deltas.low == -layer.deltas.high);
    }
    const Flow own(network({4, 3}, Activation::Tanh), 0, true);
    for (std::size_t number = 1; number <= 3; ++number) {
        double largest = 0.0;
        const Matrix<double>& deltas = own.pass.layers[number - 1].deltas;
        for (std::int32_t unit = 0; unit < deltas.rows; ++unit)
            for (const double delta : deltas.row(unit))
                largest = std::max(largest, std::fabs(delta));
        CHECK(own.layer(number).deltas.high == largest);
    }
}

TEST_CASE("The gradient flow's norms are those of the trace") {
    const Flow flow(network({4, 3}, Activation::Tanh));
    for (std::size_t number = 1; number <= 3; ++number) {
        const LayerTrace& trace = flow.pass.layers[number - 1];
        double deltas = 0.0, gradients = 0.0;
        for (std::int32_t unit = 0; unit < trace.deltas.rows; ++unit)
            for (const double delta : trace.deltas.row(unit))
                deltas += delta * delta;
        for (const double gradient : trace.weight_gradients)
            gradients += gradient * gradient;
        check_close(flow.layer(number).delta_norm, std::sqrt(deltas));
        check_close(flow.layer(number).gradient_norm, std::sqrt(gradients));
    }
}

TEST_CASE("The gradient flow looks at bounded numbers of a large network") {
    Experiment experiment = network({1024}, Activation::Tanh);
    experiment.data.examples = 4000;
    const Flow flow(experiment);
    CHECK(flow.layer(1).activations.numbers <= k_flow_numbers);
    CHECK(flow.layer(1).activations.numbers > k_flow_numbers / 4);
    CHECK(flow.layer(1).deltas.numbers <= k_flow_numbers);
}

TEST_CASE("The gradient flow takes deltas too small to divide their range as an empty one") {
    Flow flow(network({4}, Activation::Sigmoid));
    for (const double tiny : {5e-324, 1e-310, 8e-308}) {
        INFO(tiny);
        for (std::int32_t unit = 0; unit < 4; ++unit)
            for (double& delta : flow.pass.layers[0].deltas.row(unit))
                delta = unit % 2 == 0 ? tiny : -tiny;
        const GradientFlow own =
            gradient_flow({flow.layout, flow.parameters, flow.pass, flow.activations,
                           look(flow.run).prepared->train_targets, true});
        const FlowHistogram& deltas = own.layers[0].deltas;
        CHECK(deltas.low == -1.0);
        CHECK(deltas.high == 1.0);
        CHECK(deltas.counts[k_flow_bins / 2] == deltas.numbers);
        CHECK(total(deltas) == std::int64_t{4} * flow.pass.examples());
    }
}
