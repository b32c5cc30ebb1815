#pragma once

#include "shell/frame.hpp"

namespace backprop::shell {

/// The tour of the first visit: five boxes, each beside what it is about. Escape skips it.

/// Begins the tour, unless `only_first` and it has been seen before.
void begin_tour(TourState& tour, bool only_first);

/// The box of the step under way, over everything else; nothing when there is none. Call at the
/// end of the root window, when everything is registered.
void draw_tour(Frame& frame);

} // namespace backprop::shell
