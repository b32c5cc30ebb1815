#include "tests/benchmark/workloads.hpp"

#include "engine/numerics/random.hpp"

namespace backprop::bench {

std::vector<Workload> workloads() {
    constexpr Activation tanh = Activation::Tanh;
    constexpr Activation relu = Activation::Relu;
    constexpr Activation sigmoid = Activation::Sigmoid;
    constexpr Activation softmax = Activation::Softmax;
    return {
        {"W1",
         "[2,4,2,1] tanh, batch 10",
         DataSet::Circle,
         2,
         {{4, tanh}, {2, tanh}, {1, tanh}},
         10,
         0.03},
        {"W2",
         "[2,8,8,8,1] tanh, batch 30",
         DataSet::Spiral,
         2,
         {{8, tanh}, {8, tanh}, {8, tanh}, {1, tanh}},
         30,
         0.03},
        {"W3",
         "[4,5,1] sigmoid, batch 6",
         DataSet::Houses,
         4,
         {{5, sigmoid}, {1, sigmoid}},
         6,
         0.5},
        {"W4",
         "[64,128,64,10] relu + softmax, batch 32",
         DataSet::Inline,
         64,
         {{128, relu}, {64, relu}, {10, softmax}},
         32,
         0.05},
        {"W5",
         "[784,128,10] relu + softmax, batch 64",
         DataSet::Inline,
         784,
         {{128, relu}, {10, softmax}},
         64,
         0.05},
    };
}

Dataset class_data(std::int32_t inputs, std::int32_t examples) {
    constexpr std::int32_t k_classes = 10;
    Random random = make_random(1, RandomStream::Data);
    std::vector<double> patterns(std::size_t(k_classes * inputs));
    for (double& value : patterns)
        value = uniform01(random);
    Dataset data;
    data.task = Task::Classification;
    data.train_inputs.resize(inputs, examples);
    data.train_targets.resize(k_classes, examples);
    for (std::int32_t n = 0; n < examples; ++n) {
        const std::int32_t kind = n % k_classes;
        data.train_targets(kind, n) = 1.0;
        for (std::int32_t i = 0; i < inputs; ++i)
            data.train_inputs(i, n) =
                0.5 * (patterns[std::size_t(kind * inputs + i)] + uniform01(random));
    }
    return data;
}

Dataset make_data(const Workload& work) {
    if (work.set == DataSet::Inline) return class_data(work.inputs, 1024);
    DataSpec spec;
    spec.set = work.set;
    spec.task = data_set_row(work.set).task;
    return make_dataset(spec);
}

ErrorKind error_of(const Workload& work) {
    const bool classes = work.layers.back().activation == Activation::Softmax;
    return classes ? ErrorKind::CrossEntropy : ErrorKind::HalfSquared;
}

double operations(const Workload& work) {
    double sum = 0.0;
    std::int32_t inputs = work.inputs;
    for (const LayerSpec& layer : work.layers) {
        const bool first = &layer == &work.layers.front();
        sum += (first ? 4.0 : 6.0) * double(inputs) * double(layer.units);
        inputs = layer.units;
    }
    return sum;
}

} // namespace backprop::bench
