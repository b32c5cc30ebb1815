#pragma once

#include "engine/data/data_spec.hpp"
#include "engine/network/loss.hpp"
#include "engine/network/network_spec.hpp"
#include "engine/network/start.hpp"
#include "engine/numerics/choice.hpp"
#include "engine/training/run_state.hpp"
#include "engine/training/training_spec.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace backprop {

/// Limits of an experiment (docs/experiment.md lists them for people).
inline constexpr std::int32_t k_max_layers = 16;
inline constexpr std::int32_t k_max_units = 1024;
inline constexpr std::int32_t k_max_inputs = 4096;
inline constexpr std::int64_t k_max_parameters = 2'000'000;
inline constexpr std::int32_t k_max_rows = 100'000;
inline constexpr std::int64_t k_max_cells = 4'000'000; ///< of rows of one's own: rows × columns
inline constexpr double k_max_learning_rate = 100.0;
inline constexpr std::int64_t k_max_epochs = 10'000'000;
inline constexpr std::int64_t k_max_seed = 9'007'199'254'740'992; ///< 2^53: exact in JSON's numbers
inline constexpr double k_max_magnitude = 1e30; ///< of rows and given weights; float32 holds it
inline constexpr std::size_t k_max_changes = 10'000;   ///< in mid-run
inline constexpr std::size_t k_max_frozen = 10'000;    ///< names of parameters
inline constexpr std::size_t k_max_name_bytes = 1'000; ///< of an experiment or a column, UTF-8
inline constexpr double k_max_dropout = 0.9;
inline constexpr std::size_t k_max_text_bytes = 150'000'000; ///< of an experiment's JSON

enum class Precision : std::uint8_t { Float64, Float32 };

inline constexpr Choice k_precisions[] = {
    {"float64", "64 bits", ""},
    {"float32", "32 bits", ""},
};

/// Everything a run needs. Same experiment, same bits, on every machine.
struct Experiment {
    std::string name;
    DataSpec data;
    NetworkSpec network;
    StartSpec start;
    LossSpec loss;
    TrainingSpec training;
    Precision precision = Precision::Float64;
    std::optional<RunState> state; ///< where a saved run stood; none: at its start

    // All as the compiler makes them, but compiled once (experiment.cpp): experiments are handed
    // about everywhere, and copying so many members in every such place made the page larger.
    Experiment();
    Experiment(const Experiment& other);
    Experiment(Experiment&& other) noexcept;
    Experiment& operator=(const Experiment& other);
    Experiment& operator=(Experiment&& other) noexcept;
    ~Experiment();
    bool operator==(const Experiment& other) const;
};

} // namespace backprop
