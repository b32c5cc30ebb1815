#pragma once

#include "engine/experiment/session.hpp"
#include "shell/drawing/network_layout.hpp"
#include "shell/view.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace backprop::shell {

/// At most so many edges are drawn; of larger networks the strongest ones.
inline constexpr std::size_t k_most_edges = 400;

/// One weight between two units that have a place.
struct PlacedEdge {
    std::int32_t layer; ///< of the unit it leads to
    std::int32_t to;
    std::int32_t from;
    double weight;
    float strength; ///< |weight| relative to the network's greatest, 0 to 1
};

struct EdgeChoice {
    std::vector<PlacedEdge> edges; ///< weakest first, so that the strongest lie on top
    std::int64_t total = 0;        ///< weights of the network
};

/// Chooses the edges to draw among the units that have a place: all of them, or the strongest of
/// each layer within an equal share of the bound (a layer with fewer leaves its share to others).
/// Weights that are not finite count as 0.
EdgeChoice choose_edges(const std::vector<LayerValues>& layers, const PictureLayout& layout,
                        std::size_t most = k_most_edges);

struct Point {
    float x;
    float y;
};

/// The cubic curve of an edge: from the right side of its first unit to the left side of its
/// second, level at both ends.
struct EdgeCurve {
    Point start, first_control, second_control, end;
};
EdgeCurve edge_curve(const Rect& from, const Rect& to);
Point point_on(const EdgeCurve& curve, float share);

/// Where along its curve an edge that leads to `layer` is picked: where the edges between the two
/// columns, which cross each other everywhere, lie at even distances.
float handle_share(const PictureLayout& layout, std::int32_t layer);

/// The distance of a point from a curve, followed in short straight pieces.
float distance_to(const EdgeCurve& curve, Point point);

/// What lies at a point of the picture: a bias square, a unit, or the nearest edge within
/// `tolerance`; None when there is nothing. Biases: layer, to; shared ones belong to unit 0.
Selection hit_test(const PictureLayout& layout, std::span<const PlacedEdge> edges, BiasMode bias,
                   Point point, float tolerance);

/// The little square of a unit's bias at its lower left corner.
Rect bias_square(const Rect& unit);

/// The square of a bias that the layer shares: in the middle below its last unit, within
/// k_shared_bias_room.
inline constexpr float k_shared_bias_room = 1.3F;
Rect shared_bias_square(const PictureLayout& layout, std::int32_t layer);

} // namespace backprop::shell
