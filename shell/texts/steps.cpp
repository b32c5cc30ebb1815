#include "shell/texts/tables.hpp"

namespace backprop::shell {

namespace {

constexpr TextRow k_texts[] = {
    // Steps inside a pass
    {"button.forward", "Forward →"},
    {"button.backward", "← Backward"},
    {"button.update", "Update"},
    {"button.step_back.moment", "Back by one moment"},
    {"tip.forward", "The next moment of the forward pass: a layer’s z, then its a, at last the "
                    "error. Key: F; back: Shift+F."},
    {"tip.forward.over", "The forward pass is over: go on with Backward or Update."},
    {"tip.backward", "The next moment of the backward pass, from the output back: ∂E/∂a, ∂a/∂z, δ "
                     "and the gradients of each layer. What is left of the forward pass is done "
                     "first. Key: B; back: Shift+B."},
    {"tip.backward.over", "All gradients are there: go on with Update."},
    {"tip.update", "The rest of the pass, and the step of every weight and bias. Key: U; back: "
                   "Shift+U."},
    {"tip.step_back.moment",
     "Back by one moment of the pass, to the last bit. Key: Shift+M; M goes "
     "on to the next moment, whatever it is."},

    {"button.play", "Play moment by moment"},
    {"button.play.pause", "Pause"},
    {"tip.play", "Goes on moment by moment, slowly, until it is paused. Key: P."},
    {"moment", "moment"},
    {"moment.slider", "Moment of the pass"},
    {"moment.none", "Forward begins a pass; the arrows of its moments appear here."},
    {"moment.inputs", "forward: the inputs are set, a⁰ = x"},
    {"moment.pre-activations", "forward: z = W·a + b of {0}"},
    {"moment.activations", "forward: a = f(z) of {0}"},
    {"moment.error", "forward: the error of each output, and the total"},
    {"moment.activation-gradients", "backward: ∂E/∂a of {0}"},
    {"moment.slopes", "backward: ∂a/∂z = f′(z) of {0}"},
    {"moment.deltas", "backward: δ = ∂E/∂z of {0}"},
    {"moment.gradients", "backward: ∂E/∂W = δ·aᵀ and ∂E/∂b of {0}"},
    {"moment.update", "update: every weight takes its step, w ← w − α·∂E/∂w"},

    // What the network picture shows
    {"edges.show", "edges show:"},
    {"edges.weights", "weights"},
    {"edges.gradients", "gradients"},
    {"edges.updates", "updates"},
    {"picture.settings", "Numbers ▾"},
    {"picture.settings.brief", "▾"},
    {"tip.picture.settings", "Digits shown, whose gradients, speed of slow play."},
    {"view.batch_sum", "gradients of:"},
    {"view.batch_sum.off", "this example"},
    {"view.batch_sum.on", "the whole batch"},
    {"moment.update.large", "update: too many weights to show each one’s step"},
    {"moment.batch.large", "backward: too large a batch to show its gradients"},
    {"moment.of_batch", "{0} (batch of {1})"},
    {"view.digits", "Digits shown"},
    {"help.view.digits", "How many digits after the point the numbers of a pass have, 3 to 12. The "
                         "program computes with all of them, whatever is shown."},
    {"view.play_speed", "Slow play"},
    {"view.play_speed.value", "{0} moments/s"},

    // The explaining panel
    {"section.explain", "EXPLANATION"},
    {"tab.parameters", "Weights"},
    {"explain.tab", "What is explained"},
};

} // namespace

std::span<const TextRow> step_texts() {
    return k_texts;
}

} // namespace backprop::shell
