// The format of lessons, their live values, and every step of every lesson of the program.

#include "engine/experiment/experiment_json.hpp"
#include "engine/numerics/random.hpp"
#include "tests/engine/lessons.hpp"
#include "tests/engine/run_helpers.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <set>
#include <sstream>

using namespace backprop;
using namespace backprop::test;

/// The example of docs/lessons.md.
static std::string documented_lesson() {
    const std::string text = read_text(BACKPROP_SOURCE_DIR "/docs/lessons.md");
    const std::size_t begin = text.find("```json\n") + 8;
    return text.substr(begin, text.find("```", begin) - begin);
}

static std::string documented_with(const std::string& from, const std::string& to) {
    std::string text = documented_lesson();
    const std::size_t place = text.find(from);
    INFO(from);
    REQUIRE(place != std::string::npos);
    return text.replace(place, from.size(), to);
}

/// Every path that a step shows.
static std::vector<std::string> paths_of(const LessonStep& step) {
    std::vector<std::string> paths;
    for (const LessonText& text : texts_of(step))
        for (const TextRun& run : text)
            if (run.kind == RunKind::Value) paths.push_back(run.target);
    for (const LessonRow& row : step.table.rows)
        if (!row.value.empty()) paths.push_back(row.value);
    return paths;
}

TEST_CASE("the documentation's lesson is read, and shows all its numbers") {
    const Result<Lesson> read = parse_lesson(documented_lesson());
    INFO(to_string(read.error));
    REQUIRE(read);
    CHECK(is_lesson(documented_lesson()));
    CHECK(read->key == "first-steps");
    CHECK(read->notation == Notation::Numbered);
    REQUIRE(read->steps.size() == 3);
    CHECK(read->steps[0].experiment.training.learning_rate == 0.3);
    CHECK(read->steps[1].selected == Part{PartKind::Weight, 2, 0, 0});
    CHECK(read->steps[1].tab == LessonTab::ChainRule);
    CHECK(read->steps[2].mistake == PlantedMistake::WrongSign);
    CHECK(read->steps[2].whole_batch);
    CHECK(read->steps[2].experiment == read->steps[0].experiment);
    for (const LessonStep& step : read->steps) {
        Run run = arrived(step);
        for (const std::string& path : paths_of(step))
            value(run, path, step.example);
        for (const LessonRow& row : step.table.rows)
            CHECK(agrees(value(run, row.value), row.printed) == std::optional(true));
    }
}

TEST_CASE("an experiment, or anything else, is no lesson") {
    CHECK_FALSE(is_lesson(to_json(preset("houses"))));
    CHECK_FALSE(is_lesson(""));
    CHECK_FALSE(is_lesson("{\"lesson\""));
    CHECK_FALSE(is_lesson("[\"lesson\"]"));
}

TEST_CASE("bad lessons are refused with place and reason") {
    struct Row {
        const char* from;
        const char* to;
        const char* path;
        const char* message;
    };
    const Row rows[] = {
        {"\"version\": 1", "\"version\": 2", "version", "must be a whole number from 1 to 1"},
        {"\"lesson\": \"first-steps\",", "", "lesson", "is required"},
        {"first-steps", "First steps", "lesson", "small letters"},
        {"\"summary\"", "\"sumary\"", "sumary", "is not a field of a lesson"},
        {"\"notation\": \"numbered\"", "\"notation\": \"roman\"", "notation", "must be one of"},
        {"\"title\": \"The error", "\"titel\": \"The error", "steps[0].title", "is required"},
        {"\"label\": \"the error\"", "\"lable\": \"x\"", "steps[0].lable", "is not a field"},
        {"**That", "That", "steps[0].text[0]", "has ** without **"},
        {"$∂E/∂o_1$", "$∂E/∂o_1", "steps[0].text[0]", "has $"},
        {"[[error]]", "[[error", "steps[0].text[0]", "has [[ without ]]"},
        {"{{error}}", "{{errors}}", "steps[0].text[0]", "which is no live value"},
        {"{{output 1|4}}", "{{output 1|40}}", "steps[0].text[0]", "{{output 1|40}}"},
        {"{2} + ", "{2 + ", "steps[0].formulas[0]", "braces do not match"},
        {"\"mazur\"", "\"mazurka\"", "steps[0].experiment", "\"mazur\""},
        {"\"mazur\"", "{ \"version\": 1 }", "steps[0].experiment.data", "is required"},
        {"learning_rate\": 0.3", "learning_rate\": 300", "steps[0].set.training.learning_rate",
         "from 0 to 100"},
        {"\"moment\": \"error\"", "\"moment\": \"error 1\"", "steps[0].moment",
         "must be a moment of this network"},
        {"\"gradients 2\"", "\"gradients 3\"", "steps[1].moment", "of this network"},
        {"\"example\": 1", "\"example\": 2", "steps[1].example", "1 to 1"},
        {"\"example\": 1", "\"example\": 0", "steps[1].example", "from 1"},
        {"\"follow\": \"example\"", "\"follow\": \"all\"", "steps[1].follow", "\"batch\""},
        {"\"select\": \"weight 2: 1 to 1\"", "\"select\": \"weight 2: 3 to 1\"", "steps[1].select",
         "must be a part of this network"},
        {"\"tab\": \"chain-rule\"", "\"tab\": \"chain\"", "steps[1].tab", "\"chain-rule\""},
        {"\"wrong-sign\"", "\"wrong\"", "steps[2].mistake", "\"wrong-sign\""},
        {"\"slope 2.1\"", "\"slope 2\"", "steps[1].table.rows[1].value", "no live value"},
        {"\"digits\": 5", "\"digits\": 13", "steps[1].table.rows[0].digits", "from 1 to 12"},
        {"\"continue\": true,\n      \"moment\"", "\"moment\"", "steps[1].experiment",
         "is required"},
        {"\"experiment\": \"mazur\",", "\"continue\": true,", "steps[0].continue",
         "not for the first step"},
        {"\"continue\": true,\n      \"moment\"",
         "\"continue\": true, \"experiment\": \"mazur\",\n      \"moment\"", "steps[1].experiment",
         "must be left out of a step that continues"},
        {"\"epochs\": 100", "\"epochs\": 100000", "steps[2].trained", "training.epochs"},
        {"\"epochs\": 100 ", "\"epoch\": 100 ", "steps[2].trained.epoch", "is not a field"},
    };
    for (const Row& row : rows) {
        const Result<Lesson> read = parse_lesson(documented_with(row.from, row.to));
        INFO(row.to << " -> " << to_string(read.error));
        REQUIRE_FALSE(read);
        CHECK(read.error.path == row.path);
        CHECK(read.error.message.find(row.message) != std::string::npos);
        CHECK(read.error.line > 0);
        CHECK(read.error.column > 0);
    }
    const Result<Lesson> broken = parse_lesson("{ \"version\": 1,\n \"lesson\": }");
    REQUIRE_FALSE(broken);
    CHECK(broken.error.line == 2);
}

TEST_CASE("lessons that would need too much text or time are refused") {
    const auto refusal = [](const std::string& text) {
        const Result<Lesson> read = parse_lesson(text);
        REQUIRE_FALSE(read);
        return to_string(read.error);
    };
    CHECK(refusal(std::string(k_max_lesson_bytes + 1, ' ')).find("bytes") != std::string::npos);
    const std::string long_text(k_max_lesson_text_bytes + 1, 'x');
    CHECK(refusal(documented_with("Click another weight.", long_text)).find("4000 bytes") !=
          std::string::npos);
    std::string many = "[\"a\"";
    for (std::size_t i = 0; i < k_max_lesson_items; ++i)
        many += ",\"a\"";
    CHECK(refusal(documented_with("[\"Click another weight.\"", many)).find("50 items") !=
          std::string::npos);
    const std::string slow = documented_with("learning_rate\": 0.3", "epochs\": 10000000");
    const std::size_t place = slow.find("\"epochs\": 100 ");
    CHECK(refusal(std::string(slow).replace(place, 14, "\"epochs\": 1000000 "))
              .find("takes too long") != std::string::npos);
}

TEST_CASE("damaged lessons are read or refused, and what is read can be opened") {
    const std::string whole = documented_lesson();
    Random random = make_random(4, RandomStream::Data);
    int opened = 0;
    for (int round = 0; round < 3000; ++round) {
        std::string text = whole;
        for (std::uint64_t edits = 1 + uniform_below(random, 3); edits > 0; --edits) {
            const auto place = static_cast<std::size_t>(uniform_below(random, text.size()));
            const auto length = static_cast<std::size_t>(uniform_below(random, 12));
            if (uniform_below(random, 2) == 0)
                text.erase(place, length);
            else
                text.insert(place, whole.substr(static_cast<std::size_t>(
                                                    uniform_below(random, whole.size())),
                                                length));
        }
        is_lesson(text);
        const Result<Lesson> read = parse_lesson(text);
        CHECK(bool(read) == read.error.message.empty());
        if (!read) continue;
        Run run(preset("houses"));
        for (const LessonStep& step : read->steps) {
            REQUIRE(arrive(*run.session, step));
            for (const std::string& path : paths_of(step))
                lesson_value(*run.session, path, step.example);
        }
        ++opened;
    }
    CHECK(opened > 100);
}

TEST_CASE("marks of a text become runs") {
    const Result<LessonText> read =
        parse_lesson_text("a **bold $w_1$ [[delta|δ]]** {{a 1.1 * 2|3}} \\$5 [[loss]]");
    REQUIRE(read);
    const LessonText wanted = {
        {RunKind::Plain, "a ", "", 0, false},        {RunKind::Plain, "bold ", "", 0, true},
        {RunKind::Formula, "w_1", "", 0, true},      {RunKind::Plain, " ", "", 0, true},
        {RunKind::Term, "δ", "delta", 0, true},      {RunKind::Plain, " ", "", 0, false},
        {RunKind::Value, "", "a 1.1 * 2", 3, false}, {RunKind::Plain, " $5 ", "", 0, false},
        {RunKind::Term, "loss", "loss", 0, false},
    };
    CHECK(*read == wanted);
    CHECK(plain_text(*read) == "a bold w₁ δ {a 1.1 * 2} $5 loss");
}

TEST_CASE("names of parts are read, and nothing else") {
    CHECK(part_of_name("unit 2.3") == Part{PartKind::Unit, 2, 2, 0});
    CHECK(part_of_name("unit 0.1") == Part{PartKind::Unit, 0, 0, 0});
    CHECK(part_of_name("weight 3: 2 to 1") == Part{PartKind::Weight, 3, 0, 1});
    CHECK(part_of_name("bias 2.3") == Part{PartKind::Bias, 2, 2, 0});
    CHECK(part_of_name("bias 2") == Part{PartKind::Bias, 2, 0, 0, true});
    for (const char* name :
         {"", "unit", "unit 2", "unit 2.0", "unit 2.3 ", "weight 0: 1 to 1", "weight 1: 0 to 1",
          "weight 1: 1", "bias 0", "bias 0.1", "bias 1.", "unit 1.9999999", "edge 1.1"})
        CHECK_FALSE(part_of_name(name));
    const NetworkSpec shared = preset("houses").network;
    CHECK(has_part(shared, *part_of_name("bias 2")));
    CHECK_FALSE(has_part(shared, *part_of_name("bias 1.2")));
    CHECK(has_part(shared, *part_of_name("unit 0.4")));
    CHECK_FALSE(has_part(shared, *part_of_name("unit 0.5")));
    CHECK_FALSE(has_part(shared, *part_of_name("unit 3.1")));
    CHECK_FALSE(has_part(shared, *part_of_name("weight 1: 5 to 1")));
}

TEST_CASE("live values are those of Mazur's example") {
    const LessonStep& step = lesson("step-by-step").steps[7]; // after the update
    Run run = arrived(step);
    const Json& mazur = at(golden(), {"mazur_2_2_2"});
    const std::vector<double> gradients = numbers(at(mazur, {"backward", "grad_w1_to_w8"}));
    const std::vector<double> after =
        numbers(at(mazur, {"after_n_updates", "biases_fixed_as_in_article", "1", "w1_to_w8"}));
    for (int i = 0; i < 8; ++i) {
        std::ostringstream weight;
        weight << "weight " << i / 4 + 1 << ": " << i % 2 + 1 << " to " << i % 4 / 2 + 1;
        const std::string name = weight.str();
        check_close(value(run, "gradient " + name), gradients[std::size_t(i)]);
        check_close(value(run, "example_gradient " + name), gradients[std::size_t(i)]);
        check_close(value(run, "new " + name), after[std::size_t(i)]);
        check_close(value(run, name), after[std::size_t(i)]);
        check_close(value(run, "old " + name + " - 0.5 * gradient " + name),
                    (value(run, "old " + name) - 0.5) * gradients[std::size_t(i)]);
    }
    Run before(step.experiment);
    check_close(value(before, "z 1.1"), at(mazur, {"forward", "net_h"}).numbers[0]);
    check_close(value(before, "a 1.2"), at(mazur, {"forward", "out_h"}).numbers[1]);
    check_close(value(before, "output 2"), at(mazur, {"forward", "out_o"}).numbers[1]);
    check_close(value(before, "error 1"), at(mazur, {"forward", "E_each"}).numbers[0]);
    check_close(value(before, "error"), at(mazur, {"forward", "E_total"}).number);
    check_close(value(before, "loss"), at(mazur, {"forward", "E_total"}).number);
    check_close(value(before, "dE/da 2.1"), at(mazur, {"backward", "dE_dout_o"}).numbers[0]);
    check_close(value(before, "dE/da 1.2"), at(mazur, {"backward", "dE_dout_h"}).numbers[1]);
    check_close(value(before, "delta 2.2"), at(mazur, {"backward", "delta_o"}).numbers[1]);
    check_close(value(before, "delta 1.1"), at(mazur, {"backward", "delta_h"}).numbers[0]);
    check_close(value(before, "dE/da 2.1 * slope 2.1"), value(before, "delta 2.1"));
    check_close(value(before, "6 - 2 / 2"), 2.0);
    CHECK(value(before, "parameters") == 12);
    CHECK(value(before, "example") == 1);
    CHECK(value(before, "input 2") == 0.1);
    CHECK(value(before, "target 2") == 0.99);
}

TEST_CASE("values of all rows are those of the rows one by one") {
    Experiment experiment = preset("circle");
    experiment.data.examples = 700; // more than a block
    experiment.network.layers[0] = {6, Activation::Relu};
    experiment.start = {};
    experiment.start.rule = StartRule::Uniform;
    experiment.start.seed = 4;
    experiment.start.low = -1.0;
    experiment.start.high = 0.4;
    Run run(experiment);
    const std::int32_t rows = look(run).data->train_inputs.columns;
    REQUIRE(rows > 300);
    double sum = 0.0;
    std::vector<std::uint8_t> alive(6, 0);
    for (std::int32_t row = 0; row < rows; ++row) {
        const LayerTrace layer = trace_example(*run.session, row).layers[0];
        for (std::int32_t unit = 0; unit < 6; ++unit) {
            sum += layer.slopes(unit, 0);
            if (layer.activations(unit, 0) != 0.0) alive[std::size_t(unit)] = 1;
        }
    }
    CHECK(value(run, "mean_slope 1") == sum / (double(rows) * 6));
    CHECK(value(run, "dead 1") == double(std::count(alive.begin(), alive.end(), 0)));
    std::vector<std::pair<std::string, std::optional<double>>> values;
    for (const char* path :
         {"old weight 1: 1 to 1", "new weight 1: 1 to 1", "new bias 2.1", "a 1.2", "a 1.2 at 3",
          "gradient weight 2: 1 to 1", "mean_slope 1 * 2", "weight 2: 3 to 1", "nothing"})
        values.emplace_back(path, 7.0);
    find_lesson_values(*run.session, values, 5);
    for (const auto& [path, found] : values) {
        INFO(path);
        CHECK(found == lesson_value(*run.session, path, 5));
    }
    CHECK_FALSE(values.back().second);
    CHECK(state_hash(*run.session) == state_hash(*Run(experiment).session));
}

TEST_CASE("values of all rows take bounded work") {
    Experiment experiment = preset("circle");
    experiment.network.layers[0] = {1000, Activation::Tanh};
    experiment.data.examples = 18'000;
    Run run(experiment);
    const std::int64_t parameters = make_layout(experiment.network).parameter_count;
    const std::int64_t first = k_most_row_work / parameters;
    REQUIRE(first < look(run).data->train_inputs.columns);
    double sum = 0.0;
    for (std::int32_t row = 0; row < first; ++row) {
        const Matrix<double> slopes = trace_example(*run.session, row).layers.back().slopes;
        sum += slopes(0, 0);
    }
    const std::string layer = std::to_string(experiment.network.layers.size());
    CHECK(value(run, "mean_slope " + layer) == sum / double(first));
}

TEST_CASE("a path that names nothing of the session has no value") {
    Run run(preset("mazur"));
    for (const char* path : {"",
                             "los",
                             "loss ",
                             " loss",
                             "a 3.1",
                             "a 1.3",
                             "z 0.1",
                             "a 1.1 at 2",
                             "input 3",
                             "error 3",
                             "weight 1: 3 to 1",
                             "bias 1",
                             "bias 1.3",
                             "gradient unit 1.1",
                             "test_loss",
                             "accuracy",
                             "diverged_epoch",
                             "loss / 0",
                             "1.2.3",
                             ".",
                             "loss *",
                             "* loss",
                             "loss * ",
                             "a 1.1 at",
                             "dead 3"}) {
        INFO(path);
        CHECK_FALSE(lesson_value(*run.session, path, 0));
    }
    CHECK_FALSE(lesson_value(*run.session, "a 1.1", 7));
    CHECK_FALSE(lesson_value(*run.session, "a 1.1", -1));
    CHECK(state_hash(*run.session) == state_hash(*Run(preset("mazur")).session));
}

TEST_CASE("live values are written with so many digits") {
    CHECK(value_text(0.05270712, 5) == "0.052707");
    CHECK(value_text(0.3, 6) == "0.3");
    CHECK(value_text(-0.528903, 4) == "−0.5289");
    CHECK(value_text(62.0, 6) == "62");
    CHECK(value_text(5362.4, 2) == "5362");
    CHECK(value_text(1.234e-5, 3) == "1.23e-05");
    CHECK(value_text(0.99996, 3) == "1.00");
    CHECK(value_text(0.0, 6) == "0");
    CHECK(value_text(std::nullopt, 6) == "—");
}

TEST_CASE("a live value agrees with what is printed when it rounds to it") {
    CHECK(agrees(0.73332749, "0.7333") == std::optional(true));
    CHECK(agrees(0.73336, "0.7333") == std::optional(false));
    CHECK(agrees(-0.0190491, "−0.019049") == std::optional(true));
    CHECK(agrees(3.51085481e-5, "3.51085e-05") == std::optional(true));
    CHECK(agrees(3.51018778e-5, "0.0000351085") == std::optional(false));
    CHECK(agrees(61.6, "62") == std::optional(true));
    CHECK_FALSE(agrees(0.5, "O − Y"));
    CHECK_FALSE(agrees(0.5, ""));
    CHECK_FALSE(agrees(std::nullopt, "0.5"));
}

TEST_CASE("the program's lessons are six, each with a text of fitting length") {
    std::vector<std::string> keys;
    for (const Lesson& row : lesson_book().lessons) {
        keys.push_back(row.key);
        CHECK_FALSE(row.summary.empty());
        for (const LessonStep& step : row.steps) {
            std::string text;
            for (const LessonText& paragraph : step.paragraphs)
                text += plain_text(paragraph) + " ";
            std::istringstream words(text);
            std::string word;
            int count = 0;
            while (words >> word)
                ++count;
            INFO(row.key << ": " << plain_text(step.title) << ", " << count << " words");
            CHECK(count >= 40);
            CHECK(count <= 130);
            CHECK_FALSE(step.label.empty());
        }
    }
    CHECK(keys == std::vector<std::string>{"houses", "one-step", "step-by-step", "xor",
                                           "learning-rate", "when-it-goes-wrong"});
}

TEST_CASE("every term in a text is in the glossary, which is in order") {
    const std::vector<GlossaryTerm>& glossary = lesson_book().glossary;
    const auto lowered = [](std::string text) {
        for (char& c : text)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        return text;
    };
    for (std::size_t i = 1; i < glossary.size(); ++i)
        CHECK(lowered(glossary[i - 1].term) < lowered(glossary[i].term));
    for (const GlossaryTerm& row : glossary) {
        INFO(row.term);
        CHECK(plain_text(row.meaning).back() == '.');
        CHECK(find_term(lesson_book(), row.term) == &row);
    }
    CHECK(find_term(lesson_book(), "Delta") == find_term(lesson_book(), "delta"));
    CHECK(find_term(lesson_book(), "nonsense") == nullptr);
    for (const Lesson& row : lesson_book().lessons)
        for (const LessonStep& step : row.steps)
            for (const LessonText& text : texts_of(step))
                for (const TextRun& run : text)
                    if (run.kind == RunKind::Term) {
                        INFO(row.key << ": " << run.target);
                        CHECK(find_term(lesson_book(), run.target) != nullptr);
                    }
}

TEST_CASE("every step arrives at the same bits from wherever one comes, and shows its numbers") {
    Run wanderer(preset("digits"));
    for (const Lesson& row : lesson_book().lessons) {
        std::vector<std::uint64_t> hashes;
        std::vector<std::string> shown;
        for (const LessonStep& step : row.steps) {
            INFO(row.key << ": " << plain_text(step.title));
            Run run = arrived(step);
            const Snapshot view = look(run);
            hashes.push_back(hash_of(run));
            const std::vector<Moment> all = moments(*run.session);
            CHECK(view.moment == (step.moment ? number_of(all, *step.moment) : 0));
            if (view.status != Status::Diverged) {
                const bool updated = step.moment && step.moment->kind == MomentKind::Update;
                CHECK(view.updates >= step.epochs + step.updates + (updated ? 1 : 0));
                CHECK((view.epoch == step.epochs + step.updates + (updated ? 1 : 0)));
            }
            std::string numbers;
            for (const std::string& path : paths_of(step))
                numbers += value_text(value(run, path, step.example), 12) + " ";
            shown.push_back(numbers);
            CHECK(hash_of(run) == hashes.back());
        }
        for (std::size_t i = row.steps.size(); i-- > 0;) { // and backwards, in one session
            const LessonStep& step = row.steps[i];
            INFO(row.key << ": back to " << plain_text(step.title));
            REQUIRE(arrive(*wanderer.session, step));
            CHECK(hash_of(wanderer) == hashes[i]);
            std::string numbers;
            for (const std::string& path : paths_of(step))
                numbers += value_text(value(wanderer, path, step.example), 12) + " ";
            CHECK(numbers == shown[i]);
        }
    }
}

TEST_CASE("printed numbers are what the program computes, but for the known slips") {
    std::set<std::string> differing;
    int printed = 0;
    for (const Lesson& row : lesson_book().lessons)
        for (const LessonStep& step : row.steps) {
            Run run = arrived(step);
            for (const LessonRow& line : step.table.rows) {
                if (line.value.empty()) continue;
                const std::optional<bool> same =
                    agrees(value(run, line.value, step.example), line.printed);
                printed += same.has_value();
                if (same == std::optional(false))
                    differing.insert(row.key + ": " + line.printed + " for " +
                                     plain_text(line.label));
            }
        }
    CHECK(printed > 45);
    CHECK(differing == std::set<std::string>{
                           "one-step: 0.1958 for ∂o₁/∂net₁",
                           "step-by-step: −0.019049119 for through o₂: δ_o2 · w₇",
                           "step-by-step: 0.291027924 for E_total after 1 update",
                           "step-by-step: 0.0000351085 for E_total",
                           "step-by-step: 0.015912196 for o₁",
                           "step-by-step: 0.984065734 for o₂",
                       });
}

TEST_CASE("a step whose example is no row of its data is not arrived at") {
    LessonStep step;
    step.experiment = preset("mazur");
    step.example = 1; // Mazur's has one row
    Run run(preset("circle"));
    const Result<Done> done = arrive(*run.session, step);
    REQUIRE_FALSE(done);
    CHECK(done.error.path == "example");
    step.experiment.network.layers.clear();
    CHECK(arrive(*run.session, step).error.path == "network.layers");
}

TEST_CASE("classes and accuracies are live values") {
    Run run(preset("iris"));
    run.train_to(20);
    CHECK(value(run, "accuracy") == *look(run).train.accuracy);
    CHECK(value(run, "test_accuracy") == *look(run).test.accuracy);
    int right = 0;
    const std::int32_t rows = look(run).data->train_inputs.columns;
    for (std::int32_t row = 0; row < rows; ++row)
        right += value(run, "class", row) == value(run, "target_class", row);
    CHECK(double(right) / rows == *look(run).train.accuracy);
}
