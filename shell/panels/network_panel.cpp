#include "shell/panels/network_panel.hpp"

#include "shell/drawing/network_labels.hpp"
#include "shell/drawing/network_picture.hpp"
#include "shell/drawing/part_names.hpp"
#include "shell/drawing/pass_values.hpp"
#include "shell/numbers.hpp"
#include "shell/panels/feature_chips.hpp"
#include "shell/panels/network_controls.hpp"
#include "shell/panels/pass_line.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace backprop::shell {

namespace {

constexpr float k_narrow = 34.0F;     ///< font units; below it the picture is drawn for a phone
constexpr float k_answer_room = 7.6F; ///< right of the outputs: target and error
constexpr float k_card_room = 1.8F;   ///< beside a card: curves need room to bend

float left_room(const Frame& frame, const NetworkPlace& place) {
    if (!place.maps) return 0.3F;
    float widest = 0;
    const std::int32_t inputs = input_width(frame.snapshot.experiment->network);
    for (std::int32_t unit = 0; unit < std::min(inputs, 64); ++unit)
        widest =
            std::max(widest, measure(frame.fonts, TextStyle::Small, unit_name(frame, 0, unit)).x);
    return 1.2F + widest / em();
}

PictureLayout make_layout(Frame& frame, const NetworkPlace& place,
                          const std::vector<std::int32_t>& units, float width, float height) {
    PictureRequest request;
    request.units = units;
    request.maps = place.maps;
    request.width = width / em();
    request.height = height / em();
    request.left = left_room(frame, place);
    if (frame.snapshot.experiment->data.set == DataSet::Digits) request.input_grid = 8;
    const auto more_digits = static_cast<float>(frame.view.digits - k_default_digits);
    request.right = place.maps || place.narrow ? 0.5F : k_answer_room + 0.52F * more_digits;
    if (frame.snapshot.experiment->network.bias == BiasMode::Shared)
        request.height -= k_shared_bias_room;
    request.height = std::max(request.height, 3.0F);
    const float wanted = 5 + 0.55F * more_digits;
    const auto columns = static_cast<float>(units.size());
    const float most = (request.width - request.left - request.right) / columns - k_card_room;
    request.card_width = std::max(5.0F, std::min(wanted, most));
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
    const View& view = frame.view;
    const bool weights = view.edges == EdgeNumbers::Weights;
    const EdgeKey key{frame.model.revision, view.edges, view.batch_sum, weights ? 0 : view.example,
                      weights ? 0 : frame.snapshot.moment};
    if (units_stay && cache.edges_of == key) return;
    cache.edges_of = key;
    cache.edges = weights ? choose_edges(frame.model.layers, cache.layout)
                          : choose_edges(edge_values(frame), cache.layout);
}

/// Says how many weights are drawn when not all are; returns whether all are.
bool draw_edge_count(Frame& frame, const DrawingCache& cache, const Rect& area) {
    const auto drawn = static_cast<std::int64_t>(cache.edges.edges.size());
    if (drawn >= cache.edges.total) return true;
    const std::string line =
        fill(text("network.strongest"), {format_integer(drawn), format_integer(cache.edges.total)});
    text_at(frame, ImGui::GetWindowDrawList(), "network.strongest", line,
            {area.x + em(k_panel_padding), area.y}, TextStyle::SmallDim, frame.theme.text_dim);
    return false;
}

/// Lays the network out above its buttons and captions. Returns the height of those: columns
/// close together need more lines of captions, a picture too wide needs a scroll bar.
float lay_out(Frame& frame, DrawingCache& cache, const NetworkPlace& place, float width,
              float height) {
    const std::vector<std::int32_t> units = units_of(*frame.snapshot.experiment);
    const auto below = [&](std::size_t lines) {
        return place.button + em(static_cast<float>(lines) * k_caption_height + 0.5F);
    };
    PictureLayout layout = make_layout(frame, place, units, width, height - below(1));
    const std::size_t lines = caption_lines(frame, em(layout.spacing));
    const bool scrolls = em(layout.width) > width + 1;
    const float needed = below(lines) + (scrolls ? ImGui::GetStyle().ScrollbarSize : 0.0F);
    if (lines > 1 || scrolls) layout = make_layout(frame, place, units, width, height - needed);
    refresh_layout(frame, cache, std::move(layout));
    return needed;
}

/// Picture, buttons and captions, in a window of their own that scrolls sideways when a deep
/// network is wider than the panel.
void draw_body(Frame& frame, DrawingCache& cache, const NetworkPlace& place, const Rect& body) {
    ImGui::SetCursorScreenPos({body.x, body.y});
    ImGui::BeginChild("network.picture", {body.width, body.height}, ImGuiChildFlags_NavFlattened,
                      ImGuiWindowFlags_HorizontalScrollbar | ImGuiWindowFlags_NoBackground |
                          ImGuiWindowFlags_NoScrollWithMouse);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float side = em(place.narrow ? 0.4F : k_panel_padding);
    const float below = lay_out(frame, cache, place, body.width - 2 * side, body.height - em(0.3F));
    const PictureOrigin origin{corner.x + side, corner.y + em(0.3F)};
    draw_network_picture(frame, cache, origin);
    if (place.maps) draw_input_names(frame, cache.layout, origin);
    if (!place.maps) draw_answers(frame, place.narrow, cache.layout, origin);
    draw_rest_lines(frame, cache.layout, origin);
    const float buttons_top = corner.y + body.height - below;
    for (std::size_t i = 0; i < cache.layout.columns.size(); ++i) {
        const auto layer = static_cast<std::int32_t>(i);
        const PlacedColumn& column = cache.layout.columns[i];
        const bool is_hidden = i > 0 && i + 1 < cache.layout.columns.size();
        if (is_hidden) draw_unit_buttons(frame, place, column, layer, origin, buttons_top);
        draw_caption(frame, cache.layout, layer, origin, buttons_top + place.button + em(0.2F));
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
    NetworkPlace place{area, shows_maps(frame), area.width < em(k_narrow), 0, 0};
    const auto columns = static_cast<float>(frame.snapshot.experiment->network.layers.size() + 1);
    const float column_room = (area.width - em(2 * k_panel_padding)) / columns;
    const float wanted = frame.view.coarse_pointer ? control_height(frame) : em(1.75F);
    place.header_button = std::round(wanted);
    place.button = std::round(std::clamp(column_room / 2 - em(0.2F), em(1.2F), wanted));
    const float below_header = draw_network_header(frame, place) + em(0.2F);
    const float left = area.x + em(k_panel_padding) - em(0.35F);
    const float top =
        draw_pass_line(frame, {left, below_header, area.x + area.width - em(k_panel_padding) - left,
                               std::max(std::round(em(1.5F)), place.header_button * 0.85F)});
    const bool all_edges = draw_edge_count(frame, cache, {area.x, top + em(0.1F), area.width, 0});
    const float body_top = top + em(all_edges ? 0.3F : 1.5F);
    Rect body{area.x, body_top, area.width, area.y + area.height - body_top - em(0.4F)};
    if (has_features(*frame.snapshot.experiment))
        body = draw_feature_chips(frame, body, place.narrow);
    draw_body(frame, cache, place, body);
}

} // namespace backprop::shell
