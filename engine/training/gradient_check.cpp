#include "engine/training/gradient_check.hpp"

#include "engine/training/optimizer.hpp"
#include "engine/training/trainer_passes.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

namespace backprop {

/// From this relative error on, it is asked whether a kink is the reason.
static constexpr double k_apart = 1e-6;

double relative_error(const GradientPair& pair) {
    constexpr double k_floor = 1e-6; // below this, rounding of E outweighs the gradient
    const double scale = std::max({std::fabs(pair.analytic), std::fabs(pair.numeric), k_floor});
    return std::fabs(pair.analytic - pair.numeric) / scale;
}

std::int64_t compared_parameter(const GradientCheck& check, std::int64_t pair) {
    return check.compared == check.parameters ? pair : pair * check.parameters / check.compared;
}

static std::int32_t whole_batch(const Trainer<double>& trainer) {
    return next_batch_size(trainer, std::numeric_limits<std::int32_t>::max());
}

/// The loss of the next batch, and the penalty if it is asked for.
static double objective(Trainer<double>& trainer, std::int32_t count, bool with_penalty) {
    const double loss = batch_loss(trainer, count);
    if (!with_penalty) return loss;
    return loss + penalty_of<double>(trainer.spec.training.regularization, trainer.trained,
                                     trainer.parameters.data());
}

CheckUnderWay begin_check(Trainer<double>& trainer, const GradientCheckSpec& spec) {
    CheckUnderWay under_way;
    under_way.spec = spec;
    std::vector<double>& gradients = under_way.gradients;
    gradients.resize(trainer.parameters.size());
    compute_mistaken_gradients(trainer, whole_batch(trainer), spec.mistake, gradients);
    if (spec.with_penalty)
        for (const TrainedLayer& layer : trainer.trained)
            add_penalty_gradients(trainer.spec.training.regularization, layer,
                                  trainer.parameters.data(), gradients.data());
    GradientCheck& check = under_way.check;
    check.parameters = trainer.layout.parameter_count;
    check.compared = std::min(check.parameters, spec.most_parameters);
    check.pairs.reserve(std::size_t(check.compared));
    return under_way;
}

static double step_of(const GradientCheckSpec& spec, double value) {
    return spec.step * std::max(1.0, std::fabs(value));
}

/// (E(w + h) − E(w − h)) / 2h.
static double central_difference(Trainer<double>& trainer, const GradientCheckSpec& spec,
                                 std::int32_t count, double& parameter) {
    const double value = parameter;
    const double step = step_of(spec, value);
    parameter = value + step;
    const double above = objective(trainer, count, spec.with_penalty);
    parameter = value - step;
    const double below = objective(trainer, count, spec.with_penalty);
    parameter = value;
    return (above - below) / (2.0 * step);
}

/// Whether an output or unit is at one side of its kink with w − h and at the other with w + h.
static bool crosses_kink(Trainer<double>& trainer, const GradientCheckSpec& spec,
                         std::int32_t count, double& parameter) {
    if (!has_kinks(trainer)) return false;
    const double value = parameter;
    const double step = step_of(spec, value);
    parameter = value + step;
    const std::uint64_t above = hash_kink_sides(trainer, count);
    parameter = value - step;
    const std::uint64_t below = hash_kink_sides(trainer, count);
    parameter = value;
    return above != below;
}

/// Keeps the worst of the parameters compared; nothing is worse than NaN.
static void note_worst(GradientCheck& check, std::int64_t parameter, double error) {
    if (std::isnan(check.worst_relative_error)) return;
    if (check.worst_parameter >= 0 && error <= check.worst_relative_error) return;
    check.worst_relative_error = error;
    check.worst_parameter = parameter;
}

bool continue_check(CheckUnderWay& under_way, Trainer<double>& trainer, std::int64_t most) {
    GradientCheck& check = under_way.check;
    const std::int32_t count = whole_batch(trainer);
    auto pair = static_cast<std::int64_t>(check.pairs.size());
    const std::int64_t end = pair + std::min(most, check.compared - pair);
    for (; pair < end; ++pair) {
        const std::int64_t parameter = compared_parameter(check, pair);
        const auto index = static_cast<std::size_t>(parameter);
        double& value = trainer.parameters[index];
        GradientPair compared{under_way.gradients[index],
                              central_difference(trainer, under_way.spec, count, value)};
        const double error = relative_error(compared);
        if (!(error < k_apart))
            compared.at_kink = crosses_kink(trainer, under_way.spec, count, value);
        check.pairs.push_back(compared);
        note_worst(check, parameter, error);
    }
    if (check.worst_parameter >= 0) check.worst = place_of(trainer.layout, check.worst_parameter);
    return end < check.compared;
}

GradientCheck check_gradients(Trainer<double>& trainer, const GradientCheckSpec& spec) {
    CheckUnderWay under_way = begin_check(trainer, spec);
    continue_check(under_way, trainer, under_way.check.compared);
    return std::move(under_way.check);
}

} // namespace backprop
