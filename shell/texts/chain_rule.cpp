#include "shell/texts/tables.hpp"

namespace backprop::shell {

namespace {

constexpr TextRow k_texts[] = {
    {"tab.chain-rule", "Chain rule"},
    {"chain.how",
     "Click a weight or a bias in the picture, or go through them with ◂ and ▸. Here is the first "
     "weight of the output."},
    {"chain.previous", "The parameter before"},
    {"chain.next", "The next parameter"},
    {"chain.weight", "weight {0}, from {1} to {2}"},
    {"chain.bias", "bias {0} of {1}"},
    {"chain.shared_bias", "bias {0}, shared by all units of {1}"},
    {"chain.one", "example {0}"},
    {"chain.batch", "batch of {0}"},
    {"chain.example", "example {0}"},
    {"chain.path", "path {0}"},
    {"chain.equal", "✓ equals the engine’s gradient"},
    {"chain.unequal", "✗ the engine’s gradient is {0}"},
    {"chain.sum_of_paths", "sum of {0} paths"},
    {"chain.many_paths", "{0} paths, too many to go through; by the nested form"},
    {"chain.sum_of_examples", "sum of {0} examples"},
    {"chain.more_paths", "▸ {0} more paths"},
    {"chain.more_examples", "▸ {0} more examples"},
    {"chain.fewer", "▾ fewer"},
    {"chain.frozen", "This parameter does not train: it keeps its value."},
    {"chain.batch_too_large",
     "The batch is too large to follow its update here. Choose a smaller one."},
    {"chain.too_large", "The network is too large to show the update of each parameter."},
    {"chain.large_batch", "Network and batch are too large to follow every example: this is one."},
    {"chain.diverges", "The next update leaves the finite numbers."},
    {"chain.update_of_batch", "The update takes ∂E/∂w of the whole batch of {0} examples."},
    {"chain.sequential",
     "The update goes from the output layer back, and each layer’s gradient comes from layers "
     "already updated: wrong on purpose."},
    {"chain.nested_form", "nested: one layer at a time"},
    {"chain.expand", "▸ {0} of the next layer"},
    {"error.no_part", "the network has no such part"},
    {"chain.fold", "▾ fold"},
    {"chain.more_units", "… {0} more"},
};

} // namespace

std::span<const TextRow> chain_rule_texts() {
    return k_texts;
}

} // namespace backprop::shell
