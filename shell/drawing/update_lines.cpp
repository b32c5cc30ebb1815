#include "shell/drawing/update_lines.hpp"

#include "engine/experiment/notation.hpp"
#include "shell/drawing/chain_subject.hpp"
#include "shell/drawing/part_values.hpp"
#include "shell/numbers.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>

namespace backprop::shell {

namespace {

using Text = std::string;

/// A number that someone chose, or 1 less such a number: without the dust of rounding.
Text constant(double value) {
    char digits[40];
    std::snprintf(digits, sizeof digits, "%.12g", value);
    return digits;
}

/// The numbers of one parameter, and how they are written.
struct Writer {
    const View& view;
    const UpdateSubject& subject;
    const UpdateTrace& update;
    const OptimizerSpec& optimizer;
    bool composed; ///< g is not simply ∂E/∂w
    std::size_t at;

    double before() const { return update.before[at]; }
    double gradient() const { return update.gradients[at]; }
    double old_slot(std::size_t slot) const { return update.slots_before[slot][at]; }
    double new_slot(std::size_t slot) const { return update.slots_after[slot][at]; }

    Text number(double value, bool known = true) const { return term_number(view, value, known); }
    Text changing(double value) const { return number(value, subject.known); }
    Text of_gradient(double value) const { return number(value, subject.gradient_known); }
    Text gradient_symbol() const { return composed ? "g" : derivative_symbol("E", subject.letter); }
    Text square(double value) const { return of_gradient(value) + "^2"; }
    Text bold(double value) const { return bold_result(view, value, subject.known); }
    Text alpha() const { return constant(update.learning_rate); }
};

/// The parameter's new value, with enough digits to differ from the old one.
Text new_value(const Writer& writer) {
    if (!writer.subject.known) return "—";
    const double before = writer.before(), after = writer.update.after[writer.at];
    View finer;
    finer.digits = std::min(writer.view.digits + 1, k_most_digits);
    while (finer.digits < k_most_digits && before != after &&
           format_digits(finer, before) == format_digits(finer, after))
        ++finer.digits;
    return "\\b{" + format_digits(finer, after) + "}";
}

double penalty_gradient(const Writer& writer) {
    const double w = writer.before(), rate = writer.update.penalty.rate;
    if (writer.update.penalty.kind == Regularization::L2) return rate * w;
    return w > 0 ? rate : w < 0 ? -rate : 0;
}

/// g = ∂E/∂w + λ·w, then what clipping makes of it.
Text gradient_line(const Writer& writer) {
    const double loss_gradient = writer.update.loss_gradients[writer.at];
    Text line = "g = " + derivative_symbol("E", writer.subject.letter);
    Text numbers = " = " + writer.of_gradient(loss_gradient);
    double sum = loss_gradient;
    if (has_penalty(writer.update, writer.subject.is_weight)) {
        const bool l2 = writer.update.penalty.kind == Regularization::L2;
        const Text letter(writer.subject.letter), rate = constant(writer.update.penalty.rate);
        line += l2 ? " + λ·" + letter : " + λ·sign(" + letter + ")";
        numbers += " + " + rate + "·" +
                   (l2 ? writer.number(writer.before())
                       : "sign(" + format_digits(writer.view, writer.before()) + ")");
        sum += penalty_gradient(writer);
        numbers += " = " + writer.of_gradient(sum);
    }
    const ClipSpec& clip = writer.update.clip;
    double cut = sum;
    if (clip.value) {
        cut = std::fmin(std::fmax(sum, -*clip.value), *clip.value);
        numbers += " → " + writer.of_gradient(cut) + " (cut to ±" + constant(*clip.value) + ")";
    }
    if (clip.norm && cut != 0)
        numbers += " → " + writer.of_gradient(writer.gradient()) + " (× " +
                   writer.number(writer.gradient() / cut, writer.subject.gradient_known) +
                   ": |g| ≤ " + constant(*clip.norm) + ")";
    return line + numbers;
}

/// "v ← β·v + g = 0.9·0.1000 + 0.0200 = 0.1100": keep·slot + take·(g or g²). A `take` of 1 is left
/// out, so is a `keep` of 1.
Text slot_line(const Writer& writer, std::size_t slot, std::string_view letter,
               std::string_view keep_symbol, double keep, std::string_view take_symbol, double take,
               bool squared) {
    const Text name(letter), symbol = writer.gradient_symbol();
    const Text squared_symbol = writer.composed ? symbol + "^2" : "(" + symbol + ")^2";
    const auto times = [](std::string_view factor, const Text& what) {
        return factor.empty() ? what : Text(factor) + "·" + what;
    };
    const Text keep_number = keep_symbol.empty() ? Text() : constant(keep);
    const Text take_number = take_symbol.empty() ? Text() : constant(take);
    const double g = writer.gradient();
    return name + " ← " + times(keep_symbol, name) + " + " +
           times(take_symbol, squared ? squared_symbol : symbol) + " = " +
           times(keep_number, writer.changing(writer.old_slot(slot))) + " + " +
           times(take_number, squared ? writer.square(g) : writer.of_gradient(g)) + " = " +
           writer.bold(writer.new_slot(slot));
}

/// "w ← w − STEP = 0.4000 − NUMBERS = 0.3995".
Text step_line(const Writer& writer, const Text& step, const Text& numbers) {
    const Text letter(writer.subject.letter);
    return letter + " ← " + letter + " − " + step + " = " +
           format_digits(writer.view, writer.before()) + " − " + numbers + " = " +
           new_value(writer);
}

Text fraction(const Text& above, const Text& below) {
    return "\\frac{" + above + "}{" + below + "}";
}

void add_momentum(const Writer& writer, std::vector<Text>& lines) {
    const double beta = writer.optimizer.beta;
    lines.push_back(slot_line(writer, 0, "v", "β", beta, "", 1, false));
    const Text velocity = writer.changing(writer.new_slot(0)), alpha = writer.alpha();
    if (writer.optimizer.kind == Optimizer::Momentum)
        lines.push_back(step_line(writer, "α·v", alpha + "·" + velocity));
    else
        lines.push_back(step_line(writer, "α·(" + writer.gradient_symbol() + " + β·v)",
                                  alpha + "·(" + writer.of_gradient(writer.gradient()) + " + " +
                                      constant(beta) + "·" + velocity + ")"));
}

void add_squares(const Writer& writer, std::vector<Text>& lines) {
    const bool grows = writer.optimizer.kind == Optimizer::Adagrad;
    const double rho = writer.optimizer.smoothing;
    lines.push_back(
        slot_line(writer, 0, "s", grows ? "" : "ρ", rho, grows ? "" : "(1 − ρ)", 1 - rho, true));
    const Text epsilon = constant(writer.optimizer.epsilon);
    lines.push_back(
        step_line(writer, "α·" + fraction(writer.gradient_symbol(), "√s + ε"),
                  writer.alpha() + "·" +
                      fraction(writer.of_gradient(writer.gradient()),
                               "√" + writer.changing(writer.new_slot(0)) + " + " + epsilon)));
}

void add_adam(const Writer& writer, std::vector<Text>& lines) {
    const OptimizerSpec& spec = writer.optimizer;
    const bool known = writer.subject.known;
    lines.push_back(
        slot_line(writer, 0, "m", "β_1", spec.beta1, "(1 − β_1)", 1 - spec.beta1, false));
    lines.push_back(
        slot_line(writer, 1, "s", "β_2", spec.beta2, "(1 − β_2)", 1 - spec.beta2, true));
    const double mean = writer.new_slot(0) / (1 - writer.update.beta1_power);
    const double square = writer.new_slot(1) / (1 - writer.update.beta2_power);
    lines.push_back("m′ = " + fraction("m", "1 − β_1^t") + " = " +
                    fraction(writer.changing(writer.new_slot(0)),
                             "1 − " + writer.number(writer.update.beta1_power, known)) +
                    " = " + writer.bold(mean));
    lines.push_back("s′ = " + fraction("s", "1 − β_2^t") + " = " +
                    fraction(writer.changing(writer.new_slot(1)),
                             "1 − " + writer.number(writer.update.beta2_power, known)) +
                    " = " + writer.bold(square));
    Text step, numbers;
    if (spec.kind == Optimizer::AdamW && writer.subject.is_weight) {
        step = "α·λ·" + Text(writer.subject.letter) + " − ";
        numbers = writer.alpha() + "·" + constant(spec.weight_decay) + "·" +
                  writer.number(writer.before()) + " − ";
    }
    const Text epsilon = constant(spec.epsilon);
    lines.push_back(step_line(
        writer, step + "α·" + fraction("m′", "√s′ + ε"),
        numbers + writer.alpha() + "·" +
            fraction(writer.changing(mean), "√" + writer.changing(square) + " + " + epsilon)));
}

} // namespace

std::vector<std::string> update_lines(const View& view, const UpdateSubject& subject,
                                      const UpdateTrace& update) {
    const OptimizerSpec& optimizer = subject.training.optimizer;
    const bool composed = changes_gradients(update, subject.is_weight);
    const Writer writer{view,      subject,  update,
                        optimizer, composed, static_cast<std::size_t>(subject.parameter)};
    std::vector<Text> lines;
    if (composed) lines.push_back(gradient_line(writer));
    switch (optimizer.kind) {
    case Optimizer::Sgd:
        lines.push_back(step_line(writer, "α·" + writer.gradient_symbol(),
                                  writer.alpha() + "·" + writer.of_gradient(writer.gradient())));
        break;
    case Optimizer::Momentum:
    case Optimizer::Nesterov:
        add_momentum(writer, lines);
        break;
    case Optimizer::Adagrad:
    case Optimizer::RmsProp:
        add_squares(writer, lines);
        break;
    case Optimizer::Adam:
    case Optimizer::AdamW:
        add_adam(writer, lines);
        break;
    }
    return lines;
}

} // namespace backprop::shell
