// The kernels and the passes below the trainer: the same bits on every instruction set, every
// activation and error at hostile numbers, dropout.

#include "engine/network/kernels_targets.hpp"
#include "engine/network/pass.hpp"
#include "engine/numerics/random.hpp"
#include "engine/numerics/state_hash.hpp"

#include <catch2/catch_test_macros.hpp>

#include <limits>
#include <span>
#include <string>
#include <vector>

using namespace backprop;

namespace {

template <class Real>
std::vector<Real> draw(Random& random, std::int32_t rows, std::int32_t stride) {
    std::vector<Real> values(std::size_t(rows) * std::size_t(stride));
    for (Real& value : values)
        value = static_cast<Real>(uniform(random, -2, 2));
    return values;
}

/// One layer with what goes in and what is wanted, as the kernels take it.
template <class Real>
struct LayerCase {
    std::int32_t units, inputs, columns, stride;
    Activation activation;
    std::vector<Real> weights, biases, in, targets, mask;

    LayerCase(Random& random, Activation kind, std::int32_t unit_count, std::int32_t input_count,
              std::int32_t column_count)
        : units(unit_count), inputs(input_count), columns(column_count),
          stride(padded_columns<Real>(column_count)), activation(kind),
          weights(draw<Real>(random, units, inputs)), biases(draw<Real>(random, units, 1)),
          in(draw<Real>(random, inputs, stride)), targets(draw<Real>(random, units, stride)),
          mask(draw<Real>(random, inputs, stride)) {}

    LayerView<Real> view() const {
        return {weights.data(), biases.data(), 1, units, inputs, activation};
    }
};

template <class Real>
void add_columns(StateHash& hash, const LayerCase<Real>& layer, const std::vector<Real>& values) {
    for (std::size_t at = 0; at < values.size(); at += std::size_t(layer.stride))
        add<Real>(hash, {values.data() + at, std::size_t(layer.columns)});
}

/// Hash of all that the kernels make of one layer. `in` stands for the activations before it, and
/// for their z.
template <class Real>
std::uint64_t run_kernels(const Kernels<Real>& kernel, const LayerCase<Real>& layer,
                          ErrorKind error, bool keep_z) {
    std::vector<Real> z(layer.targets.size());
    std::vector<Real> out(layer.targets.size());
    std::vector<Real> delta(layer.targets.size());
    std::vector<Real> delta_in(layer.in.size());
    std::vector<Real> masked(layer.in.size());
    std::vector<Real> gradients(layer.weights.size() + layer.biases.size());
    LossSpec loss;
    loss.error = error;
    Real* const z_or_null = keep_z ? z.data() : nullptr;
    kernel.forward(layer.view(), layer.in.data(), z_or_null, out.data(), layer.stride,
                   layer.columns);
    kernel.output_delta(loss, Real(0.5), {layer.activation, out.data(), z_or_null, nullptr},
                        layer.targets.data(), delta.data(), layer.units, layer.stride,
                        layer.columns);
    const Activation before =
        is_output_only(layer.activation) ? Activation::Tanh : layer.activation;
    StateHash hash;
    for (const Real* mask : {static_cast<const Real*>(nullptr), layer.mask.data()}) {
        kernel.backward(layer.view(), delta.data(),
                        {before, layer.in.data(), layer.in.data(), mask}, delta_in.data(),
                        layer.stride, layer.columns);
        add_columns(hash, layer, delta_in);
    }
    kernel.apply_mask(layer.in.data(), layer.mask.data(), masked.data(), layer.inputs, layer.stride,
                      layer.columns);
    GradientView<Real> view{delta.data(),
                            layer.in.data(),
                            layer.stride,
                            layer.units,
                            layer.inputs,
                            layer.columns,
                            gradients.data(),
                            gradients.data() + layer.weights.size(),
                            1,
                            false};
    kernel.gradients(view);
    add<Real>(hash, gradients);
    view.add = true; // once more, with a bias for all units, and with none
    view.bias_step = 0;
    kernel.gradients(view);
    view.biases = nullptr;
    kernel.gradients(view);
    std::vector<Real> next = layer.weights;
    CHECK(kernel.update(next.data(), gradients.data(), Real(0.1), std::int64_t(next.size())));
    add_columns(hash, layer, out);
    add_columns(hash, layer, delta);
    add_columns(hash, layer, masked);
    add<Real>(hash, gradients);
    add<Real>(hash, next);
    return hash.value;
}

/// Every kernel of two implementations on the same numbers, bit for bit: all activations with all
/// errors that fit them.
template <class Real>
int compare_kernels(const Kernels<Real>& one, const Kernels<Real>& other) {
    Random random = make_random(7, RandomStream::Data);
    int pairs = 0;
    for (std::size_t a = 0; a < std::size(k_activations); ++a)
        for (const ErrorRow& row : k_error_rows) {
            const auto activation = static_cast<Activation>(a);
            if (!error_fits(row.error, activation)) continue;
            ++pairs;
            for (const std::int32_t columns : {1, 3, 8, 13, 33})
                for (const std::int32_t units : {1, 2, 5, 7, 9, 13}) {
                    INFO(k_activations[a].key << ", " << choice_of(k_errors, row.error).key << ", "
                                              << columns << " columns, " << units << " units");
                    const LayerCase<Real> layer(random, activation, units, 2 * units + 1, columns);
                    const std::uint64_t wanted = run_kernels(one, layer, row.error, true);
                    CHECK(run_kernels(other, layer, row.error, true) == wanted);
                    if (derivative_needs_z(activation)) continue;
                    // Whether z is kept decides how the work is cut, and must not show.
                    CHECK(run_kernels(one, layer, row.error, false) == wanted);
                    CHECK(run_kernels(other, layer, row.error, false) == wanted);
                }
        }
    return pairs;
}

/// z, δ_in and the gradients of a linear layer as sums one after the other, in the order that is
/// promised; compared to the bit. `targets` stand for δ.
template <class Real>
void compare_with_plain_sums(const Kernels<Real>& kernel, std::int32_t units, std::int32_t inputs,
                             std::int32_t columns) {
    INFO(kernel.name << ", " << units << " units, " << inputs << " inputs, " << columns
                     << " columns");
    Random random = make_random(11, RandomStream::Data);
    LayerCase<Real> layer(random, Activation::Linear, units, inputs, columns);
    for (std::vector<Real>* matrix : {&layer.in, &layer.targets}) // padding must not count
        for (std::size_t i = 0; i < matrix->size(); ++i)
            if (i % std::size_t(layer.stride) >= std::size_t(columns))
                (*matrix)[i] = std::numeric_limits<Real>::quiet_NaN();
    const auto at = [&](std::int32_t row, std::int32_t column) {
        return std::size_t(row) * std::size_t(layer.stride) + std::size_t(column);
    };
    const auto weight_at = [&](std::int32_t u, std::int32_t i) {
        return std::size_t(u) * std::size_t(inputs) + std::size_t(i);
    };
    const std::vector<Real>& delta = layer.targets;
    std::vector<Real> out(layer.targets.size()), delta_in(layer.in.size());
    std::vector<Real> weights(layer.weights.size()), biases(std::size_t(units), Real(1));
    kernel.forward(layer.view(), layer.in.data(), nullptr, out.data(), layer.stride, columns);
    kernel.backward(layer.view(), delta.data(),
                    {Activation::Linear, layer.in.data(), nullptr, nullptr}, delta_in.data(),
                    layer.stride, columns);
    kernel.gradients({delta.data(), layer.in.data(), layer.stride, units, inputs, columns,
                      weights.data(), biases.data(), 1, false});
    Real shared = std::numeric_limits<Real>::quiet_NaN(); // is written over
    for (const bool add : {false, true})                  // the second time all doubles
        kernel.gradients({delta.data(), layer.in.data(), layer.stride, units, inputs, columns,
                          weights.data(), &shared, 0, add});
    LayerView<Real> with_shared_bias = layer.view(), without_bias = layer.view();
    with_shared_bias.bias_step = 0;
    without_bias.biases = nullptr;
    std::vector<Real> shared_out(out.size()), plain_out(out.size());
    kernel.forward(with_shared_bias, layer.in.data(), nullptr, shared_out.data(), layer.stride,
                   columns);
    kernel.forward(without_bias, layer.in.data(), nullptr, plain_out.data(), layer.stride, columns);
    bool equal = true;
    Real shared_sum = 0;
    for (std::int32_t u = 0; u < units; ++u) {
        Real bias_sum = 0;
        for (std::int32_t n = 0; n < columns; ++n) {
            Real z[] = {layer.biases[std::size_t(u)], layer.biases[0], Real(0)};
            for (std::int32_t i = 0; i < inputs; ++i)
                for (Real& sum : z)
                    sum += layer.weights[weight_at(u, i)] * layer.in[at(i, n)];
            equal = equal && out[at(u, n)] == z[0] && shared_out[at(u, n)] == z[1] &&
                    plain_out[at(u, n)] == z[2];
            bias_sum += delta[at(u, n)];
        }
        equal = equal && biases[std::size_t(u)] == bias_sum;
        shared_sum += bias_sum;
        for (std::int32_t i = 0; i < inputs; ++i) {
            Real sum = 0;
            for (std::int32_t n = 0; n < columns; ++n)
                sum += delta[at(u, n)] * layer.in[at(i, n)];
            equal = equal && weights[weight_at(u, i)] == sum + sum;
        }
    }
    for (std::int32_t i = 0; i < inputs; ++i)
        for (std::int32_t n = 0; n < columns; ++n) {
            Real sum = 0;
            for (std::int32_t u = 0; u < units; ++u)
                sum += layer.weights[weight_at(u, i)] * delta[at(u, n)];
            equal = equal && delta_in[at(i, n)] == sum;
        }
    CHECK(equal);
    for (const Real bias_sum : biases) // the second call goes on from there
        shared_sum += bias_sum;
    CHECK(shared == shared_sum);
}

/// Small tiles with all their rests, and products whose rows are copied together first: more than
/// k_first_cache bytes, in one piece and in several.
template <class Real>
void compare_shapes_with_plain_sums(const Kernels<Real>& kernel) {
    for (const std::int32_t units : {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13})
        for (const std::int32_t inputs : {1, 3, 4, 8, 15, 17, 33})
            for (const std::int32_t columns : {1, 7, 16, 20, k_block_columns})
                compare_with_plain_sums(kernel, units, inputs, columns);
    compare_with_plain_sums(kernel, 6, 200, 70);
    compare_with_plain_sums(kernel, 5, 1030, 37);
    compare_with_plain_sums(kernel, 1030, 5, 37);
    compare_with_plain_sums(kernel, 3, 512, k_block_columns);
}

} // namespace

TEST_CASE("the kernels' sums have the order that is promised") {
    compare_shapes_with_plain_sums(kernels<float>());
    compare_shapes_with_plain_sums(kernels<double>());
    compare_shapes_with_plain_sums(k_kernels_baseline_float);
    compare_shapes_with_plain_sums(k_kernels_baseline_double);
}

TEST_CASE("the kernels of every instruction set give the same bits") {
    // 9 unit-wise activations with 4 errors, hinge with 2, each cross-entropy with 1.
    CHECK(compare_kernels(kernels<float>(), k_kernels_baseline_float) == 9 * 4 + 2 + 1 + 1);
    CHECK(compare_kernels(kernels<double>(), k_kernels_baseline_double) == 9 * 4 + 2 + 1 + 1);
}
