#pragma once

#include "engine/numerics/choice.hpp"

#include <cstdint>

namespace backprop {

/// How a gradient g moves a parameter w. The formulas are PyTorch's.
enum class Optimizer : std::uint8_t { Sgd, Momentum, Nesterov, Adagrad, RmsProp, Adam, AdamW };

inline constexpr Choice k_optimizers[] = {
    {"sgd", "SGD", "w ← w − α·g"},
    {"momentum", "momentum", "v ← β·v + g,  w ← w − α·v"},
    {"nesterov", "Nesterov momentum", "v ← β·v + g,  w ← w − α·(g + β·v)"},
    {"adagrad", "Adagrad", "s ← s + g²,  w ← w − α·g / (√s + ε)"},
    {"rmsprop", "RMSProp", "s ← ρ·s + (1 − ρ)·g²,  w ← w − α·g / (√s + ε)"},
    {"adam", "Adam",
     "m ← β₁·m + (1 − β₁)·g,  s ← β₂·s + (1 − β₂)·g²,  "
     "w ← w − α / (1 − β₁ᵗ) · m / (√s / √(1 − β₂ᵗ) + ε)"},
    {"adamw", "AdamW", "w ← w − α·λ·w (weights only), then as Adam"},
};
static_assert(has_row_for(k_optimizers, Optimizer::AdamW));

/// An optimizer with its numbers; only those of its kind matter.
struct OptimizerSpec {
    Optimizer kind = Optimizer::Sgd;
    double beta = 0.9;          ///< momentum, Nesterov: β, 0 to 0.9999
    double smoothing = 0.99;    ///< RMSProp: ρ, 0 to 0.9999
    double beta1 = 0.9;         ///< Adam, AdamW: β₁, 0 to 0.9999
    double beta2 = 0.999;       ///< Adam, AdamW: β₂, 0 to 0.999999
    double epsilon = 1e-8;      ///< Adagrad, RMSProp, Adam, AdamW: ε, 1e-30 to 1
    double weight_decay = 0.01; ///< AdamW: λ, 0 to 10
    bool operator==(const OptimizerSpec&) const = default;
};

/// The kind with PyTorch's defaults.
constexpr OptimizerSpec default_optimizer(Optimizer kind) {
    OptimizerSpec spec;
    spec.kind = kind;
    if (kind == Optimizer::Adagrad) spec.epsilon = 1e-10;
    return spec;
}

/// How many numbers of its own an optimizer keeps for each parameter.
constexpr std::int32_t slot_count(Optimizer kind) {
    switch (kind) {
    case Optimizer::Sgd:
        return 0;
    case Optimizer::Momentum:
    case Optimizer::Nesterov:
    case Optimizer::Adagrad:
    case Optimizer::RmsProp:
        return 1;
    case Optimizer::Adam:
    case Optimizer::AdamW:
        return 2;
    }
    return 0;
}

} // namespace backprop
