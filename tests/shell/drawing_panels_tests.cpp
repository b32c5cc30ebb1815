// The drawing panels as a person meets them: what is pointed at, pressed, and read; and what a
// frame costs at most.
#include "shell/drawing/note.hpp"
#include "tests/shell/headless.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace backprop;
using namespace backprop::shell;
using namespace backprop::shell::test;

namespace {

std::string layers(int count, int units) {
    std::string hidden;
    for (int i = 0; i < count; ++i)
        hidden += layer(units);
    return hidden;
}

std::string selection(const Headless& lab) {
    const Json snapshot = lab.snapshot();
    return snapshot.find("selection")->string;
}

} // namespace

TEST_CASE("every unit, weight and bias of a small network is on screen", "[drawing]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(load_circle(layer(3) + layer(2))) == k_ok);
    for (const char* id :
         {"unit 0.1", "unit 0.2", "unit 1.3", "unit 2.2", "unit 3.1", "weight 1: 2 to 3",
          "weight 2: 3 to 2", "weight 3: 1 to 1", "bias 1.1", "bias 3.1", "output.map", "colors"}) {
        INFO(id);
        CHECK(lab.find(id));
    }
    CHECK(lab.get("network.shape").text == "2 · 3 · 2 · 1");
    CHECK(lab.get("layer 1").text == "hidden 1 · tanh · 3");
}

TEST_CASE("pointing at a weight shows its numbers, pressing selects it", "[drawing]") {
    Headless lab(1440, 900);
    lab.call(load_circle(layer(3)));
    const Widget weight = lab.get("weight 2: 3 to 1");
    lab.move(weight.center());
    CHECK(lab.get("note.part.0").text.rfind("w²₁₃ = ", 0) == 0);
    CHECK(lab.get("note.part.1").text == "∂E/∂w = —"); // no update yet
    CHECK(selection(lab).empty());
    lab.click(weight.center());
    CHECK(selection(lab) == "weight 2: 3 to 1");
    lab.move({5, 5});
    CHECK(lab.find("note.part.0")); // the selection stays explained
    lab.click("step.epoch");
    CHECK(lab.get("note.part.1").text != "∂E/∂w = —");
}

TEST_CASE("each weight of the houses is picked at its own place", "[drawing]") {
    Headless lab(1440, 900);
    int weights = 0;
    for (const Widget& weight : lab.widgets()) {
        if (weight.id.rfind("weight 1: ", 0) != 0 || weight.role != "img") continue;
        INFO(weight.id);
        ++weights;
        lab.click(weight.center());
        CHECK(selection(lab) == weight.id);
        lab.click(ImVec2{5, 5}); // its note would lie over others
    }
    CHECK(weights == 20);
}

TEST_CASE("the picture and the table of parameters select for each other", "[drawing]") {
    Headless lab(1440, 900);
    lab.call(load_circle(layer(3)));
    lab.click("tab.parameters");
    CHECK(lab.get("weight 1: 1 to 1 gradient").text == "—");
    lab.click("parameter weight 1: 2 to 1");
    CHECK(selection(lab) == "weight 1: 2 to 1");
    // A row far below scrolls into sight when its unit is pressed.
    lab.call(load_circle(layer(8) + layer(8)));
    CHECK_FALSE(lab.find("weight 3: 2 to 1 value"));
    lab.click("unit 3.1");
    CHECK(selection(lab) == "unit 3.1");
    CHECK(lab.find("weight 3: 2 to 1 value"));
}

TEST_CASE("minus and plus change layers and units", "[drawing]") {
    Headless lab(1440, 900);
    lab.call(load_circle(layer(3)));
    lab.click("layer 1.add_unit");
    CHECK(lab.get("network.shape").text == "2 · 4 · 1");
    lab.click("layers.add");
    CHECK(lab.get("network.layers").text == "2 hidden layers");
    lab.click("layer 2.remove_unit");
    CHECK(lab.get("network.shape").text == "2 · 4 · 3 · 1");
    lab.click("layers.remove");
    lab.click("layers.remove");
    CHECK(lab.get("network.shape").text == "2 · 1");
    CHECK_FALSE(lab.get("layers.remove").enabled);
}

TEST_CASE("plus says when a network cannot grow", "[drawing]") {
    Headless lab(1440, 900);
    lab.call(load_circle(layer(1024) + layer(1024)));
    CHECK_FALSE(lab.get("layer 2.add_unit").enabled); // of the limit of units
    CHECK(lab.get("layer 2.remove_unit").enabled);
    CHECK_FALSE(lab.get("layers.add").enabled); // of the limit of parameters
    lab.move(lab.get("layers.add").center());
    lab.frames(60); // resting for a moment shows the reason
    CHECK(lab.get("tooltip:layers.add").text.find("2,000,000 parameters") != std::string::npos);
    lab.call(load_circle(layer(1000)));
    CHECK(lab.get("layer 1.add_unit").enabled);
    CHECK(lab.get("layers.add").enabled);
}

TEST_CASE("a feature says when a network cannot grow", "[drawing]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(load_circle(layer(1024) + layer(1024) + layer(923))) == k_ok);
    lab.click("feature.x1*x2");
    CHECK(lab.get("note").text.find("2,000,000 parameters") != std::string::npos);
    lab.click("feature.x1");
    CHECK(lab.get("network.shape").text == "1 · 1,024 · 1,024 · 923 · 1");
}

TEST_CASE("the houses show values, targets and errors of the chosen house", "[drawing]") {
    Headless lab(1440, 900);
    CHECK(lab.get("example").text == "house 1 of 6");
    CHECK(lab.get("unit 0.1 name").text == "area");
    CHECK(lab.get("target 1").text == "0.6200");
    CHECK_FALSE(lab.get("example.previous").enabled);
    const std::string output = lab.get("unit 2.1 value").text;
    lab.click("example.next");
    CHECK(lab.get("example").text == "house 2 of 6");
    CHECK(lab.get("unit 2.1 value").text != output);
    lab.click("row 6"); // of the predictions
    CHECK(lab.get("example").text == "house 6 of 6");
    CHECK_FALSE(lab.get("example.next").enabled);
    CHECK(lab.find("example.error"));
    CHECK(lab.get("row 6 target").text == "0.200");
}

TEST_CASE("the map reads coordinates and output, and test points can be hidden", "[drawing]") {
    Headless lab(1440, 900);
    lab.call(load_circle(layer(3)));
    lab.move(lab.get("output.map").center());
    CHECK(lab.get("note.plane.0").text.rfind("x₁ = ", 0) == 0);
    CHECK(lab.get("note.plane.1").text.rfind("output ", 0) == 0);
    CHECK(lab.get("show_test").value == "true");
    lab.click("show_test");
    CHECK(lab.get("show_test").value == "false");
}

TEST_CASE("the loss plot says what to do when empty, and reads epochs", "[drawing]") {
    Headless lab(1440, 900);
    lab.call(load_circle(layer(3)));
    CHECK(lab.find("loss.empty"));
    for (int i = 0; i < 3; ++i)
        lab.click("step.epoch");
    CHECK_FALSE(lab.find("loss.empty"));
    CHECK(lab.get("loss.train").text.rfind("training ", 0) == 0);
    CHECK(lab.get("loss.test").text.rfind("test ", 0) == 0);
    // Right of the last epoch, the last epoch is read.
    const Widget axis = lab.get("epoch.axis 10");
    lab.move({axis.rect.x - 20, axis.rect.y - 40});
    CHECK(lab.get("note.loss.0").text == "epoch 3");
    lab.click("loss.log.on");
    CHECK(lab.get("loss.log.on").value == "true");
}

TEST_CASE("a frame's vertices are bounded for every network", "[drawing]") {
    Headless lab(1440, 900);
    for (const std::string& hidden :
         {layer(6) + layer(4), layers(3, 8), layers(15, 8), layer(1024) + layer(8)}) {
        REQUIRE(lab.call(load_circle(hidden)) == k_ok);
        lab.click("step.epoch");
        const FrameCost cost = cost_of_frame();
        CHECK(cost.vertices < 80'000);
        CHECK(cost.finite);
    }
}

TEST_CASE("ten thousand epochs draw with as many vertices as a thousand", "[drawing]") {
    Headless lab(1440, 900);
    lab.call(load_circle(layer(3), R"(,"training":{"epochs":10000,"batch":"all"})"));
    lab.call(R"({"call":"set","path":"view.speed","value":1000})"); // as fast as possible
    const auto vertices_after = [&](double epochs) {
        lab.call(R"({"call":"set","path":"training.epochs","value":)" +
                 std::to_string(static_cast<int>(epochs)) + "}");
        lab.call(R"({"call":"run"})");
        while (lab.number("epoch") < epochs)
            lab.train(0.05);
        lab.frames(3);
        return cost_of_frame().vertices;
    };
    const int thousand = vertices_after(1000);
    const int ten_thousand = vertices_after(10'000);
    CHECK(ten_thousand < thousand + 8000);
}

TEST_CASE("numbers that left the finite range never reach a vertex", "[drawing]") {
    Headless lab(1440, 900);
    lab.call(R"({"call":"load","experiment":{"version":1,"name":"diverges",
        "data":{"kind":"generated","set":"plane","examples":100,"train_share":0.5,"seed":1},
        "network":{"inputs":2,"layers":[{"units":4,"activation":"linear"},
                   {"units":1,"activation":"linear"}],"bias":"per-unit"},
        "start":{"rule":"uniform","low":-1,"high":1,"seed":1},
        "training":{"learning_rate":50,"epochs":1000}}})");
    lab.call(R"({"call":"run"})");
    for (int i = 0; i < 100 && lab.status() == "running"; ++i)
        lab.train(0.01);
    REQUIRE(lab.status() == "diverged");
    lab.click("loss.log.on");
    CHECK(cost_of_frame().finite);
    lab.move(lab.get("output.map").center());
    CHECK(cost_of_frame().finite);
}

TEST_CASE("a note lies where it covers least, and never over what it points at", "[drawing]") {
    const Rect bounds{0, 0, 400, 300};
    const ImVec2 size{100, 60};
    const Rect usual = place_note(size, {200, 150}, 10, bounds);
    CHECK(usual.x == 210); // to the right and above
    CHECK(usual.y == 80);
    const Rect numbers[] = {{210, 80, 100, 60}, {90, 100, 60, 20}};
    const Rect moved = place_note(size, {200, 150}, 10, bounds, numbers);
    CHECK(moved.x == 210); // to the right and below
    CHECK(moved.y == 160);
    const Rect beside[] = {{210, 0, 100, 300}, {90, 0, 100, 300}}; // columns at both sides
    CHECK(place_note(size, {200, 150}, 10, {0, 0, 500, 300}, beside).x == 150); // between them
    const Rect corner = place_note(size, {395, 5}, 10, bounds);
    CHECK(corner.x + corner.width <= 395);
    CHECK(corner.y >= 5);
}
