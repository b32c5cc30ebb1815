// Examples per second of training (forward, backward, update) on five networks, one thread.
// Every figure is the median of several rounds in one run, and every network is checked to learn.

#include "engine/network/kernels.hpp"
#include "engine/numerics/random.hpp"
#include "engine/training/trainer.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <limits>
#include <vector>

using namespace backprop;

namespace {

struct Workload {
    const char* name;
    const char* shape;
    DataSet set; ///< Inline for classes made here
    std::vector<LayerSpec> layers;
    std::int32_t inputs;
    std::int32_t batch;
    double learning_rate;
};

std::vector<Workload> workloads() {
    constexpr Activation tanh = Activation::Tanh;
    constexpr Activation relu = Activation::Relu;
    constexpr Activation sigmoid = Activation::Sigmoid;
    constexpr Activation softmax = Activation::Softmax;
    return {
        {"W1",
         "[2,4,2,1] tanh, batch 10",
         DataSet::Circle,
         {{4, tanh}, {2, tanh}, {1, tanh}},
         2,
         10,
         0.03},
        {"W2",
         "[2,8,8,8,1] tanh, batch 30",
         DataSet::Spiral,
         {{8, tanh}, {8, tanh}, {8, tanh}, {1, tanh}},
         2,
         30,
         0.03},
        {"W3",
         "[4,5,1] sigmoid, batch 6",
         DataSet::Houses,
         {{5, sigmoid}, {1, sigmoid}},
         4,
         6,
         0.5},
        {"W4",
         "[64,128,64,10] relu, softmax, batch 32",
         DataSet::Inline,
         {{128, relu}, {64, relu}, {10, softmax}},
         64,
         32,
         0.05},
        {"W5",
         "[784,128,10] relu, softmax, batch 64",
         DataSet::Inline,
         {{128, relu}, {10, softmax}},
         784,
         64,
         0.05},
    };
}

/// Ten classes, each a random pattern of `inputs` numbers in 0..1, with noise of the same size.
Dataset class_data(std::int32_t inputs) {
    constexpr std::int32_t k_classes = 10;
    constexpr std::int32_t k_examples = 1024;
    Random random = make_random(1, RandomStream::Data);
    std::vector<double> patterns(std::size_t(k_classes * inputs));
    for (double& value : patterns)
        value = uniform01(random);
    Dataset data;
    data.task = Task::Classification;
    data.train_inputs.resize(inputs, k_examples);
    data.train_targets.resize(k_classes, k_examples);
    for (std::int32_t n = 0; n < k_examples; ++n) {
        const std::int32_t kind = n % k_classes;
        data.train_targets(kind, n) = 1.0;
        for (std::int32_t i = 0; i < inputs; ++i)
            data.train_inputs(i, n) =
                0.5 * (patterns[std::size_t(kind * inputs + i)] + uniform01(random));
    }
    return data;
}

Dataset make_data(const Workload& work) {
    if (work.set == DataSet::Inline) return class_data(work.inputs);
    DataSpec spec;
    spec.set = work.set;
    spec.task = data_set_row(work.set).task;
    return make_dataset(spec);
}

double now_seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

struct Figure {
    double examples_per_second;
    double first_loss;
    double last_loss;
};

template <class Real>
std::int64_t train_epoch(Trainer<Real>& trainer) {
    std::int64_t examples = 0;
    while (trainer.position < trainer.data->train_inputs.columns) {
        const std::int32_t count =
            next_batch_size(trainer, std::numeric_limits<std::int32_t>::max());
        if (train_examples(trainer, count)) return 0;
        examples += count;
    }
    end_epoch(trainer);
    return examples;
}

template <class Real>
Figure measure(const Workload& work, const Dataset& data) {
    TrainerSpec spec;
    spec.network = {work.inputs, work.layers, BiasMode::PerUnit, {}};
    spec.loss.error = work.layers.back().activation == Activation::Softmax ? ErrorKind::CrossEntropy
                                                                           : ErrorKind::HalfSquared;
    spec.training.learning_rate = work.learning_rate;
    spec.training.batch = work.batch;
    Trainer<Real> trainer = make_trainer<Real>(spec, data);
    StartSpec start;
    start.rule = StartRule::XavierUniform;
    restart(trainer, start);
    Figure figure{};
    figure.first_loss = *score_train(trainer).loss;

    constexpr int k_rounds = 7;
    constexpr double k_round_seconds = 0.15;
    std::vector<double> rates;
    for (int round = 0; round < k_rounds; ++round) {
        const double begin = now_seconds();
        std::int64_t examples = 0;
        double elapsed = 0;
        do {
            examples += train_epoch(trainer);
            elapsed = now_seconds() - begin;
        } while (elapsed < k_round_seconds);
        rates.push_back(double(examples) / elapsed);
    }
    std::sort(rates.begin(), rates.end());
    figure.examples_per_second = rates[rates.size() / 2];
    figure.last_loss = *score_train(trainer).loss;
    return figure;
}

/// Prints a row; false when the network has not learnt.
bool print_row(const Workload& work, const char* precision, const Figure& figure) {
    const bool learnt = figure.last_loss < 0.9 * figure.first_loss;
    std::printf("%-3s %-40s %-8s %14.0f  %.3g -> %.3g%s\n", work.name, work.shape, precision,
                figure.examples_per_second, figure.first_loss, figure.last_loss,
                learnt ? "" : "  DOES NOT LEARN");
    std::fflush(stdout);
    return learnt;
}

} // namespace

int main() {
#ifdef __EMSCRIPTEN__
    const char* target = "WebAssembly";
#else
    const char* target = "native";
#endif
    std::printf("backprop engine, %s, %s kernels, one thread\n", target, kernels<double>().name);
    std::printf("%-3s %-40s %-8s %14s  %s\n", "", "network", "numbers", "examples/s", "loss");
    bool learnt = true;
    for (const Workload& work : workloads()) {
        const Dataset data = make_data(work);
        learnt &= print_row(work, "float32", measure<float>(work, data));
        learnt &= print_row(work, "float64", measure<double>(work, data));
    }
    return learnt ? 0 : 1;
}
