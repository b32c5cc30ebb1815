#pragma once

#include "shell/drawing/network_picture.hpp"
#include "shell/frame.hpp"

namespace backprop::shell {

/// What the network panel measures once a frame.
struct NetworkPlace {
    Rect area;
    bool maps;           ///< units show maps; otherwise values of the example
    bool narrow;         ///< a phone
    float button;        ///< side of − and + below the layers
    float header_button; ///< the same in the heading's line
};

/// Heading, shape, buttons for layers, and which example is shown. Returns the y below it.
float draw_network_header(Frame& frame, const NetworkPlace& place);

/// − and + below a hidden layer.
void draw_unit_buttons(Frame& frame, const NetworkPlace& place, const PlacedColumn& column,
                       std::int32_t layer, PictureOrigin origin, float top);

/// Units of every layer, inputs first.
std::vector<std::int32_t> units_of(const Experiment& experiment);

/// Why a network cannot become larger.
std::string shape_limits_text();

} // namespace backprop::shell
