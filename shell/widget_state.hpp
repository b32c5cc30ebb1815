#pragma once

#include "engine/experiment/experiment.hpp"
#include "shell/dialogs/dialog_state.hpp"
#include "shell/lessons/lesson_state.hpp"
#include "shell/tour/tour_state.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace backprop::shell {

/// A small picture of a generated set: points in −1..1 with their targets.
struct Thumbnail {
    struct Point {
        float x;
        float y;
        float target;
    };
    std::vector<Point> points;
    bool classes = false; ///< `target` is the number of a class, not a signed number
};

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
    bool touch_scrolls = false;
    unsigned scrolled_window = 0;

    bool focus_tab = false; ///< the chosen tab has not been given the keyboard yet

    bool edges_in_header = false; ///< the network's heading has room for what the edges show

    bool pointer_rests = false; ///< it has pressed something and not moved away since
    float pressed_x = 0;
    float pressed_y = 0;

    std::vector<std::string> messages; ///< about the present status; shown until it changes
    DialogState dialog;
    LessonState lessons;
    TourState tour;
    std::optional<Experiment> own_rows; ///< with imported rows, left for another data set
    std::vector<Thumbnail> thumbnails;  ///< one a generated set, made when first needed
};

} // namespace backprop::shell
