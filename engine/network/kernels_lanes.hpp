#pragma once

// For the kernels (kernels_impl.hpp): numbers side by side in vectors of BACKPROP_VECTOR_BYTES.

#include "engine/numerics/vector.hpp"

#include <cstdint>

#ifndef BACKPROP_VECTOR_BYTES
#error "Define BACKPROP_VECTOR_BYTES before including this file."
#endif

namespace backprop {
namespace {

template <class Real>
using Lanes = Vector<Real, BACKPROP_VECTOR_BYTES>;
template <class Real>
constexpr std::int32_t k_lanes = BACKPROP_VECTOR_BYTES / sizeof(Real);

/// `columns` rounded up to whole vectors; the padding of a matrix covers them.
template <class Real>
constexpr std::int32_t vector_columns(std::int32_t columns) {
    return (columns + k_lanes<Real> - 1) / k_lanes<Real> * k_lanes<Real>;
}

/// Calls `body(offset)` for every vector of a units × columns matrix, row by row.
template <class Real, class Body>
BACKPROP_INLINE void for_each_vector(std::int32_t units, std::int32_t stride, std::int32_t columns,
                                     Body body) {
    for (std::int32_t unit = 0; unit < units; ++unit)
        for (std::int32_t column = 0; column < columns; column += k_lanes<Real>)
            body(std::int64_t{unit} * stride + column);
}

/// out = function(in) for every number of a units × columns matrix, whose columns are whole
/// vectors; `out` may be `in`. Two vectors at a time, so that they share the constants of an
/// expensive function and hide each other's waiting.
template <class Real, class Function>
BACKPROP_INLINE void transform(const Real* in, Real* out, std::int32_t units, std::int32_t stride,
                               std::int32_t columns, Function function) {
    using V = Lanes<Real>;
    const std::int32_t vectors_in_row = columns / k_lanes<Real>;
    const std::int32_t padding = stride - columns;
    std::int32_t rest = vectors_in_row; // of the present row
    const auto step_to_next = [&] {
        const bool row_ends = --rest == 0;
        if (row_ends) rest = vectors_in_row;
        return k_lanes<Real> + (row_ends ? padding : 0);
    };
    std::int64_t at = 0;
    for (std::int32_t pairs = units * vectors_in_row / 2; pairs > 0; --pairs) {
        const std::int64_t first = at, second = first + step_to_next();
        V one = load<V>(in + first), other = load<V>(in + second);
        one = function(one);
        other = function(other);
        store<V>(out + first, one);
        store<V>(out + second, other);
        at = second + step_to_next();
    }
    if (units * vectors_in_row % 2 != 0) store<V>(out + at, function(load<V>(in + at)));
}

} // namespace
} // namespace backprop
