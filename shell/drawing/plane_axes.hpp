#pragma once

#include "shell/drawing/axis.hpp"
#include "shell/frame.hpp"
#include "shell/model_view.hpp"

#include <string>

namespace backprop::shell {

/// The axes of the map over two inputs, on screen.
struct PlaneAxes {
    Axis x, y;

    Rect square() const { return {x.from, y.to, x.to - x.from, y.from - y.to}; }
};

/// The axes of the map that lies in `square`.
PlaneAxes plane_axes(const ModelView& model, const Rect& square);

/// The largest square in `area` that leaves room for what draw_plane_axes writes beside it.
PlaneAxes place_plane(const Frame& frame, const Rect& area);

/// A number on an axis, rounded to about a `parts`-th of its length.
std::string plane_number(const Axis& axis, double value, int parts);

/// The ends of both axes and the inputs' names.
void draw_plane_axes(Frame& frame, const PlaneAxes& axes);

} // namespace backprop::shell
