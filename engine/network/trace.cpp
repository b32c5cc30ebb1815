#include "engine/network/trace.hpp"

#include "engine/network/kernels.hpp"
#include "engine/network/pass.hpp"

#include <algorithm>
#include <cassert>

namespace backprop {

namespace {

/// What the functions below share. Matrices of `Real` have the stride of the inputs' block.
template <class Real>
struct Tracer {
    const NetworkLayout& layout;
    const Real* parameters;
    const LossSpec& loss;
    Matrix<Real> inputs, targets;
    std::vector<Matrix<Real>> z, a, masks, handed_on;
    std::vector<Matrix<Real>> deltas;
    const Kernels<Real>& kernel = kernels<Real>();

    std::int32_t columns() const { return inputs.columns; }
    std::int32_t stride() const { return inputs.stride; }
    const Real* mask_data(std::size_t l) const {
        return masks[l].rows > 0 ? masks[l].values.data() : nullptr;
    }
    const Real* inputs_of(std::size_t l) const {
        return l == 0 ? inputs.values.data() : handed_on[l - 1].values.data();
    }
    LayerView<Real> view(std::size_t l) const {
        const LayerLayout& layer = layout.layers[l];
        return {parameters + layer.weights,
                layer.bias_count > 0 ? parameters + layer.biases : nullptr,
                layer.bias_count > 1 ? 1 : 0,
                layer.units,
                layer.inputs,
                layer.activation};
    }
};

template <class To, class From>
Matrix<To> converted(const Matrix<From>& from) {
    Matrix<To> to(from.rows, from.columns);
    for (std::int32_t row = 0; row < from.rows; ++row)
        for (std::int32_t column = 0; column < from.columns; ++column)
            to(row, column) = static_cast<To>(from(row, column));
    repeat_last_column(to);
    return to;
}

template <class Real>
Tracer<Real> make_tracer(const NetworkLayout& layout, std::span<const Real> parameters,
                         const LossSpec& loss, const Matrix<double>& inputs,
                         const Matrix<double>& targets, std::span<const Matrix<double>> masks) {
    Tracer<Real> tracer{layout,
                        parameters.data(),
                        loss,
                        converted<Real>(inputs),
                        converted<Real>(targets),
                        {},
                        {},
                        {},
                        {},
                        {}};
    for (std::size_t l = 0; l < layout.layers.size(); ++l) {
        const Matrix<Real> empty(layout.layers[l].units, inputs.columns);
        tracer.z.push_back(empty);
        tracer.a.push_back(empty);
        tracer.handed_on.push_back(empty);
        tracer.deltas.push_back(empty);
        tracer.masks.push_back(masks.empty() ? Matrix<Real>() : converted<Real>(masks[l]));
    }
    return tracer;
}

template <class Real>
void run_forward(Tracer<Real>& tracer) {
    for (std::size_t l = 0; l < tracer.layout.layers.size(); ++l) {
        tracer.kernel.forward(tracer.view(l), tracer.inputs_of(l), tracer.z[l].values.data(),
                              tracer.a[l].values.data(), tracer.stride(), tracer.columns());
        if (const Real* mask = tracer.mask_data(l))
            tracer.kernel.apply_mask(
                tracer.a[l].values.data(), mask, tracer.handed_on[l].values.data(),
                tracer.layout.layers[l].units, tracer.stride(), tracer.columns());
        else
            tracer.handed_on[l] = tracer.a[l];
    }
}

/// δ of the output layer; with `Activation::Linear` ∂E/∂o, as a′ is then 1.
template <class Real>
Matrix<Real> output_delta(const Tracer<Real>& tracer, double scale, Activation activation) {
    const std::size_t last = tracer.layout.layers.size() - 1;
    Matrix<Real> delta(tracer.layout.outputs(), tracer.columns());
    tracer.kernel.output_delta(
        tracer.loss, static_cast<Real>(scale),
        {activation, tracer.a[last].values.data(), tracer.z[last].values.data(), nullptr},
        tracer.targets.values.data(), delta.values.data(), delta.rows, tracer.stride(),
        tracer.columns());
    return delta;
}

/// δ of layer `l` from that of the next one; with `Activation::Linear` ∂E/∂a.
template <class Real>
Matrix<Real> hidden_delta(const Tracer<Real>& tracer, std::size_t l, Activation activation) {
    Matrix<Real> delta(tracer.layout.layers[l].units, tracer.columns());
    tracer.kernel.backward(
        tracer.view(l + 1), tracer.deltas[l + 1].values.data(),
        {activation, tracer.a[l].values.data(), tracer.z[l].values.data(), tracer.mask_data(l)},
        delta.values.data(), tracer.stride(), tracer.columns());
    return delta;
}

/// f′(z), unit by unit: the kernel's δ of a layer of one unit with weight 1 and δ 1 behind it.
template <class Real>
Matrix<Real> slopes(const Tracer<Real>& tracer, std::size_t l) {
    const LayerLayout& layer = tracer.layout.layers[l];
    Matrix<Real> slope(layer.units, tracer.columns());
    Matrix<Real> ones(1, tracer.columns());
    std::fill(ones.values.begin(), ones.values.end(), Real(1));
    const Real weight = 1;
    const LayerView<Real> identity{&weight, nullptr, 0, 1, 1, Activation::Linear};
    for (std::int32_t unit = 0; unit < layer.units; ++unit)
        tracer.kernel.backward(
            identity, ones.row_data(0),
            {layer.activation, tracer.a[l].row_data(unit), tracer.z[l].row_data(unit), nullptr},
            slope.row_data(unit), tracer.stride(), tracer.columns());
    return slope;
}

/// Σ over the examples of δ·aᵀ and of δ.
template <class Real>
void read_gradients(const Tracer<Real>& tracer, std::size_t l, LayerTrace& trace) {
    const LayerLayout& layer = tracer.layout.layers[l];
    const Real* delta = tracer.deltas[l].values.data();
    std::vector<Real> weights(std::size_t(layer.units) * std::size_t(layer.inputs));
    std::vector<Real> biases(static_cast<std::size_t>(layer.bias_count));
    tracer.kernel.gradients({delta, tracer.inputs_of(l), tracer.stride(), layer.units, layer.inputs,
                             tracer.columns(), weights.data(),
                             biases.empty() ? nullptr : biases.data(), tracer.view(l).bias_step,
                             false});
    trace.weight_gradients.assign(weights.begin(), weights.end());
    trace.bias_gradients.assign(biases.begin(), biases.end());
}

/// The errors of every output and example from the last layer's o and z.
template <class Real>
void read_errors(const Tracer<Real>& tracer, PassTrace& trace) {
    const std::size_t last = tracer.layout.layers.size() - 1;
    const std::int32_t outputs = tracer.layout.outputs(), stride = tracer.stride();
    const Matrix<Real>& o = tracer.a[last];
    const bool needs_z = error_row(tracer.loss.error).needs_z;
    const auto error_of = [&](const LossSpec& loss, std::int32_t first, std::int32_t count,
                              std::int32_t column) {
        return example_error(loss, o.row_data(first) + column,
                             needs_z ? tracer.z[last].row_data(first) + column : nullptr,
                             tracer.targets.row_data(first) + column, count, stride);
    };
    LossSpec unreduced = tracer.loss;
    unreduced.over_outputs = Reduction::Sum;
    const bool together = tracer.loss.error == ErrorKind::CrossEntropy;
    trace.output_errors.resize(together ? 1 : outputs, tracer.columns());
    for (std::int32_t column = 0; column < tracer.columns(); ++column) {
        for (std::int32_t row = 0; row < trace.output_errors.rows; ++row)
            trace.output_errors(row, column) =
                error_of(unreduced, row, together ? outputs : 1, column);
        trace.errors.push_back(error_of(tracer.loss, 0, outputs, column));
    }
}

template <class Real>
void run_backward(Tracer<Real>& tracer, double scale, PassTrace& trace) {
    const std::size_t last = tracer.layout.layers.size() - 1;
    for (std::size_t l = last + 1; l-- > 0;) {
        const Activation activation = tracer.layout.layers[l].activation;
        const auto delta = [&](Activation kind) {
            return l == last ? output_delta(tracer, scale, kind) : hidden_delta(tracer, l, kind);
        };
        tracer.deltas[l] = delta(activation);
        LayerTrace& layer = trace.layers[l];
        layer.deltas = converted<double>(tracer.deltas[l]);
        read_gradients(tracer, l, layer);
        if (l == last && trace.joint_output) continue;
        layer.activation_gradients = converted<double>(delta(Activation::Linear));
        layer.slopes = converted<double>(slopes(tracer, l));
    }
}

} // namespace

template <class Real>
PassTrace trace_pass(const NetworkLayout& layout, std::span<const Real> parameters,
                     const LossSpec& loss, double scale, const Matrix<double>& inputs,
                     const Matrix<double>& targets, std::span<const Matrix<double>> masks) {
    assert(inputs.rows == layout.inputs() && targets.rows == layout.outputs());
    assert(parameters.size() == std::size_t(layout.parameter_count));
    Tracer<Real> tracer = make_tracer(layout, parameters, loss, inputs, targets, masks);
    PassTrace trace;
    trace.scale = scale;
    trace.joint_output = is_joint(loss.error);
    trace.inputs = converted<double>(tracer.inputs);
    trace.targets = converted<double>(tracer.targets);
    trace.layers.resize(layout.layers.size());
    run_forward(tracer);
    for (std::size_t l = 0; l < trace.layers.size(); ++l) {
        trace.layers[l].pre_activations = converted<double>(tracer.z[l]);
        trace.layers[l].activations = converted<double>(tracer.a[l]);
        trace.layers[l].handed_on = converted<double>(tracer.handed_on[l]);
        if (tracer.mask_data(l)) trace.layers[l].masks = converted<double>(tracer.masks[l]);
    }
    read_errors(tracer, trace);
    run_backward(tracer, scale, trace);
    return trace;
}

template PassTrace trace_pass(const NetworkLayout&, std::span<const float>, const LossSpec&, double,
                              const Matrix<double>&, const Matrix<double>&,
                              std::span<const Matrix<double>>);
template PassTrace trace_pass(const NetworkLayout&, std::span<const double>, const LossSpec&,
                              double, const Matrix<double>&, const Matrix<double>&,
                              std::span<const Matrix<double>>);

} // namespace backprop
