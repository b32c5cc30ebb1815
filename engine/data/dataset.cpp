#include "engine/data/dataset.hpp"

#include "engine/data/built_in.hpp"
#include "engine/data/generated.hpp"
#include "engine/numerics/random.hpp"

#include <algorithm>
#include <numeric>

namespace backprop {

static Dataset generated_dataset(const DataSpec& data, double lower_class) {
    const std::vector<Point> points = generate_points(data);
    const auto count = static_cast<std::int32_t>(points.size());
    std::vector<std::int32_t> order(points.size());
    std::iota(order.begin(), order.end(), 0);
    Random random = make_random(static_cast<std::uint64_t>(data.seed), RandomStream::Split);
    shuffle(random, order);

    const auto share = static_cast<std::int32_t>(double(count) * data.train_share + 0.5);
    const std::int32_t train_count = std::clamp(share, 1, count);
    const bool is_class = data_set_row(data.set).task == Task::Classification;
    Dataset result;
    result.input_names = {"x₁", "x₂"};
    result.output_names = {"y"};
    result.train_inputs.resize(2, train_count);
    result.train_targets.resize(1, train_count);
    result.test_inputs.resize(2, count - train_count);
    result.test_targets.resize(1, count - train_count);
    for (std::int32_t i = 0; i < count; ++i) {
        const Point& point = points[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])];
        const bool train = i < train_count;
        const std::int32_t column = train ? i : i - train_count;
        Matrix<double>& inputs = train ? result.train_inputs : result.test_inputs;
        Matrix<double>& targets = train ? result.train_targets : result.test_targets;
        inputs(0, column) = point.x;
        inputs(1, column) = point.y;
        targets(0, column) = is_class && point.target < 0.0 ? lower_class : point.target;
    }
    return result;
}

/// Row-by-row numbers, the inputs before the targets, into matrices with a column per row.
static void put_row(std::span<const double> row, std::int32_t column, Matrix<double>& inputs,
                    Matrix<double>& targets) {
    for (std::int32_t i = 0; i < inputs.rows; ++i)
        inputs(i, column) = row[static_cast<std::size_t>(i)];
    for (std::int32_t k = 0; k < targets.rows; ++k)
        targets(k, column) = row[static_cast<std::size_t>(inputs.rows + k)];
}

static Dataset built_in_dataset(const DataSpec& data) {
    const DataSetRow& row = data_set_row(data.set);
    const BuiltInTable& table = built_in_table(data.set);
    const std::size_t width = table.columns.size();
    const auto count = static_cast<std::int32_t>(table.values.size() / width);
    Dataset result;
    result.input_names.assign(table.columns.begin(), table.columns.begin() + row.inputs);
    result.output_names.assign(table.columns.begin() + row.inputs, table.columns.end());
    result.train_inputs.resize(row.inputs, count);
    result.train_targets.resize(row.outputs, count);
    result.test_inputs.resize(row.inputs, 0);
    result.test_targets.resize(row.outputs, 0);
    for (std::int32_t i = 0; i < count; ++i)
        put_row(table.values.subspan(static_cast<std::size_t>(i) * width, width), i,
                result.train_inputs, result.train_targets);
    return result;
}

static Dataset inline_dataset(const DataSpec& data) {
    const auto width = static_cast<std::int32_t>(data.columns.size());
    const std::int32_t outputs = width - data.inputs;
    Dataset result;
    result.input_names.assign(data.columns.begin(), data.columns.begin() + data.inputs);
    result.output_names.assign(data.columns.begin() + data.inputs, data.columns.end());
    const auto fill = [&](const std::vector<std::vector<double>>& rows, Matrix<double>& inputs,
                          Matrix<double>& targets) {
        const auto count = static_cast<std::int32_t>(rows.size());
        inputs.resize(data.inputs, count);
        targets.resize(outputs, count);
        for (std::int32_t i = 0; i < count; ++i)
            put_row(rows[static_cast<std::size_t>(i)], i, inputs, targets);
    };
    fill(data.train, result.train_inputs, result.train_targets);
    fill(data.test, result.test_inputs, result.test_targets);
    return result;
}

Dataset make_dataset(const DataSpec& data, double lower_class) {
    Dataset result;
    switch (kind_of(data)) {
    case DataKind::Generated:
        result = generated_dataset(data, lower_class);
        break;
    case DataKind::BuiltIn:
        result = built_in_dataset(data);
        break;
    case DataKind::Inline:
        result = inline_dataset(data);
        break;
    }
    result.task = data.task;
    return result;
}

} // namespace backprop
