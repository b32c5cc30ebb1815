#include "engine/training/gradient_check.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace backprop {

GradientCheck check_gradients(Trainer<double>& trainer) {
    const std::int32_t count = next_batch_size(trainer, std::numeric_limits<std::int32_t>::max());
    compute_gradients(trainer, count, std::span<double>(trainer.gradients));
    constexpr double k_step = 6.055454452393343e-06; // ∛ε
    constexpr double k_floor = 1e-6; // below this, rounding of E outweighs the gradient
    GradientCheck check;
    check.parameters = trainer.layout.parameter_count;
    for (std::size_t i = 0; i < trainer.parameters.size(); ++i) {
        const double value = trainer.parameters[i];
        const double step = k_step * std::max(1.0, std::fabs(value));
        trainer.parameters[i] = value + step;
        const double above = batch_loss(trainer, count);
        trainer.parameters[i] = value - step;
        const double below = batch_loss(trainer, count);
        trainer.parameters[i] = value;
        const double numeric = (above - below) / (2.0 * step);
        const double exact = trainer.gradients[i];
        const double scale = std::max({std::fabs(exact), std::fabs(numeric), k_floor});
        const double error = std::fabs(exact - numeric) / scale;
        if (std::isnan(check.worst_relative_error)) continue; // nothing is worse
        if (check.worst_parameter < 0 || !(error <= check.worst_relative_error)) {
            check.worst_relative_error = error;
            check.worst_parameter = static_cast<std::int64_t>(i);
        }
    }
    return check;
}

} // namespace backprop
