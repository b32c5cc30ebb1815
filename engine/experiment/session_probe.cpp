// Trying things out beside a session's run.

#include "engine/experiment/session_probe.hpp"

#include "engine/experiment/session_state.hpp"

namespace backprop {

BatchProbe probe_batch(const Session& session) {
    const std::vector<std::int32_t> rows = pass_rows(session);
    return std::visit(
        [&](const auto& trainer) {
            return make_batch_probe(
                trainer.spec, session.data.prepared, rows,
                std::vector<double>(trainer.parameters.begin(), trainer.parameters.end()),
                trainer.epoch_learning_rate);
        },
        session.trainer);
}

std::vector<PathPoint> training_path(const Session& session, const ParameterPlane& plane) {
    std::vector<PathPoint> path;
    std::visit(
        [&](const auto& trainer) {
            for (const PastState& past : session.states.states)
                if (past.state.updates < trainer.updates)
                    path.push_back(
                        {past.state.updates, nearest_in_plane(plane, past.state.parameters)});
            path.push_back(
                {trainer.updates,
                 nearest_in_plane(plane, std::vector<double>(trainer.parameters.begin(),
                                                             trainer.parameters.end()))});
        },
        session.trainer);
    return path;
}

double training_loss(Session& session) {
    return std::visit([](auto& trainer) { return *score_train(trainer).loss; }, session.trainer);
}

} // namespace backprop
