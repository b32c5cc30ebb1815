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

/// Whether pressing a number opens its text field: not for fingers, since a phone's keyboard does
/// not open for a canvas. They have the slider, or − and +; a real keyboard's Enter always does it.
bool can_type(const Frame& frame);

/// Opens the text field, filled with `value`.
void begin_editing(Frame& frame, const NumberControl& control, double value);
bool is_editing(const Frame& frame, const NumberControl& control);

/// The text field in place of the value, role "textbox", id "ID.typed". Enter or leaving it accepts
/// what was typed, Escape does not. True when `value` was changed.
bool draw_editor(Frame& frame, const NumberControl& control, double& value, ImVec2 size);

/// What was wrong with the value typed last, id "ID.note"; nothing when nothing was.
void draw_value_note(Frame& frame, const NumberControl& control, float width);

} // namespace backprop::shell
