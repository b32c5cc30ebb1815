#include "shell/drawing/chain_lines.hpp"

#include "shell/drawing/chain_parts.hpp"
#include "shell/drawing/part_values.hpp"
#include "shell/numbers.hpp"
#include "shell/texts.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace backprop::shell {

namespace {

constexpr std::int32_t k_few_paths = 4;
constexpr std::int32_t k_most_paths = 64; ///< that are shown; a deep network has millions

using Rows = std::vector<std::string>;

/// Where a path leads: "h₁ → o₂", the units between the parameter's own and the error.
std::string path_name(const ChainSubject& subject, const ChainPath& path) {
    std::string name;
    for (auto factor = path.factors.rbegin(); factor != path.factors.rend(); ++factor)
        if (factor->kind == FactorKind::Slope || factor->kind == FactorKind::ErrorByZ)
            name += (name.empty() ? "" : " → ") +
                    activation_letter(subject.letters, factor->layer, factor->unit);
    return name;
}

/// Symbols, formulas, values of one path.
Rows rows_of_path(const Frame& frame, const ChainSubject& subject, const ChainPath& path,
                  bool is_only) {
    const std::string start = is_only ? gradient_cells(subject) : "&&";
    return {start + product_symbols(subject.letters, path),
            "&=&" + product_formulas(subject.letters, path, subject.layout, subject.context),
            "&=&" + values_of(frame, path) + "&=&" +
                bold_result(frame.view, path.product, is_product_known(frame, subject))};
}

void draw_only_path(Frame& frame, DrawingCache& cache, const ChainSubject& subject,
                    const ChainRule& rule, float width) {
    const ChainPath& path = rule.paths.front();
    const Formula formula = lay_out_aligned(frame.fonts, rows_of_path(frame, subject, path, true),
                                            {TextStyle::Body, width, false});
    const DrawnFormula drawn = draw_linked(frame, cache, "chain", formula, links_of(frame, path));
    if (!is_product_known(frame, subject)) return;
    Rect row = formula.rows.back().rect; // the values
    row = {drawn.rect.x + row.x, drawn.rect.y + row.y, formula.width, row.height};
    draw_verdict(frame, subject, {rule.sum, rule.size}, row, drawn.rect.x + width);
}

/// One line for each path: pressing it opens its symbols and formulas.
void draw_path_choice(Frame& frame, DrawingCache& cache, const ChainSubject& subject,
                      const ChainRule& rule, std::size_t index, float width) {
    const ChainPath& path = rule.paths[index];
    const bool is_open = cache.chain.open_path == static_cast<std::int32_t>(index);
    const std::string name = (is_open ? "▾ " : "▸ ") +
                             fill(text("chain.path"), {std::to_string(index + 1)}) + ": " +
                             path_name(subject, path);
    const std::string id = "chain.path " + std::to_string(index + 1);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const Formula title = lay_out_formula(frame.fonts, name, {TextStyle::Small, 0, false});
    const float height = frame.view.coarse_pointer ? control_height(frame) : std::round(em(1.25F));
    bool hovered = false;
    if (hit_area(frame, id, plain_text(name), {corner.x, corner.y, width, height}, &hovered))
        cache.chain.open_path = is_open ? -1 : static_cast<std::int32_t>(index);
    const float middle = corner.y + height / 2;
    draw_formula(frame, ImGui::GetWindowDrawList(), id + " name", title,
                 {corner.x, middle - title.height / 2},
                 {hovered || is_open ? frame.theme.text_strong : frame.theme.text_dim, {}});
    const std::string product =
        "= " + bold_result(frame.view, path.product, is_product_known(frame, subject));
    const Formula number = lay_out_formula(frame.fonts, product);
    if (!is_open)
        draw_formula(frame, ImGui::GetWindowDrawList(), id + " product", number,
                     {corner.x + std::max(title.width + em(1), em(9)), middle - number.height / 2});
    ImGui::Dummy({width, height});
    if (!is_open) return;
    const Formula formula = lay_out_aligned(frame.fonts, rows_of_path(frame, subject, path, false),
                                            {TextStyle::Body, width, false});
    draw_linked(frame, cache, "chain", formula, links_of(frame, path));
}

/// "1,024", or "1.2e+12".
std::string format_count(double count) {
    return count < 1e9 ? format_integer(static_cast<std::int64_t>(count))
                       : format_significant(count, 2);
}

/// "∂E/∂w₁ = 0.1 + 0.2 = 0.3", or how many paths there are besides those shown.
void draw_path_sum(Frame& frame, const ChainSubject& subject, const ChainRule& rule, float width) {
    const bool known = is_product_known(frame, subject);
    const bool all = rule.path_count == static_cast<double>(rule.paths.size());
    std::string line;
    if (all && rule.paths.size() <= static_cast<std::size_t>(k_few_paths) + 1)
        for (std::size_t i = 0; i < rule.paths.size(); ++i)
            line += (i > 0 ? " + " : "") + term_number(frame.view, rule.paths[i].product, known);
    else
        line = fill(text(all ? "chain.sum_of_paths" : "chain.many_paths"),
                    {format_count(rule.path_count)});
    const Comparison comparison{rule.sum, rule.size};
    const double shown = all ? rule.sum : rule.gradient;
    // Too many paths to go through: there is no sum of them to compare.
    draw_sum(frame, subject, line + " = " + bold_result(frame.view, shown, known),
             known && all ? &comparison : nullptr, width);
}

} // namespace

void draw_example_chain(Frame& frame, DrawingCache& cache, const ChainSubject& subject,
                        float width) {
    const bool open_all = cache.chain.all_paths;
    // The sum wants all of them, if they can be gone through.
    const ChainRule rule = rule_of(subject, 0, k_most_paths);
    if (rule.path_count == 1) {
        draw_only_path(frame, cache, subject, rule, width);
        return;
    }
    const auto count = static_cast<std::int32_t>(rule.paths.size());
    const bool fold = count > k_few_paths + 1; // a button is no smaller than one more path
    const std::int32_t shown = open_all || !fold ? count : k_few_paths;
    for (std::int32_t i = 0; i < shown; ++i)
        draw_path_choice(frame, cache, subject, rule, static_cast<std::size_t>(i), width);
    if (fold && fold_button(frame, "chain.all_paths",
                            open_all ? text("chain.fewer")
                                     : fill(text("chain.more_paths"),
                                            {std::to_string(count - k_few_paths)})))
        cache.chain.all_paths = !open_all;
    draw_path_sum(frame, subject, rule, width);
}

} // namespace backprop::shell
