#include "shell/widgets.hpp"

#include "shell/texts.hpp"

#include <imgui.h>
#include <imgui_internal.h> // SetKeyOwner

#include <algorithm>
#include <cfloat>
#include <cmath>

namespace backprop::shell {

namespace {

void add_text_record(Frame& frame, std::string_view id, std::string_view text, Rect rect,
                     std::string_view role = "text") {
    WidgetRecord record;
    record.id = id;
    record.label = text;
    record.role = role;
    record.text = text;
    record.rect = rect;
    add_record(frame.registry, std::move(record));
}

struct ButtonColors {
    ImU32 fill;
    ImU32 border;
    ImU32 text;
};

ButtonColors button_colors(const Theme& theme, const ButtonOptions& options, bool hovered,
                           bool active) {
    ButtonColors colors{theme.control, theme.border, theme.text};
    if (active)
        colors.fill = theme.control_active;
    else if (hovered)
        colors.fill = theme.control_hover;
    if (options.kind == ButtonKind::Primary) {
        colors.fill = hovered || active ? theme.accent_hover : theme.accent;
        colors.border = colors.fill;
        colors.text = theme.on_accent;
    }
    if (options.kind == ButtonKind::Quiet) {
        if (!hovered && !active) colors.fill = 0;
        colors.border = 0;
    }
    if (options.color != 0) colors.text = options.color;
    if (!options.enabled) {
        colors.text = theme.text_disabled;
        if (options.kind == ButtonKind::Primary)
            colors = {theme.control, theme.border, colors.text};
    }
    return colors;
}

} // namespace

bool item_takes_key(ImGuiKey key) {
    const ImGuiID owner = ImGui::GetItemID();
    ImGui::SetKeyOwner(key, owner);
    return ImGui::IsKeyPressed(key, ImGuiInputFlags_Repeat, owner);
}

void focus_next_widget() {
    ImGui::SetKeyboardFocusHere();
    ImGui::SetNavCursorVisible(true);
}

Rect last_item_rect() {
    const ImVec2 low = ImGui::GetItemRectMin();
    const ImVec2 high = ImGui::GetItemRectMax();
    return {low.x, low.y, high.x - low.x, high.y - low.y};
}

float em(float count) {
    const ImGuiStyle& style = ImGui::GetStyle();
    return count * style.FontSizeBase * style.FontScaleMain * style.FontScaleDpi;
}

ImFont* font_of(const Fonts& fonts, TextStyle style) {
    switch (style) {
    case TextStyle::Strong:
    case TextStyle::Heading:
        return fonts.bold;
    case TextStyle::Mono:
    case TextStyle::SmallMono:
        return fonts.mono;
    default:
        return fonts.sans;
    }
}

float size_of(TextStyle style) {
    const bool small = style == TextStyle::Small || style == TextStyle::SmallDim ||
                       style == TextStyle::SmallMono || style == TextStyle::Heading;
    return std::round(em(small ? 0.84F : 1.0F));
}

ImU32 color_of(const Theme& theme, TextStyle style) {
    switch (style) {
    case TextStyle::Dim:
    case TextStyle::SmallDim:
    case TextStyle::Heading:
        return theme.text_dim;
    case TextStyle::Strong:
        return theme.text_strong;
    default:
        return theme.text;
    }
}

ImVec2 measure(const Fonts& fonts, TextStyle style, std::string_view text) {
    return font_of(fonts, style)
        ->CalcTextSizeA(size_of(style), FLT_MAX, 0.0F, text.data(), text.data() + text.size());
}

std::string shortened(const Fonts& fonts, TextStyle style, std::string_view text, float width) {
    if (measure(fonts, style, text).x <= width) return std::string(text);
    const float room = width - measure(fonts, style, "…").x;
    if (room < 0) return "";
    const char* rest = nullptr;
    font_of(fonts, style)
        ->CalcTextSizeA(size_of(style), room, 0, text.data(), text.data() + text.size(), &rest);
    return std::string(text.data(), rest) + "…";
}

Rect text_at(Frame& frame, ImDrawList* draw_list, std::string_view id, std::string_view text,
             ImVec2 position, TextStyle style, ImU32 color, ImVec2 align) {
    const ImVec2 size = measure(frame.fonts, style, text);
    const ImVec2 corner{position.x - align.x * size.x, position.y - align.y * size.y};
    draw_list->AddText(font_of(frame.fonts, style), size_of(style), corner, color, text.data(),
                       text.data() + text.size());
    const Rect rect{corner.x, corner.y, size.x, size.y};
    add_text_record(frame, id, text, rect);
    return rect;
}

void draw_text(Frame& frame, std::string_view id, std::string_view text, TextStyle style,
               ImU32 color, float max_width) {
    std::string cut;
    if (max_width > 0) cut = shortened(frame.fonts, style, text, max_width);
    const std::string_view shown = max_width > 0 ? cut : text;
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    ImGui::Dummy(measure(frame.fonts, style, shown));
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    draw_list->AddText(font_of(frame.fonts, style), size_of(style), corner, color, shown.data(),
                       shown.data() + shown.size());
    add_text_record(frame, id, text, last_item_rect());
}

void draw_text(Frame& frame, std::string_view id, std::string_view text, TextStyle style,
               float max_width) {
    draw_text(frame, id, text, style, color_of(frame.theme, style), max_width);
}

void draw_paragraph(Frame& frame, std::string_view id, std::string_view text, float width,
                    TextStyle style) {
    const float room = width > 0 ? width : ImGui::GetContentRegionAvail().x;
    ImFont* font = font_of(frame.fonts, style);
    const char* end = text.data() + text.size();
    const ImVec2 size = font->CalcTextSizeA(size_of(style), FLT_MAX, room, text.data(), end);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    ImGui::Dummy(size);
    ImGui::GetWindowDrawList()->AddText(font, size_of(style), corner, color_of(frame.theme, style),
                                        text.data(), end, room);
    add_text_record(frame, id, text, last_item_rect());
}

void heading(Frame& frame, std::string_view id, std::string_view text) {
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    ImGui::Dummy(measure(frame.fonts, TextStyle::Heading, text));
    ImGui::GetWindowDrawList()->AddText(frame.fonts.bold, size_of(TextStyle::Heading), corner,
                                        frame.theme.text_dim, text.data(),
                                        text.data() + text.size());
    add_text_record(frame, id, text, last_item_rect(), "heading");
}

void value_row(Frame& frame, std::string_view id, std::string_view label, std::string_view shown,
               std::string_view value) {
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    const float height = std::round(em(1.55F));
    ImGui::Dummy({width, height});
    const ImVec2 value_size = measure(frame.fonts, TextStyle::Strong, shown);
    const float room = width - value_size.x - em(0.5F);
    const std::string name = shortened(frame.fonts, TextStyle::Body, label, room);
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const float text_y = corner.y + (height - value_size.y) / 2;
    draw_list->AddText(frame.fonts.sans, size_of(TextStyle::Body), {corner.x, text_y},
                       frame.theme.text, name.c_str());
    draw_list->AddText(frame.fonts.bold, size_of(TextStyle::Strong),
                       {corner.x + width - value_size.x, text_y}, frame.theme.text_strong,
                       shown.data(), shown.data() + shown.size());
    WidgetRecord record;
    record.id = id;
    record.label = label;
    record.role = "text";
    record.value = value;
    record.text = shown;
    record.rect = last_item_rect();
    add_record(frame.registry, std::move(record));
}

void part(Frame& frame, std::string_view id, std::string_view label, std::string_view value,
          Rect rect) {
    WidgetRecord record;
    record.id = id;
    record.label = label;
    record.role = "img";
    record.value = value;
    record.text = label;
    record.rect = rect;
    add_record(frame.registry, std::move(record));
}

float control_height(const Frame& frame) {
    // 44 CSS pixels is what a finger needs, at the base size of 15.
    return std::round(frame.view.coarse_pointer ? std::max(em(2.95F), 44.0F) : em(2.0F));
}

void tooltip(Frame& frame, std::string_view id, std::string_view text) {
    constexpr ImGuiHoveredFlags k_after_a_moment =
        ImGuiHoveredFlags_AllowWhenDisabled | ImGuiHoveredFlags_DelayNormal;
    if (text.empty() || frame.widget_state.pointer_rests) return;
    if (!ImGui::IsItemHovered(k_after_a_moment)) return;
    const float width = std::min(em(22), ImGui::GetIO().DisplaySize.x - em(2));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {em(0.7F), em(0.6F)});
    if (ImGui::BeginTooltip()) {
        draw_paragraph(frame, std::string("tooltip:") + std::string(id), text, width);
        ImGui::EndTooltip();
    }
    ImGui::PopStyleVar();
}

bool button(Frame& frame, std::string_view id, std::string_view label,
            const ButtonOptions& options) {
    const ImVec2 text_size = measure(frame.fonts, TextStyle::Body, label);
    const float height = options.height > 0 ? options.height : control_height(frame);
    const float padded = std::max(text_size.x + em(1.3F), std::min(height, em(2.0F)));
    const ImVec2 size{options.width > 0 ? options.width : std::round(padded), height};
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    ImGui::BeginDisabled(!options.enabled);
    const bool pressed =
        ImGui::InvisibleButton(std::string(id).c_str(), size, ImGuiButtonFlags_EnableNav);
    ImGui::EndDisabled();
    const ButtonColors colors =
        button_colors(frame.theme, options, ImGui::IsItemHovered(), ImGui::IsItemActive());
    const ImVec2 far_corner{corner.x + size.x, corner.y + size.y};
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const float rounding = em(0.4F);
    draw_list->AddRectFilled(corner, far_corner, colors.fill, rounding);
    draw_list->AddRect(corner, far_corner, colors.border, rounding);
    draw_list->AddText(
        frame.fonts.sans, size_of(TextStyle::Body),
        {corner.x + (size.x - text_size.x) / 2, corner.y + (size.y - text_size.y) / 2}, colors.text,
        label.data(), label.data() + label.size());
    WidgetRecord record;
    record.id = id;
    record.label = options.name.empty() ? label : options.name;
    record.role = "button";
    record.text = label;
    record.enabled = options.enabled;
    record.rect = last_item_rect();
    add_record(frame.registry, std::move(record));
    tooltip(frame, id, options.tooltip);
    return pressed;
}

bool hit_area(Frame& frame, std::string_view id, std::string_view label, Rect rect, bool* hovered) {
    const ImVec2 cursor = ImGui::GetCursorPos();
    ImGui::SetCursorScreenPos({rect.x, rect.y});
    ImGui::SetNextItemAllowOverlap();
    const bool pressed = ImGui::InvisibleButton(std::string(id).c_str(), {rect.width, rect.height},
                                                ImGuiButtonFlags_EnableNav);
    if (hovered) *hovered = ImGui::IsItemHovered();
    WidgetRecord record;
    record.id = id;
    record.label = label;
    record.role = "button";
    record.text = label;
    record.rect = rect;
    add_record(frame.registry, std::move(record));
    ImGui::SetCursorPos(cursor);
    return pressed;
}

} // namespace backprop::shell
