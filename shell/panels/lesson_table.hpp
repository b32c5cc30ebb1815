#pragma once

#include "engine/experiment/lesson.hpp"
#include "shell/frame.hpp"

#include <string_view>

namespace backprop::shell {

/// The table "printed / here" at the ImGui cursor, `width` wide. Row N (from 1) registers
/// "ID.row N" (its label), "ID.row N.printed", "ID.row N.value" (value = the number), "ID.row
/// N.agrees" (value "true" or "false") where a printed number can be compared, and "ID.row N.note".
void draw_lesson_table(Frame& frame, std::string_view id, const LessonTable& table, float width);

} // namespace backprop::shell
