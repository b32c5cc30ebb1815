#pragma once

#include "engine/experiment/moment.hpp"
#include "shell/drawing/network_edges.hpp"
#include "shell/drawing/picture_pass.hpp"

#include <cstdint>
#include <optional>

namespace backprop::shell {

/// What the moment shown works on: it is lit in the picture.
struct PassLight {
    std::optional<Moment> moment; ///< none between passes
    Direction direction = Direction::Forward;
    std::int32_t layers = 0; ///< without the inputs
};

PassLight pass_light(const Frame& frame);

/// Teal forward, pink backward, the colour of values for the update.
ImU32 light_color(const Theme& theme, const PassLight& light);

bool is_unit_at_work(const PassLight& light, std::int32_t layer);

/// The edges that lead to `layer`.
bool is_edge_at_work(const PassLight& light, std::int32_t layer);

/// The edges at work: solid with arrowheads to the right on the way forward, dashed with arrowheads
/// to the left on the way back; and the numbers on them, as many as have room.
void draw_lit_edges(const PicturePass& pass, const PassLight& light);

/// The curve of an edge on screen.
EdgeCurve curve_on_screen(const PicturePass& pass, const PlacedUnit& from, const PlacedUnit& to);

} // namespace backprop::shell
