#pragma once

#include "shell/drawing/axis.hpp"
#include "shell/widgets.hpp"

#include <string_view>
#include <vector>

namespace backprop::shell {

/// A plot with a scale at the left and one below. Whoever makes it gives the axes their ranges and
/// the ticks; place_plot says where they lie.
struct PlotAxes {
    Axis x, y;
    std::vector<Tick> x_ticks, y_ticks;
    Rect plot; ///< between the scales
};

/// Fits the plot into `area`, with room for the numbers of the scales.
void place_plot(const Frame& frame, PlotAxes& axes, const Rect& area);

/// Lines, numbers (ids "ID.x LABEL" and "ID.y LABEL") and frame.
void draw_axes(Frame& frame, const PlotAxes& axes, std::string_view id);

/// The numbers of a horizontal axis, their tops at `top`, as far as they have room side by side
/// from `from` to `to`; ids "ID LABEL".
void draw_tick_numbers(Frame& frame, const Axis& axis, const std::vector<Tick>& ticks, float top,
                       float from, float to, std::string_view id);

/// Where a point lies; clamped to the plot.
ImVec2 place_in(const PlotAxes& axes, double x, double y);

/// A dashed line.
void draw_dashes(ImDrawList* draw_list, ImVec2 from, ImVec2 to, ImU32 color, float thickness);

} // namespace backprop::shell
