#include "shell/drawing/network_labels.hpp"

#include "shell/drawing/class_plane.hpp"
#include "shell/drawing/part_names.hpp"
#include "shell/drawing/part_values.hpp"
#include "shell/drawing/pass_values.hpp"
#include "shell/numbers.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace backprop::shell {

namespace {

std::string activation_name(Activation activation) {
    const Choice& row = choice_of(k_activations, activation);
    return std::string(text_or("activation." + std::string(row.key), row.name));
}

/// What stands below a column, on as many lines as its room needs.
std::vector<std::string> caption_of(const Frame& frame, std::int32_t layer, float room) {
    const Experiment& experiment = *frame.snapshot.experiment;
    const std::string name = layer_name(experiment, layer);
    // At the ends the text is moved inwards, towards its neighbour.
    const bool at_end = static_cast<std::size_t>(layer) == experiment.network.layers.size();
    if (at_end) room *= 0.7F;
    const auto fits = [&](const std::string& line) {
        return measure(frame.fonts, TextStyle::SmallDim, line).x <= room;
    };
    if (layer == 0) return {fits(name) ? name : std::string(text("layer.inputs.short"))};
    const LayerSpec& spec = experiment.network.layers[static_cast<std::size_t>(layer) - 1];
    const std::string kind = activation_name(spec.activation);
    const std::string units = format_integer(spec.units);
    if (fits(name + " · " + kind + " · " + units)) return {name + " · " + kind + " · " + units};
    if (fits(name) && fits(kind + " · " + units)) return {name, kind + " · " + units};
    const bool is_output = static_cast<std::size_t>(layer) == experiment.network.layers.size();
    const std::string short_name =
        is_output ? std::string(text("layer.output.short")) : std::to_string(layer);
    if (fits(short_name) && fits(kind)) return {short_name, kind, units};
    return {short_name, units};
}

struct Answer {
    std::string id, symbol, value;
    ImU32 color;
};

void draw_answer(Frame& frame, const Answer& answer, float x, float y) {
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    draw_list->AddText(font_of(frame.fonts, TextStyle::Small), size_of(TextStyle::Small), {x, y},
                       answer.color, answer.symbol.c_str());
    const float width = measure(frame.fonts, TextStyle::Small, answer.symbol).x + em(0.5F);
    text_at(frame, draw_list, answer.id, answer.value, {x + std::max(em(1.1F), width), y},
            TextStyle::SmallMono, answer.color);
}

/// The error of the example shown, empty while the model is not there.
std::optional<double> error_of_example(const Frame& frame) {
    const Matrix<double>& targets = frame.snapshot.data->train_targets;
    const std::int32_t example = frame.view.example;
    const auto last = static_cast<std::int32_t>(frame.snapshot.experiment->network.layers.size());
    if (example >= targets.columns) return std::nullopt;
    std::vector<double> outputs, wanted;
    for (std::int32_t unit = 0; unit < targets.rows; ++unit) {
        const auto output = activation_of(frame.model, last, unit, example);
        if (!output) return std::nullopt;
        outputs.push_back(*output);
        wanted.push_back(targets(unit, example));
    }
    return example_error(frame.session, outputs, wanted);
}

} // namespace

std::size_t caption_lines(const Frame& frame, float room) {
    std::size_t lines = 1;
    const auto layers = static_cast<std::int32_t>(frame.snapshot.experiment->network.layers.size());
    for (std::int32_t layer = 0; layer <= layers; ++layer)
        lines = std::max(lines, caption_of(frame, layer, room - em(0.6F)).size());
    return lines;
}

void draw_caption(Frame& frame, const PictureLayout& layout, std::int32_t layer,
                  PictureOrigin origin, float top) {
    const PlacedColumn& column = layout.columns[static_cast<std::size_t>(layer)];
    const float half_gap = em(0.3F);
    const auto& divergence = frame.snapshot.divergence;
    const bool diverged = divergence && divergence->where.layer == layer;
    const ImU32 color = diverged ? frame.theme.warning : frame.theme.text_dim;
    float y = top;
    int number = 0;
    for (std::string& line : caption_of(frame, layer, em(layout.spacing) - 2 * half_gap)) {
        if (diverged && number == 0) line = "⚠ " + line;
        const float width = measure(frame.fonts, TextStyle::SmallDim, line).x;
        // At the ends the text stays inside the picture.
        const float least = origin.x + width / 2 + half_gap;
        const float most = origin.x + em(layout.width) - width / 2 - half_gap;
        const float x = std::max(least, std::min(origin.x + em(column.center), most));
        const std::string id = "layer " + std::to_string(layer) +
                               (number == 0 ? std::string() : "." + std::to_string(number));
        text_at(frame, ImGui::GetWindowDrawList(), id, line, {x, y}, TextStyle::SmallDim, color,
                {0.5F, 0});
        y += em(k_caption_height);
        ++number;
    }
}

void draw_input_names(Frame& frame, const PictureLayout& layout, PictureOrigin origin) {
    for (const PlacedUnit& unit : layout.units) {
        if (unit.layer > 0) break;
        const Rect rect = on_screen(origin, unit.rect);
        text_at(frame, ImGui::GetWindowDrawList(), "input " + std::to_string(unit.unit + 1),
                unit_name(frame, 0, unit.unit), {rect.x - em(0.6F), rect.y + rect.height / 2},
                TextStyle::Small, frame.theme.text_dim, {1, 0.5F});
    }
}

void draw_rest_lines(Frame& frame, const PictureLayout& layout, PictureOrigin origin) {
    const bool is_shared = frame.snapshot.experiment->network.bias == BiasMode::Shared;
    for (std::size_t layer = 0; layer < layout.columns.size(); ++layer) {
        const PlacedColumn& column = layout.columns[layer];
        if (column.left_out == 0) continue;
        const float y = origin.y + em(column.bottom + 0.25F + (is_shared ? k_shared_bias_room : 0));
        const std::string label = fill(text("network.more"), {format_integer(column.left_out)});
        const float width = measure(frame.fonts, TextStyle::SmallDim, label).x;
        const float left = ImGui::GetWindowDrawList()->GetClipRectMin().x + em(0.3F);
        text_at(frame, ImGui::GetWindowDrawList(), "layer " + std::to_string(layer) + ".rest",
                label, {std::max(left, origin.x + em(column.center) - width / 2), y},
                TextStyle::SmallDim, frame.theme.text_dim);
    }
}

void draw_answers(Frame& frame, bool narrow, const PictureLayout& layout, PictureOrigin origin) {
    // Beside the outputs, in the network's own units.
    const Matrix<double>& targets = frame.snapshot.prepared->train_targets;
    const auto last = static_cast<std::int32_t>(layout.columns.size()) - 1;
    const PlacedColumn& column = layout.columns.back();
    // On a phone they go below the units, where only cards leave room.
    if (narrow && column.form != UnitForm::Card) return;
    const float line = em(1.45F);
    const std::int32_t shown = std::min(column.shown, targets.rows);
    const bool is_shared = frame.snapshot.experiment->network.bias == BiasMode::Shared;
    const float below = em(0.2F + (is_shared ? k_shared_bias_room : 0.0F));
    // Cards have their names inside.
    const bool named =
        !narrow && column.form != UnitForm::Card && has_classes(*frame.snapshot.experiment);
    float widest = 0;
    for (std::int32_t unit = 0; named && unit < shown; ++unit)
        widest = std::max(widest,
                          measure(frame.fonts, TextStyle::Small, unit_name(frame, last, unit)).x);
    const bool has_names = named && widest < em(3);
    float error_x = 0, error_y = 0;
    for (std::int32_t unit = 0; unit < shown && frame.view.example < targets.columns; ++unit) {
        const Rect rect = on_screen(origin, find_unit(layout, last, unit)->rect);
        const std::string id = "target " + std::to_string(unit + 1);
        const Answer target{id, "y",
                            has_names
                                ? format_fixed(targets(unit, frame.view.example), 0)
                                : format_digits(frame.view, targets(unit, frame.view.example)),
                            frame.theme.text};
        if (has_names)
            text_at(frame, ImGui::GetWindowDrawList(),
                    "output " + std::to_string(unit + 1) + " name", unit_name(frame, last, unit),
                    {rect.x + rect.width + em(0.5F), rect.y + rect.height / 2 - em(0.12F)},
                    TextStyle::Small, frame.theme.text_strong, {0, 0.5F});
        const float rightmost = origin.x + em(layout.width) - em(5);
        const float x = narrow ? std::min(rect.x, rightmost)
                               : rect.x + rect.width + em(0.9F) + (has_names ? widest : 0.0F);
        const float y = narrow ? rect.y + rect.height + below
                               : rect.y + rect.height / 2 - (shown == 1 ? line : line / 2);
        draw_answer(frame, target, x, y);
        error_x = x;
        error_y = shown == 1 || narrow ? y + line : rect.y + rect.height + em(0.6F);
    }
    const bool stepping = is_stepping(frame);
    const auto error = stepping ? shown_error(frame) : error_of_example(frame);
    if ((!error && !stepping) || shown == 0) return;
    const View& view = frame.view;
    draw_answer(frame, {"example.error", "E", format_digits(view, error), frame.theme.backward},
                error_x, error_y);
    const auto gradient = output_gradient(frame, 0);
    if (stepping && shown == 1 && !narrow && gradient)
        draw_answer(frame,
                    {"example.gradient", "∂E/∂o", format_signed_digits(view, gradient),
                     frame.theme.backward},
                    error_x, error_y + line);
}

} // namespace backprop::shell
