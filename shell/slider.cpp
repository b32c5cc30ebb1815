#include "engine/experiment/fields.hpp"
#include "engine/experiment/number_text.hpp"
#include "shell/numbers.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace backprop::shell {

namespace {

struct Slider {
    std::string id;
    std::string_view label;
    const SliderSpec& spec;
    bool enabled;
};

void begin_editing(Frame& frame, const Slider& slider, double value) {
    WidgetState& state = frame.widget_state;
    state.editing = slider.id;
    state.focus_editor = true;
    const std::string now = slider.spec.maximum_is_all && value >= slider.spec.maximum
                              ? std::string(text("value.all"))
                              : number_text(value * slider.spec.display_scale);
    std::snprintf(state.typed.data(), state.typed.size(), "%s", now.c_str());
    state.note_id.clear();
}

/// Takes over what was typed, or says why not. True when `value` was changed.
bool accept_typed(Frame& frame, const Slider& slider, double& value) {
    WidgetState& state = frame.widget_state;
    const TypedValue read = read_typed(slider.spec, state.typed.data());
    const std::string range = range_text(slider.spec);
    if (!read.value || read.clamped || read.rounded) {
        const std::string_view why = !read.value  ? text("note.nonsense")
                                   : read.clamped ? text("note.clamped")
                                                  : text("note.rounded");
        state.note_id = slider.id;
        state.note = fill(why, {range});
    }
    if (!read.value || *read.value == value) return false;
    value = *read.value;
    return true;
}

/// The text field in place of the value. Enter or leaving it accepts, Escape does not.
bool draw_editor(Frame& frame, const Slider& slider, double& value, ImVec2 size) {
    WidgetState& state = frame.widget_state;
    const std::string editor_id = slider.id + ".typed";
    ImGui::PushFont(frame.fonts.mono, ImGui::GetStyle().FontSizeBase);
    ImGui::SetNextItemWidth(size.x);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding,
                        {em(0.4F), (size.y - ImGui::GetFontSize()) / 2});
    if (state.focus_editor) ImGui::SetKeyboardFocusHere();
    const bool entered =
        ImGui::InputText(("##" + editor_id).c_str(), state.typed.data(), state.typed.size(),
                         ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
    ImGui::PopStyleVar();
    ImGui::PopFont();
    const bool left = !state.focus_editor && ImGui::IsItemDeactivated();
    const bool given_up = left && ImGui::IsKeyPressed(ImGuiKey_Escape);
    state.focus_editor = false;

    WidgetRecord record;
    record.id = editor_id;
    record.label = slider.label;
    record.role = "textbox";
    record.value = state.typed.data();
    record.text = state.typed.data();
    const ImVec2 low = ImGui::GetItemRectMin();
    const ImVec2 high = ImGui::GetItemRectMax();
    record.rect = {low.x, low.y, high.x - low.x, high.y - low.y};
    add_record(frame.registry, std::move(record));

    if (!entered && !left) return false;
    const bool changed = !given_up && accept_typed(frame, slider, value);
    state.editing.clear();
    return changed;
}

/// The value at the right end of the label's line: pressing it begins typing.
bool draw_value(Frame& frame, const Slider& slider, double& value, Rect line) {
    if (frame.widget_state.editing == slider.id) {
        const ImVec2 size{em(6.5F), std::round(em(1.3F))};
        ImGui::SetCursorScreenPos(
            {line.x + line.width - size.x, line.y + (line.height - size.y) / 2});
        return draw_editor(frame, slider, value, size);
    }
    const std::string shown = shown_value(slider.spec, value);
    const ImVec2 size = measure(frame.fonts, TextStyle::Strong, shown);
    const float width = std::max(size.x, frame.view.coarse_pointer ? em(3) : size.x);
    const ImVec2 corner{line.x + line.width - width, line.y};
    ImGui::SetCursorScreenPos(corner);
    // Not a stop for Tab: Enter on the slider does the same.
    if (ImGui::InvisibleButton((slider.id + ".value").c_str(), {width, line.height}))
        begin_editing(frame, slider, value);
    const bool hovered = ImGui::IsItemHovered();
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const ImVec2 text_corner{line.x + line.width - size.x, line.y + (line.height - size.y) / 2};
    const ImU32 ink = slider.enabled ? frame.theme.text_strong : frame.theme.text_disabled;
    draw_list->AddText(frame.fonts.bold, size_of(TextStyle::Strong), text_corner, ink,
                       shown.c_str());
    if (hovered && slider.enabled) {
        const float y = text_corner.y + size.y;
        draw_list->AddLine({text_corner.x, y}, {text_corner.x + size.x, y}, frame.theme.text_dim);
    }
    WidgetRecord record;
    record.id = slider.id + ".value";
    record.label = slider.label;
    record.role = "text";
    record.value = number_text(value);
    record.text = shown;
    record.enabled = slider.enabled;
    record.rect = {corner.x, corner.y, width, line.height};
    add_record(frame.registry, std::move(record));
    if (slider.enabled) tooltip(frame, slider.id + ".value", text("type_value"));
    return false;
}

bool drag_with_finger(Frame& frame, const Slider& slider) {
    const ImVec2 moved = ImGui::GetMouseDragDelta(ImGuiMouseButton_Left, 0);
    WidgetState& state = frame.widget_state;
    if (state.touched != slider.id) {
        state.touched = slider.id;
        state.touch_decided = false;
    }
    if (std::fabs(moved.x) > em(0.4F)) state.touch_decided = true;
    return state.touch_decided;
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
    const ImGuiID owner = ImGui::GetItemID();
    double wanted = value;
    for (const KeyStep& step : k_steps) {
        ImGui::SetKeyOwner(step.key, owner); // otherwise it would move the focus
        if (ImGui::IsKeyPressed(step.key, ImGuiInputFlags_Repeat, owner))
            wanted = stepped(spec, wanted, step.direction, step.large);
    }
    for (const ImGuiKey key : {ImGuiKey_Home, ImGuiKey_End}) {
        ImGui::SetKeyOwner(key, owner);
        if (ImGui::IsKeyPressed(key, ImGuiInputFlags_None, owner))
            wanted = key == ImGuiKey_Home ? spec.minimum : spec.maximum;
    }
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

void draw_track(const Frame& frame, const Slider& slider, double value, Rect track) {
    const Theme& theme = frame.theme;
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const float y = track.y + track.height / 2;
    const float half = std::max(em(0.17F), 1.0F);
    const float x = track.x + track.width * static_cast<float>(place_of(slider.spec, value));
    draw_list->AddRectFilled({track.x, y - half}, {track.x + track.width, y + half}, theme.track,
                             half);
    if (slider.enabled)
        draw_list->AddRectFilled({track.x, y - half}, {x, y + half}, theme.accent, half);
    const float radius = em(frame.view.coarse_pointer ? 0.7F : 0.55F);
    draw_list->AddCircleFilled({x, y}, radius, slider.enabled ? theme.knob : theme.border);
    draw_list->AddCircle({x, y}, radius, theme.knob_border, 0, em(0.08F));
    if (ImGui::IsItemHovered() || ImGui::IsItemActive())
        draw_list->AddCircle({x, y}, radius + em(0.12F), with_alpha(theme.accent, 0.6F), 0,
                             em(0.14F));
}

/// The track with its knob. True when `value` was changed.
bool draw_slide(Frame& frame, const Slider& slider, double& value, float width) {
    const float height = frame.view.coarse_pointer ? control_height(frame) : std::round(em(1.15F));
    const float inset = em(0.45F);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const Rect track{corner.x + inset, corner.y, width - 2 * inset, height};
    const bool pressed =
        ImGui::InvisibleButton(slider.id.c_str(), {width, height}, ImGuiButtonFlags_EnableNav);
    const ImGuiIO& io = ImGui::GetIO();
    const bool by_keyboard =
        wants_typing() ||
        (pressed && ImGui::GetCurrentContext()->NavActivateId == ImGui::GetItemID());
    const double pointed =
        value_at(slider.spec, static_cast<double>((io.MousePos.x - track.x) / track.width));
    bool changed = false;
    if (by_keyboard || (ImGui::IsItemActivated() && io.KeyCtrl)) {
        begin_editing(frame, slider, value);
        ImGui::ClearActiveID();
    } else if (ImGui::IsItemActive() && io.MouseDown[0]) {
        const bool follows =
            io.MouseSource != ImGuiMouseSource_TouchScreen || drag_with_finger(frame, slider);
        changed = follows && pointed != value;
    } else if (pressed) {
        changed = pointed != value;
    }
    if (changed) value = pointed;
    if (step_by_keys(slider.spec, value)) changed = true;
    draw_track(frame, slider, value, track);

    WidgetRecord record;
    record.id = slider.id;
    record.label = slider.label;
    record.role = "slider";
    record.value = number_text(value);
    record.text = shown_value(slider.spec, value);
    record.minimum = slider.spec.minimum;
    record.maximum = slider.spec.maximum;
    record.enabled = slider.enabled;
    record.rect = track;
    add_record(frame.registry, std::move(record));
    return changed;
}

/// The number in its box; pressing it begins typing.
void draw_number_field(Frame& frame, const Slider& slider, double value, ImVec2 size) {
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    if (ImGui::InvisibleButton(slider.id.c_str(), size, ImGuiButtonFlags_EnableNav))
        begin_editing(frame, slider, value);
    const ImVec2 far_corner{corner.x + size.x, corner.y + size.y};
    const std::string shown = shown_value(slider.spec, value);
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
    record.id = slider.id;
    record.label = slider.label;
    record.role = "spinbutton";
    record.value = number_text(value);
    record.text = shown;
    record.minimum = slider.spec.minimum;
    record.maximum = slider.spec.maximum;
    record.rect = {corner.x, corner.y, size.x, size.y};
    add_record(frame.registry, std::move(record));
    tooltip(frame, slider.id, text("type_value"));
}

/// The number, for fingers between − and +: a phone's keyboard does not open on a canvas. True when
/// `value` was changed.
bool draw_number(Frame& frame, const Slider& slider, double& value, ImVec2 size) {
    if (!frame.view.coarse_pointer) {
        draw_number_field(frame, slider, value, size);
        return false;
    }
    const float gap = std::round(em(0.2F));
    ButtonOptions options;
    options.width = size.y;
    options.height = size.y;
    const bool tenfold = !slider.spec.integer;
    double wanted = value;
    if (button(frame, slider.id + ".less", "−", options))
        wanted = stepped(slider.spec, wanted, -1, tenfold);
    ImGui::SameLine(0, gap);
    draw_number_field(frame, slider, value, {size.x - 2 * (size.y + gap), size.y});
    ImGui::SameLine(0, gap);
    if (button(frame, slider.id + ".more", "+", options))
        wanted = stepped(slider.spec, wanted, 1, tenfold);
    const bool changed = wanted != value;
    value = wanted;
    return changed;
}

/// What was wrong with the value typed last.
void draw_value_note(Frame& frame, const Slider& slider, float width) {
    const WidgetState& state = frame.widget_state;
    if (state.note_id != slider.id) return;
    draw_text(frame, slider.id + ".note", state.note, TextStyle::Small, frame.theme.warning, width);
}

} // namespace

bool slider(Frame& frame, std::string_view id, std::string_view label, double& value,
            const SliderSpec& spec, bool enabled) {
    const Slider slider{std::string(id), label, spec, enabled};
    WidgetState& state = frame.widget_state;
    ImGui::BeginGroup();
    ImGui::BeginDisabled(!enabled);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    label_with_help(frame, id, label, TextStyle::Body, width - em(4.5F));
    const ImVec2 below = ImGui::GetCursorScreenPos();
    bool changed =
        draw_value(frame, slider, value, {corner.x, corner.y, width, below.y - corner.y});
    ImGui::SetCursorScreenPos(below);
    if (draw_slide(frame, slider, value, width)) {
        changed = true;
        if (state.note_id == slider.id) state.note_id.clear();
    }
    draw_value_note(frame, slider, width);
    ImGui::PopStyleVar();
    ImGui::EndDisabled();
    ImGui::EndGroup();
    return changed;
}

bool number_box(Frame& frame, std::string_view id, std::string_view label, double& value,
                const SliderSpec& spec, float width) {
    const Slider slider{std::string(id), label, spec, true};
    const float room = width > 0 ? width : ImGui::GetContentRegionAvail().x;
    const ImVec2 size{room, control_height(frame)};
    bool changed = false;
    ImGui::BeginGroup();
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, em(0.2F)});
    label_with_help(frame, id, label, TextStyle::SmallDim, room);
    if (frame.widget_state.editing == slider.id) {
        changed = draw_editor(frame, slider, value, size);
    } else {
        changed = draw_number(frame, slider, value, size);
    }
    draw_value_note(frame, slider, room);
    ImGui::PopStyleVar();
    ImGui::EndGroup();
    return changed;
}

void field_number(Frame& frame, std::string_view path, const SliderSpec& spec, float width) {
    const Experiment& experiment = *frame.snapshot.experiment;
    const Field* field = find_field(path);
    if (field == nullptr || !field->applies(experiment)) return;
    double value = field->get(experiment);
    if (number_box(frame, path, text("field." + std::string(path)), value, spec, width))
        frame.commands.push_back(command::Set{std::string(path), value});
}

void field_slider(Frame& frame, std::string_view path, const SliderSpec& spec) {
    const Experiment& experiment = *frame.snapshot.experiment;
    const Field* field = find_field(path);
    if (field == nullptr || !field->applies(experiment)) return;
    double value = field->get(experiment);
    if (slider(frame, path, text("field." + std::string(path)), value, spec))
        frame.commands.push_back(command::Set{std::string(path), value});
}

} // namespace backprop::shell
