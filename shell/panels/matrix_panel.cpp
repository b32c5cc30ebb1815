#include "shell/panels/matrix_panel.hpp"

#include "shell/drawing/cache.hpp"
#include "shell/drawing/chain_subject.hpp"
#include "shell/drawing/part_names.hpp"
#include "shell/drawing/part_values.hpp"
#include "shell/numbers.hpp"
#include "shell/panels/matrix_sentence.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <algorithm>
#include <string>

namespace backprop::shell {

namespace {

void view_equations(const ModelView& model, MatrixPages& pages) {
    pages.views.clear();
    for (const MatrixEquation& equation : pages.form.equations) {
        EquationView view;
        view.equation = &equation;
        view.id = "matrix." + term_id(equation.result());
        for (const MatrixTerm& term : equation.terms)
            view.known.push_back(term.given || is_reached(model.moments, pages.reached, term.when));
        pages.views.push_back(std::move(view));
    }
}

/// Made anew when the traces, the moment or the letters are others. The model may be a little
/// behind the snapshot while training: its numbers belong together.
void update_pages(const Frame& frame, MatrixPages& pages) {
    const Snapshot& now = frame.snapshot;
    const ModelView& model = frame.model;
    const Letters letters = letters_of(frame);
    if (pages.traces == model.traces && pages.moment == now.moment &&
        pages.notation == letters.notation)
        return;
    pages.traces = model.traces;
    pages.moment = now.moment;
    pages.notation = letters.notation;
    pages.form = {};
    pages.views.clear();
    if (model.batch.layers.empty()) return;
    // Between passes the one that comes next is shown as a whole.
    pages.reached = now.moment == 0 ? static_cast<std::int32_t>(model.moments.size()) : now.moment;
    pages.parameters = pass_parameters(model);
    const bool updated = now.moment == static_cast<std::int32_t>(model.moments.size());
    pages.complete = model.batch_rows.size() == static_cast<std::size_t>(model.batch.examples()) &&
                     !(updated && model.update.before.empty());
    const Experiment& experiment = *now.experiment;
    pages.form = matrix_form({letters, make_layout(experiment.network), experiment.loss,
                              experiment.training, pages.parameters, model.batch,
                              model.update.before.empty() ? nullptr : &model.update});
    view_equations(model, pages);
}

/// The equations that one moment computes: [first, end).
struct Page {
    std::size_t first, end;
};

Page page_at(const MatrixPages& pages, std::size_t equation) {
    const auto& all = pages.form.equations;
    const MatrixTerm& result = all[equation].result();
    const auto same = [&](std::size_t other) {
        return all[other].result().when == result.when &&
               all[other].result().layer == result.layer; // the update is of all layers
    };
    std::size_t first = equation, end = equation + 1;
    while (first > 0 && same(first - 1))
        --first;
    while (end < all.size() && same(end))
        ++end;
    return {first, end};
}

/// The first equation whose moment is the given one or a later one.
std::size_t equation_for(const ModelView& model, const MatrixPages& pages, std::int32_t number) {
    const auto& all = pages.form.equations;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (number_of(model.moments, all[i].result().when) >= number) return i;
    return all.size() - 1;
}

Page shown_page(const ModelView& model, const MatrixPages& pages) {
    const auto& all = pages.form.equations;
    if (pages.follow) return page_at(pages, equation_for(model, pages, std::max(1, pages.moment)));
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].result().when == pages.chosen && all[i].result().layer == pages.chosen_layer)
            return page_at(pages, i);
    return page_at(pages, equation_for(model, pages, number_of(model.moments, pages.chosen)));
}

std::string page_title(const MatrixPages& pages, const Page& page) {
    return plain_text(equation_markup(pages.form.equations[page.first]));
}

void choose(MatrixPages& pages, std::size_t equation) {
    pages.follow = false;
    pages.chosen = pages.form.equations[equation].result().when;
    pages.chosen_layer = pages.form.equations[equation].result().layer;
}

/// Back, the list of all equations, on; and whether the steps decide. Returns its height.
float draw_choice(Frame& frame, MatrixPages& pages, const Rect& room) {
    const Page page = shown_page(frame.model, pages);
    std::vector<ComboItem> items;
    std::vector<std::size_t> firsts;
    int chosen = 0;
    for (std::size_t i = 0; i < pages.form.equations.size();) {
        const Page item = page_at(pages, i);
        if (item.first == page.first) chosen = static_cast<int>(items.size());
        items.push_back({term_id(pages.form.equations[i].result()), page_title(pages, item)});
        firsts.push_back(i);
        i = item.end;
    }
    const float height = control_height(frame);
    const std::string_view follow = text("matrix.follow");
    const float follow_width = measure(frame.fonts, TextStyle::Body, follow).x + em(2.1F);
    const float gap = em(0.4F);
    const float rest = room.width - 2 * (height + gap) - follow_width - em(1);
    const float width = std::min(em(24), std::max(rest, em(7)));
    const auto count = static_cast<int>(items.size());
    ImGui::SetCursorScreenPos({room.x, room.y});
    ButtonOptions options;
    options.width = height;
    options.enabled = chosen > 0;
    options.name = text("matrix.previous");
    if (button(frame, "matrix.previous", "◂", options))
        choose(pages, firsts[static_cast<std::size_t>(chosen - 1)]);
    ImGui::SetCursorScreenPos({room.x + height + gap, room.y});
    const int picked =
        combo_box(frame, "matrix.equation", text("matrix.equation"),
                  items[static_cast<std::size_t>(chosen)].label, items, chosen, width);
    if (picked >= 0) choose(pages, firsts[static_cast<std::size_t>(picked)]);
    ImGui::SetCursorScreenPos({room.x + height + 2 * gap + width, room.y});
    options.enabled = chosen + 1 < count;
    options.name = text("matrix.next");
    if (button(frame, "matrix.next", "▸", options))
        choose(pages, firsts[static_cast<std::size_t>(chosen + 1)]);
    const bool beside = rest >= em(7);
    const float y = beside ? room.y : room.y + height + em(0.3F);
    const float x = beside ? room.x + 2 * height + 2 * gap + width + em(1) : room.x;
    ImGui::SetCursorScreenPos({x, y + (height - std::min(height, em(1.1F))) / 2});
    if (frame.view.coarse_pointer) ImGui::SetCursorScreenPos({x, y});
    if (checkbox(frame, "matrix.follow", follow, pages.follow)) {
        if (pages.follow)
            choose(pages, page.first);
        else
            pages.follow = true;
    }
    return y + height - room.y;
}

void draw_sentence(Frame& frame, const MatrixSentence& sentence, const Rect& room) {
    ImGui::SetCursorScreenPos({room.x, room.y});
    draw_paragraph(frame, "matrix.sentence", sentence.text, room.width, TextStyle::SmallDim);
    if (sentence.check == MatrixCheck::None) return;
    const bool equal = sentence.check == MatrixCheck::Equal;
    ImGui::SetCursorScreenPos({room.x, ImGui::GetItemRectMax().y + em(0.15F)});
    draw_text(frame, "matrix.check", (equal ? "✓ " : "✗ ") + sentence.check_text, TextStyle::Small,
              equal ? frame.theme.ok : frame.theme.warning, room.width);
}

/// A press selects the part and follows the example of the cell.
void take_press(Frame& frame, const MatrixTerm& term, GridCell cell) {
    const Selection part = part_of_cell(term, cell);
    if (part.kind != SelectionKind::None) frame.view.selection = part;
    const auto column = static_cast<std::size_t>(term.transposed ? cell.row : cell.column);
    if (part.kind == SelectionKind::Unit && column < frame.model.batch_rows.size())
        frame.view.example = frame.model.batch_rows[column];
}

/// A cell from an earlier frame, if the equation still has it.
EquationCell still_there(const EquationView& view, const EquationCell& at) {
    if (at.term < 0 || at.term >= static_cast<std::int32_t>(view.equation->terms.size())) return {};
    const NumberGrid& grid = view.equation->terms[static_cast<std::size_t>(at.term)].grid;
    return at.cell.row < grid.rows && at.cell.column < grid.columns ? at : EquationCell{};
}

void draw_page(Frame& frame, DrawingCache& cache, const Page& page, const Rect& room) {
    MatrixPages& pages = cache.matrix;
    std::int32_t looked_at = -1;
    EquationCell pointed;
    ImGui::SetCursorScreenPos({room.x, room.y});
    ImGui::BeginChild("matrix.page", {room.width, room.height}, ImGuiChildFlags_NavFlattened,
                      ImGuiWindowFlags_NoBackground);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    float y = corner.y;
    for (std::size_t i = page.first; i < page.end; ++i) {
        EquationView& view = pages.views[i];
        if (view.scales.empty())
            for (const MatrixTerm& term : view.equation->terms)
                view.scales.push_back(scale_of(term.grid));
        const auto index = static_cast<std::int32_t>(i);
        const EquationCell lit =
            pages.looked_at == index ? still_there(view, pages.pointed) : EquationCell{};
        EquationCell cursor =
            pages.cursor_in == index ? still_there(view, pages.cursor) : EquationCell{};
        const EquationCell before = cursor;
        const float width = room.width - ImGui::GetStyle().ScrollbarSize - em(0.3F);
        const EquationAction action =
            draw_equation(frame, view, {corner.x, y, width, room.height}, lit, cursor);
        y += action.height;
        if (!(cursor == before)) {
            pages.cursor_in = index;
            pages.cursor = cursor;
        }
        if (action.pointed.term < 0) continue;
        looked_at = index;
        pointed = action.pointed;
        const MatrixTerm& term = view.equation->terms[static_cast<std::size_t>(pointed.term)];
        const Selection part = part_of_cell(term, pointed.cell);
        if (part.kind != SelectionKind::None) cache.hovered_next = part;
        if (action.pressed) take_press(frame, term, pointed.cell);
    }
    ImGui::SetCursorScreenPos({corner.x, y});
    ImGui::Dummy({1, 1});
    ImGui::EndChild();
    pages.looked_at = looked_at;
    pages.pointed = pointed;
}

} // namespace

void draw_matrix_panel(Frame& frame, Rect area) {
    DrawingCache& cache = drawing_cache(frame);
    MatrixPages& pages = cache.matrix;
    update_pages(frame, pages);
    const float padding = em(k_panel_padding);
    const float width = area.width - 2 * padding;
    const float top = area.y + em(0.6F);
    if (pages.views.empty()) return; // the model is a step behind
    const float head = draw_choice(frame, pages, {area.x + padding, top, width, 0}) + em(0.5F);
    const Page page = shown_page(frame.model, pages);
    const float line = measure(frame.fonts, TextStyle::SmallDim, "a").y + em(0.15F);
    const float foot = line * (width < em(30) ? 4 : 3);
    const Rect room{area.x + padding, top + head, width,
                    std::max(em(6), area.height - em(0.6F) - head - foot)};
    draw_page(frame, cache, page, room);
    const bool looks = pages.looked_at >= 0;
    const EquationView& view =
        pages.views[looks ? static_cast<std::size_t>(pages.looked_at) : page.first];
    MatrixSentence sentence = looks ? cell_sentence(frame, view, pages.pointed, pages.complete)
                                    : equation_sentence(frame, view, pages.complete);
    const auto rows = static_cast<std::int64_t>(frame.model.batch_rows.size());
    if (rows > frame.model.batch.examples())
        sentence.text +=
            " " + fill(text("matrix.part"),
                       {std::to_string(frame.model.batch.examples()), format_integer(rows)});
    draw_sentence(frame, sentence, {room.x, room.y + room.height + em(0.3F), width, foot});
}

} // namespace backprop::shell
