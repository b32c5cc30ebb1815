#include "shell/drawing/chain_parts.hpp"

#include "shell/numbers.hpp"
#include "shell/texts.hpp"

#include <cmath>

namespace backprop::shell {

namespace {

/// A bias that a layer shares lies in one place.
Selection linked_part(const Frame& frame, const Factor& factor) {
    Selection part = part_of_factor(factor);
    const bool shared = frame.snapshot.experiment->network.bias == BiasMode::Shared;
    if (part.kind == SelectionKind::Bias && shared) part.to = 0;
    return part;
}

} // namespace

std::vector<LinkedFactor> links_of(const Frame& frame, const ChainPath& path) {
    std::vector<LinkedFactor> links;
    for (std::size_t i = 0; i < path.factors.size(); ++i)
        links.push_back({factor_number(path, i), linked_part(frame, path.factors[i])});
    return links;
}

DrawnFormula draw_linked(Frame& frame, DrawingCache& cache, std::string_view id,
                         const Formula& formula, std::span<const LinkedFactor> links) {
    std::vector<std::int32_t> lit;
    if (cache.chain.hovered_factor > 0) lit.push_back(cache.chain.hovered_factor);
    for (const LinkedFactor& link : links)
        if (frame.view.hovered.kind != SelectionKind::None && link.part == frame.view.hovered)
            lit.push_back(link.number);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    ImGui::Dummy({formula.width, formula.height});
    const DrawnFormula drawn =
        draw_formula(frame, ImGui::GetWindowDrawList(), id, formula, corner, {0, lit});
    for (const LinkedFactor& link : links)
        if (drawn.hovered_factor == link.number) cache.hovered_next = link.part;
    if (drawn.hovered_factor > 0) cache.chain.hovered_factor_next = drawn.hovered_factor;
    return drawn;
}

std::string factor_chip(const Frame& frame, std::int32_t number, const Factor& factor) {
    if (factor.kind == FactorKind::One) return "\\v{" + std::to_string(number) + "}{1}";
    return value_chip(frame.view, number, factor.value, is_known(frame, factor));
}

std::string values_of(const Frame& frame, const ChainPath& path) {
    std::string line;
    for (std::size_t i = 0; i < path.factors.size(); ++i) {
        if (i > 0) line += "&·&";
        line += factor_chip(frame, factor_number(path, i), path.factors[i]);
    }
    return line;
}

bool is_product_known(const Frame& frame, const ChainSubject& subject) {
    return is_known(frame, MomentKind::Gradients, subject.place.layer);
}

std::string gradient_cells(const ChainSubject& subject) {
    return derivative_symbol("E", subject.letter) + "&=&";
}

void draw_verdict(Frame& frame, const ChainSubject& subject, const Comparison& comparison,
                  const Rect& row, float right) {
    const double wanted = engine_gradient(subject);
    const double difference = std::fabs(comparison.value - wanted);
    const bool equal =
        comparison.value == wanted || difference <= subject.tolerance * comparison.size;
    const std::string line = equal ? std::string(text("chain.equal"))
                                   : fill(text("chain.unequal"), {format_significant(wanted, 12)});
    const float x = row.x + row.width + em(0.8F);
    const ImU32 color = equal ? frame.theme.ok : frame.theme.warning;
    if (x + measure(frame.fonts, TextStyle::Small, line).x <= right)
        text_at(frame, ImGui::GetWindowDrawList(), "chain.verdict", line,
                {x, row.y + row.height / 2}, TextStyle::Small, color, {0, 0.5F});
    else
        draw_text(frame, "chain.verdict", line, TextStyle::Small, color);
}

void draw_sum(Frame& frame, const ChainSubject& subject, const std::string& line,
              const Comparison* comparison, float width) {
    const DrawnFormula drawn =
        draw_formula(frame, "chain.sum", derivative_symbol("E", subject.letter) + " = " + line,
                     {TextStyle::Body, width, false});
    if (comparison) draw_verdict(frame, subject, *comparison, drawn.rect, drawn.rect.x + width);
}

ChainRule rule_of(const ChainSubject& subject, std::int32_t example, std::int32_t most) {
    return chain_rule(subject.layout, subject.parameters, *subject.trace, example, subject.place,
                      most);
}

/// Quiet text that can be pressed.
bool fold_button(Frame& frame, std::string_view id, std::string_view label) {
    ButtonOptions options;
    options.kind = ButtonKind::Quiet;
    options.color = frame.theme.text_dim;
    return button(frame, id, label, options);
}

} // namespace backprop::shell
