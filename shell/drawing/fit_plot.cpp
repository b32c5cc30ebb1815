#include "shell/drawing/fit_plot.hpp"

#include "shell/drawing/axis.hpp"
#include "shell/drawing/data_points.hpp"
#include "shell/drawing/markers.hpp"
#include "shell/drawing/note.hpp"
#include "shell/drawing/part_values.hpp"
#include "shell/drawing/plot_axes.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

struct FitAxes {
    Rect plot;
    Axis target, output;
    std::vector<Tick> ticks; ///< the same on both: perfect predictions lie on the diagonal
};

ImDrawList* list() {
    return ImGui::GetWindowDrawList();
}

/// Everything that is drawn, on one scale for both axes.
Extent shown_extent(const Frame& frame) {
    std::vector<double> bounds;
    const std::int32_t output = frame.view.output;
    const auto include = [&](const Matrix<double>& rows) {
        if (output >= rows.rows || rows.columns == 0) return;
        const Extent extent = extent_of(rows.row(output));
        bounds.push_back(extent.low);
        bounds.push_back(extent.high);
    };
    const auto include_outputs = [&](const std::vector<Matrix<double>>& activations) {
        if (activations.empty() || output >= activations.back().rows) return;
        if (activations.back().columns == 0) return;
        const Extent extent = extent_of(activations.back().row(output));
        bounds.push_back(restore_target(*frame.snapshot.preparation, output, extent.low));
        bounds.push_back(restore_target(*frame.snapshot.preparation, output, extent.high));
    };
    include(frame.snapshot.data->train_targets);
    include_outputs(frame.model.train);
    if (frame.view.show_test) {
        include(frame.snapshot.data->test_targets);
        include_outputs(frame.model.test);
    }
    return padded(extent_of(bounds), 0.06);
}

FitAxes place_fit(const Frame& frame, const Rect& area) {
    FitAxes axes;
    const Extent extent = shown_extent(frame);
    axes.ticks = linear_ticks(extent.low, extent.high, area.width < em(16) ? 4 : 6);
    const float line = measure(frame.fonts, TextStyle::SmallDim, "0").y;
    float gutter = 0;
    for (const Tick& tick : axes.ticks)
        gutter = std::max(gutter, measure(frame.fonts, TextStyle::SmallDim, tick.label).x);
    gutter += em(0.5F);
    // The vertical axis' name stands above it, the horizontal one's below the numbers.
    axes.plot = {area.x + gutter, area.y + line + em(0.35F), area.width - gutter - em(0.3F),
                 area.height - 3 * line - em(0.8F)};
    const float right = axes.plot.x + axes.plot.width, bottom = axes.plot.y + axes.plot.height;
    axes.target = {extent.low, extent.high, false, axes.plot.x, right};
    axes.output = {extent.low, extent.high, false, bottom, axes.plot.y};
    return axes;
}

void draw_dashed(ImVec2 from, ImVec2 to, ImU32 color) {
    const float length = std::hypot(to.x - from.x, to.y - from.y);
    const int dashes = std::max(1, static_cast<int>(length / em(0.7F)));
    for (int i = 0; i < dashes; ++i) {
        const auto at = [&](float part) {
            const float share = (static_cast<float>(i) + part) / static_cast<float>(dashes);
            return ImVec2{from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share};
        };
        list()->AddLine(at(0), at(0.55F), color, em(0.09F));
    }
}

void draw_axes(Frame& frame, const FitAxes& axes, const Rect& area) {
    const Theme& theme = frame.theme;
    const Rect& plot = axes.plot;
    const float right = plot.x + plot.width, bottom = plot.y + plot.height;
    for (const Tick& tick : axes.ticks) {
        const float x = std::round(place_on(axes.target, tick.value)) + 0.5F;
        const float y = std::round(place_on(axes.output, tick.value)) + 0.5F;
        list()->AddLine({x, plot.y}, {x, bottom}, theme.grid);
        list()->AddLine({plot.x, y}, {right, y}, theme.grid);
        text_at(frame, list(), "fit.output " + tick.label, tick.label, {plot.x - em(0.4F), y},
                TextStyle::SmallDim, theme.text_dim, {1, 0.5F});
    }
    draw_tick_numbers(frame, axes.target, axes.ticks, bottom + em(0.2F), 0, right + em(0.5F),
                      "fit.target");
    list()->AddRect({plot.x, plot.y}, {right, bottom}, theme.divider);
    draw_dashed({plot.x, bottom}, {right, plot.y}, theme.text_dim);
    text_at(frame, list(), "fit.output", text("fit.output"), {area.x, area.y}, TextStyle::SmallDim,
            theme.text_dim);
    const float line = measure(frame.fonts, TextStyle::SmallDim, "0").y;
    text_at(frame, list(), "fit.target", text("fit.target"), {right, bottom + em(0.2F) + line},
            TextStyle::SmallDim, theme.text_dim, {1, 0});
    text_at(frame, list(), "fit.perfect", text("fit.perfect"),
            {right - em(0.4F), bottom - em(0.3F)}, TextStyle::SmallDim, theme.text_dim, {1, 1});
}

template <class Visit>
void for_each_point(const Frame& frame, const FitAxes& axes, bool test, const Visit& visit) {
    const Matrix<double>& targets = targets_of(*frame.snapshot.data, test);
    const std::int32_t output = frame.view.output;
    if (output >= targets.rows) return;
    for (std::int32_t row = 0; row < targets.columns; row += row_stride(targets.columns)) {
        const auto predicted = output_of(frame, {test, row}, output);
        if (!predicted || !std::isfinite(*predicted)) continue;
        visit(DataRow{test, row}, ImVec2{place_on(axes.target, targets(output, row)),
                                         place_on(axes.output, *predicted)});
    }
}

void draw_points(Frame& frame, DrawingCache& cache, const FitAxes& axes) {
    const Theme& theme = frame.theme;
    const float radius = marker_radius(frame.snapshot.data->train_inputs.columns);
    begin_markers(cache, radius);
    if (frame.view.show_test)
        for_each_point(frame, axes, true, [&](DataRow, ImVec2 place) {
            draw_marker(cache, list(), Marker::Ring, place, radius, theme.text, theme.text);
        });
    for_each_point(frame, axes, false, [&](DataRow row, ImVec2 place) {
        draw_marker(cache, list(), Marker::Disc, place, radius, theme.text, theme.background);
        if (row.index == frame.view.example)
            list()->AddCircle(place, radius + em(0.22F), theme.accent_hover, 32, em(0.13F));
    });
}

void draw_reading(Frame& frame, const FitAxes& axes, const Rect& bounds) {
    const ImVec2 pointer = ImGui::GetIO().MousePos;
    if (!ImGui::IsWindowHovered() || !axes.plot.contains(pointer.x, pointer.y)) return;
    NearestRow nearest{pointer, em(1.6F), {}};
    ImVec2 place{};
    for (const bool test : {false, true})
        if (!test || frame.view.show_test)
            for_each_point(frame, axes, test, [&](DataRow row, ImVec2 at) {
                const float before = nearest.distance;
                consider(nearest, row, at);
                if (nearest.distance < before) place = at;
            });
    if (nearest.row.index < 0) return;
    const DataRow row = nearest.row;
    if (!row.test && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) frame.view.example = row.index;
    const std::int32_t output = frame.view.output;
    const double target = targets_of(*frame.snapshot.data, row.test)(output, row.index);
    const auto predicted = output_of(frame, row, output);
    list()->AddCircle(place, marker_radius(0) + em(0.2F), frame.theme.text_strong, 32, em(0.1F));
    const std::vector<NoteLine> lines{
        {row_name(row), TextStyle::SmallDim, 0},
        {fill(text("point.target"), {format_value(target)}), TextStyle::Small, 0},
        {fill(text("point.output"), {format_known(predicted)}), TextStyle::Small, 0},
        {fill(text("point.difference"), {format_gradient(*predicted - target)}), TextStyle::Small,
         0}};
    draw_note(frame, list(), "note.fit", place, bounds, lines);
}

} // namespace

void draw_fit_plot(Frame& frame, DrawingCache& cache, const Rect& area) {
    const FitAxes axes = place_fit(frame, area);
    draw_axes(frame, axes, area);
    draw_points(frame, cache, axes);
    part(frame, "output.fit", text("output.fit"), std::to_string(frame.view.output + 1), axes.plot);
    draw_reading(frame, axes, area);
}

} // namespace backprop::shell
