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
    {"houses, shared bias", houses_shared_bias, 0x1b9e02ce5d7b585b},
    {"houses, float32", houses_float32, 0x02998ce1f2ae6a2d},
    {"circle, batches of 10", circle_batches, 0x6f0d4a71e6d5c101},
    {"spiral, shuffled, float32", spiral_float32_shuffled, 0x07c3fcbbb9addfae},
    {"bumps, ReLU, one by one", bumps_relu_one_by_one, 0xd4795305709ad7d3},
    {"two classes, softmax", two_class_softmax, 0x0e07f474524bc417},
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
