#include "engine/experiment/edit.hpp"
#include "engine/experiment/experiment_json.hpp"
#include "engine/experiment/fields.hpp"
#include "engine/experiment/link.hpp"
#include "engine/experiment/link_items.hpp"
#include "engine/experiment/link_keys.hpp"
#include "engine/experiment/link_text.hpp"
#include "tests/engine/experiment_samples.hpp"
#include "tests/engine/golden.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <cstdio>
#include <limits>
#include <set>
#include <string>

using namespace backprop;
using namespace backprop::test;

/// One line of tests/links: a link, and the experiment that it must give for ever.
struct CorpusLink {
    std::string link;
    std::string json;
};

/// Pairs of lines, link and JSON, between blank lines; lines that begin with # are notes.
static std::vector<CorpusLink> corpus(const std::string& file) {
    const std::string text = read_text(BACKPROP_SOURCE_DIR "/tests/links/" + file);
    std::vector<CorpusLink> links;
    for (const std::string_view line : link_parts(text, '\n')) {
        if (line.empty() || line.front() == '#') continue;
        if (line.front() == '{')
            links.back().json = line;
        else
            links.push_back({std::string(line), {}});
    }
    return links;
}

TEST_CASE("links of every version give the experiments they were made of") {
    const std::vector<CorpusLink> links = corpus("v1.txt");
    CHECK(links.size() >= 25);
    std::set<std::string> seen;
    for (const CorpusLink& row : links) {
        INFO(row.link);
        const Result<Experiment> linked = parse_link(row.link);
        INFO(to_string(linked.error));
        REQUIRE(linked);
        const Result<Experiment> wanted = parse_experiment(row.json);
        REQUIRE(wanted);
        CHECK(*linked == *wanted);
        CHECK(to_json(*linked) == to_json(*wanted)); // the sign of zero, too
        CHECK(*to_link(*linked) == row.link);

        seen.insert(std::string(data_set_row(linked->data.set).key));
        for (const LayerSpec& layer : linked->network.layers)
            seen.insert(std::string(choice_of(k_activations, layer.activation).key));
        for (const Feature feature : linked->network.features)
            seen.insert(std::string(choice_of(k_features, feature).key));
        for (const Field& field : fields())
            if (field.type == FieldType::Choice && field.applies(*linked))
                seen.insert(std::string(field.path) + " " +
                            std::string(field.choices[std::size_t(field.get(*linked))].key));
        if (linked->start.rule == StartRule::Given) seen.insert("given");
        if (!linked->training.frozen.empty()) seen.insert("frozen");
        if (!linked->training.changes.empty()) seen.insert("changes");
        if (linked->state) seen.insert("state");
    }
    std::size_t choices =
        std::size(k_data_sets) + std::size(k_activations) + std::size(k_features) + 4;
    for (const Field& field : fields())
        choices += field.type == FieldType::Choice ? field.choices.size() : 0;
    CHECK(seen.size() == choices);
}

TEST_CASE("a link that names both inputs as features means the inputs, as JSON does") {
    const Result<Experiment> plain = parse_link("v1~set.moons~net.1tanh");
    const Result<Experiment> named = parse_link("v1~set.moons~net.1tanh~in.x1_x2");
    REQUIRE(plain);
    REQUIRE(named);
    CHECK(*named == *plain);
    const Result<Experiment> other = parse_link("v1~set.moons~net.1tanh~in.x2_x1");
    REQUIRE(other); // another order is another network
    CHECK_FALSE(*other == *plain);
    const Result<Experiment> read = parse_experiment(to_json(*other));
    REQUIRE(read);
    CHECK(*read == *other);
}

TEST_CASE("links are short") {
    Experiment spiral = preset("spiral");
    spiral.network.layers = {{8, Activation::Tanh}, {8, Activation::Tanh}, {1, Activation::Tanh}};
    spiral = with_optimizer(spiral, Optimizer::Adam);
    const std::string typical = *to_link(spiral);
    std::printf("links: spiral with Adam %zu: %s\n", typical.size(), typical.c_str());
    CHECK(typical.size() < 200);
    for (const Preset& row : presets()) {
        const Result<std::string> link = to_link(row.make());
        REQUIRE(link);
        std::printf("links: %.*s %zu\n", int(row.key.size()), row.key.data(), link->size());
        CHECK(link->size() < 400);
    }
}

TEST_CASE("links may come with a sign in front or with escapes") {
    const Experiment circle = preset("circle");
    std::string link = *to_link(circle);
    CHECK(*parse_link("#" + link) == circle);
    for (std::size_t at; (at = link.find('~')) != std::string::npos;)
        link.replace(at, 1, at % 2 == 0 ? "%7E" : "%7e");
    CHECK(*parse_link(link) == circle);
}

TEST_CASE("a run that went through a link or a file goes on to the same bits") {
    for (const Precision precision : {Precision::Float64, Precision::Float32})
        for (std::size_t kind = 0; kind < std::size(k_optimizers); ++kind) {
            INFO(k_optimizers[kind].key << ", " << k_precisions[std::size_t(precision)].key);
            Experiment circle = with_optimizer(preset("circle"), static_cast<Optimizer>(kind));
            circle.precision = precision;
            circle.training.learning_rate = 0.01;
            circle.training.shuffle = true;
            circle = with_dropout(circle, 0, 0.2);
            Run run(circle);
            REQUIRE(apply(*run.session, command::Run{}));
            advance(*run.session, 60); // in the third epoch
            const Experiment saved = current_experiment(*run.session, true);
            REQUIRE(saved.state);
            const Result<std::string> link = to_link(saved);
            INFO(to_string(link.error));
            REQUIRE(link);
            CHECK(link->size() < 2500);
            Run linked(*parse_link(*link));
            Run filed(*parse_experiment(to_json(saved)));
            for (Run* other : {&linked, &filed}) {
                CHECK(state_hash(*other->session) == state_hash(*run.session));
                REQUIRE(apply(*other->session, command::Run{}));
                advance(*other->session, 100);
            }
            advance(*run.session, 100);
            CHECK(state_hash(*linked.session) == state_hash(*run.session));
            CHECK(state_hash(*filed.session) == state_hash(*run.session));
        }
}

TEST_CASE("what is too long for a link is a matter for a file") {
    Experiment wide = preset("circle");
    wide.network.layers = {
        {1000, Activation::Tanh}, {1000, Activation::Tanh}, {1, Activation::Tanh}};
    CHECK(to_link(wide));
    wide.start.rule = StartRule::Given;
    wide.start.weights = {std::vector(1000, std::vector(2, 1.0 / 3.0)),
                          std::vector(1000, std::vector(1000, 1.0 / 3.0)),
                          {std::vector(1000, 1.0 / 3.0)}};
    wide.start.biases = {std::vector(1000, 0.0), std::vector(1000, 0.0), {0.0}};
    REQUIRE(validate(wide));
    CHECK(to_link(wide).error.message.find("save a file instead") != std::string::npos);
    wide = preset("circle");
    wide.network.layers[0].units = 700; // some 3,500 numbers, by hand too long, in bytes as well
    wide.state.emplace().parameters.assign(3505, 1.0 / 3.0);
    CHECK(to_link(wide).error.message.find("save a file instead") != std::string::npos);
    wide.state->parameters.assign(3505, 0.25); // which 4 bytes hold
    CHECK(to_link(wide));
    CHECK(parse_link(std::string(k_max_link_bytes + 1, 'a')).error.message.find("at most 32768") !=
          std::string::npos);
    CHECK(!parse_link(std::string(1'000'000, 'a')));
}

struct BadLink {
    const char* link;
    const char* error; ///< as the user reads it
};

TEST_CASE("a link may say that a limit is not set") {
    const Result<Experiment> plain = parse_link("v1~set.circle~net.1tanh");
    const Result<Experiment> none = parse_link("v1~set.circle~net.1tanh~clip.none~patience.none");
    REQUIRE(none);
    CHECK(*none == *plain);
    CHECK(parse_link("v1~set.circle~net.1tanh~clip.0.5")->training.clip.value == 0.5);
    CHECK_FALSE(parse_link("v1~set.circle~net.1tanh~lr.none"));
}

TEST_CASE("bad links are refused in words") {
    const BadLink rows[] = {
        {"", "link: must begin with \"v1~\", the version that this program reads"},
        {"v2~set.circle", "link: must begin with \"v1~\", the version that this program reads"},
        {"v1~", "link: \"\" is not a part of a link; a part is key.value"},
        {"v1~net.1tanh", "link: \"set\" is missing: the data set"},
        {"v1~set.circle", "link: \"net\" is missing: the layers"},
        {"v1~set.mars~net.1tanh", "link: \"set\" must be the key of a data set, not \"mars\""},
        {"v1~set.circle~net.1tanh~x.1", "link: \"x\" is not a key of a link"},
        {"v1~set.circle~net.1tanh~lr.1~lr.1", "link: \"lr\" appears twice"},
        {"v1~set.circle~net.1tanh~lr.fast",
         "training.learning_rate: must be a number from 0 to 100"},
        {"v1~set.circle~net.1tanh~lr.1e999",
         "training.learning_rate: must be a number from 0 to 100"},
        {"v1~set.circle~net.1tanh~lr.0x1",
         "training.learning_rate: must be a number from 0 to 100"},
        {"v1~set.circle~net.1tanh~opt.adm",
         "training.optimizer.kind: must be one of \"sgd\", \"momentum\", \"nesterov\", "
         "\"adagrad\", \"rmsprop\", \"adam\", \"adamw\""},
        {"v1~set.circle~net.tanh",
         "link: \"net\" must be units and an activation, like \"8tanh\", not \"tanh\""},
        {"v1~set.circle~net.0tanh_1tanh",
         "link: \"net\" must be units and an activation, like \"8tanh\", not \"0tanh\""},
        {"v1~set.circle~net.2tanh",
         "network.layers[0].units: must be 1 in the output layer, the number of targets of the "
         "data"},
        {"v1~set.circle~net.1softmax",
         "loss.error: \"half-squared\" does not go with the output activation \"softmax\", only "
         "with \"linear\", \"sigmoid\", \"tanh\", \"relu\", \"leaky-relu\", \"elu\", \"gelu\", "
         "\"swish\", \"softplus\""},
        {"v1~set.circle~net.1tanh~weights.0_0",
         "link: \"weights\" must have 3 numbers, one a parameter, but has 2"},
        {"v1~set.circle~net.1tanh~weights.xAAAA",
         "link: \"weights\" must be numbers, not \"xAAAA\""},
        {"v1~set.circle~net.1tanh~train.1", "link: \"train\" is for inline data only"},
        {"v1~set.inline~net.1tanh", "link: inline data need \"cols\" and \"train\""},
        {"v1~set.inline~net.1tanh~cols.1_x_y~train.1_2_3",
         "link: \"train\" must have rows of 2 numbers, one a column"},
        {"v1~set.inline~net.1tanh~cols.x_y~train.1_2",
         "link: \"cols\" must be the number of inputs and the names of the columns, not \"x_y\""},
        {"v1~set.circle~net.1tanh~frozen.w7",
         "training.frozen[0]: must name parameters of this network: \"weights[layer]\", "
         "\"weights[layer][to]\", \"weights[layer][to][from]\", \"biases[layer]\" or "
         "\"biases[layer][unit]\", counted from 0"},
        {"v1~set.circle~net.1tanh~changes.5",
         "training.changes[0]: must change learning_rate, batch or regularization_rate"},
        {"v1~set.circle~net.1tanh~changes.5b1a1",
         "link: \"changes\" must be changes, like \"120a0.3\", not \"5b1a1\""},
        {"v1~set.circle~net.1tanh~in.x1_x1", "features[1]: appears twice"},
        {"v1~set.circle~net.1tanh~name.-C3", "name: must be UTF-8 text of at most 1000 bytes"},
        {"v1~set.circle~net.1tanh~params.0_0_0",
         "link: a state needs \"at\", \"random\" and \"params\""},
        {"v1~set.circle~net.1tanh~\x01<script>",
         "link: \"?<script>\" is not a part of a link; a part is key.value"},
    };
    for (const BadLink& row : rows) {
        INFO(row.link);
        const Result<Experiment> read = parse_link(row.link);
        CHECK(!read);
        CHECK(to_string(read.error) == row.error);
    }
}

TEST_CASE("whatever a link says, it is an experiment or an error") {
    const std::vector<CorpusLink> links = corpus("v1.txt");
    Random random = make_random(11, RandomStream::Data);
    const auto below = [&](std::size_t n) {
        return static_cast<std::size_t>(uniform_below(random, n));
    };
    constexpr std::string_view k_signs = "~._-0123456789eEvxywbpar%7#\xC3\n ";
    int good = 0;
    for (int i = 0; i < 6000; ++i) {
        std::string text = links[below(links.size())].link;
        for (std::size_t edits = 1 + below(4); edits > 0 && !text.empty(); --edits) {
            const std::size_t at = below(text.size());
            const std::string other = links[below(links.size())].link;
            switch (below(5)) {
            case 0:
                text[at] = k_signs[below(k_signs.size())];
                break;
            case 1:
                text.erase(at, 1 + below(20));
                break;
            case 2:
                text.insert(at, 1 + below(3), k_signs[below(k_signs.size())]);
                break;
            case 3:
                text.resize(at);
                break;
            default:
                text = text.substr(0, at) + other.substr(below(other.size()));
            }
        }
        const Result<Experiment> read = parse_link(text);
        INFO(text);
        if (!read) {
            REQUIRE(!read.error.message.empty());
            continue;
        }
        ++good;
        REQUIRE(validate(*read));
        REQUIRE(to_json(*parse_link(*to_link(*read))) == to_json(*read));
    }
    CHECK(good > 100);
}

TEST_CASE("link words come back to the bit") {
    Random random = make_random(5, RandomStream::Data);
    std::vector<double> numbers = {0.0,    -0.0, 1.0,       0.1,      1e22,  -1e-5,
                                   5e-324, 1e30, 1.0 / 3.0, 123456.0, 1e100, -2.5e-7};
    numbers.push_back(std::numeric_limits<double>::max());
    for (int i = 0; i < 1000; ++i)
        numbers.push_back((uniform01(random) - 0.5) *
                          std::pow(10.0, double(uniform_below(random, 600)) - 300.0));
    for (const double value : numbers) {
        const std::optional<double> read = parse_link_number(link_number(value));
        REQUIRE(read == value);
        CHECK(std::signbit(*read) == std::signbit(value));
    }
    CHECK(link_number(1e22) == "1e22");
    CHECK(link_number(1e-5) == "1e-5");
    for (const char* bad : {"", "-", ".5", "5.", "1e", "1e+5", "inf", "nan", "0x10", " 1", "1 ",
                            "1,5", "--1", "1e999"})
        CHECK(!parse_link_number(bad));
    CHECK(parse_link_numbers(link_numbers(numbers)) == numbers);
    CHECK(link_numbers({1, 0, -1.5}) == "1_0_-1.5");
    CHECK(link_numbers({1.0 / 3.0, 1.0 / 7.0}).front() == 'x');
    CHECK(link_numbers({double(0.1F), double(0.7F)}).front() == 'y');
    CHECK(parse_link_numbers("")->empty());
    CHECK(!parse_link_numbers("1__2"));
    CHECK(!parse_link_numbers("xAAAAAAAA8H8")); // infinity
    const std::uint8_t bytes[] = {'f', 'o', 'o', 'b', 'a', 'r'};
    for (const auto& [count, text] : {std::pair{0U, ""},
                                      {1U, "Zg"},
                                      {2U, "Zm8"},
                                      {3U, "Zm9v"},
                                      {4U, "Zm9vYg"},
                                      {5U, "Zm9vYmE"},
                                      {6U, "Zm9vYmFy"}}) {
        CHECK(base64url(std::span(bytes).first(count)) == text); // RFC 4648, section 10
        CHECK(parse_base64url(text) == std::vector<std::uint8_t>(bytes, bytes + count));
    }
    for (const char* bad : {"A", "Zh", "Zm9", "Zg==", "Z+", "Zm9vY"})
        CHECK(!parse_base64url(bad));
    CHECK(link_words("A b-~") == "A.b-2D-7E");
    CHECK(parse_link_words("A.b-2D-7E") == "A b-~");
    for (const char* bad : {"-", "-2", "-2d", "-GG", "a~", "_"})
        CHECK(!parse_link_words(bad));
}

TEST_CASE("every key of a link says one thing") {
    std::set<std::string_view> keys;
    for (const Field& field : fields()) {
        CHECK(keys.insert(field.link).second);
        std::set<std::string> choices;
        for (const Choice& choice : field.choices)
            CHECK(choices.insert(link_key(choice.key)).second);
    }
    for (const std::string_view own : k_link_own_keys)
        CHECK(keys.insert(own).second);
    std::set<std::string> features;
    for (const Choice& choice : k_features)
        CHECK(features.insert(link_key(choice.key)).second);
    for (const Choice& choice : k_activations) // what follows the units
        CHECK((choice.key.front() < '0' || choice.key.front() > '9'));
}
