#pragma once

#include "shell/frame.hpp"

#include <span>

namespace backprop::shell {

/// Several classes on one plane. A class has a colour of its own, never the blue and orange of
/// signs, and a shape that says the same without colour.

/// True where the plane shows classes: several outputs, one a class, and the user wants them.
bool has_classes(const Experiment& experiment);
bool shows_classes(const Frame& frame);

/// Of class `index` (0 = the first output); they repeat after ten.
ImU32 class_color(const Theme& theme, std::int32_t index);

/// The sign of a class: filled for training rows, hollow for test rows.
void draw_class_sign(ImDrawList* draw_list, std::int32_t index, ImVec2 center, float radius,
                     ImU32 color, ImU32 rim, bool hollow);

/// The greatest of a column's numbers: the class, or that of its targets.
std::int32_t class_of(const Matrix<double>& rows, std::int32_t column);

/// The map's colour where the outputs are these: paler where two are close.
ImU32 class_map_color(const Theme& theme, const Matrix<double>& outputs, std::int32_t column);

/// Signs and names of the classes, as many as fit between `left` and `right`; role "img".
void draw_class_legend(Frame& frame, float left, float right, float middle);

} // namespace backprop::shell
