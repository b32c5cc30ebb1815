#include "shell/panels/output_panel.hpp"

#include "engine/experiment/number_text.hpp"
#include "shell/drawing/cache.hpp"
#include "shell/drawing/class_plane.hpp"
#include "shell/drawing/curve_plot.hpp"
#include "shell/drawing/fit_plot.hpp"
#include "shell/drawing/output_plane.hpp"
#include "shell/drawing/part_names.hpp"
#include "shell/drawing/prediction_table.hpp"
#include "shell/numbers.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace backprop::shell {

namespace {

constexpr std::int32_t k_most_radios = 4;

std::int32_t output_units(const Frame& frame) {
    return frame.snapshot.experiment->network.layers.back().units;
}

std::string output_name(const Frame& frame, std::int32_t output) {
    const auto last = static_cast<std::int32_t>(frame.snapshot.experiment->network.layers.size());
    return unit_name(frame, last, output);
}

bool offers_classes(const Frame& frame) {
    return frame.model.unit_map_size > 0 && has_classes(*frame.snapshot.experiment);
}

/// Few outputs have a radio each where `room` is enough for their names.
bool needs_combo(const Frame& frame, float room) {
    const std::int32_t units = output_units(frame);
    if (units < 2 || units > k_most_radios) return units > k_most_radios;
    const auto width = [&](std::string_view name) {
        return measure(frame.fonts, TextStyle::Small, name).x + em(2.2F);
    };
    float wanted = offers_classes(frame) ? width(text("classes")) : 0;
    for (std::int32_t unit = 0; unit < units; ++unit)
        wanted += width(output_name(frame, unit));
    return wanted > room;
}

/// Which of several outputs the panel is about.
void draw_output_choice(Frame& frame, float x, float y, float right) {
    const std::int32_t units = output_units(frame);
    std::int32_t& output = frame.view.output;
    output = std::clamp(output, 0, units - 1);
    if (units < 2) return;
    ImGui::SetCursorScreenPos({x, y});
    const bool classes = offers_classes(frame);
    if (needs_combo(frame, right - x)) {
        std::vector<ComboItem> items;
        for (std::int32_t unit = 0; unit < units; ++unit)
            items.push_back({std::to_string(unit + 1),
                             fill(text("output.numbered"), {output_name(frame, unit)})});
        if (classes) items.push_back({"classes", std::string(text("classes"))});
        const int shown = classes && frame.view.show_classes ? units : output;
        const int chosen = combo(frame, "output", "", items, shown, std::min(em(9), right - x));
        if (chosen < 0) return;
        frame.view.show_classes = chosen == units;
        if (chosen < units) output = chosen;
        return;
    }
    if (classes) {
        if (radio(frame, "output.classes", text("classes"), frame.view.show_classes))
            frame.view.show_classes = true;
        ImGui::SameLine(0, em(0.8F));
    }
    for (std::int32_t unit = 0; unit < units; ++unit) {
        if (unit > 0) ImGui::SameLine(0, em(0.8F));
        const std::string id = "output." + std::to_string(unit + 1);
        const bool chosen = unit == output && !(classes && frame.view.show_classes);
        if (!radio(frame, id, output_name(frame, unit), chosen)) continue;
        output = unit;
        frame.view.show_classes = false;
    }
}

/// Returns the y below the heading.
float draw_header(Frame& frame, const Rect& area) {
    const float left = area.x + em(k_panel_padding), top = area.y + em(0.8F);
    ImGui::SetCursorScreenPos({left, top});
    heading(frame, "section.output", text("section.output"));
    const float height = ImGui::GetItemRectSize().y;
    const std::int32_t units = output_units(frame);
    const float choice_left = ImGui::GetItemRectMax().x + em(1.2F);
    const float right = area.x + area.width - em(k_panel_padding);
    const bool has_combo = needs_combo(frame, right - choice_left);
    const float choice_height =
        has_combo || frame.view.coarse_pointer ? control_height(frame) : height + em(0.4F);
    draw_output_choice(frame, choice_left, top + (height - choice_height) / 2, right);
    const bool is_high = units > 1 && (has_combo || frame.view.coarse_pointer);
    return top + height + (is_high ? choice_height / 2 : em(0.55F));
}

struct Row {
    std::string id, label, shown, value;
};

Row loss_row(std::string_view id, const std::optional<double>& loss) {
    if (!loss) return {std::string(id), std::string(text(id)), "—", ""};
    return {std::string(id), std::string(text(id)), format_significant(*loss, 3),
            number_text(*loss)};
}

std::vector<Row> score_rows(const Frame& frame) {
    const Snapshot& snapshot = frame.snapshot;
    std::vector<Row> rows{loss_row("score.loss_train", snapshot.train.loss)};
    const bool has_test = snapshot.data->test_inputs.columns > 0;
    if (has_test) rows.push_back(loss_row("score.loss_test", snapshot.test.loss));
    const auto add_accuracy = [&](std::string_view id, const std::optional<double>& accuracy) {
        if (!accuracy) return;
        rows.push_back({std::string(id), std::string(text(id)), format_percent(*accuracy),
                        number_text(*accuracy)});
    };
    add_accuracy("score.accuracy_train", snapshot.train.accuracy);
    if (has_test) add_accuracy("score.accuracy_test", snapshot.test.accuracy);
    const double speed = frame.view.examples_per_second;
    const bool is_known = speed > 0 && std::isfinite(speed);
    rows.push_back({"speed", std::string(text("score.speed")),
                    is_known ? fill(text("score.examples_per_second"), {format_rate(speed)}) : "—",
                    is_known ? number_text(std::round(speed)) : ""});
    return rows;
}

void draw_rows(Frame& frame, const std::vector<Row>& rows, float left, float top, float width) {
    ImGui::SetCursorScreenPos({left, top});
    ImGui::BeginChild("scores", {width, std::round(em(1.55F)) * static_cast<float>(rows.size())},
                      ImGuiChildFlags_None,
                      ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollbar);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    for (const Row& row : rows)
        value_row(frame, row.id, row.label, row.shown, row.value);
    ImGui::PopStyleVar();
    ImGui::EndChild();
}

} // namespace

void draw_output_panel(Frame& frame, Rect area) {
    DrawingCache& cache = drawing_cache(frame);
    const float top = draw_header(frame, area);
    const float left = area.x + em(k_panel_padding), width = area.width - 2 * em(k_panel_padding);
    const float bottom = area.y + area.height - em(0.5F);
    const std::vector<Row> rows = score_rows(frame);
    const float scores = em(1.55F) * static_cast<float>(rows.size());
    if (frame.model.unit_map_size > 0) {
        const float legend = frame.view.coarse_pointer ? em(2.6F) : em(2.0F);
        const Rect square = draw_output_plane(
            frame, cache, {left, top, width, bottom - top - scores - legend - em(0.6F)});
        const float legend_top = square.y + square.height + em(1.6F);
        draw_plane_legend(frame, cache, {left, legend_top}, width);
        draw_rows(frame, rows, left, legend_top + legend, width);
        draw_plane_reading(frame, square, area);
        return;
    }
    const float room = bottom - top - scores - em(1.0F);
    // The plot takes what the table does not need, up to a square, which may be small.
    const float wanted = room - prediction_table_height(frame);
    const float plot_height = std::min(width, std::max({wanted, em(9), room * 0.4F}));
    const Rect plot{left, top, width, plot_height};
    if (frame.model.curve.columns > 0)
        draw_curve_plot(frame, cache, plot);
    else
        draw_fit_plot(frame, cache, plot);
    draw_rows(frame, rows, left, top + plot_height + em(0.4F), width);
    const float table_top = top + plot_height + scores + em(0.9F);
    draw_prediction_table(frame, {left, table_top, width, bottom - table_top});
}

} // namespace backprop::shell
