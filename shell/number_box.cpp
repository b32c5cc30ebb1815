#include "engine/experiment/number_text.hpp"
#include "shell/texts.hpp"
#include "shell/value_editor.hpp"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

/// The number in its box; pressing it begins typing. True when `value` was changed by that.
bool draw_number_field(Frame& frame, const NumberControl& control, double& value, ImVec2 size) {
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const bool pressed =
        ImGui::InvisibleButton(control.id.c_str(), size, ImGuiButtonFlags_EnableNav);
    const bool by_keyboard = ImGui::GetCurrentContext()->NavActivateId == ImGui::GetItemID();
    bool changed = false;
    if (pressed && by_keyboard)
        begin_editing(frame, control, value);
    else if (pressed)
        changed = type_number(frame, control, value);
    const ImVec2 far_corner{corner.x + size.x, corner.y + size.y};
    const std::string shown = shown_value(control.spec, value);
    const Theme& theme = frame.theme;
    const ImU32 fill = ImGui::IsItemHovered() ? theme.control_hover : theme.control;
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    draw_list->AddRectFilled(corner, far_corner, fill, em(0.4F));
    draw_list->AddRect(corner, far_corner, theme.border, em(0.4F));
    const float text_height = measure(frame.fonts, TextStyle::Body, shown).y;
    draw_list->PushClipRect(corner, far_corner, true);
    draw_list->AddText(frame.fonts.sans, size_of(TextStyle::Body),
                       {corner.x + em(0.6F), corner.y + (size.y - text_height) / 2}, theme.text,
                       shown.c_str());
    draw_list->PopClipRect();
    WidgetRecord record;
    record.id = control.id;
    record.label = control.label;
    record.role = "spinbutton";
    record.value = number_text(value);
    record.text = shown;
    record.minimum = control.spec.minimum;
    record.maximum = control.spec.maximum;
    record.rect = {corner.x, corner.y, size.x, size.y};
    add_record(frame.registry, std::move(record));
    if (!frame.view.coarse_pointer) tooltip(frame, control.id, text("type_value"));
    return changed;
}

/// The number, for fingers between − and +. True when `value` was changed.
bool draw_number(Frame& frame, const NumberControl& control, double& value, ImVec2 size) {
    if (!frame.view.coarse_pointer) return draw_number_field(frame, control, value, size);
    const float gap = std::round(em(0.2F));
    ButtonOptions options;
    options.width = size.y;
    options.height = size.y;
    const bool tenfold = !control.spec.integer;
    double wanted = value;
    const std::string less = fill(text("button.less"), {control.label});
    options.name = less;
    if (button(frame, control.id + ".less", "−", options))
        wanted = stepped(control.spec, wanted, -1, tenfold);
    ImGui::SameLine(0, gap);
    draw_number_field(frame, control, wanted, {size.x - 2 * (size.y + gap), size.y});
    ImGui::SameLine(0, gap);
    const std::string more = fill(text("button.more"), {control.label});
    options.name = more;
    if (button(frame, control.id + ".more", "+", options))
        wanted = stepped(control.spec, wanted, 1, tenfold);
    const bool changed = wanted != value;
    value = wanted;
    return changed;
}

} // namespace

bool number_box(Frame& frame, std::string_view id, std::string_view label, double& value,
                const SliderSpec& spec, float width) {
    const NumberControl control{std::string(id), label, spec};
    const float room = width > 0 ? width : ImGui::GetContentRegionAvail().x;
    const ImVec2 size{room, control_height(frame)};
    bool changed = false;
    ImGui::BeginGroup();
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, em(0.2F)});
    if (!label.empty()) label_with_help(frame, id, label, TextStyle::SmallDim, room);
    if (is_editing(frame, control)) {
        changed = draw_editor(frame, control, value, size);
    } else {
        changed = draw_number(frame, control, value, size);
    }
    draw_value_note(frame, control, room);
    ImGui::PopStyleVar();
    ImGui::EndGroup();
    return changed;
}

} // namespace backprop::shell
