#include "shell/value_editor.hpp"

#include "engine/experiment/number_text.hpp"
#include "shell/platform/platform.hpp"
#include "shell/texts.hpp"

#include <imgui.h>

#include <cstdio>

namespace backprop::shell {

namespace {

/// Takes over what was typed, or says why not. True when `value` was changed.
bool accept_typed(Frame& frame, const NumberControl& control, double& value) {
    WidgetState& state = frame.widget_state;
    const TypedValue read = read_typed(control.spec, state.typed.data());
    const std::string range = range_text(control.spec);
    if (!read.value || read.clamped || read.rounded) {
        const std::string_view why = !read.value  ? text("note.nonsense")
                                   : read.clamped ? text("note.clamped")
                                                  : text("note.rounded");
        state.note_id = control.id;
        state.note = fill(why, {range});
    }
    if (!read.value || *read.value == value) return false;
    value = *read.value;
    return true;
}

std::string editable_text(const NumberControl& control, double value) {
    return control.spec.maximum_is_all && value >= control.spec.maximum
             ? std::string(text("value.all"))
             : number_text(value * control.spec.display_scale);
}

void set_typed(WidgetState& state, const std::string& typed) {
    std::snprintf(state.typed.data(), state.typed.size(), "%s", typed.c_str());
}

} // namespace

void begin_editing(Frame& frame, const NumberControl& control, double value) {
    WidgetState& state = frame.widget_state;
    state.editing = control.id;
    state.focus_editor = true;
    set_typed(state, editable_text(control, value));
    state.note_id.clear();
}

bool type_number(Frame& frame, const NumberControl& control, double& value) {
    if (!frame.view.coarse_pointer) {
        begin_editing(frame, control, value);
        return false;
    }
    const std::string question = std::string(control.label) + " (" + range_text(control.spec) + ")";
    const std::optional<std::string> answer =
        platform::ask_text(question, editable_text(control, value));
    if (!answer) return false;
    set_typed(frame.widget_state, *answer);
    frame.widget_state.note_id.clear();
    return accept_typed(frame, control, value);
}

bool is_editing(const Frame& frame, const NumberControl& control) {
    return frame.widget_state.editing == control.id;
}

bool draw_editor(Frame& frame, const NumberControl& control, double& value, ImVec2 size) {
    WidgetState& state = frame.widget_state;
    const std::string editor_id = control.id + ".typed";
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
    record.label = control.label;
    record.role = "textbox";
    record.value = state.typed.data();
    record.text = state.typed.data();
    record.rect = last_item_rect();
    add_record(frame.registry, std::move(record));

    if (!entered && !left) return false;
    const bool changed = !given_up && accept_typed(frame, control, value);
    state.editing.clear();
    return changed;
}

void draw_value_note(Frame& frame, const NumberControl& control, float width) {
    const WidgetState& state = frame.widget_state;
    if (state.note_id != control.id) return;
    draw_text(frame, control.id + ".note", state.note, TextStyle::Small, frame.theme.warning,
              width);
}

} // namespace backprop::shell
