// One contender as a program. The bench drives it in rounds, so that the contenders take turns.

#include "tests/benchmark/contender.hpp"

#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>

#ifdef __EMSCRIPTEN__
#include <emscripten.h>
#else
#define EMSCRIPTEN_KEEPALIVE
#endif

using namespace backprop;
using namespace backprop::bench;

static double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

static double per_epoch = 0.0; ///< seconds, of the last round

extern "C" {

/// Makes network number `index` of workloads(); its loss.
EMSCRIPTEN_KEEPALIVE double bench_begin(int index, int float64) {
    static Dataset data;
    const Workload work = workloads()[std::size_t(index)];
    data = make_data(work);
    per_epoch = 0.0;
    begin(work, data, float64 != 0);
    return loss();
}

/// Trains whole epochs for about `seconds`; examples a second.
EMSCRIPTEN_KEEPALIVE double bench_train(double seconds) {
    // The clock is not asked after every epoch: a small network's takes less than a microsecond.
    const double tenth = per_epoch > 0.0 ? seconds / 10.0 / per_epoch : 1.0;
    const std::int64_t at_once = tenth < 1.0 ? 1 : std::int64_t(tenth);
    const double first = now();
    double elapsed = 0.0;
    std::int64_t examples = 0;
    std::int64_t epochs = 0;
    do {
        for (std::int64_t i = 0; i < at_once; ++i)
            examples += train_epoch();
        epochs += at_once;
        elapsed = now() - first;
    } while (elapsed < seconds);
    per_epoch = elapsed / double(epochs);
    return double(examples) / elapsed;
}

EMSCRIPTEN_KEEPALIVE double bench_loss() {
    return loss();
}

EMSCRIPTEN_KEEPALIVE double bench_peak(int float64) {
    return peak(float64 != 0);
}
}

#ifndef __EMSCRIPTEN__

/// The networks with their data, for contenders that are not made of this program.
static void print_workloads() {
    const auto print_matrix = [](const char* name, const Matrix<double>& matrix) {
        std::printf("\"%s\":[", name);
        for (std::int32_t n = 0; n < matrix.columns; ++n) {
            std::printf(n == 0 ? "[" : ",[");
            for (std::int32_t i = 0; i < matrix.rows; ++i)
                std::printf(i == 0 ? "%.9g" : ",%.9g", matrix(i, n));
            std::printf("]");
        }
        std::printf("]");
    };
    for (const Workload& work : workloads()) {
        const Dataset data = make_data(work);
        std::printf(
            "{\"name\":\"%s\",\"shape\":\"%s\",\"operations\":%.0f,\"inputs\":%d,\"batch\":%d,"
            "\"learning_rate\":%g,\"layers\":[",
            work.name, work.shape, operations(work), work.inputs, work.batch, work.learning_rate);
        for (const LayerSpec& layer : work.layers)
            std::printf("%s{\"units\":%d,\"activation\":\"%s\"}",
                        &layer == &work.layers.front() ? "" : ",", layer.units,
                        std::string(k_activations[std::size_t(layer.activation)].key).c_str());
        std::printf("],");
        print_matrix("x", data.train_inputs);
        std::printf(",");
        print_matrix("y", data.train_targets);
        std::printf("}\n");
    }
}

int main(int argc, char** argv) {
    if (argc > 1 && std::strcmp(argv[1], "--workloads") == 0) {
        print_workloads();
        return 0;
    }
    char line[256];
    while (std::fgets(line, sizeof(line), stdin)) {
        int index = 0;
        int float64 = 0;
        double seconds = 0.0;
        if (std::sscanf(line, "begin %d %d", &index, &float64) == 2)
            std::printf("%.9g\n", bench_begin(index, float64));
        else if (std::sscanf(line, "train %lf", &seconds) == 1)
            std::printf("%.9g\n", bench_train(seconds));
        else if (std::strncmp(line, "loss", 4) == 0)
            std::printf("%.9g\n", bench_loss());
        else if (std::sscanf(line, "peak %d", &float64) == 1)
            std::printf("%.9g\n", bench_peak(float64));
        else if (std::strncmp(line, "describe", 8) == 0)
            std::printf("%s\n", description());
        else if (std::strncmp(line, "growth", 6) == 0)
            print_growth();
        else
            return 1;
        std::fflush(stdout);
    }
    return 0;
}

#endif
