#pragma once

#include "shell/frame.hpp"

#include <string>

namespace backprop::shell {

/// The exercise in the lesson's place: a question about a fresh network whose numbers are hidden
/// until they have been asked for. Fills `area` of the current window.
void draw_exercise_panel(Frame& frame, Rect area);

/// A seed that no two visits share.
std::int64_t fresh_exercise_seed();

/// The text to copy or to print: every question, its answer and how it went.
std::string exercise_report(const ExerciseState& state);

} // namespace backprop::shell
