// The nested form of a chain rule (chain_lines.hpp).

#include "shell/drawing/chain_lines.hpp"
#include "shell/drawing/chain_parts.hpp"
#include "shell/texts.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace backprop::shell {

namespace {

constexpr std::size_t k_most_terms = 4;  ///< of a sum that is written out
constexpr std::int32_t k_most_units = 4; ///< of a layer that is expanded

/// Draws lines, each a formula that breaks where it is too long.
void draw_line(Frame& frame, std::string_view id, const std::string& markup, float width) {
    draw_formula(frame, id, markup, {TextStyle::Body, width, false});
}

/// Σ over the next layer, in letters and in numbers.
struct SumOfTerms {
    std::string symbols, numbers;
};

SumOfTerms write_terms(const Frame& frame, const ChainSubject& subject, const NestedDelta& nested) {
    const std::int32_t next = nested.layer + 1;
    const bool known = is_known(frame, MomentKind::Deltas, next);
    SumOfTerms sum;
    for (std::size_t i = 0; i < std::min(nested.terms.size(), k_most_terms); ++i) {
        const DeltaTerm& term = nested.terms[i];
        const std::string plus = i > 0 ? " + " : "";
        sum.symbols += plus +
                       parameter_letter(subject.letters, {next, false, term.unit, nested.unit}) +
                       "·" + delta_letter(subject.letters, next, term.unit);
        sum.numbers += plus + term_number(frame.view, term.weight) + "·" +
                       term_number(frame.view, term.delta, known);
    }
    if (nested.terms.size() > k_most_terms) {
        sum.symbols += " + …";
        sum.numbers += " + …";
    }
    return sum;
}

/// "δ = (w·δ + w·δ) · ∂a/∂z = (…) · … = …", or what the output has in place of the sum.
std::string delta_line(const Frame& frame, const ChainSubject& subject, const NestedDelta& nested) {
    const Letters& letters = subject.letters;
    const std::int32_t layer = nested.layer;
    const std::string z = z_letter(letters, layer, nested.unit);
    const std::string a = activation_letter(letters, layer, nested.unit);
    const bool known = is_known(frame, MomentKind::Deltas, layer);
    const std::string start = delta_letter(letters, layer, nested.unit) + " = ";
    const std::string end = " = " + bold_result(frame.view, nested.delta, known);
    FormulaContext context = subject.context;
    context.activation = subject.layout.layers[static_cast<std::size_t>(layer) - 1].activation;
    if (std::isnan(nested.slope) && nested.terms.empty()) {
        const Factor joint{FactorKind::ErrorByZ, layer, nested.unit, 0, nested.delta};
        return start + "\\c{1}{" + derivative_symbol("E", z) + "} = \\c{1}{" +
               factor_formula(letters, joint, context) + "}" + end;
    }
    const std::string slope_chip =
        value_chip(frame.view, 2, nested.slope, is_known(frame, MomentKind::Slopes, layer));
    const std::string slope = " · \\c{2}{" + derivative_symbol(a, z) + "}";
    const bool sum_known = is_known(frame, MomentKind::ActivationGradients, layer);
    if (nested.terms.empty())
        return start + "\\c{1}{" + derivative_symbol("E", a) + "}" + slope + " = " +
               value_chip(frame.view, 1, nested.activation_gradient, sum_known) + " · " +
               slope_chip + end;
    const SumOfTerms sum = write_terms(frame, subject, nested);
    const bool masked = nested.mask != 1.0;
    const std::string mask = masked ? " · " + mask_letter(letters, layer, nested.unit) : "";
    const std::string mask_number = masked ? " · " + term_number(frame.view, nested.mask) : "";
    return start + "( " + sum.symbols + " )" + mask + slope + " = ( " + sum.numbers + " )" +
           mask_number + " · " + slope_chip + end;
}

/// ∂E/∂w = δ·a.
std::string gradient_line(const Frame& frame, const ChainSubject& subject, std::int32_t example) {
    const ParameterPlace& place = subject.place;
    const ChainRule rule =
        chain_rule(subject.layout, subject.parameters, *subject.trace, example, place, 1);
    const auto l = static_cast<std::size_t>(place.layer) - 1;
    const std::string start = derivative_symbol("E", subject.letter) + " = ";
    const bool known = is_known(frame, MomentKind::Deltas, place.layer);
    const std::string end =
        " = " +
        bold_result(frame.view, rule.gradient, is_known(frame, MomentKind::Gradients, place.layer));
    if (place.is_bias && subject.layout.layers[l].bias_count == 1) {
        std::string symbols, numbers;
        const std::int32_t units = subject.layout.layers[l].units;
        const auto few = static_cast<std::int32_t>(k_most_terms);
        for (std::int32_t unit = 0; unit < std::min(units, few); ++unit) {
            const std::string plus = unit > 0 ? " + " : "";
            symbols += plus + delta_letter(subject.letters, place.layer, unit);
            numbers += plus + term_number(frame.view,
                                          subject.trace->layers[l].deltas(unit, example), known);
        }
        const std::string more = units > few ? " + …" : "";
        return start + symbols + more + (units > 1 ? " = " + numbers + more : "") + end;
    }
    const double delta = subject.trace->layers[l].deltas(place.to, example);
    const std::string symbol = delta_letter(subject.letters, place.layer, place.to);
    if (place.is_bias)
        return start + "\\c{1}{" + symbol +
               "} · \\c{3}{1} = " + value_chip(frame.view, 1, delta, known) + " · " + "\\v{3}{1}" +
               end;
    const Factor& input = rule.paths.front().factors.back();
    return start + "\\c{1}{" + symbol + "} · \\c{3}{" +
           factor_formula(subject.letters, input, subject.context) +
           "} = " + value_chip(frame.view, 1, delta, known) + " · " + factor_chip(frame, 3, input) +
           end;
}

} // namespace

void draw_nested_chain(Frame& frame, DrawingCache& cache, const ChainSubject& subject,
                       std::int32_t example, float width) {
    const ParameterPlace& place = subject.place;
    draw_line(frame, "chain.nested", gradient_line(frame, subject, example), width);
    const auto last = static_cast<std::int32_t>(subject.layout.layers.size());
    const auto units_of = [&](std::int32_t layer) {
        return subject.layout.layers[static_cast<std::size_t>(layer) - 1].units;
    };
    const bool is_shared =
        place.is_bias &&
        subject.layout.layers[static_cast<std::size_t>(place.layer) - 1].bias_count == 1;
    std::int32_t layer = place.layer;
    for (; layer <= std::min(last, place.layer + cache.chain.expanded); ++layer) {
        const bool only_one = layer == place.layer && !is_shared;
        const std::int32_t first = only_one ? place.to : 0;
        const std::int32_t end = only_one ? place.to + 1 : std::min(units_of(layer), k_most_units);
        for (std::int32_t unit = first; unit < end; ++unit)
            draw_line(frame,
                      "chain.delta " + std::to_string(layer) + "." + std::to_string(unit + 1),
                      delta_line(frame, subject,
                                 nested_delta(subject.layout, subject.parameters, *subject.trace,
                                              example, layer, unit)),
                      width);
        if (!only_one && end < units_of(layer))
            draw_text(frame, "chain.more_units " + std::to_string(layer),
                      fill(text("chain.more_units"), {std::to_string(units_of(layer) - end)}),
                      TextStyle::SmallDim);
    }
    if (layer <= last) {
        const std::string next = plain_text(delta_matrix_letter(subject.letters, layer));
        if (fold_button(frame, "chain.expand", fill(text("chain.expand"), {next})))
            ++cache.chain.expanded;
    }
    if (cache.chain.expanded > 0) {
        if (layer <= last) ImGui::SameLine(0, em(0.5F));
        if (fold_button(frame, "chain.fold", text("chain.fold"))) cache.chain.expanded = 0;
    }
}

} // namespace backprop::shell
