#include "engine/data/dataset.hpp"

#include "engine/data/built_in.hpp"
#include "engine/data/class_tables.hpp"
#include "engine/data/generated.hpp"
#include "engine/numerics/random.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace backprop {

namespace {

/// Rows as they were drawn or stored, not yet split: one a column.
struct Rows {
    Matrix<double> inputs;
    Matrix<double> targets;
};

/// "x₁", "x₂", ... up to 99.
std::string numbered(std::string_view letter, std::int32_t number) {
    constexpr std::string_view k_digits[] = {"₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"};
    std::string name(letter);
    if (number > 9) name += k_digits[number / 10 % 10];
    return name += k_digits[number % 10];
}

/// One output a class: 1 for the row's own, the lower target for the others.
void put_class(std::int32_t which, double lower_class, std::int32_t column,
               Matrix<double>& targets) {
    for (std::int32_t k = 0; k < targets.rows; ++k)
        targets(k, column) = k == which ? 1.0 : lower_class;
}

Rows generated_rows(const DataSpec& data, double lower_class) {
    const std::vector<Point> points = generate_points(data);
    const auto count = static_cast<std::int32_t>(points.size());
    const bool is_class = data_set_row(data.set).task == Task::Classification;
    Rows rows{{input_count(data), count}, {output_count(data), count}};
    for (std::int32_t i = 0; i < count; ++i) {
        const Point& point = points[static_cast<std::size_t>(i)];
        rows.inputs(0, i) = point.x;
        if (rows.inputs.rows > 1) rows.inputs(1, i) = point.y;
        if (has_class_count(data.set))
            put_class(static_cast<std::int32_t>(point.target), lower_class, i, rows.targets);
        else
            rows.targets(0, i) = is_class && point.target < 0.0 ? lower_class : point.target;
    }
    return rows;
}

Rows iris_rows(double lower_class) {
    Rows rows{{k_iris_inputs, k_iris_rows}, {3, k_iris_rows}};
    for (std::int32_t i = 0; i < k_iris_rows; ++i) {
        for (std::int32_t input = 0; input < k_iris_inputs; ++input)
            rows.inputs(input, i) = k_iris[i * k_iris_inputs + input] / 10.0;
        put_class(i / (k_iris_rows / 3), lower_class, i, rows.targets);
    }
    return rows;
}

Rows digit_rows(double lower_class) {
    Rows rows{{k_digit_inputs, k_digit_rows}, {10, k_digit_rows}};
    const char* pixels = digit_pixels();
    assert(pixels != nullptr);
    for (std::int32_t input = 0; input < k_digit_inputs; ++input)
        for (std::int32_t i = 0; i < k_digit_rows; ++i) {
            const char sign = pixels[input * k_digit_rows + i];
            rows.inputs(input, i) = (sign <= '9' ? sign - '0' : sign - 'A' + 10) / 16.0;
        }
    std::int32_t column = 0;
    for (std::int32_t digit = 0; digit < 10; ++digit)
        for (std::int32_t i = 0; i < k_digit_counts[digit]; ++i)
            put_class(digit, lower_class, column++, rows.targets);
    return rows;
}

void name_columns(const DataSpec& data, Dataset& result) {
    if (data.set == DataSet::Iris) {
        result.input_names = {"sepal length", "sepal width", "petal length", "petal width"};
        result.output_names = {"setosa", "versicolor", "virginica"};
        return;
    }
    const std::int32_t inputs = input_count(data);
    const std::int32_t outputs = output_count(data);
    for (std::int32_t i = 0; i < inputs; ++i) // a digit's pixels: line and column of the picture
        result.input_names.push_back(data.set == DataSet::Digits
                                         ? numbered("p", 10 * (i / 8 + 1) + i % 8 + 1)
                                         : numbered("x", i + 1));
    for (std::int32_t k = 0; k < outputs; ++k)
        result.output_names.push_back(data.set == DataSet::Digits ? std::to_string(k)
                                      : outputs == 1              ? "y"
                                                                  : numbered("y", k + 1));
}

/// Shuffles the rows by the seed; the first `train_share` of them train, the others test.
Dataset split_dataset(const DataSpec& data, const Rows& rows) {
    const std::int32_t count = rows.inputs.columns;
    std::vector<std::int32_t> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    Random random = make_random(static_cast<std::uint64_t>(data.seed), RandomStream::Split);
    shuffle(random, order);

    const auto share = static_cast<std::int32_t>(double(count) * data.train_share + 0.5);
    const std::int32_t train_count = std::clamp(share, 1, count);
    const auto take = [&](const Matrix<double>& from, Matrix<double>& train, Matrix<double>& test) {
        train.resize(from.rows, train_count);
        test.resize(from.rows, count - train_count);
        for (std::int32_t row = 0; row < from.rows; ++row)
            for (std::int32_t i = 0; i < count; ++i) {
                const double value = from(row, order[static_cast<std::size_t>(i)]);
                (i < train_count ? train(row, i) : test(row, i - train_count)) = value;
            }
    };
    Dataset result;
    name_columns(data, result);
    take(rows.inputs, result.train_inputs, result.test_inputs);
    take(rows.targets, result.train_targets, result.test_targets);
    return result;
}

/// Row-by-row numbers, the inputs before the targets, into matrices with a column per row.
void put_row(std::span<const double> row, std::int32_t column, Matrix<double>& inputs,
             Matrix<double>& targets) {
    for (std::int32_t i = 0; i < inputs.rows; ++i)
        inputs(i, column) = row[static_cast<std::size_t>(i)];
    for (std::int32_t k = 0; k < targets.rows; ++k)
        targets(k, column) = row[static_cast<std::size_t>(inputs.rows + k)];
}

Dataset table_dataset(const DataSpec& data) {
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

Dataset inline_dataset(const DataSpec& data) {
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

} // namespace

bool has_table(DataSet set) {
    return set != DataSet::Digits || digit_pixels() != nullptr;
}

Dataset make_dataset(const DataSpec& data, double lower_class) {
    Dataset result;
    if (data.set == DataSet::Iris)
        result = split_dataset(data, iris_rows(lower_class));
    else if (data.set == DataSet::Digits)
        result = split_dataset(data, digit_rows(lower_class));
    else if (kind_of(data) == DataKind::Generated)
        result = split_dataset(data, generated_rows(data, lower_class));
    else if (kind_of(data) == DataKind::BuiltIn)
        result = table_dataset(data);
    else
        result = inline_dataset(data);
    result.task = data.task;
    return result;
}

} // namespace backprop
