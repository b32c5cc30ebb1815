#include "shell/drawing/network_layout.hpp"

#include <algorithm>
#include <cstddef>

namespace backprop::shell {

namespace {

/// A form's measures in font units. `pitch` is from one unit's top to the next one's.
struct FormMeasures {
    float width;
    float height;
    float pitch;
};

constexpr FormMeasures k_card{5.0F, 3.2F, 3.4F};
constexpr FormMeasures k_short{5.0F, 2.3F, 2.6F};
constexpr FormMeasures k_line{5.0F, 1.75F, 2.15F};
constexpr FormMeasures k_dot{1.15F, 1.15F, 1.55F};
constexpr float k_map_side = 3.4F; ///< of a map with room around it
constexpr float k_least_map_side = 1.15F;
constexpr float k_map_share = 0.72F; ///< of the pitch
constexpr float k_widest_pitch = 4.9F;
constexpr float k_output_map_side = 6.0F;
constexpr float k_rest_line = 1.5F; ///< room for "… 1,000 more"
constexpr float k_card_gap = 1.6F;  ///< between columns: curves need room to bend
constexpr float k_least_gap = 1.2F; ///< the same for the smallest forms

FormMeasures measures(UnitForm form, float map_side) {
    switch (form) {
    case UnitForm::Map:
        return {map_side, map_side, map_side / k_map_share};
    case UnitForm::Card:
        return k_card;
    case UnitForm::Short:
        return k_short;
    case UnitForm::Line:
        return k_line;
    case UnitForm::Dot:
        break;
    }
    return k_dot;
}

/// How many units fit below each other, leaving a line for the rest when not all do.
std::int32_t fitting(std::int32_t units, float height, FormMeasures form) {
    const float gap = form.pitch - form.height;
    const auto rows = [&](float room) {
        return static_cast<std::int32_t>(std::max(1.0F, (room + gap) / form.pitch));
    };
    const std::int32_t all = rows(height);
    return units <= all ? units : std::min(units, rows(height - k_rest_line));
}

/// One side for the maps of all layers that fit, so that columns look alike.
float common_map_side(const PictureRequest& request, float spacing) {
    float side = std::min(k_map_side, spacing * 0.5F);
    const FormMeasures least = measures(UnitForm::Map, k_least_map_side);
    for (const std::int32_t units : request.units) {
        if (fitting(units, request.height, least) < units) continue; // is cut anyway
        const float pitch = std::min(k_widest_pitch, request.height / static_cast<float>(units));
        side = std::min(side, pitch * k_map_share);
    }
    return std::max(side, k_least_map_side);
}

float spacing_for(float width, const PictureRequest& request, float first, float last) {
    const auto gaps = static_cast<float>(request.units.size() - 1);
    return (width - request.left - request.right - (first + last) / 2) / std::max(gaps, 1.0F);
}

struct ColumnPlan {
    UnitForm form;
    FormMeasures size;
    std::int32_t shown;
};

ColumnPlan plan_map(const PictureRequest& request, std::size_t layer, float side, float spacing) {
    const std::int32_t units = request.units[layer];
    const bool is_single_output = units == 1 && layer + 1 == request.units.size();
    if (is_single_output)
        side = std::max(side,
                        std::min({k_output_map_side, side * 1.8F, request.height, spacing * 0.8F}));
    const FormMeasures common = measures(UnitForm::Map, side);
    const FormMeasures least = measures(UnitForm::Map, k_least_map_side);
    const bool fits = fitting(units, request.height, common) == units;
    const FormMeasures size = fits ? common : least;
    return {UnitForm::Map, size, fitting(units, request.height, size)};
}

ColumnPlan plan_value(const PictureRequest& request, std::size_t layer, float spacing) {
    const std::int32_t units = request.units[layer];
    for (const UnitForm form : {UnitForm::Card, UnitForm::Short, UnitForm::Line}) {
        FormMeasures size = measures(form, 0);
        size.width = request.card_width;
        const bool fits = fitting(units, request.height, size) == units;
        if (fits && spacing >= size.width + k_card_gap) return {form, size, units};
    }
    return {UnitForm::Dot, k_dot, fitting(units, request.height, k_dot)};
}

void place_column(const PictureRequest& request, std::size_t layer, const ColumnPlan& plan,
                  float center, PictureLayout& layout) {
    const std::int32_t units = request.units[layer];
    const bool is_cut = plan.shown < units;
    const float room = request.height - (is_cut ? k_rest_line : 0.0F);
    const auto rows = static_cast<float>(plan.shown);
    // Units spread out where there is room, up to a comfortable distance.
    const float widest = std::max(plan.size.pitch, k_widest_pitch);
    const float pitch = std::clamp(room / rows, plan.size.pitch, widest);
    const float used = (rows - 1) * pitch + plan.size.height;
    const float top = std::max(0.0F, (room - used) / 2);
    PlacedColumn column{plan.form,           center,    plan.shown, units - plan.shown,
                        layout.units.size(), top + used};
    for (std::int32_t unit = 0; unit < plan.shown; ++unit) {
        const Rect rect{center - plan.size.width / 2, top + static_cast<float>(unit) * pitch,
                        plan.size.width, plan.size.height};
        layout.units.push_back({static_cast<std::int32_t>(layer), unit, rect});
    }
    layout.columns.push_back(column);
}

/// The side of a pixel where the inputs are a picture.
float pixel_side(const PictureRequest& request) {
    const auto across = static_cast<float>(request.input_grid);
    return std::min({1.3F, request.height / across, request.width * 0.28F / across});
}

void place_pixels(const PictureRequest& request, float center, PictureLayout& layout) {
    const float side = pixel_side(request);
    const std::int32_t across = request.input_grid, units = request.units[0];
    const std::int32_t rows = (units + across - 1) / across;
    const float left = center - side * static_cast<float>(across) / 2;
    const float top = std::max(0.0F, (request.height - side * static_cast<float>(rows)) / 2);
    for (std::int32_t unit = 0; unit < units; ++unit)
        layout.units.push_back({0,
                                unit,
                                {left + side * static_cast<float>(unit % across),
                                 top + side * static_cast<float>(unit / across), side, side}});
    layout.columns.push_back(
        {UnitForm::Dot, center, units, 0, 0, top + side * static_cast<float>(rows)});
}

} // namespace

PictureLayout place_network(const PictureRequest& request) {
    PictureLayout layout;
    if (request.units.empty()) return layout;
    const std::size_t count = request.units.size();
    const float end_width = request.maps ? k_map_side : request.card_width;
    layout.width = request.width;
    layout.spacing = spacing_for(request.width, request, end_width, end_width);
    if (!request.maps && layout.spacing < request.card_width + k_card_gap)
        layout.spacing = spacing_for(request.width, request, k_dot.width, k_dot.width);

    const float side = request.maps ? common_map_side(request, layout.spacing) : 0;
    std::vector<ColumnPlan> plans;
    for (std::size_t layer = 0; layer < count; ++layer)
        plans.push_back(request.maps ? plan_map(request, layer, side, layout.spacing)
                                     : plan_value(request, layer, layout.spacing));

    if (request.input_grid > 0)
        plans.front().size.width = pixel_side(request) * static_cast<float>(request.input_grid);
    const float first = plans.front().size.width;
    const float last = plans.back().size.width;
    const float least = (request.maps ? side : k_dot.width) + k_least_gap;
    layout.spacing = std::max(least, spacing_for(request.width, request, first, last));
    const auto gaps = static_cast<float>(count - 1);
    layout.width = std::max(request.width, request.left + request.right + (first + last) / 2 +
                                               layout.spacing * gaps);
    const float start = request.left + first / 2;
    for (std::size_t layer = 0; layer < count; ++layer) {
        const float center = start + layout.spacing * static_cast<float>(layer);
        if (layer == 0 && request.input_grid > 0)
            place_pixels(request, center, layout);
        else
            place_column(request, layer, plans[layer], center, layout);
    }
    return layout;
}

const PlacedUnit* find_unit(const PictureLayout& layout, std::int32_t layer, std::int32_t unit) {
    if (layer < 0 || static_cast<std::size_t>(layer) >= layout.columns.size()) return nullptr;
    const PlacedColumn& column = layout.columns[static_cast<std::size_t>(layer)];
    if (unit < 0 || unit >= column.shown) return nullptr;
    return &layout.units[column.first_placed + static_cast<std::size_t>(unit)];
}

} // namespace backprop::shell
