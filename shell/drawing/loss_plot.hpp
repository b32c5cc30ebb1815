#pragma once

#include "shell/drawing/axis.hpp"
#include "shell/frame.hpp"

namespace backprop::shell {

/// The axes of a loss plot on screen and the rectangle between them.
struct LossPlot {
    Rect plot;
    Axis epochs;
    Axis losses;
    std::vector<Tick> epoch_ticks;
    std::vector<Tick> loss_ticks;
};

/// Lays the plot out inside `area`: room for the tick labels at the left and below.
LossPlot place_loss_plot(Frame& frame, const Rect& area);

void draw_loss_axes(Frame& frame, const LossPlot& plot);

/// Both lines and their names and last values at their ends.
void draw_loss_lines(Frame& frame, const LossPlot& plot);

/// The epoch under the pointer: a vertical line, and a note with both losses.
void draw_loss_reading(Frame& frame, const LossPlot& plot, const Rect& bounds);

} // namespace backprop::shell
