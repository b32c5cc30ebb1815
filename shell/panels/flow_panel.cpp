#include "shell/panels/flow_panel.hpp"

#include "shell/drawing/cache.hpp"
#include "shell/drawing/histogram.hpp"
#include "shell/drawing/part_names.hpp"
#include "shell/drawing/part_values.hpp"
#include "shell/numbers.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace backprop::shell {

namespace {

constexpr const char* k_finding_keys[] = {"not_finite", "dead",      "saturated",
                                          "symmetric",  "vanishing", "exploding"};
constexpr std::size_t k_most_findings = 4; ///< shown; the rest is counted

void update_flow(const Frame& frame, FlowPages& pages) {
    const ModelView& model = frame.model;
    if (pages.traces == model.traces && pages.shown_ranges == pages.own_ranges) return;
    pages.traces = model.traces;
    pages.shown_ranges = pages.own_ranges;
    pages.flow = {};
    if (model.batch.layers.empty()) return;
    const std::vector<double> parameters = pass_parameters(model);
    pages.flow =
        gradient_flow({make_layout(frame.snapshot.experiment->network), parameters, model.batch,
                       model.train, frame.snapshot.prepared->train_targets, pages.own_ranges});
}

/// "1 / 4,100", "31 %", "× 250": how large a layer's δ are beside the output's.
std::string ratio_text(double ratio) {
    if (!std::isfinite(ratio)) return "–";
    if (ratio == 0) return "0";
    if (ratio >= 10) return "× " + format_significant(ratio, 2);
    if (ratio >= 0.01) return format_percent(ratio);
    const double inverse = 1 / ratio;
    if (inverse >= 1e9) return "1 / " + format_significant(inverse, 2);
    return "1 / " + format_integer(std::llround(inverse));
}

/// Its names, as sentences begin: "Hidden 2, unit 3".
std::string subject(const Frame& frame, const FlowFinding& finding) {
    std::string name = layer_name(*frame.snapshot.experiment, finding.layer);
    if (!name.empty() && name[0] >= 'a' && name[0] <= 'z')
        name[0] = static_cast<char>(name[0] - 'a' + 'A');
    if (finding.count != 1) return name;
    return fill(text("flow.unit"), {name, std::to_string(finding.unit + 1)});
}

std::string finding_text(const Frame& frame, const GradientFlow& flow, const FlowFinding& finding) {
    std::string key =
        std::string("flow.") + k_finding_keys[static_cast<std::size_t>(finding.fault)];
    const bool of_units = finding.fault == FlowFault::Dead || finding.fault == FlowFault::Saturated;
    if (of_units) key += finding.count == 0 ? ".layer" : finding.count == 1 ? ".one" : ".units";
    const bool output = finding.layer ==
                        static_cast<std::int32_t>(frame.snapshot.experiment->network.layers.size());
    if (finding.fault == FlowFault::Saturated && output) key += ".output";
    const LayerFlow& layer = flow.layers[static_cast<std::size_t>(finding.layer - 1)];
    return fill(text(key), {subject(frame, finding), std::to_string(finding.count),
                            std::to_string(layer.units.size()), ratio_text(layer.ratio),
                            std::to_string(finding.unit + 1)});
}

/// A sentence with a mark; pointing at it lights the unit in the picture, pressing selects it.
void draw_finding(Frame& frame, const FlowFinding* finding, std::string_view id,
                  const std::string& sentence, float width) {
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const bool fault = finding != nullptr;
    const float indent = em(1.4F);
    text_at(frame, ImGui::GetWindowDrawList(), std::string(id) + " mark", fault ? "⚠" : "✓", corner,
            TextStyle::Body, fault ? frame.theme.warning : frame.theme.ok);
    ImGui::SetCursorScreenPos({corner.x + indent, corner.y});
    draw_paragraph(frame, id, sentence, width - indent);
    if (!fault || finding->unit < 0) return;
    const Rect rect{corner.x, corner.y, width, ImGui::GetItemRectSize().y};
    const Selection part{SelectionKind::Unit, finding->layer, finding->unit, 0};
    bool hovered = false;
    if (hit_area(frame, std::string(id) + " show", sentence, rect, &hovered))
        frame.view.selection = part;
    if (hovered) drawing_cache(frame).hovered_next = part;
}

void draw_findings(Frame& frame, const GradientFlow& flow, float width) {
    if (flow.findings.empty()) {
        draw_finding(frame, nullptr, "flow.healthy", std::string(text("flow.healthy")), width);
        return;
    }
    std::size_t number = 0;
    for (const FlowFinding& finding : flow.findings) {
        if (number == k_most_findings) {
            draw_text(frame, "flow.more",
                      fill(text("flow.more"), {std::to_string(flow.findings.size() - number)}),
                      TextStyle::SmallDim);
            return;
        }
        ++number;
        draw_finding(frame, &finding, "flow.finding." + std::to_string(number),
                     finding_text(frame, flow, finding), width);
    }
}

bool is_at_fault(const GradientFlow& flow, std::int32_t layer) {
    return std::any_of(flow.findings.begin(), flow.findings.end(),
                       [&](const FlowFinding& finding) { return finding.layer == layer; });
}

/// A line of a layer's numbers: what it is, and the number behind it.
struct FlowNumber {
    const char* key;
    std::string shown;
    bool bad;
};

std::vector<FlowNumber> numbers_of(const LayerFlow& layer, Activation f) {
    std::vector<FlowNumber> numbers;
    numbers.push_back(
        {"norm", format_significant(layer.delta_norm, 3), !std::isfinite(layer.delta_norm)});
    numbers.push_back(
        {"ratio", ratio_text(layer.ratio), layer.ratio < k_vanishing || layer.ratio > k_exploding});
    if (f == Activation::Sigmoid || f == Activation::Tanh)
        numbers.push_back({"saturated", format_percent(layer.saturated_share),
                           layer.saturated_share >= k_saturated});
    const auto dead = std::count(layer.units.begin(), layer.units.end(), UnitFault::Dead);
    if (f == Activation::Relu)
        numbers.push_back(
            {"dead", std::to_string(dead) + " / " + std::to_string(layer.units.size()), dead > 0});
    return numbers;
}

/// Places of a row: the name, two histograms, the numbers; below each other where it is narrow.
struct RowPlaces {
    float height;
    Rect name, activations, deltas, numbers;
};

RowPlaces places_of(float x, float y, float width) {
    const float line = em(1.25F);
    if (width >= em(30)) {
        const bool roomy = width >= em(40);
        const float name = em(roomy ? 7 : 5.6F), numbers = em(roomy ? 9.5F : 8.2F);
        const float gap = em(roomy ? 1 : 0.7F);
        const float each = std::min(em(22), (width - name - numbers - 3 * gap) / 2);
        const float height = em(4.2F);
        return {height + em(0.7F),
                {x, y, name, height},
                {x + name + gap, y, each, height},
                {x + name + each + 2 * gap, y, each, height},
                {x + name + 2 * each + 3 * gap, y, numbers, height}};
    }
    const float gap = em(0.8F), each = (width - gap) / 2, height = em(4);
    return {height + 3 * line + em(1.2F),
            {x, y, width, line},
            {x, y + line, each, height},
            {x + each + gap, y + line, each, height},
            {x, y + line + height + em(0.35F), width, 2 * line}};
}

void draw_numbers(Frame& frame, const std::string& layer_id, std::span<const FlowNumber> numbers,
                  const Rect& area) {
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const bool columns = area.width > em(12); // two beside each other
    const float line = columns ? area.height / 2 : area.height / 4;
    const float half = columns ? area.width / 2 - em(0.4F) : area.width;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const FlowNumber& number = numbers[i];
        const std::size_t column = columns ? i % 2 : 0, row = columns ? i / 2 : i;
        const float x = area.x + static_cast<float>(column) * (half + em(0.8F));
        const float y = area.y + static_cast<float>(row) * line;
        const std::string id = std::string("flow.") + number.key + " " + layer_id;
        text_at(frame, draw_list, id + " label", text(std::string("flow.") + number.key), {x, y},
                TextStyle::SmallDim, frame.theme.text_dim);
        text_at(frame, draw_list, id, (number.bad ? "⚠ " : "") + number.shown, {x + half, y},
                TextStyle::Small, number.bad ? frame.theme.warning : frame.theme.text_strong,
                {1, 0});
    }
}

float draw_layer(Frame& frame, const GradientFlow& flow, std::int32_t number, ImVec2 corner,
                 float width) {
    const LayerFlow& layer = flow.layers[static_cast<std::size_t>(number - 1)];
    const Experiment& experiment = *frame.snapshot.experiment;
    const LayerSpec& spec = experiment.network.layers[static_cast<std::size_t>(number - 1)];
    const RowPlaces places = places_of(corner.x, corner.y, width);
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const std::string id = std::to_string(number);
    const bool fault = is_at_fault(flow, number);
    const std::string name = layer_name(experiment, number);
    const std::string_view activation =
        k_activations[static_cast<std::size_t>(spec.activation)].name;
    text_at(frame, draw_list, "flow.layer " + id, (fault ? "⚠ " : "") + name,
            {places.name.x, places.name.y}, TextStyle::Body,
            fault ? frame.theme.warning : frame.theme.text);
    const bool below = places.name.height > em(2);
    text_at(frame, draw_list, "flow.units " + id,
            std::string(text_or(
                "activation." +
                    std::string(k_activations[static_cast<std::size_t>(spec.activation)].key),
                activation)) +
                " · " + std::to_string(spec.units),
            below ? ImVec2{places.name.x, places.name.y + em(1.3F)}
                  : ImVec2{places.name.x + places.name.width, places.name.y},
            TextStyle::SmallDim, frame.theme.text_dim, {below ? 0.0F : 1.0F, 0});
    draw_histogram(frame, "flow.activations " + id, fill(text("flow.activations.of"), {name}),
                   layer.activations, places.activations, frame.theme.forward);
    draw_histogram(frame, "flow.deltas " + id, fill(text("flow.deltas.of"), {name}), layer.deltas,
                   places.deltas, frame.theme.backward);
    draw_numbers(frame, id, numbers_of(layer, spec.activation), places.numbers);
    return places.height;
}

void draw_ranges(Frame& frame, FlowPages& pages, float right, float y, bool under) {
    const std::string_view names[] = {text("flow.range.same"), text("flow.range.own")};
    const float gap = em(0.8F);
    const float width = measure(frame.fonts, TextStyle::Small, names[0]).x + gap +
                        measure(frame.fonts, TextStyle::Small, names[1]).x;
    ImGui::SetCursorScreenPos({right - width, under ? y : y - em(0.2F)});
    for (const bool own : {false, true}) {
        if (own) ImGui::SameLine(0, gap);
        if (radio(frame, own ? "flow.range.own" : "flow.range.same", names[own ? 1 : 0],
                  pages.own_ranges == own))
            pages.own_ranges = own;
    }
}

/// The titles of the histograms, and whether all δ have one range: beside the title where there is
/// room. Returns their height.
float draw_titles(Frame& frame, FlowPages& pages, float width) {
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const RowPlaces places = places_of(corner.x, corner.y, width);
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const float needed = measure(frame.fonts, TextStyle::SmallDim, text("flow.deltas")).x + em(17);
    const bool beside = !frame.view.coarse_pointer && places.deltas.width >= needed;
    const float below = beside ? 0 : frame.view.coarse_pointer ? control_height(frame) : em(1.7F);
    draw_ranges(frame, pages, beside ? places.deltas.x + places.deltas.width : corner.x + width,
                corner.y, !beside);
    text_at(frame, draw_list, "flow.activations", text("flow.activations"),
            {places.activations.x, corner.y + below}, TextStyle::SmallDim, frame.theme.forward);
    text_at(frame, draw_list, "flow.deltas", text("flow.deltas"),
            {places.deltas.x, corner.y + below}, TextStyle::SmallDim, frame.theme.backward);
    return below + em(1.4F);
}

} // namespace

void draw_flow_panel(Frame& frame, Rect area) {
    FlowPages& pages = drawing_cache(frame).flow;
    update_flow(frame, pages);
    const float padding = em(k_panel_padding);
    ImGui::SetCursorScreenPos({area.x + padding, area.y + em(0.6F)});
    ImGui::BeginChild("flow.page", {area.width - 2 * padding, area.height - em(0.8F)},
                      ImGuiChildFlags_NavFlattened, ImGuiWindowFlags_NoBackground);
    const float width = ImGui::GetContentRegionAvail().x - em(0.3F);
    if (pages.flow.layers.empty()) {
        ImGui::EndChild();
        return;
    }
    draw_findings(frame, pages.flow, width);
    ImGui::Dummy({1, em(0.1F)});
    ImVec2 corner = ImGui::GetCursorScreenPos();
    corner.y += draw_titles(frame, pages, width);
    for (auto layer = static_cast<std::int32_t>(pages.flow.layers.size()); layer >= 1; --layer)
        corner.y += draw_layer(frame, pages.flow, layer, corner, width);
    ImGui::SetCursorScreenPos(corner);
    ImGui::Dummy({1, 1});
    ImGui::EndChild();
}

} // namespace backprop::shell
