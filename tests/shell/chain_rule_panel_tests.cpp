// The chain rule's tab: what it says of a weight or bias, against the golden figures, and how it
// and the picture light each other.
#include "tests/shell/headless.hpp"

#include <catch2/catch_test_macros.hpp>

#include <string>

using namespace backprop;
using namespace backprop::shell;
using namespace backprop::shell::test;

namespace {

void show(Headless& lab, const std::string& set, const std::string& part) {
    lab.call(R"({"call":"set","path":"view.tab","value":"chain-rule"})");
    if (!set.empty()) lab.call(R"({"call":"set","path":"data.set","value":")" + set + "\"}");
    REQUIRE(lab.call(R"({"call":"set","path":"view.selection","value":")" + part + "\"}") ==
            "{\"ok\":true}");
}

void set(Headless& lab, const std::string& path, const std::string& value) {
    REQUIRE(lab.call(R"({"call":"set","path":")" + path + R"(","value":)" + value + "}") ==
            "{\"ok\":true}");
}

bool ends_with(const std::string& text, const std::string& end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

int vertices() {
    int count = 0;
    for (const ImDrawList* list : ImGui::GetDrawData()->CmdLists)
        count += list->VtxBuffer.Size;
    return count;
}

std::string selection(const Headless& lab) {
    const Json snapshot = lab.snapshot();
    return snapshot.find("selection")->string;
}

} // namespace

TEST_CASE("article 2's w₅ reads as printed: symbols, formulas, values, product, update",
          "[chain panel]") {
    Headless lab(1440, 900);
    show(lab, "two-class-a", "weight 2: 1 to 1");
    CHECK(lab.get("chain.title").text == "weight w₅, from H₁ to o₁");
    CHECK(lab.get("chain.1").text == "∂E/∂w₅ = ∂E/∂o₁ · ∂o₁/∂net₁ · ∂net₁/∂w₅");
    CHECK(lab.get("chain.2").text == "= 2(o₁ − t₁) · o₁(1 − o₁) · H₁");
    // dE_do1, do1_dnet1, dnet1_dw5 and dE_dw5 of the golden file
    CHECK(lab.get("chain.3").text == "= 0.0467 · 0.1956 · 0.5781 = 0.005274");
    CHECK(lab.get("chain.verdict").text == "✓ equals the engine’s gradient");
    const std::string update = lab.get("chain.update.1").text;
    CHECK(update == "w₅ ← w₅ − α·∂E/∂w₅ = 0.4000 − 0.1·0.0053 = 0.39947");
    set(lab, "view.digits", "8");
    CHECK(lab.get("chain.3").text == "= 0.04665499 · 0.19555828 · 0.57810523 = 0.0052744985");
}

TEST_CASE("a hidden weight shows every path, their sum and its nested form", "[chain panel]") {
    Headless lab(1440, 1200);
    show(lab, "mazur", "weight 1: 1 to 1");
    CHECK(lab.get("chain.path 1").text == "▾ path 1: H₁ → o₁");
    CHECK(lab.get("chain.1").text == "∂E/∂o₁ · ∂o₁/∂net₁ · ∂net₁/∂H₁ · ∂H₁/∂net_H1 · ∂net_H1/∂w₁");
    CHECK(lab.find("chain.path 2 product"));
    set(lab, "view.digits", "10");
    const Widget sum = lab.get("chain.sum");
    CHECK(ends_with(sum.text, " = 0.000438567734")); // grad_w1_to_w8[0]
    CHECK(lab.get("chain.verdict").text == "✓ equals the engine’s gradient");
    lab.click("chain.path 2");
    CHECK(lab.get("chain.path 2").text == "▾ path 2: H₁ → o₂");
    CHECK(lab.get("chain.1").text.rfind("∂E/∂o₂", 0) == 0);
}

TEST_CASE("the nested form opens layer by layer", "[chain panel]") {
    Headless lab(1440, 2000);
    show(lab, "circle", "weight 1: 1 to 1");
    CHECK(lab.get("chain.nested").text.rfind("∂E/∂w¹₁₁ = δ¹₁ · a⁰₁ = ", 0) == 0);
    CHECK(
        lab.get("chain.delta 1.1").text.rfind("δ¹₁ = ( w²₁₁·δ²₁ + w²₂₁·δ²₂ ) · ∂a¹₁/∂z¹₁ = ", 0) ==
        0);
    CHECK_FALSE(lab.find("chain.delta 2.1"));
    lab.click("chain.expand");
    CHECK(lab.find("chain.delta 2.2"));
    CHECK_FALSE(lab.find("chain.delta 3.1"));
    lab.click("chain.expand");
    CHECK(lab.get("chain.delta 3.1").text.rfind("δ³₁ = ∂E/∂a³₁ · ∂a³₁/∂z³₁ = ", 0) == 0);
    CHECK_FALSE(lab.find("chain.expand")); // that was the output
    lab.click("chain.fold");
    CHECK_FALSE(lab.find("chain.delta 2.1"));
}

TEST_CASE("the batch shows the product of each example and their sum", "[chain panel]") {
    Headless lab(1440, 1400);
    show(lab, "", "weight 2: 2 to 1"); // the houses
    lab.click("chain.batch");
    CHECK(lab.get("chain.1").text == "∂E/∂W_ho,2 = Σ ∂E/∂O · ∂O/∂Z₂ · ∂Z₂/∂W_ho,2");
    CHECK(lab.get("chain.2").text == "= Σ (O − Y) · O(1 − O) · h₁,₂");
    CHECK(lab.get("chain.3").text.rfind("example 1", 0) == 0);
    CHECK(lab.get("chain.8").text.rfind("example 6 + ", 0) == 0);
    CHECK(ends_with(lab.get("chain.5").text, "= 0.052707")); // house 3
    CHECK(lab.get("chain.sum").text == "∂E/∂W_ho,2 = sum of 6 examples = 0.162764");
    CHECK(lab.get("chain.verdict").text == "✓ equals the engine’s gradient");
    set(lab, "loss.over_examples", "\"mean\"");
    CHECK(lab.get("chain.2").text == "= Σ 1/6·(O − Y) · O(1 − O) · h₁,₂");
    CHECK(ends_with(lab.get("chain.sum").text, "= 0.027127"));
    lab.click("chain.one");
    CHECK(lab.get("chain.2").text == "= (O − Y) · O(1 − O) · h₁,₂");
}

TEST_CASE("numbers of moments to come read —", "[chain panel]") {
    Headless lab(1440, 900);
    show(lab, "two-class-a", "weight 2: 1 to 1");
    lab.call(R"({"call":"step","what":"moment"})"); // the inputs
    CHECK(lab.get("chain.3").text == "= — · — · — = —");
    CHECK_FALSE(lab.find("chain.verdict"));
    CHECK(ends_with(lab.get("chain.update.1").text, "= 0.4000 − 0.1·— = —"));
    for (int moment = 2; moment <= 3; ++moment)
        lab.call(R"({"call":"step","what":"moment"})"); // z and a of the hidden layer
    CHECK(lab.get("chain.3").text == "= — · — · 0.5781 = —");
    std::string last;
    for (int moment = 4; moment <= 30 && !lab.find("chain.verdict"); ++moment) {
        last = lab.get("chain.3").text;
        lab.call(R"({"call":"step","what":"moment"})");
    }
    CHECK(last == "= 0.0467 · 0.1956 · 0.5781 = —");
    CHECK(ends_with(lab.get("chain.update.1").text, "= 0.4000 − 0.1·0.0053 = —"));
}

TEST_CASE("every optimizer's update is written in its own formula", "[chain panel]") {
    Headless lab(1440, 1400);
    show(lab, "two-class-a", "weight 2: 1 to 1");
    const struct {
        const char* kind;
        const char* first;
        const char* last;
    } rows[] = {
        {"momentum", "v ← β·v + ∂E/∂w₅ = 0.9·0 + 0.0053 = 0.005274",
         "w₅ ← w₅ − α·v = 0.4000 − 0.1·0.0053 = 0.39947"},
        {"nesterov", "v ← β·v + ∂E/∂w₅ = 0.9·0 + 0.0053 = 0.005274",
         "w₅ ← w₅ − α·(∂E/∂w₅ + β·v) = 0.4000 − 0.1·(0.0053 + 0.9·0.0053) = 0.39900"},
        {"adagrad", "s ← s + (∂E/∂w₅)² = 0 + 0.0053² = 2.782e-05",
         "w₅ ← w₅ − α·∂E/∂w₅/(√s + ε) = 0.4000 − 0.1·0.0053/(√2.78e-05 + 1e-10) = 0.30000"},
        {"rmsprop", "s ← ρ·s + (1 − ρ)·(∂E/∂w₅)² = 0.99·0 + 0.01·0.0053² = 2.782e-07", ""},
        {"adam", "m ← β₁·m + (1 − β₁)·∂E/∂w₅ = 0.9·0 + 0.1·0.0053 = 0.0005274", ""},
        {"adamw", "m ← β₁·m + (1 − β₁)·∂E/∂w₅ = 0.9·0 + 0.1·0.0053 = 0.0005274", ""},
    };
    for (const auto& row : rows) {
        INFO(row.kind);
        set(lab, "training.optimizer.kind", std::string("\"") + row.kind + "\"");
        CHECK(lab.get("chain.update.1").text == row.first);
        if (*row.last) CHECK(lab.get("chain.update.2").text == row.last);
    }
    const std::string decay = lab.get("chain.update.5").text;
    CHECK(decay.rfind("w₅ ← w₅ − α·λ·w₅ − α·m′/(√s′ + ε) = 0.4000 − 0.1·0.01·0.4000 − ", 0) == 0);
    // m′ / √s′ of the first update is the sign of the gradient
    CHECK(ends_with(decay, "= 0.29960"));
}

TEST_CASE("penalties, clipping and parameters that do not train are in the update",
          "[chain panel]") {
    Headless lab(1440, 1400);
    show(lab, "two-class-a", "weight 2: 1 to 1");
    set(lab, "training.regularization.kind", "\"l2\"");
    set(lab, "training.regularization.rate", "0.5");
    CHECK(lab.get("chain.update.1").text == "g = ∂E/∂w₅ + λ·w₅ = 0.0053 + 0.5·0.4000 = 0.2053");
    CHECK(lab.get("chain.update.2").text == "w₅ ← w₅ − α·g = 0.4000 − 0.1·0.2053 = 0.37947");
    set(lab, "training.clip.value", "0.1");
    CHECK(ends_with(lab.get("chain.update.1").text, "= 0.2053 → 0.1000 (cut to ±0.1)"));
    lab.call(R"({"call":"set","path":"view.selection","value":"bias 2.1"})");
    CHECK(lab.get("chain.title").text == "bias b_o1 of o₁");
    CHECK(lab.get("chain.2").text == "= 2(o₁ − t₁) · o₁(1 − o₁) · 1");
    CHECK(lab.get("chain.update.1").text.rfind("g = ∂E/∂b_o1 = 0.0091", 0) == 0); // no penalty
    show(lab, "mazur", "bias 2.1");
    CHECK(lab.find("chain.frozen"));
    CHECK_FALSE(lab.find("chain.update.1"));
}

TEST_CASE("an update that is done keeps the penalty it was made with", "[chain panel]") {
    Headless lab(1440, 1400);
    show(lab, "two-class-a", "weight 2: 1 to 1");
    set(lab, "training.regularization.kind", "\"l2\"");
    set(lab, "training.regularization.rate", "0.5");
    for (int moment = 1; moment <= 15; ++moment)
        lab.call(R"({"call":"step","what":"moment"})");
    const std::string line = lab.get("chain.update.1").text;
    CHECK(line == "g = ∂E/∂w₅ + λ·w₅ = 0.0053 + 0.5·0.4000 = 0.2053");
    set(lab, "training.regularization.rate", "2");
    CHECK(lab.get("chain.update.1").text == line);
    CHECK(ends_with(lab.get("chain.update.2").text, "= 0.37947"));
}

TEST_CASE("without a selection the tab says how to select, by keyboard too", "[chain panel]") {
    Headless lab(1440, 900);
    show(lab, "two-class-a", "");
    CHECK(lab.find("chain.how"));
    CHECK(lab.get("chain.title").text == "weight w₅, from H₁ to o₁");
    lab.click("chain.next");
    CHECK(selection(lab) == "weight 2: 2 to 1");
    CHECK_FALSE(lab.find("chain.how"));
    lab.click("chain.previous");
    lab.click("chain.previous");
    CHECK(selection(lab) == "bias 1.2");
    CHECK(lab.call(R"({"call":"set","path":"view.selection","value":"weight 9: 1 to 1"})") !=
          "{\"ok\":true}");
    CHECK(lab.call(R"({"call":"set","path":"view.selection","value":"weight 1: 0 to 1"})") !=
          "{\"ok\":true}");
}

TEST_CASE("pointing at a factor lights its part, and the part its factor", "[chain panel]") {
    Headless lab(1440, 900);
    show(lab, "", "weight 2: 2 to 1"); // the houses
    CHECK(lab.get("note.part.0").text.rfind("W_ho,2 = ", 0) == 0);
    lab.move(lab.get("chain.2.factor 3").center()); // h₁ 2
    CHECK(lab.get("note.part.0").text.rfind("h₁,₂ = ", 0) == 0);
    lab.move(lab.get("chain.1.factor 2").center()); // ∂O/∂Z₂
    CHECK(lab.get("note.part.0").text == "price");
    lab.move({5, 5});
    lab.frames(3);
    const int unlit = vertices();
    lab.move(lab.get("graph.arrow 4").center()); // Z₂ → O lights ∂O/∂Z₂ in three rows
    lab.frames(3);
    CHECK(vertices() > unlit);
}

TEST_CASE("the graph has the shapes of what flows, and a deep one scrolls", "[chain panel]") {
    Headless lab(1440, 900);
    show(lab, "", "weight 1: 3 to 2");
    CHECK(lab.get("graph.arrow 1 shape").text == "4×1");
    lab.click("chain.batch");
    CHECK(lab.get("graph.arrow 1 shape").text == "4×6");
    CHECK(lab.get("graph.arrow 2 shape").text == "5×6");
    CHECK(lab.get("graph.arrow 5 shape").text == "1×6");
    CHECK(lab.get("graph.to_z1 from W1 shape").text == "4×5");
    CHECK(lab.get("graph.to_z1 from b1 shape").text == "1×1");
    CHECK(lab.get("graph.Z1").text == "Z₁");
    CHECK(lab.find("graph.E"));
}

TEST_CASE("all examples of a large batch cost no more vertices than are seen", "[chain panel]") {
    Headless lab(1440, 900);
    show(lab, "iris", "weight 2: 1 to 1");
    set(lab, "training.batch", "105");
    lab.click("chain.batch");
    lab.move(lab.get("chain.4").center()); // an example, in the part that scrolls
    for (int i = 0; i < 30 && !lab.find("chain.all_examples"); ++i)
        lab.wheel(-2);
    const int before = vertices();
    lab.click("chain.all_examples");
    CHECK_FALSE(lab.find("chain.107"));
    CHECK(vertices() < before + 3000);
    lab.move(lab.get("chain.title").center());
    for (int i = 0; i < 300 && !lab.find("chain.verdict"); ++i) {
        lab.move({1000, 800});
        lab.wheel(-5);
    }
    CHECK(lab.get("chain.sum").text.rfind("∂E/∂w²₁₁ = sum of 105 examples = ", 0) == 0);
    CHECK(lab.get("chain.verdict").text == "✓ equals the engine’s gradient");
}

TEST_CASE("a network of any depth, loss and size is explained without harm", "[chain panel]") {
    Headless lab(1024, 768);
    for (const char* set : {"iris", "digits", "spiral", "sine", "rings", "xor-rows"}) {
        INFO(set);
        show(lab, set, "weight 1: 1 to 1");
        CHECK(lab.find("chain.title"));
        lab.call(R"({"call":"step","what":"batch"})");
        for (const char* batch : {"true", "false"}) {
            lab.call(std::string(R"({"call":"set","path":"view.batch_sum","value":)") + batch +
                     "}");
            const auto verdict = lab.find("chain.verdict");
            if (verdict) CHECK(verdict->text == "✓ equals the engine’s gradient");
        }
    }
}
