#pragma once

namespace backprop::shell {

/// The tour of the first visit. Steps count from 0.
struct TourState {
    bool open = false;
    int step = 0;
    bool take_focus = false; ///< the box has not been given the keyboard yet
};

} // namespace backprop::shell
