#pragma once

#include "shell/drawing/network_picture.hpp"
#include "shell/frame.hpp"

namespace backprop::shell {

inline constexpr float k_caption_height = 1.3F; ///< of a line, font units

/// How many lines the layers' captions need when columns are `room` apart.
std::size_t caption_lines(const Frame& frame, float room);

/// "hidden 1 · tanh · 6" below a column, on as many lines as its room needs. A layer in which
/// training left the finite numbers is marked.
void draw_caption(Frame& frame, const PictureLayout& layout, std::int32_t layer,
                  PictureOrigin origin, float top);

/// The inputs' names left of their maps.
void draw_input_names(Frame& frame, const PictureLayout& layout, PictureOrigin origin);

/// "… 1,000 more" below the columns that have no room for all their units.
void draw_rest_lines(Frame& frame, const PictureLayout& layout, PictureOrigin origin);

/// Target and error of the example shown, beside the outputs; `narrow`: below them.
void draw_answers(Frame& frame, bool narrow, const PictureLayout& layout, PictureOrigin origin);

} // namespace backprop::shell
