#pragma once

#include "engine/experiment/session.hpp"

#include <limits>
#include <variant>

namespace backprop {

/// "As many examples as there are".
inline constexpr std::int32_t k_any_count = std::numeric_limits<std::int32_t>::max();

/// What a session holds. Only session.cpp, which runs commands, and session_values.cpp, which tells
/// its numbers, see inside.
struct Session {
    Experiment experiment;
    Dataset data;     ///< in its own units
    Dataset prepared; ///< what the trainer sees
    Preparation preparation;
    std::variant<Trainer<double>, Trainer<float>> trainer;
    Status status = Status::Ready;
    std::uint64_t revision = 0;
    std::uint64_t data_revision = 0;
    Score train;
    Score test;
    LossHistory history;
    std::optional<Divergence> divergence;
};

TrainerSpec trainer_spec(const Experiment& experiment);

} // namespace backprop
