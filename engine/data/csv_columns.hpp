#pragma once

#include "engine/data/csv.hpp"
#include "engine/data/csv_import.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace backprop {

// Between csv_import.cpp and csv_columns.cpp: what is known of a text while it is imported.
// Functions that return a string return what is wrong, in a sentence; empty: nothing.

/// What the cells of a column have in common, over all rows of the right width.
struct CsvFacts {
    std::int32_t filled = 0;
    std::int32_t point_numbers = 0;     ///< numbers if the decimal sign is a point
    std::int32_t comma_numbers = 0;     ///< numbers if it is a comma
    std::int32_t separated_numbers = 0; ///< numbers with thousands separators, which are not read
    std::set<std::string> texts;        ///< at most one more than a target may have labels
    std::set<double> values;            ///< as many, of the numbers
    bool whole = true;                  ///< whether all numbers are whole
};

/// The text being imported, and what is known of it so far.
struct CsvText {
    std::string_view text;
    const CsvOptions& options;
    CsvReport& report;
    std::vector<CsvFacts> facts;
    bool has_decimal_point = false; ///< somewhere a number is written with a point
    bool has_decimal_comma = false;
    std::int32_t twice_as_wide = 0; ///< rows with twice the header's cells
};

/// Reads the names of the header, or makes them up, for as many columns as the first row has.
std::string name_columns(CsvText& csv);

/// The first walk over the rows: counts them and notes what the columns hold.
std::string survey_rows(CsvText& csv);

/// The decimal sign, what each column's cells are, which are inputs and which targets, the task
/// (as told, else guessed), and the labels. Nothing to do when no column holds anything.
std::string choose_columns(CsvText& csv, Task& task);

/// Whether the first row holds no number, but one of the next rows does.
bool looks_like_header(std::string_view text, char delimiter);

/// Where the rows begin, behind the header.
CsvCursor begin_rows(const CsvText& csv);

/// "1 row", "7 rows".
std::string counted(std::int64_t count, const char* what);

/// As it may stand in a name or message: one line, not endless, cut between characters.
std::string shown(std::string text);

/// The same in quotation marks.
std::string quoted(const std::string& text);

} // namespace backprop
