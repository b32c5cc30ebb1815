// Ten million updates of a small network, one example each: prints the state's hash on the way,
// which must be the same everywhere, and ends with an error where memory grows after the first
// million.

#include "engine/experiment/presets.hpp"
#include "engine/experiment/session.hpp"

#include <cinttypes>
#include <cstdio>

#ifndef __EMSCRIPTEN__
#include <sys/resource.h>
#endif

using namespace backprop;

namespace {

constexpr std::int64_t k_updates = 10'000'000;
constexpr std::int64_t k_warm = 1'000'000;
constexpr std::int64_t k_chunk = 100'000;
constexpr std::int64_t k_most_growth = 64; ///< kB over nine million updates

/// kB: the most that was resident so far, or the size of WebAssembly's memory.
std::int64_t memory() {
#ifdef __EMSCRIPTEN__
    return static_cast<std::int64_t>(__builtin_wasm_memory_size(0)) * 64;
#else
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
#endif
}

/// XOR's four rows with everything that draws random numbers or has numbers of its own.
Experiment experiment() {
    Experiment made;
    for (const Preset& preset : presets())
        if (preset.key == "xor-rows") made = preset.make();
    made.training.optimizer = default_optimizer(Optimizer::Adam);
    made.training.learning_rate = 0.001;
    made.training.batch = 1;
    made.training.shuffle = true;
    made.network.layers[0].dropout = 0.1;
    made.training.regularization = {Regularization::L2, 1e-4};
    made.training.epochs = k_max_epochs;
    return made;
}

} // namespace

int main() {
    Result<SessionPointer> made = make_session(experiment());
    if (!made || !apply(**made, command::Run{})) return 1;
    Session& session = **made;
    std::int64_t warm = 0;
    for (std::int64_t updates = 0; updates < k_updates;) {
        if (advance(session, k_chunk) != k_chunk) return 1;
        updates = snapshot(session).updates;
        if (updates % k_warm == 0)
            std::printf("%9" PRId64 " %016" PRIx64 "\n", updates, state_hash(session));
        if (updates == k_warm) warm = memory();
    }
    const std::int64_t end = memory();
    std::fprintf(stderr,
                 "memory: %" PRId64 " kB after a million updates, %" PRId64 " kB after ten\n", warm,
                 end);
    return end - warm <= k_most_growth ? 0 : 1;
}
