// Start weights: the distributions of the rules.

#include "engine/network/initialize.hpp"
#include "engine/numerics/state_hash.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <span>
#include <vector>

using namespace backprop;

namespace {

constexpr std::int32_t k_inputs = 200;
constexpr std::int32_t k_units = 300;

StartSpec start_of(StartRule rule) {
    StartSpec start;
    start.rule = rule;
    start.low = -0.25;
    start.high = 0.75;
    start.value = 0.125;
    start.deviation = 1.5;
    start.bias = 0.0625;
    start.seed = 3;
    return start;
}

std::vector<double> start_parameters(const StartSpec& start) {
    NetworkSpec network;
    network.inputs = k_inputs;
    network.layers = {{k_units, Activation::Tanh}};
    const NetworkLayout layout = make_layout(network);
    std::vector<double> parameters(std::size_t(layout.parameter_count));
    initialize<double>(layout, start, parameters);
    return parameters;
}

} // namespace

TEST_CASE("start weights have the mean, the deviation and the range of their rule") {
    struct Row {
        StartRule rule;
        double mean, variance;
        double range; ///< no weight is further from the mean
    };
    const double in = k_inputs;
    const double out = k_units;
    for (const Row& row : {
             Row{StartRule::Zeros, 0.0, 0.0, 0.0},
             Row{StartRule::Constant, 0.125, 0.0, 0.0},
             Row{StartRule::Uniform, 0.25, 1.0 / 12, 0.5},
             Row{StartRule::Normal, 0.0, 2.25, 1.5 * 6},
             Row{StartRule::XavierUniform, 0.0, 2 / (in + out), std::sqrt(6 / (in + out))},
             Row{StartRule::XavierNormal, 0.0, 2 / (in + out), std::sqrt(2 / (in + out)) * 6},
             Row{StartRule::HeUniform, 0.0, 2 / in, std::sqrt(6 / in)},
             Row{StartRule::HeNormal, 0.0, 2 / in, std::sqrt(2 / in) * 6},
         }) {
        INFO(choice_of(k_start_rules, row.rule).key);
        const std::vector<double> parameters = start_parameters(start_of(row.rule));
        const std::size_t count = std::size_t(k_inputs) * std::size_t(k_units);
        double sum = 0.0;
        double squares = 0.0;
        double furthest = 0.0;
        for (const double weight : std::span(parameters).first(count)) {
            const double distance = weight - row.mean;
            sum += distance;
            squares += distance * distance;
            furthest = std::fmax(furthest, std::fabs(distance));
        }
        const double deviation = std::sqrt(row.variance);
        CHECK(std::fabs(sum / double(count)) <= 5 * deviation / std::sqrt(double(count)));
        CHECK(std::fabs(squares / double(count) - row.variance) <= 0.03 * row.variance);
        CHECK(furthest <= row.range);
        CHECK(furthest >= 0.6 * row.range); // 4 deviations, or nearly the whole interval
        for (const double bias : std::span(parameters).subspan(count))
            CHECK(bias == 0.0625);
    }
}

TEST_CASE("start weights have the pinned bits, and another seed gives others") {
    StateHash hash;
    for (std::size_t rule = 0; rule < std::size_t(StartRule::Given); ++rule)
        add<double>(hash, start_parameters(start_of(static_cast<StartRule>(rule))));
    CHECK(to_hex16(hash) == "d2156a22e78b7b51");
    StartSpec other = start_of(StartRule::HeNormal);
    other.seed = 4;
    CHECK(start_parameters(other) != start_parameters(start_of(StartRule::HeNormal)));
}
