#pragma once

#include "shell/frame.hpp"

namespace backprop::shell {

/// True where the network's inputs can be chosen: with two columns.
bool has_features(const Experiment& experiment);

/// What the network may be given of the two columns: one chip each (id "feature.KEY", role
/// "checkbox"), below each other at the left of `area`, or in rows at its top when `narrow`.
/// Returns what is left of the area.
Rect draw_feature_chips(Frame& frame, const Rect& area, bool narrow);

} // namespace backprop::shell
