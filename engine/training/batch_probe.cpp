#include "engine/training/batch_probe.hpp"

#include "engine/training/batch_trace.hpp"

#include <utility>

namespace backprop {

BatchProbe make_batch_probe(const TrainerSpec& spec, const Dataset& prepared,
                            std::span<const std::int32_t> rows, std::vector<double> parameters,
                            double learning_rate) {
    BatchProbe probe;
    probe.data = std::make_unique<Dataset>();
    probe.data->train_inputs = some_columns(prepared.train_inputs, rows);
    probe.data->train_targets = some_columns(prepared.train_targets, rows);
    TrainerSpec alone{spec.network, spec.loss, {}};
    alone.training.batch = k_batch_all;
    alone.training.learning_rate = learning_rate;
    alone.training.train_biases = spec.training.train_biases;
    alone.training.frozen = spec.training.frozen;
    alone.training.regularization = spec.training.regularization;
    probe.trainer = make_trainer<double>(alone, *probe.data);
    StartSpec zeros;
    zeros.rule = StartRule::Zeros;
    restart(probe.trainer, zeros);
    probe.trainer.parameters = std::move(parameters);
    return probe;
}

std::int32_t examples_of(const BatchProbe& probe) {
    return probe.data->train_inputs.columns;
}

double loss_of(BatchProbe& probe) {
    return batch_loss(probe.trainer, examples_of(probe));
}

std::vector<double> gradients_of(BatchProbe& probe) {
    std::vector<double> gradients(probe.trainer.parameters.size());
    compute_gradients(probe.trainer, examples_of(probe), std::span(gradients));
    return gradients;
}

} // namespace backprop
