#pragma once

#include "shell/drawing/cache.hpp"
#include "shell/drawing/network_picture.hpp"

namespace backprop::shell {

/// What the parts of one drawing of the network share.
struct PicturePass {
    Frame& frame;
    DrawingCache& cache;
    PictureOrigin origin;
    ImDrawList* draw_list;
    bool maps; ///< units show maps; otherwise values of the example
};

/// Tells the registry about a weight or bias.
void register_parameter(const PicturePass& pass, const Selection& part, double value, Rect rect);

/// Units with their maps or values, and an item for each.
void draw_units(const PicturePass& pass);

/// Selected, or under the pointer in any panel.
bool is_marked(const View& view, const Selection& part);

/// On whole pixels, so that frames are sharp.
Rect snapped(const Rect& rect);

} // namespace backprop::shell
