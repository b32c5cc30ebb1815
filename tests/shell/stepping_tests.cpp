// Steps inside a pass, as a person takes them.
#include "shell/stepping.hpp"
#include "tests/shell/headless.hpp"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <variant>
#include <vector>

using namespace backprop;
using namespace backprop::shell;
using namespace backprop::shell::test;

namespace {

constexpr int k_count = 15; ///< moments of a network with one hidden layer and squared errors
constexpr int k_error = 6;  ///< the number of the moment of the error

int moment(const Headless& lab) {
    const Json snapshot = lab.snapshot();
    return static_cast<int>(snapshot.find("moment")->find("number")->number);
}

std::string kind(const Headless& lab) {
    const Json snapshot = lab.snapshot();
    return snapshot.find("moment")->find("kind")->string;
}

/// What the picture says, as one text.
std::string shown(const Headless& lab) {
    std::string all;
    for (const Widget& widget : lab.widgets())
        if (widget.id.rfind("moment", 0) == 0 || widget.id.rfind("unit", 0) == 0 ||
            widget.id.rfind("weight", 0) == 0 || widget.id.rfind("target", 0) == 0 ||
            widget.id.rfind("example", 0) == 0)
            all += widget.id + "=" + widget.value + "/" + widget.text + "\n";
    return all;
}

} // namespace

TEST_CASE("Forward goes to the error, Backward to the last gradient, Update trains", "[stepping]") {
    Headless lab(1440, 900);
    const std::string start = lab.state_hash();
    for (int i = 1; i <= k_error; ++i) {
        lab.click("forward");
        CHECK(moment(lab) == i);
    }
    CHECK(kind(lab) == "error");
    lab.frames(1);
    CHECK_FALSE(lab.get("forward").enabled);
    while (lab.get("backward").enabled) {
        lab.click("backward");
        lab.frames(1);
    }
    CHECK(moment(lab) == k_count - 1);
    CHECK(kind(lab) == "gradients");
    CHECK(lab.state_hash() == start);
    lab.click("update");
    CHECK(moment(lab) == k_count);
    CHECK(lab.number("updates") == 1);
    CHECK(lab.state_hash() != start);
    lab.click("forward");
    CHECK(moment(lab) == 1);
    CHECK(lab.number("updates") == 1);
}

TEST_CASE("Backward and Update first do what is left of the pass", "[stepping]") {
    Headless lab(1440, 900);
    lab.click("backward");
    CHECK(moment(lab) == k_error + 1);
    lab.click("update");
    CHECK(moment(lab) == k_count);
    lab.click("update");
    CHECK(lab.number("updates") == 2);
    lab.click("backward");
    CHECK(moment(lab) == k_error + 1);
    CHECK(lab.number("updates") == 2);
}

TEST_CASE("so many moments on and back show the same numbers and leave the same bits",
          "[stepping]") {
    Headless lab(1440, 900);
    lab.click("update");
    for (int i = 0; i < 5; ++i)
        lab.key(ImGuiKey_M);
    lab.frames(3);
    const std::string hash = lab.state_hash(), picture = shown(lab);
    for (const int count : {1, 4, 14, 23}) {
        INFO(count);
        for (int i = 0; i < count; ++i)
            lab.call(R"({"call":"step","what":"moment"})");
        lab.frames(3);
        CHECK(shown(lab) != picture);
        for (int i = 0; i < count; ++i)
            REQUIRE(lab.call(R"({"call":"step_back","what":"moment"})") == R"({"ok":true})");
        lab.frames(3);
        CHECK(lab.state_hash() == hash);
        CHECK(shown(lab) == picture);
    }
}

TEST_CASE("the moments are keys and a slider as well", "[stepping]") {
    Headless lab(1440, 900);
    lab.key(ImGuiKey_F);
    CHECK(moment(lab) == 1);
    lab.key(ImGuiKey_B);
    CHECK(moment(lab) == k_error + 1);
    lab.key(ImGuiKey_U);
    CHECK(moment(lab) == k_count);
    lab.frames(2);
    const Widget slider = lab.get("moment");
    CHECK(slider.maximum == k_count);
    const auto place = [&](int number) {
        return ImVec2{slider.rect.x + slider.rect.width * static_cast<float>(number) / k_count,
                      slider.center().y};
    };
    lab.drag(place(k_count), place(3));
    CHECK(moment(lab) == 3);
    CHECK(lab.number("updates") == 0);
    lab.frames(2);
    CHECK(lab.get("moment.number").text == "3 / 15");
    lab.key(ImGuiKey_RightArrow);
    CHECK(moment(lab) == 4);
}

TEST_CASE("slow play goes on by itself until it is paused", "[stepping]") {
    View view;
    PlayClock clock;
    Snapshot snapshot{};
    snapshot.status = Status::Paused;
    CHECK_FALSE(next_moment_is_due(clock, view, snapshot, false, 10));
    view.playing = true;
    CHECK(next_moment_is_due(clock, view, snapshot, false, 10));
    CHECK_FALSE(next_moment_is_due(clock, view, snapshot, false, 10.5));
    CHECK(next_moment_is_due(clock, view, snapshot, false, 11.01));
    CHECK(is_playing(clock, view, 20));
    snapshot.status = Status::Running;
    CHECK_FALSE(next_moment_is_due(clock, view, snapshot, false, 13));
    CHECK_FALSE(view.playing);
}

TEST_CASE("a moment's arrows move for a second, unless still ones are asked for", "[stepping]") {
    View view;
    PlayClock clock;
    Snapshot snapshot{};
    snapshot.status = Status::Paused;
    snapshot.moment = 2;
    next_moment_is_due(clock, view, snapshot, false, 10);
    next_moment_is_due(clock, view, snapshot, false, 10.1);
    CHECK(view.flow > 0);
    CHECK(is_playing(clock, view, 10.1));
    next_moment_is_due(clock, view, snapshot, false, 12);
    CHECK(view.flow == 0);
    CHECK_FALSE(is_playing(clock, view, 12));
    snapshot.moment = 3;
    next_moment_is_due(clock, view, snapshot, true, 13);
    next_moment_is_due(clock, view, snapshot, true, 13.1);
    CHECK(view.flow == 0);
    CHECK_FALSE(is_playing(clock, view, 13.1));
}

TEST_CASE("the page interface sets what is looked at, and refuses the rest", "[stepping]") {
    Headless lab(1440, 900);
    const auto set = [&](const std::string& path, const std::string& value) {
        return lab.call(R"({"call":"set","path":"view.)" + path + R"(","value":)" + value + "}");
    };
    const auto view = [&](const char* key) {
        const Json snapshot = lab.snapshot();
        return *snapshot.find("view")->find(key);
    };
    CHECK(set("tab", "\"matrix\"") == R"({"ok":true})");
    CHECK(view("tab").string == "matrix");
    CHECK(set("example", "3") == R"({"ok":true})");
    CHECK(view("example").number == 3);
    CHECK(set("digits", "12") == R"({"ok":true})");
    CHECK(set("batch_sum", "true") == R"({"ok":true})");
    CHECK(set("edges", "\"gradients\"") == R"({"ok":true})");
    for (const auto& [path, value] : {std::pair{"tab", "\"wings\""},
                                      {"example", "7"},
                                      {"example", "0"},
                                      {"example", "1.5"},
                                      {"digits", "13"},
                                      {"digits", "2"},
                                      {"batch_sum", "1"},
                                      {"edges", "\"none\""},
                                      {"wings", "1"}}) {
        INFO(path << " " << value);
        CHECK(set(path, value).rfind("{\"error\":\"view.", 0) == 0);
    }
    CHECK(view("example").number == 3);
    CHECK(view("digits").number == 12);
    CHECK(view("batch_sum").boolean);
    CHECK(view("edges").string == "gradients");
}

TEST_CASE("what is not computed yet reads —, and what is at work carries its numbers",
          "[stepping]") {
    Headless lab(1440, 900);
    lab.move({5, 890}); // no note over the picture
    lab.click("forward");
    lab.move({5, 890});
    lab.frames(3);
    CHECK(lab.get("unit 0.1 value").text == "0.5000");
    CHECK(lab.get("unit 1.1 value").text == "—");
    CHECK(lab.get("example.error").text == "—");
    lab.call(R"({"call":"step","what":"moment"})");
    lab.frames(3);
    CHECK(lab.get("unit 1.1 value").text == "—");
    CHECK(lab.get("unit 1.1 latest").text == "z 0.6000");
    CHECK(lab.get("number of weight 1: 1 to 1").text == "0.1000");
    for (int i = 2; i < 10; ++i) // to the gradients of the output
        lab.call(R"({"call":"step","what":"moment"})");
    lab.call(R"({"call":"set","path":"view.example","value":3})");
    lab.frames(3);
    // ∂E/∂W_ho of house 3: (O − Y) · O(1 − O) · h₁ = 0.528903 · 0.141823 · 0.702661
    CHECK(lab.get("number of weight 2: 2 to 1").text == "+0.0527");
    CHECK(lab.get("example.error").text == "0.1399");
    CHECK(lab.get("example.gradient").text == "+0.5289");
    lab.call(R"({"call":"set","path":"view.batch_sum","value":true})");
    lab.frames(3);
    CHECK(lab.get("number of weight 2: 2 to 1").text == "+0.1628"); // of all six
    lab.call(R"({"call":"set","path":"view.digits","value":6})");
    lab.frames(3);
    CHECK(lab.get("number of weight 2: 2 to 1").text == "+0.162764");
    lab.call(R"({"call":"set","path":"view.digits","value":4})");
    lab.click("update");
    lab.move({5, 890});
    lab.frames(3);
    CHECK(lab.get("number of weight 2: 2 to 1").text == "0.5000 → 0.4837");
}

TEST_CASE("maps give way to the values of the followed example, which the map marks",
          "[stepping]") {
    Headless lab(1440, 900);
    lab.call(R"({"call":"set","path":"data.set","value":"circle"})");
    lab.frames(3);
    CHECK_FALSE(lab.find("unit 1.1 value"));
    lab.click("forward");
    lab.frames(3);
    CHECK(lab.find("unit 1.1 value"));
    CHECK(lab.get("output.followed").value == "1");
    lab.click("example.next");
    lab.frames(2);
    const Widget followed = lab.get("output.followed");
    CHECK(followed.value == "2");
    lab.click("example.next");
    lab.frames(2);
    lab.click(followed.center()); // back to the second by its point
    lab.frames(2);
    CHECK(lab.get("output.followed").value == "2");
}

TEST_CASE("a network at the limit has its example traced, and its update left alone",
          "[stepping]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(R"({"call":"load","experiment":{"version":1,"name":"large",
        "data":{"kind":"generated","set":"circle","examples":500,"train_share":0.5,"seed":1},
        "network":{"inputs":2,"layers":[{"units":1000,"activation":"tanh"},
        {"units":990,"activation":"tanh"},{"units":980,"activation":"tanh"},
        {"units":1,"activation":"tanh"}],"bias":"per-unit"},
        "start":{"rule":"xavier-uniform","seed":1}}})") == R"({"ok":true})");
    lab.call(R"({"call":"set","path":"view.edges","value":"gradients"})");
    for (int i = 0; i < 3; ++i)
        REQUIRE(lab.call(R"({"call":"step","what":"moment"})") == R"({"ok":true})");
    lab.frames(3);
    CHECK(lab.get("moment.number").text == "3 / 27");
    lab.click("update");
    lab.frames(3);
    CHECK(lab.get("moment.words").text == "update: too many weights to show each one’s step");
}

TEST_CASE("digits, whose gradients and the speed of slow play are set beside the picture",
          "[stepping]") {
    Headless lab(1440, 900);
    const auto view = [&](const char* key) {
        const Json snapshot = lab.snapshot();
        return *snapshot.find("view")->find(key);
    };
    lab.click("edges.gradients");
    CHECK(view("edges").string == "gradients");
    lab.click("picture.settings");
    lab.frames(2);
    lab.click("view.batch_sum.on");
    CHECK(view("batch_sum").boolean);
    const Widget digits = lab.get("view.digits");
    lab.click({digits.rect.x + digits.rect.width - 2, digits.center().y});
    CHECK(view("digits").number == 12);
    const Widget speed = lab.get("view.play_speed");
    lab.click({speed.rect.x + speed.rect.width - 1, speed.center().y});
    lab.frames(2);
    CHECK(lab.get("view.play_speed").text == "8 moments/s");
    lab.key(ImGuiKey_Escape);
    CHECK_FALSE(lab.find("view.digits"));
    CHECK(lab.get("unit 1.1 value").text == "0.645656306226");
}
