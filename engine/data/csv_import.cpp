#include "engine/data/csv_import.hpp"

#include "engine/data/csv_columns.hpp"
#include "engine/data/csv_notes.hpp"
#include "engine/numerics/random.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace backprop {

namespace {

const char* delimiter_name(char delimiter) {
    return delimiter == '\t' ? "a tab" : delimiter == ';' ? "a semicolon" : "a comma";
}

void add_problem(CsvReport& report, std::int32_t line, std::size_t column, std::string message) {
    ++report.problem_count;
    if (report.problems.size() < k_csv_shown_problems)
        report.problems.push_back({line, static_cast<std::int32_t>(column), std::move(message)});
}

/// How many numbers a column gives each row.
std::size_t column_width(const CsvColumn& column) {
    if (column.content != CsvContent::Labels) return 1;
    return column.labels.size() == 2 ? 1 : column.labels.size();
}

void append_names(const CsvColumn& column, std::vector<std::string>& names) {
    if (column.content != CsvContent::Labels) {
        names.push_back(column.name);
        return;
    }
    const std::size_t first = column.labels.size() == 2 ? 1 : 0;
    for (std::size_t i = first; i < column.labels.size(); ++i)
        names.push_back(column.name + "=" + shown(column.labels[i]));
}

/// Names the columns of the rows to be made, inputs first, and checks how many they are.
std::string lay_out(const CsvText& csv, DataSpec& data) {
    std::size_t inputs = 0, outputs = 0;
    for (const CsvUse use : {CsvUse::Input, CsvUse::Target})
        for (const CsvColumn& column : csv.report.columns) {
            if (column.use != use) continue;
            append_names(column, data.columns);
            (use == CsvUse::Input ? inputs : outputs) += column_width(column);
        }
    if (inputs == 0)
        return "There is no input column: a table needs at least one beside the target. The cells "
               "are taken to be separated by " +
               std::string(delimiter_name(csv.report.delimiter)) + ".";
    if (inputs > static_cast<std::size_t>(k_csv_max_inputs))
        return "The file gives " + counted(static_cast<std::int64_t>(inputs), "input") +
               "; at most " + std::to_string(k_csv_max_inputs) + " are allowed.";
    if (outputs > static_cast<std::size_t>(k_csv_max_outputs))
        return "The file gives " + counted(static_cast<std::int64_t>(outputs), "target") +
               "; at most " + std::to_string(k_csv_max_outputs) + " are allowed.";
    const std::int64_t numbers = csv.report.rows * static_cast<std::int64_t>(inputs + outputs);
    if (numbers > k_csv_max_cells)
        return "With an own column for each label the table has more than " +
               counted(k_csv_max_cells, "number") + ", which is the limit.";
    data.inputs = static_cast<std::int32_t>(inputs);
    return {};
}

/// Why a cell is not the number it should be.
std::string number_problem(const std::string& text, char decimal_sign) {
    if (text.empty()) return "the cell is empty";
    if (parse_number(text, decimal_sign)) return quoted(text) + " is beyond ±1e30";
    if (parse_number(text, decimal_sign == '.' ? ',' : '.'))
        return quoted(text) + " has another decimal sign than most of the file";
    if (has_thousands_separators(text))
        return quoted(text) + " has thousands separators: write it without them";
    return quoted(text) + " is not a number";
}

/// Appends the numbers of one cell. Empty: all is well; otherwise what is wrong with the cell.
std::string append_cell(const std::string& text, const CsvColumn& column, char decimal_sign,
                        std::vector<double>& numbers) {
    if (column.content != CsvContent::Labels) {
        const std::optional<double> value = parse_number(text, decimal_sign);
        if (!value || !(std::fabs(*value) <= k_csv_max_magnitude))
            return number_problem(text, decimal_sign);
        numbers.push_back(*value);
        return {};
    }
    if (text.empty()) return "the cell is empty";
    const std::vector<std::string>& labels = column.labels;
    auto found = std::find(labels.begin(), labels.end(), text);
    if (found == labels.end()) { // the same number, written otherwise
        const std::optional<double> value = parse_number(text, decimal_sign);
        if (!value) return number_problem(text, decimal_sign);
        found = std::find_if(labels.begin(), labels.end(), [&](const std::string& label) {
            return parse_number(label, decimal_sign) == value;
        });
        if (found == labels.end()) return number_problem(text, decimal_sign);
    }
    if (labels.size() == 2) {
        numbers.push_back(*found == labels[1] ? 1.0 : 0.0);
        return {};
    }
    for (auto label = labels.begin(); label != labels.end(); ++label)
        numbers.push_back(label == found ? 1.0 : 0.0);
    return {};
}

/// Appends a row's cells of one use; false when one of them has a problem.
bool append_cells(const CsvRow& row, CsvUse use, CsvReport& report, std::vector<double>& numbers) {
    bool good = true;
    for (std::size_t c = 0; c < report.columns.size(); ++c) {
        const CsvColumn& column = report.columns[c];
        if (column.use != use) continue;
        std::string problem = append_cell(row.cells[c].text, column, report.decimal_sign, numbers);
        if (problem.empty()) continue;
        add_problem(report, row.line, c + 1,
                    "In column " + quoted(column.name) + " " + problem + ".");
        good = false;
    }
    return good;
}

/// The second walk over the rows: their numbers, without the rows that have problems.
std::vector<std::vector<double>> read_rows(const CsvText& csv) {
    CsvReport& report = csv.report;
    std::vector<std::vector<double>> rows;
    CsvCursor cursor = begin_rows(csv);
    CsvRow row;
    while (read_row(cursor, row)) {
        std::vector<double> numbers;
        bool good = false;
        if (!row.problem.empty()) {
            add_problem(report, row.line, row.problem_cell + 1, "In this row " + row.problem + ".");
        } else if (row.count != report.columns.size()) {
            add_problem(report, row.line, 0,
                        "This row has " + counted(static_cast<std::int64_t>(row.count), "cell") +
                            (report.has_header ? ", the header " : ", the first one ") +
                            std::to_string(report.columns.size()) + ".");
        } else {
            good = append_cells(row, CsvUse::Input, report, numbers);
            good = append_cells(row, CsvUse::Target, report, numbers) && good;
        }
        if (good)
            rows.push_back(std::move(numbers));
        else
            ++report.rows_left_out;
    }
    return rows;
}

/// Puts the rows into training and test, shuffled by the seed as generated ones are; all of them
/// into training, as they came, where the share is 1.
void split(const CsvOptions& options, std::vector<std::vector<double>> rows, DataSpec& data) {
    if (!(options.train_share < 1.0)) {
        data.train = std::move(rows);
        return;
    }
    const auto count = static_cast<std::int32_t>(rows.size());
    std::vector<std::int32_t> order(rows.size());
    std::iota(order.begin(), order.end(), 0);
    Random random = make_random(static_cast<std::uint64_t>(options.seed), RandomStream::Split);
    shuffle(random, order);
    const double share = std::max(options.train_share, 0.1);
    const auto train = std::clamp(static_cast<std::int32_t>(count * share + 0.5), 1, count);
    for (std::int32_t i = 0; i < count; ++i) {
        std::vector<double>& row =
            rows[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])];
        (i < train ? data.train : data.test).push_back(std::move(row));
    }
}

/// Whether exactly one target of every row is 1 and the others are all 0, or all −1.
bool is_one_hot(const std::vector<std::vector<double>>& rows, std::size_t inputs) {
    for (const std::vector<double>& row : rows) {
        std::size_t ones = 0, zeros = 0, minus_ones = 0;
        for (std::size_t i = inputs; i < row.size(); ++i) {
            ones += row[i] == 1.0 ? 1U : 0U;
            zeros += row[i] == 0.0 ? 1U : 0U;
            minus_ones += row[i] == -1.0 ? 1U : 0U;
        }
        const std::size_t others = row.size() - inputs - 1;
        if (others == 0 || ones != 1 || (zeros != others && minus_ones != others)) return false;
    }
    return true;
}

/// The last part of the guess: several columns that together are one class. Says what was guessed.
void guess_task(const std::vector<std::vector<double>>& rows, DataSpec& data, CsvReport& report) {
    if (is_one_hot(rows, static_cast<std::size_t>(data.inputs))) data.task = Task::Classification;
    report.notes.emplace_back(data.task == Task::Classification
                                  ? "The target looks like classes: the task is taken to be "
                                    "classification."
                                  : "The targets are numbers: the task is taken to be regression.");
}

std::string no_good_row(const CsvText& csv) {
    if (2 * csv.twice_as_wide > csv.report.rows)
        return "The rows have twice as many cells as the header has names. If the numbers have a "
               "decimal comma, write them with a point, or separate the cells by semicolons.";
    return "None of the " + counted(csv.report.rows, "row") + " could be read.";
}

/// Fills the report and the rows; returns why there are none.
std::string import_text(CsvText& csv, DataSpec& data) {
    CsvReport& report = csv.report;
    const CsvOptions& options = csv.options;
    report.delimiter = options.delimiter != '\0' ? options.delimiter : detect_delimiter(csv.text);
    report.has_header = options.header == CsvHeader::Detect
                          ? looks_like_header(csv.text, report.delimiter)
                          : options.header == CsvHeader::Present;
    if (std::string error = name_columns(csv); !error.empty()) return error;
    if (std::string error = survey_rows(csv); !error.empty()) return error;
    if (std::string error = choose_columns(csv, data.task); !error.empty()) return error;
    const bool any = std::any_of(csv.facts.begin(), csv.facts.end(),
                                 [](const CsvFacts& facts) { return facts.filled > 0; });
    if (any)
        if (std::string error = lay_out(csv, data); !error.empty()) return error;
    std::vector<std::vector<double>> rows = read_rows(csv);
    if (rows.empty() || !any) return no_good_row(csv);
    if (!options.task) guess_task(rows, data, report);
    note_what_rows_lack(rows, data, report);
    split(options, std::move(rows), data);
    return {};
}

std::string coding_error(TextCoding coding) {
    if (coding == TextCoding::Utf16) return "The file is UTF-16 text: save it as UTF-8.";
    if (coding == TextCoding::Binary) return "The file is not text.";
    return {};
}

} // namespace

CsvImport import_csv(std::string_view text, const CsvOptions& options) {
    CsvImport result;
    if (text.size() > k_csv_max_bytes) {
        result.error = "The file has " + std::to_string(text.size()) + " bytes; at most " +
                       std::to_string(k_csv_max_bytes) + " are read.";
        return result;
    }
    const TextCoding coding = detect_coding(text);
    result.error = coding_error(coding);
    if (!result.error.empty()) return result;
    std::string converted;
    if (coding == TextCoding::Latin1) {
        converted = from_latin1(text);
        text = converted;
        result.report.notes.emplace_back("The file is not UTF-8; it is read as Latin-1.");
    }
    if (text.substr(0, 3) == "\xef\xbb\xbf") text.remove_prefix(3);
    CsvText csv{text, options, result.report, {}, false, false, 0};
    DataSpec data;
    data.set = DataSet::Inline;
    data.task = Task::Regression;
    result.error = import_text(csv, data);
    if (result.error.empty()) result.data = std::move(data);
    return result;
}

} // namespace backprop
