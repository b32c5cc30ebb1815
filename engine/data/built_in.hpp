#pragma once

#include "engine/data/data_spec.hpp"

#include <span>
#include <string_view>

namespace backprop {

/// A small table that comes with the program. Rows are the inputs, then the targets. Iris and the
/// digits, whose targets are classes, are stored otherwise (class_tables.hpp).
struct BuiltInTable {
    DataSet set;
    std::span<const std::string_view> columns; ///< names, inputs first
    std::span<const double> values;            ///< row after row
};

/// The table of a built-in set.
const BuiltInTable& built_in_table(DataSet set);

} // namespace backprop
