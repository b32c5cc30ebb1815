#include "shell/panels/check_panel.hpp"

#include "shell/drawing/cache.hpp"
#include "shell/drawing/chain_subject.hpp"
#include "shell/drawing/part_names.hpp"
#include "shell/drawing/plot_axes.hpp"
#include "shell/drawing/table.hpp"
#include "shell/numbers.hpp"
#include "shell/panels/check_run.hpp"
#include "shell/texts.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace backprop::shell {

namespace {

constexpr double k_smallest_step = 1e-12;
constexpr double k_largest_step = 1e-1;
constexpr double k_best_step = 1e-5; ///< about where truncation and rounding are equally bad

std::string format_step(double step) {
    return format_significant(step, 2);
}

constexpr SliderSpec k_step_slider{.minimum = k_smallest_step,
                                   .maximum = k_largest_step,
                                   .logarithmic = true,
                                   .format = format_step};

/// Whether the pair differs for a kink, as far as one can tell: no mistake is planted.
bool is_excused(const CheckState& state, const GradientPair& pair) {
    return state.shown_mistake == PlantedMistake::None && pair.at_kink && is_wrong(pair);
}

/// Whether everything that differs does so for a kink.
bool only_kinks(const CheckState& state) {
    const std::vector<GradientPair>& pairs = state.check.pairs;
    return state.wrong > 0 &&
           std::all_of(pairs.begin(), pairs.end(), [&](const GradientPair& pair) {
               return !is_wrong(pair) || is_excused(state, pair);
           });
}

/// What the table says as a whole.
std::string verdict(const CheckState& state) {
    const GradientCheck& check = state.check;
    const std::string count = format_integer(static_cast<std::int64_t>(check.pairs.size()));
    const std::string wrong = format_integer(state.wrong);
    const bool is_planted = state.shown_mistake != PlantedMistake::None;
    if (state.wrong == 0 && is_planted) return fill(text("check.unharmed"), {count});
    if (state.wrong == 0)
        return fill(text("check.right"),
                    {count, format_significant(check.worst_relative_error, 2)});
    if (is_planted) return fill(text("check.wrong"), {wrong, count});
    if (only_kinks(state)) return fill(text("check.kink"), {wrong, count});
    return fill(text(state.shown_step > k_best_step ? "check.truncated" : "check.rounded"),
                {wrong, count});
}

void draw_verdict(Frame& frame, const CheckState& state, float width) {
    const bool is_right = state.wrong == 0 && state.shown_mistake == PlantedMistake::None;
    const bool neutral = state.wrong == 0 || only_kinks(state);
    const ImU32 color = is_right ? frame.theme.ok : neutral ? frame.theme.text : frame.theme.wrong;
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const std::string_view sign = is_right ? "✓" : neutral ? "–" : "✗";
    text_at(frame, ImGui::GetWindowDrawList(), "check.sign", sign, corner, TextStyle::Small, color);
    ImGui::SetCursorScreenPos({corner.x + em(1.1F), corner.y});
    draw_paragraph(frame, "check.verdict", verdict(state), width - em(1.1F), TextStyle::Small);
}

void draw_order(Frame& frame, CheckState& state) {
    if (radio(frame, "check.worst", text("check.worst"), state.worst_first))
        state.worst_first = true;
    ImGui::SameLine(0, em(0.8F));
    if (radio(frame, "check.in_order", text("check.in_order"), !state.worst_first))
        state.worst_first = false;
    const GradientCheck& now = state.under_way.check;
    const auto done = static_cast<std::int64_t>(now.pairs.size());
    std::string told;
    if (done < now.compared)
        told = fill(text("check.progress"), {format_integer(done), format_integer(now.compared)});
    else if (now.compared < now.parameters)
        told = fill(text("check.part"),
                    {format_integer(now.compared), format_integer(now.parameters)});
    if (told.empty()) return;
    ImGui::SameLine(0, em(0.8F));
    const float room = ImGui::GetContentRegionAvail().x;
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + em(0.2F));
    draw_text(frame, "check.progress", told, TextStyle::SmallDim, std::max(room, em(1)));
}

/// As many digits as the column has room for beside sign, point and exponent.
std::string format_in(const Frame& frame, const Table& table, std::size_t column, double value) {
    const float digit = measure(frame.fonts, TextStyle::SmallMono, "0").x;
    const int room = static_cast<int>((table.width[column] - em(0.6F)) / digit);
    return format_significant(value, std::clamp(room - 6, 2, 10));
}

void draw_pair(Frame& frame, const Table& table, const ParameterPlace& place,
               const GradientPair& pair, bool excused) {
    const Theme& theme = frame.theme;
    const BiasMode bias = frame.snapshot.experiment->network.bias;
    const Selection part = part_of_place(place);
    const std::string id = part_id(part, bias);
    const RowAction action =
        begin_row(frame, table, "check " + id, part == selected_parameter(frame));
    if (action.hovered) drawing_cache(frame).hovered_next = part;
    if (action.pressed) frame.view.selection = part;
    const bool wrong = is_wrong(pair) && !excused;
    const Rect row = last_item_rect();
    if (wrong)
        ImGui::GetWindowDrawList()->AddRectFilled({row.x, row.y},
                                                  {row.x + row.width, row.y + row.height - 1},
                                                  with_alpha(theme.wrong, 0.16F));
    const ImU32 ink = wrong ? theme.wrong : theme.text_strong;
    const std::string_view sign = excused ? "–" : wrong ? "✗" : "✓";
    const ImU32 sign_ink = excused ? theme.text_dim : wrong ? theme.wrong : theme.ok;
    draw_cell(frame, table, 0, id + " sign", sign, sign_ink, TextStyle::Small);
    draw_cell(frame, table, 1, id + " name", parameter_name(frame, place), ink, TextStyle::Small);
    draw_cell(frame, table, 2, id + " backpropagation", format_in(frame, table, 2, pair.analytic),
              ink);
    draw_cell(frame, table, 3, id + " difference", format_in(frame, table, 3, pair.numeric), ink);
    draw_cell(frame, table, 4, id + " error", format_significant(relative_error(pair), 2), ink);
}

/// What the longest names need, in font units.
float name_width(const Frame& frame, const NetworkLayout& layout) {
    float width = measure(frame.fonts, TextStyle::SmallDim, text("parameters.name")).x;
    for (const LayerLayout& layer : layout.layers) {
        const std::string name = parameter_name(frame, place_of(layout, layer.biases - 1));
        width = std::max(width, measure(frame.fonts, TextStyle::Small, name).x);
    }
    return width / em() + 0.9F;
}

void draw_pairs(Frame& frame, const CheckState& state, const Rect& area) {
    const NetworkLayout layout = make_layout(frame.snapshot.experiment->network);
    const std::array<TableColumn, 5> columns{
        {{"", 1.3F, false, 0},
         {std::string(text("parameters.name")), name_width(frame, layout), false, 0},
         {std::string(text("check.backpropagation")), 0, true, frame.theme.backward},
         {std::string(text("check.difference")), 0, true, 0},
         {std::string(text("check.error")), 5.2F, true, 0}}};
    const Table table = begin_table(frame, "check.table", area, columns);
    const GradientCheck& check = state.check;
    // After another experiment was loaded the numbers are still those of the last one.
    const bool fits = check.parameters == layout.parameter_count;
    ImGuiListClipper clipper;
    clipper.Begin(fits ? static_cast<int>(check.pairs.size()) : 0, table.row_height);
    while (clipper.Step())
        for (int row = clipper.DisplayStart; row < clipper.DisplayEnd; ++row) {
            const auto pair =
                state.worst_first ? state.order[static_cast<std::size_t>(row)] : std::int64_t{row};
            const GradientPair& compared = check.pairs[static_cast<std::size_t>(pair)];
            draw_pair(frame, table, place_of(layout, compared_parameter(check, pair)), compared,
                      is_excused(state, compared));
        }
    end_table();
}

/// The worst error over the step of the differences: rounding at the left, truncation at the right.
void draw_steps(Frame& frame, const CheckState& state, const Rect& area) {
    const std::vector<StepError>& steps = state.shown_steps;
    if (steps.empty()) return;
    std::vector<double> errors{k_wrong_from};
    for (const StepError& step : steps)
        errors.push_back(std::isfinite(step.error) ? std::max(step.error, 1e-16) : k_wrong_from);
    const auto [least, greatest] = std::minmax_element(errors.begin(), errors.end());
    PlotAxes axes;
    axes.x = {k_smallest_step, k_largest_step, true};
    axes.y = {std::pow(10.0, std::floor(std::log10(*least))),
              std::pow(10.0, std::ceil(std::log10(*greatest) + 0.2)), true};
    axes.x_ticks = logarithmic_ticks(axes.x.low, axes.x.high, 4);
    axes.y_ticks = logarithmic_ticks(axes.y.low, axes.y.high, 3);
    const float caption = measure(frame.fonts, TextStyle::SmallDim, "0").y;
    place_plot(frame, axes, {area.x, area.y, area.width, area.height - caption});
    draw_axes(frame, axes, "check.steps");
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const Theme& theme = frame.theme;
    const Rect& plot = axes.plot;
    const float limit = place_on(axes.y, k_wrong_from);
    draw_dashes(draw_list, {plot.x, limit}, {plot.x + plot.width, limit},
                with_alpha(theme.wrong, 0.8F), 1);
    std::vector<ImVec2> points;
    for (std::size_t i = 0; i < steps.size(); ++i)
        points.push_back(place_in(axes, steps[i].step, errors[i + 1]));
    draw_list->AddPolyline(points.data(), static_cast<int>(points.size()), theme.train_line, 0,
                           em(0.12F));
    const float x = std::round(place_on(axes.x, state.step)) + 0.5F;
    draw_list->AddLine({x, plot.y}, {x, plot.y + plot.height}, theme.accent, em(0.12F));
    text_at(frame, draw_list, "check.sources", text("check.sources"),
            {plot.x + plot.width / 2, area.y + area.height}, TextStyle::SmallDim, theme.text_dim,
            {0.5F, 1});
    part(frame, "check.steps", text("check.steps"), format_significant(*least, 2), plot);
}

void draw_mistakes(Frame& frame, CheckState& state) {
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, em(0.1F)});
    draw_text(frame, "check.mistake", text("check.mistake"), TextStyle::SmallDim);
    for (std::size_t i = 0; i < std::size(k_planted_mistakes); ++i) {
        const auto mistake = static_cast<PlantedMistake>(i);
        const std::string id = "check.mistake." + std::string(k_planted_mistakes[i].key);
        if (radio(frame, id, text(id), state.mistake == mistake)) state.mistake = mistake;
    }
    if (state.mistake != PlantedMistake::None)
        draw_paragraph(frame, "check.mistake.formula",
                       choice_of(k_planted_mistakes, state.mistake).formula, 0,
                       TextStyle::SmallDim);
    ImGui::PopStyleVar();
}

void draw_steps_here(Frame& frame, const CheckState& state) {
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, height = em(6);
    ImGui::Dummy({width, height});
    draw_steps(frame, state, {corner.x, corner.y, width, height});
}

void draw_cost(Frame& frame, float width) {
    const std::int64_t parameters = make_layout(frame.snapshot.experiment->network).parameter_count;
    draw_paragraph(
        frame, "check.cost",
        fill(text("check.cost"), {format_integer(parameters), format_integer(2 * parameters)}),
        width, TextStyle::SmallDim);
}

/// Verdict, order, rows and cost.
void draw_results(Frame& frame, CheckState& state, const Rect& area) {
    ImGui::SetCursorScreenPos({area.x, area.y});
    draw_verdict(frame, state, area.width);
    ImGui::SetCursorScreenPos({area.x, ImGui::GetItemRectMax().y + em(0.2F)});
    draw_order(frame, state);
    const float top = ImGui::GetItemRectMax().y + em(0.5F);
    const bool one_line = area.width >= em(28);
    const float line = measure(frame.fonts, TextStyle::SmallDim, "0").y;
    const float cost = (one_line ? line : 2 * line) + em(0.3F);
    const float bottom = area.y + area.height - cost;
    draw_pairs(frame, state, {area.x, top, area.width, bottom - top});
    ImGui::SetCursorScreenPos({area.x, bottom + em(0.3F)});
    draw_cost(frame, area.width);
}

/// Rows at the left, everything else at the right.
void draw_side_by_side(Frame& frame, CheckState& state, const Rect& area) {
    const float controls = std::round(std::max(em(14), area.width * 0.34F));
    draw_results(frame, state, {area.x, area.y, area.width - controls - em(1.2F), area.height});
    ImGui::SetCursorScreenPos({area.x + area.width - controls, area.y});
    ImGui::BeginChild("check.controls", {controls, area.height}, ImGuiChildFlags_NavFlattened,
                      ImGuiWindowFlags_NoBackground);
    slider(frame, "check.step", text("check.step"), state.step, k_step_slider);
    draw_steps_here(frame, state);
    draw_mistakes(frame, state);
    ImGui::EndChild();
}

void draw_mistake_list(Frame& frame, CheckState& state) {
    std::vector<ComboItem> items;
    for (const Choice& mistake : k_planted_mistakes) {
        const std::string key(mistake.key);
        items.push_back({key, std::string(text("check.mistake." + key))});
    }
    const int picked = combo(frame, "check.mistake", text("check.mistake.short"), items,
                             static_cast<int>(state.mistake));
    if (picked >= 0) state.mistake = static_cast<PlantedMistake>(picked);
}

/// Step and mistake above the rows, the rest below them.
void draw_stacked(Frame& frame, CheckState& state, const Rect& area) {
    ImGui::SetCursorScreenPos({area.x, area.y});
    ImGui::BeginChild("check.controls", {area.width, area.height}, ImGuiChildFlags_NavFlattened,
                      ImGuiWindowFlags_NoBackground);
    const float width = ImGui::GetContentRegionAvail().x, gap = em(1.2F);
    const float half = std::floor((width - gap) / 2);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    ImGui::BeginChild("check.step.half", {half, 0},
                      ImGuiChildFlags_NavFlattened | ImGuiChildFlags_AutoResizeY,
                      ImGuiWindowFlags_NoBackground);
    slider(frame, "check.step", text("check.step"), state.step, k_step_slider);
    ImGui::EndChild();
    float top = ImGui::GetItemRectMax().y;
    ImGui::SetCursorScreenPos({corner.x + half + gap, corner.y});
    draw_mistake_list(frame, state);
    top = std::max(top, ImGui::GetItemRectMax().y) + em(0.3F);
    const float height = std::max(em(12), corner.y + area.height - top);
    draw_results(frame, state, {corner.x, top, width, height});
    ImGui::SetCursorScreenPos({corner.x, top + height + em(0.5F)});
    draw_steps_here(frame, state);
    ImGui::EndChild();
}

} // namespace

void draw_check_panel(Frame& frame, Rect area) {
    CheckState& state = probe_state(frame).check;
    update_check(frame, state);
    const float padding = em(k_panel_padding);
    const Rect inner{area.x + padding, area.y + em(0.6F), area.width - 2 * padding,
                     area.height - em(0.9F)};
    if (inner.width >= em(42))
        draw_side_by_side(frame, state, inner);
    else
        draw_stacked(frame, state, inner);
}

} // namespace backprop::shell
