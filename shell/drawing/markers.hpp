#pragma once

#include "shell/drawing/cache.hpp"

namespace backprop::shell {

/// Small round signs for data points, two or four triangles each: thousands of points cost little.
enum class Marker : std::uint8_t {
    Disc, ///< filled, with a rim: training rows
    Ring, ///< hollow: test rows
};

/// Draws markers of radius `radius` (ImGui units); call `begin_markers` once a frame before.
void begin_markers(DrawingCache& cache, float radius);
void draw_marker(DrawingCache& cache, ImDrawList* draw_list, Marker marker, ImVec2 center,
                 float radius, ImU32 fill, ImU32 rim);

} // namespace backprop::shell
