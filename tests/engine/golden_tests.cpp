// The engine against figures that were verified independently (tests/golden/golden.json).

#include "engine/experiment/edit.hpp"
#include "tests/engine/golden.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <string>

using namespace backprop;
using namespace backprop::test;

/// The file's "1", "10", ..., with the number each stands for.
static void for_each_count(const Json& json, auto body) {
    for (const auto& [key, figures] : json.object) {
        INFO("after " << key);
        body(std::stoll(key), figures);
    }
}

static Experiment houses(BiasMode bias, Reduction over_examples, std::int32_t batch) {
    Experiment experiment = with_bias_mode(preset("houses"), bias);
    experiment.loss.over_examples = over_examples;
    experiment.training.batch = batch;
    return experiment;
}

/// Compares the parameters that the file lists; it leaves some out for some counts.
static void check_house_parameters(const std::vector<LayerValues>& layers, const Json& figures) {
    if (const Json* w = figures.find("W_ih_4x5")) check_close(layers[0].weights, transposed(*w));
    if (const Json* b = figures.find("b_ih")) check_close(layers[0].biases, numbers(*b));
    if (const Json* w = figures.find("W_ho_5x1")) check_close(layers[1].weights, numbers(*w));
    if (const Json* b = figures.find("b_ho")) check_close(layers[1].biases, numbers(*b));
}

TEST_CASE("houses: forward pass, gradients and full-batch training") {
    for (const auto& [bias, variant] :
         {std::pair{BiasMode::PerUnit, "per_neuron_bias"}, {BiasMode::Shared, "shared_bias"}})
        for (const auto& [reduction, batch] :
             {std::pair{Reduction::Sum, "batch_sum"}, {Reduction::Mean, "batch_mean"}}) {
            INFO(variant << ", " << batch);
            const Json& figures = at(golden(), {"houses_4_5_1", "variants", variant});
            const Json& trained = at(figures, {batch, "after_n_epochs_full_batch_lr_0.1"});
            Run run(houses(bias, reduction, k_batch_all));
            check_close(run.loss(), at(figures, {batch, "E"}).number);
            check_close(run.outputs(), numbers(at(figures, {"forward", "O_1x6"})));

            const std::vector<LayerValues> gradients = run.next_gradients();
            check_close(gradients[0].weight_gradients,
                        transposed(at(figures, {batch, "dE_dW_ih_4x5"})));
            check_close(gradients[0].bias_gradients, numbers(at(figures, {batch, "dE_db_ih"})));
            check_close(gradients[1].weight_gradients,
                        numbers(at(figures, {batch, "dE_dW_ho_5x1"})));
            check_close(gradients[1].bias_gradients, numbers(at(figures, {batch, "dE_db_ho"})));

            for_each_count(trained, [&](std::int64_t epochs, const Json& after) {
                run.train_to(epochs);
                check_close(run.loss(), at(after, {"E"}).number);
                check_close(run.outputs(), numbers(at(after, {"O"})));
                check_house_parameters(run.layers(), after);
            });
            CHECK(snapshot(*run.session).epoch == 10000);
        }
}

TEST_CASE("houses: every intermediate value of the first pass") {
    const Json& figures = at(golden(), {"houses_4_5_1", "variants", "per_neuron_bias", "forward"});
    const Run run(houses(BiasMode::PerUnit, Reduction::Sum, k_batch_all));
    std::vector<Matrix<double>> activations;
    evaluate(*run.session, snapshot(*run.session).data->train_inputs, activations);
    const Json& h1 = at(figures, {"h1_5x6"});
    for (std::int32_t unit = 0; unit < 5; ++unit)
        for (std::int32_t house = 0; house < 6; ++house)
            check_close(activations[1](unit, house),
                        h1.array[std::size_t(unit)].numbers[std::size_t(house)]);
    const Json& errors = at(figures, {"E_per_obs"});
    for (std::int32_t house = 0; house < 6; ++house) {
        const double output[] = {activations[2](0, house)};
        const double target[] = {snapshot(*run.session).data->train_targets(0, house)};
        check_close(example_error(*run.session, output, target),
                    errors.numbers[std::size_t(house)]);
    }
}

TEST_CASE("houses: one by one in the given order") {
    for (const auto& [bias, variant] :
         {std::pair{BiasMode::PerUnit, "per_neuron_bias"}, {BiasMode::Shared, "shared_bias"}}) {
        INFO(variant);
        Run run(houses(bias, Reduction::Sum, 1));
        for_each_count(at(golden(), {"houses_4_5_1", "variants", variant,
                                     "online_sgd_in_given_order_lr_0.1_after_n_epochs"}),
                       [&](std::int64_t epochs, const Json& after) {
                           run.train_to(epochs);
                           check_close(run.loss(), at(after, {"E_sum"}).number);
                           check_close(run.outputs(), numbers(at(after, {"O"})));
                           check_house_parameters(run.layers(), after);
                       });
        CHECK(snapshot(*run.session).updates == 6 * snapshot(*run.session).epoch);
    }
}

TEST_CASE("houses: the article's literal five observations") {
    const Json& figures =
        at(golden(), {"houses_4_5_1", "article_literal_5_observations_per_neuron_sum"});
    Experiment experiment = houses(BiasMode::PerUnit, Reduction::Sum, k_batch_all);
    const Json& x = at(golden(), {"houses_4_5_1", "setup", "X_obs_by_feature_6x4"});
    const Json& y = at(golden(), {"houses_4_5_1", "setup", "Y_price_scaled_1x6"});
    experiment.data.set = DataSet::Inline;
    experiment.data.inputs = 4;
    experiment.data.columns = {"area", "bedrooms", "age", "location", "price"};
    for (std::size_t i = 0; i < 5; ++i) {
        experiment.data.train.push_back(numbers(x.array[i]));
        experiment.data.train.back().push_back(y.numbers[i]);
    }
    Run run(experiment);
    check_close(run.loss(), at(figures, {"E"}).number);
    const std::vector<LayerValues> gradients = run.next_gradients();
    check_close(gradients[0].weight_gradients, transposed(at(figures, {"dE_dW_ih_4x5"})));
    check_close(gradients[0].bias_gradients, numbers(at(figures, {"dE_db_ih"})));
    check_close(gradients[1].weight_gradients, numbers(at(figures, {"dE_dW_ho_5x1"})));
    check_close(gradients[1].bias_gradients, numbers(at(figures, {"dE_db_ho"})));
}

/// The member whose key begins with `prefix`: some keys carry an explanation.
static const Json& at_prefix(const Json& json, std::string_view prefix) {
    for (const auto& [key, value] : json.object)
        if (std::string_view(key).substr(0, prefix.size()) == prefix) return value;
    FAIL("no key begins with " << prefix);
    return json;
}

/// Set A or B of article 2.
static void check_two_class(std::string_view key, std::string_view set,
                            std::int64_t update_of_the_flip) {
    const Json& figures = at(golden(), {"article2_2_2_2", set});
    Run run(preset(key));
    check_close(run.outputs(), numbers(at(figures, {"o"})));
    const std::vector<LayerValues> gradients = run.next_gradients();
    // The file goes from input to input; the engine's w[to][from] from unit to unit.
    const std::vector<double> by_input = numbers(at_prefix(figures, "grad_w1_w3_w2_w4"));
    check_close(gradients[0].weight_gradients,
                {by_input[0], by_input[2], by_input[1], by_input[3]});
    check_close(gradients[0].bias_gradients, numbers(at(figures, {"grad_b_hidden"})));
    check_close(gradients[1].weight_gradients, numbers(at(figures, {"grad_w5_w6_w7_w8"})));
    check_close(gradients[1].bias_gradients, numbers(at(figures, {"grad_b_output"})));

    for_each_count(at(figures, {"after_n_updates_all_params_incl_biases"}),
                   [&](std::int64_t updates, const Json& after) {
                       run.train_to(updates);
                       const std::vector<double> o = run.outputs();
                       const std::vector<double> y = numbers(at(figures, {"targets"}));
                       check_close(o, numbers(at(after, {"o"})));
                       check_close((o[0] - y[0]) * (o[0] - y[0]) + (o[1] - y[1]) * (o[1] - y[1]),
                                   at(after, {"sum_sq"}).number);
                       check_close(run.layers()[1].weights, numbers(at(after, {"w5_w6_w7_w8"})));
                   });

    Run again(preset(key));
    std::int64_t updates = 0;
    while (again.outputs()[1] <= again.outputs()[0])
        again.train_to(++updates);
    CHECK(updates == update_of_the_flip);
    CHECK(double(updates) == at(figures, {"first_update_with_class_1_winning"}).number);
}

TEST_CASE("two classes: gradients, training, and the update at which the decision flips") {
    check_two_class("two-class-a", "A_exact_derivative_factor_2", 62);
    check_two_class("two-class-b", "B_factor_2_dropped", 49);
}

TEST_CASE("two classes: w5 after one update, as printed") {
    const Json& figures = at(golden(), {"article2_2_2_2", "A_exact_derivative_factor_2"});
    Run run(preset("two-class-a"));
    check_close(run.loss(), at(figures, {"total_error_sum_sq"}).number);
    run.train_to(1);
    check_close(run.layers()[1].weights[0], at(figures, {"w5_new"}).number);
    CHECK(std::round(run.layers()[1].weights[0] * 1e4) == 3995);
}

static Experiment mazur(BiasMode bias, bool train_biases) {
    Experiment experiment = with_bias_mode(preset("mazur"), bias);
    experiment.training.train_biases = train_biases;
    return experiment;
}

TEST_CASE("Mazur: forward pass and gradients") {
    const Json& figures = at(golden(), {"mazur_2_2_2"});
    Run run(mazur(BiasMode::PerUnit, false));
    check_close(run.loss(), at(figures, {"forward", "E_total"}).number);
    check_close(run.outputs(), numbers(at(figures, {"forward", "out_o"})));
    const std::vector<LayerValues> gradients = run.next_gradients();
    std::vector<double> weights = gradients[0].weight_gradients;
    weights.insert(weights.end(), gradients[1].weight_gradients.begin(),
                   gradients[1].weight_gradients.end());
    check_close(weights, numbers(at(figures, {"backward", "grad_w1_to_w8"})));
    check_close(gradients[0].bias_gradients,
                numbers(at(figures, {"backward", "grad_b_per_neuron", "b1"})));
    check_close(gradients[1].bias_gradients,
                numbers(at(figures, {"backward", "grad_b_per_neuron", "b2"})));

    const std::vector<LayerValues> shared = Run(mazur(BiasMode::Shared, true)).next_gradients();
    check_close(shared[0].bias_gradients,
                numbers(at(figures, {"backward", "grad_b_shared", "b1"})));
    check_close(shared[1].bias_gradients,
                numbers(at(figures, {"backward", "grad_b_shared", "b2"})));
}

TEST_CASE("Mazur: training with fixed, per-unit and shared biases") {
    struct Variant {
        const char* key;
        BiasMode bias;
        bool train_biases;
    };
    for (const Variant& variant :
         {Variant{"biases_fixed_as_in_article", BiasMode::PerUnit, false},
          Variant{"per_neuron_biases_updated", BiasMode::PerUnit, true},
          Variant{"shared_bias_per_layer_updated", BiasMode::Shared, true}}) {
        INFO(variant.key);
        Run run(mazur(variant.bias, variant.train_biases));
        for_each_count(at(golden(), {"mazur_2_2_2", "after_n_updates", variant.key}),
                       [&](std::int64_t updates, const Json& after) {
                           run.train_to(updates);
                           check_close(run.loss(), at(after, {"E_total"}).number);
                           check_close(run.outputs(), numbers(at(after, {"out_o"})));
                           const std::vector<LayerValues> layers = run.layers();
                           std::vector<double> w = layers[0].weights;
                           w.insert(w.end(), layers[1].weights.begin(), layers[1].weights.end());
                           check_close(w, numbers(at(after, {"w1_to_w8"})));
                           std::vector<double> b = layers[0].biases;
                           b.insert(b.end(), layers[1].biases.begin(), layers[1].biases.end());
                           check_close(b, numbers(at(after, {"b"})));
                       });
        CHECK(snapshot(*run.session).epoch == 10000);
    }
}

TEST_CASE("Mazur: the correct error after one update, not the published one") {
    Run run(preset("mazur"));
    run.train_to(1);
    CHECK(std::fabs(run.loss() - 0.291027773694) < 5e-13);
    CHECK(std::fabs(run.loss() - 0.291027924) > 1e-7);
    run.train_to(9999);
    CHECK(std::fabs(run.loss() - 3.51085e-05) < 5e-11); // published as "after 10,000"
    run.train_to(10000);
    CHECK(std::fabs(run.loss() - 3.51018778298e-05) < 5e-17);
}

TEST_CASE("Mazur: softmax and cross-entropy") {
    const Json& figures = at(golden(), {"mazur_2_2_2", "softmax_cross_entropy_variant"});
    Experiment experiment = with_activation(preset("mazur"), 1, Activation::Softmax);
    CHECK(experiment.loss.error == ErrorKind::CrossEntropy);
    experiment.data.set = DataSet::Inline;
    experiment.data.inputs = 2;
    experiment.data.columns = {"x1", "x2", "o1", "o2"};
    experiment.data.train = {{0.05, 0.1, 0.0, 1.0}};
    Run run(experiment);
    check_close(run.outputs(), numbers(at(figures, {"softmax"})));
    check_close(run.loss(), at(figures, {"E_cross_entropy"}).number);
    const std::vector<LayerValues> gradients = run.next_gradients();
    std::vector<double> weights = gradients[0].weight_gradients;
    weights.insert(weights.end(), gradients[1].weight_gradients.begin(),
                   gradients[1].weight_gradients.end());
    check_close(weights, numbers(at(figures, {"grad_w1_to_w8"})));
    check_close(gradients[0].bias_gradients, numbers(at(figures, {"delta_h"})));
    check_close(gradients[1].bias_gradients, numbers(at(figures, {"delta_o"})));
}

TEST_CASE("XOR") {
    const Json& figures = at(golden(), {"xor_2_2_1"});
    Run run(preset("xor-rows"));
    check_close(run.loss(), at(figures, {"E0"}).number);
    const std::vector<LayerValues> gradients = run.next_gradients();
    check_close(gradients[0].weight_gradients, numbers(at(figures, {"gW1"})));
    check_close(gradients[0].bias_gradients, numbers(at(figures, {"gb1"})));
    check_close(gradients[1].weight_gradients, numbers(at(figures, {"gW2"})));
    check_close(gradients[1].bias_gradients, numbers(at(figures, {"gb2"})));
    for_each_count(at(figures, {"after_n_epochs"}), [&](std::int64_t epochs, const Json& after) {
        run.train_to(epochs);
        check_close(run.loss(), at(after, {"E"}).number);
        check_close(run.outputs(), numbers(at(after, {"O"})));
    });
}

static Experiment symmetric_xor(Activation hidden, StartRule rule) {
    Experiment experiment = with_activation(preset("xor-rows"), 0, hidden);
    experiment = with_activation(experiment, 1, hidden);
    experiment.start = StartSpec{};
    experiment.start.rule = rule;
    experiment.start.value = 0.3;
    experiment.training.learning_rate = 0.5;
    return experiment;
}

TEST_CASE("symmetry: a network of zeros only moves its output bias") {
    const Json& figures = at(golden(), {"symmetry_on_xor", "zero_init_tanh_after_1000_lr_0.5"});
    Run run(symmetric_xor(Activation::Tanh, StartRule::Zeros));
    run.train_to(1000);
    const std::vector<LayerValues> layers = run.layers();
    for (const LayerValues& layer : layers)
        for (const double weight : layer.weights)
            CHECK(weight == 0.0);
    for (const double bias : layers[0].biases)
        CHECK(bias == 0.0);
    check_close(layers[1].biases, numbers(at(figures, {"b2"})));
    check_close(run.loss(), at(figures, {"E"}).number);
}

TEST_CASE("symmetry: units that start equal stay equal") {
    const Json& figures =
        at(golden(), {"symmetry_on_xor", "constant_0.3_init_sigmoid_after_1000_lr_0.5"});
    Run run(symmetric_xor(Activation::Sigmoid, StartRule::Constant));
    run.train_to(1000);
    const std::vector<LayerValues> layers = run.layers();
    CHECK(layers[0].weights[0] == layers[0].weights[2]);
    CHECK(layers[0].weights[1] == layers[0].weights[3]);
    CHECK(layers[0].biases[0] == layers[0].biases[1]);
    CHECK(layers[1].weights[0] == layers[1].weights[1]);
    check_close(layers[0].weights, numbers(at(figures, {"W1"})));
    check_close(layers[1].weights, numbers(at(figures, {"W2"})));
    check_close(layers[0].biases, numbers(at(figures, {"b1"})));
    check_close(run.loss(), at(figures, {"E"}).number);
}
