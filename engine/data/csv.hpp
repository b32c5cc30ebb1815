#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace backprop {

// Reading text as comma-separated values (RFC 4180), one row at a time. Lines may end with LF, CR
// or CRLF; spaces around a cell do not count; blank rows are passed over.

/// One cell, without the spaces around it and without quotes.
struct CsvCell {
    std::string text;
    bool quoted = false;
};

struct CsvRow {
    std::vector<CsvCell> cells; ///< at least `count`; those beyond are left from earlier rows
    std::size_t count = 0;      ///< how many cells the row has; at most k_csv_kept_cells are kept
    std::int32_t line = 0;      ///< where the row begins, from 1
    std::string problem;        ///< what is wrong with its quotes; empty: nothing
    std::size_t problem_cell = 0;
};

/// Cells of a row beyond so many are counted, not kept.
inline constexpr std::size_t k_csv_kept_cells = 5000;

/// A place in a text. The text must outlive it.
struct CsvCursor {
    std::string_view text;
    char delimiter = ',';
    std::size_t at = 0;
    std::int32_t line = 1;
};

/// The next row that is not blank; false at the end of the text. `row` may be used again and again.
bool read_row(CsvCursor& cursor, CsvRow& row);

/// The delimiter (comma, semicolon or tab) with which the first rows have the most regular width
/// and the most numbers; a comma when there is one column only.
char detect_delimiter(std::string_view text);

/// A decimal number of the usual form, the nearest double: 7, -0.5, .5, 6e-3. The decimal sign is
/// told. Not "inf", hexadecimal or anything with other characters. An infinite value is possible:
/// 1e999.
std::optional<double> parse_number(std::string_view text, char decimal_sign);

/// Whether this is a number with separators between its thousands: 1,234.5 or 1.234.567 or 12 345.
/// What parse_number reads with either decimal sign can be, too: 1,234.
bool has_thousands_separators(std::string_view text);

/// What the text of a CSV file was written in.
enum class TextCoding : std::uint8_t { Utf8, Latin1, Utf16, Binary };

/// Byte order marks and zero bytes decide; bytes that are no UTF-8 make it Latin-1.
TextCoding detect_coding(std::string_view text);

/// Latin-1 as UTF-8.
std::string from_latin1(std::string_view text);

} // namespace backprop
