#include "engine/data/csv_columns.hpp"

#include <algorithm>
#include <cmath>

namespace backprop {

std::string counted(std::int64_t count, const char* what) {
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::string shown(std::string text) {
    constexpr std::size_t k_most = 60;
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
    if (text.size() <= k_most) return text;
    std::size_t end = k_most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
        --end;
    return text.substr(0, end) + "…";
}

std::string quoted(const std::string& text) {
    return "“" + shown(text) + "”";
}

CsvCursor begin_rows(const CsvText& csv) {
    CsvCursor cursor{csv.text, csv.report.delimiter};
    CsvRow header;
    if (csv.report.has_header) read_row(cursor, header);
    return cursor;
}

namespace {

bool is_number(const std::string& text) {
    return parse_number(text, '.') || parse_number(text, ',') || has_thousands_separators(text);
}

std::size_t kept_cells(const CsvRow& row) {
    return std::min(row.count, k_csv_kept_cells);
}

std::size_t numbers_in(const CsvRow& row) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < kept_cells(row); ++i)
        count += is_number(row.cells[i].text) ? 1U : 0U;
    return count;
}

void note_cell(const CsvCell& cell, CsvFacts& facts, CsvText& csv) {
    if (cell.text.empty()) return;
    ++facts.filled;
    const std::size_t most = static_cast<std::size_t>(k_csv_max_classes) + 1;
    if (facts.texts.size() < most) facts.texts.insert(cell.text);
    const std::optional<double> by_point = parse_number(cell.text, '.');
    const std::optional<double> by_comma = by_point ? by_point : parse_number(cell.text, ',');
    const bool has_point = cell.text.find('.') != std::string::npos;
    if (by_point) {
        ++facts.point_numbers;
        csv.has_decimal_point = csv.has_decimal_point || has_point;
    } else if (by_comma) {
        csv.has_decimal_comma = true;
    }
    if (by_comma && !has_point) ++facts.comma_numbers;
    if (!by_comma) {
        facts.separated_numbers += has_thousands_separators(cell.text) ? 1 : 0;
        return;
    }
    facts.whole = facts.whole && std::floor(*by_comma) == *by_comma;
    if (facts.values.size() < most) facts.values.insert(*by_comma);
}

void choose_decimal_sign(CsvText& csv) {
    CsvReport& report = csv.report;
    if (!csv.has_decimal_comma) return;
    if (csv.has_decimal_point) {
        report.notes.emplace_back("Some numbers have a decimal point and others a comma; those "
                                  "with a comma are not read. Write all with a point.");
        return;
    }
    report.decimal_sign = ',';
    report.notes.emplace_back("The numbers are written with a decimal comma, and read so: 1,5 is "
                              "one and a half.");
}

/// A column is of numbers when at least half of its filled cells are; what else it holds are
/// problems then, and not labels.
CsvContent content_of(const CsvFacts& facts, char decimal_sign) {
    if (facts.filled == 0) return CsvContent::Empty;
    const std::int32_t numbers = decimal_sign == ',' ? facts.comma_numbers : facts.point_numbers;
    if (2 * (numbers + facts.separated_numbers) >= facts.filled) return CsvContent::Numbers;
    const bool few = facts.texts.size() <= static_cast<std::size_t>(k_csv_max_classes);
    return few ? CsvContent::Labels : CsvContent::Text;
}

bool contains(const std::vector<std::int32_t>& list, std::size_t column) {
    return std::find(list.begin(), list.end(), static_cast<std::int32_t>(column)) != list.end();
}

/// Says which columns are inputs and which are targets.
std::string choose_uses(CsvText& csv) {
    CsvReport& report = csv.report;
    const std::size_t width = report.columns.size();
    std::vector<std::int32_t> targets = csv.options.targets;
    for (const std::int32_t target : targets)
        if (target < 0 || static_cast<std::size_t>(target) >= width)
            return "There is no column " + std::to_string(target + 1LL) + " to be a target.";
    for (std::size_t c = width; c-- > 0 && targets.empty();)
        if (report.columns[c].content != CsvContent::Empty && !contains(csv.options.ignored, c))
            targets.push_back(static_cast<std::int32_t>(c));
    if (targets.empty()) return "No column is left to be the target.";
    for (std::size_t c = 0; c < width; ++c) {
        CsvColumn& column = report.columns[c];
        if (contains(targets, c)) {
            column.use = CsvUse::Target;
            if (column.content == CsvContent::Empty)
                return "The target column " + quoted(column.name) + " is empty.";
            if (column.content == CsvContent::Text)
                return "The target column " + quoted(column.name) + " has more than " +
                       counted(k_csv_max_classes, "different text") +
                       ": choose another column as the target.";
        } else if (column.content == CsvContent::Empty || contains(csv.options.ignored, c)) {
            column.use = CsvUse::Ignored;
        } else if (column.content != CsvContent::Numbers &&
                   csv.facts[c].texts.size() > static_cast<std::size_t>(k_csv_max_input_labels)) {
            column.use = CsvUse::Ignored;
            report.notes.push_back(
                "The column " + quoted(column.name) + " is left out: it has more than " +
                counted(k_csv_max_input_labels, "different text") + ", too many to be inputs.");
        } else {
            column.use = CsvUse::Input;
        }
    }
    return {};
}

/// 0 and 1, or −1 and 1: numbers that one output can learn as they are.
bool is_two_valued(const CsvFacts& facts) {
    return facts.values.size() == 2 && *facts.values.rbegin() == 1.0 &&
           (*facts.values.begin() == 0.0 || *facts.values.begin() == -1.0);
}

/// Whether whole numbers of a single target column stand for classes: 0 and 1, −1 and 1, or a few
/// numbers one after the other from 0 or 1 on, each often enough.
bool look_like_classes(const CsvFacts& facts) {
    if (is_two_valued(facts)) return true;
    if (!facts.whole || facts.values.size() < 2 || facts.values.size() > 10) return false;
    const double first = *facts.values.begin();
    const double last = *facts.values.rbegin();
    const double count = static_cast<double>(facts.values.size());
    const bool one_after_the_other = last - first == count - 1.0 && (first == 0.0 || first == 1.0);
    return one_after_the_other && facts.filled >= 10.0 * count;
}

/// The task as told, else guessed; makes labels of a target column's numbers where they are
/// classes.
std::string choose_task(CsvText& csv, Task& task) {
    CsvReport& report = csv.report;
    std::vector<std::size_t> targets;
    for (std::size_t c = 0; c < report.columns.size(); ++c)
        if (report.columns[c].use == CsvUse::Target) targets.push_back(c);
    const bool single = targets.size() == 1;
    CsvColumn& target = report.columns[targets.front()];
    const CsvFacts& facts = csv.facts[targets.front()];
    const bool labels = target.content == CsvContent::Labels;
    const bool guessed = single && (labels || look_like_classes(facts));
    task = csv.options.task.value_or(guessed ? Task::Classification : Task::Regression);
    if (task == Task::Regression || !single || labels || is_two_valued(facts)) return {};
    if (facts.texts.size() > static_cast<std::size_t>(k_csv_max_classes))
        return "The target column " + quoted(target.name) + " has more than " +
               counted(k_csv_max_classes, "different number") + ", too many to be classes.";
    target.content = CsvContent::Labels;
    return {};
}

/// Lists the labels of every label column that is used: texts in the order of their bytes, numbers
/// in theirs, 1 and 1.0 being one. Texts in a column of numbers are no labels, but problems of
/// their rows.
void list_labels(CsvText& csv) {
    const char sign = csv.report.decimal_sign;
    const auto number = [&](const std::string& text) { return parse_number(text, sign); };
    const auto is_text = [&](const std::string& text) { return !number(text); };
    for (std::size_t c = 0; c < csv.facts.size(); ++c) {
        CsvColumn& column = csv.report.columns[c];
        if (column.content != CsvContent::Labels || column.use == CsvUse::Ignored) continue;
        const CsvFacts& facts = csv.facts[c];
        column.labels.assign(facts.texts.begin(), facts.texts.end());
        if (content_of(facts, sign) != CsvContent::Numbers) continue;
        std::erase_if(column.labels, is_text);
        std::stable_sort(
            column.labels.begin(), column.labels.end(),
            [&](const std::string& a, const std::string& b) { return *number(a) < *number(b); });
        const auto same = [&](const std::string& a, const std::string& b) {
            return *number(a) == *number(b);
        };
        column.labels.erase(std::unique(column.labels.begin(), column.labels.end(), same),
                            column.labels.end());
    }
}

} // namespace

bool looks_like_header(std::string_view text, char delimiter) {
    CsvCursor cursor{text, delimiter};
    CsvRow row;
    if (!read_row(cursor, row) || numbers_in(row) > 0) return false;
    for (int i = 0; i < 30 && read_row(cursor, row); ++i)
        if (numbers_in(row) > 0) return true;
    return false;
}

std::string name_columns(CsvText& csv) {
    CsvReport& report = csv.report;
    CsvCursor cursor{csv.text, report.delimiter};
    CsvRow row;
    if (!read_row(cursor, row)) return "The file has no rows.";
    if (row.count > k_csv_kept_cells)
        return "The first row has " + counted(static_cast<std::int64_t>(row.count), "cell") +
               "; at most " + counted(static_cast<std::int64_t>(k_csv_kept_cells), "column") +
               " are read.";
    for (std::size_t c = 0; c < row.count; ++c) {
        CsvColumn column;
        if (report.has_header) column.name = shown(row.cells[c].text);
        if (column.name.empty()) column.name = "column " + std::to_string(c + 1);
        report.columns.push_back(std::move(column));
    }
    return {};
}

std::string survey_rows(CsvText& csv) {
    CsvReport& report = csv.report;
    const std::size_t width = report.columns.size();
    csv.facts.resize(width);
    CsvCursor cursor = begin_rows(csv);
    CsvRow row;
    while (read_row(cursor, row)) {
        if (++report.rows > k_csv_max_rows)
            return "The file has more than " + counted(k_csv_max_rows, "row") +
                   ", which is the limit.";
        if (report.rows * static_cast<std::int64_t>(width) > k_csv_max_cells)
            return "The file has more than " + counted(k_csv_max_cells, "cell") +
                   ", which is the limit.";
        if (report.has_header && row.count == 2 * width) ++csv.twice_as_wide;
        if (row.count != width || !row.problem.empty()) continue;
        for (std::size_t c = 0; c < width; ++c)
            note_cell(row.cells[c], csv.facts[c], csv);
    }
    return report.rows > 0 ? std::string{} : "The file has a header but no rows.";
}

std::string choose_columns(CsvText& csv, Task& task) {
    choose_decimal_sign(csv);
    bool any = false;
    for (std::size_t c = 0; c < csv.facts.size(); ++c) {
        csv.report.columns[c].content = content_of(csv.facts[c], csv.report.decimal_sign);
        any = any || csv.report.columns[c].content != CsvContent::Empty;
    }
    if (!any) return {};
    if (std::string error = choose_uses(csv); !error.empty()) return error;
    if (std::string error = choose_task(csv, task); !error.empty()) return error;
    list_labels(csv);
    return {};
}

} // namespace backprop
