#include "tests/shell/headless.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>

using namespace backprop::shell;
using namespace backprop::shell::test;

TEST_CASE("the edges of panels are dragged, and a double click brings them back", "[divider]") {
    Headless lab(1440, 900);
    const Rect usual = lab.get("divider.explain").rect;
    const ImVec2 grip = lab.get("divider.explain").center();
    lab.drag(grip, {grip.x, grip.y - 120});
    lab.frames(2);
    const ImVec2 moved = lab.get("divider.explain").center();
    CHECK(std::abs(grip.y - 120 - moved.y) < 2);

    const ImVec2 upright = lab.get("divider.loss").center();
    lab.drag(upright, {upright.x + 90, upright.y});
    lab.frames(2);
    CHECK(std::abs(upright.x + 90 - lab.get("divider.loss").center().x) < 2);

    lab.click(moved);
    lab.click(moved);
    lab.frames(2);
    CHECK(lab.get("divider.explain").rect.y == usual.y);
}

TEST_CASE("the edges of panels are moved by the keyboard", "[divider]") {
    Headless lab(1440, 900);
    const Widget before = lab.get("divider.explain");
    for (int tabs = 0; tabs < 200 && lab.focused() != "divider.explain"; ++tabs)
        lab.key(ImGuiKey_Tab);
    REQUIRE(lab.focused() == "divider.explain");
    lab.key(ImGuiKey_UpArrow);
    lab.frames(2);
    CHECK(lab.get("divider.explain").rect.y < before.rect.y);
    CHECK(lab.focused() == "divider.explain");
    lab.key(ImGuiKey_Enter);
    lab.frames(2);
    CHECK(lab.get("divider.explain").rect.y == before.rect.y);
}

TEST_CASE("a narrow window has no edges to move, a lesson one", "[divider]") {
    CHECK_FALSE(Headless(390, 844).find("divider.explain"));
    Headless lab(1024, 768);
    lab.call(R"({"call":"lesson","key":"houses","step":1})");
    lab.frames(3);
    CHECK(lab.find("divider.explain"));
    CHECK_FALSE(lab.find("divider.loss"));
}
