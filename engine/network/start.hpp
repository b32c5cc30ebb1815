#pragma once

#include "engine/numerics/choice.hpp"

#include <cstdint>
#include <vector>

namespace backprop {

/// Where the parameters begin.
enum class StartRule : std::uint8_t {
    Zeros,
    Constant,
    Uniform,
    Normal,
    XavierUniform,
    XavierNormal,
    HeUniform,
    HeNormal,
    Given
};

/// U(low, high) is the uniform distribution, N(μ, σ) the normal one with standard deviation σ.
inline constexpr Choice k_start_rules[] = {
    {"zeros", "zeros", "w = 0"},
    {"constant", "constant", "w = c"},
    {"uniform", "uniform", "w ~ U(low, high)"},
    {"normal", "normal", "w ~ N(0, σ)"},
    {"xavier-uniform", "Xavier, uniform", "w ~ U(−r, r), r = √(6 / (n_in + n_out))"},
    {"xavier-normal", "Xavier, normal", "w ~ N(0, σ), σ = √(2 / (n_in + n_out))"},
    {"he-uniform", "He, uniform", "w ~ U(−r, r), r = √(6 / n_in)"},
    {"he-normal", "He, normal", "w ~ N(0, σ), σ = √(2 / n_in)"},
    {"given", "given numbers", "w as written"},
};
static_assert(has_row_for(k_start_rules, StartRule::Given));

/// A rule with its numbers, or the numbers themselves. In files a start without `rule` and with
/// `weights` and `biases` is `Given`.
struct StartSpec {
    StartRule rule = StartRule::Uniform;
    double low = -0.5;      ///< Uniform
    double high = 0.5;      ///< Uniform
    double value = 0.5;     ///< Constant
    double deviation = 0.5; ///< Normal: σ, 0 to 100
    double bias = 0.0;      ///< every bias, under every rule but Given
    std::int64_t seed = 1;  ///< 0 to 2^53
    std::vector<std::vector<std::vector<double>>> weights; ///< Given: [layer][to][from]
    std::vector<std::vector<double>> biases;               ///< Given: [layer][unit], one if shared
    bool operator==(const StartSpec&) const = default;
};

} // namespace backprop
