// The chain rule of every parameter: its factors, their product and sum against the gradients that
// train, and how they are written.
#include "engine/experiment/notation.hpp"
#include "engine/network/chain_rule.hpp"
#include "engine/numerics/random.hpp"
#include "engine/training/batch_trace.hpp"
#include "tests/engine/golden.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace backprop::test {
namespace {

constexpr std::int32_t k_all_paths = 100'000;

double draw_target(const LossSpec& loss, Random& random) {
    switch (error_row(loss.error).targets) {
    case TargetRange::Any:
        return uniform(random, -2.0, 2.0);
    case TargetRange::MinusOneOrOne:
        return uniform01(random) < 0.5 ? -1.0 : 1.0;
    case TargetRange::ZeroToOne:
    case TargetRange::NotNegative:
        break;
    }
    return uniform01(random);
}

Matrix<double> draw_matrix(std::int32_t rows, std::int32_t columns, Random& random) {
    Matrix<double> matrix(rows, columns);
    for (std::int32_t row = 0; row < rows; ++row)
        for (std::int32_t column = 0; column < columns; ++column)
            matrix(row, column) = uniform(random, -1.0, 1.0);
    return matrix;
}

/// A pass of a network with random numbers.
struct RandomPass {
    NetworkLayout layout;
    std::vector<double> parameters;
    PassTrace trace;
};

RandomPass draw_pass(const NetworkSpec& network, const LossSpec& loss, std::int32_t examples,
                     std::uint64_t seed) {
    Random random = make_random(seed, RandomStream::Data);
    RandomPass pass{make_layout(network), {}, {}};
    for (std::int64_t i = 0; i < pass.layout.parameter_count; ++i)
        pass.parameters.push_back(uniform(random, -1.0, 1.0));
    const Matrix<double> inputs = draw_matrix(pass.layout.inputs(), examples, random);
    Matrix<double> targets(pass.layout.outputs(), examples);
    for (std::int32_t k = 0; k < targets.rows; ++k)
        for (std::int32_t n = 0; n < examples; ++n)
            targets(k, n) = draw_target(loss, random);
    std::vector<Matrix<double>> masks(pass.layout.layers.size());
    for (std::size_t l = 0; l < masks.size(); ++l) {
        const double dropout = pass.layout.layers[l].dropout;
        if (dropout == 0.0) continue;
        masks[l].resize(pass.layout.layers[l].units, examples);
        for (std::int32_t unit = 0; unit < masks[l].rows; ++unit)
            for (std::int32_t n = 0; n < examples; ++n)
                masks[l](unit, n) = uniform01(random) < dropout ? 0.0 : 1.0 / (1.0 - dropout);
    }
    double scale = 1.0;
    if (loss.over_outputs == Reduction::Mean) scale /= pass.layout.outputs();
    if (loss.over_examples == Reduction::Mean) scale /= examples;
    pass.trace =
        trace_pass<double>(pass.layout, pass.parameters, loss, scale, inputs, targets, masks);
    return pass;
}

/// The greatest |sum of the products − engine's gradient| over all parameters, in units of the sum
/// of the products' sizes; ∞ when a number is not finite or a path is missing.
double worst_difference(const NetworkLayout& layout, std::span<const double> parameters,
                        const PassTrace& trace) {
    const std::vector<double> gradients = gradients_of(layout, trace);
    double worst = 0;
    for (std::int64_t i = 0; i < layout.parameter_count; ++i) {
        double sum = 0, size = 0;
        for (std::int32_t n = 0; n < trace.examples(); ++n) {
            const ChainRule rule =
                chain_rule(layout, parameters, trace, n, place_of(layout, i), k_all_paths);
            if (rule.path_count != static_cast<double>(rule.paths.size()))
                return std::numeric_limits<double>::infinity();
            sum += rule.sum;
            size += rule.size;
            if (!(std::fabs(rule.gradient - rule.sum) <= 1e-12 * rule.size))
                return std::numeric_limits<double>::infinity();
        }
        const double difference = std::fabs(sum - gradients[static_cast<std::size_t>(i)]);
        if (difference == 0) continue;
        const double relative = difference / size;
        if (!(relative <= worst)) worst = relative; // NaN and ∞, too
        if (std::isnan(worst)) return std::numeric_limits<double>::infinity();
    }
    return worst;
}

/// Whether δ of every unit is the sum over the next layer times the slope.
bool nested_deltas_agree(const NetworkLayout& layout, std::span<const double> parameters,
                         const PassTrace& trace) {
    for (std::int32_t n = 0; n < trace.examples(); ++n)
        for (std::size_t l = 0; l < layout.layers.size(); ++l)
            for (std::int32_t unit = 0; unit < layout.layers[l].units; ++unit) {
                const auto layer = static_cast<std::int32_t>(l) + 1;
                const NestedDelta nested = nested_delta(layout, parameters, trace, n, layer, unit);
                if (nested.delta != trace.layers[l].deltas(unit, n)) return false;
                const bool is_output = l + 1 == layout.layers.size();
                if (is_output != nested.terms.empty()) return false;
                if (is_output && trace.joint_output) {
                    if (!std::isnan(nested.slope)) return false;
                    continue;
                }
                double size = std::fabs(nested.delta);
                for (const DeltaTerm& term : nested.terms)
                    size += std::fabs(term.weight * term.delta * nested.slope * nested.mask);
                const double product = nested.activation_gradient * nested.slope;
                if (!(std::fabs(product - nested.delta) <= 1e-13 * size)) return false;
            }
    return true;
}

NetworkSpec network_of(std::int32_t depth, Activation hidden, Activation output, BiasMode bias,
                       double dropout) {
    NetworkSpec network;
    network.inputs = 3;
    for (std::int32_t layer = 1; layer < depth; ++layer)
        network.layers.push_back({2 + layer % 2, hidden, dropout});
    network.layers.push_back({2, output});
    network.bias = bias;
    return network;
}

std::vector<double> parameters_of(const Session& session) {
    std::vector<LayerValues> layers;
    read_parameters(session, layers);
    std::vector<double> all;
    for (const LayerValues& layer : layers) {
        all.insert(all.end(), layer.weights.begin(), layer.weights.end());
        all.insert(all.end(), layer.biases.begin(), layer.biases.end());
    }
    return all;
}

/// A preset with what its chain rules need.
struct Traced {
    Experiment experiment;
    NetworkLayout layout;
    std::vector<double> parameters;
    PassTrace trace;
    Letters letters;

    Traced(std::string_view key, Notation notation)
        : experiment(preset(key)), layout(make_layout(experiment.network)),
          letters(letters_for(notation, experiment.network)) {
        const Run run(experiment);
        parameters = parameters_of(*run.session);
        trace = trace_batch(*run.session);
    }
    ChainRule rule(const ParameterPlace& place, std::int32_t example = 0) const {
        return chain_rule(layout, parameters, trace, example, place, k_all_paths);
    }
    std::string symbols(const ParameterPlace& place) const {
        return plain_text(derivative_symbol("E", parameter_letter(letters, place)) + "&=&" +
                          product_symbols(letters, rule(place).paths.front()));
    }
    std::string formulas(const ParameterPlace& place) const {
        return plain_text(product_formulas(letters, rule(place).paths.front(), layout,
                                           {experiment.loss, {}, 1, true}));
    }
};

} // namespace

TEST_CASE("every product of every preset sums up to the gradient that trains", "[chain rule]") {
    for (const Preset& row : presets()) {
        INFO(row.key);
        const Traced traced(row.key, Notation::General);
        CHECK(worst_difference(traced.layout, traced.parameters, traced.trace) <= 1e-12);
        CHECK(nested_deltas_agree(traced.layout, traced.parameters, traced.trace));
    }
}

TEST_CASE("every product sums up to the gradient, whatever the network and the loss",
          "[chain rule]") {
    std::uint64_t seed = 0;
    double worst = 0;
    int passes = 0;
    for (std::size_t e = 0; e < std::size(k_errors); ++e)
        for (std::size_t a = 0; a < std::size(k_activations); ++a) {
            const auto error = static_cast<ErrorKind>(e);
            const auto output = static_cast<Activation>(a);
            if (!error_fits(error, output)) continue;
            for (std::size_t h = 0; h + 1 < std::size(k_activations); ++h)
                for (std::int32_t depth = 1; depth <= 4; ++depth) {
                    if (depth == 1 && h > 0) continue; // no hidden layer to tell apart
                    LossSpec loss{error, Reduction::Sum, Reduction::Sum, 0.4};
                    if (seed % 2 == 1) loss.over_examples = Reduction::Mean;
                    if (seed % 3 == 1 && error != ErrorKind::CrossEntropy)
                        loss.over_outputs = Reduction::Mean;
                    const auto bias = static_cast<BiasMode>(seed % 3);
                    const double dropout = seed % 4 == 2 ? 0.4 : 0.0;
                    const std::int32_t examples = seed % 5 == 0 ? 1 : 5;
                    const NetworkSpec network =
                        network_of(depth, static_cast<Activation>(h), output, bias, dropout);
                    const RandomPass pass = draw_pass(network, loss, examples, ++seed);
                    INFO(k_errors[e].key << " of " << k_activations[a].key << ", hidden "
                                         << k_activations[h].key << ", depth " << depth << ", seed "
                                         << seed);
                    const double difference =
                        worst_difference(pass.layout, pass.parameters, pass.trace);
                    CHECK(difference <= 1e-12);
                    CHECK(nested_deltas_agree(pass.layout, pass.parameters, pass.trace));
                    worst = std::max(worst, difference);
                    ++passes;
                }
        }
    CHECK(passes > 1000);
    CHECK(worst > 0); // rounding differs somewhere: the two are not the same computation
}

TEST_CASE("the first paths are told with how many there are", "[chain rule]") {
    NetworkSpec network;
    network.inputs = 2;
    network.bias = BiasMode::Shared;
    for (int layer = 0; layer < 15; ++layer)
        network.layers.push_back({1000, Activation::Tanh});
    network.layers.resize(3);
    network.layers.push_back({2, Activation::Sigmoid});
    const RandomPass pass = draw_pass(network, {}, 1, 1);
    const ChainRule weight =
        chain_rule(pass.layout, pass.parameters, pass.trace, 0, {1, false, 3, 1}, 7);
    CHECK(weight.paths.size() == 7);
    CHECK(weight.path_count == 1000.0 * 1000.0 * 2.0);
    CHECK(weight.paths[0].factors.size() == 2 + 2 * 3 + 1);
    const ChainRule bias = chain_rule(pass.layout, pass.parameters, pass.trace, 0, {1, true}, 1);
    CHECK(bias.path_count == 1000.0 * 1000.0 * 1000.0 * 2.0);
    CHECK(weight.gradient == pass.trace.layers[0].weight_gradients[3 * 2 + 1]);
    CHECK(weight.gradient != weight.sum); // seven of two million paths
}

TEST_CASE("Mazur's factors are those of the golden file", "[chain rule]") {
    const Traced mazur("mazur", Notation::Numbered);
    const Json& backward = at(golden(), {"mazur_2_2_2", "backward"});
    const ChainRule w5 = mazur.rule({2, false, 0, 0});
    REQUIRE(w5.paths.size() == 1);
    REQUIRE(w5.paths[0].factors.size() == 3);
    check_close(w5.paths[0].factors[0].value, numbers(at(backward, {"dE_dout_o"}))[0]);
    check_close(w5.paths[0].factors[2].value,
                numbers(at(golden(), {"mazur_2_2_2", "forward", "out_h"}))[0]);
    const std::vector<double> gradients = numbers(at(backward, {"grad_w1_to_w8"}));
    for (std::int32_t layer = 1; layer <= 2; ++layer)
        for (std::int32_t to = 0; to < 2; ++to)
            for (std::int32_t from = 0; from < 2; ++from)
                check_close(mazur.rule({layer, false, to, from}).sum,
                            gradients[static_cast<std::size_t>((layer - 1) * 4 + to * 2 + from)]);
    for (std::int32_t unit = 0; unit < 2; ++unit) {
        const NestedDelta hidden =
            nested_delta(mazur.layout, mazur.parameters, mazur.trace, 0, 1, unit);
        const auto index = static_cast<std::size_t>(unit);
        check_close(hidden.delta, numbers(at(backward, {"delta_h"}))[index]);
        check_close(hidden.activation_gradient, numbers(at(backward, {"dE_dout_h"}))[index]);
        check_close(hidden.terms[1].delta, numbers(at(backward, {"delta_o"}))[1]);
    }
}

TEST_CASE("the factors of w₅ in article 2 are those of the golden file", "[chain rule]") {
    const struct {
        const char* preset;
        const char* set;
    } sets[] = {{"two-class-a", "A_exact_derivative_factor_2"},
                {"two-class-b", "B_factor_2_dropped"}};
    for (const auto& set : sets) {
        INFO(set.set);
        const Traced traced(set.preset, Notation::Numbered);
        const Json& figures = at(golden(), {"article2_2_2_2", set.set});
        const ChainRule w5 = traced.rule({2, false, 0, 0});
        REQUIRE(w5.paths.size() == 1);
        const std::vector<Factor>& factors = w5.paths[0].factors;
        REQUIRE(factors.size() == 3);
        check_close(factors[0].value, at(figures, {"dE_do1"}).number);
        check_close(factors[1].value, at(figures, {"do1_dnet1"}).number);
        check_close(factors[2].value, at(figures, {"dnet1_dw5"}).number);
        check_close(w5.sum, at(figures, {"dE_dw5"}).number);
    }
}

TEST_CASE("article 1's gradient of a weight is the sum over its houses", "[chain rule]") {
    const Traced houses("houses", Notation::Houses);
    const Json& figures = at(golden(), {"houses_4_5_1", "variants", "shared_bias", "batch_sum"});
    const std::vector<double> wanted = numbers(at(figures, {"dE_dW_ho_5x1"}));
    for (std::int32_t from = 0; from < 5; ++from) {
        double sum = 0;
        for (std::int32_t house = 0; house < 6; ++house)
            sum += houses.rule({2, false, 0, from}, house).sum;
        check_close(sum, wanted[static_cast<std::size_t>(from)]);
    }
    double shared = 0;
    for (std::int32_t house = 0; house < 6; ++house)
        shared += houses.rule({1, true}, house).sum;
    check_close(shared, numbers(at(figures, {"dE_db_ih"}))[0]);
}

TEST_CASE("chain rules are written in the letters of the articles", "[notation]") {
    const Traced two(std::string_view("two-class-a"), Notation::Numbered);
    CHECK(two.symbols({2, false, 0, 0}) == "∂E/∂w₅ = ∂E/∂o₁ · ∂o₁/∂net₁ · ∂net₁/∂w₅");
    CHECK(two.formulas({2, false, 0, 0}) == "2(o₁ − t₁) · o₁(1 − o₁) · H₁");
    CHECK(two.symbols({2, false, 1, 0}) == "∂E/∂w₇ = ∂E/∂o₂ · ∂o₂/∂net₂ · ∂net₂/∂w₇");
    CHECK(two.symbols({1, false, 0, 1}) ==
          "∂E/∂w₂ = ∂E/∂o₁ · ∂o₁/∂net₁ · ∂net₁/∂H₁ · ∂H₁/∂net_H1 · ∂net_H1/∂w₂");
    CHECK(two.formulas({1, false, 0, 1}) == "2(o₁ − t₁) · o₁(1 − o₁) · w₅ · H₁(1 − H₁) · x₂");
    CHECK(two.symbols({2, true, 1, 0}) == "∂E/∂b_o2 = ∂E/∂o₂ · ∂o₂/∂net₂ · ∂net₂/∂b_o2");
    CHECK(two.formulas({2, true, 1, 0}) == "2(o₂ − t₂) · o₂(1 − o₂) · 1");

    const Traced houses("houses", Notation::Houses);
    CHECK(houses.symbols({2, false, 0, 1}) == "∂E/∂W_ho,2 = ∂E/∂O · ∂O/∂Z₂ · ∂Z₂/∂W_ho,2");
    CHECK(houses.formulas({2, false, 0, 1}) == "(O − Y) · O(1 − O) · h₁,₂");
    CHECK(houses.symbols({1, false, 1, 2}) == "∂E/∂W_ih,3→2 = ∂E/∂O · ∂O/∂Z₂ · ∂Z₂/∂h₁,₂ · "
                                              "∂h₁,₂/∂Z₁,₂ · ∂Z₁,₂/∂W_ih,3→2");
    CHECK(houses.formulas({1, false, 1, 2}) == "(O − Y) · O(1 − O) · W_ho,2 · h₁,₂(1 − h₁,₂) · X₃");
    CHECK(houses.symbols({2, true, 0, 0}) == "∂E/∂b_ho = ∂E/∂O · ∂O/∂Z₂ · ∂Z₂/∂b_ho");

    const Traced circle("circle", Notation::Houses); // three layers: its letters are general
    CHECK(circle.letters.notation == Notation::General);
    CHECK(circle.symbols({3, false, 0, 1}) == "∂E/∂w³₁₂ = ∂E/∂a³₁ · ∂a³₁/∂z³₁ · ∂z³₁/∂w³₁₂");
    CHECK(circle.formulas({3, false, 0, 1}) == "(a³₁ − y₁) · (1 − (a³₁)²) · a²₂");
}

TEST_CASE("what depends on the network and its loss is in the letters and formulas", "[notation]") {
    NetworkSpec network = network_of(3, Activation::Tanh, Activation::Sigmoid, BiasMode::Shared, 0);
    network.layers[0].units = 12;
    network.inputs = 12;
    const Letters letters = letters_for(Notation::General, network);
    CHECK(plain_text(parameter_letter(letters, {1, false, 11, 3})) == "w¹₁₂,₄");
    CHECK(plain_text(parameter_letter(letters, {1, false, 0, 8})) == "w¹₁₉");
    CHECK(plain_text(parameter_letter(letters, {2, true, 0, 0})) == "b²");
    const Factor output{FactorKind::ErrorByOutput, 3, 1, 0, 0.5};
    FormulaContext context;
    context.loss = {ErrorKind::Huber, Reduction::Mean, Reduction::Mean, 0.5};
    CHECK(plain_text(factor_formula(letters, output, context)) == "1/2·(a³₂ − y₂, cut to ±0.5)");
    context.averaged_examples = 6;
    context.loss.error = ErrorKind::Absolute;
    CHECK(plain_text(factor_formula(letters, output, context)) == "1/12·sign(a³₂ − y₂)");
    context = {};
    context.loss = {ErrorKind::CrossEntropy, Reduction::Sum, Reduction::Sum, 1};
    const Factor joint{FactorKind::ErrorByZ, 3, 1, 0, 0.5};
    CHECK(plain_text(factor_symbol(letters, joint)) == "∂E/∂z³₂");
    CHECK(plain_text(factor_formula(letters, joint, context)) == "(a³₂ − y₂)");
    context.targets_sum_to_one = false;
    CHECK(plain_text(factor_formula(letters, joint, context)) == "(a³₂·Σy − y₂)");
    const Factor masked{FactorKind::Weight, 2, 0, 4, 0.5, true};
    CHECK(plain_text(factor_formula(letters, masked, context)) == "w²₁₅·m¹₅");
}

TEST_CASE("every activation and error has the formula of its derivative", "[notation]") {
    for (std::size_t a = 0; a < std::size(k_activations); ++a) {
        INFO(k_activations[a].key);
        const std::string formula = slope_formula(static_cast<Activation>(a), "o_1", "net_1");
        CHECK(formula.empty() == is_output_only(static_cast<Activation>(a)));
        CHECK(formula.find('@') == std::string::npos);
    }
    CHECK(plain_text(slope_formula(Activation::Tanh, "h_1", "Z_1")) == "(1 − h₁²)");
    CHECK(plain_text(slope_formula(Activation::Softplus, "h_1", "Z_1")) == "σ(Z₁)");
    for (std::size_t e = 0; e < std::size(k_errors); ++e) {
        INFO(k_errors[e].key);
        const LossSpec loss{static_cast<ErrorKind>(e), Reduction::Sum, Reduction::Sum, 1};
        const std::string formula = error_slope_formula(loss, "o_1", "t_1");
        CHECK(formula.find("o_1") != std::string::npos);
        CHECK(formula.find('@') == std::string::npos);
    }
}

TEST_CASE("each factor of a path has a colour and mark of its own", "[notation]") {
    const Traced circle("circle", Notation::General);
    const ChainPath path = circle.rule({1, false, 0, 0}).paths.front();
    std::vector<std::int32_t> factor_numbers;
    for (std::size_t i = 0; i < path.factors.size(); ++i)
        factor_numbers.push_back(factor_number(path, i));
    CHECK(factor_numbers == std::vector<std::int32_t>{1, 2, 4, 5, 9, 10, 3});
    const Traced iris("iris", Notation::General); // ∂E/∂z, then the hidden layer
    const ChainPath joint = iris.rule({1, false, 0, 0}).paths.front();
    factor_numbers.clear();
    for (std::size_t i = 0; i < joint.factors.size(); ++i)
        factor_numbers.push_back(factor_number(joint, i));
    CHECK(factor_numbers == std::vector<std::int32_t>{1, 4, 5, 3});
}

TEST_CASE("markup becomes one line, and never fails", "[notation]") {
    CHECK(plain_text("\\frac{∂E}{∂w_5} = \\c{1}{2(o_1 − t_1)}") == "∂E/∂w₅ = 2(o₁ − t₁)");
    CHECK(plain_text("a^{2}_{13} W_{ho} e^{−x}") == "a²₁₃ W_ho e^−x");
    CHECK(plain_text("\\frac{a + b}{c·d}") == "(a + b)/(c·d)");
    CHECK(plain_text("\\v{2}{0.25} \\b{bold} A^T") == "0.25 bold Aᵀ");
    CHECK(plain_text("snake\\_case \\{\\} \\\\ 5\\^2") == "snake_case {} \\ 5^2");
    CHECK(plain_text("x_") == "x");
    CHECK(plain_text("\\frac{a") == "a/");
    CHECK(plain_text("}{ \\c{9") == "}{ ");
    CHECK(plain_text("a&=&b") == "a = b");
    CHECK(markup_cells("a_{1&2}&=&\\&").size() == 3);
    std::string deep;
    for (int i = 0; i < 100'000; ++i)
        deep += "\\b{_{";
    CHECK_FALSE(plain_text(deep).empty());
}

TEST_CASE("the articles' letters count outputs and biases where there are several", "[notation]") {
    NetworkSpec network =
        network_of(2, Activation::Tanh, Activation::Sigmoid, BiasMode::PerUnit, 0);
    network.inputs = 4;
    network.layers[0].units = 5;
    network.layers[1].units = 2;
    const Letters houses = letters_for(Notation::Houses, network);
    CHECK(plain_text(parameter_letter(houses, {2, false, 1, 0})) == "W_ho,1→2");
    CHECK(plain_text(parameter_letter(houses, {1, true, 2, 0})) == "b_ih,3");
    CHECK(plain_text(parameter_letter(houses, {2, true, 1, 0})) == "b_ho,2");
    CHECK(plain_text(activation_letter(houses, 0, 3)) == "X₄");
    CHECK(plain_text(activation_letter(houses, 2, 1)) == "O₂");
    CHECK(plain_text(z_letter(houses, 2, 1)) == "Z₂,₂");
    CHECK(plain_text(delta_letter(houses, 1, 4)) == "δ₁,₅");
    CHECK(plain_text(delta_letter(houses, 2, 1)) == "δ₂,₂");
    CHECK(plain_text(target_letter(houses, 1)) == "Y₂");
    CHECK(plain_text(mask_letter(houses, 1, 2)) == "m₃");
    const Letters numbered = letters_for(Notation::Numbered, network);
    CHECK(plain_text(parameter_letter(numbered, {2, false, 1, 0})) == "w₂₆");
    CHECK(plain_text(delta_letter(numbered, 1, 1)) == "δ_H2");
    CHECK(plain_text(delta_letter(numbered, 2, 0)) == "δ_o1");
    network.bias = BiasMode::Shared;
    CHECK(plain_text(parameter_letter(letters_for(Notation::Numbered, network), {2, true, 1, 0})) ==
          "b₂");
    CHECK(plain_text(parameter_letter(letters_for(Notation::Houses, network), {1, true, 0, 0})) ==
          "b_ih");
    network.layers[1].units = 1;
    CHECK(plain_text(activation_letter(letters_for(Notation::Houses, network), 2, 0)) == "O");
}

TEST_CASE("whole layers have the letters of the article", "[notation]") {
    const Letters numbered = Traced("mazur", Notation::Numbered).letters;
    const Letters houses = Traced("houses", Notation::Houses).letters;
    const auto of_layers = [](const Letters& letters) {
        std::string line;
        for (const std::string& letter :
             {activations_letter(letters, 0), activations_letter(letters, 1),
              activations_letter(letters, 2), z_matrix_letter(letters, 1),
              z_matrix_letter(letters, 2), delta_matrix_letter(letters, 1),
              delta_matrix_letter(letters, 2), weights_letter(letters, 1),
              biases_letter(letters, 2), targets_letter(letters)})
            line += plain_text(letter) + " ";
        return line;
    };
    CHECK(of_layers(numbered) == "x H o net_H net δ_H δ_o W₁ b₂ t ");
    CHECK(of_layers(houses) == "X h₁ O Z₁ Z₂ δ₁ δ₂ W_ih b_ho Y ");
    CHECK(natural_notation(DataSet::Houses) == Notation::Houses);
    for (const DataSet set : {DataSet::Mazur, DataSet::TwoClassA, DataSet::TwoClassB})
        CHECK(natural_notation(set) == Notation::Numbered);
    CHECK(natural_notation(DataSet::Circle) == Notation::General);
}

TEST_CASE("a name with signs of the markup stands for itself", "[notation]") {
    const std::string name = "x_1^{2} & \\b{y}";
    CHECK(plain_text(name) != name);
    CHECK(plain_text(literal_markup(name)) == name);
    CHECK(markup_cells(literal_markup(name)).size() == 1);
    CHECK(plain_text(parse_markup("\\b{a&b}_{12}")) == "a b₁₂");
}

} // namespace backprop::test
