#include "shell/layout.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <cmath>
#include <utility>
#include <vector>

using namespace backprop::shell;

namespace {

bool overlap(const Rect& a, const Rect& b) {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
           b.y < a.y + a.height;
}

bool is_inside(const Rect& rect, float width, float height) {
    return rect.x >= 0 && rect.y >= 0 && rect.x + rect.width <= width &&
           rect.y + rect.height <= height;
}

constexpr Section k_drawn[] = {Section::Network, Section::Output, Section::Loss, Section::Explain};

} // namespace

TEST_CASE("a wide window has its panels side by side, none over another", "[layout]") {
    const float note = GENERATE_COPY(0.0F, 40.0F);
    for (const auto& [width, height] : {std::pair{1440.0F, 900.0F},
                                        {1024.0F, 768.0F},
                                        {1280.0F, 720.0F},
                                        {2560.0F, 1440.0F},
                                        {900.0F, 600.0F}}) {
        const Layout layout = compute_layout({width, height, 15, 46, note});
        INFO(width << " × " << height << ", note " << note);
        REQUIRE_FALSE(layout.narrow);
        std::vector<Rect> rects{layout.top_bar, layout.note, layout.left};
        float area = 0;
        for (const Section section : k_drawn) {
            const Rect& rect = layout.section(section);
            CHECK(rect.width >= 200);
            CHECK(rect.height >= 150);
            rects.push_back(rect);
        }
        for (std::size_t i = 0; i < rects.size(); ++i) {
            CHECK(is_inside(rects[i], width, height));
            area += rects[i].width * rects[i].height;
            for (std::size_t j = 0; j < i; ++j)
                CHECK_FALSE(overlap(rects[i], rects[j]));
        }
        CHECK(area == width * height); // nothing is left over either
    }
}

TEST_CASE("beside a lesson the network and what explains it stay, and a strip of settings",
          "[layout]") {
    for (const auto& [width, height] :
         {std::pair{1440.0F, 900.0F}, {1024.0F, 768.0F}, {900.0F, 600.0F}}) {
        const Layout layout = compute_layout({width, height, 15, 46, 0, true, false, 75});
        INFO(width << " × " << height);
        REQUIRE_FALSE(layout.narrow);
        CHECK(layout.left.width == 0);
        CHECK(layout.section(Section::Output).width == 0);
        CHECK(layout.section(Section::Lesson).width == 22 * 15);
        std::vector<Rect> rects{layout.top_bar};
        for (const Section section :
             {Section::Lesson, Section::Network, Section::Explain, Section::Strip})
            rects.push_back(layout.section(section));
        float area = 0;
        for (std::size_t i = 0; i < rects.size(); ++i) {
            CHECK(is_inside(rects[i], width, height));
            area += rects[i].width * rects[i].height;
            for (std::size_t j = 0; j < i; ++j)
                CHECK_FALSE(overlap(rects[i], rects[j]));
        }
        CHECK(area == width * height);
        CHECK(layout.section(Section::Network).height >= 200);
        CHECK(layout.section(Section::Explain).height >= 200);
    }
    const Layout phone = compute_layout({390, 844, 15, 110, 0, true});
    const Rect& sheet = phone.section(Section::Lesson);
    CHECK(sheet.width == 390);
    CHECK(sheet.y + sheet.height == 844);
    CHECK(phone.scroller.y + phone.scroller.height == sheet.y); // the picture stays in sight
    CHECK(phone.scroller.height >= 300);
    const Layout folded = compute_layout({390, 844, 15, 110, 0, true, false, 75, 90});
    CHECK(folded.section(Section::Lesson).height == 90);
    CHECK(phone.section(Section::Strip).width == 0);
}

TEST_CASE("a narrow window has its sections below each other", "[layout]") {
    const Layout layout = compute_layout({390, 844, 15, 110, 0});
    REQUIRE(layout.narrow);
    CHECK(layout.scroller.y == 110);
    CHECK(layout.scroller.y + layout.scroller.height == 844);
    float bottom = 0;
    for (int i = 0; i < k_section_count; ++i) {
        const Rect& rect = layout.section(static_cast<Section>(i));
        if (rect.width == 0) continue; // not shown
        CHECK(rect.x == 0);
        CHECK(rect.width == 390);
        CHECK(rect.y >= bottom);
        bottom = rect.y + rect.height;
    }
    for (const Section section : k_drawn) {
        CHECK(layout.section(section).height >= 200);
        CHECK(layout.section(section).height <= 844);
    }
}

TEST_CASE("a larger font makes a window narrow sooner", "[layout]") {
    CHECK_FALSE(compute_layout({1024, 768, 15, 46, 0}).narrow);
    CHECK(compute_layout({1024, 768, 30, 92, 0}).narrow);
}

TEST_CASE("moved edges share the room, and nobody loses all of it", "[layout]") {
    LayoutInput input{1440, 900, 15, 46, 0};
    const Layout usual = compute_layout(input);
    input.explain_share = 0.6F;
    input.loss_share = 0.2F;
    const Layout moved = compute_layout(input);
    CHECK(moved.section(Section::Explain).height == std::round(0.6F * (900 - 46)));
    CHECK(moved.section(Section::Explain).width > usual.section(Section::Explain).width);
    CHECK(moved.explain_edge.y == moved.section(Section::Explain).y);
    CHECK(moved.loss_edge.x == moved.section(Section::Explain).x);
    for (const float share : {0.01F, 1.0F}) {
        input.explain_share = input.loss_share = share;
        const Layout end = compute_layout(input);
        for (const Section section : k_drawn) {
            CHECK(end.section(section).width >= 200);
            CHECK(end.section(section).height >= 200);
        }
    }
}

TEST_CASE("beside a lesson the settings have a column, or lie over the network", "[layout]") {
    LayoutInput input{1440, 900, 15, 46, 0, true, true};
    const Layout wide = compute_layout(input);
    CHECK_FALSE(wide.left_above);
    CHECK(wide.section(Section::Network).x == wide.left.width);
    const Rect& lesson = wide.section(Section::Lesson);
    CHECK(lesson.x + lesson.width == 1440);
    input.width = 1024;
    const Layout small = compute_layout(input);
    CHECK(small.left_above);
    CHECK(small.left.width > 200);
    CHECK(small.section(Section::Network).x == 0);
}
