// A chain rule over the batch (chain_lines.hpp).

#include "shell/drawing/chain_lines.hpp"
#include "shell/drawing/chain_parts.hpp"
#include "shell/texts.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace backprop::shell {

namespace {

constexpr std::int32_t k_few_examples = 6;

using Rows = std::vector<std::string>;

bool is_one_path(const ChainRule& rule) {
    return rule.path_count == 1;
}

/// What the sum is over: the factors of the one path, otherwise δ and the last factor.
Rows header_rows(const ChainSubject& subject, const ChainRule& first) {
    const Letters& letters = subject.letters;
    const ParameterPlace& place = subject.place;
    const std::string start = gradient_cells(subject) + "Σ&";
    const ChainPath& path = first.paths.front();
    if (is_one_path(first))
        return {start + product_symbols(letters, path),
                "&=&Σ&" + product_formulas(letters, path, subject.layout, subject.context)};
    const bool is_shared =
        place.is_bias &&
        subject.layout.layers[static_cast<std::size_t>(place.layer) - 1].bias_count == 1;
    const std::string delta = is_shared ? "Σ_j " + delta_matrix_letter(letters, place.layer)
                                        : delta_letter(letters, place.layer, place.to);
    return {start + "\\c{1}{" + delta + "}&·&\\c{3}{" +
            factor_formula(letters, path.factors.back(), subject.context) + "}"};
}

/// What rounding of an example's gradient is relative to: a shared bias sums its layer's δ.
double size_of_gradient(const ChainSubject& subject, const ChainRule& rule, std::int32_t example) {
    if (!subject.place.is_bias) return std::fabs(rule.gradient);
    const auto layer = static_cast<std::size_t>(subject.place.layer) - 1;
    if (subject.layout.layers[layer].bias_count != 1) return std::fabs(rule.gradient);
    double size = 0;
    for (std::int32_t unit = 0; unit < subject.layout.layers[layer].units; ++unit)
        size += std::fabs(subject.trace->layers[layer].deltas(unit, example));
    return size;
}

/// "example 3 + 0.5 · 0.2 = 0.1".
std::string example_row(const Frame& frame, const ChainSubject& subject, const ChainRule& rule,
                        std::int32_t example) {
    const std::int32_t row = frame.model.batch_rows[static_cast<std::size_t>(example)];
    const std::string start = fill(text("chain.example"), {std::to_string(row + 1)}) + "&" +
                              (example > 0 ? "+" : "") + "&&";
    const std::string end =
        "&=&" + bold_result(frame.view, rule.gradient, is_product_known(frame, subject));
    if (is_one_path(rule)) return start + values_of(frame, rule.paths.front()) + end;
    const ParameterPlace& place = subject.place;
    const Factor& last = rule.paths.front().factors.back();
    const LayerTrace& layer = subject.trace->layers[static_cast<std::size_t>(place.layer) - 1];
    // A bias's gradient is its δ, or the sum of its layer's.
    const double delta = place.is_bias ? rule.gradient : layer.deltas(place.to, example);
    return start +
           value_chip(frame.view, 1, delta, is_known(frame, MomentKind::Deltas, place.layer)) +
           "&·&" + factor_chip(frame, 3, last) + end;
}

} // namespace

void draw_batch_chain(Frame& frame, DrawingCache& cache, const ChainSubject& subject, float width) {
    const std::int32_t count = subject.trace->examples();
    bool& open_all = cache.chain.all_paths;
    const bool fold = count > k_few_examples + 1;
    const std::int32_t shown = open_all || !fold ? count : k_few_examples;
    const ChainRule first = rule_of(subject, 0, 1);
    Rows rows = header_rows(subject, first);
    Comparison comparison{0, 0};
    for (std::int32_t n = 0; n < count; ++n) {
        const ChainRule rule = rule_of(subject, n, n < shown ? 1 : 0);
        comparison.value += rule.gradient;
        comparison.size += size_of_gradient(subject, rule, n);
        if (n < shown) rows.push_back(example_row(frame, subject, rule, n));
    }
    const Formula formula = lay_out_aligned(frame.fonts, rows, {TextStyle::Body, width, false});
    draw_linked(frame, cache, "chain", formula,
                is_one_path(first) ? links_of(frame, first.paths.front())
                                   : std::vector<LinkedFactor>{});
    if (fold) {
        const std::string more = std::to_string(count - k_few_examples);
        const std::string label =
            open_all ? std::string(text("chain.fewer")) : fill(text("chain.more_examples"), {more});
        if (fold_button(frame, "chain.all_examples", label)) open_all = !open_all;
    }
    // Of a large batch the trace keeps the first examples only, but the gradient of all.
    const auto batch = static_cast<std::int32_t>(frame.model.batch_rows.size());
    const bool known = is_product_known(frame, subject), all = batch == count;
    const double sum = all ? comparison.value : engine_gradient(subject);
    draw_sum(frame, subject,
             fill(text("chain.sum_of_examples"), {std::to_string(batch)}) + " = " +
                 bold_result(frame.view, sum, known),
             known && all ? &comparison : nullptr, width);
}

} // namespace backprop::shell
