// This engine as a contender.

#include "engine/network/kernels.hpp"
#include "engine/training/trainer.hpp"
#include "tests/benchmark/contender.hpp"
#include "tests/benchmark/peak.hpp"

#include <chrono>
#include <cstdio>
#include <limits>
#include <optional>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace backprop::bench {
namespace {

std::optional<Trainer<float>> trainer_float;
std::optional<Trainer<double>> trainer_double;

TrainerSpec spec_of(const Workload& work) {
    TrainerSpec spec;
    spec.network = {work.inputs, work.layers, BiasMode::PerUnit, {}};
    spec.loss.error = error_of(work);
    spec.training.learning_rate = work.learning_rate;
    spec.training.batch = work.batch;
    return spec;
}

template <class Real>
std::optional<Trainer<Real>> made(const Workload& work, const Dataset& data) {
    std::optional<Trainer<Real>> trainer = make_trainer<Real>(spec_of(work), data);
    StartSpec start;
    start.rule = StartRule::XavierUniform;
    restart(*trainer, start);
    return trainer;
}

template <class Real>
std::int64_t train(Trainer<Real>& trainer) {
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

/// Bytes allocated so far, where the C library tells.
double allocated_bytes() {
#ifdef __GLIBC__
    const auto info = mallinfo2();
    return double(info.uordblks) + double(info.hblkhd);
#else
    return 0.0;
#endif
}

/// A network of `hidden` layers of `units`, for print_growth.
void print_grown(const char* what, std::int32_t examples, std::int32_t units, std::int32_t hidden) {
    Workload work{"", "", DataSet::Inline, 64, {}, 32, 0.01};
    work.layers.assign(std::size_t(hidden), {units, Activation::Relu});
    work.layers.push_back({10, Activation::Softmax});
    const Dataset data = class_data(work.inputs, examples);
    const double before = allocated_bytes();
    std::optional<Trainer<double>> trainer = made<double>(work, data);
    const double bytes = allocated_bytes() - before;
    train(*trainer);
    double best = std::numeric_limits<double>::infinity();
    for (int trial = 0; trial < 25; ++trial) {
        const auto begin = std::chrono::steady_clock::now();
        train(*trainer);
        const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
        best = std::min(best, elapsed.count());
    }
    std::printf("{\"what\":\"%s\",\"examples\":%d,\"units\":%d,\"hidden\":%d,\"operations\":%.0f,"
                "\"parameters\":%lld,\"seconds\":%.9g,\"bytes\":%.0f}\n",
                what, examples, units, hidden, operations(work) * examples,
                static_cast<long long>(trainer->layout.parameter_count), best, bytes);
}

} // namespace

void begin(const Workload& work, const Dataset& data, bool float64) {
    trainer_float.reset();
    trainer_double.reset();
    if (float64)
        trainer_double = made<double>(work, data);
    else
        trainer_float = made<float>(work, data);
}

std::int64_t train_epoch() {
    return trainer_double ? train(*trainer_double) : train(*trainer_float);
}

double loss() {
    return *(trainer_double ? score_train(*trainer_double) : score_train(*trainer_float)).loss;
}

const char* description() {
    return kernels<double>().name;
}

double peak(bool float64) {
#ifdef BACKPROP_BENCH_AVX2
    if (__builtin_cpu_supports("avx2")) return peak_avx2(float64);
#endif
    return float64 ? measured_peak<double, 16>() : measured_peak<float, 16>();
}

/// Each row doubles one size of the first.
void print_growth() {
    print_grown("base", 1024, 64, 2);
    print_grown("examples x 2", 2048, 64, 2);
    print_grown("examples x 4", 4096, 64, 2);
    print_grown("units x 2", 1024, 128, 2);
    print_grown("units x 4", 1024, 256, 2);
    print_grown("layers x 2", 1024, 64, 4);
    print_grown("layers x 4", 1024, 64, 8);
}

} // namespace backprop::bench
