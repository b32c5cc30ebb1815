#include "shell/texts/tables.hpp"

namespace backprop::shell {

namespace {

constexpr TextRow k_texts[] = {
    {"tab.check", "Check it"},
    {"check.step", "Step h"},
    {"help.check.step",
     "A difference takes (E(w + h) − E(w − h)) / 2h for the slope, h times the larger of 1 and "
     "|w|. "
     "With a large h the curve bends between the two points (truncation); with a tiny one the two "
     "errors are the same to almost all digits, and their difference is rounding. In between the "
     "differences agree with backpropagation to nine digits or more."},
    {"check.backpropagation", "backpropagation"},
    {"check.difference", "difference"},
    {"check.error", "rel. error"},
    {"check.worst", "worst first"},
    {"check.in_order", "in order"},
    {"check.right", "All {0} agree; the worst relative error is {1}."},
    {"check.unharmed", "All {0} agree: this mistake changes nothing in this network."},
    {"check.wrong", "{0} of {1} differ: with this mistake, their gradients are wrong."},
    {"check.truncated",
     "{0} of {1} differ, but not by a mistake: h is so large that the loss bends "
     "between w − h and w + h."},
    {"check.kink",
     "{0} of {1} differ, but not by a mistake: a kink lies between w − h and w + h (relu at z = 0, "
     "for instance), and there a difference says nothing."},
    {"check.rounded", "{0} of {1} differ, but not by a mistake: h is so small that little but "
                      "rounding is left of E(w + h) − E(w − h)."},
    {"check.progress", "{0} of {1} compared"},
    {"check.part", "{0} of {1} parameters, spread evenly"},
    {"check.steps", "Worst relative error over the step h"},
    {"check.sources", "rounding ← h → truncation"},
    {"check.mistake.short", "Planted mistake"},
    {"check.mistake", "Plant a mistake in backpropagation"},
    {"check.mistake.none", "none"},
    {"check.mistake.no-slope", "drop the factor ∂a/∂z"},
    {"check.mistake.wrong-sign", "wrong sign of the last hidden δ"},
    {"check.mistake.output-first", "update the output layer first"},
    {"check.cost", "Cost: 2 · {0} = {1} forward passes, against one forward and one backward."},
};

} // namespace

std::span<const TextRow> check_texts() {
    return k_texts;
}

} // namespace backprop::shell
