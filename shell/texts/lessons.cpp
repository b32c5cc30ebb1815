#include "shell/texts/tables.hpp"

namespace backprop::shell {

namespace {

constexpr TextRow k_texts[] = {
    {"lessons", "Lessons"},
    {"lessons.open", "Lesson: {0}"},
    {"tip.lessons", "Read along while the network is taken apart: lessons with live numbers. What "
                    "you have now comes back when you leave them."},
    {"lesson.continue", "Continue {0}, step {1}"},
    {"lesson.waiting", "The lessons are being fetched…"},
    {"lesson.not_here", "they are not part of this program"},
    {"button.lessons.retry", "Try again"},
    {"note.no_lessons", "The lessons could not be fetched: {0}"},
    {"note.exercise_waits",
     "The exercise waits for your answer; the network stays as it is. Answer, "
     "take a hint, have it shown, or leave the exercise."},
    {"note.no_lesson", "There is no lesson “{0}”. There are: {1}."},
    {"lesson.count", "step {0} of {1}"},
    {"lesson.step", "Step {0}: {1}"},
    {"lesson.here", "here"},
    {"lesson.agrees", "✓ agrees"},
    {"lesson.differs", "≠ differs"},
    {"lesson.try", "Try it:"},
    {"lesson.term", "{0}: what it means"},
    {"glossary.unknown", "The glossary does not have this term."},
    {"button.lesson.leave", "Leave the lesson; what was here before comes back"},
    {"button.lesson.fold", "Fold the text away"},
    {"button.lesson.unfold", "Show the text"},
    {"exercise.known", "known so far"},
    {"button.lesson.previous", "◀ Previous"},
    {"button.lesson.next", "Next ▶"},
    {"button.lesson.next_to", "Next: {0} ▶"},
    {"button.lesson.next_lesson", "Next lesson ▶"},
    {"button.lesson.finish", "Finish"},
    {"tip.lesson.previous", "The step before. Key: ["},
    {"tip.lesson.next", "The next step. Key: ]"},
    {"lesson.leave", "Leave the lesson"},
    {"lesson.leave.about", "What was here before comes back."},

    // Exercise
    {"exercise", "Exercise"},
    {"button.lesson.exercise", "Exercise"},
    {"tip.lesson.exercise", "Compute a pass by hand: a small network with fresh numbers, some of "
                            "them hidden."},
    {"exercise.count", "question {0} of {1}"},
    {"exercise.part", "Question {0}: {1}{2}"},
    {"exercise.done", ", answered"},
    {"exercise.what", "What is {0}?"},
    {"exercise.how", "The weights are in the table below the picture, the other numbers that are "
                     "known at the end of this text. What you have not worked out yet is hidden. A "
                     "calculator is allowed."},
    {"exercise.pre-activation", "The pre-activation of the marked unit: each input times its "
                                "weight, added up, plus the bias."},
    {"exercise.hidden-activation",
     "The activation of the marked unit: its activation function, applied "
     "to z."},
    {"exercise.output-activation",
     "The output of the marked unit: first its z, then its activation function, applied to z."},
    {"exercise.error", "The error of this example: half the squared difference between output and "
                       "target, added up over the outputs."},
    {"exercise.output-delta", "The delta of the marked output unit: how fast the error changes "
                              "with its z."},
    {"exercise.output-gradient", "How fast the error changes with the marked weight of the output "
                                 "layer."},
    {"exercise.hidden-delta", "The delta of the marked hidden unit: what the next layer's deltas "
                              "send back through the weights, times the slope."},
    {"exercise.hidden-gradient", "How fast the error changes with the marked weight of the hidden "
                                 "layer."},
    {"exercise.new-weight", "The marked weight after one update with the learning rate of the "
                            "experiment."},
    {"exercise.answer", "Your answer"},
    {"button.exercise.check", "Check"},
    {"button.exercise.type", "Type the number"},
    {"exercise.tolerance", "Three significant digits are enough: within 0.5 % counts as right."},
    {"exercise.right", "✓ Right. Exactly it is {0}."},
    {"exercise.wrong", "✗ Not yet: more than 0.5 % away. Try again, or take a hint."},
    {"exercise.no_number", "⚠ That is not a number. Write it like 0.123 or -1.2e-3."},
    {"exercise.shown", "It is {0}."},
    {"button.exercise.formula", "Hint: the formula"},
    {"button.exercise.numbers", "Hint: its numbers"},
    {"button.exercise.show", "Show the answer"},
    {"button.exercise.to_summary", "Summary ▶"},
    {"button.exercise.again", "New network ▶"},
    {"button.exercise.back", "Back to the lesson"},
    {"button.exercise.leave", "Leave the exercise; what was here before comes back"},
    {"tip.exercise.previous", "The question before."},
    {"tip.exercise.next", "The next question."},
    {"tip.exercise.again", "The same questions about another network."},
    {"exercise.summary", "How it went"},
    {"exercise.totals", "{0} of {1} right, {2} of them at once; {3} wrong answers."},
    {"exercise.line", "{0}. {1} = {2}: {3}"},
    {"exercise.at_once", "✓ right at once"},
    {"exercise.later", "✓ right after a wrong answer"},
    {"exercise.hinted", "✓ right with a hint"},
    {"exercise.open", "— not answered"},
    {"exercise.seen", "— had it shown"},
    {"button.exercise.copy", "Copy"},
    {"button.exercise.save", "Save as a text"},
    {"exercise.report", "Backprop Lab, exercise: one pass by hand"},
    {"exercise.seed", "Network number {0}"},
    {"exercise.file", "backprop-exercise-{0}.txt"},
    {"lesson.exercise", "Exercise: a pass by hand"},
    {"lesson.exercise.about", "A fresh small network; you compute its numbers, with hints."},
    {"dialog.save_text.about", "The summary as a text file, to keep or to print."},
    {"tab.hidden", "Hidden during the exercise: here stands what it asks for. The tab “Weights” "
                   "has the numbers that are known."},

    // Help menu and tour
    {"button.help", "Help: tour, glossary, keys"},
    {"help_menu.tour", "Tour"},
    {"help_menu.tour.about", "Five boxes about what is where."},
    {"help_menu.glossary", "Glossary"},
    {"help_menu.glossary.about", "Every term in one sentence."},
    {"help_menu.keys", "Keys"},
    {"help_menu.keys.about", "What the keyboard does."},
    {"help_menu.about", "About Backprop Lab"},
    {"help_menu.about.about", "What it is, and the articles it follows."},
    {"tour.count", "{0} of {1}"},
    {"button.tour.next", "Next ▶"},
    {"button.tour.back", "Back"},
    {"button.tour.skip", "Skip the tour"},
    {"button.tour.end", "Done"},
    {"tour.picture", "The network"},
    {"tour.picture.about", "Inputs at the left, output at the right. Blue is positive, orange "
                           "negative, thick is strong. Point at a unit or an edge to read its "
                           "numbers; click it to keep it selected."},
    {"tour.sliders", "Change it while it trains"},
    {"tour.sliders.about",
     "Press Run, then drag the learning rate or the number of epochs. Nothing "
     "is lost: training goes on from where it is, and you see the loss "
     "follow."},
    {"tour.steps", "Step through a pass"},
    {"tour.steps.about", "Forward, backward, update: each press computes one more thing, and the "
                         "picture lights up where. Every step can be taken back, to the last bit."},
    {"tour.chain_rule", "Where a gradient comes from"},
    {"tour.chain_rule.about", "Select any weight: its chain rule stands here, factor by factor, "
                              "with the numbers that the network trains with. The other tabs show "
                              "the same as matrices, and check it."},
    {"tour.lessons", "Lessons"},
    {"tour.lessons.about", "Worked examples from two articles and more, step by step with live "
                           "numbers. What you have now comes back when you leave. “?” shows this "
                           "tour again."},
    {"button.lesson.settings", "Settings"},
    {"button.lesson.hide_settings", "Hide the settings"},
    {"tip.lesson.settings", "Data, network, speed and all other settings, beside the lesson."},
    {"lesson.changed", "The network, the data or the error is not that of this step any more."},
    {"button.lesson.again", "Back to this step"},
    {"keys.1", "Tab, Shift+Tab"},
    {"keys.1.about", "To the next control, and back. The arrow keys move on between them."},
    {"keys.2", "Enter, space"},
    {"keys.2.about", "Press the control, or type a number into a slider."},
    {"keys.3", "← →"},
    {"keys.3.about", "Step a slider that is chosen; go from tab to tab."},
    {"keys.4", "Page Up, Down"},
    {"keys.4.about", "Large steps of a slider; Home and End jump to its ends."},
    {"keys.5", "1, 2, 3"},
    {"keys.5.about", "One example, batch, epoch on; with Shift back again."},
    {"keys.6", "F, B, U"},
    {"keys.6.about", "Forward, backward, update in a pass."},
    {"keys.7", "M, P"},
    {"keys.7.about", "The next moment, with Shift the one before; slow play."},
    {"keys.8", "[, ]"},
    {"keys.8.about", "The lesson's step before, and the next."},
    {"keys.9", "Escape"},
    {"keys.9.about", "Closes what is open; then Tab leaves the picture."},
    {"about.what", "Backprop Lab lets you see, touch and check backpropagation. Every number on "
                   "screen is the engine's own, and the same experiment gives the same bits on "
                   "every machine."},
    {"about.articles", "The lessons follow “How does Backward Propagation Work in Neural "
                       "Networks?” by Neha Seth (Analytics Vidhya, 2021), “Understanding "
                       "Backpropagation” by Varun Divakar (QuantInsti) and “A Step by Step "
                       "Backpropagation Example” by Matt Mazur (2015)."},
    {"about.licence", "Open source under the MIT licence, with Dear ImGui, SDL and the DejaVu "
                      "fonts."},

    {"error.no_step_of_lesson", "must be a whole number from 1 to 100"},
};

} // namespace

std::span<const TextRow> lesson_texts() {
    return k_texts;
}

} // namespace backprop::shell
