#include "engine/experiment/self_test.hpp"

#include "engine/experiment/edit.hpp"
#include "engine/experiment/presets.hpp"
#include "engine/experiment/session.hpp"

namespace backprop {

namespace {

Experiment preset(std::string_view key, std::int64_t epochs) {
    Experiment experiment;
    for (const Preset& row : presets())
        if (row.key == key) experiment = row.make();
    experiment.training.epochs = epochs;
    return experiment;
}

Experiment houses_shared_bias() {
    return preset("houses", 200);
}
Experiment houses_float32() {
    Experiment experiment = preset("houses", 200);
    experiment.precision = Precision::Float32;
    return experiment;
}
Experiment circle_batches() {
    Experiment experiment = preset("circle", 20);
    experiment.data.noise = 0.1;
    return experiment;
}
Experiment spiral_float32_shuffled() {
    Experiment experiment = preset("spiral", 20);
    experiment.training.shuffle = true;
    experiment.precision = Precision::Float32;
    return experiment;
}
Experiment bumps_relu_one_by_one() {
    Experiment experiment = with_hidden_activation(preset("multi-gauss", 5), Activation::Relu);
    experiment.training.batch = 1;
    experiment.training.learning_rate = 0.01;
    return experiment;
}
Experiment two_class_softmax() {
    return with_activation(preset("two-class-a", 50), 1, Activation::Softmax);
}

constexpr Scenario k_scenarios[] = {
    {"houses, shared bias", houses_shared_bias, 0x9f7d54abe9d2dba8},
    {"houses, float32", houses_float32, 0x92fea80f8a88d44a},
    {"circle, batches of 10", circle_batches, 0xbafc5a55d7de06fe},
    {"spiral, shuffled, float32", spiral_float32_shuffled, 0x2718f58798c1fae8},
    {"bumps, ReLU, one by one", bumps_relu_one_by_one, 0x241882fbcd5f6440},
    {"two classes, softmax", two_class_softmax, 0x65f4c046afaa2314},
};

} // namespace

std::span<const Scenario> scenarios() {
    return k_scenarios;
}

std::uint64_t run_scenario(const Scenario& scenario) {
    const Result<SessionPointer> session = make_session(scenario.make());
    if (!session) return 0;
    apply(**session, command::Run{});
    while (advance(**session, 1000) > 0) {
    }
    return state_hash(**session);
}

} // namespace backprop
