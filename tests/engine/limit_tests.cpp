// Every limit of the formats: at it things work, one above there is a message that names it.

#include "engine/experiment/experiment_json.hpp"
#include "engine/experiment/fields.hpp"
#include "engine/experiment/lesson.hpp"
#include "engine/experiment/link.hpp"
#include "tests/engine/run_helpers.hpp"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

using namespace backprop;
using namespace backprop::test;

namespace {

/// One hidden layer after another, and one output; a row of ones.
Experiment with_shape(std::int32_t inputs, const std::vector<std::int32_t>& hidden) {
    Experiment experiment;
    experiment.data.set = DataSet::Inline;
    experiment.data.task = Task::Regression;
    experiment.data.inputs = inputs;
    experiment.data.columns.assign(std::size_t(inputs) + 1, "x");
    experiment.data.train.assign(1, std::vector<double>(std::size_t(inputs) + 1, 1.0));
    experiment.network.inputs = inputs;
    for (const std::int32_t units : hidden)
        experiment.network.layers.push_back({units, Activation::Tanh});
    experiment.network.layers.push_back({1, Activation::Linear});
    experiment.start.rule = StartRule::XavierUniform;
    experiment.training.learning_rate = 1e-4;
    return experiment;
}

/// It trains for an update.
void check_works(const Experiment& experiment) {
    const Result<Done> valid = validate(experiment);
    INFO(to_string(valid.error));
    REQUIRE(valid);
    Run run(experiment);
    REQUIRE(send(run, command::Step{StepKind::Batch}));
    CHECK(look(run).updates == 1);
    CHECK(look(run).status != Status::Diverged);
}

/// It is refused, at `path`, with `number` in the message.
void check_refused(const Experiment& experiment, const std::string& path,
                   const std::string& number) {
    const Result<Done> valid = validate(experiment);
    CHECK(!valid);
    CHECK(valid.error.path == path);
    INFO(valid.error.message);
    CHECK(valid.error.message.find(number) != std::string::npos);
    CHECK(!make_session(experiment));
    // A session that stands somewhere stays there.
    Run run(preset("houses"));
    const std::uint64_t hash = hash_of(run);
    CHECK(!send(run, command::Load{experiment}));
    CHECK(hash_of(run) == hash);
    CHECK(look(run).experiment->name == preset("houses").name);
}

} // namespace

TEST_CASE("limits of a network: layers, units, inputs") {
    check_works(with_shape(2, std::vector<std::int32_t>(k_max_layers - 1, 2)));
    check_refused(with_shape(2, std::vector<std::int32_t>(k_max_layers, 2)), "network.layers",
                  "16");
    check_works(with_shape(2, {k_max_units}));
    check_refused(with_shape(2, {k_max_units + 1}), "network.layers[0].units", "1024");
    check_refused(with_shape(2, {0}), "network.layers[0].units", "1");
    check_works(with_shape(k_max_inputs, {2}));
    check_refused(with_shape(k_max_inputs + 1, {2}), "data.inputs", "4096");
    check_refused(with_shape(0, {2}), "data.inputs", "1");
}

TEST_CASE("limits of a network: parameters") {
    Experiment exact = with_shape(1000, {1000, 1000});
    exact.network.bias = BiasMode::None; // 1,000,000 + 1,000,000 + 1,000
    check_refused(exact, "network.layers", "2001000");
    exact = with_shape(999, {1000, 1000});
    exact.network.bias = BiasMode::None; // 999,000 + 1,000,000 + 1,000
    REQUIRE(make_layout(exact.network).parameter_count == k_max_parameters);
    check_works(exact);
    exact.network.bias = BiasMode::Shared; // one more a layer
    check_refused(exact, "network.layers", "2000003");
}

TEST_CASE("limits of rows: inline and generated") {
    Experiment experiment = with_shape(1, {1});
    experiment.data.train.assign(k_max_rows - 1, {0.0, 1.0});
    experiment.data.test.assign(1, {0.0, 1.0});
    check_works(experiment);
    experiment.data.test.push_back({0.0, 1.0});
    check_refused(experiment, "data.train", "100000");
    Experiment generated = preset("circle");
    generated.data.examples = k_max_rows;
    check_works(generated);
    generated.data.examples = k_max_rows + 1;
    check_refused(generated, "data.examples", "100000");
    generated.data.examples = 2;
    check_works(generated);
    generated.data.examples = 1;
    check_refused(generated, "data.examples", "2");
}

TEST_CASE("limits of texts and lists: names, targets, frozen parameters, changes, dropout") {
    Experiment experiment = with_shape(1, {2});
    experiment.name.assign(k_max_name_bytes, 'n');
    experiment.data.columns[0].assign(k_max_name_bytes, 'c');
    check_works(experiment);
    experiment.data.columns[0] += 'c';
    check_refused(experiment, "data.columns[0]", "1000");
    experiment.data.columns[0] = "x";
    experiment.name += 'n';
    check_refused(experiment, "name", "1000");

    experiment = with_shape(1, {2});
    experiment.training.frozen.assign(k_max_frozen, "weights[0]");
    check_works(experiment);
    experiment.training.frozen.emplace_back("weights[0]");
    check_refused(experiment, "training.frozen", "10000");

    experiment = with_shape(1, {2});
    for (std::size_t i = 0; i < k_max_changes; ++i) {
        TrainingChange& change = experiment.training.changes.emplace_back();
        change.epoch = std::int64_t(i) + 1;
        change.learning_rate = 0.1;
    }
    check_works(experiment);
    experiment.training.changes.push_back(experiment.training.changes.back());
    ++experiment.training.changes.back().epoch;
    check_refused(experiment, "training.changes", "10000");

    experiment = with_shape(1, {2});
    experiment.network.layers[0].dropout = k_max_dropout;
    check_works(experiment);
    experiment.network.layers[0].dropout = 0.91;
    check_refused(experiment, "network.layers[0].dropout", "0.9");

    experiment = with_shape(1, {2});
    const auto set_targets = [&](std::int32_t targets) {
        experiment.data.columns.assign(1 + std::size_t(targets), "y");
        experiment.data.train.assign(1, std::vector<double>(1 + std::size_t(targets), 0.5));
        experiment.network.layers[1].units = targets;
    };
    set_targets(k_max_units);
    check_works(experiment);
    set_targets(k_max_units + 1);
    check_refused(experiment, "data.columns", "1024");
    set_targets(0);
    check_refused(experiment, "data.columns", "1");
}

TEST_CASE("limits of numbers: learning rate, epochs, seeds") {
    Experiment experiment = with_shape(1, {2});
    experiment.training.epochs = k_max_epochs;
    experiment.training.learning_rate = k_max_learning_rate;
    experiment.start.seed = k_max_seed;
    REQUIRE(validate(experiment));
    Run run(experiment);
    CHECK(send(run, command::NewWeights{})); // after the last seed comes the first
    experiment.training.epochs = k_max_epochs + 1;
    check_refused(experiment, "training.epochs", "10000000");
    experiment.training.epochs = 0;
    CHECK(validate(experiment));
    experiment.training.learning_rate = 100.5;
    check_refused(experiment, "training.learning_rate", "100");
    experiment.training.learning_rate = 0.0;
    experiment.start.seed = k_max_seed + 2; // the next one that a double holds
    check_refused(experiment, "start.seed", "9007199254740992");
}

TEST_CASE("limits of an experiment's text") {
    const std::string text = to_json(with_shape(1, {2}));
    std::string padded = text + std::string(k_max_text_bytes - text.size(), ' ');
    CHECK(parse_experiment(padded));
    padded += ' ';
    const Result<Experiment> refused = parse_experiment(padded);
    CHECK(!refused);
    CHECK(refused.error.message.find("150") != std::string::npos);
}

TEST_CASE("limits of a link") {
    // A name's letters stand for themselves.
    Experiment experiment = with_shape(1, {2});
    const std::size_t fixed = to_link(experiment)->size();
    std::size_t columns = 2;
    while (fixed + columns * (k_max_name_bytes + 1) < k_max_link_bytes)
        ++columns;
    experiment.data.inputs = std::int32_t(columns) - 1;
    experiment.network.inputs = experiment.data.inputs;
    experiment.data.columns.assign(columns, std::string(k_max_name_bytes, 'n'));
    experiment.data.train.assign(1, std::vector<double>(columns, 1.0));
    REQUIRE(validate(experiment));
    std::string& last = experiment.data.columns.back();
    Result<std::string> link = to_link(experiment);
    while (!link && !last.empty()) {
        last.pop_back();
        link = to_link(experiment);
    }
    REQUIRE(link);
    CHECK(link->size() == k_max_link_bytes);
    CHECK(parse_link(*link));
    last += 'n';
    CHECK(!to_link(experiment));
    CHECK(to_link(experiment).error.message.find("file") != std::string::npos);
    CHECK(!parse_link(*link + "n"));
}

TEST_CASE("limits of a lesson: steps, items, texts, digits, the whole") {
    const auto lesson_of = [](std::size_t steps, const std::string& inside) {
        std::string text = R"({"version": 1, "lesson": "l", "title": "t", "steps": [)";
        for (std::size_t i = 0; i < steps; ++i)
            text += std::string(i > 0 ? ", " : "") + R"({"title": "s")" + inside +
                    (i > 0 ? R"(, "continue": true})" : R"(, "experiment": "xor"})");
        return text + "]}";
    };
    const auto list_of = [](std::size_t items) {
        std::string text = ", \"text\": [";
        for (std::size_t i = 0; i < items; ++i)
            text += i > 0 ? ", \"p\"" : "\"p\"";
        return text + "]";
    };
    const auto text_of = [](std::size_t bytes) {
        return ", \"text\": [\"" + std::string(bytes, 'x') + "\"]";
    };
    const auto check = [](const std::string& good, const std::string& bad,
                          const std::string& number) {
        const Result<Lesson> read = parse_lesson(good);
        INFO(to_string(read.error));
        CHECK(read);
        const Result<Lesson> refused = parse_lesson(bad);
        CHECK(!refused);
        INFO(to_string(refused.error));
        CHECK(refused.error.message.find(number) != std::string::npos);
    };
    check(lesson_of(k_max_lesson_steps, ""), lesson_of(k_max_lesson_steps + 1, ""), "100");
    CHECK(!parse_lesson(lesson_of(0, "")));
    check(lesson_of(1, list_of(k_max_lesson_items)), lesson_of(1, list_of(k_max_lesson_items + 1)),
          "50");
    check(lesson_of(1, text_of(k_max_lesson_text_bytes)),
          lesson_of(1, text_of(k_max_lesson_text_bytes + 1)), "4000");
    check(lesson_of(1, R"(, "text": ["{{loss|12}}"])"),
          lesson_of(1, R"(, "text": ["{{loss|13}}"])"), "{{loss|13}}");
    std::string whole = lesson_of(1, "");
    whole += std::string(k_max_lesson_bytes - whole.size(), ' ');
    check(whole, whole + " ", "4000000");
}
