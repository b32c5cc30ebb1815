#include "shell/panels/lesson_frame.hpp"

#include "shell/drawing/rich_text.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

constexpr float k_paragraph_gap = 0.55F; ///< font units
constexpr float k_bar_height = 0.32F;

std::string upper_case(std::string_view text) {
    std::string upper(text);
    for (char& letter : upper)
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    return upper;
}

float width_of(const Frame& frame, std::string_view label) {
    return std::round(measure(frame.fonts, TextStyle::Body, label).x + em(1.4F));
}

/// Header, bar and buttons, with the room between them.
float frame_height(const Frame& frame) {
    const float control = control_height(frame);
    return em(0.4F) + std::max(em(1.8F), control) + (frame.view.coarse_pointer ? em(2) : em(1.1F)) +
           em(0.4F) + control + em(0.7F);
}

/// "▾" folds the sheet, "▸" unfolds it; its left edge.
float draw_fold(Frame& frame, const Rect& area, float right) {
    LessonState& state = frame.widget_state.lessons;
    ButtonOptions options;
    options.kind = ButtonKind::Quiet;
    options.width = options.height = area.height;
    options.name = text(state.folded ? "button.lesson.unfold" : "button.lesson.fold");
    ImGui::SetCursorScreenPos({right - area.height, area.y});
    if (button(frame, "lesson.fold", state.folded ? "▸" : "▾", options))
        state.folded = !state.folded;
    return right - area.height;
}

} // namespace

bool is_lesson_sheet(const Rect& area) {
    return ImGui::GetIO().DisplaySize.x - area.width < em(3);
}

float folded_lesson_height(const Frame& frame) {
    return std::round(frame_height(frame));
}

LessonFrame lay_out_lesson_frame(const Frame& frame, const Rect& area) {
    const float padding = em(k_panel_padding);
    const float left = area.x + padding, width = area.width - 2 * padding;
    const float control = control_height(frame);
    LessonFrame parts;
    parts.header = {left, area.y + em(0.4F), width, std::max(em(1.8F), control)};
    parts.bar = {left, parts.header.y + parts.header.height, width,
                 frame.view.coarse_pointer ? em(2) : em(1.1F)};
    parts.buttons = {left, area.y + area.height - control - em(0.7F), width, control};
    const float top = parts.bar.y + parts.bar.height + em(0.1F);
    parts.body = {area.x, top, area.width, std::max(em(3), parts.buttons.y - em(0.5F) - top)};
    return parts;
}

bool draw_lesson_header(Frame& frame, const Rect& area, std::string_view title,
                        std::string_view told, const LessonButton& leave) {
    const float middle = area.y + area.height / 2;
    float right = area.x + area.width - area.height;
    ButtonOptions options;
    options.kind = ButtonKind::Quiet;
    options.width = options.height = area.height;
    options.name = options.tooltip = leave.tooltip;
    ImGui::SetCursorScreenPos({right, area.y});
    const bool leaves = button(frame, leave.id, "✕", options);
    if (is_lesson_sheet(area)) right = draw_fold(frame, area, right);
    float room = right - area.x - em(0.4F);
    if (!told.empty()) {
        const Rect rect = text_at(frame, ImGui::GetWindowDrawList(), "lesson.count", told,
                                  {right - em(0.4F), middle}, TextStyle::SmallDim,
                                  frame.theme.text_dim, {1, 0.5F});
        room = rect.x - area.x - em(0.8F);
    }
    const std::string shown = shortened(frame.fonts, TextStyle::Heading, upper_case(title), room);
    const float height = measure(frame.fonts, TextStyle::Heading, shown).y;
    ImGui::SetCursorScreenPos({area.x, middle - height / 2});
    heading(frame, "lesson.title", shown);
    return leaves;
}

bool draw_progress_part(Frame& frame, const Rect& bar, std::int32_t index, std::int32_t count,
                        const LessonBarPart& part) {
    const float width = bar.width / static_cast<float>(count);
    const Rect rect{bar.x + width * static_cast<float>(index), bar.y, width, bar.height};
    ImGui::SetCursorScreenPos({rect.x, rect.y});
    ImGui::PushItemFlag(ImGuiItemFlags_NoTabStop, !part.open);
    const bool pressed = ImGui::InvisibleButton(part.id.c_str(), {rect.width, rect.height},
                                                ImGuiButtonFlags_EnableNav);
    ImGui::PopItemFlag();
    const bool lit = ImGui::IsItemHovered();
    const float gap = std::min(em(0.25F), width * 0.25F);
    const float height = em(part.open ? k_bar_height * 1.7F : k_bar_height);
    const float y = rect.y + (rect.height - height) / 2;
    const ImU32 ink = part.filled || part.open ? frame.theme.accent : frame.theme.track;
    ImGui::GetWindowDrawList()->AddRectFilled({rect.x, y}, {rect.x + width - gap, y + height},
                                              lit ? mix(ink, frame.theme.text, 0.35F) : ink,
                                              height / 2);
    WidgetRecord record;
    record.id = part.id;
    record.label = record.text = part.label;
    record.role = "tab";
    record.value = part.open ? "true" : "false";
    record.rect = rect;
    add_record(frame.registry, std::move(record));
    tooltip(frame, part.id, part.label);
    return pressed;
}

float begin_lesson_body(Frame& frame, const Rect& area) {
    LessonState& state = frame.widget_state.lessons;
    ImGui::SetCursorScreenPos({area.x, area.y});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {em(k_panel_padding), em(0.5F)});
    ImGui::BeginChild("lesson.body", {area.width, area.height},
                      ImGuiChildFlags_AlwaysUseWindowPadding | ImGuiChildFlags_NavFlattened,
                      ImGuiWindowFlags_NoSavedSettings);
    ImGui::PopStyleVar();
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, em(k_paragraph_gap)});
    if (state.scroll_to_top) ImGui::SetScrollY(0);
    state.scroll_to_top = false;
    // The same width whether or not there is a scroll bar: nothing jumps.
    return area.width - 2 * em(k_panel_padding) - em(0.4F);
}

void end_lesson_body() {
    ImGui::PopStyleVar();
    ImGui::EndChild();
}

int draw_lesson_buttons(Frame& frame, const Rect& area, const LessonButton& previous,
                        const LessonButton* middle, const LessonButton& next, bool focus_next) {
    const float gap = em(0.4F);
    float room = area.width - width_of(frame, previous.label);
    if (middle) room -= gap + width_of(frame, middle->label);
    const bool fits = width_of(frame, next.label) + gap <= room;
    const std::string& label = fits || next.short_label.empty() ? next.label : next.short_label;
    int pressed = -1;
    const auto draw = [&](const LessonButton& which, const std::string& shown, float x, int index,
                          ButtonKind kind) {
        ButtonOptions options;
        options.kind = kind;
        options.enabled = which.enabled;
        options.tooltip = which.tooltip;
        options.width = width_of(frame, shown);
        ImGui::SetCursorScreenPos({x < 0 ? area.x : x - options.width, area.y});
        if (button(frame, which.id, shown, options)) pressed = index;
        return options.width;
    };
    draw(previous, previous.label, -1, 0, ButtonKind::Normal);
    float right = area.x + area.width;
    if (middle)
        draw(*middle, middle->label, right - width_of(frame, label) - gap, 1, ButtonKind::Normal);
    if (focus_next) focus_next_widget();
    draw(next, label, right, 2, ButtonKind::Primary);
    return pressed;
}

void draw_colored(Frame& frame, std::string_view id, std::string_view text, ImU32 color,
                  float width) {
    LessonText runs(1);
    runs[0].text = text;
    draw_rich_text(frame, id, runs, {TextStyle::Body, width, color});
}

} // namespace backprop::shell
