#pragma once

// For the kernels (kernels_impl.hpp): numbers side by side in vectors of BACKPROP_VECTOR_BYTES.

#include "engine/numerics/matrix.hpp"
#include "engine/numerics/vector.hpp"

#include <cstdint>

#ifndef BACKPROP_VECTOR_BYTES
#error "Define BACKPROP_VECTOR_BYTES before including this file."
#endif

namespace backprop {
namespace {

static_assert(BACKPROP_VECTOR_BYTES <= k_row_padding, "or a row's last vector begins in the next");

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
    if (columns == stride) { // no gap between the rows: one long row
        columns *= units;
        units = 1;
    }
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
    constexpr std::int32_t lanes = k_lanes<Real>;
    if (columns == stride) { // as in for_each_vector
        columns *= units;
        units = 1;
    }
    for (; units > 0; --units, in += stride, out += stride) {
        std::int32_t column = 0;
        for (; column + 2 * lanes <= columns; column += 2 * lanes) {
            const V one = function(load<V>(in + column));
            const V other = function(load<V>(in + column + lanes));
            store<V>(out + column, one);
            store<V>(out + column + lanes, other);
        }
        if (column < columns) store<V>(out + column, function(load<V>(in + column)));
    }
}

} // namespace
} // namespace backprop
