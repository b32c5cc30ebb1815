// What is not quite an experiment or a lesson: every value of a whole text in turn is replaced by
// one of another kind, left out, or joined by an unknown one. What is refused is refused with its
// place; what is taken is valid.

#include "engine/experiment/experiment_json.hpp"
#include "engine/experiment/fields.hpp"
#include "engine/experiment/lesson.hpp"
#include "tests/engine/experiment_samples.hpp"
#include "tests/engine/lessons.hpp"
#include "tests/engine/run_helpers.hpp"
#include "tests/engine/slow.hpp"

#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <limits>
#include <string>
#include <vector>

using namespace backprop;
using namespace backprop::test;

namespace {

Json json_of_kind(Json::Kind kind) {
    Json json;
    json.kind = kind;
    return json;
}

/// One of each kind, and numbers that are no counts.
std::vector<Json> other_values() {
    std::vector<Json> values;
    for (const auto kind :
         {Json::Kind::Null, Json::Kind::Boolean, Json::Kind::Array, Json::Kind::Object})
        values.push_back(json_of_kind(kind));
    for (const double number : {-1.0, 0.5, 2.0, 1e31})
        values.push_back(json_number(number));
    values.push_back(json_string("x"));
    Json numbers = json_of_kind(Json::Kind::Array);
    numbers.numbers = {1.0, 2.0};
    values.push_back(numbers);
    Json mixed = json_of_kind(Json::Kind::Array);
    mixed.array = {json_string("x"), json_number(1.0)};
    values.push_back(mixed);
    Json unknown = json_of_kind(Json::Kind::Object);
    unknown.object.push_back({"unknown", json_number(1.0)});
    values.push_back(unknown);
    return values;
}

/// Visits every value below `json`; long lists at their ends only.
void visit(Json& json, const std::function<void(Json&)>& body) {
    body(json);
    if (json.kind == Json::Kind::Array) {
        hold_items_apart(json);
        for (std::size_t i = 0; i < json.array.size(); ++i)
            if (i < 2 || i + 1 == json.array.size()) visit(json.array[i], body);
    }
    for (std::size_t i = 0; i < json.object.size(); ++i)
        visit(json.object[i].value, body);
}

/// Calls `check` with every text that differs from `text` in one value.
void for_each_neighbour(const std::string& text, const std::function<void(std::string)>& check) {
    Result<Json> root = parse_json(text);
    REQUIRE(root);
    const std::vector<Json> others = other_values();
    visit(*root, [&](Json& value) {
        const Json kept = value;
        for (const Json& other : others) {
            value = other;
            check(to_text(*root));
        }
        value = kept;
        if (value.kind == Json::Kind::Object) {
            for (std::size_t i = 0; i < kept.object.size(); ++i) {
                value.object.erase(value.object.begin() + std::ptrdiff_t(i));
                check(to_text(*root));
                value = kept;
            }
            value.object.push_back({"unknown", json_number(1.0)});
            check(to_text(*root));
        }
        if (value.kind == Json::Kind::Array && !kept.array.empty()) {
            value.array.pop_back();
            check(to_text(*root));
            value.array = kept.array;
            value.array.push_back(kept.array.back());
            check(to_text(*root));
        }
        value = kept;
    });
}

} // namespace

TEST_CASE(
    "experiments that differ in one value from a whole one are refused with place, or valid") {
    Random random = make_random(11, RandomStream::Data);
    std::int64_t refused = 0, taken = 0;
    bool has_state = false, has_rows = false, has_changes = false;
    for (int i = 0; i < (k_slow ? 6 : 40); ++i) {
        const Experiment experiment = random_experiment(random);
        has_state |= experiment.state.has_value();
        has_rows |= experiment.data.set == DataSet::Inline;
        has_changes |= !experiment.training.changes.empty();
        for_each_neighbour(to_json(experiment), [&](const std::string& text) {
            const Result<Experiment> read = parse_experiment(text);
            if (read) {
                ++taken;
                if (!validate(*read)) FAIL(text);
                return;
            }
            ++refused;
            const Error& error = read.error;
            if (error.message.empty() || error.line < 1 || error.column < 1) {
                INFO(to_string(error));
                FAIL(text);
            }
        });
    }
    CHECK(refused > 10 * taken / 3);
    CHECK(taken > 0);
    if (!k_slow) CHECK((has_state && has_rows && has_changes));
}

TEST_CASE("lessons that differ in one value from a whole one are refused with place, or lessons") {
    const std::string text =
        read_text(BACKPROP_SOURCE_DIR "/tests/fuzz/seeds/lesson/one-step.json");
    REQUIRE(parse_lesson(text));
    std::int64_t refused = 0, taken = 0;
    for_each_neighbour(text, [&](const std::string& other) {
        const Result<Lesson> read = parse_lesson(other);
        (read ? taken : refused) += 1;
        if (!read && (read.error.message.empty() || read.error.line < 1)) {
            INFO(to_string(read.error));
            FAIL(other);
        }
    });
    CHECK(refused > 100);
    CHECK(taken > 10);
    const std::string book = read_text(BACKPROP_SOURCE_DIR "/tests/fuzz/seeds/lesson/book.json");
    REQUIRE(parse_lesson_book(book));
    for_each_neighbour(book, [&](const std::string& other) {
        const Result<LessonBook> read = parse_lesson_book(other);
        if (!read && read.error.message.empty()) FAIL(other);
    });
}

TEST_CASE("experiments that no text can give are refused, too") {
    struct Row {
        const char* path;
        void (*spoil)(Experiment&);
    };
    using Limits = std::numeric_limits<double>;
    const Row rows[] = {
        {"data.train[1]", [](Experiment& e) { e.data.train[1].pop_back(); }},
        {"data.test[0][2]", [](Experiment& e) { e.data.test[0][2] = Limits::quiet_NaN(); }},
        {"data.inputs", [](Experiment& e) { e.data.inputs = -1; }},
        {"data.columns", [](Experiment& e) { e.data.columns.resize(2); }},
        {"data.columns[1]", [](Experiment& e) { e.data.columns[1] = "\xED\xA0\x80"; }},
        {"name", [](Experiment& e) { e.name = "\xC0\x80"; }},
        {"name", [](Experiment& e) { e.name = "\xF5\x80\x80\x80"; }},
        {"name", [](Experiment& e) { e.name = "\xF4\x90\x80\x80"; }},
        {"name", [](Experiment& e) { e.name = "\xE0\x80\x80"; }},
        {"name", [](Experiment& e) { e.name = "\xF0\x80\x80\x80"; }},
        {"name", [](Experiment& e) { e.name = "a\xE2\x82"; }},
        {"name", [](Experiment& e) { e.name = "\xE2(\xA1"; }},
        {"features[1]",
         [](Experiment& e) {
             e.network.features = {Feature::X1, Feature::X1};
         }},
        {"features",
         [](Experiment& e) {
             e.network.inputs = 3;
             e.network.features = {Feature::X1};
         }},
        {"network.layers", [](Experiment& e) { e.network.layers.clear(); }},
        {"network.layers[0].units", [](Experiment& e) { e.network.layers[0].units = -3; }},
        {"network.layers[0].dropout",
         [](Experiment& e) { e.network.layers[0].dropout = Limits::quiet_NaN(); }},
        {"network.layers[1].dropout", [](Experiment& e) { e.network.layers[1].dropout = 0.1; }},
        {"network.layers[0].activation",
         [](Experiment& e) { e.network.layers[0].activation = Activation::Softmax; }},
        {"network.inputs", [](Experiment& e) { e.network.inputs = 1; }},
        {"start.weights", [](Experiment& e) { e.start.weights.pop_back(); }},
        {"start.biases", [](Experiment& e) { e.start.biases.pop_back(); }},
        {"start.weights[0]", [](Experiment& e) { e.start.weights[0].pop_back(); }},
        {"start.weights[1][0]", [](Experiment& e) { e.start.weights[1][0].pop_back(); }},
        {"start.weights[1][0][1]",
         [](Experiment& e) { e.start.weights[1][0][1] = -Limits::infinity(); }},
        {"start.biases[1]", [](Experiment& e) { e.start.biases[1].clear(); }},
        {"start.biases[0][1]", [](Experiment& e) { e.start.biases[0][1] = 1e31; }},
        {"training.frozen[0]", [](Experiment& e) { e.training.frozen = {"weights[7]"}; }},
        {"training.frozen[1]",
         [](Experiment& e) {
             e.training.frozen = {"biases[0]", "bias"};
         }},
        {"training.changes[0].epoch", [](Experiment& e) { e.training.changes[0].epoch = -1; }},
        {"training.changes[0].after_examples",
         [](Experiment& e) { e.training.changes[0].after_examples = k_max_rows + 1; }},
        {"training.changes[0].learning_rate",
         [](Experiment& e) { e.training.changes[0].learning_rate = Limits::infinity(); }},
        {"training.changes[1].batch", [](Experiment& e) { e.training.changes[1].batch = -1; }},
        {"training.changes[1].regularization_rate",
         [](Experiment& e) { e.training.changes[1].regularization_rate = -0.5; }},
        {"training.changes[0]", [](Experiment& e) { e.training.changes[0].learning_rate.reset(); }},
        {"training.changes[1]",
         [](Experiment& e) { e.training.changes[1].epoch = e.training.changes[0].epoch; }},
        {"state.epoch", [](Experiment& e) { e.state->epoch = -1; }},
        {"state.updates", [](Experiment& e) { e.state->updates = -1; }},
        {"state.position", [](Experiment& e) { e.state->position = 5; }},
        {"state.best_epoch", [](Experiment& e) { e.state->best_epoch = k_max_epochs + 1; }},
        {"state.best_loss", [](Experiment& e) { e.state->best_loss = Limits::quiet_NaN(); }},
        {"state.best_loss", [](Experiment& e) { e.state->best_loss = -Limits::infinity(); }},
        {"state.shuffle_random", [](Experiment& e) { e.state->shuffle_random = {}; }},
        {"state.dropout_random", [](Experiment& e) { e.state->dropout_random = {}; }},
        {"state.beta_powers", [](Experiment& e) { e.state->beta1_power = 1.5; }},
        {"state.beta_powers", [](Experiment& e) { e.state->beta2_power = Limits::quiet_NaN(); }},
        {"state.parameters", [](Experiment& e) { e.state->parameters.pop_back(); }},
        {"state.slots", [](Experiment& e) { e.state->slots.pop_back(); }},
        {"state.slots[1]", [](Experiment& e) { e.state->slots[1].pop_back(); }},
        {"state.slots[0][3]", [](Experiment& e) { e.state->slots[0][3] = Limits::infinity(); }},
        {"loss.error", [](Experiment& e) { e.loss.error = ErrorKind::CrossEntropy; }},
    };
    Experiment whole;
    whole.data.set = DataSet::Inline;
    whole.data.task = Task::Regression;
    whole.data.inputs = 2;
    whole.data.columns = {"x1", "x2", "y"};
    whole.data.train = {{0, 1, 0}, {1, 0, 1}, {1, 1, 0}, {0, 0, 1}};
    whole.data.test = {{0.5, 0.5, 1}};
    whole.network.layers = {{2, Activation::Tanh}, {1, Activation::Linear}};
    whole.start.rule = StartRule::Given;
    whole.start.weights = {{{0.1, 0.2}, {0.3, 0.4}}, {{0.5, 0.6}}};
    whole.start.biases = {{0.1, 0.1}, {0.1}};
    whole.training.optimizer = default_optimizer(Optimizer::Adam);
    whole.training.changes.resize(2);
    whole.training.changes[0].epoch = 1;
    whole.training.changes[0].learning_rate = 0.1;
    whole.training.changes[1].epoch = 2;
    whole.training.changes[1].batch = 2;
    Run run(whole);
    train(run, 2);
    whole.state = current_experiment(*run.session, true).state;
    REQUIRE(validate(whole));
    for (const Row& row : rows) {
        Experiment spoilt = whole;
        row.spoil(spoilt);
        const Result<Done> valid = validate(spoilt);
        INFO(row.path << ": " << to_string(valid.error));
        CHECK(!valid);
        CHECK(valid.error.path == row.path);
        CHECK(!valid.error.message.empty());
        CHECK(!make_session(spoilt));
    }
}

TEST_CASE("a run with as many changes as there may be takes no more, and says so") {
    Experiment experiment = preset("circle");
    for (std::size_t i = 0; i < k_max_changes; ++i) {
        TrainingChange& change = experiment.training.changes.emplace_back();
        change.epoch = std::int64_t(i) + 1;
        change.learning_rate = 0.1;
    }
    Run run(experiment);
    REQUIRE(send(run, command::Step{StepKind::Batch}));
    const std::uint64_t hash = hash_of(run);
    const Result<Done> set = apply(*run.session, command::Set{"training.learning_rate", 0.5});
    CHECK(set.error.path == "training.changes");
    const Result<Done> step = apply(*run.session, command::Step{StepKind::Example});
    CHECK(step.error.path == "training.changes");
    Experiment changed = *look(run).experiment;
    changed.training.learning_rate = 0.7;
    CHECK(apply(*run.session, command::Change{changed}).error.path == "training.changes");
    CHECK(hash_of(run) == hash);
    CHECK(send(run, command::Step{StepKind::Batch}));
}
