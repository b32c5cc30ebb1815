#pragma once

#include "shell/registry.hpp"

#include <array>
#include <cstdint>

namespace backprop::shell {

enum class Section : std::uint8_t { Network, Output, Loss, Hyperparameters, Data, Parameters };
inline constexpr int k_section_count = 6;

/// Where everything goes. A wide window has three columns, and data and hyperparameters share the
/// left one. A narrow one has the sections below each other, `scroller` being what is visible of
/// them; there the sections' rectangles are relative to the scrolled content's corner, and a
/// height of 0 means as high as its content.
struct Layout {
    bool narrow = false;
    Rect top_bar;
    Rect note; ///< messages; height 0 when there is none
    Rect left; ///< wide: data, hyperparameters
    Rect scroller;
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
};

/// Nothing overlaps, and in a wide window everything lies inside the window (down to a size of
/// 60 × 36 font units).
Layout compute_layout(const LayoutInput& input);

} // namespace backprop::shell
