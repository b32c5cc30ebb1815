// The trainer below the session: sums and batches.

#include "engine/data/dataset.hpp"
#include "engine/experiment/presets.hpp"
#include "engine/training/gradient_check.hpp"
#include "engine/training/trainer.hpp"
#include "tests/engine/golden.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>

using namespace backprop;
using namespace backprop::test;

static TrainerSpec spec_of(const Experiment& experiment) {
    return {experiment.network, experiment.loss, experiment.training};
}

/// ∂E/∂w by the definition, example by example and unit by unit, for a [2, n, 1] tanh network
/// with half-squared error summed over everything.
static std::vector<double> plain_gradients(const std::vector<double>& p, const Dataset& data,
                                           std::size_t hidden) {
    std::vector<double> gradient(p.size(), 0.0);
    const std::size_t b1 = 2 * hidden;
    const std::size_t w2 = b1 + hidden;
    const std::size_t b2 = w2 + hidden;
    for (std::int32_t n = 0; n < data.train_inputs.columns; ++n) {
        const double x[2] = {data.train_inputs(0, n), data.train_inputs(1, n)};
        std::vector<double> a(hidden);
        double z = p[b2];
        for (std::size_t j = 0; j < hidden; ++j) {
            a[j] = std::tanh(p[b1 + j] + p[2 * j] * x[0] + p[2 * j + 1] * x[1]);
            z += p[w2 + j] * a[j];
        }
        const double o = std::tanh(z);
        const double delta = (o - data.train_targets(0, n)) * (1 - o * o);
        gradient[b2] += delta;
        for (std::size_t j = 0; j < hidden; ++j) {
            const double delta_j = delta * p[w2 + j] * (1 - a[j] * a[j]);
            gradient[w2 + j] += delta * a[j];
            gradient[b1 + j] += delta_j;
            gradient[2 * j] += delta_j * x[0];
            gradient[2 * j + 1] += delta_j * x[1];
        }
    }
    return gradient;
}

TEST_CASE("vectors, tiles and blocks sum to what plain loops give") {
    for (const std::int32_t examples : {2, 3, 5, 17, 600, 1500})
        for (const std::int32_t hidden : {1, 2, 3, 4, 5, 9}) {
            INFO(examples << " examples, " << hidden << " units");
            Experiment experiment = preset("circle");
            experiment.data.examples = examples;
            experiment.data.train_share = 0.9;
            experiment.network.layers = {{hidden, Activation::Tanh}, {1, Activation::Tanh}};
            experiment.loss.over_examples = Reduction::Sum;
            experiment.training.batch = k_batch_all;
            const Dataset data = make_dataset(experiment.data);
            Trainer<double> trainer = make_trainer<double>(spec_of(experiment), data);
            restart(trainer, experiment.start);
            compute_gradients(trainer, data.train_inputs.columns, std::span(trainer.gradients));
            const std::vector<double> plain =
                plain_gradients(trainer.parameters, data, std::size_t(hidden));
            double size = 0;
            for (const double g : plain)
                size = std::max(size, std::fabs(g));
            for (std::size_t i = 0; i < plain.size(); ++i)
                CHECK(std::fabs(trainer.gradients[i] - plain[i]) <= 1e-11 * (1 + size));
        }
}

TEST_CASE("gradients do not accumulate from one pass to the next") {
    const Experiment experiment = preset("circle");
    const Dataset data = make_dataset(experiment.data);
    Trainer<double> trainer = make_trainer<double>(spec_of(experiment), data);
    restart(trainer, experiment.start);
    compute_gradients(trainer, 10, std::span(trainer.gradients));
    const std::vector<double> once = trainer.gradients;
    compute_gradients(trainer, 10, std::span(trainer.gradients));
    CHECK(trainer.gradients == once);
}

TEST_CASE("a batch of equal examples is one example") {
    Experiment experiment = preset("xor-rows");
    const Dataset one = [] {
        Dataset data;
        data.train_inputs.resize(2, 1);
        data.train_targets.resize(1, 1);
        data.train_inputs(0, 0) = 0.25;
        data.train_inputs(1, 0) = -1.5;
        data.train_targets(0, 0) = 1;
        return data;
    }();
    Dataset many;
    many.train_inputs.resize(2, 8);
    many.train_targets.resize(1, 8);
    for (std::int32_t n = 0; n < 8; ++n) {
        many.train_inputs(0, n) = 0.25;
        many.train_inputs(1, n) = -1.5;
        many.train_targets(0, n) = 1;
    }
    Trainer<double> a = make_trainer<double>(spec_of(experiment), one);
    Trainer<double> b = make_trainer<double>(spec_of(experiment), many);
    restart(a, experiment.start);
    restart(b, experiment.start);
    train_examples(a, 1);
    train_examples(b, 8);
    check_close(a.parameters, b.parameters);
}

TEST_CASE("permuting hidden units permutes the gradients and keeps the loss") {
    Experiment experiment = preset("xor-rows");
    const Dataset data = make_dataset(experiment.data);
    Trainer<double> a = make_trainer<double>(spec_of(experiment), data);
    restart(a, experiment.start);
    StartSpec swapped = experiment.start;
    std::swap(swapped.weights[0][0], swapped.weights[0][1]);
    std::swap(swapped.biases[0][0], swapped.biases[0][1]);
    std::swap(swapped.weights[1][0][0], swapped.weights[1][0][1]);
    Trainer<double> b = make_trainer<double>(spec_of(experiment), data);
    restart(b, swapped);
    check_close(batch_loss(a, 4), batch_loss(b, 4));
    compute_gradients(a, 4, std::span(a.gradients));
    compute_gradients(b, 4, std::span(b.gradients));
    check_close(a.gradients[0], b.gradients[2]);
    check_close(a.gradients[4], b.gradients[5]);
    check_close(a.gradients[6], b.gradients[7]);
}

TEST_CASE("the checkpoint is the beginning of the epoch, with its order of examples") {
    const Experiment experiment = preset("circle");
    const Dataset data = make_dataset(experiment.data);
    TrainerSpec spec = spec_of(experiment);
    spec.training.shuffle = true;
    Trainer<double> trainer = make_trainer<double>(spec, data);
    restart(trainer, experiment.start);
    while (trainer.position < data.train_inputs.columns)
        train_examples(trainer, 10);
    end_epoch(trainer);
    const std::vector<double> before = trainer.parameters;
    train_examples(trainer, 10);
    const std::vector<double> after = trainer.parameters;
    CHECK(after != before);
    return_to_checkpoint(trainer);
    CHECK(trainer.parameters == before);
    CHECK(trainer.position == 0);
    CHECK(trainer.updates == 25);
    CHECK(!trainer.has_gradients);
    train_examples(trainer, 10);
    CHECK(trainer.parameters == after);
}

TEST_CASE("what is behind the last example of a batch cannot spoil it") {
    // An example of zeros would overflow here, and how many of them are computed depends on the
    // width of the machine's vectors.
    Experiment experiment;
    experiment.data.set = DataSet::Inline;
    experiment.data.task = Task::Regression;
    experiment.data.inputs = 1;
    experiment.data.columns = {"x", "y"};
    experiment.data.train = {{1, 0.5}, {1, 0.5}, {1, 0.5}, {1, 0.5}};
    experiment.network.inputs = 1;
    experiment.network.layers = {
        {1, Activation::Relu}, {1, Activation::Linear}, {1, Activation::Linear}};
    experiment.start.rule = StartRule::Given;
    experiment.start.weights = {{{-1e30}}, {{1e30}}, {{0.5}}};
    experiment.start.biases = {{1e30}, {0}, {0}};
    experiment.precision = Precision::Float32;
    experiment.training.batch = 4;
    Run run(experiment);
    run.train_to(3);
    CHECK(std::isfinite(run.loss()));
}

TEST_CASE("trained networks have the pinned bits") {
    Experiment experiment = preset("spiral");
    experiment.training.batch = 30;
    Run wide(experiment);
    experiment.precision = Precision::Float32;
    Run narrow(experiment);
    wide.train_to(50);
    narrow.train_to(50);
    CHECK(state_hash(*wide.session) == 0x6e392b08272307ff);
    CHECK(state_hash(*narrow.session) == 0x2775348f0b47bb4c);
}
