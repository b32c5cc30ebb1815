#include "engine/training/state_history.hpp"

#include <algorithm>

namespace backprop {

bool is_due(const StateHistory& history, std::int64_t updates) {
    if (history.states.empty()) return true;
    const std::int64_t first = history.states.front().state.updates;
    const std::int64_t last = history.states.back().state.updates;
    return updates >= last + std::max<std::int64_t>(1, (last - first) / 128);
}

/// The state whose removal hurts least: the gap that it leaves, compared with how far back the gap
/// begins. Neither the first nor the last.
static std::size_t least_missed(const std::vector<PastState>& states) {
    const auto updates = [&](std::size_t i) { return double(states[i].state.updates); };
    const double present = updates(states.size() - 1) + 1.0;
    std::size_t best = 1;
    double least = 0.0;
    for (std::size_t i = 1; i + 1 < states.size(); ++i) {
        const double harm = (updates(i + 1) - updates(i - 1)) / (present - updates(i - 1));
        if (i > 1 && harm >= least) continue;
        best = i;
        least = harm;
    }
    return best;
}

PastState& add_state(StateHistory& history, std::size_t numbers) {
    std::vector<PastState>& states = history.states;
    const std::size_t fitting =
        k_most_past_bytes / (sizeof(double) * std::max<std::size_t>(1, numbers));
    const std::size_t limit = std::clamp<std::size_t>(fitting, 2, k_most_past_states);
    if (states.size() < limit) return states.emplace_back();
    // Two states that hardly fit: the later one makes room.
    const std::size_t dropped = states.size() == 2 ? 1 : least_missed(states);
    std::rotate(states.begin() + std::ptrdiff_t(dropped),
                states.begin() + std::ptrdiff_t(dropped) + 1, states.end());
    return states.back();
}

void forget_after(StateHistory& history, std::int64_t updates) {
    while (history.states.size() > 1 && history.states.back().state.updates > updates)
        history.states.pop_back();
}

} // namespace backprop
