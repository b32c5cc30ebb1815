#include "engine/experiment/number_text.hpp"
#include "shell/texts.hpp"
#include "shell/value_editor.hpp"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

/// The value at the right end of the label's line: pressing it begins typing.
bool draw_value(Frame& frame, const NumberControl& control, double& value, Rect line) {
    if (is_editing(frame, control)) {
        const ImVec2 size{em(6.5F), std::round(em(1.3F))};
        ImGui::SetCursorScreenPos(
            {line.x + line.width - size.x, line.y + (line.height - size.y) / 2});
        return draw_editor(frame, control, value, size);
    }
    const std::string shown = shown_value(control.spec, value);
    const ImVec2 size = measure(frame.fonts, TextStyle::Strong, shown);
    const float width = std::max(size.x, frame.view.coarse_pointer ? em(3) : size.x);
    const ImVec2 corner{line.x + line.width - width, line.y};
    ImGui::SetCursorScreenPos(corner);
    // Not a stop for Tab: Enter on the slider does the same.
    const bool pressed =
        ImGui::InvisibleButton((control.id + ".value").c_str(), {width, line.height});
    const bool changed = pressed && type_number(frame, control, value);
    const bool hovered = ImGui::IsItemHovered() && control.enabled && !frame.view.coarse_pointer;
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const ImVec2 text_corner{line.x + line.width - size.x, line.y + (line.height - size.y) / 2};
    const ImU32 ink = control.enabled ? frame.theme.text_strong : frame.theme.text_disabled;
    draw_list->AddText(frame.fonts.bold, size_of(TextStyle::Strong), text_corner, ink,
                       shown.c_str());
    if (hovered) {
        const float y = text_corner.y + size.y;
        draw_list->AddLine({text_corner.x, y}, {text_corner.x + size.x, y}, frame.theme.text_dim);
    }
    WidgetRecord record;
    record.id = control.id + ".value";
    record.label = control.label;
    record.role = "text";
    record.value = number_text(value);
    record.text = shown;
    record.enabled = control.enabled;
    record.rect = {corner.x, corner.y, width, line.height};
    add_record(frame.registry, std::move(record));
    if (hovered) tooltip(frame, control.id + ".value", text("type_value"));
    return changed;
}

/// Steps by arrow keys and the like while the track has the keyboard. True when `value` changed.
bool step_by_keys(const SliderSpec& spec, double& value) {
    if (!ImGui::IsItemFocused() || ImGui::GetIO().WantTextInput) return false;
    struct KeyStep {
        ImGuiKey key;
        int direction;
        bool large;
    };
    constexpr KeyStep k_steps[] = {
        {ImGuiKey_LeftArrow, -1, false},
        {ImGuiKey_RightArrow, 1, false},
        {ImGuiKey_PageDown, -1, true},
        {ImGuiKey_PageUp, 1, true},
    };
    double wanted = value;
    for (const KeyStep& step : k_steps)
        if (item_takes_key(step.key)) wanted = stepped(spec, wanted, step.direction, step.large);
    if (item_takes_key(ImGuiKey_Home)) wanted = spec.minimum;
    if (item_takes_key(ImGuiKey_End)) wanted = spec.maximum;
    const bool changed = wanted != value;
    value = wanted;
    return changed;
}

/// Enter on the track, also where the focus came from the pointer.
bool wants_typing() {
    if (!ImGui::IsItemFocused() || ImGui::GetIO().WantTextInput) return false;
    bool wants = false;
    for (const ImGuiKey key : {ImGuiKey_Enter, ImGuiKey_KeypadEnter}) {
        ImGui::SetKeyOwner(key, ImGui::GetItemID());
        wants = wants || ImGui::IsKeyPressed(key, ImGuiInputFlags_None, ImGui::GetItemID());
    }
    return wants;
}

void draw_track(const Frame& frame, const NumberControl& control, double value, Rect track) {
    const Theme& theme = frame.theme;
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const float y = track.y + track.height / 2;
    const float half = std::max(em(0.17F), 1.0F);
    const float x = track.x + track.width * static_cast<float>(place_of(control.spec, value));
    draw_list->AddRectFilled({track.x, y - half}, {track.x + track.width, y + half}, theme.track,
                             half);
    if (control.enabled)
        draw_list->AddRectFilled({track.x, y - half}, {x, y + half}, theme.accent, half);
    const float radius = em(frame.view.coarse_pointer ? 0.7F : 0.55F);
    draw_list->AddCircleFilled({x, y}, radius, control.enabled ? theme.knob : theme.border);
    draw_list->AddCircle({x, y}, radius, theme.knob_border, 0, em(0.08F));
    if (ImGui::IsItemHovered() || ImGui::IsItemActive())
        draw_list->AddCircle({x, y}, radius + em(0.12F), with_alpha(theme.accent, 0.6F), 0,
                             em(0.14F));
}

float track_height(const Frame& frame) {
    return frame.view.coarse_pointer ? control_height(frame) : std::round(em(1.15F));
}

/// The track with its knob. True when `value` was changed.
bool draw_slide(Frame& frame, const NumberControl& control, double& value, float width) {
    const float height = track_height(frame);
    const float inset = em(0.45F);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const Rect track{corner.x + inset, corner.y, width - 2 * inset, height};
    const bool pressed =
        ImGui::InvisibleButton(control.id.c_str(), {width, height}, ImGuiButtonFlags_EnableNav);
    const ImGuiIO& io = ImGui::GetIO();
    const bool by_keyboard =
        wants_typing() ||
        (pressed && ImGui::GetCurrentContext()->NavActivateId == ImGui::GetItemID());
    const double pointed =
        value_at(control.spec, static_cast<double>((io.MousePos.x - track.x) / track.width));
    bool changed = false;
    if (by_keyboard || (ImGui::IsItemActivated() && io.KeyCtrl)) {
        begin_editing(frame, control, value);
        ImGui::ClearActiveID();
    } else if (ImGui::IsItemActive() && io.MouseDown[0]) {
        const bool follows =
            io.MouseSource != ImGuiMouseSource_TouchScreen || finger_drags(frame, control.id);
        changed = follows && pointed != value;
    } else if (pressed) {
        changed = pointed != value;
    }
    if (changed) value = pointed;
    if (step_by_keys(control.spec, value)) changed = true;
    draw_track(frame, control, value, track);

    WidgetRecord record;
    record.id = control.id;
    record.label = control.label;
    record.role = "slider";
    record.value = number_text(value);
    record.text = shown_value(control.spec, value);
    record.minimum = control.spec.minimum;
    record.maximum = control.spec.maximum;
    record.enabled = control.enabled;
    record.rect = track;
    add_record(frame.registry, std::move(record));
    return changed;
}

} // namespace

bool finger_drags(Frame& frame, std::string_view id) {
    const ImVec2 moved = ImGui::GetMouseDragDelta(ImGuiMouseButton_Left, 0);
    WidgetState& state = frame.widget_state;
    if (state.touched != id) {
        state.touched = id;
        state.touch_decided = false;
    }
    if (std::fabs(moved.x) > em(0.4F)) state.touch_decided = true;
    return state.touch_decided;
}

float slider_height(const Frame& frame, std::string_view id) {
    const float note =
        frame.widget_state.note_id == id ? measure(frame.fonts, TextStyle::Small, "0").y : 0;
    return label_height(frame, TextStyle::Body) + track_height(frame) + note;
}

bool slider(Frame& frame, std::string_view id, std::string_view label, double& value,
            const SliderSpec& spec, bool enabled) {
    const NumberControl control{std::string(id), label, spec, enabled};
    WidgetState& state = frame.widget_state;
    ImGui::BeginGroup();
    ImGui::BeginDisabled(!enabled);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    label_with_help(frame, id, label, TextStyle::Body, width - em(4.5F));
    const ImVec2 below = ImGui::GetCursorScreenPos();
    bool changed =
        draw_value(frame, control, value, {corner.x, corner.y, width, below.y - corner.y});
    ImGui::SetCursorScreenPos(below);
    if (draw_slide(frame, control, value, width)) {
        changed = true;
        if (state.note_id == control.id) state.note_id.clear();
    }
    draw_value_note(frame, control, width);
    ImGui::PopStyleVar();
    ImGui::EndDisabled();
    ImGui::EndGroup();
    return changed;
}

} // namespace backprop::shell
