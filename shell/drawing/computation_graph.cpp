#include "shell/drawing/computation_graph.hpp"

#include "shell/drawing/formula.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace backprop::shell {

namespace {

// Font units.
constexpr float k_node_height = 1.55F;
constexpr float k_level = 2.6F; ///< from the parameters' row to that of the activations
constexpr float k_most_pitch = 6.2F;
constexpr float k_least_pitch = 4.1F;
constexpr float k_apart = 0.42F; ///< in pitches: W and b from the middle above their z
constexpr float k_beside = 0.6F; ///< from the middle of a slanted arrow to its shape
constexpr float k_graph_height = k_node_height + k_level + 0.5F;

/// What the parts of one drawing share. Places are of the nodes' middles.
struct Graph {
    Frame& frame;
    DrawingCache& cache;
    const Letters& letters;
    const NetworkLayout& layout;
    const PassTrace& trace;
    const ParameterPlace& place;
    ImDrawList* draw_list;
    ImVec2 corner;
    float pitch;

    std::int32_t last() const { return static_cast<std::int32_t>(layout.layers.size()); }
    std::int32_t units(std::int32_t layer) const {
        return layer == 0 ? layout.inputs()
                          : layout.layers[static_cast<std::size_t>(layer) - 1].units;
    }
    /// Column 0: the inputs, 2l − 1: z of layer l, 2l: its activations, then E.
    ImVec2 on_line(std::int32_t column) const {
        return {corner.x + pitch * (static_cast<float>(column) + 0.4F),
                corner.y + em(k_level + k_node_height / 2)};
    }
    ImVec2 above(std::int32_t column, float shift) const {
        const ImVec2 below = on_line(column);
        return {below.x + pitch * shift, corner.y + em(k_node_height / 2)};
    }
};

std::string shape_text(std::int32_t rows, std::int32_t columns) {
    return std::to_string(rows) + "×" + std::to_string(columns);
}

/// The number of the factor that an arrow into z of `layer` from the layer before stands for, and
/// of the one from z of `layer` to its activations (factor_number of notation.hpp); 0: not on the
/// path.
std::int32_t weight_number(const Graph& graph, std::int32_t layer) {
    return layer > graph.place.layer ? 4 + 5 * (graph.last() - layer) : 0;
}
std::int32_t slope_number(const Graph& graph, std::int32_t layer) {
    if (layer < graph.place.layer) return 0;
    if (layer == graph.last()) return graph.trace.joint_output ? 1 : 2;
    return 5 + 5 * (graph.last() - layer - 1);
}

void draw_node(const Graph& graph, ImVec2 middle, const std::string& markup, const std::string& id,
               bool on_path) {
    Frame& frame = graph.frame;
    const Theme& theme = frame.theme;
    const Formula formula = lay_out_formula(frame.fonts, markup, {TextStyle::Small, 0, false});
    const float width = std::max(em(2), formula.width + em(0.8F)), height = em(k_node_height);
    const ImVec2 low{std::round(middle.x - width / 2), std::round(middle.y - height / 2)};
    const ImVec2 high{low.x + std::round(width), low.y + std::round(height)};
    graph.draw_list->AddRectFilled(low, high, theme.panel, em(0.4F));
    graph.draw_list->AddRect(low, high, on_path ? theme.text_strong : theme.border, em(0.4F), 0,
                             em(on_path ? 0.12F : 0.08F));
    draw_formula(frame, graph.draw_list, id, formula,
                 {middle.x - formula.width / 2, middle.y - formula.height / 2},
                 {on_path ? theme.text_strong : theme.text, {}});
}

float node_half(const Graph& graph, const std::string& markup) {
    const Formula formula =
        lay_out_formula(graph.frame.fonts, markup, {TextStyle::Small, 0, false});
    return std::max(em(2), formula.width + em(0.8F)) / 2;
}

/// An arrow, with the shape of what flows beside it. One of factor `number` has its colour, and is
/// lit with it.
void draw_arrow(const Graph& graph, ImVec2 from, ImVec2 to, const std::string& shape,
                const std::string& id, std::int32_t number) {
    Frame& frame = graph.frame;
    ChainState& state = graph.cache.chain;
    const bool level = std::fabs(from.y - to.y) < 1;
    const bool lit = number > 0 && state.hovered_factor == number;
    const ImU32 color = number > 0 ? factor_color(frame.theme, number) : frame.theme.text_disabled;
    const float thickness = std::max(1.0F, em(lit ? 0.26F : number > 0 ? 0.16F : 0.08F));
    const float length = std::hypot(to.x - from.x, to.y - from.y);
    const ImVec2 along{(to.x - from.x) / length, (to.y - from.y) / length};
    const float head = em(0.45F);
    const ImVec2 neck{to.x - along.x * head, to.y - along.y * head};
    graph.draw_list->AddLine(from, neck, color, thickness);
    const ImVec2 side{-along.y * head * 0.55F, along.x * head * 0.55F};
    graph.draw_list->AddTriangleFilled(to, {neck.x + side.x, neck.y + side.y},
                                       {neck.x - side.x, neck.y - side.y}, color);
    const ImVec2 middle{(from.x + to.x) / 2, (from.y + to.y) / 2};
    // Below a level arrow; beside a slanted one, on the side that it comes from.
    const bool from_left = to.x > from.x + 1;
    const float beside = middle.x + em(from_left ? -k_beside : k_beside);
    const Rect label =
        text_at(frame, graph.draw_list, id + " shape", shape,
                level ? ImVec2{middle.x, middle.y + em(0.25F)} : ImVec2{beside, middle.y},
                TextStyle::SmallDim, frame.theme.text_dim,
                level ? ImVec2{0.5F, 0} : ImVec2{from_left ? 1.0F : 0.0F, 0.5F});
    if (number <= 0) return;
    const Rect area{std::min({from.x, to.x, label.x}) - em(0.1F),
                    std::min(from.y, to.y) - em(level ? 0.6F : 0),
                    std::max({from.x, to.x, label.x + label.width}) -
                        std::min({from.x, to.x, label.x}) + em(0.2F),
                    std::fabs(to.y - from.y) + em(level ? 1.8F : 0)};
    if (level)
        draw_factor_mark(graph.draw_list, {from.x, from.y - em(0.55F), neck.x - from.x, em(0.12F)},
                         number, color);
    part(frame, id, id, std::to_string(number), area);
    const ImVec2 pointer = ImGui::GetIO().MousePos;
    if (ImGui::IsWindowHovered() && area.contains(pointer.x, pointer.y))
        state.hovered_factor_next = number;
}

/// W and b above z of `layer`, with their arrows.
void draw_parameters(const Graph& graph, std::int32_t layer) {
    const std::string name = std::to_string(layer);
    const std::int32_t column = 2 * layer - 1;
    const LayerLayout& shape = graph.layout.layers[static_cast<std::size_t>(layer) - 1];
    const bool has_bias = shape.bias_count > 0;
    const float apart = has_bias ? k_apart : 0;
    const ImVec2 z = graph.on_line(column);
    const bool here = layer == graph.place.layer;
    const auto draw = [&](const std::string& letter, const std::string& id, float shift,
                          std::int32_t rows, std::int32_t columns, bool on_path) {
        const ImVec2 node = graph.above(column, shift);
        const float slant = graph.pitch * shift * 0.35F;
        draw_arrow(graph, {node.x - slant * 0.4F, node.y + em(k_node_height / 2)},
                   {z.x + slant * 0.4F, z.y - em(k_node_height / 2)}, shape_text(rows, columns),
                   "graph.to_z" + name + " from " + id, on_path ? 3 : 0);
        draw_node(graph, node, letter, "graph." + id, on_path);
    };
    const bool houses = graph.letters.notation == Notation::Houses; // W_ih is inputs × units
    draw(weights_letter(graph.letters, layer), "W" + name, -apart,
         houses ? shape.inputs : shape.units, houses ? shape.units : shape.inputs,
         here && !graph.place.is_bias);
    if (has_bias)
        draw(biases_letter(graph.letters, layer), "b" + name, apart, shape.bias_count, 1,
             here && graph.place.is_bias);
}

void draw_graph(const Graph& graph) {
    const std::int32_t examples = graph.trace.examples();
    const auto letter = [&](std::int32_t column) {
        const std::int32_t layer = (column + 1) / 2;
        return column % 2 == 1 ? z_matrix_letter(graph.letters, layer)
                               : activations_letter(graph.letters, layer);
    };
    const std::int32_t error_column = 2 * graph.last() + 1;
    for (std::int32_t column = 0; column < error_column; ++column) {
        const std::int32_t layer = (column + 1) / 2;
        const bool to_error = column + 1 == error_column;
        const std::string next = to_error ? "E" : letter(column + 1);
        const std::int32_t number = to_error        ? 1
                                  : column % 2 == 1 ? slope_number(graph, layer)
                                                    : weight_number(graph, layer + 1);
        const ImVec2 from = graph.on_line(column), to = graph.on_line(column + 1);
        draw_arrow(graph, {from.x + node_half(graph, letter(column)), from.y},
                   {to.x - node_half(graph, next), to.y}, shape_text(graph.units(layer), examples),
                   "graph.arrow " + std::to_string(column + 1), number);
    }
    for (std::int32_t layer = 1; layer <= graph.last(); ++layer)
        draw_parameters(graph, layer);
    const ImVec2 error = graph.on_line(error_column), target = graph.above(error_column, 0);
    draw_arrow(graph, {target.x, target.y + em(k_node_height / 2)},
               {error.x, error.y - em(k_node_height / 2)},
               shape_text(graph.units(graph.last()), examples), "graph.target", 0);
    draw_node(graph, target, targets_letter(graph.letters), "graph.y", false);
    for (std::int32_t column = 0; column <= error_column; ++column) {
        const std::int32_t layer = (column + 1) / 2;
        const bool is_error = column == error_column;
        const bool on_path = is_error || layer > graph.place.layer || layer == graph.place.layer;
        const std::string id = is_error        ? std::string("E")
                             : column % 2 == 1 ? "Z" + std::to_string(layer)
                                               : "A" + std::to_string(layer);
        draw_node(graph, graph.on_line(column), is_error ? "E" : letter(column), "graph." + id,
                  on_path);
    }
}

/// From one node to the next, at least: no two of the shapes beside the arrows meet.
float least_pitch(const Frame& frame, const NetworkLayout& layout, std::int32_t examples) {
    const auto width = [&](std::int32_t rows, std::int32_t columns) {
        return measure(frame.fonts, TextStyle::SmallDim, shape_text(rows, columns)).x;
    };
    float level = width(layout.inputs(), examples); // below the level arrows
    float slanted = 0;                              // of b, and W of the layer behind
    float bias = 0;
    for (const LayerLayout& layer : layout.layers) {
        level = std::max(level, width(layer.units, examples));
        slanted = std::max(slanted, bias + width(layer.units, layer.inputs));
        bias = layer.bias_count > 0 ? width(layer.bias_count, 1) : 0;
    }
    // From z to z are two pitches; the middles of the arrows lie half of k_apart inside.
    return std::max(
        {em(k_least_pitch), level + em(0.4F), (slanted + em(2 * k_beside + 0.3F)) / (2 - k_apart)});
}

} // namespace

void draw_computation_graph(Frame& frame, DrawingCache& cache, const Letters& letters,
                            const NetworkLayout& layout, const PassTrace& trace,
                            const ParameterPlace& place, float width) {
    const auto columns = static_cast<float>(2 * layout.layers.size() + 2);
    const float wanted = (width - em(0.5F)) / (columns - 0.2F);
    const float least = least_pitch(frame, layout, trace.examples());
    const float pitch = std::clamp(wanted, least, std::max(least, em(k_most_pitch)));
    const float needed = pitch * (columns - 0.2F);
    const bool scrolls = needed > width + 1;
    const float bar = scrolls ? ImGui::GetStyle().ScrollbarSize : 0;
    ImGui::BeginChild("chain.graph", {width, em(k_graph_height) + bar},
                      ImGuiChildFlags_NavFlattened,
                      ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_HorizontalScrollbar |
                          ImGuiWindowFlags_NoScrollWithMouse);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    draw_graph(
        {frame, cache, letters, layout, trace, place, ImGui::GetWindowDrawList(), corner, pitch});
    ImGui::SetCursorScreenPos(corner);
    ImGui::Dummy({needed, em(k_graph_height - 0.1F)});
    ImGui::EndChild();
}

} // namespace backprop::shell
