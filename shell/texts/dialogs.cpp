#include "shell/texts/tables.hpp"

namespace backprop::shell {

namespace {

constexpr TextRow k_texts[] = {
    {"dialog.share", "Share this experiment"},
    {"dialog.share.about",
     "Whoever opens this link in Backprop Lab gets the same experiment, to the "
     "last bit."},
    {"dialog.open", "Open an experiment or a table"},
    {"dialog.open.about", "The path of an experiment (.json) or of a table (.csv), or a link. A "
                          "file can also be dropped on the window."},
    {"dialog.save", "Save this experiment"},
    {"dialog.save.about",
     "The experiment as a text file (JSON) that people and programs can read."},
    {"dialog.import", "Learn from your own rows"},
    {"dialog.with_weights", "with the exact weights"},
    {"dialog.link", "Link"},
    {"dialog.path", "File"},
    {"dialog.length", "{0} characters"},
    {"dialog.copied", "Copied."},
    {"dialog.not_read", "{0} could not be read."},
    {"dialog.not_written", "{0} could not be written."},
    {"button.dialog.copy", "Copy"},
    {"button.dialog.close", "Close"},
    {"button.dialog.save_file", "Save as a file"},
    {"button.dialog.open_file", "Open"},
    {"button.dialog.import", "Import"},
    {"button.dialog.cancel", "Cancel"},
    {"import.delimiter", "Separator"},
    {"import.delimiter.auto", "as found"},
    {"import.delimiter.comma", "comma"},
    {"import.delimiter.semicolon", "semicolon"},
    {"import.delimiter.tab", "tab"},
    {"import.header", "First line"},
    {"import.header.auto", "as found"},
    {"import.header.yes", "names"},
    {"import.header.no", "numbers"},
    {"import.task", "Task"},
    {"import.task.auto", "as found"},
    {"import.targets", "Targets: what is to be predicted"},
    {"import.share", "Training share"},
    {"import.seed", "Seed of the split"},
    {"import.rows", "{0}: rows {1}, inputs {2}, outputs {3}, {4}"},
    {"import.problem", "line {0}: {2}"},
    {"import.more", "… and {0} more"},
    {"help.import.delimiter",
     "What stands between two cells of a line. As found: the sign with which "
     "the lines have the most regular width."},
    {"help.import.header", "Whether the first line names the columns or is a row of numbers like "
                           "the others."},
    {"help.import.task", "Classification: the target is one of several classes. Regression: it is "
                         "a number."},
    {"help.import.share", "The part of the rows that trains; the rest only tests. Which rows those "
                          "are is drawn from the seed."},
    {"help.import.seed", "The number that decides which rows train and which test."},
};

} // namespace

std::span<const TextRow> dialog_texts() {
    return k_texts;
}

} // namespace backprop::shell
