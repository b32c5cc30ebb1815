// The tabs that try things out: gradient check, error curve, conventions.
#include "shell/view.hpp"
#include "tests/shell/headless.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <cstdlib>
#include <string>

using namespace backprop;
using namespace backprop::shell;
using namespace backprop::shell::test;

namespace {

void choose_set(Headless& lab, const std::string& key) {
    REQUIRE(lab.call(R"({"call":"set","path":"data.set","value":")" + key + "\"}") ==
            "{\"ok\":true}");
}

/// Draws until nothing is being computed.
void settle(Headless& lab) {
    int frames = 0;
    for (; app_is_busy(*lab.app) && frames < 3000; ++frames)
        lab.frames(1);
    REQUIRE(frames < 3000);
}

void open_tab(Headless& lab, const std::string& key) {
    lab.click("tab." + key);
    settle(lab);
}

std::string text_of(const Headless& lab, std::string_view id) {
    return lab.get(id).text;
}

bool contains(const std::string& text, std::string_view part) {
    INFO(text << " | " << part);
    return text.find(part) != std::string::npos;
}

double number_of(const Headless& lab, std::string_view id) {
    return std::atof(lab.get(id).value.c_str());
}

std::string selection(const Headless& lab) {
    const Json snapshot = lab.snapshot();
    return snapshot.find("selection")->string;
}

/// Ids of the table's rows from the top.
std::vector<std::string> check_rows(const Headless& lab) {
    std::vector<std::string> rows;
    for (const Widget& widget : lab.widgets())
        if (widget.role == "row" && widget.id.rfind("check ", 0) == 0)
            rows.push_back(widget.id.substr(6));
    return rows;
}

} // namespace

TEST_CASE("the check finds nothing wrong with backpropagation", "[probe]") {
    Headless lab(1440, 900);
    open_tab(lab, "check");
    CHECK(contains(text_of(lab, "check.verdict"), "All 27 agree"));
    CHECK(contains(text_of(lab, "check.cost"), "2 · 27 = 54 forward passes"));
    REQUIRE(check_rows(lab).size() >= 5);
    for (const std::string& row : check_rows(lab)) {
        INFO(row);
        CHECK(text_of(lab, row + " sign") == "✓");
    }
}

TEST_CASE("a planted mistake marks the rows that it spoils, worst first", "[probe]") {
    Headless lab(1440, 900);
    open_tab(lab, "check");
    lab.click("check.mistake.wrong-sign");
    settle(lab);
    CHECK(contains(text_of(lab, "check.verdict"), "21 of 27 differ")); // all of the hidden layer
    for (const std::string& row : check_rows(lab)) {
        INFO(row);
        CHECK(text_of(lab, row + " sign") == "✗");
        CHECK(row.find(" 1") != std::string::npos); // of layer 1
    }
    lab.click("check.in_order");
    lab.frames(2);
    CHECK(check_rows(lab)[0] == "weight 1: 1 to 1");
    lab.click("check.mistake.output-first");
    settle(lab);
    CHECK(contains(text_of(lab, "check.verdict"), "21 of 27 differ"));
    lab.click("check.mistake.no-slope");
    settle(lab);
    CHECK(contains(text_of(lab, "check.verdict"), "27 of 27 differ"));
    lab.click("check.mistake.none");
    settle(lab);
    CHECK(contains(text_of(lab, "check.verdict"), "All 27 agree"));
}

TEST_CASE("a mistake that changes nothing here is said to", "[probe]") {
    Headless lab(1440, 900);
    lab.call(R"({"call":"set","path":"data.set","value":"plane"})"); // one linear layer
    open_tab(lab, "check");
    lab.click("check.mistake.wrong-sign");
    settle(lab);
    CHECK(contains(text_of(lab, "check.verdict"), "changes nothing"));
}

TEST_CASE("steps that are too large or small are told from mistakes", "[probe]") {
    Headless lab(1440, 900);
    open_tab(lab, "check");
    const Widget track = lab.get("check.step");
    lab.click(ImVec2{track.rect.x + 1, track.center().y});
    settle(lab);
    CHECK(number_of(lab, "check.step") == 1e-12);
    CHECK(contains(text_of(lab, "check.verdict"), "rounding"));
    lab.key(ImGuiKey_End);
    settle(lab);
    CHECK(number_of(lab, "check.step") == 0.1);
    CHECK(contains(text_of(lab, "check.verdict"), "h is so large"));
    CHECK(lab.find("check.steps"));
}

TEST_CASE("a difference across a kink is told from a mistake", "[probe]") {
    Headless lab(1440, 900);
    lab.call(R"({"call":"set","path":"data.set","value":"xor-rows"})");
    lab.call(R"({"call":"set","path":"start.rule","value":"xavier-uniform"})");
    const std::string answer =
        lab.call(R"({"call":"set","path":"network.layers","value":[)"
                 R"({"units":4,"activation":"relu"},{"units":1,"activation":"sigmoid"}]})");
    REQUIRE(answer == R"({"ok":true})");
    lab.frames(2);
    open_tab(lab, "check");
    CHECK(contains(text_of(lab, "check.verdict"), "4 of 17 differ"));
    CHECK(contains(text_of(lab, "check.verdict"), "a kink lies between"));
    CHECK(text_of(lab, "check.sign") == "–");
    CHECK(text_of(lab, "bias 1.1 sign") == "–");
    lab.click("check.mistake.wrong-sign");
    settle(lab);
    CHECK(contains(text_of(lab, "check.verdict"), "with this mistake"));
    CHECK(text_of(lab, "bias 1.1 sign") == "✗");
}

TEST_CASE("a row of the check selects its parameter", "[probe]") {
    Headless lab(1440, 900);
    open_tab(lab, "check");
    const std::string row = check_rows(lab)[2];
    lab.click("check " + row);
    CHECK(selection(lab) == row);
    CHECK(lab.get("check " + row).value == "true");
}

TEST_CASE("thousands of parameters are checked over many frames", "[probe]") {
    Headless lab(1440, 900);
    choose_set(lab, "digits");
    lab.click("tab.check");
    CHECK(app_is_busy(*lab.app));
    settle(lab);
    CHECK(contains(text_of(lab, "check.verdict"), "2,410"));
    CHECK_FALSE(lab.find("check.progress"));
    CHECK_FALSE(app_is_busy(*lab.app));
}

TEST_CASE("the check follows the training", "[probe]") {
    Headless lab(1440, 900);
    open_tab(lab, "check");
    lab.click("check.in_order");
    lab.frames(2);
    const std::string cell = check_rows(lab)[1] + " backpropagation";
    const std::string before = text_of(lab, cell);
    lab.click("step.epoch");
    settle(lab);
    CHECK(text_of(lab, cell) != before);
    CHECK(contains(text_of(lab, "check.verdict"), "All 27 agree"));
}

TEST_CASE("the error curve shows article 2's step of w5", "[probe]") {
    Headless lab(1440, 900);
    choose_set(lab, "two-class-a");
    open_tab(lab, "error-curve");
    CHECK(number_of(lab, "curve.point") == 0.4); // w5 is the first weight of the output layer
    CHECK(contains(text_of(lab, "curve.now"), "0.4000"));
    CHECK(contains(text_of(lab, "curve.now"), "0.00989529"));
    CHECK(contains(text_of(lab, "curve.step"), "0.3995"));
    CHECK(std::fabs(number_of(lab, "curve.next") - 0.39947255015395655) < 1e-15);
    CHECK(std::fabs(number_of(lab, "curve.tangent") - 0.005274498460434432) < 1e-15);
    CHECK(lab.find("curve.lowest"));
    CHECK(contains(text_of(lab, "curve.limits"), "E rises"));
}

TEST_CASE("the point is dragged by pointer, and moved by keys", "[probe]") {
    Headless lab(1440, 900);
    choose_set(lab, "two-class-a");
    open_tab(lab, "error-curve");
    const Widget point = lab.get("curve.point");
    const ImVec2 from = point.center();
    lab.drag(from, {from.x + 60, from.y});
    settle(lab);
    const double dragged = number_of(lab, "curve.point");
    CHECK(dragged > 0.5);
    CHECK(std::fabs(lab.get("curve.point").center().x - (from.x + 60)) < 3);
    CHECK(lab.get("curve.point").maximum == point.maximum); // the range stays
    lab.key(ImGuiKey_LeftArrow);
    settle(lab);
    CHECK(number_of(lab, "curve.point") < dragged);
    const Json snapshot = lab.snapshot();
    const Json& weights = *snapshot.find("experiment")->find("start")->find("weights");
    CHECK(weights.array[1].array[0].numbers[0] == number_of(lab, "curve.point"));
}

TEST_CASE("the point is dragged by finger", "[probe]") {
    Headless lab(1440, 900);
    open_tab(lab, "error-curve");
    ImGui::GetIO().AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
    lab.frames(2);
    const double before = number_of(lab, "curve.point");
    const ImVec2 from = lab.get("curve.point").center();
    lab.drag(from, {from.x - 50, from.y + 30});
    settle(lab);
    CHECK(number_of(lab, "curve.point") < before);
}

TEST_CASE("zoom and fit change the range of the curve", "[probe]") {
    Headless lab(1440, 900);
    open_tab(lab, "error-curve");
    const auto range = [&] {
        const Widget point = lab.get("curve.point");
        return point.maximum - point.minimum;
    };
    const double fitting = range();
    lab.click("curve.zoom_in");
    settle(lab);
    CHECK(std::fabs(range() - fitting / 2) < 1e-9);
    const Widget plot = lab.get("curve");
    lab.move({plot.center().x, plot.rect.y + 5});
    lab.wheel(-1);
    settle(lab);
    CHECK(range() > 0.6 * fitting);
    lab.click("curve.fit");
    settle(lab);
    CHECK(range() == fitting);
}

TEST_CASE("the contour draws the path of the training over two weights", "[probe]") {
    Headless lab(1440, 900);
    choose_set(lab, "two-class-a");
    open_tab(lab, "error-curve");
    CHECK(lab.get("contour").value == "1");
    CHECK(text_of(lab, "contour.x") == "w₅");
    CHECK(text_of(lab, "contour.y") == "w₆");
    CHECK(contains(lab.get("contour.point").value, "0.400000, 0.900000"));
    for (int i = 0; i < 3; ++i)
        lab.click("step.epoch");
    settle(lab);
    CHECK(lab.get("contour").value == "4");
    lab.click("contour.swap");
    settle(lab);
    CHECK(text_of(lab, "contour.x") == "w₆");
    CHECK(text_of(lab, "curve.title") == "E over w₆");
    lab.click("contour.random");
    settle(lab);
    CHECK(text_of(lab, "contour.x") == "direction 1");
    CHECK(lab.get("contour.point").value == "0, 0");
}

TEST_CASE("the next step is that of the optimizer", "[probe]") {
    Headless lab(1440, 900);
    choose_set(lab, "two-class-a");
    lab.call(R"({"call":"set","path":"training.optimizer.kind","value":"adam"})");
    open_tab(lab, "error-curve");
    const double next = number_of(lab, "curve.next");
    CHECK(std::fabs(next - 0.3) < 1e-6); // Adam's first step is as long as the learning rate
    CHECK(contains(text_of(lab, "curve.step"), "→ 0.3000"));
    lab.call(R"({"call":"step","what":"batch"})");
    settle(lab);
    CHECK(number_of(lab, "curve.point") == next);
}

TEST_CASE("after the moment of the update the curve shows the step just taken", "[probe]") {
    Headless lab(1440, 900);
    choose_set(lab, "two-class-a");
    open_tab(lab, "error-curve");
    for (int i = 0; i < 15; ++i) // all moments of a pass
        lab.call(R"({"call":"step","what":"moment"})");
    settle(lab);
    CHECK(contains(text_of(lab, "curve.step"), "this step: 0.4000 → 0.3995"));
    CHECK(number_of(lab, "curve.next") == number_of(lab, "curve.point"));
}

TEST_CASE("a parameter that does not train has no next step", "[probe]") {
    Headless lab(1440, 900);
    choose_set(lab, "mazur"); // its biases are fixed
    lab.click("bias 2.1");
    open_tab(lab, "error-curve");
    CHECK(contains(text_of(lab, "curve.step"), "does not move"));
    CHECK_FALSE(lab.find("curve.next"));
}

TEST_CASE("conventions show Mazur's right and published errors", "[probe]") {
    Headless lab(1920, 900);
    choose_set(lab, "mazur");
    open_tab(lab, "conventions");
    CHECK(text_of(lab, "convention.half.half loss") == "0.298371109");
    CHECK(text_of(lab, "convention.half.half gradient") == "0.0821670406");
    CHECK(text_of(lab, "convention.half.half update") == "0.291027774");
    lab.move(lab.get("convention.half.half").center());
    for (int i = 0; i < 40 && !lab.find("why.update"); ++i)
        lab.wheel(-2);
    lab.wheel(-10);
    CHECK(text_of(lab, "convention.update.simultaneous update") == "0.291027774");
    CHECK(text_of(lab, "convention.update.sequential update") == "0.291027924");
    CHECK(contains(text_of(lab, "why.update"), "same forward pass"));
    lab.click("convention.update.sequential");
    settle(lab);
    CHECK(lab.get("convention.update.sequential").value == "true");
    const Json snapshot = lab.snapshot();
    CHECK(snapshot.find("experiment")->find("training")->find("update")->string == "sequential");
    lab.call(R"({"call":"step","what":"batch"})");
    settle(lab);
    CHECK(std::fabs(lab.number("loss") - 0.291027924) < 5e-10);
}

TEST_CASE("the epochs of the outcomes are chosen", "[probe]") {
    Headless lab(1440, 900);
    choose_set(lab, "mazur");
    open_tab(lab, "conventions");
    lab.click("convention.epochs.10000");
    settle(lab);
    CHECK(text_of(lab, "convention.half.half epochs") == "3.51018778e-05");
    lab.click("convention.epochs.1");
    settle(lab);
    CHECK(text_of(lab, "convention.half.half epochs") == "0.291027774");
}

TEST_CASE("a convention that is no question here says so", "[probe]") {
    Headless lab(1440, 900);
    choose_set(lab, "iris");
    open_tab(lab, "conventions");
    CHECK_FALSE(lab.find("convention.half.half"));
    CHECK(contains(text_of(lab, "why.half"), "Not a question"));
}

TEST_CASE("a narrow window has all of it: the mistakes as a list, curve or contour", "[probe]") {
    Headless lab(1024, 768);
    open_tab(lab, "check");
    CHECK(contains(text_of(lab, "check.verdict"), "All 27 agree"));
    CHECK(check_rows(lab).size() >= 2);
    lab.click("check.mistake");
    lab.click("check.mistake=wrong-sign");
    settle(lab);
    CHECK(contains(text_of(lab, "check.verdict"), "21 of 27 differ"));
    open_tab(lab, "error-curve");
    CHECK(lab.find("curve.point"));
    CHECK_FALSE(lab.find("contour"));
    lab.click("curve.show.contour");
    settle(lab);
    CHECK_FALSE(lab.find("curve.point"));
    CHECK(lab.find("contour.point"));
    open_tab(lab, "conventions");
    CHECK(contains(text_of(lab, "convention.half.half update"), "0.38760"));
}

TEST_CASE("a phone draws each of the tabs", "[probe]") {
    Headless phone(390, 1400);
    for (const char* tab : {"check", "error-curve", "conventions"}) {
        phone.call(std::string(R"({"call":"set","path":"view.tab","value":")") + tab + "\"}");
        settle(phone);
    }
    CHECK(contains(text_of(phone, "convention.half.half update"), "0.3876"));
}

TEST_CASE("the tabs that try things out hold on to nothing of another network", "[probe]") {
    Headless lab(1440, 900);
    for (const char* tab : {"check", "error-curve", "conventions"}) {
        open_tab(lab, tab);
        for (const char* set : {"digits", "plane", "mazur", "houses"}) {
            INFO(tab << ", " << set);
            choose_set(lab, set);
            settle(lab);
        }
    }
    open_tab(lab, "check");
    CHECK(contains(text_of(lab, "check.verdict"), "All 27 agree"));
    lab.click("run");
    for (const char* tab : {"check", "error-curve", "conventions"}) {
        lab.click(std::string("tab.") + tab);
        for (int i = 0; i < 20; ++i)
            lab.train(0.001);
    }
    CHECK(lab.status() == "running");
}
