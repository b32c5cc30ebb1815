#include "shell/drawing/data_points.hpp"

#include "shell/numbers.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <cmath>

namespace backprop::shell {

std::int32_t row_stride(std::int32_t rows) {
    return std::max(1, (rows + k_most_points - 1) / k_most_points);
}

void consider(NearestRow& nearest, DataRow row, ImVec2 place) {
    const float distance = std::hypot(place.x - nearest.point.x, place.y - nearest.point.y);
    if (distance >= nearest.distance) return;
    nearest.distance = distance;
    nearest.row = row;
}

const Matrix<double>& inputs_of(const Dataset& data, bool test) {
    return test ? data.test_inputs : data.train_inputs;
}

const Matrix<double>& targets_of(const Dataset& data, bool test) {
    return test ? data.test_targets : data.train_targets;
}

std::optional<double> network_output_of(const Frame& frame, DataRow row, std::int32_t output) {
    const auto& activations = row.test ? frame.model.test : frame.model.train;
    if (activations.empty()) return std::nullopt;
    const Matrix<double>& outputs = activations.back();
    if (output < 0 || output >= outputs.rows) return std::nullopt;
    if (row.index < 0 || row.index >= outputs.columns) return std::nullopt;
    return outputs(output, row.index);
}

std::optional<double> output_of(const Frame& frame, DataRow row, std::int32_t output) {
    const std::optional<double> value = network_output_of(frame, row, output);
    if (!value) return std::nullopt;
    return restore_target(*frame.snapshot.preparation, output, *value);
}

std::string row_name(DataRow row) {
    return fill(text(row.test ? "row.test" : "row.train"), {format_integer(row.index + 1)});
}

float marker_radius(std::int32_t rows) {
    return em(rows <= 50 ? 0.34F : rows <= 600 ? 0.27F : 0.2F);
}

} // namespace backprop::shell
