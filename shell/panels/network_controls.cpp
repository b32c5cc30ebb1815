#include "shell/panels/network_controls.hpp"

#include "engine/experiment/edit.hpp"
#include "shell/drawing/part_names.hpp"
#include "shell/model_view.hpp"
#include "shell/numbers.hpp"
#include "shell/panels/picture_settings.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace backprop::shell {

namespace {

std::string shape_text(const Experiment& experiment) {
    std::string shape;
    for (const std::int32_t units : units_of(experiment))
        shape += (shape.empty() ? "" : " · ") + format_integer(units);
    return shape;
}

void send(Frame& frame, Experiment experiment) {
    frame.commands.push_back(command::Change{std::move(experiment)});
}

std::string hidden_layers_text(std::size_t hidden) {
    if (hidden == 0) return std::string(text("network.no_hidden_layer"));
    if (hidden == 1) return std::string(text("network.one_hidden_layer"));
    return fill(text("network.hidden_layers"), {std::to_string(hidden)});
}

ButtonOptions small_button(float side, bool enabled, std::string_view name, std::string_view tip) {
    ButtonOptions options;
    options.name = name;
    options.kind = ButtonKind::Quiet;
    options.width = side;
    options.height = side;
    options.enabled = enabled;
    options.tooltip = tip;
    return options;
}

/// What a button does to the network's shape, or the limits where it cannot.
std::string shape_tip(std::string_view key, bool allowed) {
    return allowed ? std::string(text(key)) : shape_limits_text();
}

/// "2 hidden layers − +", right-aligned to `right`. Returns its left end.
float draw_layer_buttons(Frame& frame, const NetworkPlace& place, float right, float top) {
    const Experiment& experiment = *frame.snapshot.experiment;
    const std::size_t hidden = experiment.network.layers.size() - 1;
    const std::string label = hidden_layers_text(hidden);
    const float text_width = measure(frame.fonts, TextStyle::SmallDim, label).x;
    const float left = right - text_width - 2 * place.header_button - em(0.6F);
    const auto last = static_cast<std::int32_t>(hidden);
    text_at(frame, ImGui::GetWindowDrawList(), "network.layers", label,
            {left, top + place.header_button / 2}, TextStyle::SmallDim, frame.theme.text_dim,
            {0, 0.5F});
    ImGui::SetCursorScreenPos({left + text_width + em(0.3F), top});
    const bool can_remove = network_with_layer_removed(experiment.network, last - 1).has_value();
    if (button(frame, "layers.remove", "−",
               small_button(place.header_button, can_remove, text("button.remove_layer"),
                            shape_tip("tip.remove_layer", can_remove || hidden == 0))))
        send(frame, with_layer_removed(experiment, last - 1));
    ImGui::SetCursorScreenPos({left + text_width + em(0.6F) + place.header_button, top});
    const bool can_add = network_with_layer_added(experiment.network, last).has_value();
    if (button(frame, "layers.add", "+",
               small_button(place.header_button, can_add, text("button.add_layer"),
                            shape_tip("tip.add_layer", can_add))))
        send(frame, with_layer_added(experiment, last));
    return left;
}

std::string example_text(const Frame& frame, std::int32_t rows) {
    const DataSetRow& row = data_set_row(frame.snapshot.experiment->data.set);
    const std::string key = "network.example." + std::string(row.key);
    const std::string_view pattern = text_or(key, text("network.example"));
    return fill(pattern, {format_integer(frame.view.example + 1), format_integer(rows)});
}

/// "◂ house 3 of 6 ▸": which training row the values belong to. Returns its right end.
float draw_example_control(Frame& frame, const NetworkPlace& place, float left, float top) {
    const std::int32_t rows = frame.snapshot.data->train_inputs.columns;
    std::int32_t& example = frame.view.example;
    example = std::clamp(example, 0, std::max(0, rows - 1));
    ImGui::SetCursorScreenPos({left, top});
    if (button(frame, "example.previous", "◂",
               small_button(place.header_button, example > 0, text("button.previous_example"),
                            text("tip.previous_example"))))
        --example;
    const float text_left = left + place.header_button + em(0.3F);
    const Rect shown = text_at(
        frame, ImGui::GetWindowDrawList(), "example", example_text(frame, rows),
        {text_left, top + place.header_button / 2}, TextStyle::Small, frame.theme.text, {0, 0.5F});
    ImGui::SetCursorScreenPos({shown.x + shown.width + em(0.3F), top});
    if (button(frame, "example.next", "▸",
               small_button(place.header_button, example + 1 < rows, text("button.next_example"),
                            text("tip.next_example"))))
        ++example;
    return shown.x + shown.width + em(0.3F) + place.header_button;
}

} // namespace

std::string shape_limits_text() {
    return fill(text("tip.shape_limits"),
                {format_integer(k_max_layers), format_integer(k_max_units),
                 format_integer(k_max_parameters)});
}

std::vector<std::int32_t> units_of(const Experiment& experiment) {
    std::vector<std::int32_t> units{input_width(experiment.network)};
    for (const LayerSpec& layer : experiment.network.layers)
        units.push_back(layer.units);
    return units;
}

float draw_network_header(Frame& frame, const NetworkPlace& place) {
    const float left = place.area.x + em(k_panel_padding);
    const float right = place.area.x + place.area.width - em(k_panel_padding);
    float top = place.area.y + em(0.55F);
    const float middle = top + place.header_button / 2;
    const float heading_height = measure(frame.fonts, TextStyle::Heading, "N").y;
    ImGui::SetCursorScreenPos({left, middle - heading_height / 2});
    heading(frame, "section.network", text("section.network"));
    float end = ImGui::GetItemRectMax().x + em(1);
    const float buttons_left = draw_layer_buttons(frame, place, right, top);

    const std::string shape = shape_text(*frame.snapshot.experiment);
    const float shape_width = measure(frame.fonts, TextStyle::SmallDim, shape).x;
    const bool shape_fits = end + shape_width + em(1) <= buttons_left;
    if (shape_fits) {
        text_at(frame, ImGui::GetWindowDrawList(), "network.shape", shape, {end, middle},
                TextStyle::SmallDim, frame.theme.text_dim, {0, 0.5F});
        end += shape_width + em(1.2F);
    }
    const Preparation& scales = *frame.snapshot.preparation;
    const bool scaled = !scales.inputs.empty() || !scales.targets.empty();
    const float scaled_width =
        measure(frame.fonts, TextStyle::SmallDim, text("network.scaled")).x + em(1.2F);
    if (scaled && end + scaled_width <= buttons_left) {
        const Rect note =
            text_at(frame, ImGui::GetWindowDrawList(), "network.scaled", text("network.scaled"),
                    {end, middle}, TextStyle::SmallDim, frame.theme.text_dim, {0, 0.5F});
        ImGui::SetCursorScreenPos({note.x, note.y});
        ImGui::Dummy({note.width, note.height});
        tooltip(frame, "network.scaled", text("tip.scaled"));
        end += scaled_width;
    }
    if (place.maps && !wants_traces(frame.view, frame.snapshot)) {
        draw_edge_choice(frame, end, buttons_left - em(1), middle);
        return top + place.header_button;
    }
    const float example_width =
        measure(frame.fonts, TextStyle::Small,
                example_text(frame, frame.snapshot.data->train_inputs.columns))
            .x +
        2 * place.header_button + em(0.6F);
    if (end + example_width + em(1) > buttons_left) { // a line of its own
        top += place.header_button + em(0.2F);
        end = left - em(0.2F);
    }
    end = draw_example_control(frame, place, end, top) + em(1.2F);
    const bool below = top + place.header_button / 2 > middle + 1;
    draw_edge_choice(frame, end, below ? right : buttons_left - em(1),
                     top + place.header_button / 2);
    return top + place.header_button;
}

void draw_unit_buttons(Frame& frame, const NetworkPlace& place, const PlacedColumn& column,
                       std::int32_t layer, PictureOrigin origin, float top) {
    const Experiment& experiment = *frame.snapshot.experiment;
    const std::int32_t index = layer - 1;
    const std::int32_t units = experiment.network.layers[static_cast<std::size_t>(index)].units;
    const std::string name = "layer " + std::to_string(layer);
    const std::string shown_name = layer_name(experiment, layer);
    const std::string remove = fill(text("button.remove_unit"), {shown_name});
    const std::string add = fill(text("button.add_unit"), {shown_name});
    const float middle = std::round(origin.x + em(column.center));
    const float gap = em(0.1F);
    ImGui::SetCursorScreenPos({middle - gap - place.button, top});
    if (button(frame, name + ".remove_unit", "−",
               small_button(place.button, units > 1, remove, text("tip.remove_unit"))))
        send(frame, with_units(experiment, index, units - 1));
    ImGui::SetCursorScreenPos({middle + gap, top});
    const bool can_add = network_with_units(experiment.network, index, units + 1).has_value();
    if (button(frame, name + ".add_unit", "+",
               small_button(place.button, can_add, add, shape_tip("tip.add_unit", can_add))))
        send(frame, with_units(experiment, index, units + 1));
}

} // namespace backprop::shell
