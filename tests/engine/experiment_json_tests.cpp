#include "engine/experiment/experiment_json.hpp"
#include "engine/experiment/fields.hpp"
#include "engine/experiment/link.hpp"
#include "engine/experiment/number_text.hpp"
#include "engine/experiment/session.hpp"
#include "tests/engine/golden.hpp"
#include "tests/engine/slow.hpp"

#include <catch2/catch_test_macros.hpp>

#include <clocale>
#include <cmath>
#include <limits>
#include <string>

using namespace backprop;
using namespace backprop::test;

static const std::string k_example = R"({
  "version": 1,
  "name": "circle, two hidden layers",
  "data": { "kind": "generated", "set": "circle", "examples": 500, "noise": 0.0, "train_share": 0.5, "seed": 1 },
  "features": ["x1", "x2"],
  "network": {
    "inputs": 2,
    "layers": [ { "units": 4, "activation": "tanh" }, { "units": 2, "activation": "tanh" }, { "units": 1, "activation": "tanh" } ],
    "bias": "per-unit"
  },
  "start": { "rule": "uniform", "low": -0.5, "high": 0.5, "bias": 0.1, "seed": 1 },
  "loss": { "error": "half-squared", "over_outputs": "sum", "over_examples": "mean" },
  "training": {
    "optimizer": { "kind": "sgd" },
    "learning_rate": 0.03,
    "batch": 10,
    "shuffle": false,
    "train_biases": true,
    "regularization": { "kind": "none" },
    "epochs": 100,
    "stop": { "loss_below": null, "no_progress_epochs": null }
  },
  "precision": "float64"
})";

/// The example with the first `from` replaced.
static std::string example_with(const std::string& from, const std::string& to) {
    std::string text = k_example;
    const std::size_t place = text.find(from);
    REQUIRE(place != std::string::npos);
    return text.replace(place, from.size(), to);
}

TEST_CASE("the format's own example is read") {
    const Result<Experiment> experiment = parse_experiment(k_example);
    INFO(to_string(experiment.error));
    REQUIRE(experiment);
    CHECK(experiment->name == "circle, two hidden layers");
    CHECK(experiment->network.layers.size() == 3);
    CHECK(experiment->start.bias == 0.1);
    CHECK(experiment->training.batch == 10);
}

TEST_CASE("every preset round-trips to the same text and the same state") {
    for (const Preset& row : presets()) {
        INFO(row.key);
        const Experiment experiment = row.make();
        const std::string text = to_json(experiment);
        const Result<Experiment> again = parse_experiment(text);
        INFO(text << to_string(again.error));
        REQUIRE(again);
        CHECK(to_json(*again) == text);
        CHECK(state_hash(*Run(experiment).session) == state_hash(*Run(*again).session));
    }
}

TEST_CASE("inline rows and odd names round-trip") {
    Experiment experiment = preset("xor-rows");
    experiment.name = "quote \" backslash \\ line\nend, ünï";
    experiment.data = DataSpec{};
    experiment.data.set = DataSet::Inline;
    experiment.data.task = Task::Regression;
    experiment.data.inputs = 2;
    experiment.data.columns = {"a", "b\t", "y"};
    experiment.data.train = {{0.1, 1e-300, 1.0 / 3.0}, {-0.0, 2, 3}};
    experiment.data.test = {{5e-324, 9.999999999999999e29, 0}};
    const Result<Experiment> again = parse_experiment(to_json(experiment));
    INFO(to_string(again.error));
    REQUIRE(again);
    CHECK(again->name == experiment.name);
    CHECK(again->data == experiment.data);
    CHECK(std::signbit(again->data.train[1][0]));
}

struct Refusal {
    const char* from;
    const char* to;
    const char* error; ///< as the user reads it
};

TEST_CASE("bad experiments are refused with place and range") {
    const Refusal refusals[] = {
        {"\"version\": 1", "\"version\": 2",
         "2:14: version: must be 1, the version that this program reads"},
        {"0.03", "300", "15:22: training.learning_rate: must be a number from 0 to 100"},
        {"0.03", "\"fast\"", "15:22: training.learning_rate: must be a number from 0 to 100"},
        {"\"batch\": 10", "\"batch\": 0",
         "16:14: training.batch: must be a whole number from 1 to 100000, or \"all\""},
        {"\"epochs\": 100", "\"epochs\": 1.5",
         "20:15: training.epochs: must be a whole number from 0 to 10000000"},
        {"\"shuffle\": false", "\"shuffle\": 0", "17:16: training.shuffle: must be true or false"},
        {"\"half-squared\"", "\"cubed\"",
         "12:22: loss.error: must be one of \"half-squared\", \"squared\", \"absolute\", "
         "\"huber\", \"hinge\", \"binary-cross-entropy\", \"cross-entropy\""},
        {"\"half-squared\"", "\"cross-entropy\"",
         "12:22: loss.error: \"cross-entropy\" does not go with the output activation \"tanh\", "
         "only with \"softmax\""},
        {"\"shuffle\"", "\"shufle\"", "17:15: training.shufle: is not a field of an experiment"},
        {"\"precision\"", "\"presicion\"", "23:16: presicion: is not a field of an experiment"},
        {"\"circle\"", "\"houses\"",
         "4:41: data.set: must be one of \"circle\", \"xor\", \"gauss\", \"spiral\", \"plane\", "
         "\"multi-gauss\", \"moons\", \"blobs\", \"rings\", \"sine\" for this kind"},
        {"\"units\": 4", "\"units\": 4000",
         "8:28: network.layers[0].units: must be a whole number from 1 to 1024"},
        {"\"units\": 1,", "\"units\": 2,",
         "8:104: network.layers[2].units: must be 1 in the output layer, the number of targets "
         "of the data"},
        {"{ \"units\": 4, \"activation\": \"tanh\" }",
         "{ \"units\": 4, \"activation\": \"softmax\" }",
         "8:45: network.layers[0].activation: \"softmax\" is for the output layer only"},
        {"\"sgd\"", "\"adm\"",
         "14:28: training.optimizer.kind: must be one of \"sgd\", \"momentum\", \"nesterov\", "
         "\"adagrad\", \"rmsprop\", \"adam\", \"adamw\""},
        {"\"sgd\"", "\"sgd\", \"beta3\": 1",
         "14:44: training.optimizer.beta3: is not a field of an experiment"},
        {"\"loss_below\": null", "\"loss_below\": -1",
         "21:29: training.stop.loss_below: must be a number from 0 to 1e+30, or null"},
        {"\"inputs\": 2,", "\"inputs\": 3,",
         "7:15: network.inputs: must be 2, the number of inputs of the data"},
        {"\"low\": -0.5", "\"low\": 0.75", "11:40: start.low: must not be greater than start.high"},
        {"\"noise\": 0.0", "\"noise\": 0.0, \"noise\": 0.1",
         "4:82: the key \"noise\" appears twice"},
        {"\"kind\": \"generated\"", "\"kind\": \"inline\"",
         "4:38: data.set: is not for inline data; leave it out"},
        {"\"bias\": 0.1,", "\"weights\": [], \"biases\": [],",
         "11:22: start.rule: must be left out where weights and biases are given"},
        {"0.03", "1e999", "15:22: this number is too large"},
        {"0.03", "0,03", "15:24: this is not valid JSON"},
    };
    for (const Refusal& refusal : refusals) {
        INFO(refusal.from << " -> " << refusal.to);
        const Result<Experiment> result = parse_experiment(example_with(refusal.from, refusal.to));
        CHECK(!result);
        CHECK(to_string(result.error) == refusal.error);
    }
    CHECK(!parse_experiment(k_example + std::string("\0rubbish", 8)));
    CHECK(parse_experiment(example_with("{ \"loss_below\": null, \"no_progress_epochs\": null }",
                                        "{ \"no_progress_epochs\": null }")));
    CHECK(parse_experiment(example_with("\"loss_below\": null", "\"loss_below\": 1")));
    CHECK(!parse_experiment(example_with("{ \"kind\": \"sgd\" }", "\"sgd\"")));
    CHECK(!parse_experiment(example_with("\"shuffle\"", "\"optimizer.kind\": \"sgd\", \"x\"")));
    CHECK(!parse_experiment(example_with("\"noise\": 0.0", "\"inputs\": 2")));
    CHECK(!parse_experiment(std::string(k_max_text_bytes + 1, ' ')));
    std::string houses = to_json(preset("houses"));
    houses.insert(houses.find("\"network\""), "\"features\": [\"x1\", \"x2\"], ");
    CHECK(parse_experiment(houses).error.message ==
          "is for networks with two inputs; leave it out");
    const std::string accents = example_with("circle, two", "cîrçlé, two");
    CHECK(parse_experiment(accents.substr(0, accents.find("\"data\"")) + "?").error.column == 3);
    std::string many = "{";
    for (int i = 0; i < 100; ++i)
        many += "\"k" + std::to_string(i) + "\": 0, ";
    CHECK(to_string(parse_json(many + "\"z\": 0}").error).find("64 members") != std::string::npos);
    CHECK(!parse_experiment(""));
    CHECK(!parse_experiment("[]"));
    CHECK(!parse_experiment(k_example + "x"));
    CHECK(!parse_experiment(k_example.substr(0, 300)));
    CHECK(!parse_experiment(std::string(100000, '[')));
}

TEST_CASE("two million given weights fit a file") {
    if (k_slow) return;
    Experiment wide;
    wide.network.layers = {{1024, Activation::Tanh},
                           {1024, Activation::Tanh},
                           {922, Activation::Tanh},
                           {1, Activation::Tanh}};
    wide.network.bias = BiasMode::None;
    wide.start.rule = StartRule::Given;
    std::int32_t inputs = 2;
    for (const LayerSpec& layer : wide.network.layers) {
        wide.start.weights.emplace_back(std::size_t(layer.units),
                                        std::vector<double>(std::size_t(inputs), 0.015625));
        wide.start.biases.emplace_back();
        inputs = layer.units;
    }
    wide.start.weights[2][921][1023] = 1.0 / 3.0;
    const Result<Experiment> read = parse_experiment(to_json(wide));
    INFO(to_string(read.error));
    REQUIRE(read);
    CHECK(*read == wide);
    wide.start.weights[2][921][1023] = 1e31;
    const Error beyond = parse_experiment(to_json(wide)).error;
    CHECK(beyond.path == "start.weights[2][921][1023]");
    CHECK(beyond.line == 5);
    CHECK(beyond.column > 19'000'000);
}

TEST_CASE("the size of a large text is known about before it is written") {
    const auto check_size = [](const Experiment& experiment) {
        const auto bytes = static_cast<double>(to_json(experiment).size());
        CHECK(bytes > 100'000);
        CHECK(std::abs(approximate_json_bytes(experiment) / bytes - 1) < 0.1);
    };
    Experiment experiment = *parse_experiment(k_example);
    experiment.training.optimizer.kind = Optimizer::Adam;
    for (const Precision precision : {Precision::Float64, Precision::Float32}) {
        experiment.precision = precision;
        experiment.network.layers[0].units = experiment.network.layers[1].units = 100;
        const Result<SessionPointer> session = make_session(experiment);
        REQUIRE(session);
        check_size(current_experiment(**session, true)); // the slots are zeros
        REQUIRE(apply(**session, command::Step{StepKind::Batch}));
        check_size(current_experiment(**session, true));
        CHECK(approximate_json_bytes(current_experiment(**session, false)) < 5000);
    }
    experiment.start.rule = StartRule::Given;
    for (const std::size_t inputs : {2U, 100U, 100U}) {
        const std::size_t units = experiment.start.weights.size() < 2 ? 100 : 1;
        experiment.start.weights.emplace_back(units, std::vector<double>(inputs, 0.125));
        experiment.start.biases.emplace_back(units, 0.0);
    }
    REQUIRE(validate(experiment));
    experiment.data.set = DataSet::Inline;
    experiment.data.inputs = 2;
    experiment.data.columns = {"a", "b", "c"};
    for (int i = 0; i < 10'000; ++i)
        experiment.data.train.push_back({i / 7.0, double(i % 5), i / 10.0});
    experiment.data.test.assign(100, {1, 2, 3});
    check_size(experiment);
}

TEST_CASE("texts that would need too much memory are refused") {
    if (k_slow) return;
    std::string many = "[";
    for (std::size_t i = 0; i <= k_max_json_numbers; ++i)
        many += "1,";
    CHECK(to_string(parse_json(many).error).find("more than 10000000 numbers") !=
          std::string::npos);
    many = "[";
    for (std::size_t i = 0; i <= k_max_json_values; ++i)
        many += "[],";
    CHECK(to_string(parse_json(many).error).find("more than 500000 values") != std::string::npos);
}

TEST_CASE("arrays hold numbers together and anything else apart") {
    const Json json = *parse_json("[[1, 2], [1, \"a\", 2], [], [[1]]]");
    CHECK(json.array[0].numbers == std::vector<double>{1, 2});
    CHECK(json.array[0].item_at(1).column == 6);
    CHECK(json.array[1].array.size() == 3);
    CHECK(json.array[1].item_at(2).number == 2);
    CHECK(json.array[2].item_count() == 0);
    CHECK(to_text(json) == "[[1, 2], [1, \"a\", 2], [], [[1]]]");
}

TEST_CASE("values are replaced by path") {
    const Experiment circle = preset("circle");
    const auto set = [&](std::string_view path, const char* json) {
        return with_value(circle, path, *parse_json(json));
    };
    CHECK(set("training.learning_rate", "0.25")->training.learning_rate == 0.25);
    CHECK(set("training.batch", "\"all\"")->training.batch == k_batch_all);
    CHECK(set("network.layers[0].units", "7")->network.layers[0].units == 7);
    CHECK(set("network.layers.1.activation", "\"relu\"")->network.layers[1].activation ==
          Activation::Relu);
    CHECK(!set("network.layers[2].units", "2"));
    CHECK(!set("network.layers[0].units", "0"));
    CHECK(!set("network.layers[0].activation", "\"softmax\""));
    CHECK(!set("network.layers[0].colour", "1"));
    const Result<Experiment> wider =
        with_value(preset("houses"), "network.layers[0].units", json_number(6));
    REQUIRE(wider);
    CHECK(wider->start.rule == StartRule::Uniform); // the given weights no longer fit
    CHECK(set("data.set", "\"houses\"")->network.inputs == 4);
    CHECK(set("name", "\"mine\"")->name == "mine");
    CHECK(set("network.layers[0].dropout", "0.5")->network.layers[0].dropout == 0.5);
    CHECK(!set("network.layers[0].dropout", "0.95"));
    CHECK(!set("network.layers[2].dropout", "0.5"));
    CHECK(set("features", "[\"x1\", \"x1*x2\"]")->network.features.size() == 2);
    CHECK(set("features", "[\"x1\", \"x2\"]")->network.features.empty());
    CHECK(!set("features", "[]"));
    CHECK(!with_value(preset("houses"), "features", *parse_json("[\"x1\"]")));
    CHECK(set("training.optimizer.kind", "\"adagrad\"")->training.optimizer.epsilon == 1e-10);
    CHECK(set("training.clip.norm", "1")->training.clip.norm == 1.0);
    CHECK(!set("training.clip.norm", "null")->training.clip.norm);
    CHECK(set("training.frozen", "[\"weights[0]\"]")->training.frozen.size() == 1);
    CHECK(!set("training.frozen", "[\"weights[5]\"]"));
    CHECK(set("training.changes", "[{\"epoch\": 3, \"batch\": \"all\"}]")
              ->training.changes[0]
              .batch == k_batch_all);
    CHECK(set("loss.error", "\"hinge\"")->loss.error == ErrorKind::Hinge);
    CHECK(set("loss.error", "\"cross-entropy\"")->network.layers[2].activation ==
          Activation::Softmax);
    CHECK(!set("state", "{}"));
    CHECK(with_value(preset("mazur"), "start.weights[0][1][0]", json_number(0.5))
              ->start.weights[0][1][0] == 0.5);
    CHECK(!set("training.learning_rate", "-1"));
    CHECK(!set("training.nothing", "1"));
    CHECK(!set("network.layers[9].units", "1"));
    CHECK(!set("data.set", "\"mars\""));
    CHECK(!set("", "1"));
}

TEST_CASE("numbers are written so that they read back to the same bits") {
    CHECK(number_text(0.1) == "0.1");
    CHECK(number_text(1.0 / 3.0) == "0.3333333333333333");
    CHECK(number_text(0.1 + 0.2) == "0.30000000000000004");
    CHECK(number_text(-0.0) == "-0.0");
    CHECK(number_text(1e22) == "1e+22");
    CHECK(number_text(std::nan("")) == "null");
    if (std::setlocale(LC_NUMERIC, "de_DE.UTF-8") != nullptr) CHECK(number_text(0.1) == "0.1");
    std::setlocale(LC_NUMERIC, "C");
    CHECK(number_text(std::numeric_limits<double>::infinity()) == "null");
}

TEST_CASE("the documentation's table has every field with its range") {
    const std::string table = read_text(BACKPROP_SOURCE_DIR "/docs/experiment.md");
    for (const Field& field : fields()) {
        std::string row = "| `" + std::string(field.path) + "` | ";
        if (field.type == FieldType::Choice || field.type == FieldType::Flag) {
            std::string values;
            for (const Choice& choice : field.choices)
                if (choice.key != "given")
                    values += (values.empty() ? "`" : ", `") + std::string(choice.key) + "`";
            row += field.type == FieldType::Flag ? "`true`, `false`" : values;
        } else {
            const bool any = field.type == FieldType::Number || //
                             field.type == FieldType::OptionalNumber;
            row += any ? "number, " : "whole number, ";
            row += number_text(field.minimum) + " to " + number_text(field.maximum);
            if (field.type == FieldType::Batch) row += ", or `all`";
            if (is_optional(field.type)) row += ", or `null`";
        }
        INFO(row);
        const std::size_t place = table.find(row + " |");
        REQUIRE(place != std::string::npos);
        const std::string line = table.substr(place, table.find('\n', place) - place);
        CHECK(line.find(" | `" + std::string(field.link) + "` | ") != std::string::npos);
    }
}

TEST_CASE("the documentation's example and link are read") {
    const std::string text = read_text(BACKPROP_SOURCE_DIR "/docs/experiment.md");
    const std::size_t begin = text.find("```json\n") + 8;
    const Result<Experiment> example =
        parse_experiment(text.substr(begin, text.find("```", begin) - begin));
    INFO(to_string(example.error));
    REQUIRE(example);
    CHECK(example->training.changes.size() == 1);
    const std::size_t link = text.find("    v1~") + 4;
    const std::string line = text.substr(link, text.find('\n', link) - link);
    const Result<Experiment> linked = parse_link(line);
    INFO(to_string(linked.error));
    REQUIRE(linked);
    CHECK(*to_link(*linked) == line);
}
