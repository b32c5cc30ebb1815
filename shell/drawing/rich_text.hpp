#pragma once

#include "engine/experiment/lesson.hpp"
#include "shell/drawing/formula.hpp"
#include "shell/widgets.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace backprop::shell {

/// Running text of lessons: plain and bold words, formulas in the line, terms of the glossary and
/// live values (those of widget_state.lessons), broken into lines on common baselines.

struct RichTextStyle {
    TextStyle text = TextStyle::Body; ///< face and size
    float width = 0;                  ///< lines break at spaces; 0: one line
    ImU32 color = 0;                  ///< 0: the style's own
};

/// A text that is laid out, relative to its top left corner.
struct RichText {
    struct Piece {
        RunKind kind = RunKind::Plain;
        bool bold = false;
        std::string text;               ///< as drawn
        std::string term;               ///< key of the term it belongs to
        std::optional<Formula> formula; ///< in place of `text`
        float x = 0, width = 0;
        int line = 0;
    };
    struct Line {
        float top = 0, baseline = 0, bottom = 0;
    };
    std::vector<Piece> pieces;
    std::vector<Line> lines;
    std::string plain; ///< in one line, with the values
    float width = 0, height = 0;
};

RichText lay_out_rich_text(const Frame& frame, const LessonText& text, const RichTextStyle& style);

/// Draws with the top left corner at `corner`. Registers the whole as role "text" under `id`; each
/// term is a button "ID.term N" (from 1) that asks for the term's meaning.
void draw_rich_text(Frame& frame, std::string_view id, const RichText& text, ImVec2 corner,
                    const RichTextStyle& style);

/// Lays out and draws at the ImGui cursor, which goes on below. Width 0: to the right edge.
void draw_rich_text(Frame& frame, std::string_view id, const LessonText& text,
                    RichTextStyle style = {});

} // namespace backprop::shell
