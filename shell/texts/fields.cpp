#include "shell/texts/tables.hpp"

namespace backprop::shell {

namespace {

constexpr TextRow k_texts[] = {
    // Sections and headings
    {"section.data", "DATA"},
    {"section.hyperparameters", "HYPERPARAMETERS"},
    {"section.network", "NETWORK"},
    {"section.output", "OUTPUT"},
    {"section.loss", "LOSS"},

    // Groups of settings
    {"group.data", "More about the data"},
    {"group.layers", "Layers"},
    {"group.optimizer", "Optimizer"},
    {"group.schedule", "Schedule"},
    {"group.regularization", "Regularization"},
    {"group.loss", "Loss"},
    {"group.start", "Start weights"},
    {"group.stop", "Stop when"},
    {"group.order", "Order and precision"},
    {"layer.dropout", "Dropout {0}"},
    {"schedule.drawing", "learning rate over the epochs"},
    {"schedule.now", "now {0}"},

    // Fields: what a control is called
    {"field.data.set", "Data set"},
    {"field.data.noise", "Noise"},
    {"field.data.train_share", "Training share"},
    {"field.data.examples", "Examples"},
    {"field.data.seed", "Data seed"},
    {"field.data.task", "Task"},
    {"field.data.classes", "Classes"},
    {"field.data.scaling.inputs", "Scale inputs"},
    {"field.data.scaling.targets", "Scale targets"},
    {"field.training.learning_rate", "Learning rate α"},
    {"field.training.epochs", "Epochs"},
    {"field.training.batch", "Batch size"},
    {"field.training.shuffle", "Shuffle each epoch"},
    {"field.training.train_biases", "Train biases"},
    {"field.training.optimizer.kind", "Optimizer"},
    {"field.training.optimizer.beta", "Momentum β"},
    {"field.training.optimizer.smoothing", "Smoothing ρ"},
    {"field.training.optimizer.beta1", "Mean β₁"},
    {"field.training.optimizer.beta2", "Squares β₂"},
    {"field.training.optimizer.epsilon", "Epsilon ε"},
    {"field.training.optimizer.weight_decay", "Weight decay"},
    {"field.training.schedule.kind", "Learning rate"},
    {"field.training.schedule.every", "Every … epochs"},
    {"field.training.schedule.factor", "Times"},
    {"field.training.schedule.epochs", "Over … epochs"},
    {"field.training.regularization.kind", "Penalty"},
    {"field.training.regularization.rate", "Rate λ"},
    {"field.training.clip.value", "Clip each gradient"},
    {"field.training.clip.norm", "Clip the norm"},
    {"field.training.stop.loss_below", "Loss below"},
    {"field.training.stop.no_progress_epochs", "No progress for"},
    {"field.training.update", "Update"},
    {"field.network.hidden_activation", "Activation"},
    {"field.network.output_activation", "Output layer"},
    {"field.network.bias", "Bias"},
    {"field.loss.error", "Error"},
    {"field.loss.delta", "Huber δ"},
    {"field.loss.over_outputs", "Over outputs"},
    {"field.loss.over_examples", "Over examples"},
    {"field.start.rule", "Start weights"},
    {"field.start.seed", "Seed"},
    {"field.start.low", "From"},
    {"field.start.high", "To"},
    {"field.start.value", "Weight"},
    {"field.start.deviation", "Deviation"},
    {"field.start.bias", "Start bias"},
    {"field.precision", "Precision"},
};

} // namespace

std::span<const TextRow> field_texts() {
    return k_texts;
}

} // namespace backprop::shell
