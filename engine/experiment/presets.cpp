#include "engine/experiment/presets.hpp"

namespace backprop {

namespace {

/// Two inputs and tanh throughout, trained in small batches.
Experiment plane_experiment(DataSet set, std::vector<LayerSpec> layers) {
    Experiment experiment;
    experiment.name = data_set_row(set).name;
    experiment.data.set = set;
    experiment.data.task = data_set_row(set).task;
    experiment.network.inputs = 2;
    experiment.network.layers = std::move(layers);
    experiment.start.rule = StartRule::XavierUniform;
    experiment.start.bias = 0.0;
    experiment.training.learning_rate = 0.1;
    experiment.training.batch = 10;
    experiment.training.epochs = 1000;
    return experiment;
}

/// Sigmoid units, start weights as printed or chosen.
Experiment table_experiment(DataSet set, std::int32_t hidden,
                            std::vector<std::vector<std::vector<double>>> weights,
                            std::vector<std::vector<double>> biases) {
    const DataSetRow& row = data_set_row(set);
    Experiment experiment;
    experiment.name = row.name;
    experiment.data.set = set;
    experiment.data.task = row.task;
    experiment.network.inputs = row.inputs;
    experiment.network.layers = {{hidden, Activation::Sigmoid}, {row.outputs, Activation::Sigmoid}};
    experiment.start.rule = StartRule::Given;
    experiment.start.weights = std::move(weights);
    experiment.start.biases = std::move(biases);
    experiment.loss.over_examples = Reduction::Sum;
    experiment.training.batch = k_batch_all;
    return experiment;
}

/// Article 1: [4, 5, 1], one bias a layer, E = (Y − O)²/2 summed over the houses. The article
/// prints no start weights; ours lie in 0..1 as it says.
Experiment houses() {
    Experiment experiment = table_experiment(DataSet::Houses, 5,
                                             {{{0.1, 0.3, 0.5, 0.2},
                                               {0.4, 0.6, 0.2, 0.9},
                                               {0.7, 0.2, 0.4, 0.1},
                                               {0.2, 0.8, 0.3, 0.5},
                                               {0.5, 0.1, 0.6, 0.4}},
                                              {{0.3, 0.5, 0.2, 0.6, 0.4}}},
                                             {{0.1}, {0.2}});
    experiment.network.bias = BiasMode::Shared;
    experiment.training.learning_rate = 0.1;
    experiment.training.epochs = 1000;
    return experiment;
}

/// Article 2, set A: the derivative of (target − output)² keeps its factor 2.
Experiment two_class_a() {
    Experiment experiment = table_experiment(DataSet::TwoClassA, 2,
                                             {{{0.4, 0.3}, {0.1, 0.6}}, {{0.4, 0.9}, {0.1, 0.6}}},
                                             {{-0.1, -0.1}, {0.3, 0.3}});
    experiment.loss.error = ErrorKind::Squared;
    experiment.training.learning_rate = 0.1;
    experiment.training.epochs = 100;
    return experiment;
}

/// Article 2, set B: the factor 2 is dropped.
Experiment two_class_b() {
    Experiment experiment = table_experiment(DataSet::TwoClassB, 2,
                                             {{{0.4, 0.2}, {0.3, 0.1}}, {{0.4, 0.5}, {0.3, 0.31}}},
                                             {{1.0, 1.0}, {0.3, 0.3}});
    experiment.training.learning_rate = 0.1;
    experiment.training.epochs = 100;
    return experiment;
}

/// Mazur 2015; the article keeps the biases fixed.
Experiment mazur() {
    Experiment experiment = table_experiment(
        DataSet::Mazur, 2, {{{0.15, 0.20}, {0.25, 0.30}}, {{0.40, 0.45}, {0.50, 0.55}}},
        {{0.35, 0.35}, {0.60, 0.60}});
    experiment.training.learning_rate = 0.5;
    experiment.training.train_biases = false;
    experiment.training.epochs = 10000;
    return experiment;
}

Experiment xor_rows() {
    Experiment experiment = table_experiment(
        DataSet::XorRows, 2, {{{0.5, -0.4}, {-0.3, 0.6}}, {{0.7, 0.8}}}, {{0.1, -0.1}, {-0.2}});
    experiment.loss.over_examples = Reduction::Mean;
    experiment.training.learning_rate = 2.0;
    experiment.training.epochs = 5000;
    return experiment;
}

Experiment circle() {
    return plane_experiment(DataSet::Circle,
                            {{4, Activation::Tanh}, {2, Activation::Tanh}, {1, Activation::Tanh}});
}
Experiment xor_quadrants() {
    return plane_experiment(DataSet::Xor,
                            {{4, Activation::Tanh}, {2, Activation::Tanh}, {1, Activation::Tanh}});
}
Experiment gauss() {
    return plane_experiment(DataSet::Gauss, {{2, Activation::Tanh}, {1, Activation::Tanh}});
}
Experiment spiral() {
    return plane_experiment(DataSet::Spiral,
                            {{8, Activation::Tanh}, {8, Activation::Tanh}, {1, Activation::Tanh}});
}
Experiment plane() {
    return plane_experiment(DataSet::Plane, {{1, Activation::Linear}});
}
Experiment multi_gauss() {
    return plane_experiment(
        DataSet::MultiGauss,
        {{8, Activation::Tanh}, {4, Activation::Tanh}, {1, Activation::Linear}});
}

Experiment moons() {
    return plane_experiment(DataSet::Moons, {{8, Activation::Tanh}, {1, Activation::Tanh}});
}

/// One output a class, trained as probabilities.
Experiment classes_experiment(DataSet set, std::vector<LayerSpec> hidden) {
    Experiment experiment = plane_experiment(set, std::move(hidden));
    experiment.network.inputs = input_count(experiment.data);
    experiment.network.layers.push_back({output_count(experiment.data), Activation::Softmax});
    experiment.loss.error = ErrorKind::CrossEntropy;
    return experiment;
}

Experiment blobs() {
    return classes_experiment(DataSet::Blobs, {{6, Activation::Tanh}});
}
Experiment rings() {
    return classes_experiment(DataSet::Rings, {{8, Activation::Tanh}, {8, Activation::Tanh}});
}
Experiment sine() {
    Experiment experiment =
        plane_experiment(DataSet::Sine, {{8, Activation::Tanh}, {1, Activation::Linear}});
    experiment.network.inputs = 1;
    return experiment;
}
Experiment iris() {
    Experiment experiment = classes_experiment(DataSet::Iris, {{6, Activation::Tanh}});
    experiment.data.train_share = 0.7;
    experiment.data.scaling.inputs = Scaling::Standard;
    return experiment;
}
Experiment digits() {
    Experiment experiment = classes_experiment(DataSet::Digits, {{32, Activation::Relu}});
    experiment.data.train_share = 0.7;
    experiment.training.batch = 20;
    experiment.training.epochs = 100;
    return experiment;
}

constexpr Preset k_presets[] = {
    {"houses", "House prices", houses},
    {"circle", "Circle", circle},
    {"xor", "Exclusive or", xor_quadrants},
    {"gauss", "Two Gaussians", gauss},
    {"spiral", "Spiral", spiral},
    {"plane", "Plane", plane},
    {"multi-gauss", "Many Gaussians", multi_gauss},
    {"moons", "Two moons", moons},
    {"blobs", "Blobs", blobs},
    {"rings", "Rings", rings},
    {"sine", "Sine", sine},
    {"iris", "Iris", iris},
    {"digits", "Handwritten digits", digits},
    {"two-class-a", "Two classes, set A", two_class_a},
    {"two-class-b", "Two classes, set B", two_class_b},
    {"mazur", "Step by step", mazur},
    {"xor-rows", "XOR, four rows", xor_rows},
};

} // namespace

std::span<const Preset> presets() {
    return k_presets;
}

} // namespace backprop
