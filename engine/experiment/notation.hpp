#pragma once

#include "engine/network/chain_rule.hpp"
#include "engine/network/loss.hpp"
#include "engine/network/network_spec.hpp"
#include "engine/numerics/choice.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace backprop {

/// Whose letters the formulas are written in.
enum class Notation : std::uint8_t {
    General, ///< zˡⱼ, aˡⱼ, wˡⱼᵢ, bˡⱼ, y, E
    Houses, ///< article 1: X, Z₁, h₁, Z₂, O, Y, W_ih, W_ho, b_ih, b_ho; networks of one hidden
            ///< layer
    Numbered ///< article 2 and Mazur: w₁…w₈, x₁, H₁, net, o₁, t₁; networks of one hidden layer
};

inline constexpr Choice k_notations[] = {
    {"general", "zˡ, aˡ, wˡ", ""},
    {"houses", "Z₁, h₁, W_ih (article 1)", ""},
    {"numbered", "w₁ … w₈, H₁, o₁ (article 2)", ""},
};
static_assert(has_row_for(k_notations, Notation::Numbered));

/// Formulas are written in a small markup that shell/drawing/formula.hpp typesets:
///   _x, _{...}   lowered       ^x, ^{...}   raised       \frac{above}{below}
///   \c{N}{...}   factor number N: its own colour and mark
///   \b{...}      bold. Everything else stands for itself, in Unicode.
/// plain_text makes one line of it: "∂E/∂w₅ = …".
std::string plain_text(std::string_view markup);

/// The letters of a network's parts, as markup. Layers count from 1 (0: inputs), units from 0.
struct Letters {
    Notation notation = Notation::General;
    std::int32_t layers = 0;      ///< without the inputs
    std::int32_t first_units = 0; ///< of the first layer and of the inputs: numbers w₁, w₂, …
    std::int32_t inputs = 0;
    BiasMode bias = BiasMode::PerUnit;
};
/// `notation` becomes General where the network does not fit it.
Letters letters_for(Notation notation, const NetworkSpec& network);

std::string activation_letter(const Letters& letters, std::int32_t layer, std::int32_t unit);
std::string z_letter(const Letters& letters, std::int32_t layer, std::int32_t unit);
std::string delta_letter(const Letters& letters, std::int32_t layer, std::int32_t unit);
std::string target_letter(const Letters& letters, std::int32_t unit);
std::string parameter_letter(const Letters& letters, const ParameterPlace& place);

/// A whole layer's matrices: "Z_1", "h_1", "W_{ih}", "b_{ih}"; in general "Z^1", "A^1", "W^1",
/// "b^1".
std::string activations_letter(const Letters& letters, std::int32_t layer);
std::string z_matrix_letter(const Letters& letters, std::int32_t layer);
std::string weights_letter(const Letters& letters, std::int32_t layer);
std::string biases_letter(const Letters& letters, std::int32_t layer);
std::string targets_letter(const Letters& letters);

/// A factor as a symbol, "\frac{∂E}{∂o_1}", and as its formula, "2(o_1 − t_1)".
std::string factor_symbol(const Letters& letters, const Factor& factor);
std::string factor_formula(const Letters& letters, const Factor& factor, const LossSpec& loss,
                           Activation activation, std::int32_t outputs);

} // namespace backprop
