// The cross-entropies through a whole session, from the text of an experiment on: targets of
// exactly 0 and 1 and pre-activations of ±800, where outputs are rounded to 0 and 1. Every number
// below is exact in both precisions.

#include "engine/experiment/experiment_json.hpp"
#include "tests/engine/golden.hpp"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

using namespace backprop;
using namespace backprop::test;

namespace {

/// One layer of `units`, all rows in one update of rate ½, losses summed.
std::string experiment_text(const std::string& rows, const std::string& columns, int units,
                            const std::string& output, const std::string& error,
                            const std::string& start, const std::string& precision) {
    return R"({"version": 1, "name": "extreme",
        "data": {"kind": "inline", "task": "classification", "inputs": 1, "columns": )" +
           columns + R"(, "train": )" + rows + R"(},
        "network": {"inputs": 1, "layers": [{"units": )" +
           std::to_string(units) + R"(, "activation": ")" + output + R"("}], "bias": "per-unit"},
        "start": )" +
           start + R"(,
        "loss": {"error": ")" +
           error + R"(", "over_outputs": "sum", "over_examples": "sum"},
        "training": {"optimizer": {"kind": "sgd"}, "learning_rate": 0.5, "batch": "all",
                     "epochs": 1},
        "precision": ")" +
           precision + R"("})";
}

Run run_of(const std::string& text) {
    const Result<Experiment> experiment = parse_experiment(text);
    INFO(to_string(experiment.error));
    REQUIRE(experiment);
    return Run(*experiment);
}

} // namespace

TEST_CASE("binary cross-entropy at z of ±800, from JSON to the weights after an update") {
    for (const char* precision : {"float64", "float32"}) {
        INFO(precision);
        // z = 800 x for the targets 0, 1, 0, 1 and ¼.
        Run run = run_of(experiment_text("[[1, 0], [1, 1], [-1, 0], [-1, 1], [1, 0.25]]",
                                         R"(["x", "y"])", 1, "sigmoid", "binary-cross-entropy",
                                         R"({"weights": [[[800]]], "biases": [[0]]})", precision));
        CHECK(run.loss() == 800 + 0 + 0 + 800 + 0.75 * 800);
        CHECK(run.outputs() == std::vector<double>{1, 1, 0, 0, 1});
        const std::vector<LayerValues> gradients = run.next_gradients();
        CHECK(gradients[0].weight_gradients == std::vector<double>{2.75}); // 1 + 0 + 0 + 1 + ¾
        CHECK(gradients[0].bias_gradients == std::vector<double>{0.75});   // 1 + 0 + 0 − 1 + ¾
        run.train_to(1); // w = 798.625, b = −0.375
        CHECK(run.loss() == 798.25 + 0 + 0 + 799 + 0.75 * 798.25);
    }
}

TEST_CASE("cross-entropy at z of ±800, from JSON to the weights after an update") {
    for (const char* precision : {"float64", "float32"}) {
        INFO(precision);
        // z = (800 x, 0, −800 x).
        Run run = run_of(experiment_text(
            "[[1, 0, 0, 1], [1, 0, 1, 0], [1, 1, 0, 0], [-1, 0, 0, 1], [1, 0.5, 0.25, 0.25]]",
            R"(["x", "a", "b", "c"])", 3, "softmax", "cross-entropy",
            R"({"weights": [[[800], [0], [-800]]], "biases": [[0, 0, 0]]})", precision));
        CHECK(run.loss() == 1600 + 800 + 0 + 0 + 0.25 * 800 + 0.25 * 1600);
        const std::vector<LayerValues> gradients = run.next_gradients();
        CHECK(gradients[0].weight_gradients == std::vector<double>{2.5, -1.25, -1.25});
        CHECK(gradients[0].bias_gradients == std::vector<double>{2.5, -1.25, -1.25});
        run.train_to(1); // z = (797.5, 1.25, −798.75) for x = 1
        CHECK(run.loss() == 1596.25 + 796.25 + 0 + 0 + 0.25 * 796.25 + 0.25 * 1596.25);
    }
}
