#include "shell/texts/tables.hpp"

namespace backprop::shell {

namespace {

constexpr TextRow k_texts[] = {
    {"tab.conventions", "Conventions"},
    {"convention.train", "From the start weights; epochs:"},
    {"convention.loss", "E at first"},
    {"convention.gradient", "∂E/∂{0}"},
    {"convention.after_update", "1 update"},
    {"convention.epoch", "1 epoch"},
    {"convention.epochs", "{0} epochs"},
    {"convention.diverges", "diverges"},
    {"convention.half", "Factor ½ in the squared error"},
    {"convention.half.half", "½ (o − y)²"},
    {"convention.half.whole", "(o − y)²"},
    {"why.half", "½ cancels the 2 of the derivative: ∂E/∂o is o − y with it, 2(o − y) without. The "
                 "lowest point is the same; without ½ every gradient is twice as large, and so is "
                 "a step that is α times it."},
    {"convention.over-outputs", "E over the outputs"},
    {"convention.over-outputs.sum", "sum"},
    {"convention.over-outputs.mean", "mean"},
    {"why.over-outputs",
     "The mean divides E, and with it every gradient, by the number of outputs. "
     "With one output both are the same."},
    {"convention.over-examples", "E over the examples"},
    {"convention.over-examples.sum", "sum"},
    {"convention.over-examples.mean", "mean"},
    {"why.over-examples",
     "With the sum, more examples make longer steps; with the mean, a learning "
     "rate means the same for any number of them."},
    {"convention.batch", "An update after"},
    {"convention.batch.all", "all examples"},
    {"convention.batch.one-by-one", "each example"},
    {"why.batch", "One by one, each example meets weights that the one before has changed; in a "
                  "batch, all gradients come from the same weights and are added first."},
    {"convention.bias", "Biases"},
    {"convention.bias.per-unit", "one a unit"},
    {"convention.bias.shared", "shared by a layer"},
    {"why.bias", "Article 1 has one bias a layer. Its gradient is then the sum of what the layer's "
                 "units would have: it moves for all of them at once."},
    {"convention.train-biases", "Training the biases"},
    {"convention.train-biases.trained", "trained"},
    {"convention.train-biases.fixed", "left as they are"},
    {"why.train-biases", "Mazur's example leaves them as they are, article 2 does not count them. "
                         "The gradients of the weights are the same in the first update; from "
                         "then on the outputs differ."},
    {"convention.update", "Updating the layers"},
    {"convention.update.simultaneous", "all at once"},
    {"convention.update.sequential", "in turn (wrong)"},
    {"why.update", "All gradients must come from the same forward pass. In turn, the output layer "
                   "changes before the hidden δ are computed, which then use weights that the pass "
                   "never had: no gradient of E. Mazur's published 0.291027924 came about like "
                   "this; 0.291027773694 is right."},
    {"why.not_here", "Not a question with this error and network."},
};

} // namespace

std::span<const TextRow> conventions_texts() {
    return k_texts;
}

} // namespace backprop::shell
