// The trace of a pass: the numbers that train, and the published ones.

#include "engine/network/trace.hpp"
#include "tests/engine/run_helpers.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace backprop;
using namespace backprop::test;

static std::vector<double> values_of(const Matrix<double>& matrix) {
    std::vector<double> values;
    for (std::int32_t row = 0; row < matrix.rows; ++row)
        values.insert(values.end(), matrix.row(row).begin(), matrix.row(row).end());
    return values;
}

static std::vector<double> weights_and_biases(const std::vector<LayerValues>& layers) {
    std::vector<double> values;
    for (const LayerValues& layer : layers) {
        values.insert(values.end(), layer.weight_gradients.begin(), layer.weight_gradients.end());
        values.insert(values.end(), layer.bias_gradients.begin(), layer.bias_gradients.end());
    }
    return values;
}

static std::vector<double> gradients_in(const PassTrace& trace) {
    std::vector<double> values;
    for (const LayerTrace& layer : trace.layers) {
        values.insert(values.end(), layer.weight_gradients.begin(), layer.weight_gradients.end());
        values.insert(values.end(), layer.bias_gradients.begin(), layer.bias_gradients.end());
    }
    return values;
}

/// Presets with the choices that change a pass: precision, batches beyond one block, what is joint.
static std::vector<Experiment> varied_experiments() {
    std::vector<Experiment> experiments;
    for (const Preset& preset : presets()) {
        for (const Precision precision : {Precision::Float64, Precision::Float32}) {
            experiments.push_back(preset.make());
            experiments.back().precision = precision;
        }
        experiments.push_back(preset.make());
        experiments.back().training.batch = k_batch_all;
    }
    Experiment wide = preset("circle");
    wide.data.examples = 1400;
    wide.training.batch = 300;
    wide.training.shuffle = true;
    wide.loss.over_outputs = Reduction::Mean;
    experiments.push_back(wide);
    return experiments;
}

TEST_CASE("A trace's gradients are those of the next update to the bit") {
    for (const Experiment& experiment : varied_experiments()) {
        INFO(experiment.name);
        Run run(experiment);
        for (int updates = 0; updates < 3; ++updates) {
            const PassTrace trace = trace_batch(*run.session);
            CHECK(gradients_in(trace) == weights_and_biases(run.next_gradients()));
            const UpdateTrace update = trace_update(*run.session);
            CHECK(update.loss_gradients == gradients_in(trace));
            REQUIRE(send(run, command::Step{StepKind::Batch}));
            std::vector<double> after;
            for (const LayerValues& layer : run.layers()) {
                after.insert(after.end(), layer.weights.begin(), layer.weights.end());
                after.insert(after.end(), layer.biases.begin(), layer.biases.end());
            }
            CHECK(update.after == after);
        }
    }
}

TEST_CASE("A batch that begins inside a block is traced to the bit") {
    Experiment experiment = preset("circle");
    experiment.data.examples = 1400;
    experiment.training.batch = 600;
    Run run(experiment);
    for (int i = 0; i < 3; ++i)
        REQUIRE(send(run, command::Step{StepKind::Example}));
    CHECK(gradients_in(trace_batch(*run.session)) == weights_and_biases(run.next_gradients()));
    CHECK(pass_rows(*run.session).size() == 597);
    CHECK(pass_rows(*run.session).front() == 3);
}

TEST_CASE("The trace of a float64 pass multiplies up: δ = ∂E/∂a ⊙ ∂a/∂z") {
    for (const Experiment& experiment : varied_experiments()) {
        INFO(experiment.name);
        const Run run(experiment);
        const PassTrace trace = trace_batch(*run.session);
        for (std::size_t l = 0; l < trace.layers.size(); ++l) {
            const LayerTrace& layer = trace.layers[l];
            if (trace.joint_output && l + 1 == trace.layers.size()) {
                CHECK(layer.slopes.rows == 0);
                CHECK(layer.activation_gradients.rows == 0);
                continue;
            }
            bool equal = layer.slopes.columns == trace.examples();
            for (std::int32_t unit = 0; unit < layer.deltas.rows; ++unit)
                for (std::int32_t n = 0; n < trace.examples(); ++n) {
                    const double product =
                        experiment.precision == Precision::Float64
                            ? layer.activation_gradients(unit, n) * layer.slopes(unit, n)
                            : double(float(layer.activation_gradients(unit, n)) *
                                     float(layer.slopes(unit, n)));
                    equal = equal && product == layer.deltas(unit, n);
                }
            CHECK(equal);
        }
    }
}

TEST_CASE("The trace of one example has its error, and the batch's loss is their sum or mean") {
    for (const Experiment& experiment : varied_experiments()) {
        INFO(experiment.name);
        const Run run(experiment);
        const PassTrace batch = trace_batch(*run.session);
        const std::vector<std::int32_t> rows = pass_rows(*run.session);
        for (std::int32_t n = 0; n < std::min(batch.examples(), 5); ++n) {
            const PassTrace one = trace_example(*run.session, rows[std::size_t(n)]);
            CHECK(one.errors.front() == batch.errors[std::size_t(n)]);
            CHECK(one.examples() == 1);
            CHECK(one.layers.front().pre_activations(0, 0) ==
                  batch.layers.front().pre_activations(0, n));
        }
    }
}

TEST_CASE("Dropout leaves the same units out of the trace as out of the update") {
    Experiment experiment = preset("spiral");
    experiment.network.layers[0].dropout = 0.5;
    experiment.network.layers[1].dropout = 0.3;
    experiment.training.batch = 7;
    Run run(experiment);
    for (int i = 0; i < 4; ++i) {
        const PassTrace trace = trace_batch(*run.session);
        CHECK(trace.layers[0].masks.rows == 8);
        CHECK(trace.layers[2].masks.rows == 0);
        const UpdateTrace update = trace_update(*run.session);
        CHECK(update.loss_gradients == update.gradients);
        REQUIRE(send(run, command::Step{StepKind::Batch}));
        CHECK(update.gradients == weights_and_biases(run.layers()));
    }
}

TEST_CASE("Mazur's example: every intermediate value") {
    const Run run(preset("mazur"));
    const PassTrace trace = trace_batch(*run.session);
    const Json& mazur = at(golden(), {"mazur_2_2_2"});
    check_close(values_of(trace.layers[0].pre_activations),
                numbers(at(mazur, {"forward", "net_h"})));
    check_close(values_of(trace.layers[0].activations), numbers(at(mazur, {"forward", "out_h"})));
    check_close(values_of(trace.layers[1].pre_activations),
                numbers(at(mazur, {"forward", "net_o"})));
    check_close(values_of(trace.layers[1].activations), numbers(at(mazur, {"forward", "out_o"})));
    check_close(values_of(trace.output_errors), numbers(at(mazur, {"forward", "E_each"})));
    check_close(trace.errors, numbers(at(mazur, {"forward", "E_total"})));
    check_close(values_of(trace.layers[1].activation_gradients),
                numbers(at(mazur, {"backward", "dE_dout_o"})));
    check_close(values_of(trace.layers[1].deltas), numbers(at(mazur, {"backward", "delta_o"})));
    check_close(values_of(trace.layers[0].deltas), numbers(at(mazur, {"backward", "delta_h"})));
    check_close(values_of(trace.layers[0].activation_gradients),
                numbers(at(mazur, {"backward", "dE_dout_h"})));
}

TEST_CASE("Article 2, set A: the factors of w₅") {
    const Run run(preset("two-class-a"));
    const PassTrace trace = trace_batch(*run.session);
    const Json& a = at(golden(), {"article2_2_2_2", "A_exact_derivative_factor_2"});
    check_close(trace.layers[1].activation_gradients(0, 0), at(a, {"dE_do1"}).number);
    check_close(trace.layers[1].slopes(0, 0), at(a, {"do1_dnet1"}).number);
    check_close(trace.layers[0].activations(0, 0), at(a, {"dnet1_dw5"}).number);
    check_close(trace.layers[1].weight_gradients[0], at(a, {"dE_dw5"}).number);
    check_close(values_of(trace.output_errors), numbers(at(a, {"errors_sq"})));
}
