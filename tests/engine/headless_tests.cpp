#include "engine/experiment/experiment_json.hpp"
#include "engine/experiment/headless.hpp"
#include "tests/engine/golden.hpp"

#include <catch2/catch_test_macros.hpp>

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
