#pragma once

#include "shell/view.hpp"

namespace backprop::shell {

/// What the traces of a ModelView were computed for.
struct TraceKey {
    std::uint64_t revision = 0;
    std::int32_t example = -1; ///< −1: there are none
    bool updated = false;      ///< the moment of the update is over: they show that pass
    bool operator==(const TraceKey&) const = default;
};

/// Decides when a ModelView is computed again, so that it never takes more than a small part of
/// the time.
struct ModelSchedule {
    std::uint64_t data_revision = 0;
    double next_seconds = 0; ///< not before this moment while training
    TraceKey traced;
};

/// Whether something on screen explains the pass: a step inside it, a tab, a lesson, edges that
/// show gradients.
bool wants_traces(const View& view, const Snapshot& snapshot);

/// True when `model` does not show the snapshot's revision, or lacks traces that are wanted.
bool is_stale(const ModelView& model, const ModelSchedule& schedule, const Snapshot& snapshot,
              const View& view);

/// Computes `model` if it is stale: at once when not training, when the network's shape or the
/// data changed (panels index by it), otherwise when `schedule` allows. `now` is the clock.
void update_model(ModelView& model, ModelSchedule& schedule, Session& session, const View& view,
                  double (*now)());

/// Computes the traces for `key` (model_traces.cpp).
void update_traces(ModelView& model, Session& session, const TraceKey& key);

} // namespace backprop::shell
