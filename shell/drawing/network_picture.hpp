#pragma once

#include "shell/drawing/cache.hpp"
#include "shell/frame.hpp"

namespace backprop::shell {

/// Where a layout (font units) lies on screen.
struct PictureOrigin {
    float x;
    float y;
};
Rect on_screen(PictureOrigin origin, const Rect& rect);

/// Draws edges, units and biases of `cache.layout`, takes the pointer and the keyboard: what is
/// under the pointer goes to `cache.hovered_next`, what is pressed to `view.selection`.
void draw_network_picture(Frame& frame, DrawingCache& cache, PictureOrigin origin);

/// Draws the note about the highlighted part (hovered, otherwise selected) inside `bounds`.
void draw_part_note(Frame& frame, DrawingCache& cache, PictureOrigin origin, const Rect& bounds);

/// The layout's point under the pointer.
Point pointer_in(PictureOrigin origin);

} // namespace backprop::shell
