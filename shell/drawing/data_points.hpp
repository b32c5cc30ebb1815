#pragma once

#include "shell/frame.hpp"
#include "shell/registry.hpp"

#include <imgui.h>

#include <cstdint>

namespace backprop::shell {

/// At most so many points of each part of the data are drawn; of more rows every second, third, ...
inline constexpr std::int32_t k_most_points = 3000;

/// Every how manieth row is drawn.
std::int32_t row_stride(std::int32_t rows);

/// A row of the data: of the training or of the test part.
struct DataRow {
    bool test = false;
    std::int32_t index = -1; ///< −1: none
};

/// Keeps the row nearest to a point on screen.
struct NearestRow {
    ImVec2 point;
    float distance; ///< so far; begin with the greatest that counts
    DataRow row;
};
void consider(NearestRow& nearest, DataRow row, ImVec2 place);

const Matrix<double>& inputs_of(const Dataset& data, bool test);
const Matrix<double>& targets_of(const Dataset& data, bool test);

/// The output for a row in the network's units, and in the data's; empty while the model does not
/// have it.
std::optional<double> network_output_of(const Frame& frame, DataRow row, std::int32_t output);
std::optional<double> output_of(const Frame& frame, DataRow row, std::int32_t output);

/// "row 3", "test row 3"
std::string row_name(DataRow row);

/// The radius of a data point's marker.
float marker_radius(std::int32_t rows);

} // namespace backprop::shell
