#include "shell/texts/tables.hpp"

namespace backprop::shell {

namespace {

constexpr TextRow k_texts[] = {
    {"app.name_first", "Backprop"},
    {"app.name_second", "Lab"},
    {"preset", "Experiment"},
    {"preset.own", "Your own"},
    {"button.run", "▶ Run"},
    {"button.pause", "❚❚ Pause"},
    {"button.reset", "Reset"},
    {"button.step.example", "+1 example"},
    {"button.step.batch", "+1 batch"},
    {"button.step.epoch", "+1 epoch"},
    {"button.new_weights", "New weights"},
    {"button.share", "Share"},
    {"button.open", "Open"},
    {"button.save", "Save"},
    {"button.replay", "Replay"},
    {"button.import", "Import rows (CSV)…"},
    {"button.more_commands", "More commands"},
    {"button.step_back.example", "Back by one example"},
    {"button.step_back.batch", "Back by one batch"},
    {"button.step_back.epoch", "Back by one epoch"},
    {"button.theme.system", "Theme: as the system"},
    {"button.theme.dark", "Theme: dark"},
    {"button.theme.light", "Theme: light"},
    {"button.close", "Close the message"},
    {"button.retry", "Try again"},
    {"button.less", "Less: {0}"},
    {"button.more", "More: {0}"},
    {"button.add_layer", "Add a layer"},
    {"button.remove_layer", "Remove a layer"},
    {"button.add_unit", "Add a unit to {0}"},
    {"button.remove_unit", "Remove a unit from {0}"},
    {"button.previous_example", "Previous example"},
    {"button.next_example", "Next example"},
    {"epoch", "epoch"},
    {"epoch.of", "/ {0}"},
    {"tip.run", "Train until the number of epochs is reached."},
    {"tip.pause", "Stop training; everything learned stays."},
    {"tip.finished", "All epochs are trained. Raise the epochs to go on, or reset."},
    {"tip.finished.loss_below",
     "The training loss is below the limit in “Stop when”. Lower the limit or take it away to go "
     "on, or reset."},
    {"tip.finished.no_progress",
     "No progress for as long as “Stop when” allows. Raise that number of epochs or take it away "
     "to go on, or reset."},
    {"tip.diverged", "The numbers left the finite range. Lower the learning rate, then reset."},
    {"tip.reset", "Back to the same start weights, epoch 0."},
    {"tip.replay", "Back to the start, with every change of this run made again at its epoch: the "
                   "same run to the last bit."},
    {"tip.step.example", "Train on one example, then pause. Key: 1."},
    {"tip.step.batch", "Train on one batch: one update of the weights, then pause. Key: 2."},
    {"tip.step.epoch", "Train on every training example once, then pause. Key: 3."},
    {"tip.step_back.example", "Back to where training stood one example earlier, to the last bit. "
                              "Key: Shift+1."},
    {"tip.step_back.batch", "Back to where training stood one batch earlier. Key: Shift+2."},
    {"tip.step_back.epoch", "Back to where training stood one epoch earlier. Key: Shift+3."},
    {"tip.share", "A link to this experiment, with the exact weights if you like."},
    {"tip.open", "Open an experiment, or a table of your own (CSV)."},
    {"tip.save", "Save this experiment as a file, where training stands included."},
    {"tip.import", "Learn from your own rows: a table as text, one example a line."},
    {"tip.new_weights", "Draw other start weights and begin again."},
};

} // namespace

std::span<const TextRow> bar_texts() {
    return k_texts;
}

} // namespace backprop::shell
