#pragma once

#include "engine/experiment/fields.hpp"
#include "shell/widgets.hpp"

#include <string>
#include <string_view>

/// One way to draw any scalar of an experiment (fields.hpp): a new row of that table has a control
/// at once, with the label "field.PATH" and the help "help.PATH".
namespace backprop::shell {

/// What a field's row does not say about its control.
struct FieldLook {
    std::string_view path;
    bool slides = false;          ///< a slider instead of a number box
    SliderSpec spec = {};         ///< for numbers; a control may cover less than what is accepted
    std::string_view family = {}; ///< for choices: their names are the texts "FAMILY.KEY"
    double initial = 0;           ///< for optional numbers: what switching one on sets
};

/// The row for this path, or one made of the field's own range.
FieldLook look_of(const Field& field);

/// The value that a control shows: of the fields that may change in mid-run, the present one.
double shown_field_value(const Frame& frame, const Field& field);

/// The value as people read it: "0.03", "Adam", "all", "off".
std::string field_text(const Field& field, double value);

/// True for controls that take the whole width.
bool is_wide(const Field& field);

/// Slider, number box, combo, checkbox, or a checkbox with a number box for a number that may be
/// absent. Sends command::Set. Draws nothing when the field does not apply. `width` 0: to the
/// right edge.
void draw_field(Frame& frame, const Field& field, float width = 0);

/// The control of a path: a setting's combo (settings.hpp) or the field's control. False when
/// there is nothing to draw now.
bool has_control(const Experiment& experiment, std::string_view path);
void draw_control(Frame& frame, std::string_view path, float width = 0);

} // namespace backprop::shell
