#include "engine/data/preparation.hpp"

#include "engine/numerics/elementary.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string>

namespace backprop {

namespace {

double held(double value) {
    return std::clamp(value, -k_max_prepared, k_max_prepared);
}

/// Rounding can make the deviation of equal numbers differ from 0, so constant columns are found by
/// comparing. A deviation too small for a double counts as constant, too.
ColumnScale fit_column(Scaling scaling, std::span<const double> values) {
    if (values.empty()) return {};
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    if (*least == *most) return {*least, 0.0};
    if (scaling == Scaling::MinMax) return {*least, *most - *least};
    double sum = 0.0;
    for (const double value : values)
        sum += value;
    const double count = static_cast<double>(values.size());
    const double mean = sum / count;
    double squares = 0.0;
    for (const double value : values)
        squares += (value - mean) * (value - mean);
    return {mean, std::sqrt(squares / count)};
}

std::vector<ColumnScale> fit_columns(Scaling scaling, const Matrix<double>& columns) {
    std::vector<ColumnScale> scales;
    if (scaling == Scaling::None) return scales;
    for (std::int32_t row = 0; row < columns.rows; ++row)
        scales.push_back(fit_column(scaling, columns.row(row)));
    return scales;
}

double restored(const ColumnScale& scale, double value) {
    return value * scale.divisor + scale.shift;
}

Matrix<double> scaled_rows(const std::vector<ColumnScale>& scales, Matrix<double> matrix) {
    assert(scales.empty() || scales.size() == static_cast<std::size_t>(matrix.rows));
    for (std::size_t row = 0; row < scales.size(); ++row)
        for (double& value : matrix.row(static_cast<std::int32_t>(row)))
            value = scaled(scales[row], value);
    return matrix;
}

/// A sine beyond the range of the program's own is that of the range's end.
double held_sine(double x) {
    constexpr double k_limit = math::k_trigonometric_limit;
    return math::sin(std::clamp(x, -k_limit, k_limit));
}

double feature_of(Feature feature, double x1, double x2) {
    switch (feature) {
    case Feature::X1:
        return x1;
    case Feature::X2:
        return x2;
    case Feature::X1Squared:
        return held(x1 * x1);
    case Feature::X2Squared:
        return held(x2 * x2);
    case Feature::X1TimesX2:
        return held(x1 * x2);
    case Feature::SinX1:
        return held_sine(x1);
    case Feature::SinX2:
        return held_sine(x2);
    }
    assert(false && "not a feature");
    return 0.0;
}

} // namespace

double scaled(const ColumnScale& scale, double value) {
    return scale.divisor == 0.0 ? 0.0 : held((value - scale.shift) / scale.divisor);
}

Preparation make_preparation(const ScalingSpec& scaling, const std::vector<Feature>& features,
                             const Dataset& data) {
    Preparation preparation;
    preparation.inputs = fit_columns(scaling.inputs, data.train_inputs);
    if (data.task == Task::Regression)
        preparation.targets = fit_columns(scaling.targets, data.train_targets);
    preparation.features = features;
    return preparation;
}

Dataset prepare(const Preparation& preparation, const Dataset& data) {
    Dataset result = data;
    result.train_inputs = prepare_inputs(preparation, data.train_inputs);
    result.test_inputs = prepare_inputs(preparation, data.test_inputs);
    result.train_targets = prepare_targets(preparation, data.train_targets);
    result.test_targets = prepare_targets(preparation, data.test_targets);
    if (preparation.features.empty()) return result;
    result.input_names.clear();
    for (const Feature feature : preparation.features)
        result.input_names.emplace_back(choice_of(k_features, feature).name);
    return result;
}

Matrix<double> prepare_inputs(const Preparation& preparation, const Matrix<double>& raw) {
    const Matrix<double> columns = scaled_rows(preparation.inputs, raw);
    if (preparation.features.empty()) return columns;
    assert(columns.rows == 2);
    Matrix<double> features(static_cast<std::int32_t>(preparation.features.size()),
                            columns.columns);
    for (std::int32_t row = 0; row < features.rows; ++row) {
        const Feature feature = preparation.features[static_cast<std::size_t>(row)];
        for (std::int32_t i = 0; i < features.columns; ++i)
            features(row, i) = feature_of(feature, columns(0, i), columns(1, i));
    }
    return features;
}

Matrix<double> prepare_targets(const Preparation& preparation, const Matrix<double>& raw) {
    return scaled_rows(preparation.targets, raw);
}

Matrix<double> restore_targets(const Preparation& preparation, const Matrix<double>& prepared) {
    Matrix<double> result = prepared;
    for (std::size_t row = 0; row < preparation.targets.size(); ++row)
        for (double& value : result.row(static_cast<std::int32_t>(row)))
            value = restored(preparation.targets[row], value);
    return result;
}

double restore_target(const Preparation& preparation, std::int32_t output, double prepared) {
    if (preparation.targets.empty()) return prepared;
    return restored(preparation.targets[static_cast<std::size_t>(output)], prepared);
}

} // namespace backprop
