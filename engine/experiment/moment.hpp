#pragma once

#include "engine/network/loss.hpp"
#include "engine/network/network_spec.hpp"
#include "engine/numerics/choice.hpp"

#include <cstdint>
#include <vector>

namespace backprop {

/// What a moment of a pass computes.
enum class MomentKind : std::uint8_t {
    Inputs,              ///< the inputs are set
    PreActivations,      ///< z = W·a + b of a layer
    Activations,         ///< a = f(z) of a layer
    Error,               ///< the error of each output, and the total
    ActivationGradients, ///< ∂E/∂a of a layer
    Slopes,              ///< ∂a/∂z of a layer
    Deltas,              ///< δ = ∂E/∂z of a layer
    Gradients,           ///< ∂E/∂W and ∂E/∂b of a layer
    Update,              ///< every parameter takes its step
};

inline constexpr Choice k_moment_kinds[] = {
    {"inputs", "inputs", "a⁰ = x"},
    {"pre-activations", "z", "z = W·a + b"},
    {"activations", "a", "a = f(z)"},
    {"error", "E", ""},
    {"activation-gradients", "∂E/∂a", "∂E/∂a = Wᵀ·δ"},
    {"slopes", "∂a/∂z", "∂a/∂z = f′(z)"},
    {"deltas", "δ", "δ = ∂E/∂a ⊙ ∂a/∂z"},
    {"gradients", "∂E/∂W, ∂E/∂b", "∂E/∂W = δ·aᵀ, ∂E/∂b = δ·1"},
    {"update", "update", "w ← w − α·∂E/∂w"},
};
static_assert(has_row_for(k_moment_kinds, MomentKind::Update));

enum class Direction : std::uint8_t { Forward, Backward, Update };

/// One visible moment of a pass. Layers count from 1, the last is the output; 0 where the moment
/// is about no layer (inputs, error, update).
struct Moment {
    MomentKind kind = MomentKind::Inputs;
    std::int32_t layer = 0;
    bool operator==(const Moment&) const = default;
};

Direction direction_of(MomentKind kind);

/// The moments of a pass in their order: forward layer by layer, the error, backward layer by
/// layer, the update. Where error and output activation are differentiated together (is_joint),
/// the output layer has its δ without ∂E/∂a and ∂a/∂z.
std::vector<Moment> moments_of(const NetworkSpec& network, const LossSpec& loss);

/// Whether `what` has been computed when the first `reached` moments are over.
bool is_reached(const std::vector<Moment>& moments, std::int32_t reached, Moment what);

/// The number of moments up to and including the first one of this kind and layer; 0: there is
/// none.
std::int32_t number_of(const std::vector<Moment>& moments, Moment what);

} // namespace backprop
