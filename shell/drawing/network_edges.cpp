#include "shell/drawing/network_edges.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace backprop::shell {

namespace {

constexpr float k_bias_side = 0.72F;

double magnitude(double weight) {
    return std::isfinite(weight) ? std::abs(weight) : 0.0;
}

/// From one unit of a column of several to the next.
float pitch_of(const PictureLayout& layout, const PlacedColumn& column) {
    return layout.units[column.first_placed + 1].rect.y - layout.units[column.first_placed].rect.y;
}

std::vector<PlacedEdge> edges_of_layer(const LayerValues& values, const PictureLayout& layout,
                                       std::size_t layer) {
    std::vector<PlacedEdge> edges;
    const std::int32_t to_shown = std::min(values.units, layout.columns[layer].shown);
    const std::int32_t from_shown = std::min(values.inputs, layout.columns[layer - 1].shown);
    for (std::int32_t to = 0; to < to_shown; ++to)
        for (std::int32_t from = 0; from < from_shown; ++from) {
            const std::size_t index =
                static_cast<std::size_t>(to) * static_cast<std::size_t>(values.inputs) +
                static_cast<std::size_t>(from);
            edges.push_back({static_cast<std::int32_t>(layer), to, from, values.weights[index], 0});
        }
    return edges;
}

bool is_stronger(const PlacedEdge& a, const PlacedEdge& b) {
    const double left = magnitude(a.weight), right = magnitude(b.weight);
    if (left != right) return left > right;
    if (a.layer != b.layer) return a.layer < b.layer;
    return a.to != b.to ? a.to < b.to : a.from < b.from;
}

void keep_strongest(std::vector<PlacedEdge>& edges, std::size_t count) {
    if (edges.size() <= count) return;
    std::nth_element(edges.begin(), edges.begin() + static_cast<std::ptrdiff_t>(count), edges.end(),
                     is_stronger);
    edges.resize(count);
}

/// Deals out `most` places: the smallest layers first, each an equal share of what is left.
void limit_layers(std::vector<std::vector<PlacedEdge>>& layers, std::size_t most) {
    std::vector<std::vector<PlacedEdge>*> by_size;
    for (auto& layer : layers)
        by_size.push_back(&layer);
    std::stable_sort(by_size.begin(), by_size.end(),
                     [](const auto* a, const auto* b) { return a->size() < b->size(); });
    for (std::size_t i = 0; i < by_size.size(); ++i) {
        const std::size_t share = most / (by_size.size() - i);
        keep_strongest(*by_size[i], share);
        most -= by_size[i]->size();
    }
}

float distance(Point a, Point b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

float distance_to_piece(Point start, Point end, Point point) {
    const float dx = end.x - start.x, dy = end.y - start.y;
    const float length_squared = dx * dx + dy * dy;
    if (length_squared == 0) return distance(start, point);
    const float along = ((point.x - start.x) * dx + (point.y - start.y) * dy) / length_squared;
    const float share = std::clamp(along, 0.0F, 1.0F);
    return distance({start.x + share * dx, start.y + share * dy}, point);
}

} // namespace

EdgeChoice choose_edges(const std::vector<LayerValues>& layers, const PictureLayout& layout,
                        std::size_t most) {
    EdgeChoice choice;
    std::vector<std::vector<PlacedEdge>> by_layer;
    double greatest = 0;
    for (std::size_t l = 0; l < layers.size() && l + 1 < layout.columns.size(); ++l) {
        choice.total += static_cast<std::int64_t>(layers[l].weights.size());
        by_layer.push_back(edges_of_layer(layers[l], layout, l + 1));
        for (const PlacedEdge& edge : by_layer.back())
            greatest = std::max(greatest, magnitude(edge.weight));
    }
    limit_layers(by_layer, most);
    for (const auto& edges : by_layer)
        choice.edges.insert(choice.edges.end(), edges.begin(), edges.end());
    std::sort(choice.edges.begin(), choice.edges.end(),
              [](const PlacedEdge& a, const PlacedEdge& b) { return is_stronger(b, a); });
    for (PlacedEdge& edge : choice.edges)
        edge.strength = greatest > 0 ? static_cast<float>(magnitude(edge.weight) / greatest) : 0;
    return choice;
}

EdgeCurve edge_curve(const Rect& from, const Rect& to) {
    const Point start{from.x + from.width, from.y + from.height / 2};
    const Point end{to.x, to.y + to.height / 2};
    const float reach = (end.x - start.x) * 0.5F;
    return {start, {start.x + reach, start.y}, {end.x - reach, end.y}, end};
}

Point point_on(const EdgeCurve& curve, float share) {
    const float t = share, u = 1 - share;
    const float a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;
    return {a * curve.start.x + b * curve.first_control.x + c * curve.second_control.x +
                d * curve.end.x,
            a * curve.start.y + b * curve.first_control.y + c * curve.second_control.y +
                d * curve.end.y};
}

float handle_share(const PictureLayout& layout, std::int32_t layer) {
    const PlacedColumn& from = layout.columns[static_cast<std::size_t>(layer - 1)];
    const PlacedColumn& to = layout.columns[static_cast<std::size_t>(layer)];
    if (from.shown < 2 || to.shown < 2) return 0.5F; // these do not cross
    const float from_pitch = pitch_of(layout, from), to_pitch = pitch_of(layout, to);
    // At the height h = 3t² − 2t³ of the way, edge (i, j) lies at i · from_pitch · (1 − h) +
    // j · to_pitch · h, apart from a constant. The fans of neighbouring units follow each other
    // without a gap at one h near the first column and at one near the second; we take the wider.
    const float first = from_pitch + static_cast<float>(to.shown) * to_pitch;
    const float second = to_pitch + static_cast<float>(from.shown) * from_pitch;
    const float height = first < second ? from_pitch / first : 1 - to_pitch / second;
    const float share = 0.5F - std::sin(std::asin(1 - 2 * height) / 3);
    return std::clamp(share, 0.15F, 0.85F); // not on the units
}

float distance_to(const EdgeCurve& curve, Point point) {
    constexpr int pieces = 16;
    float nearest = distance(curve.start, point);
    Point previous = curve.start;
    for (int i = 1; i <= pieces; ++i) {
        const Point next = point_on(curve, static_cast<float>(i) / pieces);
        nearest = std::min(nearest, distance_to_piece(previous, next, point));
        previous = next;
    }
    return nearest;
}

Rect bias_square(const Rect& unit) {
    const float side = std::min(k_bias_side, unit.height * 0.45F);
    return {unit.x - side / 2, unit.y + unit.height - side / 2, side, side};
}

Rect shared_bias_square(const PictureLayout& layout, std::int32_t layer) {
    const PlacedColumn& column = layout.columns[static_cast<std::size_t>(layer)];
    return {column.center - k_bias_side / 2, column.bottom + 0.4F, k_bias_side, k_bias_side};
}

Selection hit_test(const PictureLayout& layout, std::span<const PlacedEdge> edges, BiasMode bias,
                   Point point, float tolerance) {
    for (const PlacedUnit& unit : layout.units) {
        const bool has_bias = unit.layer > 0 && bias == BiasMode::PerUnit;
        if (has_bias && bias_square(unit.rect).contains(point.x, point.y))
            return {SelectionKind::Bias, unit.layer, unit.unit, 0};
    }
    if (bias == BiasMode::Shared)
        for (std::size_t layer = 1; layer < layout.columns.size(); ++layer) {
            const auto index = static_cast<std::int32_t>(layer);
            if (shared_bias_square(layout, index).contains(point.x, point.y))
                return {SelectionKind::Bias, index, 0, 0};
        }
    for (const PlacedUnit& unit : layout.units)
        if (unit.rect.contains(point.x, point.y))
            return {SelectionKind::Unit, unit.layer, unit.unit, 0};

    const PlacedEdge* nearest = nullptr;
    float nearest_distance = tolerance;
    for (const PlacedEdge& edge : edges) {
        const PlacedUnit* from = find_unit(layout, edge.layer - 1, edge.from);
        const PlacedUnit* to = find_unit(layout, edge.layer, edge.to);
        if (!from || !to || point.x < from->rect.x || point.x > to->rect.x + to->rect.width)
            continue;
        const float away = distance_to(edge_curve(from->rect, to->rect), point);
        if (away > nearest_distance) continue; // of equals the later one lies on top
        nearest_distance = away;
        nearest = &edge;
    }
    if (!nearest) return {};
    return {SelectionKind::Weight, nearest->layer, nearest->to, nearest->from};
}

} // namespace backprop::shell
