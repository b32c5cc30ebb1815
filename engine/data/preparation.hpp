#pragma once

#include "engine/data/dataset.hpp"
#include "engine/data/features.hpp"
#include "engine/data/scaling.hpp"

#include <vector>

namespace backprop {

/// What the network is given: a column's numbers become (x − shift) / divisor. A divisor of 0
/// stands for a constant column, whose numbers become 0.
struct ColumnScale {
    double shift = 0.0;
    double divisor = 1.0;
    bool operator==(const ColumnScale&) const = default;
};

/// The way from the data's numbers to the network's, and back for targets. Inputs are scaled
/// first; features are made of the scaled ones. The default changes nothing.
struct Preparation {
    std::vector<ColumnScale> inputs;  ///< one a raw input column; empty: not scaled
    std::vector<ColumnScale> targets; ///< one a target column; empty: not scaled
    std::vector<Feature> features;    ///< made of two inputs; empty: the columns themselves
    bool operator==(const Preparation&) const = default;
};

/// Prepared numbers are held to ± this (experiment.hpp's k_max_magnitude): float32 can hold them.
inline constexpr double k_max_prepared = 1e30;

/// A column's number as the network gets it, before features are made; 0 for a constant column.
double scaled(const ColumnScale& scale, double value);

/// Fits the scaling on the training rows of `data`, in double and in this order:
/// min-max: shift = min, divisor = max − min.
/// standard: shift = Σx / n, divisor = √(Σ(x − shift)² / n), sums over the rows in their order.
/// Targets are scaled for regression only: a class keeps its numbers. `features` need two inputs.
Preparation make_preparation(const ScalingSpec& scaling, const std::vector<Feature>& features,
                             const Dataset& data);

/// The data as the network sees them: as many rows, names of the features.
Dataset prepare(const Preparation& preparation, const Dataset& data);

/// Raw inputs (raw columns × examples) as the network sees them (features × examples).
Matrix<double> prepare_inputs(const Preparation& preparation, const Matrix<double>& raw);

/// Targets in the data's units (outputs × examples) in the network's units, and back.
Matrix<double> prepare_targets(const Preparation& preparation, const Matrix<double>& raw);
Matrix<double> restore_targets(const Preparation& preparation, const Matrix<double>& prepared);

/// One number of output `output`: its value in the data's units, prepared · divisor + shift.
double restore_target(const Preparation& preparation, std::int32_t output, double prepared);

} // namespace backprop
