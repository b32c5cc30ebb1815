#include "shell/drawing/network_picture.hpp"

#include "shell/drawing/heat_maps.hpp"
#include "shell/drawing/part_names.hpp"
#include "shell/drawing/part_values.hpp"
#include "shell/drawing/pass_light.hpp"
#include "shell/drawing/pass_values.hpp"
#include "shell/drawing/picture_pass.hpp"
#include "shell/numbers.hpp"
#include "shell/widgets.hpp"

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

ImVec2 vec(Point point) {
    return {point.x, point.y};
}

/// Thinner where columns are close together.
float thickness(const PicturePass& pass, float strength) {
    const float density = std::clamp(pass.cache.layout.spacing / 9.0F, 0.35F, 1.0F);
    return std::max(1.0F, em(0.06F + 0.32F * strength * density));
}

ImU32 edge_color(const Theme& theme, double weight, float strength) {
    const ImU32 sign = weight < 0 ? theme.negative : theme.positive;
    if (strength <= 0) return theme.border;
    return mix(theme.background, sign, 0.28F + 0.72F * std::sqrt(strength));
}

void draw_curve(const PicturePass& pass, const EdgeCurve& curve, ImU32 color, float width) {
    const float length = std::hypot(curve.end.x - curve.start.x, curve.end.y - curve.start.y);
    // Enough pieces to look smooth, fewer where many edges share the view.
    const float density = std::min(ImGui::GetIO().DisplayFramebufferScale.x, 2.0F);
    const bool many = pass.cache.edges.edges.size() > k_most_edges / 2;
    const float wanted = length / em(0.8F) * std::sqrt(std::max(density, 1.0F));
    const int pieces = std::clamp(static_cast<int>(wanted), many ? 10 : 16, many ? 14 : 30);
    pass.draw_list->AddBezierCubic(vec(curve.start), vec(curve.first_control),
                                   vec(curve.second_control), vec(curve.end), color, width, pieces);
}

void draw_dashes(const PicturePass& pass, const EdgeCurve& curve, ImU32 color, float width) {
    const float length = std::hypot(curve.end.x - curve.start.x, curve.end.y - curve.start.y);
    const int dashes = std::max(4, static_cast<int>(length / em(1.0F)));
    for (int i = 0; i < dashes; ++i) {
        const auto at = [&](float part) {
            return vec(
                point_on(curve, (static_cast<float>(i) + part) / static_cast<float>(dashes)));
        };
        pass.draw_list->AddLine(at(0.2F), at(0.8F), color, width);
    }
}

void draw_edges(const PicturePass& pass, const PassLight& light) {
    const Theme& theme = pass.frame.theme;
    for (const PlacedEdge& edge : pass.cache.edges.edges) {
        const PlacedUnit* from = find_unit(pass.cache.layout, edge.layer - 1, edge.from);
        const PlacedUnit* to = find_unit(pass.cache.layout, edge.layer, edge.to);
        if (!from || !to) continue;
        const EdgeCurve curve = curve_on_screen(pass, *from, *to);
        const float width = thickness(pass, edge.strength);
        ImU32 color = edge_color(theme, edge.weight, edge.strength);
        // While a moment is shown, what is not at work steps back.
        if (light.moment)
            color = is_edge_at_work(light, edge.layer) && light.moment->kind != MomentKind::Update
                      ? mix(theme.background, light_color(theme, light), 0.22F)
                      : mix(theme.background, color, 0.5F);
        draw_curve(pass, curve, color, width);
        // A groove tells negative weights apart without colour, where there is room for one.
        if (edge.weight < 0 && width > em(0.2F))
            draw_curve(pass, curve, pass.frame.theme.background, width * 0.22F);
        const Point middle = point_on(curve, handle_share(pass.cache.layout, edge.layer));
        const float side = std::max(width, em(0.6F));
        register_parameter(
            pass, {SelectionKind::Weight, edge.layer, edge.to, edge.from},
            parameter_of(pass.frame.model, {SelectionKind::Weight, edge.layer, edge.to, edge.from})
                .value_or(0),
            {middle.x - side / 2, middle.y - side / 2, side, side});
    }
}

/// The parts that stand out: an edge gets a light dashed line along its middle.
void draw_edge_mark(const PicturePass& pass, const Selection& part) {
    if (part.kind != SelectionKind::Weight) return;
    const PlacedUnit* from = find_unit(pass.cache.layout, part.layer - 1, part.from);
    const PlacedUnit* to = find_unit(pass.cache.layout, part.layer, part.to);
    const auto weight = parameter_of(pass.frame.model, part);
    if (!from || !to || !weight) return;
    const Theme& theme = pass.frame.theme;
    const EdgeCurve curve = curve_on_screen(pass, *from, *to);
    const ImU32 color = *weight < 0 ? theme.negative : theme.positive;
    draw_curve(pass, curve, color, std::max(em(0.2F), thickness(pass, 0.7F)));
    draw_dashes(pass, curve, theme.text_strong, em(0.13F));
}

void draw_bias(const PicturePass& pass, const Selection& part, const Rect& place) {
    const auto value = parameter_of(pass.frame.model, part);
    if (!value) return;
    const Theme& theme = pass.frame.theme;
    const Rect rect = snapped(on_screen(pass.origin, place));
    const ImVec2 low{rect.x, rect.y}, high{rect.x + rect.width, rect.y + rect.height};
    const ImU32 color = sign_color(theme, *value == 0 ? 0.0 : *value + std::copysign(0.35, *value));
    pass.draw_list->AddRectFilled(low, high, color, em(0.1F));
    const bool marked = is_marked(pass.frame.view, part);
    pass.draw_list->AddRect(low, high, marked ? theme.text_strong : theme.background, em(0.1F), 0,
                            marked ? em(0.13F) : em(0.1F));
    register_parameter(pass, part, *value, rect);
}

void draw_biases(const PicturePass& pass) {
    const BiasMode mode = pass.frame.snapshot.experiment->network.bias;
    if (mode == BiasMode::PerUnit)
        for (const PlacedUnit& unit : pass.cache.layout.units) {
            if (unit.layer == 0) continue;
            draw_bias(pass, {SelectionKind::Bias, unit.layer, unit.unit, 0},
                      bias_square(unit.rect));
        }
    if (mode == BiasMode::Shared)
        for (std::size_t layer = 1; layer < pass.cache.layout.columns.size(); ++layer) {
            const Selection part{SelectionKind::Bias, static_cast<std::int32_t>(layer), 0, 0};
            const Rect place = shared_bias_square(pass.cache.layout, part.layer);
            draw_bias(pass, part, place);
            const Rect rect = on_screen(pass.origin, place);
            pass.draw_list->AddText(
                font_of(pass.frame.fonts, TextStyle::SmallDim), size_of(TextStyle::SmallDim),
                {rect.x + rect.width + em(0.3F), rect.y - em(0.15F)}, pass.frame.theme.text_dim,
                part_letter(pass.frame, part).c_str());
        }
}

void take_pointer(const PicturePass& pass) {
    // Items on top of the picture (the units) belong to it; other windows and popups do not.
    if (!ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem)) return;
    const BiasMode bias = pass.frame.snapshot.experiment->network.bias;
    const float tolerance = pass.frame.view.coarse_pointer ? 0.9F : 0.4F;
    const Selection found = hit_test(pass.cache.layout, pass.cache.edges.edges, bias,
                                     pointer_in(pass.origin), tolerance);
    if (found.kind != SelectionKind::None) pass.cache.hovered_next = found;
    // A press that moved was a drag or a scroll; one on a button beside the picture is its own.
    const ImGuiIO& io = ImGui::GetIO();
    const bool moved =
        io.MouseDragMaxDistanceSqr[0] > io.MouseDragThreshold * io.MouseDragThreshold;
    const bool elsewhere = found.kind == SelectionKind::None && ImGui::IsAnyItemHovered();
    if (ImGui::IsMouseReleased(ImGuiMouseButton_Left) && !moved && !elsewhere)
        pass.frame.view.selection = found;
}

/// The place that a part's note points at, empty when the part is not drawn.
std::optional<Point> anchor_of(const PicturePass& pass, const Selection& part) {
    const PlacedUnit* to = find_unit(pass.cache.layout, part.layer, part.to);
    if (part.kind == SelectionKind::Weight) {
        const PlacedUnit* from = find_unit(pass.cache.layout, part.layer - 1, part.from);
        if (!from || !to) return std::nullopt;
        return point_on(curve_on_screen(pass, *from, *to), 0.55F);
    }
    if (part.kind == SelectionKind::None || !to) return std::nullopt;
    const Rect rect = on_screen(pass.origin, to->rect);
    if (part.kind == SelectionKind::Bias) return Point{rect.x, rect.y + rect.height};
    return Point{rect.x + rect.width, rect.y};
}

} // namespace

EdgeCurve curve_on_screen(const PicturePass& pass, const PlacedUnit& from, const PlacedUnit& to) {
    return edge_curve(on_screen(pass.origin, from.rect), on_screen(pass.origin, to.rect));
}

Rect on_screen(PictureOrigin origin, const Rect& rect) {
    return {origin.x + em(rect.x), origin.y + em(rect.y), em(rect.width), em(rect.height)};
}

Point pointer_in(PictureOrigin origin) {
    const ImVec2 pointer = ImGui::GetIO().MousePos;
    return {(pointer.x - origin.x) / em(), (pointer.y - origin.y) / em()};
}

void register_parameter(const PicturePass& pass, const Selection& part, double value, Rect rect) {
    const BiasMode bias = pass.frame.snapshot.experiment->network.bias;
    WidgetRecord record;
    record.id = part_id(part, bias);
    record.label = part_letter(pass.frame, part);
    record.role = "img";
    record.number = value;
    record.text = record.label;
    record.rect = rect;
    add_record(pass.frame.registry, std::move(record));
}

void draw_network_picture(Frame& frame, DrawingCache& cache, PictureOrigin origin) {
    const PicturePass pass{frame, cache, origin, ImGui::GetWindowDrawList(), shows_maps(frame)};
    const PassLight light = pass_light(frame);
    if (pass.maps) refresh_unit_maps(frame, cache);
    draw_edges(pass, light);
    draw_edge_mark(pass, frame.view.selection);
    if (!(frame.view.hovered == frame.view.selection)) draw_edge_mark(pass, frame.view.hovered);
    draw_lit_edges(pass, light); // its numbers lie above all lines
    draw_units(pass);
    draw_biases(pass);
    take_pointer(pass);
}

void draw_part_note(Frame& frame, DrawingCache& cache, PictureOrigin origin, const Rect& bounds) {
    const PicturePass pass{frame, cache, origin, ImGui::GetWindowDrawList(), false};
    const View& view = frame.view;
    const bool has_hovered = view.hovered.kind != SelectionKind::None;
    const Selection& part = has_hovered ? view.hovered : view.selection;
    const auto anchor = anchor_of(pass, part);
    if (!anchor || !exists(*frame.snapshot.experiment, part)) return;
    // Units and numbers stay readable where the note can lie elsewhere.
    std::vector<Rect> avoid;
    for (const PlacedUnit& unit : cache.layout.units)
        avoid.push_back(on_screen(origin, unit.rect));
    for (const WidgetRecord& record : frame.registry.records)
        if (record.role == "text") avoid.push_back(record.rect);
    draw_note(frame, pass.draw_list, "note.part", vec(*anchor), bounds, describe_part(frame, part),
              avoid);
}

} // namespace backprop::shell
