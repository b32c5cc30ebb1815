// What must hold for every optimizer and activation without knowing a single right number.

#include "engine/numerics/random.hpp"
#include "tests/engine/golden.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace backprop;
using namespace backprop::test;

namespace {

constexpr std::int32_t k_rows = 10;

/// A [3, 4, 2] network on ten rows of its own, start weights as numbers, a batch that does not
/// divide the rows.
Experiment small_experiment(Optimizer optimizer = Optimizer::Sgd,
                            Activation hidden = Activation::Tanh) {
    Random random = make_random(7, RandomStream::Data);
    Experiment experiment;
    experiment.data.set = DataSet::Inline;
    experiment.data.task = Task::Regression;
    experiment.data.inputs = 3;
    experiment.data.columns = {"x1", "x2", "x3", "y1", "y2"};
    for (std::int32_t row = 0; row < k_rows; ++row) {
        std::vector<double>& numbers = experiment.data.train.emplace_back();
        for (int column = 0; column < 5; ++column)
            numbers.push_back(uniform(random, -1.0, 1.0));
    }
    experiment.network.inputs = 3;
    experiment.network.layers.resize(2);
    experiment.network.layers[0].units = 4;
    experiment.network.layers[0].activation = hidden;
    experiment.network.layers[1].units = 2;
    experiment.network.layers[1].activation = Activation::Linear;
    experiment.start.rule = StartRule::Given;
    for (const LayerSpec& layer : experiment.network.layers) {
        const std::int32_t inputs = experiment.start.weights.empty() ? 3 : 4;
        auto& weights = experiment.start.weights.emplace_back();
        auto& biases = experiment.start.biases.emplace_back();
        for (std::int32_t to = 0; to < layer.units; ++to) {
            weights.emplace_back();
            for (std::int32_t from = 0; from < inputs; ++from)
                weights.back().push_back(uniform(random, -1.0, 1.0));
            biases.push_back(uniform(random, -0.5, 0.5));
        }
    }
    experiment.training.optimizer = default_optimizer(optimizer);
    experiment.training.learning_rate = 0.02;
    experiment.training.batch = 4;
    return experiment;
}

template <class Body>
void for_each_optimizer(Body body) {
    for (std::size_t i = 0; i < std::size(k_optimizers); ++i) {
        INFO(k_optimizers[i].key);
        body(static_cast<Optimizer>(i));
    }
}

std::vector<double> flat(const std::vector<LayerValues>& layers) {
    std::vector<double> all;
    for (const LayerValues& layer : layers) {
        all.insert(all.end(), layer.weights.begin(), layer.weights.end());
        all.insert(all.end(), layer.biases.begin(), layer.biases.end());
    }
    return all;
}

/// All parameters after so many epochs.
std::vector<double> trained(const Experiment& experiment, std::int64_t epochs) {
    Run run(experiment);
    run.train_to(epochs);
    return flat(run.layers());
}

void check_near(const std::vector<double>& values, const std::vector<double>& wanted,
                double tolerance) {
    REQUIRE(values.size() == wanted.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        CAPTURE(i, values[i], wanted[i]);
        CHECK(std::fabs(values[i] - wanted[i]) <= tolerance * std::max(1.0, std::fabs(wanted[i])));
    }
}

} // namespace

TEST_CASE("hidden units may change places") {
    constexpr std::size_t k_order[] = {2, 0, 3, 1};
    for_each_optimizer([&](Optimizer optimizer) {
        for (int activation = 0; activation < int(Activation::Softmax); ++activation) {
            INFO(k_activations[activation].key);
            const Experiment experiment = small_experiment(optimizer, Activation(activation));
            Experiment moved = experiment;
            for (std::size_t unit = 0; unit < 4; ++unit) {
                moved.start.weights[0][unit] = experiment.start.weights[0][k_order[unit]];
                moved.start.biases[0][unit] = experiment.start.biases[0][k_order[unit]];
                for (std::size_t to = 0; to < 2; ++to)
                    moved.start.weights[1][to][unit] =
                        experiment.start.weights[1][to][k_order[unit]];
            }
            Run one(experiment);
            Run two(moved);
            one.train_to(20);
            two.train_to(20);
            // Sums over the units run in another order.
            check_near(two.outputs(), one.outputs(), 1e-11);
            const std::vector<LayerValues> a = one.layers();
            const std::vector<LayerValues> b = two.layers();
            for (std::size_t unit = 0; unit < 4; ++unit) {
                for (std::size_t from = 0; from < 3; ++from)
                    CHECK(std::fabs(b[0].weights[unit * 3 + from] -
                                    a[0].weights[k_order[unit] * 3 + from]) <= 1e-11);
                CHECK(std::fabs(b[0].biases[unit] - a[0].biases[k_order[unit]]) <= 1e-11);
            }
        }
    });
}

TEST_CASE("with learning rate 0 no bit moves") {
    for_each_optimizer([&](Optimizer optimizer) {
        for (const auto penalty : {Regularization::None, Regularization::L1, Regularization::L2}) {
            Experiment experiment = small_experiment(optimizer);
            experiment.training.regularization = {penalty, 0.1};
            experiment.training.learning_rate = 0.0;
            Run run(experiment);
            const std::vector<double> before = flat(run.layers());
            run.train_to(5);
            CHECK(snapshot(*run.session).updates == 15);
            CHECK(flat(run.layers()) == before);
        }
    });
}

TEST_CASE("k equal examples are one example") {
    for_each_optimizer([&](Optimizer optimizer) {
        Experiment one = small_experiment(optimizer);
        one.training.batch = k_batch_all;
        one.data.train.resize(1);
        const std::vector<double> wanted = trained(one, 30);
        for (const std::size_t count : {2U, 3U, 4U, 5U, 7U, 8U, 300U, 512U}) {
            INFO(count << " examples");
            Experiment many = one;
            many.data.train.resize(count, one.data.train.front());
            const std::vector<double> means = trained(many, 30);
            if (count == 2) CHECK(means == wanted); // doubling loses nothing
            check_near(means, wanted, 1e-12);
        }
    });
    Experiment one = small_experiment();
    one.data.train.resize(1);
    Experiment many = one;
    many.data.train.resize(4, one.data.train.front());
    many.loss.over_examples = Reduction::Sum;
    many.training.learning_rate = one.training.learning_rate / 4;
    CHECK(trained(many, 30) == trained(one, 30));
}

TEST_CASE("units that start alike stay alike") {
    for_each_optimizer([&](Optimizer optimizer) {
        for (int activation = 0; activation < int(Activation::Softmax); ++activation) {
            INFO(k_activations[activation].key);
            Experiment experiment = small_experiment(optimizer, Activation(activation));
            experiment.start = StartSpec{};
            experiment.start.rule = StartRule::Zeros;
            Run run(experiment);
            run.train_to(50);
            const std::vector<LayerValues> layers = run.layers();
            for (std::size_t unit = 1; unit < 4; ++unit) {
                for (std::size_t from = 0; from < 3; ++from)
                    CHECK(layers[0].weights[unit * 3 + from] == layers[0].weights[from]);
                CHECK(layers[0].biases[unit] == layers[0].biases[0]);
            }
            // Where f(0) = 0 nothing but the output's biases can leave 0.
            const bool through_zero = Activation(activation) != Activation::Sigmoid &&
                                      Activation(activation) != Activation::Softplus;
            if (!through_zero) continue;
            for (const LayerValues& layer : layers)
                CHECK(std::all_of(layer.weights.begin(), layer.weights.end(),
                                  [](double w) { return w == 0.0; }));
            CHECK(layers[1].biases[0] != 0.0);
        }
    });
}

TEST_CASE("a last smaller batch trains as a batch of its own") {
    for (std::int32_t batch = 1; batch <= k_rows + 3; ++batch) {
        Experiment experiment = small_experiment();
        experiment.training.batch = batch;
        Run run(experiment);
        run.train_to(3);
        CHECK(snapshot(*run.session).updates == 3 * ((k_rows + batch - 1) / batch));
    }
    // Seven rows and then three are two experiments, the second from the first one's weights.
    Experiment whole = small_experiment();
    whole.training.batch = 7;
    Experiment first = whole;
    first.data.train.resize(7);
    Run first_run(first);
    first_run.train_to(1);
    Experiment second = whole;
    second.data.train.erase(second.data.train.begin(), second.data.train.begin() + 7);
    const std::vector<LayerValues> between = first_run.layers();
    for (std::size_t l = 0; l < between.size(); ++l) {
        const auto inputs = std::size_t(between[l].inputs);
        for (std::size_t to = 0; to < std::size_t(between[l].units); ++to)
            for (std::size_t from = 0; from < inputs; ++from)
                second.start.weights[l][to][from] = between[l].weights[to * inputs + from];
        second.start.biases[l] = between[l].biases;
    }
    CHECK(trained(second, 1) == trained(whole, 1));
}

TEST_CASE("a batch of more than there is means all") {
    for_each_optimizer([&](Optimizer optimizer) {
        Experiment experiment = small_experiment(optimizer);
        experiment.training.batch = k_batch_all;
        const std::vector<double> wanted = trained(experiment, 10);
        for (const std::int32_t batch : {k_rows, k_rows + 1, 100'000}) {
            experiment.training.batch = batch;
            CHECK(trained(experiment, 10) == wanted);
        }
    });
}

TEST_CASE("looking at gradients changes nothing, and twice gives the same") {
    for_each_optimizer([&](Optimizer optimizer) {
        const Experiment experiment = small_experiment(optimizer);
        Run looked(experiment);
        looked.train_to(2);
        const std::vector<LayerValues> once = looked.next_gradients();
        const std::vector<LayerValues> twice = looked.next_gradients();
        for (std::size_t l = 0; l < once.size(); ++l) {
            CHECK(once[l].weight_gradients == twice[l].weight_gradients);
            CHECK(once[l].bias_gradients == twice[l].bias_gradients);
        }
        looked.train_to(5);
        CHECK(flat(looked.layers()) == trained(experiment, 5));
    });
}

TEST_CASE("what has no strength changes no bit") {
    for_each_optimizer([&](Optimizer optimizer) {
        const Experiment plain = small_experiment(optimizer);
        const std::vector<double> wanted = trained(plain, 10);
        for (const auto penalty : {Regularization::L1, Regularization::L2}) {
            Experiment experiment = plain;
            experiment.training.regularization = {penalty, 0.0};
            CHECK(trained(experiment, 10) == wanted);
        }
        Experiment clipped = plain;
        clipped.training.clip = {1e6, 1e6};
        CHECK(trained(clipped, 10) == wanted);
        Experiment stepped = plain;
        stepped.training.schedule.kind = Schedule::Step;
        stepped.training.schedule.every = 3;
        stepped.training.schedule.factor = 1.0;
        CHECK(trained(stepped, 10) == wanted);
        Experiment warm = plain;
        warm.training.schedule.kind = Schedule::WarmUp;
        warm.training.schedule.epochs = 1;
        CHECK(trained(warm, 10) == wanted);
    });
    const std::vector<double> sgd = trained(small_experiment(), 10);
    for (const Optimizer optimizer : {Optimizer::Momentum, Optimizer::Nesterov}) {
        Experiment experiment = small_experiment(optimizer);
        experiment.training.optimizer.beta = 0.0;
        CHECK(trained(experiment, 10) == sgd);
    }
    Experiment without_decay = small_experiment(Optimizer::AdamW);
    without_decay.training.optimizer.weight_decay = 0.0;
    CHECK(trained(without_decay, 10) == trained(small_experiment(Optimizer::Adam), 10));
}

TEST_CASE("frozen parameters never move") {
    for_each_optimizer([&](Optimizer optimizer) {
        Experiment experiment = small_experiment(optimizer);
        experiment.training.regularization = {Regularization::L2, 0.1};
        experiment.training.clip.norm = 0.2;
        experiment.training.frozen = {"weights[0][1][2]", "biases[0]", "weights[1]"};
        Run run(experiment);
        const std::vector<LayerValues> before = run.layers();
        run.train_to(20);
        const std::vector<LayerValues> after = run.layers();
        CHECK(after[0].biases == before[0].biases);
        CHECK(after[1].weights == before[1].weights);
        CHECK(after[1].biases[0] != before[1].biases[0]);
        for (std::size_t i = 0; i < after[0].weights.size(); ++i)
            CHECK((after[0].weights[i] == before[0].weights[i]) == (i == 1 * 3 + 2));

        experiment.training.frozen = {};
        experiment.training.train_biases = false;
        Run untrained(experiment);
        untrained.train_to(20);
        CHECK(untrained.layers()[0].biases == before[0].biases);
        CHECK(untrained.layers()[1].biases == before[1].biases);
        CHECK(untrained.layers()[1].weights != before[1].weights);
    });
}
