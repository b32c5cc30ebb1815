#include "shell/drawing/plot_axes.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace backprop::shell {

void place_plot(const Frame& frame, PlotAxes& axes, const Rect& area) {
    const float line = measure(frame.fonts, TextStyle::SmallDim, "0").y;
    float gutter = 0;
    for (const Tick& tick : axes.y_ticks)
        gutter = std::max(gutter, measure(frame.fonts, TextStyle::SmallDim, tick.label).x);
    gutter = std::round(gutter + em(0.5F));
    axes.plot = {area.x + gutter, area.y + line / 2, std::max(1.0F, area.width - gutter - line / 2),
                 std::max(1.0F, area.height - 1.5F * line - em(0.3F))};
    const Rect& plot = axes.plot;
    axes.x.from = plot.x;
    axes.x.to = plot.x + plot.width;
    axes.y.from = plot.y + plot.height;
    axes.y.to = plot.y;
}

void draw_axes(Frame& frame, const PlotAxes& axes, std::string_view id) {
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const Theme& theme = frame.theme;
    const Rect& plot = axes.plot;
    const float right = plot.x + plot.width, bottom = plot.y + plot.height;
    const std::string name(id);
    float free_from = plot.x - em(2); // where the last number below the plot ends
    for (const Tick& tick : axes.y_ticks) {
        const float y = std::round(place_on(axes.y, tick.value)) + 0.5F;
        if (y > bottom - em(0.6F)) free_from = plot.x - em(0.2F); // this one is in the corner
        draw_list->AddLine({plot.x, y}, {right, y}, theme.grid);
        text_at(frame, draw_list, name + ".y " + tick.label, tick.label, {plot.x - em(0.35F), y},
                TextStyle::SmallDim, theme.text_dim, {1, 0.5F});
    }
    for (const Tick& tick : axes.x_ticks) {
        const float x = std::round(place_on(axes.x, tick.value)) + 0.5F;
        draw_list->AddLine({x, plot.y}, {x, bottom}, theme.grid);
    }
    draw_tick_numbers(frame, axes.x, axes.x_ticks, bottom + em(0.2F), free_from, right + em(0.6F),
                      name + ".x");
    draw_list->AddRect({plot.x, plot.y}, {right, bottom}, theme.divider);
}

void draw_tick_numbers(Frame& frame, const Axis& axis, const std::vector<Tick>& ticks, float top,
                       float from, float to, std::string_view id) {
    for (const Tick& tick : ticks) {
        const float x = std::round(place_on(axis, tick.value)) + 0.5F;
        const float half = measure(frame.fonts, TextStyle::SmallDim, tick.label).x / 2;
        if (x - half < from || x + half > to) continue;
        from = x + half + em(0.5F);
        text_at(frame, ImGui::GetWindowDrawList(), std::string(id) + " " + tick.label, tick.label,
                {x, top}, TextStyle::SmallDim, frame.theme.text_dim, {0.5F, 0});
    }
}

ImVec2 place_in(const PlotAxes& axes, double x, double y) {
    return {place_on(axes.x, x), place_on(axes.y, y)};
}

void draw_dashes(ImDrawList* draw_list, ImVec2 from, ImVec2 to, ImU32 color, float thickness) {
    const float length = std::hypot(to.x - from.x, to.y - from.y);
    const float dash = em(0.35F);
    const auto at = [&](float way) {
        const float share = std::min(way / length, 1.0F);
        return ImVec2{from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share};
    };
    for (float way = 0; way < length; way += 2 * dash)
        draw_list->AddLine(at(way), at(way + dash), color, thickness);
}

} // namespace backprop::shell
