#include "shell/app_windows.hpp"

#include "shell/dialogs/dialogs.hpp"
#include "shell/dividers.hpp"
#include "shell/layout.hpp"
#include "shell/panels/data_panel.hpp"
#include "shell/panels/explain_panel.hpp"
#include "shell/panels/explanations.hpp"
#include "shell/panels/hyperparameters_panel.hpp"
#include "shell/panels/lesson_frame.hpp"
#include "shell/panels/lesson_panel.hpp"
#include "shell/panels/lesson_strip.hpp"
#include "shell/panels/loss_panel.hpp"
#include "shell/panels/network_panel.hpp"
#include "shell/panels/output_panel.hpp"
#include "shell/panels/top_bar.hpp"
#include "shell/texts.hpp"
#include "shell/touch_scroll.hpp"
#include "shell/tour/tour.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <algorithm>
#include <cfloat>
#include <cmath>

namespace backprop::shell {

namespace {

using DrawPanel = void (*)(Frame&, Rect);

void draw_hyperparameters(Frame& frame, Rect) {
    draw_hyperparameters_panel(frame);
}

void draw_data(Frame& frame, Rect) {
    draw_data_panel(frame);
}

void draw_lesson(Frame& frame, Rect area) {
    draw_when_here(frame, area, draw_lesson_panel);
}

void draw_left_column(Frame& frame, Rect) {
    draw_data_panel(frame);
    ImGui::Dummy({0, em(0.5F)});
    draw_hyperparameters_panel(frame);
}

constexpr ImGuiWindowFlags k_root_flags =
    ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
    ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse;

struct Panel {
    Section section;
    const char* name;
    DrawPanel draw;
    bool flows; ///< controls below each other; may scroll
};

/// In the order of the narrow layout, and of Tab.
constexpr Panel k_panels[] = {
    {Section::Lesson, "lesson", draw_lesson, false},
    {Section::Network, "network", draw_network_panel, false},
    {Section::Explain, "explain", draw_explain_panel, false},
    {Section::Output, "output", draw_output_panel, false},
    {Section::Loss, "loss", draw_loss_panel, false},
    {Section::Hyperparameters, "hyperparameters", draw_hyperparameters, true},
    {Section::Data, "data", draw_data, true},
    {Section::Strip, "strip", draw_lesson_strip, false},
};

ImVec2 panel_padding() {
    return {std::round(em(0.9F)), std::round(em(0.8F))};
}

/// A child window at `rect`. Panels of controls are padded and flow; those that draw get the whole
/// rectangle.
void draw_panel(Frame& frame, const Panel& panel, const Rect& rect) {
    ImGui::SetCursorScreenPos({rect.x, rect.y});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, panel.flows ? panel_padding() : ImVec2{0, 0});
    const bool as_high_as_content = rect.height <= 0;
    const ImGuiChildFlags flags =
        ImGuiChildFlags_AlwaysUseWindowPadding | ImGuiChildFlags_NavFlattened |
        (as_high_as_content ? ImGuiChildFlags_AutoResizeY : ImGuiChildFlags_None);
    ImGui::BeginChild(panel.name, {rect.width, rect.height}, flags,
                      ImGuiWindowFlags_NoSavedSettings);
    ImGui::PopStyleVar();
    panel.draw(frame, rect);
    ImGui::EndChild();
}

float retry_width(const Frame& frame) {
    return std::round(measure(frame.fonts, TextStyle::Body, text("button.retry")).x + em(1.6F));
}

/// How wide the note's text may be beside its buttons.
float note_room(const Frame& frame, float width, bool can_retry) {
    const float padding = std::round(em(0.9F));
    const float room = width - 3 * padding - control_height(frame);
    return can_retry ? room - padding - retry_width(frame) : room;
}

/// True when its button "Try again" was pressed.
bool draw_note(Frame& frame, std::string& note, const Rect& rect, bool can_retry) {
    const Theme& theme = frame.theme;
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    draw_list->AddRectFilled({rect.x, rect.y}, {rect.x + rect.width, rect.y + rect.height},
                             mix(theme.panel, theme.warning, 0.12F));
    const float padding = std::round(em(0.9F));
    const float close = control_height(frame);
    ImGui::SetCursorScreenPos({rect.x + padding, rect.y + std::round(em(0.6F))});
    draw_paragraph(frame, "note", note, note_room(frame, rect.width, can_retry));
    const float top = rect.y + (rect.height - close) / 2;
    ButtonOptions options;
    bool retry = false;
    if (can_retry) {
        options.width = retry_width(frame);
        ImGui::SetCursorScreenPos({rect.x + rect.width - 2 * padding - close - options.width, top});
        retry = button(frame, "note.retry", text("button.retry"), options);
    }
    ImGui::SetCursorScreenPos({rect.x + rect.width - padding - close, top});
    options.kind = ButtonKind::Quiet;
    options.width = close;
    options.name = options.tooltip = text("button.close");
    if (button(frame, "note.close", "✕", options)) note.clear();
    return retry;
}

float note_height(const Frame& frame, const std::string& note, float width, bool can_retry) {
    if (note.empty()) return 0;
    const float room = note_room(frame, width, can_retry);
    const ImVec2 size = frame.fonts.sans->CalcTextSizeA(size_of(TextStyle::Body), FLT_MAX, room,
                                                        note.data(), note.data() + note.size());
    return std::round(std::max(size.y + em(1.2F), control_height(frame) + em(0.4F)));
}

void draw_dividers(const Frame& frame, const Layout& layout) {
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const ImU32 ink = frame.theme.divider;
    const auto top_edge = [&](const Rect& rect) {
        draw_list->AddLine({rect.x, rect.y}, {rect.x + rect.width, rect.y}, ink);
    };
    const auto left_edge = [&](const Rect& rect) {
        draw_list->AddLine({rect.x, rect.y}, {rect.x, rect.y + rect.height}, ink);
    };
    for (const Section section :
         {Section::Network, Section::Output, Section::Explain, Section::Loss, Section::Lesson})
        left_edge(layout.section(section));
    for (const Section section : {Section::Loss, Section::Explain, Section::Strip})
        top_edge(layout.section(section));
}

/// Over the other panels: with an edge.
void draw_left_above(Frame& frame, Rect rect) {
    draw_left_column(frame, rect);
    const float right = rect.x + rect.width - 1;
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    draw_list->PushClipRect({rect.x, rect.y}, {right + 1, rect.y + rect.height});
    draw_list->AddLine({right, rect.y}, {right, rect.y + rect.height}, frame.theme.border);
    draw_list->PopClipRect();
}

void draw_left(Frame& frame, const Layout& layout) {
    const bool above = layout.left_above;
    const ImU32 ground = above ? frame.theme.panel : ImGui::GetColorU32(ImGuiCol_ChildBg);
    ImGui::PushStyleColor(ImGuiCol_ChildBg, ground);
    draw_panel(frame, {Section::Data, "left", above ? draw_left_above : draw_left_column, true},
               layout.left);
    ImGui::PopStyleColor();
}

void draw_wide(Frame& frame, const Layout& layout) {
    if (layout.left.width > 0 && !layout.left_above) draw_left(frame, layout);
    for (const Panel& panel : k_panels) {
        const Rect& rect = layout.section(panel.section);
        if (!panel.flows && rect.width > 0) draw_panel(frame, panel, rect);
    }
    draw_dividers(frame, layout);
    draw_movable_edges(frame, layout);
    if (layout.left_above) draw_left(frame, layout);
}

/// The lesson at the bottom of a narrow window: what it is about stays in sight above it.
void draw_sheet(Frame& frame, const Rect& rect) {
    if (rect.width <= 0) return;
    ImGui::GetWindowDrawList()->AddRectFilled(
        {rect.x, rect.y}, {rect.x + rect.width, rect.y + rect.height}, frame.theme.panel);
    draw_panel(frame, k_panels[0], rect);
    ImGui::GetWindowDrawList()->AddLine({rect.x, rect.y}, {rect.x + rect.width, rect.y},
                                        frame.theme.border);
}

void draw_narrow(Frame& frame, const Layout& layout) {
    const Rect& view = layout.scroller;
    ImGui::SetCursorScreenPos({view.x, view.y});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    ImGui::BeginChild("scroller", {view.width, view.height}, ImGuiChildFlags_NavFlattened,
                      ImGuiWindowFlags_NoSavedSettings);
    ImGui::PopStyleVar();
    for (const Panel& panel : k_panels) {
        const ImVec2 corner = ImGui::GetCursorScreenPos();
        const Rect& section = layout.section(panel.section);
        if (section.width <= 0 || panel.section == Section::Lesson) continue;
        if (tour_scrolls_to(frame.widget_state.tour, panel.section))
            ImGui::SetScrollFromPosY(corner.y - ImGui::GetWindowPos().y, 0);
        const float width = ImGui::GetContentRegionAvail().x; // without the scroll bar
        draw_panel(frame, panel, {corner.x, corner.y, width, section.height});
        ImGui::GetWindowDrawList()->AddLine(corner, {corner.x + width, corner.y},
                                            frame.theme.divider);
    }
    ImGui::EndChild();
    draw_sheet(frame, layout.section(Section::Lesson));
}

/// Whether the pointer still is where it pressed something.
void follow_pointer(WidgetState& state) {
    const ImVec2 pointer = ImGui::GetIO().MousePos;
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
        state.pointer_rests = true;
        state.pressed_x = pointer.x;
        state.pressed_y = pointer.y;
    }
    const float moved = std::hypot(pointer.x - state.pressed_x, pointer.y - state.pressed_y);
    if (!ImGui::IsMouseDown(ImGuiMouseButton_Left) && moved > em(3)) state.pointer_rests = false;
}

} // namespace

bool draw_windows(Frame& frame, std::string& note, bool can_retry) {
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    const float folded = frame.widget_state.lessons.folded ? folded_lesson_height(frame) : 0;
    const Layout layout =
        compute_layout({size.x, size.y, em(), top_bar_height(frame, size.x),
                        note_height(frame, note, size.x, can_retry), frame.view.lesson_open,
                        frame.widget_state.lessons.settings, lesson_strip_height(frame), folded,
                        frame.view.explain_share, frame.view.loss_share});
    scroll_by_touch(frame.widget_state);
    follow_pointer(frame.widget_state);
    take_lesson_keys(frame);
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(size);
    ImGui::Begin("root", nullptr, k_root_flags);
    const Rect& bar = layout.top_bar;
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    draw_list->AddRectFilled({bar.x, bar.y}, {bar.x + bar.width, bar.y + bar.height},
                             frame.theme.panel);
    draw_top_bar(frame);
    draw_list->AddLine({bar.x, bar.y + bar.height - 0.5F},
                       {bar.x + bar.width, bar.y + bar.height - 0.5F}, frame.theme.divider);
    bool retry = false;
    if (!note.empty() && layout.note.height > 0)
        retry = draw_note(frame, note, layout.note, can_retry);
    if (layout.narrow)
        draw_narrow(frame, layout);
    else
        draw_wide(frame, layout);
    if (!frame.widget_state.lessons.term.empty()) explanations.draw_term_popup(frame);
    draw_dialogs(frame);
    ImGui::End();
    draw_tour(frame);
    return retry;
}

} // namespace backprop::shell
