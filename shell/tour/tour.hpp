#pragma once

#include "shell/frame.hpp"
#include "shell/layout.hpp"

namespace backprop::shell {

/// The tour of the first visit: five boxes, each beside what it is about. Escape skips it.

/// Begins the tour, unless `only_first` and it has been seen before.
void begin_tour(TourState& tour, bool only_first);

/// Whether a narrow window is to be scrolled to `section` now: once a step.
bool tour_scrolls_to(TourState& tour, Section section);

/// The box of the step under way, over everything else; nothing when there is none. Call at the
/// end of the root window, when everything is registered.
void draw_tour(Frame& frame);

} // namespace backprop::shell
