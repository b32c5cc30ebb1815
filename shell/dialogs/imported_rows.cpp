#include "shell/dialogs/imported_rows.hpp"

#include "engine/network/layout.hpp"

namespace backprop::shell {

namespace {

/// Small enough for any column that was scaled.
constexpr double k_learning_rate = 0.03;
constexpr std::int64_t k_epochs = 500;

/// Classes that the file itself writes as −1 and 1.
bool has_negative_targets(const DataSpec& rows) {
    for (const auto* part : {&rows.train, &rows.test})
        for (const std::vector<double>& row : *part)
            for (std::size_t c = std::size_t(rows.inputs); c < row.size(); ++c)
                if (row[c] < 0.0) return true;
    return false;
}

void fit_output(Experiment& experiment) {
    LayerSpec& output = experiment.network.layers.back();
    output = {output_count(experiment.data), Activation::Linear, 0};
    experiment.loss = {};
    if (experiment.data.task == Task::Regression) return;
    if (has_negative_targets(experiment.data)) {
        output.activation = Activation::Tanh;
        return;
    }
    const bool one = output.units == 1;
    output.activation = one ? Activation::Sigmoid : Activation::Softmax;
    experiment.loss.error = one ? ErrorKind::BinaryCrossEntropy : ErrorKind::CrossEntropy;
}

std::string without_extension(std::string_view name) {
    return std::string(name.substr(0, name.rfind('.')));
}

} // namespace

Experiment experiment_for_rows(const Experiment& now, DataSpec rows, std::string_view name) {
    Experiment experiment;
    experiment.name = without_extension(name);
    experiment.precision = now.precision;
    experiment.network = now.network;
    experiment.network.features.clear();
    experiment.data = std::move(rows);
    experiment.network.inputs = input_count(experiment.data);
    experiment.data.scaling.inputs = Scaling::Standard;
    if (experiment.data.task == Task::Regression) experiment.data.scaling.targets = Scaling::MinMax;
    fit_output(experiment);
    if (experiment.network.layers.size() == 1)
        experiment.network.layers.insert(experiment.network.layers.begin(),
                                         {8, Activation::Tanh, 0});
    if (make_layout(experiment.network).parameter_count > k_max_parameters)
        experiment.network.layers = {{8, Activation::Tanh, 0}, experiment.network.layers.back()};
    experiment.start.rule = StartRule::XavierUniform;
    experiment.start.bias = 0;
    experiment.training.optimizer = now.training.optimizer;
    experiment.training.learning_rate = k_learning_rate;
    experiment.training.epochs = k_epochs;
    experiment.training.shuffle = true;
    return experiment;
}

} // namespace backprop::shell
