#pragma once

#include "shell/drawing/cache.hpp"
#include "shell/frame.hpp"

namespace backprop::shell {

/// Refreshes the texture tiles of the units that `cache.layout` shows as maps, when the model, the
/// theme or the choice of units changed.
void refresh_unit_maps(Frame& frame, DrawingCache& cache);

/// Draws a unit's map, corners rounded. A unit without a tile (the model is not there yet, or more
/// units than the texture holds) shows as the colour of zero.
void draw_unit_map(Frame& frame, DrawingCache& cache, ImDrawList* draw_list, std::int32_t layer,
                   std::int32_t unit, const Rect& rect, float rounding);

/// Refreshes and draws the map of output `view.output`.
void draw_output_map(Frame& frame, DrawingCache& cache, ImDrawList* draw_list, const Rect& rect,
                     float rounding);

/// Maps an activation of `range` onto −1..1, for sign_color. 0 for what is not finite, and where
/// the range has no width.
double signed_share(ActivationRange range, double activation);

/// The activation of layer `layer`, 0 = inputs. Inputs are linear.
Activation activation_of_layer(const Experiment& experiment, std::int32_t layer);

/// The range that colours of this unit span: of its activation, and for an input of a picture
/// with maps the whole plane. {0, 0} for an input that is always the same, so scaled to 0.
ActivationRange range_of_unit(const Frame& frame, std::int32_t layer, std::int32_t unit);

} // namespace backprop::shell
