#pragma once

#include "engine/experiment/markup.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace backprop::shell {

/// Formulas and texts with formulas in them, typeset from the markup of
/// engine/experiment/markup.hpp: parsed and measured by lay_out_formula, drawn by draw_formula.
/// Both are cheap enough for every frame.

/// How a formula is set.
struct FormulaStyle {
    TextStyle text = TextStyle::Body; ///< face and size
    float width = 0;        ///< lines break at spaces, before an operator; 0: only at '\n'
    bool paragraph = false; ///< lines as far apart as those of running text at least
};

/// Where a factor or a factor's value is, relative to the formula's corner.
struct FormulaFactor {
    std::int32_t number; ///< N of \c{N}{...} or \v{N}{...}
    std::int32_t row;    ///< of an aligned formula; 0
    bool is_value;
    Rect rect;
    std::string text; ///< in one line
};

/// A formula that is laid out: what to draw, relative to its top left corner.
struct Formula {
    struct Run {
        float x, baseline, size;
        bool bold;
        std::int32_t factor; ///< index into `factors`, −1: none
        std::string text;
    };
    struct Line {
        float x, y, width;
        std::int32_t factor;
    };
    TextStyle style = TextStyle::Body;
    std::vector<Run> runs;
    std::vector<Line> fraction_lines;
    std::vector<FormulaFactor> factors;
    struct Row {
        std::string text; ///< in one line
        Rect rect;
    };
    std::vector<Row> rows;
    float width = 0;
    float height = 0;
    float baseline = 0; ///< of the first line, from the top
};

Formula lay_out_formula(const Fonts& fonts, std::string_view markup,
                        const FormulaStyle& style = {});

/// Rows of one shape below each other, their cells (parted by `&`) in columns; each but the first
/// and last is centred. Where the columns do not fit style.width they go on below, a block of all
/// rows at a time.
Formula lay_out_aligned(const Fonts& fonts, std::span<const std::string> rows,
                        const FormulaStyle& style = {});

/// What is under the pointer of a drawn formula.
struct DrawnFormula {
    Rect rect;
    std::int32_t hovered_factor = 0; ///< its number; 0: none
};

struct FormulaColors {
    ImU32 text = 0;                                 ///< 0: the style's own
    std::span<const std::int32_t> lit_factors = {}; ///< drawn as if under the pointer
};

/// Draws with the top left corner at `position`, on whole pixels. Registers each row as role
/// "text" (a formula of several rows: "ID.1", "ID.2", ...) and each factor as a part
/// "ID.factor N" ("ID.value N"; of several rows "ID.1.factor N").
DrawnFormula draw_formula(Frame& frame, ImDrawList* draw_list, std::string_view id,
                          const Formula& formula, ImVec2 position,
                          const FormulaColors& colors = {});

/// Lays out and draws at the ImGui cursor, which goes on below.
DrawnFormula draw_formula(Frame& frame, std::string_view id, std::string_view markup,
                          const FormulaStyle& style = {}, const FormulaColors& colors = {});

/// The colour of factor `number`, and its mark: a line below `rect` whose pattern tells the factors
/// apart without colour.
ImU32 factor_color(const Theme& theme, std::int32_t number);
void draw_factor_mark(ImDrawList* draw_list, const Rect& rect, std::int32_t number, ImU32 color);

} // namespace backprop::shell
