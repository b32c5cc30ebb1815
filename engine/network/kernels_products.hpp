#pragma once

// For the kernels (kernels_impl.hpp): the sums of products that all of training consists of.

#include "engine/network/kernels_lanes.hpp"
#include "engine/numerics/aligned.hpp"

namespace backprop {
namespace {

/// A tile of a matrix product: sum[r] += Σ factor(r, t) · row(t) over the terms t in order, where
/// factor(r, t) = factors[r · factor_row + t · factor_term] and row(t) begins at rows + t · stride.
/// The sums of a tile stay in registers. With `Ones` also ones[r] += Σ factor(r, t), as if one more
/// number of each row were 1.
template <class Real, int Rows, int Vectors, bool Ones = false>
BACKPROP_INLINE void add_products(const Real* factors, std::int64_t factor_row,
                                  std::int64_t factor_term, const Real* rows, std::int64_t stride,
                                  std::int32_t terms, Lanes<Real> (&sum)[Rows][Vectors],
                                  Lanes<Real>* ones = nullptr) {
    using V = Lanes<Real>;
    for (std::int32_t term = 0; term < terms; ++term) {
        V numbers[Vectors];
        for (int v = 0; v < Vectors; ++v)
            numbers[v] = load<V>(rows + v * k_lanes<Real>);
        for (int r = 0; r < Rows; ++r) {
            const V factor = splat<V>(factors[r * factor_row]);
            for (int v = 0; v < Vectors; ++v)
                sum[r][v] += factor * numbers[v];
            if constexpr (Ones) ones[r] += factor;
        }
        factors += factor_term;
        rows += stride;
    }
}

/// Where sums without a bias start.
template <class Real>
inline constexpr Real k_zero = 0;

/// A matrix product of layers: out (units × columns) = start + factors · rows (terms × columns),
/// where `rows` and `out` have their rows `stride` apart and factor (u, t) is as in add_products.
template <class Real>
struct Product {
    const Real* factors;
    std::int64_t factor_row, factor_term;
    const Real* start; ///< start[u · start_step] for all of row u
    std::int32_t start_step;
    const Real* rows;
    Real* out;
    std::int32_t stride, units, terms, columns;
};

/// A tile of Units × Vectors of a product: its sums begin at `start`, or with `GoOn` at what `out`
/// has already, and get `terms` products more. `factors` and `rows` are the first of the tile's.
template <class Real, int Units, int Vectors, bool GoOn>
BACKPROP_INLINE void product_tile(const Product<Real>& product, const Real* factors,
                                  const Real* start, const Real* rows, std::int64_t row_stride,
                                  std::int32_t terms, Real* out) {
    using V = Lanes<Real>;
    const std::int64_t stride = product.stride;
    V sum[Units][Vectors];
    for (int u = 0; u < Units; ++u)
        for (int v = 0; v < Vectors; ++v)
            sum[u][v] = GoOn ? load<V>(out + u * stride + v * k_lanes<Real>)
                             : splat<V>(start[u * product.start_step]);
    add_products<Real, Units, Vectors>(factors, product.factor_row, product.factor_term, rows,
                                       row_stride, terms, sum);
    for (int u = 0; u < Units; ++u)
        for (int v = 0; v < Vectors; ++v)
            store<V>(out + u * stride + v * k_lanes<Real>, sum[u][v]);
}

/// Vectors vectors of columns of a product, of all units, with the `terms` whose factors begin at
/// `factors` and whose rows at `rows`.
template <class Real, int Vectors, bool GoOn>
BACKPROP_INLINE void product_columns(const Product<Real>& product, const Real* factors,
                                     const Real* rows, std::int64_t row_stride, std::int32_t terms,
                                     Real* out) {
    constexpr int tile = Vectors == 3 ? 2 : 4; // so many sums as stay in registers
    const Real* start = product.start;
    std::int32_t units = product.units;
    for (; units >= tile; units -= tile) {
        product_tile<Real, tile, Vectors, GoOn>(product, factors, start, rows, row_stride, terms,
                                                out);
        factors += tile * product.factor_row;
        start += tile * product.start_step;
        out += tile * std::int64_t{product.stride};
    }
    for (; units > 0; --units) {
        product_tile<Real, 1, Vectors, GoOn>(product, factors, start, rows, row_stride, terms, out);
        factors += product.factor_row;
        start += product.start_step;
        out += product.stride;
    }
}

/// Terms of a product that are added at once, at most, when their rows do not stay in the first
/// cache: with two vectors a row (64 bytes) they take half of it.
inline constexpr std::int32_t k_strip_terms = 288;
inline constexpr std::int64_t k_first_cache = 32768; ///< bytes

/// product_columns for large matrices, added to what `out` has: some terms after the other, and
/// copied together, because in rows that lie far apart they would not stay in the cache.
template <class Real, int Vectors>
BACKPROP_INLINE void product_columns_in_strips(const Product<Real>& product, std::int32_t column) {
    using V = Lanes<Real>;
    constexpr std::int32_t width = Vectors * k_lanes<Real>;
    alignas(k_alignment) Real together[k_strip_terms * width];
    const Real* rows = product.rows + column;
    const Real* factors = product.factors;
    std::int32_t strips = (product.terms + k_strip_terms - 1) / k_strip_terms;
    for (std::int32_t rest = product.terms; rest > 0; --strips) {
        const std::int32_t terms = rest / strips; // all about as long
        rest -= terms;
        Real* to = together;
        for (std::int32_t term = 0; term < terms; ++term, rows += product.stride) {
            for (int v = 0; v < Vectors; ++v, to += k_lanes<Real>)
                store<V>(to, load<V>(rows + v * k_lanes<Real>));
        }
        product_columns<Real, Vectors, true>(product, factors, together, width, terms,
                                             product.out + column);
        factors += terms * product.factor_term;
    }
}

/// Asks for the rows of a product in the order of memory. The strips read them in an order that the
/// processor does not foresee.
template <class Real>
BACKPROP_INLINE void fetch_rows(const Product<Real>& product) {
    constexpr std::int64_t k_line = 64 / sizeof(Real);
    const std::int64_t count = std::int64_t{product.terms} * product.stride;
    for (std::int64_t i = 0; i < count; i += k_line)
        __builtin_prefetch(product.rows + i);
}

/// A function of its own: inlined, it would cost small products as much as their arithmetic.
template <class Real>
BACKPROP_OUTLINE void compute_large(const Product<Real>& product) {
    using V = Lanes<Real>;
    constexpr std::int32_t lanes = k_lanes<Real>;
    fetch_rows(product);
    for (std::int32_t unit = 0; unit < product.units; ++unit)
        for (std::int32_t column = 0; column < product.columns; column += lanes)
            store<V>(product.out + std::int64_t{unit} * product.stride + column,
                     splat<V>(product.start[unit * product.start_step]));
    std::int32_t column = 0;
    for (; column + 2 * lanes <= product.columns; column += 2 * lanes)
        product_columns_in_strips<Real, 2>(product, column);
    for (; column < product.columns; column += lanes)
        product_columns_in_strips<Real, 1>(product, column);
}

/// Computes `product`, whose columns are whole vectors.
template <class Real>
BACKPROP_INLINE void compute(const Product<Real>& product) {
    constexpr std::int32_t lanes = k_lanes<Real>;
    if (std::int64_t{product.terms} * product.stride * std::int64_t{sizeof(Real)} > k_first_cache)
        return compute_large(product);
    // Three vectors, as of a batch of 10, at once: where there is little to add up, each further
    // tile costs as much as its sums.
    const Real* rows = product.rows;
    Real* out = product.out;
    std::int32_t columns = product.columns;
    for (; columns == 2 * lanes || columns > 3 * lanes; columns -= 2 * lanes) {
        product_columns<Real, 2, false>(product, product.factors, rows, product.stride,
                                        product.terms, out);
        rows += 2 * lanes;
        out += 2 * lanes;
    }
    if (columns == 3 * lanes)
        product_columns<Real, 3, false>(product, product.factors, rows, product.stride,
                                        product.terms, out);
    else if (columns > 0)
        product_columns<Real, 1, false>(product, product.factors, rows, product.stride,
                                        product.terms, out);
}

} // namespace
} // namespace backprop
