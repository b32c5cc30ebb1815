#include "engine/data/csv_notes.hpp"

#include "engine/data/csv_columns.hpp"

#include <algorithm>
#include <string>

namespace backprop {
namespace {

constexpr std::size_t k_names_shown = 3;

/// The numbers [first, last) of a row that are the same in all of them, by their columns' names.
std::vector<std::string> constant_columns(const std::vector<std::vector<double>>& rows,
                                          const DataSpec& data, std::size_t first,
                                          std::size_t last) {
    std::vector<std::string> names;
    for (std::size_t c = first; c < last; ++c)
        if (std::all_of(rows.begin(), rows.end(),
                        [&](const auto& row) { return row[c] == rows[0][c]; }))
            names.push_back(quoted(data.columns[c]));
    return names;
}

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < k_names_shown; ++i)
        text += (i > 0 ? ", " : "") + names[i];
    if (names.size() > k_names_shown)
        text += " and " + std::to_string(names.size() - k_names_shown) + " more";
    return text;
}

} // namespace

void note_what_rows_lack(const std::vector<std::vector<double>>& rows, const DataSpec& data,
                         CsvReport& report) {
    const auto inputs = static_cast<std::size_t>(data.inputs);
    if (rows.size() == 1) {
        const bool only_texts =
            std::none_of(report.columns.begin(), report.columns.end(), [](const CsvColumn& column) {
                return column.content == CsvContent::Numbers;
            });
        report.notes.emplace_back(only_texts && !report.has_header
                                      ? "The only row holds no number. Is it a header without rows?"
                                      : "There is only one row: a network can learn its target, "
                                        "but nothing from a comparison.");
        return;
    }
    const std::vector<std::string> same_inputs = constant_columns(rows, data, 0, inputs);
    if (!same_inputs.empty())
        report.notes.emplace_back(
            "The same in every row, so of no help to the network: " + listed(same_inputs) + ".");
    const std::vector<std::string> same_targets =
        constant_columns(rows, data, inputs, data.columns.size());
    if (same_targets.size() == data.columns.size() - inputs)
        report.notes.emplace_back("Every row has the same target: there is nothing to tell apart.");
}

} // namespace backprop
