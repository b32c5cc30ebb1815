#include "engine/experiment/self_test.hpp"

#include "engine/experiment/session.hpp"

namespace backprop {

namespace {

/// Written out here, not taken from the presets, whose numbers may be chosen anew. They run for as
/// long as they are let.
Experiment scenario(DataSet set, std::vector<LayerSpec> layers, ErrorKind error,
                    Optimizer optimizer, double learning_rate) {
    Experiment experiment;
    experiment.data.set = set;
    experiment.data.task = data_set_row(set).task;
    experiment.network.inputs = data_set_row(set).inputs;
    experiment.network.layers = std::move(layers);
    experiment.start.rule = StartRule::XavierUniform;
    experiment.loss.error = error;
    experiment.training.optimizer = default_optimizer(optimizer);
    experiment.training.learning_rate = learning_rate;
    experiment.training.epochs = k_max_epochs;
    return experiment;
}

Experiment houses_shared_bias() {
    Experiment e = scenario(DataSet::Houses, {{5, Activation::Sigmoid}, {1, Activation::Sigmoid}},
                            ErrorKind::HalfSquared, Optimizer::Sgd, 0.1);
    e.network.bias = BiasMode::Shared;
    e.loss.over_examples = Reduction::Sum;
    e.start.rule = StartRule::Uniform;
    e.start.bias = 0.3;
    e.training.batch = k_batch_all;
    return e;
}

Experiment circle_momentum() {
    Experiment e = scenario(DataSet::Circle,
                            {{4, Activation::Tanh}, {2, Activation::Tanh}, {1, Activation::Tanh}},
                            ErrorKind::Squared, Optimizer::Momentum, 0.01);
    e.data.noise = 0.1;
    e.start.bias = 0.1;
    e.training.regularization = {Regularization::L2, 0.001};
    e.precision = Precision::Float32;
    return e;
}

Experiment xor_sequential() {
    Experiment e =
        scenario(DataSet::XorRows, {{3, Activation::LeakyRelu}, {1, Activation::Softplus}},
                 ErrorKind::HalfSquared, Optimizer::Nesterov, 0.02);
    e.start.rule = StartRule::HeUniform;
    e.start.seed = 4;
    e.training.batch = 3; // leaves one
    e.training.update = UpdateOrder::Sequential;
    return e;
}

Experiment spiral_dropout() {
    Experiment e =
        scenario(DataSet::Spiral,
                 {{8, Activation::Swish, 0.1}, {6, Activation::Gelu}, {1, Activation::Sigmoid}},
                 ErrorKind::BinaryCrossEntropy, Optimizer::Adam, 0.01);
    e.training.batch = 30;
    e.training.shuffle = true;
    e.precision = Precision::Float32;
    return e;
}

Experiment gauss_hinge() {
    Experiment e = scenario(DataSet::Gauss, {{4, Activation::Elu}, {1, Activation::Linear}},
                            ErrorKind::Hinge, Optimizer::Adagrad, 0.05);
    e.data.noise = 0.3;
    e.start.rule = StartRule::XavierNormal;
    e.training.clip.value = 0.01;
    return e;
}

Experiment sine_scaled() {
    Experiment e = scenario(
        DataSet::Sine, {{6, Activation::Softplus}, {6, Activation::Swish}, {1, Activation::Linear}},
        ErrorKind::Absolute, Optimizer::RmsProp, 0.005);
    e.data.scaling = {Scaling::MinMax, Scaling::MinMax};
    e.start.rule = StartRule::Normal;
    e.training.schedule.kind = Schedule::Step;
    e.training.schedule.every = 7;
    e.precision = Precision::Float32;
    return e;
}

Experiment bumps_changes() {
    Experiment e =
        scenario(DataSet::MultiGauss,
                 {{7, Activation::Relu}, {3, Activation::Sigmoid}, {1, Activation::Tanh}},
                 ErrorKind::Huber, Optimizer::Sgd, 0.03);
    e.loss.delta = 0.5;
    e.start.rule = StartRule::HeNormal;
    e.training.regularization = {Regularization::L1, 0.0005};
    e.training.changes.resize(4); // 50 updates are two epochs
    e.training.changes[0].after_examples = 60;
    e.training.changes[0].learning_rate = 0.1;
    e.training.changes[1].epoch = 2;
    e.training.changes[1].batch = 7;
    e.training.changes[2].epoch = 2;
    e.training.changes[2].after_examples = 70;
    e.training.changes[2].regularization_rate = 0.002;
    e.training.changes[3].epoch = 4;
    e.training.changes[3].batch = 1;
    e.training.changes[3].learning_rate = 0.01;
    return e;
}

Experiment moons_features() {
    Experiment e = scenario(DataSet::Moons, {{5, Activation::Gelu}, {1, Activation::Tanh}},
                            ErrorKind::HalfSquared, Optimizer::AdamW, 0.01);
    e.data.noise = 0.2;
    e.data.scaling.inputs = Scaling::Standard;
    e.network.features = {Feature::X1, Feature::X2, Feature::X1TimesX2, Feature::SinX1};
    e.training.schedule.kind = Schedule::Cosine;
    e.training.schedule.epochs = 20;
    e.training.shuffle = true;
    return e;
}

Experiment blobs_softmax() {
    Experiment e = scenario(DataSet::Blobs, {{6, Activation::Tanh}, {4, Activation::Softmax}},
                            ErrorKind::CrossEntropy, Optimizer::Adam, 0.02);
    e.data.classes = 4;
    e.data.noise = 0.3;
    e.network.bias = BiasMode::None;
    e.training.clip.norm = 0.1;
    return e;
}

Experiment rings_one_by_one() {
    Experiment e = scenario(DataSet::Rings, {{6, Activation::Sigmoid}, {3, Activation::Sigmoid}},
                            ErrorKind::BinaryCrossEntropy, Optimizer::Momentum, 0.02);
    e.loss.over_outputs = Reduction::Mean;
    e.start.rule = StartRule::Constant;
    e.start.value = 0.25;
    e.training.batch = 1;
    e.training.train_biases = false;
    e.training.frozen = {"weights[0][1]", "weights[1][2][0]"};
    e.training.schedule.kind = Schedule::WarmUp;
    e.training.schedule.epochs = 3;
    e.precision = Precision::Float32;
    return e;
}

Experiment irises() {
    Experiment e = scenario(
        DataSet::Iris,
        {{8, Activation::LeakyRelu, 0.2}, {5, Activation::Elu, 0.1}, {3, Activation::Softmax}},
        ErrorKind::CrossEntropy, Optimizer::AdamW, 0.01);
    e.data.scaling.inputs = Scaling::Standard;
    e.training.optimizer.weight_decay = 0.05;
    e.precision = Precision::Float32;
    return e;
}

Experiment digits() {
    Experiment e = scenario(DataSet::Digits, {{16, Activation::Relu}, {10, Activation::Softmax}},
                            ErrorKind::CrossEntropy, Optimizer::Nesterov, 0.05);
    e.start.rule = StartRule::HeNormal;
    e.training.batch = 300; // two blocks
    e.training.shuffle = true;
    e.training.regularization = {Regularization::L2, 0.0001};
    return e;
}

constexpr Scenario k_scenarios[] = {
    {"houses, shared bias, SGD",
     houses_shared_bias,
     {0xdca3fad2246c05b9, 0x6aded98850556a74, 0x06436fc42c6e40e0, 0xc3535ae6ed0568e9,
      0x9c5db853f44058c4}},
    {"circle, momentum, L2, float32",
     circle_momentum,
     {0xd96d2cd1c5399d49, 0x725ffefe0a352207, 0x8b8bdcde9018dcaf, 0xda8c6d48fe14361c,
      0x6dbf82cfaf6c8539}},
    {"XOR rows, Nesterov, sequential",
     xor_sequential,
     {0xe1318f34d2d1ac4f, 0x373df64159c0f0ed, 0x7e6ac209970b049c, 0x679ef4bedfa25bd1,
      0x597663886c4248f1}},
    {"spiral, Adam, dropout, float32",
     spiral_dropout,
     {0x1f91d704c4002de7, 0xd57f1d8bac984e68, 0x5bd1ebac35a8e8f1, 0xd17f99dbeda1bd52,
      0x9c68b08b2ac9754c}},
    {"two Gaussians, Adagrad, hinge, clipped",
     gauss_hinge,
     {0x91b260fc18e13e12, 0x9463da390e8d7d2c, 0x020c7684b16442b0, 0x9903d6eb5ca4af92,
      0x43e3efdd38d97c68}},
    {"sine, RMSProp, steps, float32",
     sine_scaled,
     {0x4ff028d165eaefd4, 0x588c709da4255c29, 0x741b9944f3d63b59, 0x7ca7c75bc098afe0,
      0x19ff32c2ecef3cbb}},
    {"bumps, SGD, L1, changed in mid-run",
     bumps_changes,
     {0x61068d2b3c823d87, 0x685b0b78cd320511, 0x92d818dacf279a2a, 0x152579a4b4e55f45,
      0xe03f43402e7de4b6}},
    {"moons, AdamW, cosine, features",
     moons_features,
     {0x4b6f8663d8f8121a, 0x00abb442730f0973, 0x289aa7db2d50f05c, 0xd6cf23b14517c814,
      0x58f8a820ec04049b}},
    {"blobs, Adam, softmax, clipped norm",
     blobs_softmax,
     {0x2b009ef5fc477551, 0x8b8100887529bcc9, 0xffe34c35ceb8b6c6, 0xcb5fc09e846b1d1a,
      0x2ee5320925788af3}},
    {"rings, momentum, one by one, float32",
     rings_one_by_one,
     {0x95676fc870ed7ece, 0x3f71126a1914c460, 0x73eef52d7a71792c, 0x3e2b180f33d27636,
      0xc304aa0a0dd0fda6}},
    {"irises, AdamW, dropout, float32",
     irises,
     {0xdddd319449e63b69, 0xded30762dd1c05c9, 0x5a9935e3539efa3a, 0x63526e3c743e4386,
      0x0f358762bd485411}},
    {"digits, Nesterov, L2, shuffled",
     digits,
     {0x5e78b7dcccf23908, 0xcaef4b76cf226bed, 0x77173a0dd6b717e2, 0x9a5af9d6875f7916,
      0x741a5a0bae0dd9ac}},
};

} // namespace

std::span<const Scenario> scenarios() {
    return k_scenarios;
}

ScenarioHashes run_scenario(const Scenario& scenario) {
    ScenarioHashes hashes{};
    const Result<SessionPointer> session = make_session(scenario.make());
    if (!session) return hashes;
    apply(**session, command::Run{});
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        advance(**session, k_scenario_updates[i] - snapshot(**session).updates);
        if (snapshot(**session).updates != k_scenario_updates[i]) return {};
        hashes[i] = state_hash(**session);
    }
    return hashes;
}

} // namespace backprop
