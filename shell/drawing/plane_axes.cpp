#include "shell/drawing/plane_axes.hpp"

#include "shell/drawing/part_names.hpp"
#include "shell/numbers.hpp"
#include "shell/widgets.hpp"

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

constexpr float k_below = 1.6F;     ///< below the map: axis labels
constexpr float k_name_left = 3.6F; ///< the widest name left of the map

/// An end of an axis.
std::string bound_text(const Axis& axis, double value) {
    const bool is_whole = value == std::round(value) && std::abs(value) < 1e5;
    return is_whole ? format_fixed(value, 0) : plane_number(axis, value, 100);
}

/// Room left of the map.
float gutter_of(const Frame& frame, const Axis& y) {
    const auto width = [&](std::string_view label) {
        return measure(frame.fonts, TextStyle::SmallDim, label).x;
    };
    const float bounds = std::max(width(bound_text(y, y.low)), width(bound_text(y, y.high)));
    const float name = std::min(width(column_name(frame, 1)), em(k_name_left));
    return std::max(em(1.6F), std::ceil(std::max(bounds, name) + em(0.4F)));
}

} // namespace

PlaneAxes plane_axes(const ModelView& model, const Rect& square) {
    const auto axis = [&](int input, float from, float to) {
        const double center = model.center[input];
        return Axis{center - model.extent, center + model.extent, false, from, to};
    };
    return {axis(0, square.x, square.x + square.width),
            axis(1, square.y + square.height, square.y)};
}

PlaneAxes place_plane(const Frame& frame, const Rect& area) {
    const float gutter = gutter_of(frame, plane_axes(frame.model, area).y);
    const float side =
        std::floor(std::max(em(6), std::min(area.width - gutter, area.height - em(k_below))));
    const float left = area.x + gutter + (area.width - gutter - side) / 2;
    return plane_axes(frame.model, {std::round(left), std::round(area.y), side, side});
}

std::string plane_number(const Axis& axis, double value, int parts) {
    const double step = std::pow(10.0, std::floor(std::log10((axis.high - axis.low) / parts)));
    return format_multiple(std::round(value / step) * step, step,
                           std::max(std::abs(axis.low), std::abs(axis.high)));
}

void draw_plane_axes(Frame& frame, const PlaneAxes& axes) {
    const Rect square = axes.square();
    const float below = square.y + square.height + em(0.25F);
    const float left = square.x - em(0.4F);
    const auto label = [&](std::string_view id, std::string_view name, ImVec2 at, ImVec2 align) {
        return text_at(frame, ImGui::GetWindowDrawList(), id, name, at, TextStyle::SmallDim,
                       frame.theme.text_dim, align);
    };
    const auto name = [&](std::int32_t column, float room) {
        return shortened(frame.fonts, TextStyle::SmallDim, column_name(frame, column), room);
    };
    const Axis &x = axes.x, &y = axes.y;
    const Rect low = label("plane.x.low", bound_text(x, x.low), {square.x, below}, {0, 0});
    const Rect high =
        label("plane.x.high", bound_text(x, x.high), {square.x + square.width, below}, {1, 0});
    const float room = square.width - 2 * std::max(low.width, high.width) - em(1);
    label("plane.x", name(0, room), {square.x + square.width / 2, below}, {0.5F, 0});
    label("plane.y.low", bound_text(y, y.low), {left, square.y + square.height}, {1, 1});
    label("plane.y.high", bound_text(y, y.high), {left, square.y}, {1, 0});
    label("plane.y", name(1, em(k_name_left)), {left, square.y + square.height / 2}, {1, 0.5F});
}

} // namespace backprop::shell
