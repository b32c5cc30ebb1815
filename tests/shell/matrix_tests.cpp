// The tabs "Matrix form" and "Flow" as a person meets them.
#include "tests/shell/headless.hpp"

#include <catch2/catch_test_macros.hpp>
#include <imgui.h>

#include <algorithm>
#include <string>

using namespace backprop;
using namespace backprop::shell;
using namespace backprop::shell::test;

namespace {

/// Opens a tab, in the list where the tabs have no room.
void open_tab(Headless& lab, const std::string& key) {
    if (lab.find("tab." + key))
        lab.click("tab." + key);
    else {
        lab.click("explain.tab");
        lab.click("explain.tab=" + key);
    }
    lab.move({1, 1});
    lab.frames(2);
}

void choose_equation(Headless& lab, const std::string& key) {
    lab.click("matrix.equation");
    lab.click("matrix.equation=" + key);
    lab.move({1, 1});
    lab.frames(2);
}

int vertices_of_frame() {
    int count = 0;
    for (const ImDrawList* list : ImGui::GetDrawData()->CmdLists)
        count += list->VtxBuffer.Size;
    return count;
}

int count_cells(const Headless& lab, const std::string& grid) {
    const std::vector<Widget> all = lab.widgets();
    return static_cast<int>(std::count_if(all.begin(), all.end(), [&](const Widget& widget) {
        return widget.role == "cell" && widget.id.rfind(grid + " ", 0) == 0;
    }));
}

} // namespace

TEST_CASE("the matrix form shows every number of a small pass, its shape and that it is right",
          "[matrix]") {
    Headless lab(1440, 900);
    open_tab(lab, "matrix");
    CHECK(lab.get("matrix.Z1/Z1 shape").text == "5 × 6");
    CHECK(lab.get("matrix.equation").text == "Z₁ = W_ihᵀ·X + b_ih");
    CHECK(lab.get("matrix.Z1/W1 shape").text == "5 × 4");
    CHECK(lab.get("matrix.Z1/A0 shape").text == "4 × 6");
    CHECK(lab.get("matrix.Z1/b1 shape").text == "1 × 1");
    CHECK(count_cells(lab, "matrix.Z1/Z1") == 30);
    CHECK(count_cells(lab, "matrix.Z1/W1") == 20);
    CHECK(lab.get("matrix.Z1/Z1 2,1").text == "1.41");
    CHECK(lab.get("matrix.check").text == "✓ all 30 numbers equal the engine’s");
}

TEST_CASE("pointing at a number tells what it is made of and lights its part", "[matrix]") {
    Headless lab(1440, 900);
    open_tab(lab, "matrix");
    choose_equation(lab, "dW2");
    CHECK(lab.get("matrix.equation").text == "∂E/∂W_ho = h₁·[∂E/∂O ⊙ ∂O/∂Z₂]ᵀ");
    lab.move(lab.get("matrix.dW2/dW2 2,1").center());
    lab.frames(2);
    CHECK(lab.get("matrix.sentence").text ==
          "∂E/∂W_ho[2] = 0.1628 (from unit 2 to unit 1). ∂E/∂W_ho[2] is row 2 of h₁ times the "
          "column [∂E/∂O ⊙ ∂O/∂Z₂]ᵀ.");
    CHECK(lab.get("matrix.check").text == "✓ equals the engine’s gradient");
    CHECK(lab.find("note.part.0")); // the picture's note about that weight
    lab.click("matrix.dW2/dW2 2,1");
    CHECK(lab.snapshot().find("selection")->string == "weight 2: 2 to 1");
    lab.click("matrix.dW2/A1 4,3"); // unit 4 of example 3
    CHECK(lab.snapshot().find("selection")->string == "unit 1.4");
    CHECK(lab.get("example").text == "house 3 of 6");
}

TEST_CASE("a grid is one stop for Tab and walked with the arrow keys", "[matrix]") {
    Headless lab(1440, 900);
    open_tab(lab, "matrix");
    for (int tabs = 0; tabs < 200 && lab.focused() != "matrix.Z1/Z1"; ++tabs)
        lab.key(ImGuiKey_Tab);
    REQUIRE(lab.focused() == "matrix.Z1/Z1");
    lab.key(ImGuiKey_DownArrow);
    lab.key(ImGuiKey_RightArrow);
    lab.frames(2);
    CHECK(lab.focused() == "matrix.Z1/Z1");
    CHECK(lab.get("matrix.sentence").text.rfind("Z₁[2,2] = 1.4300 (unit 2, example 2). ", 0) == 0);
    lab.key(ImGuiKey_Tab);
    CHECK(lab.focused() == "matrix.Z1/W1");
}

TEST_CASE("numbers of moments that are not reached read —", "[matrix]") {
    Headless lab(1440, 900);
    open_tab(lab, "matrix");
    REQUIRE(lab.call(R"({"call":"step","what":"moment"})") == k_ok);
    lab.frames(2);
    CHECK(lab.get("matrix.Z1/A0 1,1").text == "0.50");
    CHECK(lab.get("matrix.Z1/Z1 1,1").text == "—");
    CHECK_FALSE(lab.find("matrix.check"));
    lab.move(lab.get("matrix.Z1/Z1 1,1").center());
    lab.frames(2);
    CHECK(lab.get("matrix.sentence").text.rfind("Z₁[1,1] is not computed yet", 0) == 0);
    lab.call(R"({"call":"step","what":"moment"})");
    lab.frames(2);
    CHECK(lab.get("matrix.Z1/Z1 1,1").text == "0.60");
    lab.call(R"({"call":"step","what":"moment"})"); // h: the equation follows the steps
    lab.frames(2);
    CHECK(lab.get("matrix.equation").text == "h₁ = σ(Z₁)");
    lab.click("matrix.previous");
    lab.call(R"({"call":"step","what":"moment"})");
    lab.frames(2);
    CHECK(lab.get("matrix.equation").text == "Z₁ = W_ihᵀ·X + b_ih"); // chosen: stays
}

TEST_CASE("large matrices draw only what is visible, and say what is left out", "[matrix]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(load_circle(R"({"units":1024,"activation":"tanh"},)"
                                 R"({"units":1024,"activation":"tanh"},)",
                                 R"(,"training":{"batch":300})", 2000)) == k_ok);
    open_tab(lab, "matrix");
    choose_equation(lab, "Z2");
    CHECK(lab.get("matrix.Z2/W2 shape").text == "1024 × 1024");
    CHECK(lab.get("matrix.Z2/A1 shape").text == "1024 × 256");
    CHECK(count_cells(lab, "matrix.Z2/W2") > 8);
    CHECK(count_cells(lab, "matrix.Z2/W2") < 200);
    CHECK(lab.get("matrix.sentence").text.find("first 256 of the batch’s 300 examples") !=
          std::string::npos);
    lab.move(lab.get("matrix.Z2/Z2 2,3").center());
    lab.frames(2);
    CHECK(lab.get("matrix.check").text == "✓ equals the engine’s number");
}

TEST_CASE("the arrow keys scroll a large matrix to the cell they reach", "[matrix]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(load_circle(R"({"units":40,"activation":"tanh"},)",
                                 R"(,"training":{"batch":60})", 2000)) == k_ok);
    open_tab(lab, "matrix");
    CHECK_FALSE(lab.find("matrix.Z1/Z1 31,1"));
    for (int tabs = 0; tabs < 200 && lab.focused() != "matrix.Z1/Z1"; ++tabs)
        lab.key(ImGuiKey_Tab);
    REQUIRE(lab.focused() == "matrix.Z1/Z1");
    for (int row = 0; row < 30; ++row)
        lab.key(ImGuiKey_DownArrow);
    for (int column = 0; column < 50; ++column)
        lab.key(ImGuiKey_RightArrow);
    lab.frames(2);
    CHECK(lab.find("matrix.Z1/Z1 31,51"));
    CHECK(lab.get("matrix.sentence").text.rfind("Z¹[31,51] = ", 0) == 0);
    CHECK(lab.get("matrix.check").text == "✓ equals the engine’s number");
}

TEST_CASE("after the update its equations show the weights before and after", "[matrix]") {
    Headless lab(1440, 900);
    open_tab(lab, "matrix");
    for (int moment = 0; moment < 40; ++moment) {
        if (lab.find("matrix.W new1") || lab.find("matrix.W new1/W new1")) break;
        REQUIRE(lab.call(R"({"call":"step","what":"moment"})") == k_ok);
        lab.frames(2);
    }
    CHECK(lab.number("updates") == 1);
    CHECK(lab.get("matrix.check").text == "✓ all 20 numbers equal the engine’s");
    lab.click("matrix.previous"); // the last gradients: those of the pass, with its weights
    lab.move({1, 1});
    lab.frames(2);
    CHECK(lab.get("matrix.check").text.rfind("✓ ", 0) == 0);
}

TEST_CASE("matrices of a huge layer cost a frame little", "[matrix]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(load_circle(R"({"units":1024,"activation":"tanh"},)"
                                 R"({"units":1024,"activation":"tanh"},)",
                                 R"(,"training":{"batch":256})", 2000)) == k_ok);
    open_tab(lab, "parameters");
    const int without = vertices_of_frame();
    open_tab(lab, "matrix");
    for (const char* equation : {"Z2", "dA1", "dW2"}) {
        choose_equation(lab, equation);
        INFO(equation);
        CHECK(vertices_of_frame() < without + 12'000);
    }
}

TEST_CASE("both tabs have their numbers on a phone, too", "[matrix]") {
    Headless lab(390, 844);
    open_tab(lab, "matrix");
    CHECK(count_cells(lab, "matrix.Z1/Z1") == 30);
    open_tab(lab, "flow");
    CHECK(lab.find("flow.healthy"));
    CHECK(lab.find("flow.activations 2"));
}

TEST_CASE("the flow shows each layer's spread and finds nothing wrong in a healthy network",
          "[flow]") {
    Headless lab(1440, 900);
    open_tab(lab, "flow");
    CHECK(lab.find("flow.healthy"));
    CHECK(lab.get("flow.layer 2").text == "output");
    CHECK(lab.get("flow.layer 1").text == "hidden 1");
    CHECK(lab.get("flow.ratio 2").text == "100 %");
    CHECK(lab.get("flow.ratio 1").text == "20.4 %");
    CHECK(lab.get("flow.deltas 1 low").text == lab.get("flow.deltas 2 low").text);
    lab.click("flow.range.own");
    lab.frames(2);
    CHECK(lab.get("flow.deltas 1 low").text != lab.get("flow.deltas 2 low").text);
}

TEST_CASE("the flow names the unit at fault and lights it in the picture", "[flow]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(R"({"call":"load","experiment":{"version":1,"name":"dead",
        "data":{"kind":"generated","set":"circle","examples":200,"train_share":0.5,"seed":1},
        "network":{"inputs":2,"layers":[{"units":3,"activation":"relu"},
        {"units":1,"activation":"tanh"}],"bias":"per-unit"},
        "start":{"weights":[[[0.5,-0.25],[0.1,0.2],[-0.3,0.2]],[[0.1,0.2,0.3]]],
        "biases":[[0,-100,0],[0]]}}})") == k_ok);
    open_tab(lab, "flow");
    CHECK(lab.get("flow.finding.1").text.rfind("Hidden 1, unit 2 is dead", 0) == 0);
    CHECK(lab.get("flow.layer 1").text == "⚠ hidden 1");
    CHECK(lab.get("flow.dead 1").text == "⚠ 1 / 3");
    lab.click("flow.finding.1 show");
    CHECK(lab.snapshot().find("selection")->string == "unit 1.2");
}

TEST_CASE("the flow tells vanishing gradients and units alike", "[flow]") {
    Headless lab(1440, 900);
    std::string hidden;
    for (int layer = 0; layer < 7; ++layer)
        hidden += R"({"units":5,"activation":"sigmoid"},)";
    REQUIRE(lab.call(load_circle(hidden, "", 2000)) == k_ok);
    open_tab(lab, "flow");
    CHECK(lab.get("flow.finding.1").text.rfind("Hidden 1: the gradient has vanished", 0) == 0);
    const char* k_changes[] = {R"({"call":"set","path":"start.rule","value":"constant"})",
                               R"({"call":"set","path":"start.value","value":0.2})"};
    for (const char* change : k_changes)
        REQUIRE(lab.call(change) == k_ok);
    lab.frames(3);
    CHECK(lab.get("flow.finding.1").text.rfind("Hidden 1: 5 of 5 units have the same weights", 0) ==
          0);
}
