#pragma once

#include "engine/data/data_spec.hpp"
#include "engine/numerics/matrix.hpp"

#include <string>
#include <vector>

namespace backprop {

/// Rows ready to train on. Every matrix has one example per column.
struct Dataset {
    Task task = Task::Regression;
    std::vector<std::string> input_names;  ///< one a row of `train_inputs`
    std::vector<std::string> output_names; ///< one a row of `train_targets`
    Matrix<double> train_inputs;
    Matrix<double> train_targets;
    Matrix<double> test_inputs; ///< zero columns when nothing is held back
    Matrix<double> test_targets;
};

/// Half a side of the square around 0 that holds generated points of two inputs, but for much
/// noise.
inline constexpr double k_generated_extent = 6.0;

/// False while a set's table is still on its way (class_tables.hpp): then it has no rows yet, and
/// make_session and apply refuse it.
bool has_table(DataSet set);

/// Makes the rows that a validated spec asks for; its table must be there. The same spec gives the
/// same bits everywhere. Changing only the noise moves the points without drawing others: each
/// stream of random numbers is its own. `lower_class` is the target of "not this class" in sets
/// whose classes the program codes itself: −1, or 0 for outputs that lie in 0..1; rows given as
/// numbers stay.
Dataset make_dataset(const DataSpec& data, double lower_class = -1.0);

} // namespace backprop
