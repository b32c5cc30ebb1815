// What the lessons of the program claim in words is what training gives.

#include "engine/experiment/experiment_json.hpp"
#include "engine/training/gradient_flow.hpp"
#include "tests/engine/lessons.hpp"
#include "tests/engine/run_helpers.hpp"
#include "tests/engine/slow.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <set>

using namespace backprop;
using namespace backprop::test;

/// A step's experiment, trained to `epoch` instead.
static Run trained(const LessonStep& step, std::int64_t epoch) {
    Experiment experiment = step.experiment;
    experiment.training.epochs = std::max(experiment.training.epochs, epoch);
    Run run(experiment);
    if (epoch > 0) run.train_to(epoch);
    return run;
}

/// The same with one parameter, of that name, set to `number`.
static double loss_with(const LessonStep& step, std::string_view name, double number) {
    Run run(step.experiment);
    const Part part = *part_of_name(name);
    const ParameterPlace place{part.layer, part.kind == PartKind::Bias, part.to, part.from};
    const std::int64_t index = index_of(make_layout(step.experiment.network), place);
    REQUIRE(send(run, command::SetParameter{index, number}));
    return run.loss();
}

TEST_CASE("house prices: the numbers of golden.json stand in the lesson") {
    const Lesson& houses = lesson("houses");
    const Json& shared = at(golden(), {"houses_4_5_1", "variants", "shared_bias", "batch_sum"});
    const std::vector<double> out = transposed(at(shared, {"dE_dW_ho_5x1"})); // 1 × 5
    for (const LessonStep& step : houses.steps) {
        if (plain_text(step.title).find("output layer as matrices") == std::string::npos) continue;
        Run run = arrived(step);
        REQUIRE(step.table.rows.size() == 6);
        for (std::size_t i = 0; i < 5; ++i)
            check_close(value(run, step.table.rows[i].value), out[i]);
        check_close(value(run, step.table.rows[5].value), numbers(at(shared, {"dE_db_ho"}))[0]);
    }
    const LessonStep& w_ho = houses.steps[7];
    Run run = arrived(w_ho);
    CHECK(value_text(value(run, "dE/da 2.1", 2), 6) == "0.528903");
    CHECK(value_text(value(run, "slope 2.1", 2), 6) == "0.141823");
    CHECK(value_text(value(run, "a 1.2", 2), 6) == "0.702661");
    CHECK(value_text(value(run, "example_gradient weight 2: 2 to 1", 2), 5) == "0.052707");
    CHECK(value_text(value(run, "gradient weight 2: 2 to 1", 2), 6) == "0.162764");
    check_claim(houses.steps[11], "0.406622", Run(houses.steps[0].experiment).loss());
    check_claim(houses.steps[16], "0.406622", Run(houses.steps[0].experiment).loss());
    check_claim(houses.steps[17], "0.00254", trained(houses.steps[17], 10'000).loss());
    // The output layer moves most.
    Run updated = arrived(houses.steps[11]);
    double least_out = 1, most_in = std::fabs(value(updated, "gradient bias 1"));
    for (int to = 1; to <= 5; ++to) {
        const std::string unit = std::to_string(to);
        least_out = std::min(least_out, value(updated, "gradient weight 2: " + unit + " to 1"));
        for (int from = 1; from <= 4; ++from)
            most_in =
                std::max(most_in, value(updated, "gradient weight 1: " + std::to_string(from) +
                                                     " to " + unit));
    }
    CHECK(least_out > most_in);
    // 27 parameters with shared biases, 31 with one for each unit.
    Experiment per_unit =
        *with_value(houses.steps[0].experiment, "network.bias", json_string("per-unit"));
    CHECK(make_layout(per_unit.network).parameter_count == 31);
    // House 4 is the one whose price is nearly right.
    Run first(houses.steps[0].experiment);
    for (int house = 1; house <= 6; ++house) {
        const std::string at_house = " at " + std::to_string(house);
        CHECK(value(first, "error at 4") <= 3 * value(first, "error" + at_house));
        CHECK(value(first, "output 1 at 6") <= value(first, "output 1" + at_house));
        CHECK(value(first, "output 1 at 4") >= value(first, "output 1" + at_house));
    }
    // The five houses of the article's sizes.
    Run five = arrived(houses.steps[15]);
    check_close(value(five, "loss"),
                at(golden(), {"houses_4_5_1", "article_literal_5_observations_per_neuron_sum", "E"})
                    .number);
    check_close(
        value(five, "gradient weight 2: 2 to 1"),
        numbers(at(golden(), {"houses_4_5_1", "article_literal_5_observations_per_neuron_sum",
                              "dE_dW_ho_5x1"}))[1]);
}

TEST_CASE("one step of w5: the decision flips at updates 62 and 49, and α overshoots") {
    const Lesson& step = lesson("one-step");
    const LessonStep& a = step.steps[10];
    const LessonStep& b = step.steps[11];
    CHECK(a.updates == 62);
    CHECK(b.updates == 49);
    for (const LessonStep* flip : {&a, &b}) {
        Run after = arrived(*flip);
        CHECK(value(after, "class") == 1);
        Run before = trained(*flip, flip->updates - 1);
        CHECK(value(before, "class") == 0);
    }
    check_claim(b, "0.070", value(*std::make_unique<Run>(a.experiment), "output 1 - output 2"));
    check_claim(b, "0.047", value(*std::make_unique<Run>(b.experiment), "output 1 - output 2"));
    // With α = 80 the step of w5 alone ends higher than it began, on the other side.
    const LessonStep& long_step = step.steps[8];
    Run run = arrived(long_step);
    const std::string w5 = "weight 2: 1 to 1";
    const double start = value(run, w5), landing = value(run, "new " + w5);
    const double slope = value(run, "gradient " + w5);
    const double here = loss_with(long_step, w5, start);
    CHECK(loss_with(long_step, w5, landing) > here);
    const double bottom = loss_with(long_step, w5, start - 38 * slope);
    CHECK(bottom < here);
    for (double alpha = 0; alpha <= 80; alpha += 1)
        CHECK(loss_with(long_step, w5, start - alpha * slope) >= bottom);
    // The slopes of the output and of the rest are those of golden.json.
    const Json& set_a = at(golden(), {"article2_2_2_2", "A_exact_derivative_factor_2"});
    Run first = arrived(step.steps[6]);
    check_close(value(first, "dE/da 2.1"), at(set_a, {"dE_do1"}).number);
    check_close(value(first, "slope 2.1"), at(set_a, {"do1_dnet1"}).number);
    check_close(value(first, "a 1.1"), at(set_a, {"dnet1_dw5"}).number);
    check_close(value(first, "gradient weight 2: 1 to 1"), at(set_a, {"dE_dw5"}).number);
    Run done = arrived(step.steps[13]);
    CHECK(value(done, "class") == 1);
    CHECK(value(done, "updates") == 100);
}

TEST_CASE(
    "step by step: what correct backpropagation gives, and what gives the published figures") {
    const Lesson& mazur = lesson("step-by-step");
    const Json& found = at(golden(), {"mazur_2_2_2", "printed_vs_correct"});
    const auto loss_at = [&](std::size_t step) { return arrived(mazur.steps[step]).loss(); };
    check_close(loss_at(8), at(found, {"correct_after_1", "E_total"}).number);
    check_close(loss_at(9), at(found, {"sequential_bug_after_1", "E_total"}).number);
    check_close(loss_at(10), at(found, {"correct_after_10000", "E_total"}).number);
    check_close(loss_at(11), at(found, {"correct_after_9999", "E_total"}).number);
    check_close(loss_at(12), at(found, {"sequential_bug_after_10000", "E_total"}).number);
    check_claim(mazur.steps[10], "3.5108548e-05", loss_at(11));
    CHECK(loss_at(12) < loss_at(10)); // the wrong order ends with a slightly smaller error
    const double with_biases = loss_at(13);
    check_close(with_biases, at(golden(), {"mazur_2_2_2", "after_n_updates",
                                           "per_neuron_biases_updated", "10000", "E_total"})
                                 .number);
    CHECK(std::floor(loss_at(10) / with_biases) == 14);
    check_claim(mazur.steps[13], "3.51e-05", loss_at(10));
}

/// XOR with `hidden` sigmoid units, as the lesson has it.
static double xor_loss(std::int32_t hidden, std::int64_t seed, std::int64_t epochs) {
    Experiment experiment = lesson("xor").steps[3].experiment;
    experiment.network.layers[0].units = hidden;
    experiment.start.seed = seed;
    experiment.training.epochs = epochs;
    Run run(experiment);
    run.train_to(epochs);
    return run.loss();
}

TEST_CASE("XOR: one unit cannot, two may get stuck, four do not") {
    const Lesson& steps = lesson("xor");
    Run alone = arrived(steps.steps[1]);
    for (int row = 1; row <= 4; ++row)
        CHECK(std::fabs(value(alone, "output 1 at " + std::to_string(row)) - 0.5) < 1e-9);
    CHECK(value(alone, "gradient_norm 1") < 1e-12);
    Run two = arrived(steps.steps[2]);
    CHECK(value(two, "a 1.1 at 3") > 0.9); // x1 and not x2
    CHECK(value(two, "a 1.2 at 2") > 0.9); // x2 and not x1
    for (const char* low :
         {"a 1.1 at 1", "a 1.1 at 2", "a 1.1 at 4", "a 1.2 at 1", "a 1.2 at 3", "a 1.2 at 4"})
        CHECK(value(two, low) < 0.1);
    check_claim(steps.steps[4], "0.06295", arrived(steps.steps[3]).loss());
    CHECK(arrived(steps.steps[4]).loss() > 0.0625);
    int stuck = 0, still_stuck = 0, four_stuck = 0;
    const std::int64_t seeds = k_slow ? 8 : 30;
    for (std::int64_t seed = 1; seed <= seeds; ++seed) {
        const bool is_stuck = xor_loss(2, seed, 5000) > 0.01;
        stuck += is_stuck;
        if (is_stuck) still_stuck += xor_loss(2, seed, k_slow ? 5000 : 50'000) > 0.01;
        four_stuck += xor_loss(4, seed, 5000) > 0.01;
    }
    CHECK(four_stuck == 0);
    if (!k_slow) {
        CHECK(stuck == 6);
        CHECK(still_stuck == 5);
    }
}

TEST_CASE("learning rate: too small, right, overshooting, past the border, diverging") {
    const Lesson& steps = lesson("learning-rate");
    // The best line, by the normal equations: x̄ = 2, ȳ = 5, Sxy = 20.1, Sxx = 10.
    const double w = 2.01, b = 0.98;
    double best = 0;
    for (const std::vector<double>& row : steps.steps[0].experiment.data.train)
        best += 0.1 * (w * row[0] + b - row[1]) * (w * row[0] + b - row[1]);
    check_claim(steps.steps[0], "0.0099", best);
    for (std::size_t i = 1; i <= 3; ++i) {
        check_claim(steps.steps[i], "2.01", w);
        check_claim(steps.steps[i], "0.98", b);
    }
    check_claim(steps.steps[1], "0.0155", trained(steps.steps[1], 1000).loss());
    check_claim(steps.steps[2], "16.55", trained(steps.steps[2], 0).loss());
    check_claim(steps.steps[2], "0.0100", trained(steps.steps[2], 50).loss());
    check_claim(steps.steps[3], "1.62", trained(steps.steps[3], 20).loss());
    check_claim(steps.steps[3], "0.059", trained(steps.steps[3], 50).loss());
    Run leaping = trained(steps.steps[3], 1);
    CHECK(value(leaping, "weight 1: 1 to 1") > w);
    CHECK(value(*std::make_unique<Run>(trained(steps.steps[3], 2)), "weight 1: 1 to 1") < w);
    // Along w alone the curvature is the mean of x², 6.
    const LessonStep& alone = steps.steps[3];
    check_claim(alone, "0.333", 2.0 / 6);
    const double slope =
        value(*std::make_unique<Run>(alone.experiment), "gradient weight 1: 1 to 1");
    const double start_loss = trained(alone, 0).loss();
    CHECK(loss_with(alone, "weight 1: 1 to 1", -0.333 * slope) < start_loss);
    CHECK(loss_with(alone, "weight 1: 1 to 1", -0.334 * slope) > start_loss);
    // The curvatures are the eigenvalues of [[6, 2], [2, 1]], the means of x², x and 1.
    const double steepest = (7 + std::sqrt(41.0)) / 2;
    check_claim(steps.steps[4], "6.70", steepest);
    check_claim(steps.steps[4], "0.298", 2 / steepest);
    double before = trained(steps.steps[4], 0).loss();
    for (const std::int64_t epoch : {1, 2, 5, 20, 50}) {
        const double now = trained(steps.steps[4], epoch).loss();
        CHECK(now > before);
        before = now;
    }
    const LessonStep& diverging = steps.steps[5];
    check_claim(diverging, "537", trained(diverging, 1).loss());
    check_claim(diverging, "17,468", trained(diverging, 2).loss());
    check_claim(diverging, "5.7", steepest - 1);
    check_claim(diverging, "32.5", (steepest - 1) * (steepest - 1));
    Run diverged = arrived(diverging);
    CHECK(look(diverged).status == Status::Diverged);
    check_claim(diverging, "202", value(diverged, "diverged_epoch"));
    CHECK(std::fabs(arrived(steps.steps[6]).loss() - best) < 1e-12);
    for (std::size_t i = 0; i < 6; ++i)
        CHECK(steps.steps[i].experiment.start == steps.steps[0].experiment.start);
}

TEST_CASE("when it goes wrong: twins, saturation, dead units, vanishing gradients") {
    const Lesson& steps = lesson("when-it-goes-wrong");
    // Twins stay equal to the last bit.
    for (const std::size_t i : {0U, 1U}) {
        Run twins = arrived(steps.steps[i]);
        for (const char* difference :
             {"weight 1: 1 to 1 - weight 1: 1 to 2", "weight 1: 2 to 1 - weight 1: 2 to 2",
              "bias 1.1 - bias 1.2", "weight 2: 1 to 1 - weight 2: 2 to 1",
              "gradient weight 1: 1 to 1 - gradient weight 1: 1 to 2"})
            CHECK(value(twins, difference) == 0);
    }
    check_close(
        arrived(steps.steps[1]).loss(),
        at(golden(), {"symmetry_on_xor", "constant_0.3_init_sigmoid_after_1000_lr_0.5", "E"})
            .number);
    // Saturation.
    Run sure = arrived(steps.steps[2]);
    check_claim(steps.steps[3], "0.250009", sure.loss());
    int wrong = 0;
    for (int row = 1; row <= 4; ++row) {
        const std::string at_row = " at " + std::to_string(row);
        const double output = value(sure, "output 1" + at_row);
        CHECK((output < 0.01 || output > 0.99));
        wrong += std::fabs(output - value(sure, "target 1" + at_row)) > 0.5;
    }
    CHECK(wrong == 2);
    CHECK(sure.loss() - arrived(steps.steps[3]).loss() < 1e-5);
    Run small = trained(steps.steps[4], 0);
    check_claim(steps.steps[4], "0.21", value(small, "mean_slope 2"));
    CHECK(arrived(steps.steps[4]).loss() < 0.001);
    // Dead units: all alive at the start, all dead after 20 epochs, and for ever.
    CHECK(value(*std::make_unique<Run>(trained(steps.steps[5], 0)), "dead 1") == 0);
    Run dead = arrived(steps.steps[5]);
    CHECK(value(dead, "dead 1") == 4);
    CHECK(value(dead, "gradient_norm 1") == 0);
    Run later = trained(steps.steps[5], 5000);
    CHECK(value(later, "dead 1") == 4);
    CHECK(value(later, "weight 1: 1 to 1") == value(dead, "weight 1: 1 to 1"));
    CHECK(arrived(steps.steps[6]).loss() < 0.001);
    CHECK(steps.steps[6].experiment.start == steps.steps[5].experiment.start);
    // Vanishing gradients.
    Run deep = arrived(steps.steps[7]);
    CHECK(value(deep, "gradient_norm 7 / gradient_norm 1") > 5000);
    CHECK(value(deep, "gradient_norm 3 / gradient_norm 2") > 10);
    check_claim(steps.steps[8], "0.13058", deep.loss());
    Run blind = arrived(steps.steps[8]);
    const double mean = value(blind, "examples") / 100; // 100 training rows
    CHECK(mean == 1);
    double of_class = 0;
    for (int row = 1; row <= 100; ++row)
        of_class += value(blind, "target 1 at " + std::to_string(row)) / 100;
    check_claim(steps.steps[8], "0.12495", of_class * (1 - of_class) / 2);
    CHECK(std::fabs(blind.loss() - of_class * (1 - of_class) / 2) < 1e-5);
    for (const char* weight : {"weight 1: 1 to 1", "weight 1: 2 to 1", "weight 1: 1 to 4"})
        CHECK(std::fabs(value(blind, weight) - value(deep, weight)) < 0.02);
    Run tanh_start = trained(steps.steps[9], 0);
    CHECK(value(tanh_start, "gradient_norm 7 / gradient_norm 1") < 1);
    CHECK(value(*std::make_unique<Run>(arrived(steps.steps[9])), "accuracy") == 1);
    // relu with the He start learns as well.
    Experiment relu = steps.steps[9].experiment;
    for (std::size_t i = 0; i < 6; ++i)
        relu.network.layers[i].activation = Activation::Relu;
    relu.start.rule = StartRule::HeUniform;
    Run with_relu(relu);
    with_relu.train_to(1000);
    CHECK(value(with_relu, "accuracy") == 1);
}

/// What the flow tab finds at a step, worst first: fault, layer, units.
static std::vector<std::vector<int>> findings(const LessonStep& step) {
    Run run = arrived(step);
    const NetworkLayout layout = make_layout(step.experiment.network);
    std::vector<double> parameters;
    for (const LayerValues& layer : run.layers()) {
        parameters.insert(parameters.end(), layer.weights.begin(), layer.weights.end());
        parameters.insert(parameters.end(), layer.biases.begin(), layer.biases.end());
    }
    const PassTrace pass = trace_batch(*run.session);
    std::vector<Matrix<double>> activations;
    evaluate(*run.session, look(run).data->train_inputs, activations);
    const GradientFlow flow = gradient_flow(
        {layout, parameters, pass, activations, look(run).prepared->train_targets, false});
    std::vector<std::vector<int>> found;
    for (const FlowFinding& finding : flow.findings)
        found.push_back({int(finding.fault), finding.layer, finding.count});
    return found;
}

TEST_CASE("when it goes wrong: the flow tab finds each fault, and none where it is cured") {
    const std::vector<LessonStep>& steps = lesson("when-it-goes-wrong").steps;
    const auto first = [&](std::size_t step) {
        const auto found = findings(steps[step]);
        REQUIRE_FALSE(found.empty());
        return found[0];
    };
    using Found = std::vector<int>;
    CHECK(first(0) == Found{int(FlowFault::Symmetric), 1, 2});
    CHECK(first(1) == Found{int(FlowFault::Symmetric), 1, 2});
    CHECK(first(2) == Found{int(FlowFault::Saturated), 2, 1});
    CHECK(first(3) == Found{int(FlowFault::Saturated), 2, 1});
    CHECK(first(5) == Found{int(FlowFault::Dead), 1, 4});
    CHECK(first(7) == Found{int(FlowFault::Vanishing), 1, 0});
    CHECK(first(8) == Found{int(FlowFault::Vanishing), 1, 0});
    for (const std::size_t cured : {4U, 6U, 9U})
        CHECK(findings(steps[cured]).empty());
}

TEST_CASE("numbers in sentences are what training gives") {
    struct Claim {
        const char* lesson;
        std::size_t step; ///< from 1
        const char* printed;
        const char* path;
    };
    const Claim claims[] = {
        {"houses", 2, "0.406622", "loss"},
        {"houses", 2, "0.8229", "output 1 at 6"},
        {"houses", 2, "0.8534", "output 1 at 4"},
        {"houses", 12, "0.387607", "loss"},
        {"houses", 16, "0.102920", "gradient weight 2: 2 to 1"},
        {"houses", 17, "0.179386", "loss"},
        {"houses", 17, "0.552", "output 1 at 6"},
        {"houses", 17, "0.594", "output 1 at 4"},
        {"houses", 18, "0.01118", "loss"},
        {"houses", 18, "36", "0.40662212281082889 / loss"},
        {"one-step", 1, "0.7333", "output 1"},
        {"one-step", 1, "0.6633", "output 2"},
        {"one-step", 3, "0.005274", "gradient weight 2: 1 to 1"},
        {"one-step", 6, "0.1956", "slope 2.1"},
        {"one-step", 8, "0.3994726", "new weight 2: 1 to 1"},
        {"one-step", 8, "0.009579", "loss"},
        {"one-step", 9, "−0.0220", "new weight 2: 1 to 1"},
        {"one-step", 11, "0.72143", "output 2"},
        {"one-step", 11, "0.72141", "output 1"},
        {"one-step", 13, "100", "updates"},
        {"one-step", 14, "0.7365", "output 2"},
        {"one-step", 14, "0.7172", "output 1"},
        {"one-step", 14, "0.000604", "loss"},
        {"one-step", 14, "1.45", "output 1 + output 2"},
        {"step-by-step", 9, "0.291027774", "loss"},
        {"step-by-step", 10, "0.291027924", "loss"},
        {"step-by-step", 12, "3.51085481e-05", "loss"},
        {"step-by-step", 14, "2.44756e-06", "loss"},
        {"step-by-step", 14, "−2.341", "bias 2.1"},
        {"step-by-step", 14, "2.166", "bias 2.2"},
        {"xor", 2, "0.125", "loss"},
        {"xor", 3, "0.00033", "loss"},
        {"xor", 4, "0.06295", "loss"},
        {"xor", 5, "0.06253", "loss"},
        {"xor", 5, "1.7e-05", "gradient_norm 1"},
        {"xor", 6, "0.00032", "loss"},
        {"learning-rate", 1, "16.55", "loss"},
        {"learning-rate", 2, "8.46", "loss"},
        {"learning-rate", 3, "0.01952", "loss"},
        {"learning-rate", 4, "4.07", "weight 1: 1 to 1"},
        {"learning-rate", 4, "14.73", "loss"},
        {"learning-rate", 5, "46.8", "loss"},
        {"learning-rate", 7, "0.0099", "loss"},
        {"when-it-goes-wrong", 2, "0.124958", "loss"},
        {"when-it-goes-wrong", 3, "0.0021", "mean_slope 2"},
        {"when-it-goes-wrong", 4, "0.250004", "loss"},
        {"when-it-goes-wrong", 5, "0.00039", "loss"},
        {"when-it-goes-wrong", 7, "7.3e-05", "loss"},
        {"when-it-goes-wrong", 8, "5,362", "gradient_norm 7 / gradient_norm 1"},
        {"when-it-goes-wrong", 9, "0.12495", "loss"},
        {"when-it-goes-wrong", 10, "7.9e-05", "loss"},
    };
    for (const Claim& claim : claims) {
        const LessonStep& step = lesson(claim.lesson).steps[claim.step - 1];
        Run run = arrived(step);
        check_claim(step, claim.printed, value(run, claim.path, step.example));
    }
    // Five houses, h₁ transposed by mistake: the row of house 2 times the deltas of all houses.
    const LessonStep& trap = lesson("houses").steps[15];
    Run five = arrived(trap);
    double wrong = 0;
    for (int i = 1; i <= 5; ++i) {
        const std::string number = std::to_string(i);
        wrong += value(five, "a 1." + number + " at 2") * value(five, "delta 2.1 at " + number);
    }
    check_claim(trap, "0.0971952", wrong);
}

TEST_CASE("a sentence shows a live number only where it stays true whatever the reader does") {
    std::set<std::string> live;
    for (const Lesson& row : lesson_book().lessons)
        for (const LessonStep& step : row.steps)
            for (const auto* texts : {&step.paragraphs, &step.notes, &step.tries})
                for (const LessonText& text : *texts)
                    for (const TextRun& run : text)
                        if (run.kind == RunKind::Value) live.insert(row.key + ": " + run.target);
    CHECK(live == std::set<std::string>{"houses: parameters", "houses: 2 * parameters",
                                        "houses: learning_rate", "houses: output 1",
                                        "houses: target 1", "houses: gradient bias 1",
                                        "one-step: parameters", "step-by-step: delta 2.1"});
}
