#include "shell/widgets.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>

namespace backprop::shell {

bool radio(Frame& frame, std::string_view id, std::string_view label, bool chosen,
           TextStyle style) {
    const ImVec2 text_size = measure(frame.fonts, style, label);
    const float height = frame.view.coarse_pointer ? control_height(frame) : text_size.y + em(0.4F);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const bool pressed = ImGui::InvisibleButton(std::string(id).c_str(), {text_size.x, height},
                                                ImGuiButtonFlags_EnableNav);
    const ImU32 color = chosen                 ? frame.theme.text_strong
                      : ImGui::IsItemHovered() ? frame.theme.text
                                               : frame.theme.text_dim;
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const float text_y = corner.y + (height - text_size.y) / 2;
    draw_list->AddText(font_of(frame.fonts, style), size_of(style), {corner.x, text_y}, color,
                       label.data(), label.data() + label.size());
    if (chosen) {
        const float y = text_y + text_size.y + em(0.1F);
        draw_list->AddLine({corner.x, y}, {corner.x + text_size.x, y}, frame.theme.accent,
                           em(0.12F));
    }
    WidgetRecord record;
    record.id = id;
    record.label = label;
    record.role = "radio";
    record.value = chosen ? "true" : "false";
    record.text = label;
    record.rect = last_item_rect();
    add_record(frame.registry, std::move(record));
    return pressed;
}

bool checkbox(Frame& frame, std::string_view id, std::string_view label, bool on, bool enabled) {
    const Theme& theme = frame.theme;
    const float box = std::round(em(1.1F));
    const ImVec2 text_size = measure(frame.fonts, TextStyle::Body, label);
    const float height =
        frame.view.coarse_pointer ? control_height(frame) : std::max(box, text_size.y);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    ImGui::BeginDisabled(!enabled);
    const bool pressed = ImGui::InvisibleButton(
        std::string(id).c_str(), {box + (label.empty() ? 0 : em(0.5F) + text_size.x), height},
        ImGuiButtonFlags_EnableNav);
    ImGui::EndDisabled();
    const ImVec2 low{corner.x, std::round(corner.y + (height - box) / 2)};
    const ImVec2 high{low.x + box, low.y + box};
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const ImU32 plain = ImGui::IsItemHovered() ? theme.control_hover : theme.control;
    draw_list->AddRectFilled(low, high, on && enabled ? theme.accent : plain, em(0.25F));
    draw_list->AddRect(low, high, on && enabled ? theme.accent : theme.border, em(0.25F));
    if (on) {
        const ImVec2 check[3] = {{low.x + 0.22F * box, low.y + 0.52F * box},
                                 {low.x + 0.43F * box, low.y + 0.72F * box},
                                 {low.x + 0.79F * box, low.y + 0.29F * box}};
        draw_list->AddPolyline(check, 3, enabled ? theme.on_accent : theme.text_disabled, 0,
                               em(0.14F));
    }
    draw_list->AddText(frame.fonts.sans, size_of(TextStyle::Body),
                       {high.x + em(0.5F), corner.y + (height - text_size.y) / 2},
                       enabled ? theme.text : theme.text_disabled, label.data(),
                       label.data() + label.size());
    WidgetRecord record;
    record.id = id;
    record.label = label;
    record.role = "checkbox";
    record.value = on ? "true" : "false";
    record.text = label;
    record.enabled = enabled;
    record.rect = last_item_rect();
    add_record(frame.registry, std::move(record));
    return pressed;
}

} // namespace backprop::shell
