#pragma once

#include <array>
#include <string>

namespace backprop::shell {

/// What the widgets remember from frame to frame.
struct WidgetState {
    // A value being typed.
    std::string editing; ///< id of the slider; empty: none
    std::array<char, 64> typed{};
    bool focus_editor = false; ///< the text field has not been given the keyboard yet

    // What was wrong with the value typed last, shown below its slider.
    std::string note_id;
    std::string note;

    // A finger on a slider: until it moves sideways, it may be about to scroll.
    std::string touched; ///< id of the slider
    bool touch_decided = false;
};

} // namespace backprop::shell
