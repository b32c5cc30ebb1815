#include "shell/texts/tables.hpp"

namespace backprop::shell {

namespace {

constexpr TextRow k_texts[] = {
    {"tab.flow", "Flow"},
    {"flow.activations", "activations a"},
    {"flow.deltas", "gradients δ = ∂E/∂z"},
    {"flow.activations.of", "Activations of {0}"},
    {"flow.deltas.of", "Gradients δ of {0}"},
    {"flow.range.same", "all δ on one scale"},
    {"flow.range.own", "each layer’s own"},
    {"flow.norm", "|δ|"},
    {"flow.ratio", "of output’s"},
    {"flow.saturated", "saturated"},
    {"flow.dead", "dead units"},
    {"flow.unit", "{0}, unit {1}"},
    {"flow.more", "and {0} more"},
    {"flow.healthy", "No fault found: every layer gets a gradient it can learn from."},
    {"flow.not_finite",
     "{0}: numbers are infinite or undefined. Nothing can be learned from here on."},
    {"flow.dead.units", "{0}: {1} of {2} units are dead, the first is unit {4}. ReLU gives 0 for "
                        "every example, so their weights never change."},
    {"flow.saturated.units", "{0}: {1} of {2} units are saturated, the first is unit {4}. Nearly "
                             "every example is at the same flat end."},
    {"flow.saturated.one.output", "{0} is stuck: it is at a flat end, far from the target, for "
                                  "many examples, and there its gradient is nearly 0."},
    {"flow.saturated.units.output", "{0}: {1} of {2} units are stuck at a flat end, far from "
                                    "their targets, where their gradient is nearly 0."},
    {"flow.dead.one", "{0} is dead: ReLU gives 0 for every example, so its slope is 0 and its "
                      "weights never change."},
    {"flow.saturated.one", "{0} is saturated: nearly every example is at the same flat end, so "
                           "hardly any gradient passes."},
    {"flow.saturated.layer", "{0} is saturated: nearly all its activations are at the flat ends, "
                             "so hardly any gradient passes. Smaller start weights help."},
    {"flow.symmetric", "{0}: {1} of {2} units have the same weights. They get the same gradients "
                       "and stay alike for ever. Random start weights help."},
    {"flow.vanishing", "{0}: the gradient has vanished. Its δ are {3} of the output’s, so it "
                       "hardly learns."},
    {"flow.exploding", "{0}: the gradient explodes. Its δ are {3} the output’s. A lower learning "
                       "rate, smaller start weights or clipping help."},
};

} // namespace

std::span<const TextRow> flow_texts() {
    return k_texts;
}

} // namespace backprop::shell
