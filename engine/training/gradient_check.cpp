#include "engine/training/gradient_check.hpp"

#include "engine/training/optimizer.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace backprop {

double relative_error(const GradientPair& pair) {
    constexpr double k_floor = 1e-6; // below this, rounding of E outweighs the gradient
    const double scale = std::max({std::fabs(pair.analytic), std::fabs(pair.numeric), k_floor});
    return std::fabs(pair.analytic - pair.numeric) / scale;
}

/// The loss of the next batch, and the penalty if it is asked for.
static double objective(Trainer<double>& trainer, std::int32_t count, bool with_penalty) {
    const double loss = batch_loss(trainer, count);
    if (!with_penalty) return loss;
    return loss + penalty_of<double>(trainer.spec.training.regularization, trainer.trained,
                                     trainer.parameters.data());
}

GradientCheck check_gradients(Trainer<double>& trainer, const GradientCheckSpec& spec) {
    const std::int32_t count = next_batch_size(trainer, std::numeric_limits<std::int32_t>::max());
    std::vector<double> gradients(trainer.parameters.size());
    compute_gradients(trainer, count, std::span<double>(gradients));
    if (spec.with_penalty)
        for (const TrainedLayer& layer : trainer.trained)
            add_penalty_gradients(trainer.spec.training.regularization, layer,
                                  trainer.parameters.data(), gradients.data());
    GradientCheck check;
    check.parameters = trainer.layout.parameter_count;
    check.pairs.reserve(gradients.size());
    for (std::size_t i = 0; i < trainer.parameters.size(); ++i) {
        const double value = trainer.parameters[i];
        const double step = spec.step * std::max(1.0, std::fabs(value));
        trainer.parameters[i] = value + step;
        const double above = objective(trainer, count, spec.with_penalty);
        trainer.parameters[i] = value - step;
        const double below = objective(trainer, count, spec.with_penalty);
        trainer.parameters[i] = value;
        check.pairs.push_back({gradients[i], (above - below) / (2.0 * step)});
        const double error = relative_error(check.pairs.back());
        if (std::isnan(check.worst_relative_error)) continue; // nothing is worse
        if (check.worst_parameter < 0 || !(error <= check.worst_relative_error)) {
            check.worst_relative_error = error;
            check.worst_parameter = static_cast<std::int64_t>(i);
        }
    }
    if (check.worst_parameter >= 0) check.worst = place_of(trainer.layout, check.worst_parameter);
    return check;
}

} // namespace backprop
