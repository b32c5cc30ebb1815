// The explaining panel's tabs, and the digits that numbers are shown with.
#include "shell/drawing/part_values.hpp"
#include "tests/shell/headless.hpp"

#include <catch2/catch_test_macros.hpp>

#include <string>

using namespace backprop::shell;
using namespace backprop::shell::test;

TEST_CASE("a tab is chosen by pointer, and the arrow keys go to its neighbours", "[explain]") {
    Headless lab(1440, 900);
    for (const auto& tab : k_explain_tabs) {
        const std::string id = "tab." + std::string(tab.key);
        INFO(id);
        CHECK(lab.get(id).role == "tab");
        lab.click(id);
        CHECK(lab.get(id).value == "true");
    }
    lab.key(ImGuiKey_RightArrow); // from the last one to the first
    lab.frames(2);
    CHECK(lab.get("tab.chain-rule").value == "true");
    CHECK(lab.get("tab.parameters").value == "false");
    lab.key(ImGuiKey_RightArrow);
    lab.frames(2);
    CHECK(lab.get("tab.matrix").value == "true");
    CHECK(lab.focused() == "tab.matrix");
    lab.key(ImGuiKey_End);
    lab.frames(2);
    CHECK(lab.get("tab.parameters").value == "true");
}

TEST_CASE("a window of 1024 × 768 has room for all tabs", "[explain]") {
    Headless lab(1024, 768);
    CHECK(lab.find("tab.parameters"));
    CHECK_FALSE(lab.find("explain.tab"));
}

TEST_CASE("tabs without room side by side become a list", "[explain]") {
    Headless phone(390, 844);
    phone.move({195, 600});
    for (int i = 0; i < 40 && !phone.find("explain.tab"); ++i)
        phone.wheel(-2);
    CHECK(phone.get("explain.tab").options.size() == std::size(k_explain_tabs));
    CHECK_FALSE(phone.find("tab.parameters"));
}

TEST_CASE("numbers are shown with the digits that are asked for", "[explain]") {
    View view;
    CHECK(format_digits(view, 0.70266) == "0.7027");
    CHECK(format_digits(view, 12.345678) == "12.346");
    CHECK(format_digits(view, 0.0) == "0");
    CHECK(format_digits(view, -0.000123456) == "−0.000123");
    CHECK(format_digits(view, 1.5e-9) == "1.50e-09");
    CHECK(format_digits(view, 1234567.0) == "1234567");
    CHECK(format_digits(view, std::nullopt) == "—");
    CHECK(format_signed_digits(view, 0.0527) == "+0.0527");
    CHECK(format_signed_digits(view, -0.0527) == "−0.0527");
    CHECK(format_signed_digits(view, std::nullopt) == "—");
    view.digits = 12;
    CHECK(format_digits(view, 0.052706927) == "0.052706927000");
    view.digits = 3;
    CHECK(format_digits(view, 0.70266) == "0.703");
}
