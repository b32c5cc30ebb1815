// The first gradients of Mazur's network with other activations and errors, against figures that
// were verified independently (tests/golden/golden.json).

#include "tests/engine/golden.hpp"

#include <catch2/catch_test_macros.hpp>

#include <string_view>

using namespace backprop;
using namespace backprop::test;

static Activation activation_named(std::string_view key) {
    if (key == "leaky_relu_0.01") return Activation::LeakyRelu;
    const auto index = find_choice(k_activations, key);
    REQUIRE(index);
    return static_cast<Activation>(*index);
}

/// mse_outputs is the mean over the outputs, sse their sum.
static LossSpec loss_named(std::string_view key) {
    LossSpec loss;
    loss.over_examples = Reduction::Sum;
    if (key == "sse" || key == "mse_outputs") loss.error = ErrorKind::Squared;
    if (key == "mse_outputs") loss.over_outputs = Reduction::Mean;
    if (key == "bce") loss.error = ErrorKind::BinaryCrossEntropy;
    return loss;
}

TEST_CASE("Mazur: other errors and activations") {
    const Json& variants =
        at(golden(), {"mazur_2_2_2", "loss_and_activation_variants_first_gradient"});
    for (const Json& variant : variants.array) {
        const std::string_view loss = at(variant, {"loss"}).string;
        const Json& activations = at(variant, {"acts"});
        INFO(loss << ", " << activations.array[0].string << ", " << activations.array[1].string);
        Experiment experiment = preset("mazur");
        for (std::size_t l = 0; l < 2; ++l)
            experiment.network.layers[l].activation = activation_named(activations.array[l].string);
        experiment.loss = loss_named(loss);
        Run run(experiment);
        check_close(run.loss(), at(variant, {"E"}).number);
        const std::vector<LayerValues> gradients = run.next_gradients();
        std::vector<double> weights = gradients[0].weight_gradients;
        weights.insert(weights.end(), gradients[1].weight_gradients.begin(),
                       gradients[1].weight_gradients.end());
        check_close(weights, numbers(at(variant, {"grad_w1_to_w8"})));
        check_close(gradients[0].bias_gradients, numbers(at(variant, {"grad_b1"})));
        check_close(gradients[1].bias_gradients, numbers(at(variant, {"grad_b2"})));
    }
    CHECK(variants.array.size() == 22);
}
