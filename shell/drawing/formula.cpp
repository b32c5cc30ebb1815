#include "shell/drawing/formula.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace backprop::shell {

namespace {

void draw_pattern(ImDrawList* draw_list, ImVec2 from, float width, std::int32_t number,
                  ImU32 color) {
    // Line, gap, line, gap in em; a gap of 0 is a line throughout.
    constexpr float k_patterns[][4] = {{1, 0, 1, 0},
                                       {0.34F, 0.16F, 0.34F, 0.16F},
                                       {0.1F, 0.12F, 0.1F, 0.12F},
                                       {0.34F, 0.12F, 0.1F, 0.12F},
                                       {0.7F, 0.18F, 0.7F, 0.18F},
                                       {0.2F, 0.3F, 0.2F, 0.3F},
                                       {0.1F, 0.3F, 0.1F, 0.3F}};
    const auto count = static_cast<std::int32_t>(std::size(k_patterns));
    const float* pattern = k_patterns[(std::max(number, 1) - 1) % count];
    const float thickness = std::max(1.0F, std::round(em(0.1F)));
    const float y = std::round(from.y) + thickness / 2;
    if (pattern[1] <= 0) {
        draw_list->AddLine({from.x, y}, {from.x + width, y}, color, thickness);
        return;
    }
    float x = 0;
    for (int part = 0; x < width; part = (part + 2) % 4) {
        const float end = std::min(x + em(pattern[part]), width);
        draw_list->AddLine({from.x + x, y}, {from.x + end, y}, color, thickness);
        x += em(pattern[part] + pattern[part + 1]);
    }
}

void register_formula(Frame& frame, std::string_view id, const Formula& formula, ImVec2 corner) {
    const bool several = formula.rows.size() > 1;
    const std::string name(id);
    for (std::size_t row = 0; row < formula.rows.size(); ++row) {
        WidgetRecord record;
        record.id = several ? name + "." + std::to_string(row + 1) : name;
        const Rect& rect = formula.rows[row].rect;
        record.label = record.text = formula.rows[row].text;
        record.role = "text";
        record.rect = {corner.x + rect.x, corner.y + rect.y, rect.width, rect.height};
        add_record(frame.registry, std::move(record));
    }
    for (const FormulaFactor& factor : formula.factors) {
        const std::string row = several ? "." + std::to_string(factor.row + 1) : std::string();
        const Rect& rect = factor.rect;
        part(frame,
             name + row + (factor.is_value ? ".value " : ".factor ") +
                 std::to_string(factor.number),
             factor.text, {}, {corner.x + rect.x, corner.y + rect.y, rect.width, rect.height});
    }
}

/// One drawing of a formula.
struct Pen {
    Frame& frame;
    ImDrawList* draw_list;
    const Formula& formula;
    const FormulaColors& colors;
    ImVec2 corner;

    const FormulaFactor* factor(std::int32_t index) const {
        return index < 0 ? nullptr : &formula.factors[static_cast<std::size_t>(index)];
    }
    /// Rows that are scrolled out of sight would fill the list of vertices.
    bool shows(float top, float bottom) const {
        return corner.y + bottom >= draw_list->GetClipRectMin().y &&
               corner.y + top <= draw_list->GetClipRectMax().y;
    }
    ImU32 color_in(const FormulaFactor* inside, bool bold = false) const {
        if (inside && inside->is_value) return frame.theme.text_strong;
        if (inside) return factor_color(frame.theme, inside->number);
        if (colors.text != 0) return colors.text;
        return bold ? frame.theme.text_strong : color_of(frame.theme, formula.style);
    }
};

void draw_factor_area(const Pen& pen, const FormulaFactor& factor) {
    const Theme& theme = pen.frame.theme;
    const bool lit = std::find(pen.colors.lit_factors.begin(), pen.colors.lit_factors.end(),
                               factor.number) != pen.colors.lit_factors.end();
    const ImU32 color = factor_color(theme, factor.number);
    const float left = pen.corner.x + factor.rect.x, top = pen.corner.y + factor.rect.y;
    const ImVec2 low{std::round(left), std::round(top)};
    const ImVec2 high{std::round(left + factor.rect.width), std::round(top + factor.rect.height)};
    if (factor.is_value || lit)
        pen.draw_list->AddRectFilled(low, high, mix(theme.background, color, lit ? 0.34F : 0.18F),
                                     em(0.25F));
    draw_factor_mark(pen.draw_list, {low.x, low.y, high.x - low.x, high.y - low.y}, factor.number,
                     color);
}

void draw_fraction_line(const Pen& pen, const Formula::Line& line) {
    const float thickness = std::max(1.0F, std::round(em(0.075F)));
    const float left = pen.corner.x + line.x, y = std::round(pen.corner.y + line.y);
    pen.draw_list->AddRectFilled({std::round(left), y},
                                 {std::round(left + line.width), y + thickness},
                                 pen.color_in(pen.factor(line.factor)));
}

void draw_run(const Pen& pen, const Formula::Run& run) {
    const Fonts& fonts = pen.frame.fonts;
    ImFont* face = run.bold ? fonts.bold : font_of(fonts, pen.formula.style);
    const ImFontBaked* baked = face->GetFontBaked(run.size);
    const float ascent = baked->Ascent * run.size / baked->Size;
    const ImVec2 place{std::round(pen.corner.x + run.x),
                       std::round(pen.corner.y + run.baseline - ascent)};
    pen.draw_list->AddText(face, run.size, place, pen.color_in(pen.factor(run.factor), run.bold),
                           run.text.data(), run.text.data() + run.text.size());
}

} // namespace

DrawnFormula draw_formula(Frame& frame, ImDrawList* draw_list, std::string_view id,
                          const Formula& formula, ImVec2 position, const FormulaColors& colors) {
    const ImVec2 corner{std::round(position.x), std::round(position.y)};
    const Pen pen{frame, draw_list, formula, colors, corner};
    DrawnFormula drawn{{corner.x, corner.y, formula.width, formula.height}, 0};
    const ImVec2 pointer = ImGui::GetIO().MousePos;
    const bool reachable = ImGui::IsWindowHovered();
    for (const FormulaFactor& factor : formula.factors) {
        if (reachable && factor.rect.contains(pointer.x - corner.x, pointer.y - corner.y))
            drawn.hovered_factor = factor.number;
        if (pen.shows(factor.rect.y, factor.rect.y + factor.rect.height + em(0.2F)))
            draw_factor_area(pen, factor);
    }
    for (const Formula::Line& line : formula.fraction_lines)
        if (pen.shows(line.y, line.y + em(0.1F))) draw_fraction_line(pen, line);
    for (const Formula::Run& run : formula.runs)
        if (pen.shows(run.baseline - run.size, run.baseline + run.size)) draw_run(pen, run);
    register_formula(frame, id, formula, corner);
    return drawn;
}

DrawnFormula draw_formula(Frame& frame, std::string_view id, std::string_view markup,
                          const FormulaStyle& style, const FormulaColors& colors) {
    const Formula formula = lay_out_formula(frame.fonts, markup, style);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    ImGui::Dummy({formula.width, formula.height});
    return draw_formula(frame, ImGui::GetWindowDrawList(), id, formula, corner, colors);
}

ImU32 factor_color(const Theme& theme, std::int32_t number) {
    const ImU32 colors[] = {theme.factor_error, theme.factor_activation, theme.factor_input,
                            theme.factor_weight, theme.factor_slope};
    return colors[static_cast<std::size_t>(std::max(number, 1) - 1) % std::size(colors)];
}

void draw_factor_mark(ImDrawList* draw_list, const Rect& rect, std::int32_t number, ImU32 color) {
    draw_pattern(draw_list, {rect.x, rect.y + rect.height}, rect.width, number, color);
}

} // namespace backprop::shell
