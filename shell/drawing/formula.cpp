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

void draw_factor_area(Frame& frame, ImDrawList* draw_list, const FormulaFactor& factor, bool lit,
                      ImVec2 corner) {
    const ImU32 color = factor_color(frame.theme, factor.number);
    const Rect rect{corner.x + factor.rect.x, corner.y + factor.rect.y, factor.rect.width,
                    factor.rect.height};
    const ImVec2 low{std::round(rect.x), std::round(rect.y)};
    const ImVec2 high{std::round(rect.x + rect.width), std::round(rect.y + rect.height)};
    if (factor.is_value || lit)
        draw_list->AddRectFilled(low, high, mix(frame.theme.background, color, lit ? 0.34F : 0.18F),
                                 em(0.25F));
    draw_factor_mark(draw_list, {low.x, low.y, high.x - low.x, high.y - low.y}, factor.number,
                     color);
}

} // namespace

DrawnFormula draw_formula(Frame& frame, ImDrawList* draw_list, std::string_view id,
                          const Formula& formula, ImVec2 position, const FormulaColors& colors) {
    const ImVec2 corner{std::round(position.x), std::round(position.y)};
    const ImU32 ink = colors.text != 0 ? colors.text : color_of(frame.theme, formula.style);
    DrawnFormula drawn{{corner.x, corner.y, formula.width, formula.height}, 0};
    const ImVec2 pointer = ImGui::GetIO().MousePos;
    const bool reachable = ImGui::IsWindowHovered();
    for (const FormulaFactor& factor : formula.factors) {
        if (reachable && factor.rect.contains(pointer.x - corner.x, pointer.y - corner.y))
            drawn.hovered_factor = factor.number;
        const bool lit = std::find(colors.lit_factors.begin(), colors.lit_factors.end(),
                                   factor.number) != colors.lit_factors.end();
        draw_factor_area(frame, draw_list, factor, lit, corner);
    }
    const auto color_in = [&](std::int32_t factor) {
        return factor < 0 ? ink
                          : factor_color(frame.theme,
                                         formula.factors[static_cast<std::size_t>(factor)].number);
    };
    for (const Formula::Line& line : formula.fraction_lines) {
        const float thickness = std::max(1.0F, std::round(em(0.075F)));
        const float y = std::round(corner.y + line.y);
        draw_list->AddRectFilled({std::round(corner.x + line.x), y},
                                 {std::round(corner.x + line.x + line.width), y + thickness},
                                 color_in(line.factor));
    }
    for (const Formula::Run& run : formula.runs) {
        ImFont* face = run.bold ? frame.fonts.bold : font_of(frame.fonts, formula.style);
        const ImFontBaked* baked = face->GetFontBaked(run.size);
        const float ascent = baked->Ascent * run.size / baked->Size;
        const bool in_chip =
            run.factor >= 0 && formula.factors[static_cast<std::size_t>(run.factor)].is_value;
        draw_list->AddText(
            face, run.size,
            {std::round(corner.x + run.x), std::round(corner.y + run.baseline - ascent)},
            in_chip                                          ? frame.theme.text_strong
            : run.bold && run.factor < 0 && colors.text == 0 ? frame.theme.text_strong
                                                             : color_in(run.factor),
            run.text.data(), run.text.data() + run.text.size());
    }
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
