#include "engine/experiment/markup.hpp"

#include <cstddef>

namespace backprop {

namespace {

constexpr int k_most_depth = 32; ///< deeper braces stand for themselves

struct Reader {
    std::string_view rest;
    int depth = 0;

    bool take(std::string_view wanted) {
        if (rest.substr(0, wanted.size()) != wanted) return false;
        rest.remove_prefix(wanted.size());
        return true;
    }
    /// The next sign, all its bytes.
    std::string_view sign() {
        std::size_t size = rest.empty() ? 0 : 1;
        while (size < rest.size() && (static_cast<unsigned char>(rest[size]) & 0xC0) == 0x80)
            ++size;
        const std::string_view taken = rest.substr(0, size);
        rest.remove_prefix(size);
        return taken;
    }
};

bool is_special(char letter) {
    return letter == '_' || letter == '^' || letter == '{' || letter == '}' || letter == '\\' ||
           letter == '&';
}

void read_row(Reader& reader, bool braced, std::vector<MarkupNode>& nodes);

/// "{...}", or one sign.
void read_argument(Reader& reader, std::vector<MarkupNode>& nodes) {
    if (reader.depth < k_most_depth && reader.take("{"))
        read_row(reader, true, nodes);
    else if (!reader.rest.empty())
        nodes.push_back({MarkupKind::Text, 0, reader.sign(), {}});
}

/// "N}" before the argument of a factor.
std::int32_t read_number(Reader& reader) {
    std::int32_t number = 0;
    while (!reader.rest.empty() && !reader.take("}")) {
        const char digit = reader.sign()[0];
        if (digit >= '0' && digit <= '9' && number < 100'000) number = 10 * number + (digit - '0');
    }
    return number;
}

/// What follows a backslash.
MarkupNode read_command(Reader& reader) {
    MarkupNode node;
    if (reader.take("frac")) {
        node.kind = MarkupKind::Fraction;
        node.children.resize(2);
        for (MarkupNode& part : node.children)
            read_argument(reader, part.children);
        return node;
    }
    const bool is_factor = reader.take("c{"), is_value = !is_factor && reader.take("v{");
    if (is_factor || is_value) {
        node.kind = is_factor ? MarkupKind::Factor : MarkupKind::Value;
        node.number = read_number(reader);
        read_argument(reader, node.children);
        return node;
    }
    if (reader.depth < k_most_depth && reader.take("b{")) {
        node.kind = MarkupKind::Bold;
        read_row(reader, true, node.children);
        return node;
    }
    node.kind = MarkupKind::Text;
    node.text = !reader.rest.empty() && is_special(reader.rest[0]) ? reader.sign() : "\\";
    return node;
}

/// Up to the closing brace when `braced`, otherwise to the end.
void read_row(Reader& reader, bool braced, std::vector<MarkupNode>& nodes) {
    ++reader.depth;
    while (!reader.rest.empty()) {
        if (braced && reader.take("}")) break;
        MarkupNode node;
        if (reader.take("\\")) {
            node = read_command(reader);
        } else if (reader.take("_")) {
            node.kind = MarkupKind::Lowered;
            read_argument(reader, node.children);
        } else if (reader.take("^")) {
            node.kind = MarkupKind::Raised;
            read_argument(reader, node.children);
        } else if (reader.take("&")) {
            node.kind = MarkupKind::Text;
            node.text = " ";
        } else {
            node.kind = MarkupKind::Text;
            std::size_t size = 1; // a sign that is special elsewhere stands for itself
            while (size < reader.rest.size() && !is_special(reader.rest[size]))
                ++size;
            node.text = reader.rest.substr(0, size);
            reader.rest.remove_prefix(size);
        }
        nodes.push_back(std::move(node));
    }
    --reader.depth;
}

struct Sign {
    std::string_view plain;
    std::string_view set;
};
constexpr Sign k_lowered[] = {{"0", "₀"}, {"1", "₁"}, {"2", "₂"}, {"3", "₃"}, {"4", "₄"},
                              {"5", "₅"}, {"6", "₆"}, {"7", "₇"}, {"8", "₈"}, {"9", "₉"},
                              {"i", "ᵢ"}, {"j", "ⱼ"}, {",", ","}};
constexpr Sign k_raised[] = {{"0", "⁰"}, {"1", "¹"}, {"2", "²"}, {"3", "³"}, {"4", "⁴"},
                             {"5", "⁵"}, {"6", "⁶"}, {"7", "⁷"}, {"8", "⁸"}, {"9", "⁹"},
                             {"l", "ˡ"}, {"n", "ⁿ"}, {"T", "ᵀ"}, {"+", "⁺"}, {"−", "⁻"}};

/// `plain` in these signs, or behind `otherwise` when one of it is not among them.
template <std::size_t Count>
std::string in_signs(std::string_view plain, const Sign (&signs)[Count],
                     std::string_view otherwise) {
    std::string result;
    Reader reader{plain};
    while (!reader.rest.empty()) {
        const std::size_t before = result.size();
        const std::string_view next = reader.sign();
        for (const Sign& sign : signs)
            if (sign.plain == next) result += sign.set;
        if (result.size() == before) return std::string(otherwise) + std::string(plain);
    }
    return result;
}

void append_plain(const MarkupNode& node, std::string& line);

std::string plain_children(const MarkupNode& node) {
    std::string line;
    for (const MarkupNode& child : node.children)
        append_plain(child, line);
    return line;
}

/// In brackets when it is more than one thing.
std::string bracketed(const std::string& part) {
    const bool several = part.find(' ') != std::string::npos || part.find("·") != std::string::npos;
    return several ? "(" + part + ")" : part;
}

void append_plain(const MarkupNode& node, std::string& line) {
    switch (node.kind) {
    case MarkupKind::Text:
        line += node.text;
        break;
    case MarkupKind::Lowered:
        line += in_signs(plain_children(node), k_lowered, "_");
        break;
    case MarkupKind::Raised:
        line += in_signs(plain_children(node), k_raised, "^");
        break;
    case MarkupKind::Fraction:
        line += bracketed(plain_children(node.children[0])) + "/" +
                bracketed(plain_children(node.children[1]));
        break;
    case MarkupKind::Row:
    case MarkupKind::Factor:
    case MarkupKind::Value:
    case MarkupKind::Bold:
        line += plain_children(node);
        break;
    }
}

} // namespace

MarkupNode parse_markup(std::string_view markup) {
    MarkupNode row;
    Reader reader{markup};
    read_row(reader, false, row.children);
    return row;
}

std::vector<std::string_view> markup_cells(std::string_view markup) {
    std::vector<std::string_view> cells;
    int depth = 0;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < markup.size(); ++at) {
        if (markup[at] == '\\') {
            ++at;
        } else if (markup[at] == '{') {
            ++depth;
        } else if (markup[at] == '}') {
            --depth;
        } else if (markup[at] == '&' && depth == 0) {
            cells.push_back(markup.substr(begin, at - begin));
            begin = at + 1;
        }
    }
    cells.push_back(markup.substr(begin));
    return cells;
}

std::string literal_markup(std::string_view text) {
    std::string markup;
    for (const char letter : text) {
        if (is_special(letter)) markup += '\\';
        markup += letter;
    }
    return markup;
}

std::string plain_text(std::string_view markup) {
    std::string line;
    for (const std::string_view cell : markup_cells(markup)) {
        if (!line.empty() && !cell.empty()) line += ' ';
        append_plain(parse_markup(cell), line);
    }
    return line;
}

std::string plain_text(const MarkupNode& node) {
    std::string line;
    append_plain(node, line);
    return line;
}

} // namespace backprop
