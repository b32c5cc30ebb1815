#include "shell/drawing/formula.hpp"

#include <algorithm>
#include <cfloat>
#include <cmath>

namespace backprop::shell {

namespace {

// In units of the size of the text that they belong to.
constexpr float k_script_size = 0.74F;
constexpr float k_raise = 0.36F;
constexpr float k_lower = 0.18F;
constexpr float k_axis = 0.27F;         ///< the height of "−" and of fraction lines
constexpr float k_fraction_gap = 0.17F; ///< between a fraction's line and its parts
constexpr float k_fraction_side = 0.1F; ///< its line is longer than its parts
constexpr float k_digit_height = 0.63F;
constexpr float k_mark_gap = 0.14F; ///< between a factor and its mark
constexpr float k_chip_padding = 0.3F;
constexpr float k_cell_gap = 0.35F;
constexpr float k_row_gap = 0.45F;
constexpr float k_block_gap = 0.95F;
constexpr float k_text_ascent = 0.8F; ///< of a line of running text
constexpr float k_text_descent = 0.3F;
constexpr float k_line_gap = 0.25F;

struct Extent {
    float width = 0, ascent = 0, descent = 0;
};

void cover(Extent& extent, const Extent& other, float shift = 0) {
    extent.ascent = std::max(extent.ascent, other.ascent - shift);
    extent.descent = std::max(extent.descent, other.descent + shift);
}

/// How many of each kind a formula has: what comes later belongs together.
struct Place {
    std::size_t runs, lines, factors;
};

Place place_in(const Formula& formula) {
    return {formula.runs.size(), formula.fraction_lines.size(), formula.factors.size()};
}

void shift(Formula& formula, const Place& from, const Place& to, float x, float y) {
    for (std::size_t i = from.runs; i < to.runs; ++i) {
        formula.runs[i].x += x;
        formula.runs[i].baseline += y;
    }
    for (std::size_t i = from.lines; i < to.lines; ++i) {
        formula.fraction_lines[i].x += x;
        formula.fraction_lines[i].y += y;
    }
    for (std::size_t i = from.factors; i < to.factors; ++i) {
        formula.factors[i].rect.x += x;
        formula.factors[i].rect.y += y;
    }
}

/// The next sign of UTF-8 text of the basic plane.
ImWchar next_sign(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) -> unsigned {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const unsigned first = byte(at);
    const std::size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    unsigned code = size == 1 ? first : first & (0x7FU >> size);
    for (std::size_t i = 1; i < size; ++i)
        code = code << 6 | (byte(at + i) & 0x3FU);
    at += size;
    return static_cast<ImWchar>(code);
}

/// Sets nodes at x, on the baseline 0, behind what the formula has.
struct Setter {
    const Fonts& fonts;
    Formula& formula;
    TextStyle style;
    std::int32_t row = 0;

    struct State {
        float size;
        bool bold;
        std::int32_t factor;
    };

    Extent set(const MarkupNode& node, const State& state, float x);
    Extent set_row(const std::vector<MarkupNode>& nodes, const State& state, float x);
    Extent set_text(std::string_view text, const State& state, float x);
    Extent set_fraction(const MarkupNode& node, const State& state, float x);
    Extent set_factor(const MarkupNode& node, const State& state, float x);
    ImFont* font(bool bold) const { return bold ? fonts.bold : font_of(fonts, style); }
};

Extent Setter::set_text(std::string_view text, const State& state, float x) {
    ImFont* face = font(state.bold);
    ImFontBaked* baked = face->GetFontBaked(state.size);
    const float scale = state.size / baked->Size;
    Extent extent;
    for (std::size_t at = 0; at < text.size();) {
        const ImFontGlyph* glyph = baked->FindGlyph(next_sign(text, at));
        if (!glyph || !glyph->Visible) continue;
        extent.ascent = std::max(extent.ascent, (baked->Ascent - glyph->Y0) * scale);
        extent.descent = std::max(extent.descent, (glyph->Y1 - baked->Ascent) * scale);
    }
    extent.width =
        face->CalcTextSizeA(state.size, FLT_MAX, 0, text.data(), text.data() + text.size()).x;
    formula.runs.push_back({x, 0, state.size, state.bold, state.factor, std::string(text)});
    return extent;
}

Extent Setter::set_fraction(const MarkupNode& node, const State& state, float x) {
    const float side = k_fraction_side * state.size;
    const float axis = -k_axis * state.size, gap = k_fraction_gap * state.size;
    const Place first = place_in(formula);
    const Extent above = set_row(node.children[0].children, state, x);
    const Place second = place_in(formula);
    const Extent below = set_row(node.children[1].children, state, x);
    const float width = std::max(above.width, below.width) + 2 * side;
    const float rise = axis - gap - above.descent, fall = axis + gap + below.ascent;
    shift(formula, first, second, (width - above.width) / 2, rise);
    shift(formula, second, place_in(formula), (width - below.width) / 2, fall);
    formula.fraction_lines.push_back({x, axis, width, state.factor});
    Extent extent{width, 0, 0};
    cover(extent, above, rise);
    cover(extent, below, fall);
    return extent;
}

Extent Setter::set_factor(const MarkupNode& node, const State& state, float x) {
    const bool is_value = node.kind == MarkupKind::Value;
    const float padding = is_value ? k_chip_padding * state.size : 0;
    State inside = state;
    inside.factor = static_cast<std::int32_t>(formula.factors.size());
    formula.factors.push_back({node.number, row, is_value, {}, plain_text(node)});
    Extent extent = set_row(node.children, inside, x + padding);
    if (is_value) cover(extent, {0, k_digit_height * state.size, 0}); // "—" has a chip as high
    extent.width += 2 * padding;
    extent.ascent += 0.6F * padding;
    extent.descent += is_value ? 0.6F * padding : k_mark_gap * state.size;
    FormulaFactor& factor = formula.factors[static_cast<std::size_t>(inside.factor)];
    factor.rect = {x, -extent.ascent, extent.width, extent.ascent + extent.descent};
    return extent;
}

Extent Setter::set(const MarkupNode& node, const State& state, float x) {
    State inside = state;
    switch (node.kind) {
    case MarkupKind::Text:
        return set_text(node.text, state, x);
    case MarkupKind::Fraction:
        return set_fraction(node, state, x);
    case MarkupKind::Factor:
    case MarkupKind::Value:
        return set_factor(node, state, x);
    case MarkupKind::Lowered:
    case MarkupKind::Raised: {
        inside.size = std::round(k_script_size * state.size);
        const float move = (node.kind == MarkupKind::Lowered ? k_lower : -k_raise) * state.size;
        const Place before = place_in(formula);
        Extent extent = set_row(node.children, inside, x);
        shift(formula, before, place_in(formula), 0, move);
        return {extent.width + 0.04F * state.size, extent.ascent - move, extent.descent + move};
    }
    case MarkupKind::Bold:
        inside.bold = true;
        break;
    case MarkupKind::Row:
        break;
    }
    return set_row(node.children, inside, x);
}

Extent Setter::set_row(const std::vector<MarkupNode>& nodes, const State& state, float x) {
    Extent extent;
    for (const MarkupNode& node : nodes) {
        const Extent part = set(node, state, x + extent.width);
        extent.width += part.width;
        cover(extent, part);
    }
    return extent;
}

/// What must not be torn apart, and whether a line ends before it.
struct Word {
    std::vector<MarkupNode> nodes;
    bool new_line = false;
};

bool is_operator(const Word& word) {
    if (word.nodes.size() != 1 || word.nodes[0].kind != MarkupKind::Text) return false;
    for (const std::string_view sign : {"=", "·", "+", "−", "←", "→", "⊙", "/", "≈"})
        if (word.nodes[0].text == sign) return true;
    return false;
}

void add_to_word(std::vector<Word>& words, const MarkupNode& node, bool bold) {
    if (bold)
        words.back().nodes.push_back({MarkupKind::Bold, 0, {}, {node}});
    else
        words.back().nodes.push_back(node);
}

void collect_words(const std::vector<MarkupNode>& nodes, bool bold, std::vector<Word>& words) {
    for (const MarkupNode& node : nodes) {
        if (node.kind == MarkupKind::Bold) {
            collect_words(node.children, true, words);
            continue;
        }
        if (node.kind != MarkupKind::Text) {
            add_to_word(words, node, bold);
            continue;
        }
        std::string_view rest = node.text;
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find_first_of(" \n"), rest.size());
            if (end > 0) add_to_word(words, {MarkupKind::Text, 0, rest.substr(0, end), {}}, bold);
            if (end == rest.size()) break;
            const bool new_line = rest[end] == '\n';
            if (new_line || !words.back().nodes.empty()) words.emplace_back();
            words.back().new_line = words.back().new_line || new_line;
            rest.remove_prefix(end + 1);
        }
    }
}

struct LineEnd {
    Place begin;
    Extent extent;
};

/// Moves the line that begins at `line.begin` to its place below what there is.
void end_line(Formula& formula, const LineEnd& line, const Place& end, bool paragraph, float size) {
    Extent extent = line.extent;
    if (paragraph || extent.ascent + extent.descent <= 0)
        cover(extent, {0, k_text_ascent * size, k_text_descent * size});
    const bool is_first = formula.height <= 0;
    const float gap = is_first || paragraph ? 0 : k_line_gap * size;
    const float baseline = formula.height + gap + extent.ascent;
    if (is_first) formula.baseline = baseline;
    shift(formula, line.begin, end, 0, baseline);
    formula.height = baseline + extent.descent;
    formula.width = std::max(formula.width, extent.width);
}

struct Cell {
    Place begin, end;
    Extent extent;
};

/// How many columns, from `first` on, fit into `width` besides `left`. An operator stays before
/// what follows it: pairs of columns are never parted.
std::size_t columns_that_fit(const std::vector<float>& columns, std::size_t first, float left,
                             float gap, float width) {
    std::size_t end = std::min(columns.size(), first == 0 ? std::size_t{1} : first);
    float x = left;
    for (std::size_t i = first; i < end; ++i)
        x += columns[i] + gap;
    while (end < columns.size()) {
        const std::size_t next = std::min(columns.size(), end + 2);
        for (std::size_t i = end; i < next; ++i)
            x += columns[i] + gap;
        const bool is_first_pair = end == first || (first == 0 && end == 1);
        if (width > 0 && x - gap > width && !is_first_pair) break;
        end = next;
    }
    return end;
}

void place_block(Formula& formula, std::vector<std::vector<Cell>>& rows,
                 const std::vector<float>& columns, std::size_t first, std::size_t end, float left,
                 float gap, float size) {
    for (std::size_t row = 0; row < rows.size(); ++row) {
        Extent extent;
        const std::size_t last = std::min(end, rows[row].size());
        for (std::size_t i = first; i < last; ++i)
            cover(extent, rows[row][i].extent);
        if (first >= last) continue;
        const bool begins_block = row == 0 && first > 0;
        if (formula.height > 0) formula.height += (begins_block ? k_block_gap : k_row_gap) * size;
        const float baseline = formula.height + extent.ascent;
        if (row == 0 && first == 0) formula.baseline = baseline;
        if (first == 0) formula.rows[row].rect.y = formula.height;
        float x = left;
        for (std::size_t i = first; i < last; ++i) {
            const Cell& cell = rows[row][i];
            const bool to_left = i == 0 || i + 1 == columns.size();
            const float spare = to_left ? 0 : (columns[i] - cell.extent.width) / 2;
            shift(formula, cell.begin, cell.end, x + spare, baseline);
            formula.width = std::max(formula.width, x + spare + cell.extent.width);
            x += columns[i] + gap;
        }
        formula.height = baseline + extent.descent;
        Rect& place = formula.rows[row].rect;
        place.width = std::max(place.width, x - gap);
        place.height = formula.height - place.y;
    }
}

} // namespace

Formula lay_out_formula(const Fonts& fonts, std::string_view markup, const FormulaStyle& style) {
    Formula formula;
    formula.style = style.text;
    formula.rows.push_back({plain_text(markup), {}});
    const MarkupNode parsed = parse_markup(markup);
    std::vector<Word> words(1);
    collect_words(parsed.children, false, words);
    Setter setter{fonts, formula, style.text};
    const float size = size_of(style.text);
    const Setter::State state{size, style.text == TextStyle::Strong, -1};
    const float space = measure(fonts, style.text, " ").x;
    LineEnd line{place_in(formula), {}};
    for (std::size_t i = 0; i < words.size();) {
        const Place begin = place_in(formula);
        const bool is_first = line.extent.width <= 0;
        const float x = is_first ? 0 : line.extent.width + space;
        const bool new_line = words[i].new_line;
        Extent unit;
        bool joins = true; // an operator stays before what follows it
        while (joins && i < words.size()) {
            joins = is_operator(words[i]);
            const float start = unit.width > 0 ? unit.width + space : 0;
            const Extent word = setter.set_row(words[i].nodes, state, x + start);
            unit.width = start + word.width;
            cover(unit, word);
            ++i;
            joins = joins && i < words.size() && !words[i].new_line;
        }
        if (new_line || (style.width > 0 && !is_first && x + unit.width > style.width)) {
            end_line(formula, line, begin, style.paragraph, size);
            shift(formula, begin, place_in(formula), -x, 0);
            line = {begin, unit};
            continue;
        }
        line.extent.width = x + unit.width;
        cover(line.extent, unit);
    }
    end_line(formula, line, place_in(formula), style.paragraph, size);
    formula.rows[0].rect = {0, 0, formula.width, formula.height};
    return formula;
}

Formula lay_out_aligned(const Fonts& fonts, std::span<const std::string> rows,
                        const FormulaStyle& style) {
    Formula formula;
    formula.style = style.text;
    Setter setter{fonts, formula, style.text};
    const float size = size_of(style.text);
    std::vector<std::vector<Cell>> cells(rows.size());
    std::vector<float> columns;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        formula.rows.push_back({plain_text(rows[row]), {}});
        setter.row = static_cast<std::int32_t>(row);
        for (const std::string_view cell : markup_cells(rows[row])) {
            const Place begin = place_in(formula);
            const Extent extent =
                setter.set(parse_markup(cell), {size, style.text == TextStyle::Strong, -1}, 0);
            const std::size_t column = cells[row].size();
            if (columns.size() <= column) columns.push_back(0);
            columns[column] = std::max(columns[column], extent.width);
            cells[row].push_back({begin, place_in(formula), extent});
        }
    }
    const float gap = k_cell_gap * size;
    float left = 0;
    for (std::size_t first = 0; first < columns.size();) {
        const std::size_t end = columns_that_fit(columns, first, left, gap, style.width);
        place_block(formula, cells, columns, first, end, left, gap, size);
        if (first == 0) left = columns[0] + gap;
        first = end;
    }
    return formula;
}

} // namespace backprop::shell
