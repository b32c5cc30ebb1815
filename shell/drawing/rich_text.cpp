#include "shell/drawing/rich_text.hpp"

#include "engine/experiment/lesson_value.hpp"
#include "shell/lessons/lesson_control.hpp"
#include "shell/texts.hpp"

#include <imgui.h>

#include <algorithm>
#include <cfloat>
#include <cmath>

namespace backprop::shell {

namespace {

// Of a line of text, in units of its size.
constexpr float k_ascent = 0.98F;
constexpr float k_descent = 0.36F;

using Piece = RichText::Piece;

ImFont* face_of(const Frame& frame, TextStyle style, bool bold) {
    return bold ? frame.fonts.bold : font_of(frame.fonts, style);
}

float width_of(const Frame& frame, TextStyle style, bool bold, std::string_view text) {
    return face_of(frame, style, bold)
        ->CalcTextSizeA(size_of(style), FLT_MAX, 0, text.data(), text.data() + text.size())
        .x;
}

/// What must not be torn apart, and whether a space stands before it.
struct Word {
    std::vector<Piece> pieces;
    bool after_space = false;
};

/// Cuts a run of words at its spaces.
void add_words(std::vector<Word>& words, const Piece& whole, bool& space) {
    std::string_view rest = whole.text;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        if (end > 0) {
            if (space || words.empty()) words.push_back({{}, space});
            Piece piece = whole;
            piece.text = rest.substr(0, end);
            words.back().pieces.push_back(std::move(piece));
            space = false;
        }
        if (end == rest.size()) break;
        space = true;
        rest.remove_prefix(end + 1);
    }
}

Piece piece_of(const Frame& frame, const TextRun& run, TextStyle style) {
    Piece piece;
    piece.kind = run.kind;
    piece.bold = run.bold;
    piece.text = run.text;
    if (run.kind == RunKind::Term) piece.term = run.target;
    if (run.kind == RunKind::Value)
        piece.text = value_text(lesson_number(frame.widget_state.lessons, run.target), run.digits);
    if (run.kind == RunKind::Formula)
        piece.formula = lay_out_formula(frame.fonts, run.bold ? "\\b{" + run.text + "}" : run.text,
                                        {style, 0, false});
    return piece;
}

std::vector<Word> words_of(const Frame& frame, const LessonText& text, TextStyle style,
                           std::string& plain) {
    std::vector<Word> words;
    bool space = false;
    for (const TextRun& run : text) {
        Piece piece = piece_of(frame, run, style);
        plain += piece.formula ? plain_text(run.text) : piece.text;
        if (!piece.formula) {
            add_words(words, piece, space);
            continue;
        }
        if (space || words.empty()) words.push_back({{}, space});
        words.back().pieces.push_back(std::move(piece));
        space = false;
    }
    for (Word& word : words)
        for (Piece& piece : word.pieces)
            piece.width = piece.formula ? piece.formula->width
                                        : width_of(frame, style, piece.bold, piece.text);
    return words;
}

/// Gives each line the height that its formulas need.
void stack_lines(RichText& text, float size) {
    std::vector<float> ascent(text.lines.size(), k_ascent * size);
    std::vector<float> descent(text.lines.size(), k_descent * size);
    for (const Piece& piece : text.pieces) {
        if (!piece.formula) continue;
        const auto line = static_cast<std::size_t>(piece.line);
        const float above = piece.formula->baseline, below = piece.formula->height - above;
        ascent[line] = std::max(ascent[line], above + 0.1F * size);
        descent[line] = std::max(descent[line], below + 0.1F * size);
    }
    for (std::size_t i = 0; i < text.lines.size(); ++i) {
        RichText::Line& line = text.lines[i];
        line.top = text.height;
        line.baseline = line.top + ascent[i];
        line.bottom = text.height = line.baseline + descent[i];
    }
}

/// The neighbours of a term in its line belong to one button: [first, end) of the pieces.
std::size_t end_of_term(const RichText& text, std::size_t first) {
    std::size_t end = first + 1;
    while (end < text.pieces.size() && text.pieces[end].term == text.pieces[first].term &&
           text.pieces[end].line == text.pieces[first].line)
        ++end;
    return end;
}

void draw_term(Frame& frame, const std::string& id, const RichText& text, std::size_t first,
               std::size_t end, ImVec2 corner) {
    const Piece& begin = text.pieces[first];
    const Piece& last = text.pieces[end - 1];
    const RichText::Line& line = text.lines[static_cast<std::size_t>(begin.line)];
    const Rect rect{corner.x + begin.x, corner.y + line.top, last.x + last.width - begin.x,
                    line.bottom - line.top};
    bool hovered = false;
    LessonState& lessons = frame.widget_state.lessons;
    if (hit_area(frame, id, fill(text_or("lesson.term", "{0}"), {begin.term}), rect, &hovered)) {
        lessons.term = begin.term;
        lessons.term_asked = true;
        lessons.term_anchor = rect;
    }
    // Dots: a link to an explanation, not to another place.
    const float y = std::round(corner.y + line.baseline + em(0.16F));
    const float dot = std::max(1.0F, std::round(em(0.075F)));
    const ImU32 ink = hovered ? frame.theme.text_strong : frame.theme.text_dim;
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    for (float x = 0; x + dot <= rect.width; x += 3 * dot)
        draw_list->AddRectFilled({rect.x + x, y}, {rect.x + x + dot, y + dot}, ink);
}

} // namespace

RichText lay_out_rich_text(const Frame& frame, const LessonText& text, const RichTextStyle& style) {
    RichText result;
    const float space = width_of(frame, style.text, false, " ");
    float x = 0;
    result.lines.emplace_back();
    for (Word& word : words_of(frame, text, style.text, result.plain)) {
        float width = 0;
        for (const Piece& piece : word.pieces)
            width += piece.width;
        if (word.after_space && x > 0) x += space;
        if (style.width > 0 && x > 0 && x + width > style.width) {
            result.lines.emplace_back();
            x = 0;
        }
        for (Piece& piece : word.pieces) {
            piece.x = x;
            piece.line = static_cast<int>(result.lines.size()) - 1;
            x += piece.width;
            result.pieces.push_back(std::move(piece));
        }
        result.width = std::max(result.width, x);
    }
    stack_lines(result, size_of(style.text));
    return result;
}

void draw_rich_text(Frame& frame, std::string_view id, const RichText& text, ImVec2 corner,
                    const RichTextStyle& style) {
    const ImU32 ink = style.color != 0 ? style.color : color_of(frame.theme, style.text);
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const std::string name(id);
    const float size = size_of(style.text);
    int formulas = 0, terms = 0;
    std::size_t term_end = 0;
    for (std::size_t i = 0; i < text.pieces.size(); ++i) {
        const Piece& piece = text.pieces[i];
        const float baseline = corner.y + text.lines[static_cast<std::size_t>(piece.line)].baseline;
        if (piece.formula) {
            draw_formula(frame, draw_list, name + ".formula " + std::to_string(++formulas),
                         *piece.formula, {corner.x + piece.x, baseline - piece.formula->baseline},
                         {ink});
            continue;
        }
        if (!piece.term.empty() && i >= term_end) {
            term_end = end_of_term(text, i);
            draw_term(frame, name + ".term " + std::to_string(++terms), text, i, term_end, corner);
        }
        ImFont* face = face_of(frame, style.text, piece.bold);
        const ImFontBaked* baked = face->GetFontBaked(size);
        const float ascent = baked->Ascent * size / baked->Size;
        const bool strong = piece.bold || piece.kind == RunKind::Value;
        draw_list->AddText(face, size,
                           {std::round(corner.x + piece.x), std::round(baseline - ascent)},
                           strong && style.color == 0 ? frame.theme.text_strong : ink,
                           piece.text.data(), piece.text.data() + piece.text.size());
    }
    WidgetRecord record;
    record.id = id;
    record.label = record.text = text.plain;
    record.role = "text";
    record.rect = {corner.x, corner.y, text.width, text.height};
    add_record(frame.registry, std::move(record));
}

void draw_rich_text(Frame& frame, std::string_view id, const LessonText& text,
                    RichTextStyle style) {
    if (style.width <= 0) style.width = ImGui::GetContentRegionAvail().x;
    const RichText laid_out = lay_out_rich_text(frame, text, style);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    draw_rich_text(frame, id, laid_out, corner, style);
    ImGui::SetCursorScreenPos(corner);
    ImGui::Dummy({style.width, laid_out.height});
}

} // namespace backprop::shell
