// The gradient check is checked: kernels with a mistake planted in a derivative or a sum do not get
// past it, and the right ones do.

#include "tests/engine/pass_check.hpp"
#include "tests/mistakes/mistakes.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <cstdio>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace backprop;
using namespace backprop::test;

namespace {

struct NamedCase {
    std::string name;
    PassCase pass;
};

NamedCase make_case(Activation hidden, Activation output, ErrorKind error) {
    NamedCase made;
    made.name = std::string(choice_of(k_activations, hidden).key) + ", " +
                std::string(choice_of(k_activations, output).key) + ", " +
                std::string(choice_of(k_errors, error).key);
    made.pass.network.inputs = 3;
    made.pass.network.layers = {{5, hidden}, {4, hidden}, {3, output}};
    made.pass.loss.error = error;
    made.pass.loss.delta = 0.75;
    made.pass.loss.over_examples = Reduction::Mean;
    return made;
}

/// Networks that use every activation, in hidden layers and in the output layer, every error,
/// every bias mode, dropout, and batches of one, several and more than one block.
std::vector<NamedCase> make_cases() {
    std::vector<NamedCase> cases;
    for (std::size_t a = 0; a < std::size(k_activations); ++a) {
        const auto activation = static_cast<Activation>(a);
        if (!is_output_only(activation))
            cases.push_back(make_case(activation, activation, ErrorKind::HalfSquared));
    }
    for (const ErrorRow& row : k_error_rows)
        for (std::size_t a = 0; a < std::size(k_activations); ++a)
            if (error_fits(row.error, static_cast<Activation>(a)))
                cases.push_back(make_case(Activation::Tanh, static_cast<Activation>(a), row.error));
    const auto add = [&](const char* name, Activation hidden, auto change) {
        NamedCase made = make_case(hidden, Activation::Linear, ErrorKind::Squared);
        change(made.pass);
        made.name += ", " + std::string(name);
        cases.push_back(made);
    };
    add("shared biases", Activation::Sigmoid,
        [](PassCase& pass) { pass.network.bias = BiasMode::Shared; });
    add("no biases", Activation::Tanh, [](PassCase& pass) { pass.network.bias = BiasMode::None; });
    add("one example", Activation::Tanh, [](PassCase& pass) { pass.examples = 1; });
    add("300 examples", Activation::Tanh, [](PassCase& pass) { pass.examples = 300; });
    add("300 examples, shared biases", Activation::Tanh, [](PassCase& pass) {
        pass.examples = 300;
        pass.network.bias = BiasMode::Shared;
    });
    for (const Activation hidden : {Activation::Tanh, Activation::Gelu})
        add("dropout", hidden, [](PassCase& pass) {
            for (LayerSpec& layer : pass.network.layers)
                layer.dropout = 0.4;
        });
    return cases;
}

} // namespace

TEST_CASE("the right kernels pass the gradient check") {
    for (const NamedCase& named : make_cases())
        for (const Kernels<double>* right : {&kernels<double>(), &unchanged_kernels()}) {
            const PassCheck check = check_pass(named.pass, *right);
            INFO(right->name << ", " << named.name << ": parameter " << check.parameter << ", "
                             << check.analytic << " beside " << check.numeric);
            CHECK(check.excess <= 1.0);
        }
}

TEST_CASE("the gradient check catches every planted mistake") {
    const std::vector<NamedCase> cases = make_cases();
    std::set<std::string> names;
    for (const Kernels<double>* mistaken : planted_mistakes()) {
        names.insert(mistaken->name);
        const NamedCase* caught = nullptr;
        PassCheck check;
        for (const NamedCase& named : cases) {
            check = check_pass(named.pass, *mistaken);
            if (check.excess > 1.0) {
                caught = &named;
                break;
            }
        }
        INFO(mistaken->name);
        CHECK(caught != nullptr);
        if (caught)
            std::printf("caught %s: %s, parameter %d, %.6g instead of %.6g\n", mistaken->name,
                        caught->name.c_str(), int(check.parameter), check.analytic, check.numeric);
    }
    CHECK(names.size() == planted_mistakes().size());
    CHECK(names.size() >= 30);
}
