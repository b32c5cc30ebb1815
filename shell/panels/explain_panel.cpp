#include "shell/panels/explain_panel.hpp"

#include "shell/panels/chain_rule_panel.hpp"
#include "shell/panels/check_panel.hpp"
#include "shell/panels/conventions_panel.hpp"
#include "shell/panels/error_curve_panel.hpp"
#include "shell/panels/explanations.hpp"
#include "shell/panels/flow_panel.hpp"
#include "shell/panels/matrix_panel.hpp"
#include "shell/panels/parameters_panel.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <array>
#include <cmath>
#include <string>

namespace backprop::shell {

namespace {

constexpr int k_tab_count = static_cast<int>(std::size(k_explain_tabs));

/// An exercise asks for what a tab would tell.
void draw_hidden(Frame& frame, Rect area) {
    const float width = std::min(em(30), area.width - 2 * em(k_panel_padding));
    ImGui::SetCursorScreenPos({area.x + em(k_panel_padding), area.y + em(1)});
    draw_paragraph(frame, "tab.hidden", text("tab.hidden"), width, TextStyle::SmallDim);
}

/// In the order of ExplainTab.
constexpr std::array<void (*)(Frame&, Rect), k_tab_count> k_draw_tab = {
    draw_chain_rule_panel,  draw_matrix_panel,      draw_check_panel,      draw_flow_panel,
    draw_error_curve_panel, draw_conventions_panel, draw_parameters_panel,
};

std::string tab_id(int tab) {
    return "tab." + std::string(k_explain_tabs[static_cast<std::size_t>(tab)].key);
}

/// Left and right go from tab to tab while one has the keyboard, Home and End to the first and
/// last. The tab that is meant, or −1.
int tab_by_keys(int tab) {
    if (!ImGui::IsItemFocused()) return -1;
    struct TabKey {
        ImGuiKey key;
        int tab;
    };
    const TabKey keys[] = {{ImGuiKey_LeftArrow, (tab + k_tab_count - 1) % k_tab_count},
                           {ImGuiKey_RightArrow, (tab + 1) % k_tab_count},
                           {ImGuiKey_Home, 0},
                           {ImGuiKey_End, k_tab_count - 1}};
    int wanted = -1;
    for (const TabKey& key : keys)
        if (item_takes_key(key.key)) wanted = key.tab;
    return wanted;
}

/// One tab; true when it is chosen by pointer, finger or Enter.
bool draw_tab(Frame& frame, int tab, TextStyle style, Rect rect) {
    const std::string id = tab_id(tab);
    const std::string_view label = text(id);
    const bool chosen = static_cast<int>(frame.view.explain_tab) == tab;
    ImGui::SetCursorScreenPos({rect.x, rect.y});
    const bool pressed =
        ImGui::InvisibleButton(id.c_str(), {rect.width, rect.height}, ImGuiButtonFlags_EnableNav);
    const Theme& theme = frame.theme;
    const ImU32 color = chosen                 ? theme.text_strong
                      : ImGui::IsItemHovered() ? theme.text
                                               : theme.text_dim;
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const ImVec2 size = measure(frame.fonts, style, label);
    draw_list->AddText(font_of(frame.fonts, style), size_of(style),
                       {rect.x, rect.y + (rect.height - size.y) / 2}, color, label.data(),
                       label.data() + label.size());
    const float bottom = rect.y + rect.height;
    if (chosen)
        draw_list->AddRectFilled({rect.x, bottom - em(0.13F)}, {rect.x + rect.width, bottom},
                                 theme.accent);
    WidgetRecord record;
    record.id = id;
    record.label = record.text = label;
    record.role = "tab";
    record.value = chosen ? "true" : "false";
    record.rect = last_item_rect();
    add_record(frame.registry, std::move(record));
    return pressed;
}

float tab_width(const Frame& frame, int tab, TextStyle style) {
    return std::round(measure(frame.fonts, style, text(tab_id(tab))).x);
}

/// The tabs side by side.
void draw_tabs(Frame& frame, ImVec2 corner, TextStyle style, float gap, float height) {
    const int now = static_cast<int>(frame.view.explain_tab);
    bool& focus = frame.widget_state.focus_tab;
    int wanted = -1;
    for (int tab = 0; tab < k_tab_count; ++tab) {
        const float width = tab_width(frame, tab, style);
        if (focus && tab == now) {
            ImGui::SetKeyboardFocusHere();
            ImGui::SetNavCursorVisible(true);
            focus = false;
        }
        if (draw_tab(frame, tab, style, {corner.x, corner.y, width, height})) wanted = tab;
        if (const int moved = tab_by_keys(tab); moved >= 0) {
            wanted = moved;
            focus = true;
        }
        corner.x += width + gap;
    }
    if (wanted >= 0) frame.view.explain_tab = static_cast<ExplainTab>(wanted);
}

/// Where they have no room.
void draw_tab_list(Frame& frame, ImVec2 corner, float width) {
    std::vector<ComboItem> items;
    for (int tab = 0; tab < k_tab_count; ++tab)
        items.push_back({std::string(k_explain_tabs[static_cast<std::size_t>(tab)].key),
                         std::string(text(tab_id(tab)))});
    const int now = static_cast<int>(frame.view.explain_tab);
    ImGui::SetCursorScreenPos(corner);
    const int picked = combo_box(frame, "explain.tab", text("explain.tab"),
                                 items[static_cast<std::size_t>(now)].label, items, now, width);
    if (picked >= 0) frame.view.explain_tab = static_cast<ExplainTab>(picked);
}

/// Tabs about the whole batch: its numbers, or its loss at many other parameters.
bool needs_batch(ExplainTab tab) {
    return tab != ExplainTab::ChainRule && tab != ExplainTab::Parameters;
}

void draw_too_large(Frame& frame, const Rect& area) {
    const ExplainTab tab = frame.view.explain_tab;
    const bool shows_numbers = tab == ExplainTab::Matrix || tab == ExplainTab::Flow;
    const float padding = em(k_panel_padding);
    ImGui::SetCursorScreenPos({area.x + padding, area.y + em(0.6F)});
    draw_paragraph(frame, std::string(choice_of(k_explain_tabs, tab).key) + ".too_large",
                   text(shows_numbers ? "matrix.too_large" : "explain.too_large"),
                   area.width - 2 * padding);
}

/// The room between tabs of this style, or 0 where they do not fit.
float gap_of_tabs(const Frame& frame, TextStyle style, float room) {
    for (int tab = 0; tab < k_tab_count; ++tab)
        room -= tab_width(frame, tab, style);
    const float gap = std::floor(std::min(room / (k_tab_count - 1), em(1.4F)));
    return gap >= em(frame.view.coarse_pointer ? 1.1F : 0.6F) ? gap : 0;
}

} // namespace

void draw_explain_panel(Frame& frame, Rect area) {
    const float padding = em(k_panel_padding);
    const float room = area.width - 2 * padding;
    const ImVec2 corner{area.x + padding, area.y + em(0.35F)};
    const float height = std::max(std::round(em(2)), control_height(frame));
    TextStyle style = TextStyle::Body;
    float gap = gap_of_tabs(frame, style, room);
    if (gap <= 0) gap = gap_of_tabs(frame, style = TextStyle::Small, room);
    if (gap > 0) {
        draw_tabs(frame, corner, style, gap, height);
        ImGui::GetWindowDrawList()->AddLine({corner.x, corner.y + height},
                                            {corner.x + room, corner.y + height},
                                            frame.theme.divider);
    } else {
        draw_tab_list(frame, corner, std::min(room, em(14)));
    }
    const float top = corner.y + height + 1;
    if (frame.view.hides_numbers && frame.view.explain_tab != ExplainTab::Parameters)
        return draw_hidden(frame, {area.x, top, area.width, area.y + area.height - top});
    const auto tab = static_cast<std::size_t>(frame.view.explain_tab);
    const Rect rest{area.x, top, area.width, area.y + area.height - top};
    if (frame.view.explain_tab == ExplainTab::Parameters)
        draw_parameters_panel(frame, rest);
    else if (frame.model.too_large_for_batch && needs_batch(frame.view.explain_tab))
        draw_too_large(frame, rest);
    else
        draw_when_here(frame, rest, k_draw_tab[tab]);
}

} // namespace backprop::shell
