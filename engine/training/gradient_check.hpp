#pragma once

#include "engine/network/parameter_place.hpp"
#include "engine/training/planted_mistake.hpp"
#include "engine/training/trainer.hpp"

#include <cstdint>
#include <limits>
#include <vector>

namespace backprop {

/// What is compared, and how.
struct GradientCheckSpec {
    double step = 6.055454452393343e-06; ///< of a parameter w: h = step · max(1, |w|); ∛ε
    bool with_penalty = false;           ///< on both sides, for the weights that train
    PlantedMistake mistake = PlantedMistake::None; ///< in backpropagation
    /// Of more parameters, so many are compared, spread evenly.
    std::int64_t most_parameters = std::numeric_limits<std::int64_t>::max();
};

/// ∂E/∂w by backpropagation and by central differences.
struct GradientPair {
    double analytic;
    double numeric;
    /// Whether they are apart and a kink (of an activation or of the error) lies between w − h and
    /// w + h for some example: then the difference says nothing about the slope at w.
    bool at_kink = false;
};

/// How far backpropagation is from central differences, over all parameters.
struct GradientCheck {
    double worst_relative_error = 0.0; ///< |a − n| / max(|a|, |n|, 1e-6), NaN if any is
    std::int64_t worst_parameter = -1; ///< index into the parameters; −1 without parameters
    std::int64_t parameters = 0;
    std::int64_t compared = 0;       ///< so many of them, when it is finished
    std::vector<GradientPair> pairs; ///< one for each of those compared, in their order
    ParameterPlace worst;            ///< where the worst parameter belongs
};

/// |a − n| / max(|a|, |n|, 1e-6).
double relative_error(const GradientPair& pair);

/// The parameter that `check.pairs[pair]` is about.
std::int64_t compared_parameter(const GradientCheck& check, std::int64_t pair);

/// Compares the gradients of the trainer's next batch with (E(w + h) − E(w − h)) / 2h, without
/// dropout. The parameters are the same afterwards.
GradientCheck check_gradients(Trainer<double>& trainer, const GradientCheckSpec& spec = {});

/// The same a part at a time: large networks take long. The trainer is the same for all parts.
struct CheckUnderWay {
    GradientCheckSpec spec;
    std::vector<double> gradients; ///< by backpropagation, in the order of the parameters
    GradientCheck check;           ///< of those compared so far
};
CheckUnderWay begin_check(Trainer<double>& trainer, const GradientCheckSpec& spec);

/// Compares up to `most` more parameters, two forward passes each; two more where the numbers are
/// apart and the network has kinks. True while some are left.
bool continue_check(CheckUnderWay& under_way, Trainer<double>& trainer, std::int64_t most);

} // namespace backprop
