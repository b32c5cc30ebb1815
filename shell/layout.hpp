#pragma once

#include "shell/registry.hpp"

#include <array>
#include <cstdint>

namespace backprop::shell {

enum class Section : std::uint8_t {
    Lesson,
    Network,
    Explain, ///< the tabs: chain rule, matrix form, ...
    Output,
    Loss,
    Hyperparameters,
    Data,
    Strip, ///< beside a lesson in a wide window: learning rate, epochs and loss in little room
};
inline constexpr int k_section_count = 8;

/// Where everything goes; a section that is not shown is 0 wide. A wide window has three columns,
/// data and hyperparameters share the left one, and loss and explanation go below the other two.
/// With a lesson open its column is at the right; left column and output give way to it, but the
/// left column can be had back (over the network where there is no room beside it). A narrow
/// window has the sections below each other, in the order of Section, `scroller` being what is
/// visible of them, above the sheet of a lesson, which stays in its place; there the sections'
/// rectangles are relative to the scrolled content's corner, and a height of 0 means as high as its
/// content.
struct Layout {
    bool narrow = false;
    Rect top_bar;
    Rect note;               ///< messages; height 0 when there is none
    Rect left;               ///< wide: data, hyperparameters; 0 wide when not shown
    bool left_above = false; ///< it lies over the sections
    Rect scroller;
    Rect explain_edge; ///< wide: the top of the explanation, 0 high; can be moved
    Rect loss_edge;    ///< wide: the right edge of the loss, 0 wide; can be moved
    std::array<Rect, k_section_count> sections;

    const Rect& section(Section which) const { return sections[static_cast<std::size_t>(which)]; }
};

/// What the layout depends on. `font` is the size of the running text; heights of bar and note are
/// measured by those who draw them.
struct LayoutInput {
    float width = 0;
    float height = 0;
    float font = 15;
    float top_bar_height = 0;
    float note_height = 0;
    bool lesson = false;     ///< one is open
    bool settings = false;   ///< beside it, as in a window without one
    float strip_height = 75; ///< of Section::Strip
    float sheet_height = 0;  ///< of a lesson in a narrow window; 0: a share of the window
    float explain_share = 0; ///< of the height, in a wide window; 0: the default
    float loss_share = 0;    ///< of the width of loss and explanation; 0: the default
};

/// Nothing overlaps, and in a wide window everything lies inside the window (down to a size of
/// 60 × 36 font units).
Layout compute_layout(const LayoutInput& input);

} // namespace backprop::shell
