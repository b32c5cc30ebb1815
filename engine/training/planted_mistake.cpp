#include "engine/training/planted_mistake.hpp"

#include "engine/training/trainer_passes.hpp"

#include <algorithm>

namespace backprop {

/// Wᵀ·δ without ⊙ f′: as if every activation were linear.
static void backward_without_slope(const LayerView<double>& layer, const double* delta,
                                   const ActivationView<double>& in, double* delta_in,
                                   std::int32_t stride, std::int32_t columns) {
    ActivationView<double> straight = in;
    straight.activation = Activation::Linear;
    kernels<double>().backward(layer, delta, straight, delta_in, stride, columns);
}

/// ∂E/∂o in place of δ. Where error and activation are differentiated together there is no factor
/// to drop.
static void output_delta_without_slope(const LossSpec& loss, double scale,
                                       const ActivationView<double>& out, const double* targets,
                                       double* delta, std::int32_t units, std::int32_t stride,
                                       std::int32_t columns) {
    ActivationView<double> straight = out;
    straight.activation = Activation::Linear;
    kernels<double>().output_delta(loss, scale, straight, targets, delta, units, stride, columns);
}

static Kernels<double> kernels_without_slope() {
    Kernels<double> mistaken = kernels<double>();
    mistaken.backward = backward_without_slope;
    mistaken.output_delta = output_delta_without_slope;
    return mistaken;
}

/// The δ and gradients of all layers before are linear in that of the last hidden layer: all change
/// sign with it.
static void turn_hidden_gradients(const NetworkLayout& layout, std::span<double> gradients) {
    const auto output = static_cast<std::size_t>(layout.layers.back().weights);
    for (double& gradient : gradients.first(output))
        gradient = -gradient;
}

static void compute_output_first(Trainer<double>& trainer, std::int32_t count,
                                 std::span<double> gradients) {
    std::vector<double> moved = trainer.parameters;
    std::vector<double> of_layer(moved.size());
    for (std::size_t l = trainer.layout.layers.size(); l-- > 0;) {
        sum_gradients(trainer, count, moved.data(), Dropout::Off, of_layer.data());
        const LayerLayout& layer = trainer.layout.layers[l];
        std::copy(of_layer.data() + layer.weights,
                  of_layer.data() + layer.biases + layer.bias_count,
                  gradients.data() + layer.weights);
        for (const ParameterRange& range : trainer.trained[l].moved)
            for (std::int64_t i = range.first; i < range.first + range.count; ++i) // w ← w − α·g
                moved[std::size_t(i)] -= trainer.epoch_learning_rate * of_layer[std::size_t(i)];
    }
}

void compute_mistaken_gradients(Trainer<double>& trainer, std::int32_t count,
                                PlantedMistake mistake, std::span<double> gradients) {
    if (mistake == PlantedMistake::OutputFirst) {
        compute_output_first(trainer, count, gradients);
        return;
    }
    const Kernels<double>* right = trainer.workspace.kernels;
    const Kernels<double> mistaken = kernels_without_slope();
    if (mistake == PlantedMistake::NoSlope) trainer.workspace.kernels = &mistaken;
    compute_gradients(trainer, count, gradients);
    trainer.workspace.kernels = right;
    if (mistake == PlantedMistake::WrongSign) turn_hidden_gradients(trainer.layout, gradients);
}

} // namespace backprop
