#pragma once

#include "engine/training/trainer.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace backprop {

/// A moment of a run to go back to, with the scores that were known then.
struct PastState {
    RunState state;
    Score train;
    Score test;
};

/// States of a run in the order of its updates. The first, where the run began, always stays; of
/// the others those are dropped that hurt least: the further back, the wider the gaps. A moment
/// between two states is reached by training forward from the earlier one.
struct StateHistory {
    std::vector<PastState> states;
};

inline constexpr std::size_t k_most_past_states = 256;
inline constexpr std::size_t k_most_past_bytes = 64'000'000; ///< of their numbers together

/// Whether so much was trained since the last state that another is worth its memory: 1/128 of the
/// updates since the first.
bool is_due(const StateHistory& history, std::int64_t updates);

/// Room for a state later than all others, in place of one that is dropped if need be; reuses its
/// memory. `numbers` is how many the state will hold.
PastState& add_state(StateHistory& history, std::size_t numbers);

/// Drops the states after `updates`, except the first.
void forget_after(StateHistory& history, std::int64_t updates);

} // namespace backprop
