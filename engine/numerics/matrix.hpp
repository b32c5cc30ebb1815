#pragma once

#include "engine/numerics/aligned.hpp"

#include <cassert>
#include <cstdint>
#include <span>

namespace backprop {

/// Columns are padded to whole vectors of the widest kernels (kernels_lanes.hpp checks it), and no
/// further: rows without a gap between them are one row to functions of single numbers.
#ifdef __wasm__
inline constexpr std::size_t k_row_padding = 16; ///< bytes
#else
inline constexpr std::size_t k_row_padding = 32;
#endif
template <class Real>
inline constexpr std::int32_t k_column_padding = static_cast<std::int32_t>(k_row_padding /
                                                                           sizeof(Real));

/// The smallest padded column count that holds `columns`.
template <class Real>
constexpr std::int32_t padded_columns(std::int32_t columns) {
    return (columns + k_column_padding<Real> - 1) / k_column_padding<Real> * k_column_padding<Real>;
}

/// A rows × columns matrix with one *example per column* (X is features × examples, as in the
/// articles). A row's numbers are contiguous; rows start `stride` apart, and the padding behind
/// a row's last column is readable.
template <class Real>
struct Matrix {
    std::int32_t rows = 0;
    std::int32_t columns = 0;
    std::int32_t stride = 0;
    AlignedVector<Real> values;

    Matrix() = default;
    Matrix(std::int32_t row_count, std::int32_t column_count) { resize(row_count, column_count); }

    /// Changes the shape; every value becomes 0. Allocates only when the matrix grows.
    void resize(std::int32_t row_count, std::int32_t column_count) {
        rows = row_count;
        columns = column_count;
        stride = padded_columns<Real>(column_count);
        values.assign(static_cast<std::size_t>(rows) * static_cast<std::size_t>(stride), Real(0));
    }

    Real* row_data(std::int32_t row) {
        assert(row >= 0 && row < rows);
        return values.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(stride);
    }
    const Real* row_data(std::int32_t row) const {
        assert(row >= 0 && row < rows);
        return values.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(stride);
    }

    std::span<Real> row(std::int32_t index) {
        return {row_data(index), static_cast<std::size_t>(columns)};
    }
    std::span<const Real> row(std::int32_t index) const {
        return {row_data(index), static_cast<std::size_t>(columns)};
    }

    Real& operator()(std::int32_t row_index, std::int32_t column) {
        assert(column >= 0 && column < columns);
        return row_data(row_index)[column];
    }
    Real operator()(std::int32_t row_index, std::int32_t column) const {
        assert(column >= 0 && column < columns);
        return row_data(row_index)[column];
    }
};

/// Fills the padding with copies of the last column. How much of the padding is computed depends on
/// the machine's vectors; as a copy it can bring no infinity that a real example does not bring.
template <class Real>
void repeat_last_column(Matrix<Real>& matrix) {
    for (std::int32_t row = 0; row < matrix.rows && matrix.columns > 0; ++row) {
        Real* values = matrix.row_data(row);
        for (std::int32_t column = matrix.columns; column < matrix.stride; ++column)
            values[column] = values[matrix.columns - 1];
    }
}

} // namespace backprop
