#include "shell/drawing/markers.hpp"

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

/// The signs as white shapes of varying opacity, side by side in the atlas; colours come with the
/// vertices.
enum class Shape : std::uint8_t { Whole, Inner, Ring };
constexpr float k_inner = 0.72F; ///< of the radius: where the rim of a disc begins
constexpr int k_margin = 1;      ///< transparent pixels around a shape

int space_of(Shape shape) {
    return k_output_map_space + static_cast<int>(shape) * k_marker_space;
}

/// The share of the pixel at distance `away` inside a disc of `radius`, both in pixels.
float inside(float radius, float away) {
    return std::clamp(radius - away + 0.5F, 0.0F, 1.0F);
}

float opacity(Shape shape, float radius, float away) {
    switch (shape) {
    case Shape::Whole:
        return inside(radius, away);
    case Shape::Inner:
        return inside(radius * k_inner, away);
    case Shape::Ring:
        break;
    }
    return inside(radius, away) * (1 - inside(radius * 0.58F, away));
}

void bake(PixelTexture& atlas, Shape shape, int side) {
    const float middle = static_cast<float>(side) / 2;
    const float radius = middle - k_margin;
    for (int y = 0; y < side; ++y) {
        ImU32* pixels = pixels_at(atlas, space_of(shape), y);
        for (int x = 0; x < side; ++x) {
            const float away = std::hypot(static_cast<float>(x) + 0.5F - middle,
                                          static_cast<float>(y) + 0.5F - middle);
            const auto alpha = static_cast<ImU32>(opacity(shape, radius, away) * 255.0F + 0.5F);
            pixels[x] = IM_COL32(255, 255, 255, alpha);
        }
    }
    mark_changed(atlas, space_of(shape), 0, side, side);
}

void draw_shape(DrawingCache& cache, ImDrawList* draw_list, Shape shape, ImVec2 center,
                float radius, ImU32 color) {
    // Half a pixel inside the transparent margin: interpolation never reads what lies beside it.
    const auto side = static_cast<float>(cache.marker_pixels);
    const float half = radius * (side - 1) / (side - 2 * k_margin);
    const float low = static_cast<float>(space_of(shape)) + 0.5F;
    draw_list->AddImage(cache.atlas.data.GetTexRef(), {center.x - half, center.y - half},
                        {center.x + half, center.y + half}, uv_of(cache.atlas, low, 0.5F),
                        uv_of(cache.atlas, low + side - 1, side - 0.5F), color);
}

} // namespace

void begin_markers(DrawingCache& cache, float radius) {
    // As many pixels as the screen has: crisp at any pixel ratio.
    const float scale = ImGui::GetIO().DisplayFramebufferScale.x;
    const int diameter = static_cast<int>(std::lround(2 * radius * std::max(scale, 0.5F)));
    const int side = std::clamp(diameter + 2 * k_margin, 6, k_marker_space);
    if (cache.marker_pixels == side) return;
    cache.marker_pixels = side;
    for (const Shape shape : {Shape::Whole, Shape::Inner, Shape::Ring})
        bake(cache.atlas, shape, side);
}

void draw_marker(DrawingCache& cache, ImDrawList* draw_list, Marker marker, ImVec2 center,
                 float radius, ImU32 fill, ImU32 rim) {
    if (marker == Marker::Ring) {
        draw_shape(cache, draw_list, Shape::Ring, center, radius, fill);
        return;
    }
    draw_shape(cache, draw_list, Shape::Whole, center, radius, rim);
    draw_shape(cache, draw_list, Shape::Inner, center, radius, fill);
}

} // namespace backprop::shell
