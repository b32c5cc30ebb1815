#include "engine/data/csv_import.hpp"
#include "engine/experiment/experiment.hpp"
#include "engine/experiment/presets.hpp"
#include "shell/numbers.hpp"
#include "tests/shell/headless.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

using namespace backprop;
using namespace backprop::shell;
using namespace backprop::shell::test;

namespace {

const char* const k_full_speed = R"({"call":"set","path":"view.speed","value":"max"})";

std::string load_preset(std::string_view key) {
    return "{\"call\":\"set\",\"path\":\"data.set\",\"value\":\"" + std::string(key) + "\"}";
}

bool is_control(const Widget& widget) {
    static const std::set<std::string> roles{"button",  "slider", "combobox",  "checkbox",
                                             "textbox", "radio",  "spinbutton"};
    return roles.count(widget.role) == 1;
}

/// How much two rectangles share, as the smaller of width and height.
float shared(const Rect& a, const Rect& b) {
    const float width = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
    const float height = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
    return std::min(width, height);
}

/// Units, edges and biases are parts of one picture; there the topmost is hit.
bool is_in_picture(const Widget& widget) {
    return widget.id.rfind("unit ", 0) == 0 || widget.id.rfind("weight ", 0) == 0 ||
           widget.id.rfind("bias ", 0) == 0;
}

} // namespace

TEST_CASE("every control of the first view is on screen and registered", "[app]") {
    Headless lab(1920, 900);
    for (const char* id : {"preset",
                           "reset",
                           "run",
                           "step.example",
                           "step.epoch",
                           "new_weights",
                           "forward",
                           "backward",
                           "update",
                           "step_back.moment",
                           "play",
                           "moment",
                           "theme",
                           "epoch",
                           "data.set",
                           "training.learning_rate",
                           "training.epochs",
                           "training.batch",
                           "network.hidden_activation",
                           "network.output_activation",
                           "loss.error",
                           "training.optimizer.kind",
                           "step.batch",
                           "step_back.example",
                           "step_back.batch",
                           "step_back.epoch",
                           "share",
                           "open",
                           "save",
                           "group.data",
                           "group.layers",
                           "group.optimizer",
                           "group.schedule",
                           "group.regularization",
                           "group.loss",
                           "group.start",
                           "group.stop",
                           "group.order",
                           "help:training.learning_rate",
                           "section.network",
                           "section.output",
                           "section.loss"}) {
        INFO(id);
        CHECK(lab.find(id));
    }
    CHECK_FALSE(lab.find("data.noise")); // houses have none
    const Widget rate = lab.get("training.learning_rate");
    CHECK(rate.role == "slider");
    CHECK(rate.value == "0.1");
    CHECK(rate.minimum == 1e-5);
    CHECK(rate.maximum == 10);
    const Widget activation = lab.get("network.hidden_activation");
    CHECK(activation.value == "sigmoid");
    CHECK(activation.options.size() == std::size(k_activations) - 1); // softmax is for outputs
}

TEST_CASE("every button has a name in words, and shows its sign", "[app]") {
    Headless lab(1440, 2000);
    lab.tap("training.learning_rate"); // a finger: numbers get − and +
    lab.tap("group.data");
    REQUIRE(lab.call(load_preset("circle")) == k_ok);
    for (const Widget& widget : lab.widgets()) {
        if (widget.role != "button") continue;
        INFO(widget.id << ": " << widget.label);
        const bool has_letters = std::any_of(widget.label.begin(), widget.label.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        });
        CHECK(has_letters);
    }
    CHECK(lab.get("layer 1.add_unit").label == "Add a unit to hidden 1");
    CHECK(lab.get("layer 1.add_unit").text == "+");
    CHECK(lab.get("data.seed.less").label == "Less: Data seed");
    CHECK(lab.get("layers.remove").label == "Remove a layer");
}

TEST_CASE("no control lies over another or outside the window", "[app]") {
    const auto [width, height] = GENERATE(table<float, float>(
        {{1440.0F, 900.0F}, {1024.0F, 768.0F}, {1280.0F, 720.0F}, {390.0F, 844.0F}}));
    Headless lab(width, height);
    for (const Preset& preset : presets()) {
        REQUIRE(lab.call(load_preset(preset.key)) == k_ok);
        const std::vector<Widget> widgets = lab.widgets();
        for (std::size_t i = 0; i < widgets.size(); ++i) {
            const Widget& a = widgets[i];
            INFO(width << " × " << height << ", " << preset.key << ": " << a.id);
            CHECK(a.rect.x >= 0);
            CHECK(a.rect.y >= 0);
            CHECK(a.rect.x + a.rect.width <= width);
            CHECK(a.rect.y + a.rect.height <= height);
            if (!is_control(a) || is_in_picture(a)) continue;
            for (std::size_t j = 0; j < i; ++j) {
                const Widget& b = widgets[j];
                if (!is_control(b) || is_in_picture(b)) continue;
                INFO("and " << b.id);
                CHECK(shared(a.rect, b.rect) < 1);
            }
        }
    }
}

TEST_CASE("run, drag the learning rate while it trains, stop at the epochs, reset", "[app]") {
    Headless lab(1920, 900);
    REQUIRE(lab.call(load_preset("circle")) == k_ok);
    const std::string start = lab.state_hash();
    const double first_loss = lab.number("loss");

    lab.click("run");
    REQUIRE(lab.status() == "running");
    CHECK(lab.find("pause"));
    lab.train(0.01);
    const double epoch = lab.number("epoch");

    const Widget rate = lab.get("training.learning_rate");
    const ImVec2 end{rate.rect.x + 0.7F * rate.rect.width, rate.center().y};
    lab.drag(rate.center(), end);
    CHECK(lab.training("learning_rate") > 0.1);
    CHECK(lab.training("learning_rate") < 1);
    CHECK(lab.status() == "running");
    CHECK(lab.number("epoch") >= epoch); // nothing was reset
    CHECK(std::stod(lab.get("training.learning_rate").value) == lab.training("learning_rate"));

    REQUIRE(lab.call(k_full_speed) == k_ok);
    for (int i = 0; i < 400 && lab.status() == "running"; ++i)
        lab.train(0.02);
    CHECK(lab.status() == "finished");
    CHECK(lab.number("epoch") == lab.training("epochs"));
    CHECK(lab.number("loss") < 0.1 * first_loss);
    CHECK_FALSE(app_is_busy(*lab.app));

    lab.click("reset");
    CHECK(lab.state_hash() == start);
    CHECK(lab.status() == "ready");
    lab.click("new_weights");
    CHECK(lab.state_hash() != start);
}

TEST_CASE("steps train that much and pause", "[app]") {
    Headless lab(1440, 900);
    lab.click("step.epoch");
    CHECK(lab.number("epoch") == 1);
    CHECK(lab.status() == "paused");
    const std::string before = lab.state_hash();
    lab.click("step.example");
    CHECK(lab.state_hash() != before);
}

TEST_CASE("a finished run goes on when the epochs are raised", "[app]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(R"({"call":"set","path":"training.epochs","value":2})") == k_ok);
    REQUIRE(lab.call(k_full_speed) == k_ok);
    lab.click("run");
    lab.train(0.05);
    REQUIRE(lab.status() == "finished");
    lab.click("run"); // says what can be done
    CHECK(lab.find("note"));
    lab.click("note.close");
    CHECK_FALSE(lab.find("note"));
    lab.click("run");
    CHECK(lab.find("note"));
    REQUIRE(lab.call(R"({"call":"set","path":"training.epochs","value":4})") == k_ok);
    CHECK(lab.status() == "paused");
    CHECK_FALSE(lab.find("note")); // it is no longer true
    REQUIRE(lab.call(R"({"call":"set","path":"training.epochs","value":2})") == k_ok);
    lab.click("step.epoch"); // refused: there is none left
    CHECK(lab.find("note"));
    REQUIRE(lab.call(R"({"call":"set","path":"training.epochs","value":4})") == k_ok);
    CHECK_FALSE(lab.find("note"));
    lab.click("run");
    lab.train(0.05);
    CHECK(lab.number("epoch") == 4);
}

TEST_CASE("help opens by a press and closes again", "[app]") {
    Headless lab(1440, 900);
    lab.click("help:training.batch");
    lab.move({5, 500});
    CHECK(lab.find("help:training.batch.text"));
    lab.key(ImGuiKey_Escape);
    CHECK_FALSE(lab.find("help:training.batch.text"));
}

TEST_CASE("on a phone everything is reached by scrolling", "[app]") {
    Headless lab(390, 844);
    CHECK(lab.find("run"));
    CHECK(lab.find("section.network"));
    std::set<std::string> seen;
    lab.move({195, 600});
    for (int i = 0; i < 60; ++i) {
        for (const Widget& widget : lab.widgets())
            seen.insert(widget.id);
        lab.wheel(-3);
    }
    for (const char* id : {"section.output", "section.loss", "training.learning_rate",
                           "training.epochs", "data.set", "explain.tab"}) {
        INFO(id);
        CHECK(seen.count(id) == 1);
    }
}

TEST_CASE("the page interface refuses what it does not understand, and changes nothing", "[app]") {
    Headless lab(1440, 900);
    const std::string before = lab.state_hash();
    for (const char* request :
         {"", "{", "[]", "{}", R"({"call":"explode"})", R"({"call":"load"})",
          R"({"call":"load","experiment":{"version":1,"wings":2}})",
          R"({"call":"set","path":"training.wings","value":1})",
          R"({"call":"set","path":"training.learning_rate","value":-1})",
          R"({"call":"set","path":"training.learning_rate","value":"fast"})",
          R"({"call":"set","path":"training.learning_rate"})",
          R"({"call":"set","path":"network.hidden_activation","value":"softmax"})",
          R"({"call":"set","value":1})", R"({"call":"step"})", R"({"call":"step","what":"year"})",
          R"({"call":"step_back","what":"epoch"})", R"({"call":"open_link","link":"v9"})",
          R"({"call":"open_file","name":"a.json","text":"{"})"}) {
        INFO(request);
        const std::string answer = lab.call(request);
        CHECK(answer.rfind("{\"error\":\"", 0) == 0);
        CHECK(lab.state_hash() == before);
        CHECK(lab.status() == "ready");
    }
    CHECK(lab.call(R"({"call":"set","path":"training.learning_rate","value":2000})")
              .find("training.learning_rate") != std::string::npos);
}

TEST_CASE("the page interface refuses a file by its size where the program would not read it",
          "[app]") {
    Headless lab(1440, 900);
    const std::string before = lab.state_hash();
    const auto answer = [&](const std::string& name, std::size_t bytes) {
        return lab.call(R"({"call":"open_file","name":")" + name + R"(","bytes":)" +
                        std::to_string(bytes) + "}");
    };
    for (const auto& [name, most] :
         {std::pair<const char*, std::size_t>{"a.json", k_max_text_bytes},
          {"a", k_max_text_bytes},
          {"a.CSV", k_csv_max_bytes},
          {"a.txt", k_csv_max_bytes}}) {
        INFO(name);
        CHECK(answer(name, most) == k_ok);
        lab.frames(2);
        CHECK(!lab.find("note"));
        const std::string refused = answer(name, most + 1);
        CHECK(refused.find("at most " + format_integer(std::int64_t(most))) != std::string::npos);
        lab.frames(2);
        CHECK(lab.get("note").text.find(format_integer(std::int64_t(most) + 1)) !=
              std::string::npos);
        CHECK(answer(name, most) == k_ok); // ends the note
        lab.frames(2);
        CHECK(!lab.find("note"));
    }
    CHECK(lab.state_hash() == before);
}

TEST_CASE("the page interface carries out what widgets do", "[app]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(load_preset("circle")) == k_ok);
    CHECK(lab.call(R"({"call":"set","path":"training.batch","value":"all"})") == k_ok);
    CHECK(lab.call(R"({"call":"set","path":"training.shuffle","value":true})") == k_ok);
    CHECK(lab.call(R"({"call":"set","path":"network.layers[0].units","value":3})") == k_ok);
    CHECK(lab.call(R"({"call":"step","what":"epoch"})") == k_ok);
    CHECK(lab.number("epoch") == 1);
    CHECK(lab.call(R"({"call":"run"})") == k_ok);
    CHECK(lab.status() == "running");
    CHECK(lab.call(R"({"call":"pause"})") == k_ok);
    CHECK(lab.status() == "paused");
    CHECK(lab.call(R"({"call":"reset"})") == k_ok);
    CHECK(lab.number("epoch") == 0);
    CHECK(lab.call(R"({"call":"new_weights"})") == k_ok);
}

TEST_CASE("numbers that leave the finite range stop training and say so", "[app]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(load_preset("plane")) == k_ok);
    REQUIRE(lab.call(R"({"call":"set","path":"training.learning_rate","value":100})") == k_ok);
    lab.click("run");
    for (int i = 0; i < 100 && lab.status() == "running"; ++i)
        lab.train(0.01);
    REQUIRE(lab.status() == "diverged");
    lab.frames(2);
    CHECK(lab.get("note").text.find("then reset, or step back") != std::string::npos);
    CHECK_FALSE(app_is_busy(*lab.app));
    lab.click("note.close");
    CHECK_FALSE(lab.find("note"));
    CHECK(lab.snapshot().find("diverged_at") != nullptr);
    lab.click("reset");
    CHECK(lab.status() == "ready");
}

TEST_CASE("a message about divergence stays while it is true, and comes again", "[app]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(load_preset("plane")) == k_ok);
    const auto diverge = [&] {
        REQUIRE(lab.call(R"({"call":"set","path":"training.learning_rate","value":100})") == k_ok);
        lab.click("run");
        for (int i = 0; i < 100 && lab.status() == "running"; ++i)
            lab.train(0.01);
        REQUIRE(lab.status() == "diverged");
        lab.frames(2);
        REQUIRE(lab.find("note"));
    };
    diverge();
    REQUIRE(lab.call(R"({"call":"set","path":"training.learning_rate","value":0.001})") == k_ok);
    CHECK(lab.status() == "diverged");
    CHECK(lab.find("note"));
    lab.click("reset");
    CHECK_FALSE(lab.find("note"));
    lab.click("run");
    lab.train(0.01);
    CHECK(lab.status() == "running");
    CHECK_FALSE(lab.find("note"));
    lab.click("reset");
    diverge(); // told anew
    REQUIRE(lab.call(R"({"call":"set","path":"training.learning_rate","value":0.001})") == k_ok);
    lab.click("run"); // goes on from the last good weights
    lab.train(0.01);
    CHECK(lab.status() == "running");
    CHECK_FALSE(lab.find("note"));
}
