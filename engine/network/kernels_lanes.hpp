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

} // namespace
} // namespace backprop
