#include "shell/panels/chain_rule_panel.hpp"

#include "engine/training/trained_parameters.hpp"
#include "shell/drawing/chain_lines.hpp"
#include "shell/drawing/computation_graph.hpp"
#include "shell/drawing/parameter_rows.hpp"
#include "shell/drawing/part_names.hpp"
#include "shell/drawing/part_values.hpp"
#include "shell/drawing/update_lines.hpp"
#include "shell/texts.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace backprop::shell {

namespace {

ParameterRows rows_of(const Frame& frame) {
    return {&frame.model.layers, frame.snapshot.experiment->network.bias, 0};
}

/// The parameter to explain: the selected one, the first of a selected unit, or the first weight
/// of the output.
Selection part_to_explain(const Frame& frame) {
    const Selection& selected = frame.view.selection;
    const ParameterRows rows = rows_of(frame);
    const auto last = static_cast<std::int32_t>(frame.model.layers.size());
    const Selection part = part_in_row(rows, row_of_part(rows, selected));
    if (part.kind != SelectionKind::None) return part;
    return {SelectionKind::Weight, last, 0, 0};
}

/// The parameters that the pass began with, in the order of the engine.
std::span<const double> parameters_of(const Frame& frame, DrawingCache& cache) {
    if (!frame.model.update.before.empty()) return frame.model.update.before;
    ChainState& state = cache.chain;
    if (state.parameters_revision != frame.model.revision) {
        state.parameters_revision = frame.model.revision;
        state.parameters.clear();
        for (const LayerValues& layer : frame.model.layers) {
            state.parameters.insert(state.parameters.end(), layer.weights.begin(),
                                    layer.weights.end());
            state.parameters.insert(state.parameters.end(), layer.biases.begin(),
                                    layer.biases.end());
        }
    }
    return state.parameters;
}

/// The letter of a unit, with its name in the data where it has one.
std::string unit_markup(const Frame& frame, const Letters& letters, std::int32_t layer,
                        std::int32_t unit) {
    const std::string letter = activation_letter(letters, layer, unit);
    const std::string name = unit_name(frame, layer, unit);
    const Selection part{SelectionKind::Unit, layer, unit, 0};
    const bool is_symbol = name == part_letter(frame, part) || name == plain_text(letter);
    return is_symbol ? letter : letter + " (" + literal_markup(name) + ")";
}

std::string title_of(const Frame& frame, const ChainSubject& subject) {
    const ParameterPlace& place = subject.place;
    const std::string letter = "\\b{" + subject.letter + "}";
    const auto unit = [&](std::int32_t layer, std::int32_t index) {
        return unit_markup(frame, subject.letters, layer, index);
    };
    if (!place.is_bias)
        return fill(text("chain.weight"),
                    {letter, unit(place.layer - 1, place.from), unit(place.layer, place.to)});
    const bool shared =
        subject.layout.layers[static_cast<std::size_t>(place.layer) - 1].bias_count == 1;
    if (shared)
        return fill(text("chain.shared_bias"),
                    {letter, layer_name(*frame.snapshot.experiment, place.layer)});
    return fill(text("chain.bias"), {letter, unit(place.layer, place.to)});
}

/// Previous and next parameter, what is explained, and whether for one example or the batch.
/// Returns where the rest begins.
float draw_header(Frame& frame, const Rect& area, const Selection& part,
                  const ChainSubject& subject) {
    const float left = area.x + em(k_panel_padding), top = area.y + em(0.4F);
    const float right = area.x + area.width - em(k_panel_padding);
    const ParameterRows rows = rows_of(frame);
    const std::int64_t row = row_of_part(rows, part), count = row_count(rows);
    ButtonOptions options;
    options.height = frame.view.coarse_pointer ? control_height(frame) : std::round(em(1.7F));
    ImGui::SetCursorScreenPos({left, top});
    options.name = options.tooltip = text("chain.previous");
    if (button(frame, "chain.previous", "◂", options))
        frame.view.selection = part_in_row(rows, (row + count - 1) % count);
    ImGui::SameLine(0, em(0.3F));
    options.name = options.tooltip = text("chain.next");
    if (button(frame, "chain.next", "▸", options))
        frame.view.selection = part_in_row(rows, (row + 1) % count);
    const float x = ImGui::GetItemRectMax().x + em(0.8F);
    const float middle = top + options.height / 2;

    const std::string one = fill(text("chain.one"), {std::to_string(frame.view.example + 1)});
    const std::string batch =
        fill(text("chain.batch"), {std::to_string(frame.model.batch_rows.size())});
    const float radios = measure(frame.fonts, TextStyle::Small, one).x + em(0.9F) +
                         measure(frame.fonts, TextStyle::Small, batch).x;
    const Formula title = lay_out_formula(frame.fonts, title_of(frame, subject));
    const bool fits = x + title.width + em(1) + radios <= right;
    draw_formula(frame, ImGui::GetWindowDrawList(), "chain.title", title,
                 {x, middle - title.height / 2});
    const float radio_height = frame.view.coarse_pointer
                                 ? control_height(frame)
                                 : measure(frame.fonts, TextStyle::Small, "a").y + em(0.4F);
    const float radio_top = fits ? middle - radio_height / 2 : top + options.height + em(0.2F);
    ImGui::SetCursorScreenPos({fits ? right - radios : left, radio_top});
    if (radio(frame, "chain.one", one, !subject.is_batch)) frame.view.batch_sum = false;
    ImGui::SameLine(0, em(0.9F));
    if (radio(frame, "chain.batch", batch, subject.is_batch)) frame.view.batch_sum = true;
    return (fits ? top + options.height : radio_top + radio_height) + em(0.5F);
}

void draw_gap_and_heading(Frame& frame, std::string_view key) {
    ImGui::Dummy({0, em(0.2F)});
    draw_text(frame, key, text(key), TextStyle::SmallDim);
}

/// Whether updates move this parameter.
bool trains(const ChainSubject& subject, const TrainingSpec& training) {
    for (const TrainedLayer& layer : trained_parameters(subject.layout, training))
        for (const ParameterRange& range : layer.moved)
            if (subject.parameter >= range.first && subject.parameter < range.first + range.count)
                return true;
    return false;
}

void draw_update(Frame& frame, const ChainSubject& subject, float width) {
    const TrainingSpec& training = frame.snapshot.experiment->training;
    const UpdateTrace& update = frame.model.update;
    ImGui::Dummy({0, em(0.1F)});
    const auto note = [&](std::string_view key) {
        draw_paragraph(frame, key, text(key), width, TextStyle::Small);
    };
    if (!trains(subject, training)) return note("chain.frozen");
    if (static_cast<std::size_t>(subject.parameter) >= update.before.size())
        return note(frame.model.too_large_for_batch ? "chain.batch_too_large" : "chain.too_large");
    if (!update.finite) return note("chain.diverges");
    const UpdateSubject updated{training,
                                subject.letter,
                                subject.parameter,
                                !subject.place.is_bias,
                                is_known(frame, MomentKind::Update, 0),
                                is_known(frame, MomentKind::Gradients, subject.place.layer)};
    int line = 0;
    for (const std::string& markup : update_lines(frame.view, updated, update))
        draw_formula(frame, "chain.update." + std::to_string(++line), markup,
                     {TextStyle::Body, width, false});
    if (!subject.is_batch && update.examples > 1)
        draw_paragraph(frame, "chain.update_of_batch",
                       fill(text("chain.update_of_batch"), {std::to_string(update.examples)}),
                       width, TextStyle::Small);
    if (training.update == UpdateOrder::Sequential) note("chain.sequential");
}

void draw_body(Frame& frame, DrawingCache& cache, const ChainSubject& subject, float width) {
    draw_computation_graph(frame, cache, subject.letters, subject.layout, *subject.trace,
                           subject.place, width);
    if (frame.view.batch_sum && !subject.is_batch)
        draw_paragraph(frame, "chain.large_batch", text("chain.large_batch"), width,
                       TextStyle::Small);
    if (subject.is_batch)
        draw_batch_chain(frame, cache, subject, width);
    else
        draw_example_chain(frame, cache, subject, width);
    draw_update(frame, subject, width);
    if (!subject.is_batch) {
        draw_gap_and_heading(frame, "chain.nested_form");
        draw_nested_chain(frame, cache, subject, 0, width);
    }
}

} // namespace

void draw_chain_rule_panel(Frame& frame, Rect area) {
    DrawingCache& cache = drawing_cache(frame);
    if (frame.model.example.layers.size() != frame.snapshot.experiment->network.layers.size() ||
        frame.model.layers.empty())
        return; // the model is a step behind
    const auto moments = static_cast<std::int32_t>(frame.model.moments.size());
    const bool updated = frame.snapshot.moment > 0 && frame.snapshot.moment == moments;
    if (updated && frame.model.update.before.empty()) { // what the pass began with is gone
        ImGui::SetCursorScreenPos({area.x + em(k_panel_padding), area.y + em(0.6F)});
        draw_paragraph(frame, "chain.too_large", text("chain.too_large"),
                       area.width - 2 * em(k_panel_padding), TextStyle::Small);
        return;
    }
    cache.chain.hovered_factor = cache.chain.hovered_factor_next;
    cache.chain.hovered_factor_next = 0;
    const Selection part = part_to_explain(frame);
    if (!(cache.chain.about == part)) {
        cache.chain.about = part;
        cache.chain.open_path = 0;
        cache.chain.expanded = 0;
        cache.chain.all_paths = false;
    }
    const ChainSubject subject = make_subject(frame, part, parameters_of(frame, cache));
    float top = draw_header(frame, area, part, subject);
    const float left = area.x + em(k_panel_padding);
    if (frame.view.selection.kind == SelectionKind::None) {
        ImGui::SetCursorScreenPos({left, top});
        draw_paragraph(frame, "chain.how", text("chain.how"), area.width - 2 * em(k_panel_padding),
                       TextStyle::Small);
        top = ImGui::GetItemRectMax().y + em(0.4F);
    }
    ImGui::SetCursorScreenPos({left, top});
    const float width = area.width - em(k_panel_padding);
    ImGui::BeginChild("chain.body", {width, std::max(em(2), area.y + area.height - top)},
                      ImGuiChildFlags_NavFlattened, ImGuiWindowFlags_NoBackground);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {em(0.5F), std::round(em(0.45F))});
    draw_body(frame, cache, subject, width - em(1.2F));
    ImGui::PopStyleVar();
    ImGui::EndChild();
}

} // namespace backprop::shell
