// Rows that a person brought: scaled, with classes of their own, and left for another data set.
#include "engine/experiment/experiment_json.hpp"
#include "shell/drawing/heat_maps.hpp"
#include "shell/drawing/part_names.hpp"
#include "shell/fonts.hpp"
#include "shell/model_view.hpp"
#include "shell/theme.hpp"
#include "shell/widget_state.hpp"
#include "tests/shell/headless.hpp"

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string>

using namespace backprop;
using namespace backprop::shell;
using namespace backprop::shell::test;

namespace {

const std::string k_experiment = R"({"version":1,"name":"mine",
    "data":{"kind":"inline","task":"classification","inputs":2,
        "columns":["height","width","kind=cat","kind=dog","kind=horse"],
        "train":[[150,50,1,0,0],[160,60,1,0,0],[165,65,0,1,0],[180,70,0,1,0],[190,80,0,0,1]],
        "scaling":{"inputs":"standard"}},
    "network":{"inputs":2,"layers":[{"units":3,"activation":"softmax"}],"bias":"per-unit"},
    "start":{"rule":"xavier-uniform","seed":1},
    "loss":{"error":"cross-entropy"}})";

const std::string k_load = R"({"call":"load","experiment":)" + k_experiment + "}";

/// The same with more rows than fit a link.
std::string load_linkless() {
    std::string load = k_load, more;
    for (int i = 0; i < 5000; ++i)
        more += "[150,50,0,1,0],";
    return load.insert(load.find("[150,"), more);
}

double clock_of_test() {
    return 0;
}

/// Calls `body` with a frame of a session of `experiment`, its pictures made.
template <class Body>
void with_frame(const Experiment& experiment, Body body) {
    Headless lab(1440, 900);
    const Result<SessionPointer> session = make_session(experiment);
    REQUIRE(session);
    ModelView model;
    ModelSchedule schedule;
    View view;
    update_model(model, schedule, **session, view, clock_of_test);
    Registry registry;
    std::vector<Command> commands;
    WidgetState state;
    body(Frame{**session, snapshot(**session), model, view, theme_for({}, true), fonts(), registry,
               commands, state});
}

} // namespace

TEST_CASE("a note says that rows fit no link, until another experiment begins", "[app]") {
    Headless lab(1440, 900);
    const auto is_told = [&] {
        lab.frames(2);
        const std::optional<Widget> note = lab.find("note");
        return note && note->text.find("too long for the page's address") != std::string::npos;
    };
    const std::string ask = R"({"call":"address","tell":true})";
    REQUIRE(lab.call(k_load) == k_ok);
    CHECK(lab.call(ask).find("\"link\":\"v1~") != std::string::npos);
    CHECK(!is_told());

    const std::string load = load_linkless();
    REQUIRE(lab.call(load) == k_ok);
    CHECK(lab.call(R"({"call":"address"})").find("{\"error\":") == 0);
    CHECK(!is_told());
    CHECK(lab.call(ask).find("{\"error\":") == 0);
    CHECK(is_told());
    REQUIRE(lab.call(R"({"call":"step","what":"batch"})") == k_ok);
    lab.click("layers.add");
    lab.call(ask);
    CHECK(is_told());
    lab.click("note.close");
    lab.call(ask);
    CHECK(!is_told()); // once

    REQUIRE(lab.call(load) == k_ok);
    CHECK(!is_told());
    lab.call(ask);
    CHECK(is_told()); // another one that was loaded
    REQUIRE(lab.call(R"({"call":"set","path":"data.set","value":"xor"})") == k_ok);
    lab.call(ask);
    CHECK(!is_told());
    REQUIRE(lab.call(load) == k_ok);
    lab.call(ask);
    REQUIRE(lab.call(k_load) == k_ok);
    CHECK(!is_told());
}

TEST_CASE("the address says whether anything is held that fits no link", "[app]") {
    Headless lab(1440, 900);
    const auto keeps = [&] {
        const std::string answer = lab.call(R"({"call":"address"})");
        const bool is_true = answer.find(",\"keeps\":true}") != std::string::npos;
        CHECK(is_true == (answer.find(",\"keeps\":false}") == std::string::npos));
        return is_true;
    };
    CHECK(!keeps());
    REQUIRE(lab.call(k_load) == k_ok);
    CHECK(!keeps());
    const std::string load = load_linkless();
    REQUIRE(lab.call(load) == k_ok);
    CHECK(keeps());
    lab.call(R"({"call":"lesson","key":"houses","step":2})");
    lab.frames(3);
    REQUIRE(lab.call(R"({"call":"address"})").find("lesson") != std::string::npos);
    CHECK(keeps()); // behind the lesson
    lab.call(R"({"call":"leave_lesson"})");
    REQUIRE(lab.call(R"({"call":"set","path":"data.set","value":"xor"})") == k_ok);
    CHECK(keeps()); // behind another data set
    REQUIRE(lab.call(k_load) == k_ok);
    REQUIRE(lab.call(R"({"call":"set","path":"data.set","value":"xor"})") == k_ok);
    CHECK(!keeps()); // other rows have taken their place
}

TEST_CASE("an input's map runs through its whole range of colours, scaled or not", "[drawing]") {
    Result<Experiment> experiment = parse_experiment(k_experiment);
    REQUIRE(experiment);
    for (const Scaling scaling : {Scaling::Standard, Scaling::None}) {
        experiment->data.scaling.inputs = scaling;
        with_frame(*experiment, [](const Frame& frame) {
            for (std::int32_t unit = 0; unit < 2; ++unit) {
                const auto values = frame.model.unit_maps[0].row(unit);
                const auto [low, high] = std::minmax_element(values.begin(), values.end());
                const ActivationRange range = range_of_unit(frame, 0, unit);
                CHECK(signed_share(range, *low) == Catch::Approx(-23.0 / 24)); // a pixel's middle
                CHECK(signed_share(range, *high) == Catch::Approx(23.0 / 24));
            }
        });
    }
}

TEST_CASE("an input that is always the same has the colour of zero", "[drawing]") {
    Result<Experiment> experiment = parse_experiment(k_experiment);
    REQUIRE(experiment);
    for (std::vector<double>& row : experiment->data.train)
        row[0] = 5;
    with_frame(*experiment, [](const Frame& frame) {
        for (const double value : frame.model.unit_maps[0].row(0))
            CHECK(signed_share(range_of_unit(frame, 0, 0), value) == 0);
    });
    Headless lab(1440, 900);
    REQUIRE(lab.call(R"({"call":"load","experiment":)" + to_json(*experiment) + "}") ==
            "{\"ok\":true}");
    lab.frames(3); // draws the map
}

TEST_CASE("rows of several classes are told by the classes' names", "[drawing]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(R"({"call":"load","experiment":{"version":1,"name":"iris",
        "data":{"kind":"built-in","set":"iris","train_share":0.7,"seed":1},
        "network":{"inputs":4,"layers":[{"units":3,"activation":"softmax"}],"bias":"per-unit"},
        "start":{"rule":"xavier-uniform","seed":1},
        "loss":{"error":"cross-entropy"}}})") == "{\"ok\":true}");
    lab.frames(3);
    int wrong = 0, right = 0;
    for (int row = 1; row <= 5; ++row) {
        const std::string id = "row " + std::to_string(row);
        const std::string wanted = lab.get(id + " target").text;
        const std::string said = lab.get(id + " output").text;
        INFO(wanted << " " << said);
        CHECK((wanted == "setosa" || wanted == "versicolor" || wanted == "virginica"));
        ++(said == wanted ? right : wrong);
        if (said != wanted) CHECK(said.rfind("✗ ", 0) == 0);
    }
    CHECK(right + wrong == 5);
}

TEST_CASE("classes go by what tells them apart", "[drawing]") {
    CHECK(class_label({"kind=cat", "kind=dog"}, 1) == "dog");
    CHECK(class_label({"kind=cat", "size=3"}, 1) == "size=3");
    CHECK(class_label({"kind=cat"}, 0) == "kind=cat");
    CHECK(class_label({"0", "1"}, 1) == "1");
}

TEST_CASE("one's own rows come back after a look at another data set", "[data]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(k_load) == "{\"ok\":true}");
    lab.frames(3);
    CHECK(lab.find("network.scaled"));
    CHECK_FALSE(lab.find("data.own_rows"));
    const std::string before = lab.state_hash();
    lab.click("data.set:spiral");
    lab.frames(3);
    CHECK(lab.state_hash() != before);
    lab.click("data.own_rows");
    lab.frames(3);
    CHECK(lab.get("data.set").value == "inline");
    CHECK(lab.state_hash() == before);
    CHECK_FALSE(lab.find("data.own_rows"));
}
