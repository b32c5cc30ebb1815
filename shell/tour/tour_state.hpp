#pragma once

namespace backprop::shell {

/// The tour of the first visit. Steps count from 0.
struct TourState {
    bool open = false;
    int step = 0;
    bool take_focus = false; ///< the box has not been given the keyboard yet
    bool scrolls = false;    ///< a narrow window has not been scrolled to the step's section yet
};

} // namespace backprop::shell
