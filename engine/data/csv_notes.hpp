#pragma once

#include "engine/data/csv_import.hpp"

#include <vector>

namespace backprop {

/// Adds to the report's notes what the imported `rows` (inputs, then targets, as data.columns names
/// them) cannot teach: a single row, inputs or targets that are the same in every row.
void note_what_rows_lack(const std::vector<std::vector<double>>& rows, const DataSpec& data,
                         CsvReport& report);

} // namespace backprop
