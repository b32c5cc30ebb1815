#include "tests/shell/headless.hpp"

#include <catch2/catch_test_macros.hpp>

#include <set>

using namespace backprop::shell;
using namespace backprop::shell::test;

namespace {

constexpr const char* k_circle = R"({"call":"set","path":"data.set","value":"circle"})";

} // namespace

TEST_CASE("a value can be typed, and nonsense is clamped with a note", "[app]") {
    Headless lab(1440, 900);
    const auto type = [&](const char* typed) {
        lab.click("training.learning_rate.value");
        REQUIRE(lab.find("training.learning_rate.typed"));
        lab.type(typed);
        lab.key(ImGuiKey_Enter);
        REQUIRE_FALSE(lab.find("training.learning_rate.typed"));
    };
    type("0.25");
    CHECK(lab.training("learning_rate") == 0.25);
    CHECK_FALSE(lab.find("training.learning_rate.note"));
    type("0,03");
    CHECK(lab.training("learning_rate") == 0.03);
    type("50"); // beyond the track's end
    CHECK(lab.training("learning_rate") == 50);
    CHECK_FALSE(lab.find("training.learning_rate.note"));
    type("0");
    CHECK(lab.training("learning_rate") == 0);
    CHECK_FALSE(lab.find("training.learning_rate.note"));
    type("500");
    CHECK(lab.training("learning_rate") == 100);
    CHECK(lab.get("training.learning_rate.note").text == "0 to 100; clamped");
    type("quick");
    CHECK(lab.training("learning_rate") == 100);
    CHECK(lab.find("training.learning_rate.note"));
    type("0.5");
    CHECK_FALSE(lab.find("training.learning_rate.note"));

    lab.click("training.learning_rate.value");
    lab.type("7");
    lab.key(ImGuiKey_Escape);
    CHECK(lab.training("learning_rate") == 0.5);
}

TEST_CASE("the keyboard steps a slider and opens it for typing", "[app]") {
    Headless lab(1440, 900);
    lab.click("training.epochs");
    const double before = lab.training("epochs");
    lab.key(ImGuiKey_RightArrow);
    const double after = lab.training("epochs");
    CHECK(after > before);
    lab.key(ImGuiKey_LeftArrow);
    lab.key(ImGuiKey_LeftArrow);
    CHECK(lab.training("epochs") < after);
    lab.key(ImGuiKey_End);
    CHECK(lab.training("epochs") == 10000);
    lab.key(ImGuiKey_Home);
    CHECK(lab.training("epochs") == 1);
    lab.key(ImGuiKey_Enter);
    REQUIRE(lab.find("training.epochs.typed"));
    lab.type("77");
    lab.key(ImGuiKey_Enter);
    CHECK(lab.training("epochs") == 77);
}

TEST_CASE("a finger gets larger targets, and numbers that need no keyboard", "[app]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(k_circle) == k_ok);
    CHECK(lab.get("run").rect.height < 44);
    lab.tap("reset");
    lab.frames(3);
    for (const char* id : {"run", "reset", "step.epoch", "preset", "theme", "data.set",
                           "training.learning_rate", "training.learning_rate.value"}) {
        INFO(id);
        CHECK(lab.get(id).rect.height >= 44);
    }
    lab.tap("group.data");
    CHECK(lab.get("data.seed").value == "1");
    lab.tap("data.seed.more");
    CHECK(lab.get("data.seed").value == "2");
    lab.tap("data.seed.less");
    lab.tap("data.seed.less");
    lab.tap("data.seed.less"); // no seed is below 0
    CHECK(lab.get("data.seed").value == "0");
    lab.tap("data.seed"); // no keyboard would open for it
    CHECK_FALSE(lab.find("data.seed.typed"));
    lab.tap("training.learning_rate.value");
    CHECK_FALSE(lab.find("training.learning_rate.typed"));
}

TEST_CASE("a finger that moves up scrolls, also from a slider", "[app]") {
    Headless lab(390, 844);
    lab.tap("section.network"); // the layout of fingers from now on
    lab.move({195, 600});
    while (!lab.find("training.epochs"))
        lab.wheel(-3);
    const double epochs = lab.training("epochs");
    const Widget before = lab.get("training.epochs");
    const ImVec2 from{before.rect.x + 0.2F * before.rect.width, before.center().y};
    ImGui::GetIO().AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
    lab.drag(from, {from.x, from.y - 120});
    CHECK(lab.training("epochs") == epochs);
    CHECK(lab.get("training.epochs").rect.y < before.rect.y - 60);
    const Widget after = lab.get("training.epochs");
    ImGui::GetIO().AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
    lab.drag({after.rect.x + 0.2F * after.rect.width, after.center().y},
             {after.rect.x + 0.9F * after.rect.width, after.center().y});
    CHECK(lab.training("epochs") > epochs);
}

TEST_CASE("Tab reaches every control without a pointer", "[app]") {
    Headless lab(1440, 900);
    lab.move({-1, -1});
    std::set<std::string> reached;
    for (int i = 0; i < 120; ++i) {
        lab.key(ImGuiKey_Tab);
        const std::string id = lab.focused();
        if (!id.empty()) reached.insert(id);
    }
    for (const char* id : {"preset", "reset", "run", "theme", "data.set", "training.learning_rate",
                           "training.optimizer.kind", "group.order", "share", "loss.log.on",
                           "layers.add", "layer 1.add_unit", "example.next"}) {
        INFO(id);
        CHECK(reached.count(id) == 1);
    }
}

TEST_CASE("the keyboard alone runs the training", "[app]") {
    Headless lab(1440, 900);
    lab.move({-1, -1});
    for (int i = 0; i < 80 && lab.focused() != "run"; ++i)
        lab.key(ImGuiKey_Tab);
    REQUIRE(lab.focused() == "run");
    lab.key(ImGuiKey_Space);
    CHECK(lab.status() == "running");
}

TEST_CASE("a button says what it does when the pointer rests on it", "[app]") {
    Headless lab(1440, 900);
    lab.move(lab.get("reset").center());
    lab.frames(60);
    CHECK(lab.find("tooltip:reset"));
    lab.press();
    lab.release();
    lab.frames(60);
    CHECK_FALSE(lab.find("tooltip:reset")); // not in the way after it was pressed
}

TEST_CASE("a combo opens, offers options and takes one", "[app]") {
    Headless lab(1440, 900);
    lab.click("network.hidden_activation");
    const Widget option = lab.get("network.hidden_activation=tanh");
    CHECK(option.role == "option");
    lab.click(option.center());
    CHECK_FALSE(lab.find("network.hidden_activation=tanh"));
    CHECK(lab.get("network.hidden_activation").value == "tanh");
    lab.click("preset");
    lab.click("preset=spiral");
    CHECK(lab.get("preset").value == "spiral");
    CHECK(lab.get("data.set").value == "spiral");
    CHECK(lab.find("data.noise"));
    lab.click("data.set:gauss");
    CHECK(lab.get("data.set").value == "gauss");
}
