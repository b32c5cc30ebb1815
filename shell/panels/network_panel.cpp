#include "shell/panels/network_panel.hpp"

#include "engine/experiment/edit.hpp"
#include "shell/drawing/heat_maps.hpp"
#include "shell/drawing/network_picture.hpp"
#include "shell/drawing/part_names.hpp"
#include "shell/drawing/part_values.hpp"
#include "shell/numbers.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace backprop::shell {

namespace {

constexpr float k_padding = 0.95F;
constexpr float k_narrow = 34.0F;       ///< font units; below it the picture is drawn for a phone
constexpr float k_caption_height = 1.3F;
constexpr float k_answer_room = 6.4F;   ///< right of the outputs: target and error

/// Measures of one drawing of the panel, in ImGui units unless said otherwise.
struct Place {
    Rect area;
    bool maps;
    bool narrow;
    float button;          ///< side of − and +
    float caption_lines;   ///< below the buttons, font units
};

std::vector<std::int32_t> units_of(const Experiment& experiment) {
    std::vector<std::int32_t> units{experiment.network.inputs};
    for (const LayerSpec& layer : experiment.network.layers)
        units.push_back(layer.units);
    return units;
}

// Header -----------------------------------------------------------------------------------------

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

ButtonOptions small_button(const Place& place, bool enabled, std::string_view tip) {
    ButtonOptions options;
    options.kind = ButtonKind::Quiet;
    options.width = place.button;
    options.height = place.button;
    options.enabled = enabled;
    options.tooltip = tip;
    return options;
}

/// "2 hidden layers − +", right-aligned to `right`. Returns its left end.
float draw_layer_buttons(Frame& frame, const Place& place, float right, float top) {
    const Experiment& experiment = *frame.snapshot.experiment;
    const std::size_t hidden = experiment.network.layers.size() - 1;
    const std::string label = hidden_layers_text(hidden);
    const float text_width = measure(frame.fonts, TextStyle::SmallDim, label).x;
    const float left = right - text_width - 2 * place.button - em(0.6F);
    const auto last = static_cast<std::int32_t>(hidden);
    text_at(frame, ImGui::GetWindowDrawList(), "network.layers", label,
            {left, top + place.button / 2}, TextStyle::SmallDim, frame.theme.text_dim, {0, 0.5F});
    ImGui::SetCursorScreenPos({left + text_width + em(0.3F), top});
    if (button(frame, "layers.remove", "−",
               small_button(place, hidden > 0, text("tip.remove_layer"))))
        send(frame, with_layer_removed(experiment, last - 1));
    ImGui::SetCursorScreenPos({left + text_width + em(0.6F) + place.button, top});
    const bool has_room = experiment.network.layers.size() < std::size_t{k_max_layers};
    if (button(frame, "layers.add", "+", small_button(place, has_room, text("tip.add_layer"))))
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
float draw_example_control(Frame& frame, const Place& place, float left, float top) {
    const std::int32_t rows = frame.snapshot.data->train_inputs.columns;
    std::int32_t& example = frame.view.example;
    example = std::clamp(example, 0, std::max(0, rows - 1));
    ImGui::SetCursorScreenPos({left, top});
    if (button(frame, "example.previous", "◂",
               small_button(place, example > 0, text("tip.previous_example"))))
        --example;
    const float text_left = left + place.button + em(0.3F);
    const Rect shown = text_at(frame, ImGui::GetWindowDrawList(), "example",
                               example_text(frame, rows), {text_left, top + place.button / 2},
                               TextStyle::Small, frame.theme.text, {0, 0.5F});
    ImGui::SetCursorScreenPos({shown.x + shown.width + em(0.3F), top});
    if (button(frame, "example.next", "▸",
               small_button(place, example + 1 < rows, text("tip.next_example"))))
        ++example;
    return shown.x + shown.width + em(0.3F) + place.button;
}

/// Heading, shape, layer buttons, and which example is shown. Returns the y below it.
float draw_header(Frame& frame, const Place& place) {
    const float left = place.area.x + em(k_padding);
    const float right = place.area.x + place.area.width - em(k_padding);
    float top = place.area.y + em(0.55F);
    const float middle = top + place.button / 2;
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
    if (place.maps) return top + place.button;
    const float example_width =
        measure(frame.fonts, TextStyle::Small,
                example_text(frame, frame.snapshot.data->train_inputs.columns)).x +
        2 * place.button + em(0.6F);
    if (end + example_width + em(1) > buttons_left) { // a line of its own
        top += place.button + em(0.2F);
        end = left - em(0.2F);
    }
    draw_example_control(frame, place, end, top);
    return top + place.button;
}

// Below the columns ------------------------------------------------------------------------------

std::string activation_name(Activation activation) {
    const Choice& row = choice_of(k_activations, activation);
    return std::string(text_or("activation." + std::string(row.key), row.name));
}

/// What stands below a column, on as many lines as its room needs.
std::vector<std::string> caption_of(const Frame& frame, std::int32_t layer, float room) {
    const Experiment& experiment = *frame.snapshot.experiment;
    const std::string name = layer_name(experiment, layer);
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

/// How many lines the captions need when each column has this much room.
std::size_t caption_lines(const Frame& frame, float room) {
    std::size_t lines = 1;
    const auto layers = static_cast<std::int32_t>(frame.snapshot.experiment->network.layers.size());
    for (std::int32_t layer = 0; layer <= layers; ++layer)
        lines = std::max(lines, caption_of(frame, layer, room - em(0.6F)).size());
    return lines;
}

void draw_caption(Frame& frame, const PlacedColumn& column,
                  std::int32_t layer, PictureOrigin origin, float top) {
    const float spacing = frame.view.drawing->layout.spacing;
    float x = origin.x + em(column.center);
    const float half_gap = em(0.3F);
    float y = top;
    int number = 0;
    for (const std::string& line : caption_of(frame, layer, em(spacing) - 2 * half_gap)) {
        const float width = measure(frame.fonts, TextStyle::SmallDim, line).x;
        // At the ends the text stays inside the picture.
        const float least = origin.x + width / 2 + half_gap;
        const float most = origin.x + em(frame.view.drawing->layout.width) - width / 2 - half_gap;
        x = std::max(least, std::min(origin.x + em(column.center), most));
        const std::string id = "layer " + std::to_string(layer) +
                               (number == 0 ? std::string() : "." + std::to_string(number));
        text_at(frame, ImGui::GetWindowDrawList(), id, line, {x, y}, TextStyle::SmallDim,
                frame.theme.text_dim, {0.5F, 0});
        y += em(k_caption_height);
        ++number;
    }
}

/// − and + below a hidden layer.
void draw_unit_buttons(Frame& frame, const Place& place, const PlacedColumn& column,
                       std::int32_t layer, PictureOrigin origin, float top) {
    const Experiment& experiment = *frame.snapshot.experiment;
    const std::int32_t index = layer - 1;
    const std::int32_t units = experiment.network.layers[static_cast<std::size_t>(index)].units;
    const std::string name = "layer " + std::to_string(layer);
    const float middle = std::round(origin.x + em(column.center));
    const float gap = em(0.1F);
    ImGui::SetCursorScreenPos({middle - gap - place.button, top});
    if (button(frame, name + ".remove_unit", "−",
               small_button(place, units > 1, text("tip.remove_unit"))))
        send(frame, with_units(experiment, index, units - 1));
    ImGui::SetCursorScreenPos({middle + gap, top});
    if (button(frame, name + ".add_unit", "+",
               small_button(place, units < k_max_units, text("tip.add_unit"))))
        send(frame, with_units(experiment, index, units + 1));
}

// Beside the columns -----------------------------------------------------------------------------

void draw_input_names(Frame& frame, const PictureLayout& layout, PictureOrigin origin) {
    for (const PlacedUnit& unit : layout.units) {
        if (unit.layer > 0) break;
        const Rect rect = on_screen(origin, unit.rect);
        text_at(frame, ImGui::GetWindowDrawList(), "input " + std::to_string(unit.unit + 1),
                unit_name(frame.snapshot, 0, unit.unit),
                {rect.x - em(0.6F), rect.y + rect.height / 2}, TextStyle::Small,
                frame.theme.text_dim, {1, 0.5F});
    }
}

void draw_rest_lines(Frame& frame, const PictureLayout& layout, PictureOrigin origin) {
    const bool is_shared = frame.snapshot.experiment->network.bias == BiasMode::Shared;
    for (std::size_t layer = 0; layer < layout.columns.size(); ++layer) {
        const PlacedColumn& column = layout.columns[layer];
        if (column.left_out == 0) continue;
        const float y = origin.y + em(column.bottom + 0.25F + (is_shared ? k_shared_bias_room : 0));
        text_at(frame, ImGui::GetWindowDrawList(), "layer " + std::to_string(layer) + ".rest",
                fill(text("network.more"), {format_integer(column.left_out)}),
                {origin.x + em(column.center), y}, TextStyle::SmallDim, frame.theme.text_dim,
                {0.5F, 0});
    }
}

struct Answer {
    std::string id, symbol, value;
    ImU32 color;
};

void draw_answer(Frame& frame, const Answer& answer, float x, float y) {
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    draw_list->AddText(font_of(frame.fonts, TextStyle::Small), size_of(TextStyle::Small), {x, y},
                       answer.color, answer.symbol.c_str());
    text_at(frame, draw_list, answer.id, answer.value, {x + em(1.1F), y}, TextStyle::SmallMono,
            answer.color);
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

/// Target and error beside the outputs, or below them where there is no room beside.
void draw_answers(Frame& frame, const Place& place, const PictureLayout& layout,
                  PictureOrigin origin) {
    const Matrix<double>& targets = frame.snapshot.data->train_targets;
    const auto last = static_cast<std::int32_t>(layout.columns.size()) - 1;
    const PlacedColumn& column = layout.columns.back();
    const float line = em(1.45F);
    const std::int32_t shown = std::min(column.shown, targets.rows);
    const bool is_shared = frame.snapshot.experiment->network.bias == BiasMode::Shared;
    const float below = em(0.2F + (is_shared ? k_shared_bias_room : 0.0F));
    float error_x = 0, error_y = 0;
    for (std::int32_t unit = 0; unit < shown && frame.view.example < targets.columns; ++unit) {
        const Rect rect = on_screen(origin, find_unit(layout, last, unit)->rect);
        const std::string id = "target " + std::to_string(unit + 1);
        const Answer target{id, "y", format_value(targets(unit, frame.view.example)),
                            frame.theme.text};
        const float rightmost = origin.x + em(layout.width) - em(5);
        const float x = place.narrow ? std::min(rect.x, rightmost)
                                     : rect.x + rect.width + em(0.9F);
        const float y = place.narrow ? rect.y + rect.height + below
                                     : rect.y + rect.height / 2 - (shown == 1 ? line : line / 2);
        draw_answer(frame, target, x, y);
        error_x = x;
        error_y = shown == 1 || place.narrow ? y + line : rect.y + rect.height + em(0.6F);
    }
    const auto error = error_of_example(frame);
    if (!error || shown == 0) return;
    draw_answer(frame, {"example.error", "E", format_known(error), frame.theme.backward}, error_x,
                error_y);
}

// The picture ------------------------------------------------------------------------------------

float left_room(const Frame& frame, const Place& place) {
    if (!place.maps) return 0.3F;
    float widest = 0;
    const std::int32_t inputs = frame.snapshot.experiment->network.inputs;
    for (std::int32_t unit = 0; unit < std::min(inputs, 64); ++unit)
        widest = std::max(widest, measure(frame.fonts, TextStyle::Small,
                                          unit_name(frame.snapshot, 0, unit)).x);
    return 1.2F + widest / em();
}

PictureLayout make_layout(Frame& frame, const Place& place, const std::vector<std::int32_t>& units,
                          float width, float height) {
    PictureRequest request;
    request.units = units;
    request.maps = place.maps;
    request.width = width / em();
    request.height = height / em();
    request.left = left_room(frame, place);
    request.right = place.maps || place.narrow ? 0.5F : k_answer_room;
    if (frame.snapshot.experiment->network.bias == BiasMode::Shared)
        request.height -= k_shared_bias_room;
    request.height = std::max(request.height, 3.0F);
    return place_network(request);
}

bool same_units(const PictureLayout& a, const PictureLayout& b) {
    return a.units.size() == b.units.size() &&
           std::equal(a.units.begin(), a.units.end(), b.units.begin(),
                      [](const PlacedUnit& left, const PlacedUnit& right) {
                          return left.layer == right.layer && left.unit == right.unit;
                      });
}

void refresh_layout(Frame& frame, DrawingCache& cache, PictureLayout layout) {
    const bool units_stay = same_units(cache.layout, layout);
    cache.layout = std::move(layout);
    if (units_stay && cache.edges_revision == frame.model.revision) return;
    cache.edges_revision = frame.model.revision;
    cache.edges = choose_edges(frame.model.layers, cache.layout);
}

/// Says how many weights are drawn when not all are; returns whether all are.
bool draw_edge_count(Frame& frame, const DrawingCache& cache, const Rect& area) {
    const auto drawn = static_cast<std::int64_t>(cache.edges.edges.size());
    if (drawn >= cache.edges.total) return true;
    const std::string line = fill(text("network.strongest"), {format_integer(drawn),
                                                              format_integer(cache.edges.total)});
    text_at(frame, ImGui::GetWindowDrawList(), "network.strongest", line,
            {area.x + em(k_padding), area.y}, TextStyle::SmallDim, frame.theme.text_dim);
    return false;
}

/// Picture, buttons and captions, in a window of their own that scrolls sideways when a deep
/// network is wider than the panel.
void draw_body(Frame& frame, DrawingCache& cache, const Place& place, const Rect& body) {
    ImGui::SetCursorScreenPos({body.x, body.y});
    ImGui::BeginChild("network.picture", {body.width, body.height}, ImGuiChildFlags_None,
                      ImGuiWindowFlags_HorizontalScrollbar | ImGuiWindowFlags_NoBackground |
                          ImGuiWindowFlags_NoScrollWithMouse);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float below = place.button + em(place.caption_lines * k_caption_height + 0.9F);
    const float side = em(place.narrow ? 0.4F : k_padding);
    const std::vector<std::int32_t> units = units_of(*frame.snapshot.experiment);
    refresh_layout(frame, cache, make_layout(frame, place, units, body.width - 2 * side,
                                             body.height - below - em(0.5F)));
    const PictureOrigin origin{corner.x + side, corner.y + em(0.3F)};
    draw_network_picture(frame, cache, origin);
    if (place.maps) draw_input_names(frame, cache.layout, origin);
    if (!place.maps) draw_answers(frame, place, cache.layout, origin);
    draw_rest_lines(frame, cache.layout, origin);
    const float buttons_top = corner.y + body.height - below;
    for (std::size_t i = 0; i < cache.layout.columns.size(); ++i) {
        const auto layer = static_cast<std::int32_t>(i);
        const PlacedColumn& column = cache.layout.columns[i];
        const bool is_hidden = i > 0 && i + 1 < cache.layout.columns.size();
        if (is_hidden) draw_unit_buttons(frame, place, column, layer, origin, buttons_top);
        draw_caption(frame, column, layer, origin, buttons_top + place.button + em(0.2F));
    }
    draw_part_note(frame, cache, origin, body);
    // Tells the window how wide the picture is.
    ImGui::SetCursorScreenPos({origin.x, corner.y});
    ImGui::Dummy({em(cache.layout.width) + side, 1});
    ImGui::EndChild();
}

} // namespace

void draw_network_panel(Frame& frame, Rect area) {
    DrawingCache& cache = drawing_cache(frame);
    Place place{area, frame.model.unit_map_size > 0, area.width < em(k_narrow), 0, 2};
    const auto columns = static_cast<float>(frame.snapshot.experiment->network.layers.size() + 1);
    const float column_room = (area.width - em(2 * k_padding)) / columns;
    const float wanted = frame.view.coarse_pointer ? control_height(frame) : em(1.75F);
    place.button = std::round(std::clamp(column_room / 2 - em(0.2F), em(1.2F), wanted));
    place.caption_lines = static_cast<float>(caption_lines(frame, column_room));
    const float top = draw_header(frame, place);
    const bool all_edges = draw_edge_count(frame, cache, {area.x, top + em(0.1F), area.width, 0});
    const float body_top = top + em(all_edges ? 0.3F : 1.5F);
    draw_body(frame, cache, place,
              {area.x, body_top, area.width, area.y + area.height - body_top - em(0.4F)});
}

} // namespace backprop::shell
