#pragma once

#include "engine/data/data_spec.hpp"
#include "engine/experiment/markup.hpp"
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
    General, ///< zˡⱼ, aˡⱼ, wˡⱼᵢ, bˡⱼ, yⱼ, E
    Houses, ///< article 1: X, Z₁, h₁, Z₂, O, Y, W_ih, W_ho, b_ih, b_ho; networks of one hidden
            ///< layer
    Numbered ///< article 2 and Mazur: w₁…w₈, x₁, H₁, net₁, o₁, t₁; networks of one hidden layer
};

inline constexpr Choice k_notations[] = {
    {"general", "zˡ, aˡ, wˡ", ""},
    {"houses", "Z₁, h₁, W_ih (article 1)", ""},
    {"numbered", "w₁ … w₈, H₁, o₁ (article 2)", ""},
};
static_assert(has_row_for(k_notations, Notation::Numbered));

/// The letters of the article that a data set comes from.
Notation natural_notation(DataSet set);

/// The letters of a network's parts. Layers count from 1 (0: inputs), units from 0; all texts are
/// markup (markup.hpp).
///
/// General: as in aˡⱼ, wˡⱼᵢ (to j from i); indices of two digits are parted by a comma.
/// Houses: unit j of the hidden layer is h_{1,j}, its weight from input i W_{ih,i→j}; the output's
/// weight from h_{1,j} W_{ho,j}. With one output O, Y, Z₂ have no index.
/// Numbered: w = 1 + to·inputs + from; the second layer continues. net_{Hj} and net_j are z.
struct Letters {
    Notation notation = Notation::General;
    std::int32_t layers = 1; ///< without the inputs
    std::int32_t inputs = 1;
    std::int32_t first_units = 1; ///< of layer 1
    std::int32_t outputs = 1;
    BiasMode bias = BiasMode::PerUnit;
};
/// `notation` becomes General where the network does not fit it.
Letters letters_for(Notation notation, const NetworkSpec& network);

std::string activation_letter(const Letters& letters, std::int32_t layer, std::int32_t unit);
std::string z_letter(const Letters& letters, std::int32_t layer, std::int32_t unit);
std::string delta_letter(const Letters& letters, std::int32_t layer, std::int32_t unit);
std::string mask_letter(const Letters& letters, std::int32_t layer, std::int32_t unit);
std::string target_letter(const Letters& letters, std::int32_t unit);
std::string parameter_letter(const Letters& letters, const ParameterPlace& place);

/// A whole layer's matrices: "Z_1", "h_1", "W_{ih}", "b_{ih}"; in general "Z^1", "A^1", "W^1",
/// "b^1".
std::string activations_letter(const Letters& letters, std::int32_t layer);
std::string z_matrix_letter(const Letters& letters, std::int32_t layer);
std::string delta_matrix_letter(const Letters& letters, std::int32_t layer);
std::string weights_letter(const Letters& letters, std::int32_t layer);
std::string biases_letter(const Letters& letters, std::int32_t layer);
std::string targets_letter(const Letters& letters);

/// "\frac{∂above}{∂below}".
std::string derivative_symbol(std::string_view above, std::string_view below);

/// A factor as a symbol, "\frac{∂E}{∂o_1}".
std::string factor_symbol(const Letters& letters, const Factor& factor);

/// What the formulas of factors depend on besides the letters.
struct FormulaContext {
    LossSpec loss;
    Activation activation = Activation::Sigmoid; ///< of the factor's layer
    std::int32_t averaged_examples = 1; ///< N where ∂E/∂… is that of the mean over N examples
    bool targets_sum_to_one = true;     ///< cross-entropy: ∂E/∂z = o − y, else o·Σy − y
};

/// So many numbers that are averaged: outputs of a mean over outputs times `examples`.
std::int64_t averaged_numbers(const LossSpec& loss, std::int32_t outputs, std::int32_t examples);

/// "\frac{1}{6}·", "2·", "" for 1: the factor above / below (both at least 1) in lowest terms.
std::string fraction_factor(std::int64_t above, std::int64_t below);

/// A factor as its formula, "2(o_1 − t_1)", "o_1(1 − o_1)", "H_1": sums are in brackets. A mean
/// over K outputs or N examples is the fraction before it.
std::string factor_formula(const Letters& letters, const Factor& factor,
                           const FormulaContext& context);

/// The derivatives alone, with these letters in them: f′(z), and ∂E/∂o or ∂E/∂z without reductions.
std::string slope_formula(Activation activation, std::string_view a, std::string_view z);
std::string error_slope_formula(const LossSpec& loss, std::string_view output,
                                std::string_view target);

/// The colour and mark of factor `index` of a path (\c{N}): 1 the error, 2 the slope of the output,
/// 3 the last factor; weights and slopes between them 4 and 5, 9 and 10, …
std::int32_t factor_number(const ChainPath& path, std::size_t index);

/// A path's factors, each in its colour, parted by "&·&".
std::string product_symbols(const Letters& letters, const ChainPath& path);
/// `context.activation` is not used: each factor has that of its layer.
std::string product_formulas(const Letters& letters, const ChainPath& path,
                             const NetworkLayout& layout, FormulaContext context);

} // namespace backprop
