#include "shell/panels/parameters_panel.hpp"

#include "shell/drawing/cache.hpp"
#include "shell/drawing/parameter_rows.hpp"
#include "shell/drawing/part_names.hpp"
#include "shell/drawing/part_values.hpp"
#include "shell/drawing/table.hpp"
#include "shell/numbers.hpp"
#include "shell/texts.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace backprop::shell {

namespace {

constexpr std::size_t k_most_radios = 6;

/// "all", "hidden 1", "output": what a layer is called in the choice of layers.
std::string choice_name(const Frame& frame, std::size_t layer) {
    if (layer == 0) return std::string(text("parameters.all"));
    return layer_name(*frame.snapshot.experiment, static_cast<std::int32_t>(layer));
}

/// Side by side where they fit, otherwise a list to open.
bool radios_fit(const Frame& frame, float width) {
    const std::size_t layers = frame.model.layers.size();
    float needed = 0;
    for (std::size_t i = 0; i <= std::min(layers, k_most_radios); ++i)
        needed += measure(frame.fonts, TextStyle::Small, choice_name(frame, i)).x + em(0.8F);
    return layers <= k_most_radios && needed - em(0.8F) <= width;
}

void draw_layer_choice(Frame& frame, float x, float middle, float width) {
    const std::size_t layers = frame.model.layers.size();
    std::int32_t& chosen = frame.view.parameters_layer;
    if (chosen > static_cast<std::int32_t>(layers)) chosen = 0;
    if (layers < 2) return;
    if (!radios_fit(frame, width)) {
        std::vector<ComboItem> items;
        for (std::size_t layer = 0; layer <= layers; ++layer)
            items.push_back({std::to_string(layer), choice_name(frame, layer)});
        ImGui::SetCursorScreenPos({x, middle - control_height(frame) / 2});
        const int picked =
            combo(frame, "parameters.layer", "", items, chosen, std::min(width, em(9)));
        if (picked >= 0) chosen = picked;
        return;
    }
    const float height = frame.view.coarse_pointer
                           ? control_height(frame)
                           : measure(frame.fonts, TextStyle::Small, "a").y + em(0.4F);
    ImGui::SetCursorScreenPos({x, middle - height / 2});
    for (std::size_t i = 0; i <= layers; ++i) {
        const auto layer = static_cast<std::int32_t>(i);
        if (i > 0) ImGui::SameLine(0, em(0.8F));
        if (radio(frame, "parameters.layer." + std::to_string(i), choice_name(frame, i),
                  chosen == layer))
            chosen = layer;
    }
}

/// Returns the y below it.
float draw_header(Frame& frame, const Rect& area) {
    const float left = area.x + em(k_panel_padding);
    const float middle = area.y + em(frame.view.coarse_pointer ? 1.4F : 1.1F);
    if (frame.model.layers.size() < 2) return area.y + em(0.5F);
    draw_layer_choice(frame, left, middle, area.width - 2 * em(k_panel_padding));
    return middle + em(frame.view.coarse_pointer ? 1.4F : 1.1F);
}

/// A row is marked when it is selected or under the pointer in the picture, or leads to such a
/// unit.
bool is_marked(const View& view, const Selection& part) {
    const auto marks = [&](const Selection& other) {
        const bool leads_to =
            other.kind == SelectionKind::Unit && other.layer == part.layer && other.to == part.to;
        return other == part || leads_to;
    };
    return marks(view.selection) || marks(view.hovered);
}

void draw_parameter(Frame& frame, DrawingCache& cache, const Table& table, const Selection& part) {
    const BiasMode bias = frame.snapshot.experiment->network.bias;
    const std::string id = part_id(part, bias);
    const RowAction action =
        begin_row(frame, table, "parameter " + id, is_marked(frame.view, part));
    if (action.hovered) cache.hovered_next = part;
    if (action.pressed) frame.view.selection = part;
    const Theme& theme = frame.theme;
    const bool is_bias = part.kind == SelectionKind::Bias;
    const bool is_shared = is_bias && bias == BiasMode::Shared;
    draw_cell(frame, table, 0, id + " name", part_letter(frame, part), theme.text_strong,
              TextStyle::Small);
    draw_cell(frame, table, 1, id + " from",
              is_bias ? std::string(text("parameters.bias"))
                      : unit_name(frame, part.layer - 1, part.from),
              theme.text_dim, TextStyle::Small);
    draw_cell(frame, table, 2, id + " to",
              is_shared ? layer_name(*frame.snapshot.experiment, part.layer)
                        : unit_name(frame, part.layer, part.to),
              theme.text_dim, TextStyle::Small);
    const auto value = parameter_of(frame.model, part);
    draw_cell(frame, table, 3, id + " value", format_digits(frame.view, value), theme.text_strong);
    draw_cell(frame, table, 4, id + " gradient",
              format_signed_digits(frame.view, shown_gradient(frame, part)), theme.backward);
}

/// Scrolls to what was selected elsewhere, once.
void follow_selection(Frame& frame, DrawingCache& cache, const ParameterRows& rows,
                      float row_height) {
    if (cache.followed == frame.view.selection) return;
    cache.followed = frame.view.selection;
    const std::int64_t row = row_of_part(rows, cache.followed);
    if (row < 0) return;
    const float y = static_cast<float>(row) * row_height;
    const float scroll = ImGui::GetScrollY(), height = ImGui::GetWindowHeight();
    if (y < scroll || y + row_height > scroll + height)
        ImGui::SetScrollY(std::max(0.0F, y - height / 3));
}

} // namespace

void draw_parameters_panel(Frame& frame, Rect area) {
    DrawingCache& cache = drawing_cache(frame);
    const float top = draw_header(frame, area);
    const ParameterRows rows{&frame.model.layers, frame.snapshot.experiment->network.bias,
                             frame.view.parameters_layer};
    const std::array<TableColumn, 5> columns{
        {{std::string(text("parameters.name")), 5.2F, false, 0},
         {std::string(text("parameters.from")), 0, false, 0},
         {std::string(text("parameters.to")), 0, false, 0},
         {std::string(text("parameters.value")), 5.6F, true, 0},
         {std::string(text("parameters.gradient")), 5.8F, true, frame.theme.backward}}};
    const Rect place{area.x + em(k_panel_padding), top, area.width - 2 * em(k_panel_padding),
                     area.y + area.height - top - em(0.4F)};
    const Table table = begin_table(frame, "parameters", place, columns);
    follow_selection(frame, cache, rows, table.row_height);
    const std::int64_t count = std::min<std::int64_t>(row_count(rows), INT32_MAX);
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(count), table.row_height);
    while (clipper.Step())
        for (int row = clipper.DisplayStart; row < clipper.DisplayEnd; ++row)
            draw_parameter(frame, cache, table, part_in_row(rows, row));
    end_table();
}

} // namespace backprop::shell
