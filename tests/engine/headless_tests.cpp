#include "engine/experiment/experiment_json.hpp"
#include "engine/experiment/headless.hpp"
#include "tests/engine/golden.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>

using namespace backprop;
using namespace backprop::test;

namespace {

struct Printed {
    int status;
    std::vector<std::string> lines;
    std::string error;
};

/// Runs with one file, "experiment.json", that holds `text`.
Printed run(const std::string& text, std::vector<std::string> options) {
    options.insert(options.begin(), "experiment.json");
    Printed printed{};
    printed.status = run_headless(options, {[&](const std::string& path, std::string& out) {
                                                out = text;
                                                return path == "experiment.json";
                                            },
                                            [&](std::string_view line) {
                                                printed.lines.emplace_back(line);
                                                return true;
                                            },
                                            [&](std::string_view line) { printed.error += line; }});
    return printed;
}

Json parsed(const std::string& line) {
    Result<Json> json = parse_json(line);
    INFO(line);
    REQUIRE(json);
    return *json;
}

} // namespace

TEST_CASE("a headless run prints the epochs asked for, then the result") {
    const Printed printed =
        run(to_json(preset("mazur")), {"--epochs", "7", "--every", "3", "--gradients"});
    CHECK(printed.status == 0);
    REQUIRE(printed.lines.size() == 5); // epochs 0, 3, 6, 7, and the result
    for (std::size_t i = 0; i < 4; ++i)
        CHECK(at(parsed(printed.lines[i]), {"epoch"}).number == double(i == 3 ? 7 : 3 * i));
    const Json first = parsed(printed.lines[0]);
    CHECK(at(first, {"loss"}).number == Run(preset("mazur")).loss());
    CHECK(at(first, {"test_loss"}).kind == Json::Kind::Null);
    CHECK(at(first, {"state_hash"}).string.size() == 16);

    const Json last = parsed(printed.lines[4]);
    CHECK(at(last, {"result", "epochs"}).number == 7);
    CHECK(at(last, {"result", "stopped"}).string == "epochs");
    Run same(preset("mazur"));
    check_close(numbers(at(last, {"result", "gradients", "weights"})),
                numbers(at(golden(), {"mazur_2_2_2", "backward", "grad_w1_to_w8"})));
    same.train_to(7);
    CHECK(numbers(at(last, {"result", "outputs"})) == same.outputs());
    const std::vector<double> weights = numbers(at(last, {"result", "weights"}));
    CHECK(weights[4] == same.layers()[1].weights[0]);
}

TEST_CASE("a headless run checks gradients, also with float32 numbers") {
    Experiment experiment = preset("circle");
    experiment.precision = Precision::Float32;
    const Printed printed = run(to_json(experiment), {"--epochs", "0", "--check-gradients"});
    CHECK(printed.status == 0);
    REQUIRE(printed.lines.size() == 2);
    const Json result = parsed(printed.lines[1]);
    CHECK(at(result, {"result", "gradient_check", "parameters"}).number == 25);
    CHECK(at(result, {"result", "gradient_check", "worst_relative_error"}).number < 1e-5);
}

TEST_CASE("a headless run tells where it diverged") {
    Experiment experiment = preset("plane");
    experiment.training.learning_rate = 100;
    const Printed printed = run(to_json(experiment), {});
    CHECK(printed.status == 0);
    const Json result = parsed(printed.lines.back());
    CHECK(at(result, {"result", "stopped"}).string == "diverged");
    CHECK(at(result, {"result", "diverged_at", "layer"}).number == 1);
    CHECK(!at(result, {"result", "diverged_at", "quantity"}).string.empty());
    for (const std::string& line : printed.lines)
        CHECK(line.find("nan") == std::string::npos);
}

TEST_CASE("a headless run that diverges where its state stands prints that epoch once") {
    Experiment experiment = preset("plane");
    experiment.precision = Precision::Float32;
    experiment.training.learning_rate = 1e-4;
    Run first(experiment);
    first.train_to(2);
    Experiment saved = current_experiment(*first.session, true);
    saved.training.epochs = 100;
    saved.training.changes.resize(1);
    saved.training.changes[0].epoch = 2;
    saved.training.changes[0].learning_rate = 100;
    const Printed printed = run(to_json(saved), {});
    REQUIRE(printed.lines.size() == 2);
    CHECK(at(parsed(printed.lines[0]), {"epoch"}).number == 2);
    CHECK(at(parsed(printed.lines[1]), {"result", "stopped"}).string == "diverged");
}

TEST_CASE("a headless run tells which rule stopped it, and goes on from a saved state") {
    Experiment experiment = preset("circle");
    experiment.training.stop.loss_below = 0.1;
    const Printed below = run(to_json(experiment), {"--epochs", "5000"});
    const Json result = parsed(below.lines.back());
    CHECK(at(result, {"result", "stopped"}).string == "loss_below");
    CHECK(at(parsed(below.lines[below.lines.size() - 2]), {"loss"}).number < 0.1);
    experiment.training.stop = {};
    experiment.training.stop.no_progress_epochs = 4;
    experiment.training.learning_rate = 0;
    const Printed still = run(to_json(experiment), {});
    CHECK(at(parsed(still.lines.back()), {"result", "stopped"}).string == "no_progress");
    CHECK(at(parsed(still.lines.back()), {"result", "epochs"}).number == 4);

    Run first(preset("circle"));
    first.train_to(7);
    const std::string saved = to_json(current_experiment(*first.session, true));
    const Printed whole = run(to_json(preset("circle")), {"--epochs", "20"});
    const Printed second = run(saved, {"--epochs", "20"});
    CHECK(at(parsed(second.lines[0]), {"epoch"}).number == 7);
    CHECK(second.lines[1] == whole.lines[1]);
    CHECK(second.lines.back() == whole.lines.back());
}

TEST_CASE("the outputs of a headless run are in the data's units") {
    Experiment experiment = preset("plane");
    experiment.data.scaling = {Scaling::Standard, Scaling::MinMax};
    const Printed printed = run(to_json(experiment), {"--epochs", "30"});
    const std::vector<double> outputs =
        numbers(at(parsed(printed.lines.back()), {"result", "outputs"}));
    const Dataset data = make_dataset(experiment.data);
    REQUIRE(outputs.size() == std::size_t(data.train_targets.columns));
    double squares = 0.0;
    for (std::int32_t n = 0; n < data.train_targets.columns; ++n) {
        const double difference = outputs[std::size_t(n)] - data.train_targets(0, n);
        squares += difference * difference / data.train_targets.columns;
    }
    double size = 0.0;
    for (const double target : data.train_targets.row(0))
        size += target * target / data.train_targets.columns;
    CHECK(squares < 0.25 * size);
}

TEST_CASE("a headless gradient check names the worst parameter") {
    const Printed printed = run(to_json(preset("mazur")), {"--epochs", "0", "--check-gradients"});
    const Json result = parsed(printed.lines.back());
    const std::string name = at(result, {"result", "gradient_check", "worst", "parameter"}).string;
    CHECK((name.find("weights[") == 0 || name.find("biases[") == 0));
    const double analytic = at(result, {"result", "gradient_check", "worst", "analytic"}).number;
    const double numeric = at(result, {"result", "gradient_check", "worst", "numeric"}).number;
    CHECK(std::fabs(analytic - numeric) < 1e-8);
}

TEST_CASE("what a headless run refuses") {
    const std::string good = to_json(preset("circle"));
    CHECK(run(good, {"--epochs"}).error == "--epochs: needs a number behind it");
    CHECK(run(good, {"--epochs", "-1"}).error ==
          "--epochs: must be a whole number from 0 to 10000000");
    CHECK(run(good, {"--every", "0"}).error ==
          "--every: must be a whole number from 1 to 10000000");
    CHECK(run(good, {"--faster"}).error.find("usage: ") != std::string::npos);
    CHECK(run(good, {"second.json"}).error.find("usage: ") != std::string::npos);
    CHECK(run("{\n  \"version\": 7\n}", {}).error ==
          "experiment.json:2:14: version: must be 1, the version that this program reads");
    CHECK(run("{}", {}).status == 2);
    const HeadlessIo nothing{[](const std::string&, std::string&) { return false; },
                             [](std::string_view) { return true; }, [](std::string_view) {}};
    const std::string missing[] = {"missing.json"};
    CHECK(run_headless(missing, nothing) == 2);
    CHECK(run_headless({}, nothing) == 2);
}

TEST_CASE("a headless run says when its output cannot be written") {
    std::string error;
    const HeadlessIo full{[](const std::string&, std::string& text) {
                              text = to_json(preset("circle"));
                              return true;
                          },
                          [](std::string_view) { return false; },
                          [&](std::string_view line) { error = line; }};
    const std::string file[] = {"experiment.json"};
    CHECK(run_headless(file, full) == 2);
    CHECK(error.find("cannot be written") != std::string::npos);
}
