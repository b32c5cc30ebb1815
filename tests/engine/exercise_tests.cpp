#include "engine/experiment/exercise.hpp"
#include "engine/experiment/lesson_value.hpp"
#include "tests/engine/run_helpers.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <cstdlib>
#include <set>
#include <string>

using namespace backprop;
using namespace backprop::test;

namespace {

/// Forward and backward pass of an exercise's network, written down once more in plain loops.
struct ByHand {
    std::vector<double> z[2], a[3], delta[2], target;
};

ByHand by_hand(const Experiment& experiment) {
    ByHand hand;
    const std::vector<double>& row = experiment.data.train[0];
    hand.a[0] = {row[0], row[1]};
    hand.target.assign(row.begin() + 2, row.end());
    for (std::size_t l = 0; l < 2; ++l)
        for (std::size_t to = 0; to < experiment.start.biases[l].size(); ++to) {
            double z = experiment.start.biases[l][to];
            for (std::size_t from = 0; from < hand.a[l].size(); ++from)
                z += experiment.start.weights[l][to][from] * hand.a[l][from];
            hand.z[l].push_back(z);
            const bool is_tanh = experiment.network.layers[l].activation == Activation::Tanh;
            hand.a[l + 1].push_back(is_tanh ? std::tanh(z) : 1 / (1 + std::exp(-z)));
        }
    const auto slope = [&](std::size_t l, double a) {
        return experiment.network.layers[l].activation == Activation::Tanh ? 1 - a * a
                                                                           : a * (1 - a);
    };
    for (std::size_t k = 0; k < hand.target.size(); ++k) {
        const double off = hand.a[2][k] - hand.target[k];
        hand.delta[1].push_back(off * slope(1, hand.a[2][k]));
    }
    for (std::size_t j = 0; j < hand.a[1].size(); ++j) {
        double sum = 0;
        for (std::size_t k = 0; k < hand.target.size(); ++k)
            sum += experiment.start.weights[1][k][j] * hand.delta[1][k];
        hand.delta[0].push_back(sum * slope(0, hand.a[1][j]));
    }
    return hand;
}

/// A number as a learner reads it: five significant digits.
double shown(double value) {
    const std::string text = value_text(std::fabs(value), 5);
    return std::copysign(std::strtod(text.c_str(), nullptr), value);
}

/// The numbers of a pass as they are shown.
ByHand as_shown(ByHand hand) {
    for (std::vector<double>* numbers : {&hand.z[0], &hand.z[1], &hand.a[0], &hand.a[1], &hand.a[2],
                                         &hand.delta[0], &hand.delta[1]})
        for (double& number : *numbers)
            number = shown(number);
    return hand;
}

/// The answer worked out from inputs, weights and targets, and the z, a and δ of the steps before.
double answer_from(const ByHand& hand, const Experiment& experiment, const Question& question) {
    const bool is_tanh = experiment.network.layers[0].activation == Activation::Tanh;
    const auto layer = std::size_t(question.part.layer);
    const auto to = std::size_t(question.part.to), from = std::size_t(question.part.from);
    const auto slope = [&](double a, bool tanh) { return tanh ? 1 - a * a : a * (1 - a); };
    double sum = 0;
    switch (question.kind) {
    case QuestionKind::PreActivation:
        return hand.z[0][to];
    case QuestionKind::HiddenActivation:
    case QuestionKind::OutputActivation: {
        const double z = hand.z[layer - 1][to];
        return layer == 1 && is_tanh ? std::tanh(z) : 1 / (1 + std::exp(-z));
    }
    case QuestionKind::Error:
        for (std::size_t k = 0; k < hand.target.size(); ++k)
            sum += (hand.a[2][k] - hand.target[k]) * (hand.a[2][k] - hand.target[k]) / 2;
        return sum;
    case QuestionKind::OutputDelta:
        return (hand.a[2][to] - hand.target[to]) * slope(hand.a[2][to], false);
    case QuestionKind::HiddenDelta:
        for (std::size_t k = 0; k < hand.target.size(); ++k)
            sum += experiment.start.weights[1][k][to] * hand.delta[1][k];
        return sum * slope(hand.a[1][to], is_tanh);
    case QuestionKind::OutputGradient:
    case QuestionKind::HiddenGradient:
        return hand.delta[layer - 1][to] * hand.a[layer - 1][from];
    case QuestionKind::NewWeight:
        return experiment.start.weights[layer - 1][to][from] - experiment.training.learning_rate *
                                                                   hand.delta[layer - 1][to] *
                                                                   hand.a[layer - 1][from];
    }
    return 0;
}

} // namespace

TEST_CASE("answers worked out from the digits that are shown are right") {
    double worst = 0;
    for (std::int64_t seed = 0; seed < 4000; ++seed) {
        const Exercise exercise = make_exercise(seed);
        const ByHand hand = as_shown(by_hand(exercise.experiment));
        INFO("seed " << seed);
        for (const Question& question : exercise.questions) {
            INFO(question.factors << " | " << question.answer);
            const double answer = answer_from(hand, exercise.experiment, question);
            worst = std::max(worst, std::fabs(answer / question.answer - 1));
            CHECK(is_right(question, answer));
            CHECK(std::fabs(question.answer) > 1e-7);
        }
    }
    CHECK(worst < k_answer_tolerance / 2); // leaves room for the learner's own rounding
}

TEST_CASE("exercises ask each kind of question once, and know the answers") {
    std::set<std::size_t> outputs, hidden;
    for (std::int64_t seed = 0; seed < 300; ++seed) {
        const Exercise exercise = make_exercise(seed);
        const ByHand hand = by_hand(exercise.experiment);
        INFO("seed " << seed);
        REQUIRE(exercise.questions.size() == std::size(k_question_kinds));
        hidden.insert(exercise.experiment.start.biases[0].size());
        outputs.insert(exercise.experiment.start.biases[1].size());
        std::int32_t known = 0;
        for (std::size_t i = 0; i < exercise.questions.size(); ++i) {
            const Question& question = exercise.questions[i];
            INFO(question.formula << " | " << question.factors);
            CHECK(std::size_t(question.kind) == i);
            const double wanted = answer_from(hand, exercise.experiment, question);
            CHECK(std::fabs(question.answer - wanted) <= 1e-12);
            CHECK(std::fabs(question.answer) > 1e-7); // something to type
            CHECK(question.known_moments >= known);
            known = question.known_moments;
            CHECK(question.formula.find(question.symbol + " = ") == 0);
            CHECK(question.factors.find(question.symbol + " = ") == 0);
        }
    }
    CHECK(hidden == std::set<std::size_t>{2, 3});
    CHECK(outputs == std::set<std::size_t>{1, 2});
}

TEST_CASE("the same seed gives the same exercise, another one another") {
    CHECK(make_exercise(7).experiment == make_exercise(7).experiment);
    CHECK_FALSE(make_exercise(7).experiment == make_exercise(8).experiment);
    CHECK(make_exercise(7).questions[3].answer == make_exercise(7).questions[3].answer);
}

TEST_CASE("hints show the formula in letters, then with numbers") {
    const Exercise exercise = make_exercise(1);
    const Question& z = exercise.questions[0];
    const std::vector<double>& row = exercise.experiment.data.train[0];
    CHECK(z.formula.find("·") != std::string::npos);
    CHECK(z.factors.find("·" + value_text(row[0], 5)) != std::string::npos);
    CHECK(z.factors.find("·" + value_text(row[1], 5)) != std::string::npos);
    for (const Question& question : exercise.questions)
        CHECK(question.formula != question.factors);
}

TEST_CASE("numbers not yet asked for are not among those shown") {
    const Exercise exercise = make_exercise(3);
    const std::vector<Moment> all =
        moments_of(exercise.experiment.network, exercise.experiment.loss);
    const Moment asked[] = {
        {MomentKind::PreActivations, 1}, {MomentKind::Activations, 1}, {MomentKind::Activations, 2},
        {MomentKind::Error, 0},          {MomentKind::Deltas, 2},      {MomentKind::Gradients, 2},
        {MomentKind::Deltas, 1},         {MomentKind::Gradients, 1},   {MomentKind::Update, 0}};
    for (std::size_t i = 0; i < exercise.questions.size(); ++i)
        CHECK_FALSE(is_reached(all, exercise.questions[i].known_moments, asked[i]));
}

TEST_CASE("an answer counts within half a percent") {
    Question question;
    question.answer = 0.0123456;
    CHECK(is_right(question, 0.0123));
    CHECK(is_right(question, 0.01235));
    CHECK_FALSE(is_right(question, 0.012));
    CHECK_FALSE(is_right(question, -0.0123));
    CHECK_FALSE(is_right(question, std::nan("")));
    question.answer = -1.005; // the least favourable: three digits make it 1.00 or 1.01
    CHECK(is_right(question, -1.0));
    CHECK(is_right(question, -1.01));
    for (std::int64_t seed = 0; seed < 50; ++seed)
        for (const Question& one : make_exercise(seed).questions) {
            char text[32];
            std::snprintf(text, sizeof text, "%.2e", one.answer);
            CHECK(is_right(one, std::strtod(text, nullptr)));
            CHECK_FALSE(is_right(one, -one.answer));
        }
}

TEST_CASE("the summary counts every question once") {
    const Exercise exercise = make_exercise(5);
    const std::vector<Attempt> attempts = {
        {0, 0, true, 1.0}, {2, 0, true, 1.0}, {1, 2, true, 1.0}, {3, 1, false, 1.0}};
    const ExerciseSummary summary = summarize(exercise, attempts);
    CHECK(summary.at_once == 1);
    CHECK(summary.later == 1);
    CHECK(summary.hinted == 1);
    CHECK(summary.open == 6);
    CHECK(summary.wrong == 6);
}
