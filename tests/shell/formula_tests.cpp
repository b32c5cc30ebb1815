// Typeset formulas: where their parts stand, how they break, and what is registered.
#include "shell/drawing/formula.hpp"
#include "tests/shell/headless.hpp"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

using namespace backprop;
using namespace backprop::shell;
using namespace backprop::shell::test;

namespace {

/// Where the run with this text stands.
const Formula::Run& run_of(const Formula& formula, std::string_view text) {
    for (const Formula::Run& run : formula.runs)
        if (run.text == text) return run;
    FAIL("no run " << text);
    return formula.runs.front();
}

Formula set(std::string_view markup, float width = 0) {
    return lay_out_formula(fonts(), markup, {TextStyle::Body, width, false});
}

} // namespace

TEST_CASE("scripts are smaller, above and below, one behind the other", "[formula]") {
    const Headless lab(1440, 900);
    const Formula formula = set("a^{2}_{13} + b");
    const Formula::Run& letter = run_of(formula, "a");
    const Formula::Run& raised = run_of(formula, "2");
    const Formula::Run& lowered = run_of(formula, "13");
    CHECK(raised.size < letter.size);
    CHECK(raised.baseline < letter.baseline);
    CHECK(lowered.baseline > letter.baseline);
    CHECK(raised.x < lowered.x); // above each other 1 and 2 would look like ½
    CHECK(run_of(formula, "b").baseline == letter.baseline);
}

TEST_CASE("a fraction has one part above and one below its line, both in its middle", "[formula]") {
    const Headless lab(1440, 900);
    const Formula formula = set("x = \\frac{∂E}{∂w_5}");
    REQUIRE(formula.fraction_lines.size() == 1);
    const Formula::Line& line = formula.fraction_lines[0];
    const Formula::Run& above = run_of(formula, "∂E");
    const Formula::Run& below = run_of(formula, "∂w");
    CHECK(above.baseline < line.y);
    CHECK(below.baseline > line.y);
    CHECK(above.x > line.x);
    CHECK(line.x + line.width <= formula.width + 0.01F);
    const Formula::Run& text = run_of(formula, "x");
    CHECK(line.y < text.baseline); // at the height of the equals sign
    CHECK(line.y > text.baseline - text.size / 2);
    CHECK(above.baseline - above.size > -above.size / 2); // nothing is above the corner
    CHECK(formula.height > 1.5F * set("x").height);
}

TEST_CASE("lines break before an operator, and only where a space is", "[formula]") {
    const Headless lab(1440, 900);
    const std::string markup = "first = \\frac{1}{2} · second · third";
    const Formula wide = set(markup);
    const Formula narrow = set(markup, wide.width * 0.6F);
    CHECK(narrow.width <= wide.width * 0.6F);
    CHECK(narrow.height > wide.height);
    CHECK(run_of(wide, "first").baseline == run_of(wide, "third").baseline);
    float last_baseline = 0;
    for (std::size_t i = 0; i < narrow.runs.size(); ++i)
        if (narrow.runs[i].text == "·") {
            CHECK(narrow.runs[i].baseline == narrow.runs[i + 1].baseline);
            last_baseline = narrow.runs[i].baseline;
        }
    CHECK(last_baseline > run_of(narrow, "first").baseline);
    const Formula unbroken = set("onewordthatistoolong", 10);
    CHECK(unbroken.runs.size() == 1);
    CHECK(set("one\ntwo").height > 1.5F * set("one").height);
}

TEST_CASE("the cells of aligned rows share their columns", "[formula]") {
    const Headless lab(1440, 900);
    const std::string rows[] = {"∂E&=&\\c{1}{aaaaaaaaaa}&·&\\c{2}{b}",
                                "&=&\\c{1}{c}&·&\\c{2}{dddddddd}",
                                "&=&\\v{1}{0.5}&·&\\v{2}{0.25}&=&0.125"};
    const Formula formula = lay_out_aligned(fonts(), rows);
    REQUIRE(formula.factors.size() == 6);
    const auto middle = [&](std::size_t i) {
        return formula.factors[i].rect.x + formula.factors[i].rect.width / 2;
    };
    CHECK(std::abs(middle(0) - middle(2)) < 0.01F);
    CHECK(std::abs(middle(0) - middle(4)) < 0.01F);
    CHECK(std::abs(middle(1) - middle(5)) < 0.01F);
    CHECK(formula.factors[0].rect.y < formula.factors[2].rect.y);
    CHECK(formula.rows.size() == 3);
    CHECK(formula.rows[1].text == "= c · dddddddd");
    const Formula narrow =
        lay_out_aligned(fonts(), rows, {TextStyle::Body, formula.width * 0.7F, false});
    CHECK(narrow.width <= formula.width * 0.7F);
    // The second factor goes on below all rows of the first.
    CHECK(narrow.factors[1].rect.y > narrow.factors[4].rect.y);
}

TEST_CASE("factors get marks that differ, colours of the theme and places of their own",
          "[formula]") {
    const Headless lab(1440, 900);
    const Formula formula = set("\\c{1}{\\frac{∂E}{∂o_1}} · \\c{3}{H_1} = \\v{1}{0.5}");
    REQUIRE(formula.factors.size() == 3);
    CHECK(formula.factors[0].text == "∂E/∂o₁");
    CHECK(formula.factors[2].is_value);
    CHECK(formula.factors[0].rect.x + formula.factors[0].rect.width < formula.factors[1].rect.x);
    for (const FormulaFactor& factor : formula.factors) {
        CHECK(factor.rect.y > -0.5F);
        CHECK(factor.rect.y + factor.rect.height <= formula.height + 0.5F);
    }
    for (const Theme* theme : {&dark_theme(), &light_theme()})
        for (std::int32_t a = 1; a <= 5; ++a)
            for (std::int32_t b = a + 1; b <= 5; ++b)
                CHECK(factor_color(*theme, a) != factor_color(*theme, b));
}
