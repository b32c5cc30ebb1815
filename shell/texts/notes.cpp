#include "shell/texts/tables.hpp"

namespace backprop::shell {

namespace {

constexpr TextRow k_texts[] = {
    // Notes
    {"note.diverged_loss",
     "Training left the finite numbers in epoch {0}: {1}. The state at the beginning of that epoch "
     "is back, but may be huge already. Lower the learning rate or clip the gradient (Optimizer), "
     "then reset, or step back with ◂ to before the loss exploded."},
    {"note.diverged",
     "Training left the finite numbers in epoch {0}: {1} of layer {2}. The state at the beginning "
     "of that epoch is back, but may be huge already. Lower the learning rate or clip the gradient "
     "(Optimizer), then reset, or step back with ◂ to before the loss exploded."},
    {"note.stopped.loss_below", "Stopped after epoch {0}: the training loss is below {1}. Change "
                                "“Stop when” to go on."},
    {"note.stopped.no_progress",
     "Stopped after epoch {0}: no new lowest training loss for {1} epochs. Change “Stop when” to "
     "go on."},
    {"explanations.waiting", "Loading what explains a pass…"},
    {"explanations.failed",
     "⚠ What explains a pass could not be loaded: {0} Training works without."},
    {"explanations.open_again",
     "what reads such files is still being loaded; open it again in a moment"},
    {"button.explanations.retry", "Try again"},
    {"note.link",
     "The link in the address could not be read, so the present experiment stays: {0}"},
    {"note.no_link",
     "This experiment is too long for the page's address, so reloading or closing the "
     "page loses it: save it as a file to keep it."},
    {"note.digits_wait",
     "The handwritten digits are being fetched; the experiment opens as soon as "
     "they are here."},
    {"note.digits_failed", "The handwritten digits could not be fetched, so the present experiment "
                           "stays: {0}"},
    {"note.file", "{0} could not be opened, so the present experiment stays: {1}"},
    {"quantity.activation", "an activation"},
    {"quantity.delta", "a delta"},
    {"quantity.gradient", "a gradient"},
    {"quantity.weight", "a weight"},
    {"quantity.loss", "the loss"},
    {"note.clamped", "{0}; clamped"},
    {"note.rounded", "{0}, whole numbers; rounded"},
    {"note.nonsense", "{0}; not a number"},

    // Errors of the page's interface
    {"error.file_size", "the file has {0} bytes; at most {1} are read"},
    {"error.one_of", "must be one of {0}"},
    {"error.no_field", "is no field that can be set"},
    {"error.digits_wait", "the handwritten digits are still being fetched; try again"},
    {"error.no_call", "is no call; there are load, set, run, pause, reset, replay, "
                      "new_weights, step and step_back"},
    {"error.no_step", "must be one of \"moment\", \"example\", \"batch\", \"epoch\""},
    {"error.no_value", "must be a number, true or false, or a text"},
    {"error.no_experiment", "must be an experiment"},
    {"error.no_view", "is no part of the view that can be set"},
    {"error.whole_number", "must be a whole number from {0} to {1}"},
    {"error.true_false", "must be true or false"},
    {"error.speed", "must be a number from 1 to 1000, or \"max\""},
};

} // namespace

std::span<const TextRow> note_texts() {
    return k_texts;
}

} // namespace backprop::shell
