#pragma once

#include "shell/widgets.hpp"

#include <string>
#include <string_view>

namespace backprop::shell {

/// A number that can be changed by hand: a slider or a number box. For the helpers that draw them.
struct NumberControl {
    std::string id;
    std::string_view label;
    const SliderSpec& spec;
    bool enabled = true;
};

/// A number was pressed: opens its text field, or for a finger, since a phone's keyboard does not
/// open for a canvas, asks for the number in a field of the system's own. True when `value` was
/// changed by that.
bool type_number(Frame& frame, const NumberControl& control, double& value);

/// Opens the text field, filled with `value`.
void begin_editing(Frame& frame, const NumberControl& control, double value);
bool is_editing(const Frame& frame, const NumberControl& control);

/// The text field in place of the value, role "textbox", id "ID.typed". Enter or leaving it accepts
/// what was typed, Escape does not. True when `value` was changed.
bool draw_editor(Frame& frame, const NumberControl& control, double& value, ImVec2 size);

/// What was wrong with the value typed last, id "ID.note"; nothing when nothing was.
void draw_value_note(Frame& frame, const NumberControl& control, float width);

} // namespace backprop::shell
