// Conventions against the figures of golden.json: each option's outcome is a run's.

#include "engine/experiment/conventions.hpp"
#include "engine/experiment/edit.hpp"
#include "engine/experiment/fields.hpp"
#include "tests/engine/golden.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <string>
#include <utility>

using namespace backprop;
using namespace backprop::test;

namespace {

const ConventionOption& option(std::string_view convention, std::string_view key) {
    for (const Convention& row : conventions())
        if (row.key == convention)
            for (const ConventionOption& found : row.options)
                if (found.key == key) return found;
    FAIL("no option " << convention << ", " << key);
    return conventions()[0].options[0];
}

/// The experiment after choosing some options.
Experiment choose(Experiment experiment,
                  std::initializer_list<std::pair<std::string_view, std::string_view>> choices) {
    for (const auto& [convention, key] : choices)
        experiment = option(convention, key).with(std::move(experiment));
    return experiment;
}

Outcome outcome_of(const Experiment& experiment, std::int64_t epochs,
                   const ParameterPlace& place = {2, false, 0, 0}) {
    OutcomeRun run = begin_outcome(experiment, place, epochs);
    while (continue_outcome(run, 100)) {
    }
    CHECK_FALSE(run.outcome.diverged);
    return run.outcome;
}

} // namespace

TEST_CASE("every option gives a valid experiment in which it is the chosen one", "[conventions]") {
    for (const Preset& row : presets())
        for (const Convention& convention : conventions()) {
            const Experiment experiment = row.make();
            INFO(row.key << ", " << convention.key);
            if (!convention.applies(experiment)) continue;
            for (const ConventionOption& one : convention.options) {
                INFO(one.key);
                const Experiment changed = one.with(experiment);
                CHECK(validate(changed));
                for (const ConventionOption& other : convention.options)
                    CHECK(other.chosen(changed) == (other.key == one.key));
            }
        }
}

TEST_CASE("Mazur's conventions have their figures", "[conventions]") {
    const Json& all = at(golden(), {"mazur_2_2_2"});
    const double start = at(all, {"forward", "E_total"}).number;
    const double w5 = numbers(at(all, {"backward", "grad_w1_to_w8"}))[4];
    struct Case {
        std::string_view bias, trained, figures;
    };
    for (const Case& row : {Case{"per-unit", "fixed", "biases_fixed_as_in_article"},
                            {"per-unit", "trained", "per_neuron_biases_updated"},
                            {"shared", "trained", "shared_bias_per_layer_updated"}}) {
        INFO(row.figures);
        const Json& figures = at(all, {"after_n_updates", row.figures});
        const Experiment experiment =
            choose(preset("mazur"), {{"bias", row.bias}, {"train-biases", row.trained}});
        for (const std::int64_t epochs : {10, 10000}) {
            const Outcome outcome = outcome_of(experiment, epochs);
            check_close(outcome.loss, start);
            check_close(outcome.gradient, w5);
            check_close(outcome.loss_after_update, at(figures, {"1", "E_total"}).number);
            check_close(outcome.loss_after_epochs,
                        at(figures, {std::to_string(epochs), "E_total"}).number);
        }
    }
}

TEST_CASE("the sequential update gives Mazur's published error, which is wrong", "[conventions]") {
    const Json& figures = at(golden(), {"mazur_2_2_2", "printed_vs_correct"});
    const Outcome wrong = outcome_of(choose(preset("mazur"), {{"update", "sequential"}}), 10000);
    check_close(wrong.loss_after_update, at(figures, {"sequential_bug_after_1", "E_total"}).number);
    CHECK(std::fabs(wrong.loss_after_update - 0.291027924) < 5e-10);
    check_close(wrong.loss_after_epochs,
                at(figures, {"sequential_bug_after_10000", "E_total"}).number);
    const Outcome right = outcome_of(choose(preset("mazur"), {{"update", "simultaneous"}}), 1);
    CHECK(std::fabs(right.loss_after_update - 0.291027773694) < 5e-13);
}

TEST_CASE("the houses' conventions have their figures", "[conventions]") {
    for (const auto& [bias, variant] :
         {std::pair{"per-unit", "per_neuron_bias"}, {"shared", "shared_bias"}}) {
        const Json& figures = at(golden(), {"houses_4_5_1", "variants", variant});
        for (const auto& [reduction, batch] :
             {std::pair{"sum", "batch_sum"}, {"mean", "batch_mean"}}) {
            INFO(variant << ", " << batch);
            const Json& rows = at(figures, {batch, "after_n_epochs_full_batch_lr_0.1"});
            const Outcome outcome = outcome_of(
                choose(preset("houses"), {{"bias", bias}, {"over-examples", reduction}}), 1000);
            check_close(outcome.loss, at(figures, {batch, "E"}).number);
            check_close(outcome.gradient, numbers(at(figures, {batch, "dE_dW_ho_5x1"}))[0]);
            check_close(outcome.loss_after_update, at(rows, {"1", "E"}).number);
            check_close(outcome.loss_after_epochs, at(rows, {"1000", "E"}).number);
        }
        const Json& online = at(figures, {"online_sgd_in_given_order_lr_0.1_after_n_epochs"});
        for (const std::int64_t epochs : {1, 100})
            check_close(
                outcome_of(choose(preset("houses"), {{"bias", bias}, {"batch", "one-by-one"}}),
                           epochs)
                    .loss_after_epochs,
                at(online, {std::to_string(epochs), "E_sum"}).number);
    }
}

TEST_CASE("article 2 with its factor 2 and without", "[conventions]") {
    const Json& exact = at(golden(), {"article2_2_2_2", "A_exact_derivative_factor_2"});
    const Outcome whole = outcome_of(choose(preset("two-class-a"), {{"half", "whole"}}), 100);
    check_close(whole.loss, at(exact, {"total_error_sum_sq"}).number);
    check_close(whole.gradient, at(exact, {"dE_dw5"}).number);
    const Json& after = at(exact, {"after_n_updates_all_params_incl_biases"});
    check_close(whole.loss_after_update, at(after, {"1", "sum_sq"}).number);
    check_close(whole.loss_after_epochs, at(after, {"100", "sum_sq"}).number);
    const Json& dropped = at(golden(), {"article2_2_2_2", "B_factor_2_dropped"});
    const Outcome half = outcome_of(choose(preset("two-class-b"), {{"half", "half"}}), 1);
    check_close(half.loss, at(dropped, {"total_error_sum_sq"}).number / 2.0);
    check_close(half.gradient, at(dropped, {"dE_dw5"}).number);
}

TEST_CASE("an outcome in mid-run is that of the start weights, up to its own epochs",
          "[conventions]") {
    Experiment experiment = preset("houses");
    const Outcome wanted = outcome_of(experiment, 50);
    Run run(experiment);
    run.train_to(20);
    Experiment later = current_experiment(*run.session, true);
    later.training.epochs = 20;
    later.training.stop.loss_below = 1.0;
    const Outcome outcome = outcome_of(later, 50);
    CHECK(outcome.loss == wanted.loss);
    CHECK(outcome.loss_after_epochs == wanted.loss_after_epochs);
}

TEST_CASE("an outcome that diverges has no numbers after it", "[conventions]") {
    Experiment experiment = preset("plane");
    experiment.training.learning_rate = 100.0;
    OutcomeRun run = begin_outcome(experiment, {1, false, 0, 0}, 1000);
    while (continue_outcome(run, 10)) {
    }
    CHECK(run.outcome.diverged);
    CHECK(std::isfinite(run.outcome.loss));
    CHECK(std::isnan(run.outcome.loss_after_epochs));
}

TEST_CASE("a bias keeps its gradient's name when the layer shares it", "[conventions]") {
    const Json& all = at(golden(), {"mazur_2_2_2", "backward"});
    const ParameterPlace second{2, true, 1, 0};
    const Outcome own = outcome_of(choose(preset("mazur"), {{"bias", "per-unit"}}), 1, second);
    check_close(own.gradient, numbers(at(all, {"grad_b_per_neuron", "b2"}))[1]);
    const Outcome shared = outcome_of(choose(preset("mazur"), {{"bias", "shared"}}), 1, second);
    check_close(shared.gradient, at(all, {"grad_b_shared", "b2"}).number);
    CHECK(std::isnan(outcome_of(preset("mazur"), 1, {3, false, 0, 0}).gradient));
}

TEST_CASE("an outcome whose first loss is not finite has no numbers at all", "[conventions]") {
    Experiment experiment = preset("plane");
    experiment.precision = Precision::Float32;
    experiment.network.layers = {{1, Activation::Linear}, {1, Activation::Linear}};
    experiment.start = {};
    experiment.start.rule = StartRule::Given;
    experiment.start.weights = {{{1e30, 1e30}}, {{1e30}}};
    experiment.start.biases = {{0}, {0}};
    OutcomeRun run = begin_outcome(experiment, {1, false, 0, 0}, 10);
    CHECK(run.outcome.diverged);
    CHECK(std::isnan(run.outcome.loss));
    CHECK(std::isnan(run.outcome.gradient));
    CHECK_FALSE(continue_outcome(run, 10));
    CHECK(std::isnan(run.outcome.loss_after_epochs));
}

TEST_CASE("an outcome of what is no experiment or no parameter has no numbers", "[conventions]") {
    Experiment experiment = preset("mazur");
    for (const ParameterPlace& nowhere :
         {ParameterPlace{0, false, 0, 0}, ParameterPlace{2, true, 7, 0}}) {
        const Outcome outcome = outcome_of(experiment, 1, nowhere);
        CHECK(std::isnan(outcome.gradient));
        CHECK(std::isfinite(outcome.loss));
    }
    experiment.network.layers.clear();
    OutcomeRun run = begin_outcome(experiment, {1, false, 0, 0}, 10);
    CHECK_FALSE(continue_outcome(run, 10));
    CHECK(std::isnan(run.outcome.loss));
}
