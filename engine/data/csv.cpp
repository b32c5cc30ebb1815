#include "engine/data/csv.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>

namespace backprop {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_line_end(char c) {
    return c == '\n' || c == '\r';
}

bool at_end(const CsvCursor& cursor) {
    return cursor.at >= cursor.text.size();
}

char peek(const CsvCursor& cursor) {
    return cursor.text[cursor.at];
}

/// Steps over one line end, CRLF being one.
void skip_line_end(CsvCursor& cursor) {
    const bool carriage_return = peek(cursor) == '\r';
    ++cursor.at;
    if (carriage_return && !at_end(cursor) && peek(cursor) == '\n') ++cursor.at;
    ++cursor.line;
}

/// Whether the character is white space inside a line, and not what separates the cells.
bool is_space(const CsvCursor& cursor, char c) {
    return (c == ' ' || c == '\t') && c != cursor.delimiter;
}

bool at_cell_end(const CsvCursor& cursor) {
    return at_end(cursor) || peek(cursor) == cursor.delimiter || is_line_end(peek(cursor));
}

void trim(std::string& text) {
    const auto is_blank = [](char c) { return c == ' ' || c == '\t' || is_line_end(c); };
    while (!text.empty() && is_blank(text.back()))
        text.pop_back();
    std::size_t first = 0;
    while (first < text.size() && is_blank(text[first]))
        ++first;
    text.erase(0, first);
}

/// The inside of a quoted cell, the cursor behind its opening quote. A quote in it is doubled.
void read_quoted(CsvCursor& cursor, std::string& text, std::string& problem) {
    const std::int32_t opened = cursor.line;
    while (!at_end(cursor)) {
        const char c = peek(cursor);
        if (c == '"') {
            ++cursor.at;
            if (at_end(cursor) || peek(cursor) != '"') return;
            text += '"';
            ++cursor.at;
        } else if (is_line_end(c)) {
            skip_line_end(cursor);
            text += '\n';
        } else {
            text += c;
            ++cursor.at;
        }
    }
    problem = "the quote opened in line " + std::to_string(opened) + " is never closed";
}

/// Reads one cell up to its delimiter or line end.
void read_cell(CsvCursor& cursor, CsvCell& cell, std::string& problem) {
    cell.text.clear();
    cell.quoted = false;
    while (!at_cell_end(cursor) && is_space(cursor, peek(cursor)))
        ++cursor.at;
    if (!at_cell_end(cursor) && peek(cursor) == '"') {
        ++cursor.at;
        cell.quoted = true;
        read_quoted(cursor, cell.text, problem);
        for (; !at_cell_end(cursor); ++cursor.at)
            if (!is_space(cursor, peek(cursor))) problem = "there is text behind a closing quote";
    } else {
        const std::size_t first = cursor.at;
        while (!at_cell_end(cursor))
            ++cursor.at;
        cell.text = cursor.text.substr(first, cursor.at - first);
    }
    trim(cell.text);
}

bool is_blank(const CsvRow& row) {
    if (row.count > k_csv_kept_cells) return false;
    return std::all_of(row.cells.begin(),
                       row.cells.begin() + static_cast<std::ptrdiff_t>(row.count),
                       [](const CsvCell& cell) { return cell.text.empty() && !cell.quoted; });
}

void read_any_row(CsvCursor& cursor, CsvRow& row) {
    CsvCell beyond;
    row.count = 0;
    row.line = cursor.line;
    row.problem.clear();
    while (true) {
        if (row.count < k_csv_kept_cells && row.cells.size() <= row.count) row.cells.emplace_back();
        std::string problem;
        read_cell(cursor, row.count < k_csv_kept_cells ? row.cells[row.count] : beyond, problem);
        if (!problem.empty() && row.problem.empty()) {
            row.problem = std::move(problem);
            row.problem_cell = row.count;
        }
        ++row.count;
        if (at_end(cursor)) return;
        if (is_line_end(peek(cursor))) {
            skip_line_end(cursor);
            return;
        }
        ++cursor.at; // the delimiter
    }
}

/// How table-like the first rows are with this delimiter: the share of rows with the commonest
/// width, and the share of cells that are numbers, a decimal comma allowed. 0: one column.
double regularity(std::string_view text, char delimiter) {
    constexpr std::size_t k_rows = 30;
    CsvCursor cursor{text, delimiter};
    CsvRow row;
    std::map<std::size_t, std::size_t> widths;
    std::size_t rows = 0, cells = 0, numbers = 0;
    while (rows < k_rows && read_row(cursor, row)) {
        ++rows;
        ++widths[row.count];
        const std::size_t kept = std::min(row.count, k_csv_kept_cells);
        for (std::size_t i = 0; i < kept; ++i) {
            const std::string& cell = row.cells[i].text;
            numbers += parse_number(cell, '.') || parse_number(cell, ',') ? 1U : 0U;
        }
        cells += kept;
    }
    std::size_t width = 0, most = 0;
    for (const auto& [count, times] : widths)
        if (times >= most) {
            most = times;
            width = count;
        }
    if (width < 2) return 0.0;
    return double(most) / double(rows) + double(numbers) / double(cells);
}

} // namespace

bool read_row(CsvCursor& cursor, CsvRow& row) {
    while (!at_end(cursor)) {
        read_any_row(cursor, row);
        if (!row.problem.empty() || !is_blank(row)) return true;
    }
    return false;
}

char detect_delimiter(std::string_view text) {
    char best = ',';
    double most = 0.0;
    // An equally good later one is more telling: people write commas for many reasons.
    for (const char delimiter : {',', ';', '\t'})
        if (const double score = regularity(text, delimiter); score > 0.0 && score >= most) {
            best = delimiter;
            most = score;
        }
    return best;
}

std::optional<double> parse_number(std::string_view text, char decimal_sign) {
    std::size_t at = 0;
    std::string plain; // the digits as one whole number, so that no decimal sign needs a locale
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) {
        if (text[at] == '-') plain = "-";
        ++at;
    }
    const std::size_t sign_length = plain.size();
    const auto take_digits = [&] {
        for (; at < text.size() && is_digit(text[at]); ++at)
            plain += text[at];
    };
    take_digits();
    std::int64_t exponent = 0;
    if (at < text.size() && text[at] == decimal_sign) {
        const std::size_t whole = plain.size();
        ++at;
        take_digits();
        exponent = -static_cast<std::int64_t>(plain.size() - whole);
    }
    if (plain.size() == sign_length) return std::nullopt;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        const bool negative = at < text.size() && text[at] == '-';
        if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
        constexpr std::int64_t k_most = 1'000'000'000; // beyond any exponent and any cell's length
        std::int64_t written = 0;
        const std::size_t first = at;
        for (; at < text.size() && is_digit(text[at]); ++at)
            written = std::min(k_most, 10 * written + (text[at] - '0'));
        if (at == first) return std::nullopt;
        exponent += negative ? -written : written;
    }
    if (at != text.size()) return std::nullopt;
    plain += 'e';
    plain += std::to_string(exponent);
    return std::strtod(plain.c_str(), nullptr);
}

bool has_thousands_separators(std::string_view text) {
    std::size_t at = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    const auto count_digits = [&] {
        const std::size_t first = at;
        while (at < text.size() && is_digit(text[at]))
            ++at;
        return at - first;
    };
    const std::size_t leading = count_digits();
    if (leading < 1 || leading > 3 || at == text.size()) return false;
    const char separator = text[at];
    if (separator != ',' && separator != '.' && separator != ' ' && separator != '\'') return false;
    while (at < text.size() && text[at] == separator) {
        ++at;
        if (count_digits() != 3) return false;
    }
    if (at == text.size()) return true;
    if (text[at] != '.' && text[at] != ',') return false;
    ++at;
    count_digits();
    return at == text.size();
}

/// Whether the bytes from `at` on are one UTF-8 character; its length, or 0.
static std::size_t utf8_length(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(at);
    if (lead < 0x80) return 1;
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() - at < length) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if (byte(at + i) < 0x80 || byte(at + i) > 0xbf) return 0;
    const unsigned second = byte(at + 1);
    const bool overlong = (lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90);
    const bool beyond = (lead == 0xed && second > 0x9f) || (lead == 0xf4 && second > 0x8f);
    return overlong || beyond ? 0 : length;
}

TextCoding detect_coding(std::string_view text) {
    const std::string_view mark = text.substr(0, 2);
    if (mark == "\xff\xfe" || mark == "\xfe\xff") return TextCoding::Utf16;
    if (text.find('\0') != std::string_view::npos) return TextCoding::Binary;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_length(text, at);
        if (length == 0) return TextCoding::Latin1;
        at += length;
    }
    return TextCoding::Utf8;
}

std::string from_latin1(std::string_view text) {
    std::string result;
    for (const char c : text) {
        const unsigned byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            result += c;
        } else {
            result += static_cast<char>(0xc0U | (byte >> 6U));
            result += static_cast<char>(0x80U | (byte & 0x3fU));
        }
    }
    return result;
}

} // namespace backprop
