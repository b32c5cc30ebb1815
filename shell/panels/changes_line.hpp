#pragma once

#include "shell/frame.hpp"

#include <string>

namespace backprop::shell {

/// "2 changes: epoch 120: learning rate 0.3; epoch 300: batch 5". Empty without changes.
std::string changes_text(const std::vector<TrainingChange>& changes);

/// What was changed in this run, with a button that replays it. Returns the height used; 0 where
/// nothing was changed.
float draw_changes_line(Frame& frame, const Rect& area);

} // namespace backprop::shell
