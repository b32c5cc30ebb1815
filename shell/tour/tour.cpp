#include "shell/tour/tour.hpp"

#include "shell/platform/platform.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <iterator>
#include <string>

namespace backprop::shell {

namespace {

constexpr std::string_view k_seen_key = "tour";
constexpr std::string_view k_seen = "seen";
constexpr float k_width = 24; ///< of the box, in font units

/// What a step is about: the widgets whose ids begin so (the first that is on screen counts), and
/// the keys of its texts.
struct TourStep {
    std::string_view key;
    Section section; ///< where they are in a narrow window
    std::string_view targets[2];
    bool all; ///< every such widget, not only the first
};
constexpr TourStep k_steps[] = {
    {"picture", Section::Network, {"unit ", "section.network"}, true},
    {"sliders", Section::Hyperparameters, {"training.learning_rate", "hyperparameters"}, false},
    {"steps", Section::Network, {"forward", "step_back.moment"}, false},
    {"chain_rule", Section::Explain, {"tab.chain-rule", "explain.tab"}, false},
    {"lessons", Section::Network, {"lessons", "more"}, false},
};
constexpr int k_step_count = static_cast<int>(std::size(k_steps));

Rect united(const Rect& a, const Rect& b) {
    if (a.width <= 0) return b;
    const float left = std::min(a.x, b.x), top = std::min(a.y, b.y);
    return {left, top, std::max(a.x + a.width, b.x + b.width) - left,
            std::max(a.y + a.height, b.y + b.height) - top};
}

/// Where the step's widget is; 0 wide when it is not on screen.
Rect find_target(const Registry& registry, const TourStep& step) {
    Rect found;
    for (const std::string_view target : step.targets) {
        for (const WidgetRecord& record : registry.records) {
            const bool fits =
                step.all ? record.id.compare(0, target.size(), target) == 0 : record.id == target;
            if (!fits) continue;
            found = united(found, record.rect);
            if (!step.all) break;
        }
        if (found.width > 0) break;
    }
    return found;
}

/// Below the target, above it, or where there is no room for either at its side; at the bottom of
/// the window when there is no target.
ImVec2 place_box(const Rect& target, ImVec2 size) {
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    const float gap = em(0.9F), edge = em(0.5F);
    const auto inside = [&](ImVec2 corner) {
        return ImVec2{std::max(edge, std::min(corner.x, display.x - size.x - edge)),
                      std::max(edge, std::min(corner.y, display.y - size.y - edge))};
    };
    if (target.width <= 0) return inside({(display.x - size.x) / 2, display.y - size.y - 2 * gap});
    const float middle = target.x + target.width / 2 - size.x / 2;
    const float below = target.y + target.height + gap, above = target.y - gap - size.y;
    if (below + size.y + edge <= display.y) return inside({middle, below});
    if (above >= edge) return inside({middle, above});
    const float right = target.x + target.width + gap;
    if (right + size.x + edge <= display.x) return inside({right, target.y});
    return inside({target.x - gap - size.x, target.y});
}

void draw_ring(const Frame& frame, const Rect& target) {
    if (target.width <= 0) return;
    const float room = em(0.35F);
    ImGui::GetForegroundDrawList()->AddRect(
        {target.x - room, target.y - room},
        {target.x + target.width + room, target.y + target.height + room}, frame.theme.accent_hover,
        em(0.5F), 0, std::max(2.0F, em(0.16F)));
}

void end_tour(TourState& tour) {
    tour.open = false;
    platform::store(k_seen_key, k_seen);
}

void go_to(TourState& tour, int step) {
    tour.step = step;
    tour.take_focus = true;
    tour.scrolls = true;
    if (step >= k_step_count) end_tour(tour);
}

/// Skip at the left; back and next at the right.
void draw_buttons(Frame& frame, float width) {
    TourState& tour = frame.widget_state.tour;
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const auto place = [&](std::string_view label, float x, ButtonOptions& options) {
        options.width = std::round(measure(frame.fonts, TextStyle::Body, label).x + em(1.4F));
        ImGui::SetCursorScreenPos({x < 0 ? corner.x : x - options.width, corner.y});
    };
    const bool is_last = tour.step + 1 == k_step_count;
    ButtonOptions options;
    const std::string_view next = text(is_last ? "button.tour.end" : "button.tour.next");
    options.kind = ButtonKind::Primary;
    place(next, corner.x + width, options);
    const float left = corner.x + width - options.width - em(0.5F);
    if (tour.take_focus) focus_next_widget();
    tour.take_focus = false;
    const bool goes_on = button(frame, "tour.next", next, options);
    bool goes_back = false;
    options = {};
    if (tour.step > 0) {
        place(text("button.tour.back"), left, options);
        goes_back = button(frame, "tour.back", text("button.tour.back"), options);
    }
    if (!is_last) {
        options = {};
        options.kind = ButtonKind::Quiet;
        place(text("button.tour.skip"), -1, options);
        if (button(frame, "tour.skip", text("button.tour.skip"), options)) end_tour(tour);
    }
    if (goes_on) go_to(tour, tour.step + 1);
    if (goes_back) go_to(tour, tour.step - 1);
}

} // namespace

void begin_tour(TourState& tour, bool only_first) {
    if (only_first && platform::stored(k_seen_key) == k_seen) return;
    tour = {true, 0, true, true};
}

bool tour_scrolls_to(TourState& tour, Section section) {
    if (!tour.open || !tour.scrolls || k_steps[tour.step].section != section) return false;
    tour.scrolls = false;
    return true;
}

void draw_tour(Frame& frame) {
    TourState& tour = frame.widget_state.tour;
    if (!tour.open) return;
    const TourStep& step = k_steps[tour.step];
    const std::string key = "tour." + std::string(step.key);
    const std::string_view title = text(key), about = text(key + ".about");
    const Rect target = find_target(frame.registry, step);
    const float padding = em(0.9F);
    const float width = std::min(em(k_width), ImGui::GetIO().DisplaySize.x - em(1) - 2 * padding);
    const float about_height = frame.fonts.sans
                                   ->CalcTextSizeA(size_of(TextStyle::Body), FLT_MAX, width,
                                                   about.data(), about.data() + about.size())
                                   .y;
    const ImVec2 size{width + 2 * padding,
                      about_height + em(2.6F) + control_height(frame) + 2 * padding};
    draw_ring(frame, target);
    ImGui::SetNextWindowPos(place_box(target, size));
    ImGui::SetNextWindowSize(size);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {padding, padding});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, em(0.5F));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, em(0.5F)});
    ImGui::PushStyleColor(ImGuiCol_WindowBg, frame.theme.tooltip);
    ImGui::Begin("tour", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoSavedSettings);
    draw_text(frame, "tour.title", title, TextStyle::Strong);
    ImGui::SameLine(0, em(0.6F));
    draw_text(
        frame, "tour.count",
        fill(text("tour.count"), {std::to_string(tour.step + 1), std::to_string(k_step_count)}),
        TextStyle::SmallDim);
    draw_paragraph(frame, "tour.text", about, width);
    ImGui::Dummy({0, 0});
    draw_buttons(frame, width);
    const bool skipped = ImGui::IsKeyPressed(ImGuiKey_Escape);
    ImGui::End();
    ImGui::PopStyleColor();
    ImGui::PopStyleVar(4);
    if (skipped) end_tour(tour);
}

} // namespace backprop::shell
