#include "shell/drawing/output_plane.hpp"

#include "shell/drawing/class_plane.hpp"
#include "shell/drawing/data_points.hpp"
#include "shell/drawing/heat_maps.hpp"
#include "shell/drawing/markers.hpp"
#include "shell/drawing/note.hpp"
#include "shell/drawing/part_names.hpp"
#include "shell/drawing/part_values.hpp"
#include "shell/drawing/plane_axes.hpp"
#include "shell/model_view.hpp"
#include "shell/numbers.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

ImDrawList* list() {
    return ImGui::GetWindowDrawList();
}

ImU32 target_color(const Frame& frame, double target) {
    const auto last = static_cast<std::int32_t>(frame.snapshot.experiment->network.layers.size());
    return sign_color(frame.theme, signed_share(range_of_unit(frame, last, 0), target));
}

/// A point's place; false when it lies outside the map or is not finite.
bool place_of_row(const PlaneAxes& axes, const Matrix<double>& inputs, std::int32_t row,
                  ImVec2& place) {
    const double x = inputs(0, row), y = inputs(1, row);
    if (!(x >= axes.x.low && x <= axes.x.high && y >= axes.y.low && y <= axes.y.high)) return false;
    place = {place_on(axes.x, x), place_on(axes.y, y)};
    return true;
}

/// A ring around the example that is followed through the pass.
void draw_followed(Frame& frame, const PlaneAxes& axes) {
    const Matrix<double>& inputs = frame.snapshot.data->train_inputs;
    ImVec2 place;
    if (inputs.rows < 2 || frame.view.example >= inputs.columns ||
        !place_of_row(axes, inputs, frame.view.example, place))
        return;
    const float radius = marker_radius(inputs.columns) + em(0.3F);
    list()->AddCircle(place, radius, frame.theme.background, 0, em(0.3F));
    list()->AddCircle(place, radius, frame.theme.text_strong, 0, em(0.14F));
    part(frame, "output.followed", text("output.followed"), std::to_string(frame.view.example + 1),
         {place.x - radius, place.y - radius, 2 * radius, 2 * radius});
}

void draw_points(Frame& frame, DrawingCache& cache, const PlaneAxes& axes, bool test) {
    const Dataset& data = *frame.snapshot.data;
    const Matrix<double>& inputs = inputs_of(data, test);
    // Coloured like the map, which shows what the network itself puts out.
    const Matrix<double>& targets = targets_of(*frame.snapshot.prepared, test);
    if (inputs.rows < 2 || frame.view.output >= targets.rows) return;
    const float radius = marker_radius(inputs.columns);
    const Theme& theme = frame.theme;
    const ImU32 rim = theme.dark ? theme.background : theme.text_strong;
    const std::int32_t stride = row_stride(inputs.columns);
    const bool classes = shows_classes(frame);
    for (std::int32_t row = 0; row < inputs.columns; row += stride) {
        ImVec2 place;
        if (!place_of_row(axes, inputs, row, place)) continue;
        if (classes) {
            const std::int32_t index = class_of(targets, row);
            const ImU32 own = class_color(theme, index);
            draw_class_sign(list(), index, place, radius, test ? own : mix(own, rim, 0.1F), rim,
                            test);
            continue;
        }
        const ImU32 color = target_color(frame, targets(frame.view.output, row));
        if (test) { // a wider dark ring behind, so that it shows on its own colour
            draw_marker(cache, list(), Marker::Ring, place, radius * 1.12F, rim, rim);
            const ImU32 light = mix(color, IM_COL32_WHITE, 0.45F);
            draw_marker(cache, list(), Marker::Ring, place, radius * 0.95F, light, rim);
        } else {
            draw_marker(cache, list(), Marker::Disc, place, radius, color, rim);
        }
    }
}

/// The map's output at a place, between its pixels.
std::optional<double> output_at(const Frame& frame, const Rect& square, ImVec2 place,
                                std::int32_t output) {
    const ModelView& model = frame.model;
    const int size = model.output_map_size;
    if (size < 1 || output >= model.output_map.rows || model.output_map.columns < size * size)
        return std::nullopt;
    const auto row = model.output_map.row(output);
    const float scale = static_cast<float>(size) / square.width;
    const float limit = static_cast<float>(size - 1);
    const float x = std::clamp((place.x - square.x) * scale - 0.5F, 0.0F, limit);
    const float y = std::clamp((place.y - square.y) * scale - 0.5F, 0.0F, limit);
    const int column = static_cast<int>(x), line = static_cast<int>(y);
    const auto at = [&](int dx, int dy) {
        const int index = std::min(line + dy, size - 1) * size + std::min(column + dx, size - 1);
        return row[static_cast<std::size_t>(index)];
    };
    const auto share_x = static_cast<double>(x) - column, share_y = static_cast<double>(y) - line;
    const double value = std::lerp(std::lerp(at(0, 0), at(1, 0), share_x),
                                   std::lerp(at(0, 1), at(1, 1), share_x), share_y);
    return restore_target(*frame.snapshot.preparation, output, value);
}

/// The output that a note is about: the one chosen, or that of the class under the pointer.
std::int32_t output_under(const Frame& frame, const Rect& square, ImVec2 place) {
    if (!shows_classes(frame)) return frame.view.output;
    std::int32_t best = 0;
    for (std::int32_t output = 1; output < frame.model.output_map.rows; ++output)
        if (output_at(frame, square, place, output) > output_at(frame, square, place, best))
            best = output;
    return best;
}

NearestRow nearest_row(const Frame& frame, const PlaneAxes& axes, ImVec2 pointer) {
    NearestRow nearest{pointer, em(0.8F), {}};
    for (const bool test : {false, true}) {
        if (test && !frame.view.show_test) continue;
        const Matrix<double>& inputs = inputs_of(*frame.snapshot.data, test);
        if (inputs.rows < 2) continue;
        for (std::int32_t row = 0; row < inputs.columns; row += row_stride(inputs.columns)) {
            ImVec2 place;
            if (place_of_row(axes, inputs, row, place)) consider(nearest, {test, row}, place);
        }
    }
    return nearest;
}

void add_row_lines(const Frame& frame, DataRow row, std::vector<NoteLine>& lines) {
    const double target = targets_of(*frame.snapshot.data, row.test)(frame.view.output, row.index);
    lines.push_back({row_name(row), TextStyle::SmallDim, 0});
    lines.push_back({fill(text("point.target"), {format_value(target)}), TextStyle::Small, 0});
    lines.push_back(
        {fill(text("point.output"), {format_known(output_of(frame, row, frame.view.output))}),
         TextStyle::Small, 0});
}

/// The bar from orange to blue with its ends named, between `left` and `right`.
void draw_color_bar(Frame& frame, float left, float right, float middle) {
    const auto last = static_cast<std::int32_t>(frame.snapshot.experiment->network.layers.size());
    const ActivationRange range = range_of_unit(frame, last, 0);
    const Theme& theme = frame.theme;
    const std::string low = format_fixed(range.low, 0);
    const std::string high = (range.low < 0 ? "+" : "") + format_fixed(range.high, 0);
    const Rect high_label = text_at(frame, list(), "colors.high", high, {right, middle},
                                    TextStyle::SmallDim, theme.text_dim, {1, 0.5F});
    const float bar_right = high_label.x - em(0.4F);
    const float low_width = measure(frame.fonts, TextStyle::SmallDim, low).x + em(0.4F);
    const float width = std::clamp(bar_right - left - low_width, em(1.5F), em(5));
    const float bar_left = bar_right - width, height = em(0.45F);
    const float bar_middle = (bar_left + bar_right) / 2;
    const float top = std::round(middle - height / 2), bottom = top + height;
    list()->AddRectFilledMultiColor({bar_left, top}, {bar_middle, bottom}, theme.negative,
                                    theme.neutral, theme.neutral, theme.negative);
    list()->AddRectFilledMultiColor({bar_middle, top}, {bar_right, bottom}, theme.neutral,
                                    theme.positive, theme.positive, theme.neutral);
    part(frame, "colors", text("colors"), "", {bar_left, top, width, height});
    text_at(frame, list(), "colors.low", low, {bar_left - em(0.4F), middle}, TextStyle::SmallDim,
            theme.text_dim, {1, 0.5F});
}

/// The sign of test points, which switches them off and on. Returns its right end.
float draw_test_switch(Frame& frame, DrawingCache& cache, float left, float middle) {
    const Theme& theme = frame.theme;
    const bool on = frame.view.show_test;
    const ImU32 color = on ? theme.text_dim : theme.text_disabled;
    const float radius = marker_radius(0);
    draw_marker(cache, list(), Marker::Ring, {left + radius, middle}, radius, color, color);
    const Rect label =
        text_at(frame, list(), "legend.test", text("legend.test"),
                {left + 2 * radius + em(0.4F), middle}, TextStyle::SmallDim, color, {0, 0.5F});
    const float right = label.x + label.width;
    const float height = frame.view.coarse_pointer ? control_height(frame) : em(1.8F);
    const Rect target{left, middle - height / 2, right - left, height};
    ImGui::SetCursorScreenPos({target.x, target.y});
    if (ImGui::InvisibleButton("show_test", {target.width, target.height},
                               ImGuiButtonFlags_EnableNav))
        frame.view.show_test = !on;
    if (!on || ImGui::IsItemHovered()) { // struck out when off, underlined when it can be pressed
        const float y = on ? label.y + label.height : middle;
        list()->AddLine({label.x, y}, {right, y}, theme.text_dim);
    }
    WidgetRecord record;
    record.id = "show_test";
    record.label = text("legend.show_test");
    record.role = "checkbox";
    record.value = on ? "true" : "false";
    record.text = text("legend.test");
    record.rect = target;
    add_record(frame.registry, std::move(record));
    return right;
}

} // namespace

Rect draw_output_plane(Frame& frame, DrawingCache& cache, const Rect& area) {
    const PlaneAxes axes = place_plane(frame, area);
    const Rect square = axes.square();
    draw_output_map(frame, cache, list(), square, em(0.25F));
    const std::int32_t output = frame.view.output;
    part(frame, "output.map", text("output.map"), std::to_string(output + 1), square);
    begin_markers(cache, marker_radius(frame.snapshot.data->train_inputs.columns));
    list()->PushClipRect({square.x, square.y}, {square.x + square.width, square.y + square.height},
                         true);
    if (frame.view.show_test) draw_points(frame, cache, axes, true);
    draw_points(frame, cache, axes, false);
    if (wants_traces(frame.view, frame.snapshot)) draw_followed(frame, axes);
    list()->PopClipRect();
    draw_plane_axes(frame, axes);
    return square;
}

void draw_plane_reading(Frame& frame, const Rect& square, const Rect& bounds) {
    const ImVec2 pointer = ImGui::GetIO().MousePos;
    if (!ImGui::IsWindowHovered() || !square.contains(pointer.x, pointer.y)) return;
    const PlaneAxes axes = plane_axes(frame.model, square);
    constexpr int k_reading_parts = 1000; // as fine as a pointer points
    const std::int32_t shown = output_under(frame, square, pointer);
    const std::string x = plane_number(axes.x, value_on(axes.x, pointer.x), k_reading_parts);
    const std::string y = plane_number(axes.y, value_on(axes.y, pointer.y), k_reading_parts);
    std::vector<NoteLine> lines{
        {column_name(frame, 0) + " = " + x + "   " + column_name(frame, 1) + " = " + y,
         TextStyle::Small, 0},
        {fill(text("point.output"), {format_known(output_at(frame, square, pointer, shown))}),
         TextStyle::Small, 0}};
    const NearestRow nearest = nearest_row(frame, axes, pointer);
    if (shows_classes(frame)) {
        const auto last =
            static_cast<std::int32_t>(frame.snapshot.experiment->network.layers.size());
        lines.insert(lines.begin(), {unit_name(frame, last, shown), TextStyle::Strong, 0});
    }
    if (nearest.row.index >= 0) add_row_lines(frame, nearest.row, lines);
    const ImVec2 moved = ImGui::GetMouseDragDelta(ImGuiMouseButton_Left, 0);
    const bool still = std::max(std::abs(moved.x), std::abs(moved.y)) < em(0.4F);
    if (nearest.row.index >= 0 && !nearest.row.test && still &&
        ImGui::IsMouseReleased(ImGuiMouseButton_Left))
        frame.view.example = nearest.row.index;
    draw_note(frame, list(), "note.plane", pointer, bounds, lines);
}

void draw_plane_legend(Frame& frame, DrawingCache& cache, ImVec2 corner, float width) {
    const ImU32 color = frame.theme.text_dim;
    const float middle = corner.y + em(0.9F);
    const float radius = marker_radius(0);
    draw_marker(cache, list(), Marker::Disc, {corner.x + radius, middle}, radius, color, color);
    const Rect label =
        text_at(frame, list(), "legend.train", text("legend.train"),
                {corner.x + 2 * radius + em(0.4F), middle}, TextStyle::SmallDim, color, {0, 0.5F});
    float right = label.x + label.width;
    if (frame.snapshot.data->test_inputs.columns > 0)
        right = draw_test_switch(frame, cache, right + em(0.8F), middle);
    if (shows_classes(frame))
        draw_class_legend(frame, right + em(0.9F), corner.x + width, middle);
    else
        draw_color_bar(frame, right + em(0.8F), corner.x + width, middle);
}

} // namespace backprop::shell
