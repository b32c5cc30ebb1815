#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <algorithm>
#include <cfloat>
#include <cmath>

namespace backprop::shell {

namespace {

/// The text's key: "help.network.layers[].dropout" serves every layer.
std::string help_key(std::string_view id) {
    std::string key = "help.";
    bool in_brackets = false;
    for (const char letter : id) {
        if (letter == ']') in_brackets = false;
        if (!in_brackets) key += letter;
        if (letter == '[') in_brackets = true;
    }
    return key;
}

void draw_help_body(Frame& frame, const std::string& help_id, std::string_view title,
                    std::string_view body, float width) {
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, em(0.35F)});
    draw_text(frame, help_id + ".title", title, TextStyle::Strong, width);
    draw_paragraph(frame, help_id + ".text", body, width);
    ImGui::PopStyleVar();
}

} // namespace

ImVec2 popup_corner(Rect anchor, ImVec2 size) {
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    const float gap = em(0.3F);
    float y = anchor.y + anchor.height + gap;
    if (y + size.y > display.y - gap) y = anchor.y - gap - size.y;
    const float x = std::min(anchor.x, display.x - size.x - gap);
    return {std::max(gap, x), std::max(gap, y)};
}

float label_height(const Frame& frame, TextStyle style) {
    return frame.view.coarse_pointer ? control_height(frame)
                                     : std::round(measure(frame.fonts, style, "0").y + em(0.1F));
}

void label_with_help(Frame& frame, std::string_view id, std::string_view label, TextStyle style,
                     float max_width) {
    const Theme& theme = frame.theme;
    const std::string help_id = "help:" + std::string(id);
    const std::string_view body = text_or(help_key(id), "");
    const float mark = std::round(em(0.95F));
    const float mark_room = body.empty() ? 0 : mark + em(0.35F);
    ImVec2 text_size = measure(frame.fonts, style, label);
    if (max_width > 0) text_size.x = std::min(text_size.x, max_width - mark_room);
    const float height = label_height(frame, style);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const ImVec2 size{text_size.x + mark_room, height};
    const bool pressed = ImGui::InvisibleButton(
        help_id.c_str(), size, body.empty() ? ImGuiButtonFlags_None : ImGuiButtonFlags_EnableNav);
    const bool hovered = !body.empty() && ImGui::IsItemHovered();

    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const float text_y = corner.y + (height - text_size.y) / 2;
    draw_list->PushClipRect(corner, {corner.x + text_size.x, corner.y + height}, true);
    draw_list->AddText(font_of(frame.fonts, style), size_of(style), {corner.x, text_y},
                       color_of(theme, style), label.data(), label.data() + label.size());
    draw_list->PopClipRect();
    WidgetRecord record;
    record.id = body.empty() ? std::string(id) + ".label" : help_id;
    record.label = body.empty() ? std::string(label) : fill(text("help.of"), {label});
    record.role = body.empty() ? "text" : "button";
    record.text = label;
    record.rect = {corner.x, corner.y, size.x, size.y};
    add_record(frame.registry, std::move(record));
    if (body.empty()) return;

    const ImU32 ink = hovered ? theme.text : theme.text_disabled;
    const ImVec2 center{corner.x + size.x - mark / 2, corner.y + height / 2};
    draw_list->AddCircle(center, mark / 2, with_alpha(ink, 0.7F), 0, em(0.07F));
    const float sign_size = std::round(em(0.66F));
    const char* sign = "?";
    const ImVec2 sign_extent = frame.fonts.sans->CalcTextSizeA(sign_size, FLT_MAX, 0, sign);
    draw_list->AddText(frame.fonts.sans, sign_size,
                       {center.x - sign_extent.x / 2, center.y - sign_extent.y / 2}, ink, sign);

    const ImVec2 padding{em(0.8F), em(0.7F)};
    const float width = std::min(em(23), ImGui::GetIO().DisplaySize.x - em(2.5F));
    const ImVec2 body_size = frame.fonts.sans->CalcTextSizeA(
        size_of(TextStyle::Body), FLT_MAX, width, body.data(), body.data() + body.size());
    const float whole_height = body_size.y + em(1.6F) + 2 * padding.y;
    const Rect anchor{corner.x, corner.y, size.x, size.y};
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, padding);
    if (pressed) ImGui::OpenPopup(help_id.c_str());
    const bool open = ImGui::IsPopupOpen(help_id.c_str());
    if (open || hovered)
        ImGui::SetNextWindowPos(popup_corner(anchor, {width + 2 * padding.x, whole_height}));
    if (open) {
        if (ImGui::BeginPopup(help_id.c_str(), ImGuiWindowFlags_NoMove)) {
            draw_help_body(frame, help_id, label, body, width);
            ImGui::EndPopup();
        }
    } else if (hovered && ImGui::BeginTooltip()) {
        draw_help_body(frame, help_id, label, body, width);
        ImGui::EndTooltip();
    }
    ImGui::PopStyleVar();
}

} // namespace backprop::shell
