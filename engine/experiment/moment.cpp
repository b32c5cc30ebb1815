#include "engine/experiment/moment.hpp"

#include "engine/network/trace.hpp"

#include <algorithm>

namespace backprop {

Direction direction_of(MomentKind kind) {
    if (kind == MomentKind::Update) return Direction::Update;
    return kind <= MomentKind::Error ? Direction::Forward : Direction::Backward;
}

std::vector<Moment> moments_of(const NetworkSpec& network, const LossSpec& loss) {
    const auto layers = static_cast<std::int32_t>(network.layers.size());
    std::vector<Moment> moments{{MomentKind::Inputs, 0}};
    for (std::int32_t layer = 1; layer <= layers; ++layer) {
        moments.push_back({MomentKind::PreActivations, layer});
        moments.push_back({MomentKind::Activations, layer});
    }
    moments.push_back({MomentKind::Error, 0});
    for (std::int32_t layer = layers; layer > 0; --layer) {
        if (layer < layers || !is_joint(loss.error)) {
            moments.push_back({MomentKind::ActivationGradients, layer});
            moments.push_back({MomentKind::Slopes, layer});
        }
        moments.push_back({MomentKind::Deltas, layer});
        moments.push_back({MomentKind::Gradients, layer});
    }
    moments.push_back({MomentKind::Update, 0});
    return moments;
}

bool is_reached(const std::vector<Moment>& moments, std::int32_t reached, Moment what) {
    const std::int32_t number = number_of(moments, what);
    return number > 0 && number <= reached;
}

std::int32_t number_of(const std::vector<Moment>& moments, Moment what) {
    const auto found = std::find(moments.begin(), moments.end(), what);
    return found == moments.end() ? 0 : static_cast<std::int32_t>(found - moments.begin()) + 1;
}

} // namespace backprop
