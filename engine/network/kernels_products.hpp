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

/// A matrix product of layers: out (units × columns) = start + factors · rows (terms × columns),
/// where `rows` and `out` have their rows `stride` apart and factor (u, t) is as in add_products.
template <class Real>
struct Product {
    const Real* factors;
    std::int64_t factor_row, factor_term;
    const Real* start; ///< start[u · start_step] for all of row u; null for 0
    std::int32_t start_step;
    const Real* rows;
    Real* out;
    std::int32_t stride, units, terms, columns;
};

/// The part of a product's terms that is added at once: `terms` of them from `begin` on, whose rows
/// begin at `rows`.
template <class Real>
struct Strip {
    const Real* rows;
    std::int64_t stride;
    std::int32_t begin, terms;
};

/// A tile of Units × Vectors of a product, or what a strip adds to it.
template <class Real, int Units, int Vectors>
BACKPROP_INLINE void product_tile(const Product<Real>& product, const Strip<Real>& strip,
                                  std::int32_t unit, std::int32_t column) {
    using V = Lanes<Real>;
    Real* out = product.out + std::int64_t{unit} * product.stride + column;
    V sum[Units][Vectors];
    for (int u = 0; u < Units; ++u) {
        const Real start =
            product.start != nullptr ? product.start[(unit + u) * product.start_step] : Real(0);
        for (int v = 0; v < Vectors; ++v)
            sum[u][v] = strip.begin == 0
                          ? splat<V>(start)
                          : load<V>(out + std::int64_t{u} * product.stride + v * k_lanes<Real>);
    }
    add_products<Real, Units, Vectors>(
        product.factors + unit * product.factor_row + strip.begin * product.factor_term,
        product.factor_row, product.factor_term, strip.rows, strip.stride, strip.terms, sum);
    for (int u = 0; u < Units; ++u)
        for (int v = 0; v < Vectors; ++v)
            store<V>(out + std::int64_t{u} * product.stride + v * k_lanes<Real>, sum[u][v]);
}

/// Terms of a product that are added at once when their rows do not stay in the first cache.
inline constexpr std::int32_t k_strip_terms = 256;
inline constexpr std::int64_t k_first_cache = 32768; ///< bytes

/// Vectors vectors of columns of a product, with all terms. Large matrices: some terms after the
/// other, and copied together, because in rows that lie far apart they would not stay in the cache.
template <class Real, int Vectors>
BACKPROP_INLINE void product_columns(const Product<Real>& product, std::int32_t column) {
    using V = Lanes<Real>;
    constexpr std::int32_t width = Vectors * k_lanes<Real>;
    const std::int64_t bytes =
        std::int64_t{product.terms} * product.stride * std::int64_t{sizeof(Real)};
    const std::int32_t at_once = bytes > k_first_cache ? k_strip_terms : product.terms;
    alignas(k_alignment) Real together[k_strip_terms * width];
    for (std::int32_t begin = 0; begin < product.terms; begin += at_once) {
        const std::int32_t rest = product.terms - begin;
        const Real* rows = product.rows + std::int64_t{begin} * product.stride + column;
        Strip<Real> strip{rows, product.stride, begin, rest < at_once ? rest : at_once};
        if (bytes > k_first_cache) {
            Real* to = together;
            for (std::int32_t term = 0; term < strip.terms; ++term, rows += product.stride) {
                for (int v = 0; v < Vectors; ++v, to += k_lanes<Real>)
                    store<V>(to, load<V>(rows + v * k_lanes<Real>));
            }
            strip.rows = together;
            strip.stride = width;
        }
        std::int32_t unit = 0;
        for (; unit + 4 <= product.units; unit += 4)
            product_tile<Real, 4, Vectors>(product, strip, unit, column);
        for (; unit < product.units; ++unit)
            product_tile<Real, 1, Vectors>(product, strip, unit, column);
    }
}

template <class Real>
BACKPROP_INLINE void compute(const Product<Real>& product) {
    constexpr std::int32_t lanes = k_lanes<Real>;
    std::int32_t column = 0;
    for (; column + 2 * lanes <= product.columns; column += 2 * lanes)
        product_columns<Real, 2>(product, column);
    for (; column < product.columns; column += lanes)
        product_columns<Real, 1>(product, column);
}

} // namespace
} // namespace backprop
