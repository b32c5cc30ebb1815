#include "shell/drawing/curve_plot.hpp"

#include "shell/drawing/axis.hpp"
#include "shell/drawing/data_points.hpp"
#include "shell/drawing/markers.hpp"
#include "shell/drawing/note.hpp"
#include "shell/drawing/part_names.hpp"
#include "shell/drawing/part_values.hpp"
#include "shell/drawing/plot_axes.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

struct CurveAxes {
    Rect plot;
    Axis input, output;
    std::vector<Tick> input_ticks, output_ticks;
};

ImDrawList* list() {
    return ImGui::GetWindowDrawList();
}

/// The targets decide the height; a curve that shoots far beyond them is cut.
Extent shown_heights(const Frame& frame) {
    std::vector<double> bounds;
    const std::int32_t output = frame.view.output;
    const Dataset& data = *frame.snapshot.data;
    for (const Matrix<double>* targets : {&data.train_targets, &data.test_targets}) {
        if (output >= targets->rows || targets->columns == 0) continue;
        const Extent extent = extent_of(targets->row(output));
        bounds.push_back(extent.low);
        bounds.push_back(extent.high);
    }
    return padded(extent_of(bounds), 0.2);
}

CurveAxes place_curve(const Frame& frame, const Rect& area) {
    CurveAxes axes;
    const Extent heights = shown_heights(frame);
    const std::vector<double>& inputs = frame.model.curve_inputs;
    axes.output_ticks = linear_ticks(heights.low, heights.high, 5);
    axes.input_ticks = linear_ticks(inputs.front(), inputs.back(), 6);
    const float line = measure(frame.fonts, TextStyle::SmallDim, "0").y;
    float gutter = 0;
    for (const Tick& tick : axes.output_ticks)
        gutter = std::max(gutter, measure(frame.fonts, TextStyle::SmallDim, tick.label).x);
    gutter += em(0.5F);
    axes.plot = {area.x + gutter, area.y + line + em(0.35F), area.width - gutter - em(0.3F),
                 area.height - 3 * line - em(0.8F)};
    axes.input = {inputs.front(), inputs.back(), false, axes.plot.x, axes.plot.x + axes.plot.width};
    axes.output = {heights.low, heights.high, false, axes.plot.y + axes.plot.height, axes.plot.y};
    return axes;
}

void draw_axes(Frame& frame, const CurveAxes& axes, const Rect& area) {
    const Theme& theme = frame.theme;
    const Rect& plot = axes.plot;
    const float right = plot.x + plot.width, bottom = plot.y + plot.height;
    for (const Tick& tick : axes.output_ticks) {
        const float y = std::round(place_on(axes.output, tick.value)) + 0.5F;
        list()->AddLine({plot.x, y}, {right, y}, theme.grid);
        text_at(frame, list(), "curve.output " + tick.label, tick.label, {plot.x - em(0.4F), y},
                TextStyle::SmallDim, theme.text_dim, {1, 0.5F});
    }
    for (const Tick& tick : axes.input_ticks) {
        const float x = std::round(place_on(axes.input, tick.value)) + 0.5F;
        list()->AddLine({x, plot.y}, {x, bottom}, theme.grid);
    }
    draw_tick_numbers(frame, axes.input, axes.input_ticks, bottom + em(0.2F), 0, right + em(0.5F),
                      "curve.input");
    list()->AddRect({plot.x, plot.y}, {right, bottom}, theme.divider);
    text_at(frame, list(), "curve.output", text("fit.output"), {area.x, area.y},
            TextStyle::SmallDim, theme.text_dim);
    const float line = measure(frame.fonts, TextStyle::SmallDim, "0").y;
    text_at(frame, list(), "curve.input",
            shortened(frame.fonts, TextStyle::SmallDim, column_name(frame, 0), plot.width),
            {right, bottom + em(0.2F) + line}, TextStyle::SmallDim, theme.text_dim, {1, 0});
}

void draw_rows(Frame& frame, DrawingCache& cache, const CurveAxes& axes, bool test) {
    const Dataset& data = *frame.snapshot.data;
    const Matrix<double>& inputs = inputs_of(data, test);
    const Matrix<double>& targets = targets_of(data, test);
    const std::int32_t output = frame.view.output;
    if (inputs.rows < 1 || output >= targets.rows) return;
    const Theme& theme = frame.theme;
    const float radius = marker_radius(inputs.columns) * 0.8F;
    for (std::int32_t row = 0; row < inputs.columns; row += row_stride(inputs.columns)) {
        const ImVec2 place{place_on(axes.input, inputs(0, row)),
                           place_on(axes.output, targets(output, row))};
        const Marker marker = test ? Marker::Ring : Marker::Disc;
        draw_marker(cache, list(), marker, place, radius, theme.text_dim,
                    test ? theme.text_dim : theme.background);
    }
}

void draw_curve(const Frame& frame, const CurveAxes& axes) {
    const Matrix<double>& curve = frame.model.curve;
    if (frame.view.output >= curve.rows) return;
    std::vector<ImVec2> points;
    for (std::int32_t i = 0; i < curve.columns; ++i)
        points.push_back(
            {place_on(axes.input, frame.model.curve_inputs[static_cast<std::size_t>(i)]),
             place_on(axes.output, curve(frame.view.output, i))});
    list()->AddPolyline(points.data(), static_cast<int>(points.size()), frame.theme.text_strong, 0,
                        em(0.16F));
}

void draw_reading(Frame& frame, const CurveAxes& axes, const Rect& bounds) {
    const ImVec2 pointer = ImGui::GetIO().MousePos;
    const Matrix<double>& curve = frame.model.curve;
    if (!ImGui::IsWindowHovered() || !axes.plot.contains(pointer.x, pointer.y)) return;
    const double share =
        static_cast<double>((pointer.x - axes.plot.x) / std::max(axes.plot.width, 1.0F));
    const auto index = static_cast<std::int32_t>(share * (curve.columns - 1) + 0.5);
    if (index < 0 || index >= curve.columns || frame.view.output >= curve.rows) return;
    const double input = frame.model.curve_inputs[static_cast<std::size_t>(index)];
    const double output = curve(frame.view.output, index);
    const ImVec2 place{place_on(axes.input, input), place_on(axes.output, output)};
    list()->AddCircle(place, em(0.4F), frame.theme.text_strong, 24, em(0.1F));
    const std::vector<NoteLine> lines{
        {column_name(frame, 0) + " = " + format_value(input), TextStyle::Small, 0},
        {fill(text("point.output"), {format_known(output)}), TextStyle::Small, 0}};
    draw_note(frame, list(), "note.curve", place, bounds, lines);
}

} // namespace

void draw_curve_plot(Frame& frame, DrawingCache& cache, const Rect& area) {
    if (frame.model.curve_inputs.size() < 2) return;
    const CurveAxes axes = place_curve(frame, area);
    draw_axes(frame, axes, area);
    const Rect& plot = axes.plot;
    list()->PushClipRect({plot.x, plot.y}, {plot.x + plot.width, plot.y + plot.height}, true);
    begin_markers(cache, marker_radius(frame.snapshot.data->train_inputs.columns) * 0.8F);
    if (frame.view.show_test) draw_rows(frame, cache, axes, true);
    draw_rows(frame, cache, axes, false);
    draw_curve(frame, axes);
    list()->PopClipRect();
    part(frame, "output.curve", text("output.curve"), std::to_string(frame.view.output + 1), plot);
    draw_reading(frame, axes, area);
}

} // namespace backprop::shell
