#pragma once

#include "engine/data/data_spec.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace backprop {

/// Limits of a CSV file.
inline constexpr std::size_t k_csv_max_bytes = 16'000'000;
inline constexpr std::int32_t k_csv_max_rows = 100'000; ///< as an experiment's
inline constexpr std::int32_t k_csv_max_inputs = 4096;  ///< as an experiment's, after coding labels
inline constexpr std::int32_t k_csv_max_outputs = 1024;
inline constexpr std::int64_t k_csv_max_cells = 4'000'000; ///< rows × columns; as an experiment's
inline constexpr std::int32_t k_csv_max_classes = 100;     ///< labels of a target column
inline constexpr std::int32_t k_csv_max_input_labels = 20; ///< a text input with more is left out
inline constexpr double k_csv_max_magnitude = 1e30;        ///< as an experiment's
inline constexpr std::size_t k_csv_shown_problems = 10;

enum class CsvHeader : std::uint8_t { Detect, Present, Absent };

/// What the user says of a file. The defaults find out.
struct CsvOptions {
    char delimiter = '\0'; ///< ',', ';' or tab; 0: find out
    CsvHeader header = CsvHeader::Detect;
    std::vector<std::int32_t> targets; ///< columns from 0; empty: the last one with anything in it
    std::vector<std::int32_t> ignored; ///< columns that are neither input nor target
    std::optional<Task> task;
    double train_share = 0.8; ///< 0.1 to 1; 1 keeps every row for training, in the file's order
    std::int64_t seed = 1;    ///< of the shuffle that splits the rows
};

/// What a column's cells are: numbers; texts that stand for classes; other texts; nothing.
enum class CsvContent : std::uint8_t { Numbers, Labels, Text, Empty };
enum class CsvUse : std::uint8_t { Input, Target, Ignored };

struct CsvColumn {
    std::string name; ///< of the header, or "column 3"
    CsvContent content = CsvContent::Empty;
    CsvUse use = CsvUse::Ignored;
    std::vector<std::string> labels; ///< of Labels, sorted
};

/// A cell or row that could not be used; its row is left out.
struct CsvProblem {
    std::int32_t line;   ///< of the text, from 1
    std::int32_t column; ///< of the table, from 1; 0: the whole row
    std::string message; ///< one sentence
};

/// What was found. It is filled as far as reading went, whether or not rows came of it.
struct CsvReport {
    char delimiter = ',';
    bool has_header = false;
    char decimal_sign = '.';
    std::vector<CsvColumn> columns;
    std::int32_t rows = 0;          ///< without the header and blank rows
    std::int32_t rows_left_out = 0; ///< because of problems
    std::int64_t problem_count = 0;
    std::vector<CsvProblem> problems; ///< the first k_csv_shown_problems
    std::vector<std::string> notes;   ///< what was decided, one sentence each
};

struct CsvImport {
    std::optional<DataSpec> data; ///< inline rows that validate() accepts
    std::string error;            ///< why there are none; one sentence
    CsvReport report;
};

/// Makes inline rows of a CSV file (docs/data.md has the rules). Any text is safe.
/// Inputs keep the columns' order; a label column with two labels becomes one column of 0 and 1,
/// one with more a column for each label, named "name=label". So two classes are one output, the
/// simplest network that tells them apart.
CsvImport import_csv(std::string_view text, const CsvOptions& options = {});

} // namespace backprop
