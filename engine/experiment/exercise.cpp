#include "engine/experiment/exercise.hpp"

#include "engine/experiment/lesson_value.hpp"
#include "engine/experiment/notation.hpp"
#include "engine/experiment/session.hpp"
#include "engine/numerics/random.hpp"

#include <cmath>
#include <initializer_list>

namespace backprop {

namespace {

/// A number of hundredths in [low, high], never 0: a weight of 0 would leave its path out.
double hundredths(Random& random, std::int32_t low, std::int32_t high) {
    std::int32_t number = 0;
    while (number == 0)
        number = low + static_cast<std::int32_t>(
                           uniform_below(random, static_cast<std::uint64_t>(high - low + 1)));
    return number / 100.0;
}

std::int32_t from_one_to(Random& random, std::int32_t highest) {
    return 1 +
           static_cast<std::int32_t>(uniform_below(random, static_cast<std::uint64_t>(highest)));
}

/// A unit of `units`, from 0.
std::int32_t any_of(Random& random, std::int32_t units) {
    return from_one_to(random, units) - 1;
}

std::vector<double> row_of(Random& random, std::int32_t count, std::int32_t low,
                           std::int32_t high) {
    std::vector<double> row;
    for (std::int32_t i = 0; i < count; ++i)
        row.push_back(hundredths(random, low, high));
    return row;
}

/// Two inputs, two or three hidden units, one or two outputs, one example.
Experiment random_network(Random& random) {
    Experiment experiment;
    const std::int32_t hidden = 1 + from_one_to(random, 2);
    const std::int32_t outputs = from_one_to(random, 2);
    const Activation activation =
        from_one_to(random, 2) == 1 ? Activation::Sigmoid : Activation::Tanh;
    experiment.network.inputs = 2;
    experiment.network.layers = {{hidden, activation}, {outputs, Activation::Sigmoid}};
    experiment.data.set = DataSet::Inline;
    experiment.data.task = Task::Regression;
    experiment.data.inputs = 2;
    experiment.data.columns = {"x1", "x2"};
    std::vector<double> row = row_of(random, 2, 10, 99);
    for (std::int32_t unit = 0; unit < outputs; ++unit) {
        experiment.data.columns.push_back("y" + std::to_string(unit + 1));
        // Far from what the outputs are at first: about 0.3 to 0.8.
        row.push_back(from_one_to(random, 2) == 1 ? hundredths(random, 1, 15)
                                                  : hundredths(random, 90, 99));
    }
    experiment.data.train = {row};
    experiment.start.rule = StartRule::Given;
    std::int32_t inputs = 2;
    for (const LayerSpec& layer : experiment.network.layers) {
        std::vector<std::vector<double>> weights;
        for (std::int32_t to = 0; to < layer.units; ++to)
            weights.push_back(row_of(random, inputs, -90, 90));
        experiment.start.weights.push_back(weights);
        experiment.start.biases.push_back(row_of(random, layer.units, -50, 50));
        inputs = layer.units;
    }
    experiment.training.batch = k_batch_all;
    experiment.training.learning_rate = from_one_to(random, 10) / 10.0;
    experiment.training.epochs = 100;
    return experiment;
}

/// Negative numbers stand in brackets within a product or sum.
std::string number(double value) {
    const std::string text = value_text(value, 5);
    return value < 0 ? "(" + text + ")" : text;
}

/// Makes the questions about one network.
struct Questions {
    PassTrace trace;
    UpdateTrace update;
    NetworkLayout layout;
    Letters letters;
    std::vector<Moment> all_moments;
    std::vector<Question> made;
    bool sound = true; ///< no sum asked for is small beside its terms

    const LayerTrace& layer(std::int32_t index) const {
        return trace.layers[static_cast<std::size_t>(index - 1)];
    }
    double handed_on(std::int32_t of_layer, std::int32_t unit) const {
        return of_layer == 0 ? trace.inputs(unit, 0) : layer(of_layer).activations(unit, 0);
    }
    double weight(std::int32_t of_layer, std::int32_t to, std::int32_t from) const {
        return update
            .before[static_cast<std::size_t>(index_of(layout, {of_layer, false, to, from}))];
    }
    std::string weight_symbol(std::int32_t of_layer, std::int32_t to, std::int32_t from) const {
        return parameter_letter(letters, {of_layer, false, to, from});
    }

    /// Of terms whose sizes sum to `size`. A sum that nearly cancels magnifies the rounding of the
    /// numbers that are shown: by 1/k_least_share of it at most.
    void note_sum(double sum, double size) {
        constexpr double k_least_share = 0.05;
        sound = sound && std::fabs(sum) >= k_least_share * size;
    }

    /// `next` is the first moment whose numbers stay hidden.
    void add(QuestionKind kind, Part part, const std::string& symbol, const std::string& formula,
             const std::string& factors, Moment next, double answer) {
        const std::int32_t known = number_of(all_moments, next) - 1;
        made.push_back({kind, part, symbol, symbol + " = " + formula, symbol + " = " + factors,
                        known, answer});
    }

    void ask_pre_activation(std::int32_t unit) {
        std::string formula, factors;
        double size = 0.0;
        for (std::int32_t from = 0; from < layout.inputs(); ++from) {
            size += std::fabs(weight(1, unit, from) * trace.inputs(from, 0));
            formula += weight_symbol(1, unit, from) + "·" + activation_letter(letters, 0, from);
            factors += number(weight(1, unit, from)) + "·" + number(trace.inputs(from, 0));
            formula += " + ";
            factors += " + ";
        }
        const ParameterPlace bias{1, true, unit, 0};
        const double b = update.before[static_cast<std::size_t>(index_of(layout, bias))];
        formula += parameter_letter(letters, bias);
        factors += number(b);
        note_sum(layer(1).pre_activations(unit, 0), size + std::fabs(b));
        add(QuestionKind::PreActivation, {PartKind::Unit, 1, unit, 0}, z_letter(letters, 1, unit),
            formula, factors, {MomentKind::PreActivations, 1}, layer(1).pre_activations(unit, 0));
    }

    void ask_activation(QuestionKind kind, std::int32_t of_layer, std::int32_t unit) {
        const LayerLayout& shape = layout.layers[static_cast<std::size_t>(of_layer - 1)];
        const double z = layer(of_layer).pre_activations(unit, 0);
        const bool is_tanh = shape.activation == Activation::Tanh;
        const auto applied = [&](const std::string& text) {
            return is_tanh ? "tanh(" + text + ")" : "\\frac{1}{1 + e^{−" + text + "}}";
        };
        add(kind, {PartKind::Unit, of_layer, unit, 0}, activation_letter(letters, of_layer, unit),
            applied(z_letter(letters, of_layer, unit)), applied(number(z)),
            {MomentKind::Activations, of_layer}, layer(of_layer).activations(unit, 0));
    }

    void ask_error() {
        std::string formula, factors;
        for (std::int32_t unit = 0; unit < layout.outputs(); ++unit) {
            const std::string plus = unit > 0 ? " + " : "";
            const double output = layer(2).activations(unit, 0), target = trace.targets(unit, 0);
            formula += plus + "½(" + activation_letter(letters, 2, unit) + " − " +
                       target_letter(letters, unit) + ")^2";
            factors += plus + "½(" + number(output) + " − " + number(target) + ")^2";
            note_sum(output - target, output + target); // the output's δ, too
        }
        add(QuestionKind::Error, {}, "E", formula, factors, {MomentKind::Error, 0},
            trace.errors[0]);
    }

    /// f′ in letters, and with its number.
    std::string slope(std::int32_t of_layer, std::int32_t unit, bool with_numbers) const {
        const Activation f = layout.layers[static_cast<std::size_t>(of_layer - 1)].activation;
        const double a = layer(of_layer).activations(unit, 0);
        return with_numbers ? slope_formula(f, number(a), "")
                            : slope_formula(f, activation_letter(letters, of_layer, unit), "");
    }

    void ask_output_delta(std::int32_t unit) {
        const std::string formula = "(" + activation_letter(letters, 2, unit) + " − " +
                                    target_letter(letters, unit) + ") · " + slope(2, unit, false);
        const std::string factors = "(" + number(layer(2).activations(unit, 0)) + " − " +
                                    number(trace.targets(unit, 0)) + ") · " + slope(2, unit, true);
        add(QuestionKind::OutputDelta, {PartKind::Unit, 2, unit, 0}, delta_letter(letters, 2, unit),
            formula, factors, {MomentKind::ActivationGradients, 2}, layer(2).deltas(unit, 0));
    }

    void ask_hidden_delta(std::int32_t unit) {
        std::string formula, factors;
        double size = 0.0;
        for (std::int32_t to = 0; to < layout.outputs(); ++to) {
            const std::string plus = to > 0 ? " + " : "";
            formula += plus + weight_symbol(2, to, unit) + "·" + delta_letter(letters, 2, to);
            factors += plus + number(weight(2, to, unit)) + "·" + number(layer(2).deltas(to, 0));
            size += std::fabs(weight(2, to, unit) * layer(2).deltas(to, 0));
        }
        note_sum(layer(1).activation_gradients(unit, 0), size);
        add(QuestionKind::HiddenDelta, {PartKind::Unit, 1, unit, 0}, delta_letter(letters, 1, unit),
            "(" + formula + ") · " + slope(1, unit, false),
            "(" + factors + ") · " + slope(1, unit, true), {MomentKind::ActivationGradients, 1},
            layer(1).deltas(unit, 0));
    }

    void ask_gradient(QuestionKind kind, std::int32_t of_layer, std::int32_t to,
                      std::int32_t from) {
        const double delta = layer(of_layer).deltas(to, 0);
        const double input = handed_on(of_layer - 1, from);
        add(kind, {PartKind::Weight, of_layer, to, from},
            derivative_symbol("E", weight_symbol(of_layer, to, from)),
            delta_letter(letters, of_layer, to) + " · " +
                activation_letter(letters, of_layer - 1, from),
            number(delta) + " · " + number(input), {MomentKind::Gradients, of_layer},
            update.loss_gradients[static_cast<std::size_t>(
                index_of(layout, {of_layer, false, to, from}))]);
    }

    void ask_new_weight(std::int32_t of_layer, std::int32_t to, std::int32_t from) {
        const std::string symbol = weight_symbol(of_layer, to, from);
        const auto index = static_cast<std::size_t>(index_of(layout, {of_layer, false, to, from}));
        note_sum(update.after[index],
                 std::fabs(update.before[index]) +
                     std::fabs(update.learning_rate * update.loss_gradients[index]));
        add(QuestionKind::NewWeight, {PartKind::Weight, of_layer, to, from}, symbol,
            symbol + " − α · " + derivative_symbol("E", symbol),
            number(update.before[index]) + " − " + number(update.learning_rate) + " · " +
                number(update.loss_gradients[index]),
            {MomentKind::Update, 0}, update.after[index]);
    }
};

/// One question of each kind about units drawn at random.
Questions ask(Session& session, const Experiment& experiment, Random& random) {
    const std::int32_t hidden = any_of(random, experiment.network.layers[0].units);
    const std::int32_t output = any_of(random, experiment.network.layers[1].units);
    const std::int32_t input = any_of(random, 2);
    Questions questions{trace_example(session, 0),
                        trace_update(session),
                        make_layout(experiment.network),
                        letters_for(Notation::General, experiment.network),
                        moments(session),
                        {}};
    questions.ask_pre_activation(hidden);
    questions.ask_activation(QuestionKind::HiddenActivation, 1, hidden);
    questions.ask_activation(QuestionKind::OutputActivation, 2, output);
    questions.ask_error();
    questions.ask_output_delta(output);
    questions.ask_gradient(QuestionKind::OutputGradient, 2, output, hidden);
    questions.ask_hidden_delta(hidden);
    questions.ask_gradient(QuestionKind::HiddenGradient, 1, hidden, input);
    questions.ask_new_weight(2, output, hidden);
    return questions;
}

} // namespace

Exercise make_exercise(std::int64_t seed) {
    Random random = make_random(static_cast<std::uint64_t>(seed), RandomStream::Start);
    Exercise exercise;
    exercise.seed = seed;
    bool sound = false;
    while (!sound) { // about every sixth network is not
        exercise.experiment = random_network(random);
        Result<SessionPointer> session = make_session(exercise.experiment);
        if (!session) return exercise; // no network of this kind is refused; a test makes many
        Questions questions = ask(**session, exercise.experiment, random);
        sound = questions.sound;
        exercise.questions = std::move(questions.made);
    }
    return exercise;
}

bool is_right(const Question& question, double answer) {
    return std::fabs(answer - question.answer) <= k_answer_tolerance * std::fabs(question.answer);
}

ExerciseSummary summarize(const Exercise& exercise, const std::vector<Attempt>& attempts) {
    ExerciseSummary summary;
    for (std::size_t i = 0; i < exercise.questions.size(); ++i) {
        const Attempt attempt = i < attempts.size() ? attempts[i] : Attempt{};
        summary.wrong += attempt.wrong;
        if (!attempt.right)
            ++summary.open;
        else if (attempt.hints > 0)
            ++summary.hinted;
        else
            ++(attempt.wrong > 0 ? summary.later : summary.at_once);
    }
    return summary;
}

} // namespace backprop
