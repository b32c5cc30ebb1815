#include "shell/drawing/pass_light.hpp"

#include "shell/drawing/part_names.hpp"
#include "shell/drawing/part_values.hpp"
#include "shell/drawing/pass_values.hpp"
#include "shell/stepping.hpp"
#include "shell/widgets.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace backprop::shell {

namespace {

constexpr std::size_t k_most_patterned = 80; ///< edges; of more, only the colour tells
constexpr std::size_t k_most_numbers = 150;  ///< lit edges; of more, only those looked at

ImVec2 at(const EdgeCurve& curve, float share) {
    const Point point = point_on(curve, share);
    return {point.x, point.y};
}

/// The point at `share`, or the nearest one on the curve whose x lies between `left` and `right`.
ImVec2 at_x(const EdgeCurve& curve, float share, float left, float right) {
    const float x = at(curve, share).x;
    const float wanted = std::clamp(x, std::min(left, right), std::max(left, right));
    if (wanted == x) return at(curve, share);
    float low = 0, high = 1; // x grows along the curve
    for (int i = 0; i < 12; ++i) {
        const float middle = (low + high) / 2;
        (at(curve, middle).x < wanted ? low : high) = middle;
    }
    return at(curve, low);
}

void draw_arrow(ImDrawList* draw_list, const EdgeCurve& curve, float share, bool back,
                ImU32 color) {
    const ImVec2 tip = at(curve, share), tail = at(curve, share + (back ? 0.02F : -0.02F));
    const float length = std::hypot(tip.x - tail.x, tip.y - tail.y);
    if (length <= 0) return;
    const float size = em(0.42F);
    const ImVec2 along{(tip.x - tail.x) / length * size, (tip.y - tail.y) / length * size};
    const ImVec2 across{-along.y * 0.55F, along.x * 0.55F};
    draw_list->AddTriangleFilled(
        {tip.x + along.x * 0.5F, tip.y + along.y * 0.5F},
        {tip.x - along.x * 0.5F + across.x, tip.y - along.y * 0.5F + across.y},
        {tip.x - along.x * 0.5F - across.x, tip.y - along.y * 0.5F - across.y}, color);
}

/// Pieces of the curve between `from` and `to`, straight enough to look smooth.
void draw_piece(ImDrawList* draw_list, const EdgeCurve& curve, float from, float to, ImU32 color,
                float width) {
    constexpr int k_pieces = 3;
    ImVec2 points[k_pieces + 1];
    for (int i = 0; i <= k_pieces; ++i)
        points[i] = at(curve, from + (to - from) * static_cast<float>(i) / k_pieces);
    draw_list->AddPolyline(points, k_pieces + 1, color, 0, width);
}

void draw_lit_edge(const PicturePass& pass, const EdgeCurve& curve, bool back, ImU32 color) {
    const float width = std::max(em(0.13F), 1.0F), flow = pass.frame.view.flow;
    const float length = std::hypot(curve.end.x - curve.start.x, curve.end.y - curve.start.y);
    if (back) {
        const int dashes = std::max(4, static_cast<int>(length / em(0.9F)));
        const float step = 1 / static_cast<float>(dashes);
        for (int i = 0; i <= dashes; ++i) {
            const float begin = (static_cast<float>(i) - flow) * step;
            const float from = std::max(begin, 0.0F), to = std::min(begin + 0.62F * step, 1.0F);
            if (from < to) draw_piece(pass.draw_list, curve, from, to, color, width);
        }
    } else {
        pass.draw_list->AddBezierCubic({curve.start.x, curve.start.y},
                                       {curve.first_control.x, curve.first_control.y},
                                       {curve.second_control.x, curve.second_control.y},
                                       {curve.end.x, curve.end.y}, color, width, 24);
    }
    const int arrows = std::clamp(static_cast<int>(length / em(7)), 1, 3);
    for (int i = 0; i < arrows; ++i) {
        const float place = (static_cast<float>(i) + 0.5F + (flow > 0 ? flow - 0.5F : 0)) /
                            static_cast<float>(arrows);
        draw_arrow(pass.draw_list, curve, back ? 1 - place : place, back, color);
    }
}

/// What stands on an edge at work: the weight on the way forward, its gradient, its step.
std::string number_on(const Frame& frame, const PassLight& light, const Selection& part) {
    const View& view = frame.view;
    if (light.moment->kind == MomentKind::Gradients)
        return format_signed_digits(view, pass_gradient(frame, part));
    if (light.moment->kind != MomentKind::Update)
        return format_digits(view, parameter_of(frame.model, part));
    const auto change = pass_change(frame, part);
    if (!change) return "—";
    return format_digits(view, change->before) + " → " + format_digits(view, change->after);
}

struct NumberPlacer {
    const PicturePass& pass;
    const PassLight& light;
    std::vector<Rect> taken;

    /// False where it would cover another one.
    bool place(const PlacedEdge& edge, const EdgeCurve& curve) {
        Frame& frame = pass.frame;
        const Selection part{SelectionKind::Weight, edge.layer, edge.to, edge.from};
        const std::string shown = number_on(frame, light, part);
        const ImVec2 size = measure(frame.fonts, TextStyle::SmallMono, shown);
        const float side = em(0.2F), inset = size.x / 2 + side + em(0.2F);
        const ImVec2 middle = at_x(curve, handle_share(pass.cache.layout, edge.layer),
                                   curve.start.x + inset, curve.end.x - inset);
        const Rect rect{middle.x - size.x / 2 - side, middle.y - size.y / 2, size.x + 2 * side,
                        size.y};
        const float room = curve.end.x - curve.start.x - em(0.6F);
        const auto covers = [&](const Rect& other) { return shared_area(rect, other) > 0; };
        if (rect.width > room || std::any_of(taken.begin(), taken.end(), covers)) return false;
        taken.push_back(rect);
        pass.draw_list->AddRectFilled({rect.x, rect.y}, {rect.x + rect.width, rect.y + rect.height},
                                      with_alpha(frame.theme.background, 0.86F), em(0.2F));
        const BiasMode bias = frame.snapshot.experiment->network.bias;
        text_at(frame, pass.draw_list, "number of " + part_id(part, bias), shown, middle,
                TextStyle::SmallMono, light_color(frame.theme, light), {0.5F, 0.5F});
        return true;
    }
};

} // namespace

PassLight pass_light(const Frame& frame) {
    PassLight light;
    if (!is_stepping(frame)) return light;
    light.moment = shown_moment(frame.model.moments, frame.snapshot.moment);
    light.layers = static_cast<std::int32_t>(frame.snapshot.experiment->network.layers.size());
    if (light.moment) light.direction = direction_of(light.moment->kind);
    return light;
}

ImU32 light_color(const Theme& theme, const PassLight& light) {
    return light.direction == Direction::Forward  ? theme.forward
         : light.direction == Direction::Backward ? theme.backward
                                                  : theme.text_strong;
}

bool is_unit_at_work(const PassLight& light, std::int32_t layer) {
    if (!light.moment) return false;
    switch (light.moment->kind) {
    case MomentKind::Inputs:
        return layer == 0;
    case MomentKind::Error:
        return layer == light.layers;
    case MomentKind::Gradients:
    case MomentKind::Update:
        return false;
    default:
        return layer == light.moment->layer;
    }
}

bool is_edge_at_work(const PassLight& light, std::int32_t layer) {
    if (!light.moment) return false;
    switch (light.moment->kind) {
    case MomentKind::PreActivations:
    case MomentKind::Gradients:
        return layer == light.moment->layer;
    case MomentKind::ActivationGradients: // Wᵀ·δ of the next layer
        return layer == light.moment->layer + 1;
    case MomentKind::Update:
        return true;
    default:
        return false;
    }
}

void draw_lit_edges(const PicturePass& pass, const PassLight& light) {
    if (!light.moment) return;
    struct Lit {
        const PlacedEdge* edge;
        EdgeCurve curve;
    };
    std::vector<Lit> lit;
    for (const PlacedEdge& edge : pass.cache.edges.edges) {
        const PlacedUnit* from = find_unit(pass.cache.layout, edge.layer - 1, edge.from);
        const PlacedUnit* to = find_unit(pass.cache.layout, edge.layer, edge.to);
        if (from && to && is_edge_at_work(light, edge.layer))
            lit.push_back({&edge, curve_on_screen(pass, *from, *to)});
    }
    const ImU32 color = light_color(pass.frame.theme, light);
    const bool back = light.direction == Direction::Backward;
    if (lit.size() <= k_most_patterned && light.direction != Direction::Update)
        for (const Lit& each : lit)
            draw_lit_edge(pass, each.curve, back, color);
    NumberPlacer numbers{pass, light, {}};
    // The strongest first, the part that is looked at before all.
    const auto is_looked_at = [&](const Lit& each) {
        return is_marked(pass.frame.view,
                         {SelectionKind::Weight, each.edge->layer, each.edge->to, each.edge->from});
    };
    std::reverse(lit.begin(), lit.end());
    const auto others = std::stable_partition(lit.begin(), lit.end(), is_looked_at);
    // Among very many edges, numbers would tell nothing of most of them.
    if (lit.size() > k_most_numbers) lit.erase(others, lit.end());
    for (std::size_t i = 0; i < lit.size(); ++i)
        numbers.place(*lit[i].edge, lit[i].curve);
}

} // namespace backprop::shell
