#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

void draw_arrow(const Frame& frame, ImVec2 center, bool enabled) {
    const float half = em(0.26F);
    const ImU32 ink = enabled ? frame.theme.text_dim : frame.theme.text_disabled;
    ImGui::GetWindowDrawList()->AddTriangleFilled({center.x - half, center.y - half * 0.6F},
                                                  {center.x + half, center.y - half * 0.6F},
                                                  {center.x, center.y + half * 0.7F}, ink);
}

void draw_box(Frame& frame, ImVec2 corner, ImVec2 size, std::string_view whole, bool enabled) {
    const Theme& theme = frame.theme;
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const ImVec2 far_corner{corner.x + size.x, corner.y + size.y};
    const ImU32 fill = ImGui::IsItemHovered() ? theme.control_hover : theme.control;
    draw_list->AddRectFilled(corner, far_corner, fill, em(0.4F));
    draw_list->AddRect(corner, far_corner, theme.border, em(0.4F));
    const float arrow_room = em(1.5F);
    const float room = size.x - arrow_room - em(0.6F);
    const auto fits = [&](TextStyle style) { return measure(frame.fonts, style, whole).x <= room; };
    const TextStyle style = fits(TextStyle::Body) ? TextStyle::Body : TextStyle::Small;
    const std::string shown = shortened(frame.fonts, style, whole, room);
    const float text_height = measure(frame.fonts, style, shown).y;
    draw_list->PushClipRect(corner, {far_corner.x - arrow_room, far_corner.y}, true);
    draw_list->AddText(frame.fonts.sans, size_of(style),
                       {corner.x + em(0.6F), corner.y + (size.y - text_height) / 2},
                       enabled ? theme.text : theme.text_disabled, shown.c_str());
    draw_list->PopClipRect();
    draw_arrow(frame, {far_corner.x - em(0.9F), corner.y + size.y / 2}, enabled);
}

/// One row of an open list. True when chosen.
bool draw_option(Frame& frame, std::string_view id, const ComboItem& item, bool chosen,
                 ImVec2 size) {
    const std::string option_id = std::string(id) + "=" + item.key;
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const ImGuiSelectableFlags flags =
        item.enabled ? ImGuiSelectableFlags_None : ImGuiSelectableFlags_Disabled;
    const bool pressed = ImGui::Selectable(("##" + option_id).c_str(), chosen, flags, size);
    if (chosen && ImGui::IsWindowAppearing()) ImGui::SetItemDefaultFocus();
    const float text_height = measure(frame.fonts, TextStyle::Body, item.label).y;
    const ImU32 ink = item.enabled ? frame.theme.text : frame.theme.text_disabled;
    ImGui::GetWindowDrawList()->AddText(
        frame.fonts.sans, size_of(TextStyle::Body),
        {corner.x + em(0.6F), corner.y + (size.y - text_height) / 2}, ink, item.label.c_str());
    WidgetRecord record;
    record.id = option_id;
    record.label = item.label;
    record.role = "option";
    record.value = chosen ? "true" : "false";
    record.text = item.label;
    record.enabled = item.enabled;
    record.rect = {corner.x, corner.y, size.x, size.y};
    add_record(frame.registry, std::move(record));
    return pressed;
}

float list_width(const Frame& frame, const std::vector<ComboItem>& items, float least) {
    float width = least;
    for (const ComboItem& item : items)
        width = std::max(width, measure(frame.fonts, TextStyle::Body, item.label).x + em(1.6F));
    return std::min(width, ImGui::GetIO().DisplaySize.x - em(1));
}

/// The open list, below the box or, where there is more room, above it. The chosen index, or −1.
int draw_list_popup(Frame& frame, std::string_view id, const std::vector<ComboItem>& items,
                    int chosen, Rect box) {
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    const float gap = em(0.2F);
    const float padding = em(0.3F);
    const float row = control_height(frame);
    const float inner_width = list_width(frame, items, box.width - 2 * padding);
    const float wanted = row * static_cast<float>(items.size()) + 2 * padding;
    const float below = display.y - (box.y + box.height) - 2 * gap;
    const float above = box.y - 2 * gap;
    const bool goes_below = wanted <= below || below >= above;
    const float height = std::min(wanted, goes_below ? below : above);
    const float width = inner_width + 2 * padding;
    const float x = std::max(gap, std::min(box.x, display.x - width - gap));
    const float y = goes_below ? box.y + box.height + gap : box.y - gap - height;
    ImGui::SetNextWindowPos({x, y});
    ImGui::SetNextWindowSize({width, height});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {padding, padding});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    int result = -1;
    if (ImGui::BeginPopup(std::string(id).c_str(), ImGuiWindowFlags_NoMove)) {
        const float room = ImGui::GetContentRegionAvail().x;
        for (std::size_t i = 0; i < items.size(); ++i) {
            const int index = static_cast<int>(i);
            if (draw_option(frame, id, items[i], index == chosen, {room, row})) result = index;
        }
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar(2);
    return result;
}

} // namespace

int combo_box(Frame& frame, std::string_view id, std::string_view label, std::string_view shown,
              const std::vector<ComboItem>& items, int chosen, float width, bool enabled) {
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const ImVec2 size{width > 0 ? width : ImGui::GetContentRegionAvail().x, control_height(frame)};
    const std::string name(id);
    ImGui::BeginDisabled(!enabled);
    const bool pressed = ImGui::InvisibleButton(name.c_str(), size, ImGuiButtonFlags_EnableNav);
    ImGui::EndDisabled();
    draw_box(frame, corner, size, shown, enabled);

    WidgetRecord record;
    record.id = id;
    record.label = label;
    record.role = "combobox";
    if (chosen >= 0) record.value = items[static_cast<std::size_t>(chosen)].key;
    record.text = shown;
    for (const ComboItem& item : items)
        record.options.push_back(item.key);
    record.enabled = enabled;
    const Rect rect{corner.x, corner.y, size.x, size.y};
    record.rect = rect;
    add_record(frame.registry, std::move(record));

    if (pressed) ImGui::OpenPopup(name.c_str());
    if (!ImGui::IsPopupOpen(name.c_str())) return -1;
    return draw_list_popup(frame, id, items, chosen, rect);
}

int combo(Frame& frame, std::string_view id, std::string_view label,
          const std::vector<ComboItem>& items, int chosen, float width, bool enabled) {
    const float room = width > 0 ? width : ImGui::GetContentRegionAvail().x;
    ImGui::BeginGroup();
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, em(0.2F)});
    if (!label.empty()) label_with_help(frame, id, label, TextStyle::SmallDim, room);
    const std::string_view shown =
        chosen >= 0 ? std::string_view(items[static_cast<std::size_t>(chosen)].label)
                    : text("value.mixed");
    const int result = combo_box(frame, id, label, shown, items, chosen, room, enabled);
    ImGui::PopStyleVar();
    ImGui::EndGroup();
    return result;
}

std::vector<ComboItem> items_of(std::span<const Choice> choices, std::string_view family) {
    std::vector<ComboItem> items;
    for (const Choice& choice : choices) {
        const std::string key = std::string(family) + "." + std::string(choice.key);
        items.push_back({std::string(choice.key), std::string(text_or(key, choice.name)), true});
    }
    return items;
}

} // namespace backprop::shell
