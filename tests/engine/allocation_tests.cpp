// The training loop asks for no memory, whatever is trained and how: all of it is there when the
// trainer is made.

#include "engine/data/preparation.hpp"
#include "engine/experiment/fields.hpp"
#include "engine/experiment/self_test.hpp"
#include "engine/numerics/aligned.hpp"
#include "engine/training/trainer.hpp"
#include "tests/engine/allocations.hpp"
#include "tests/engine/golden.hpp"
#include "tests/engine/slow.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

using namespace backprop;
using namespace backprop::test;

namespace {

constexpr std::int32_t k_any = std::numeric_limits<std::int32_t>::max();

/// Allocations of so many updates, some of them cut short as a step to a moment cuts them, with the
/// scores and ends of the epochs in between; -1 where a number stopped being finite.
template <class Real>
std::int64_t allocations_of_training(const Experiment& experiment, int updates) {
    const Dataset raw = make_dataset(
        experiment.data, lower_class_target(experiment.network.layers.back().activation));
    const Dataset data =
        prepare(make_preparation(experiment.data.scaling, experiment.network.features, raw), raw);
    Trainer<Real> trainer =
        make_trainer<Real>({experiment.network, experiment.loss, experiment.training}, data);
    restart(trainer, experiment.start);
    const std::int64_t before = allocations();
    for (int i = 0; i < updates; ++i) {
        if (train_examples(trainer, next_batch_size(trainer, i % 5 == 4 ? 1 : k_any))) return -1;
        if (trainer.position == data.train_inputs.columns) {
            note_loss(trainer, trainer.epoch + 1, *score_train(trainer).loss);
            score_test(trainer);
            end_epoch(trainer);
        }
    }
    return allocations() - before;
}

/// In both precisions; `updates` are enough for some epochs.
void check_no_allocation(const Experiment& experiment, int updates) {
    const Result<Done> valid = validate(experiment);
    INFO(valid.error.path << " " << valid.error.message);
    REQUIRE(valid);
    CHECK(allocations_of_training<float>(experiment, updates) == 0);
    CHECK(allocations_of_training<double>(experiment, updates) == 0);
}

/// Nine training rows and as many test rows, two hidden layers; learns slowly enough to stay
/// finite.
Experiment small() {
    Experiment experiment = preset("circle");
    experiment.data.examples = 18;
    experiment.network.layers = {
        {3, Activation::Tanh}, {5, Activation::Sigmoid}, {1, Activation::Tanh}};
    experiment.training.learning_rate = 0.01;
    experiment.training.batch = 4;
    return experiment;
}

/// Together what can be added to any training.
void add_everything(Experiment& experiment) {
    experiment.network.features = {Feature::X1, Feature::X2, Feature::X1TimesX2};
    for (std::size_t l = 0; l + 1 < experiment.network.layers.size(); ++l)
        experiment.network.layers[l].dropout = 0.3;
    experiment.training.clip = {0.5, 1.0};
    experiment.training.frozen = {"weights[0][1]", "weights[1][0][2]"};
    experiment.training.schedule.kind = Schedule::WarmUp;
}

template <class Enum, class Body>
void for_each(std::span<const Choice> family, Body body) {
    for (std::size_t i = 0; i < family.size(); ++i) {
        INFO(family[i].key);
        body(static_cast<Enum>(i));
    }
}

} // namespace

TEST_CASE("training allocates nothing with any optimizer in any mode") {
    for_each<Optimizer>(k_optimizers, [](Optimizer optimizer) {
        for_each<UpdateOrder>(k_update_orders, [&](UpdateOrder update) {
            for_each<BiasMode>(k_bias_modes, [&](BiasMode bias) {
                for_each<Regularization>(k_regularizations, [&](Regularization penalty) {
                    for (const std::int32_t batch : {1, 4, k_batch_all})
                        for (const bool everything : {false, true}) {
                            INFO("batch " << batch << ", everything else: " << everything);
                            Experiment experiment = small();
                            if (everything) add_everything(experiment);
                            experiment.network.bias = bias;
                            TrainingSpec& training = experiment.training;
                            training.optimizer = default_optimizer(optimizer);
                            training.update = update;
                            training.regularization.kind = penalty;
                            training.batch = batch;
                            training.shuffle = everything;
                            check_no_allocation(experiment, 25);
                        }
                });
            });
        });
    });
}

/// Values that a field takes: each choice, on and off, something allowed.
static std::vector<double> values_of(const Field& field) {
    std::vector<double> values;
    if (field.type == FieldType::Choice)
        for (std::size_t i = 0; i < field.choices.size(); ++i)
            values.push_back(double(i));
    else if (field.type == FieldType::Flag)
        values = {0.0, 1.0};
    else
        values = {std::clamp(0.5, field.minimum, field.maximum),
                  std::clamp(7.0, field.minimum, field.maximum)};
    return values;
}

TEST_CASE("training allocates nothing with any value of any setting, and any optimizer") {
    int tried = 0;
    for (const Field& field : fields())
        for (const double value : values_of(field))
            for_each<Optimizer>(k_optimizers, [&](Optimizer optimizer) {
                INFO(field.path << " = " << value);
                Experiment experiment = small();
                experiment.training.optimizer = default_optimizer(optimizer);
                if (!field.applies(experiment)) return;
                field.set(experiment, value);
                if (!check_value(field, value) || !validate(experiment)) return;
                check_no_allocation(experiment, 40);
                ++tried;
            });
    CHECK(tried > 400);
}

TEST_CASE("training allocates nothing with any activation and error") {
    for_each<Activation>(k_activations, [](Activation hidden) {
        if (is_output_only(hidden)) return;
        for_each<ErrorKind>(k_errors, [&](ErrorKind error) {
            for_each<Activation>(k_activations, [&](Activation output) {
                if (!error_fits(error, output)) return;
                Experiment experiment = small();
                // Each error takes these targets.
                experiment.data.set = DataSet::Blobs;
                experiment.data.classes = 2;
                for (LayerSpec& layer : experiment.network.layers)
                    layer.activation = hidden;
                experiment.network.layers.back() = {2, output};
                experiment.loss.error = error;
                check_no_allocation(experiment, 25);
            });
        });
    });
}

TEST_CASE("training allocates nothing where a batch is many blocks") {
    for_each<Optimizer>(k_optimizers, [](Optimizer optimizer) {
        for (const std::int32_t batch : {700, k_batch_all}) {
            INFO("batch " << batch);
            Experiment experiment = small();
            add_everything(experiment);
            experiment.data.examples = 3000;
            experiment.training.optimizer = default_optimizer(optimizer);
            experiment.training.batch = batch;
            experiment.training.shuffle = true;
            check_no_allocation(experiment, k_slow ? 8 : 20);
        }
    });
}

TEST_CASE("training allocates nothing in any scenario whose bits are pinned") {
    for (const Scenario& scenario : scenarios()) {
        INFO(scenario.name);
        Experiment experiment = scenario.make();
        for (const bool shuffle : {false, true}) {
            experiment.training.shuffle = shuffle;
            check_no_allocation(experiment, 200);
        }
    }
}

TEST_CASE("a session allocates nothing between the ends of epochs") {
    for_each<Optimizer>(k_optimizers, [](Optimizer optimizer) {
        Experiment experiment = small();
        add_everything(experiment);
        experiment.data.examples = 200;
        experiment.training.optimizer = default_optimizer(optimizer);
        experiment.training.batch = 1;
        Run run(experiment);
        REQUIRE(apply(*run.session, command::Run{}));
        const std::int64_t before = allocations();
        CHECK(advance(*run.session, 90) == 90);
        CHECK(allocations() == before);
    });
}

TEST_CASE("Aligned memory is counted too, and begins at a border") {
    const std::int64_t before = allocations();
    const std::int64_t held = bytes_held();
    {
        const AlignedVector<float> numbers(100);
        CHECK(allocations() == before + 1);
        CHECK(bytes_held() >= held + 400);
        CHECK(reinterpret_cast<std::uintptr_t>(numbers.data()) % k_alignment == 0);
    }
    CHECK(bytes_held() == held);
}
