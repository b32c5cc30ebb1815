#include "engine/experiment/notation.hpp"

#include "engine/experiment/number_text.hpp"

#include <iterator>
#include <numeric>

namespace backprop {

namespace {

using Text = std::string;

Text number(std::int32_t value) {
    return std::to_string(value);
}

Text lowered(std::string_view letter, std::string_view below) {
    return Text(letter) + "_{" + Text(below) + "}";
}

/// General: "a^2_{3}".
Text indexed(std::string_view letter, std::int32_t layer, std::string_view below) {
    return Text(letter) + "^{" + number(layer) + "}_{" + Text(below) + "}";
}

/// Houses: "h_{1,2}" of several units, "Z_2" of the only one.
Text in_layer(std::string_view letter, std::int32_t layer, std::int32_t units, std::int32_t unit) {
    const Text below = number(layer);
    return lowered(letter, layer == 2 && units == 1 ? below : below + "," + number(unit + 1));
}

bool is_output(const Letters& letters, std::int32_t layer) {
    return layer == letters.layers;
}

Text houses_weight(const Letters& letters, const ParameterPlace& place) {
    if (place.layer == 1)
        return lowered("W", "ih," + number(place.from + 1) + "→" + number(place.to + 1));
    const Text from = "ho," + number(place.from + 1);
    return lowered("W", letters.outputs == 1 ? from : from + "→" + number(place.to + 1));
}

Text houses_bias(const Letters& letters, const ParameterPlace& place) {
    const Text name(place.layer == 1 ? "ih" : "ho");
    const bool one = letters.bias == BiasMode::Shared || (place.layer == 2 && letters.outputs == 1);
    return lowered("b", one ? name : name + "," + number(place.to + 1));
}

Text numbered_parameter(const Letters& letters, const ParameterPlace& place) {
    const bool first = place.layer == 1;
    if (place.is_bias) {
        if (letters.bias == BiasMode::Shared) return lowered("b", number(place.layer));
        return lowered("b", (first ? "H" : "o") + number(place.to + 1));
    }
    const std::int64_t before = first ? 0 : std::int64_t{letters.inputs} * letters.first_units;
    const std::int64_t width = first ? letters.inputs : letters.first_units;
    return lowered("w", std::to_string(before + place.to * width + place.from + 1));
}

/// The derivatives of the activations, in the order of k_activations: @a stands for a, @q for a²,
/// @z for z. Softmax is only differentiated together with its error.
constexpr std::string_view k_slopes[] = {
    "1",
    "@a(1 − @a)",
    "(1 − @q)",
    "(1 for @z > 0, else 0)",
    "(1 for @z > 0, else 0.01)",
    "(1 for @z > 0, else @a + 1)",
    "(Φ(@z) + @z·φ(@z))",
    "σ(@z)(1 + @z(1 − σ(@z)))",
    "σ(@z)",
    "",
};
static_assert(std::size(k_slopes) == std::size(k_activations));

/// The derivatives of the errors, in the order of k_errors: @o stands for the output, @y for the
/// target, @d for Huber's δ.
constexpr std::string_view k_error_slopes[] = {
    "(@o − @y)",
    "2(@o − @y)",
    "sign(@o − @y)",
    "(@o − @y, cut to ±@d)",
    "(−@y for @y·@o < 1, else 0)",
    "(@o − @y)",
    "(@o − @y)",
};
static_assert(std::size(k_error_slopes) == std::size(k_errors));

struct Insert {
    char sign;
    std::string_view text;
};

Text filled(std::string_view pattern, std::initializer_list<Insert> inserts) {
    Text result;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != '@') {
            result += pattern[i];
            continue;
        }
        ++i;
        for (const Insert& insert : inserts)
            if (insert.sign == pattern[i]) result += insert.text;
    }
    return result;
}

/// With its mask of dropout where there is one.
Text masked(const Letters& letters, const Factor& factor, Text formula) {
    if (!factor.masked) return formula;
    return std::move(formula) + "·" + mask_letter(letters, factor.layer - 1, factor.from);
}

Text error_formula(const Letters& letters, const Factor& factor, const FormulaContext& context) {
    Text output = activation_letter(letters, factor.layer, factor.unit);
    const Text target = target_letter(letters, factor.unit);
    if (context.loss.error == ErrorKind::CrossEntropy && !context.targets_sum_to_one)
        output += "·Σ" + targets_letter(letters);
    const std::int64_t averaged =
        averaged_numbers(context.loss, letters.outputs, context.averaged_examples);
    return fraction_factor(1, averaged) + error_slope_formula(context.loss, output, target);
}

} // namespace

Notation natural_notation(DataSet set) {
    if (set == DataSet::Houses) return Notation::Houses;
    const bool numbered =
        set == DataSet::Mazur || set == DataSet::TwoClassA || set == DataSet::TwoClassB;
    return numbered ? Notation::Numbered : Notation::General;
}

Letters letters_for(Notation notation, const NetworkSpec& network) {
    Letters letters;
    letters.layers = static_cast<std::int32_t>(network.layers.size());
    letters.notation = letters.layers == 2 ? notation : Notation::General;
    letters.inputs = input_width(network);
    letters.first_units = network.layers.front().units;
    letters.outputs = network.layers.back().units;
    letters.bias = network.bias;
    return letters;
}

std::string activation_letter(const Letters& letters, std::int32_t layer, std::int32_t unit) {
    const Text index = number(unit + 1);
    switch (letters.notation) {
    case Notation::General:
        return indexed("a", layer, index);
    case Notation::Houses:
        if (layer == 1) return in_layer("h", layer, letters.first_units, unit);
        if (layer == 2 && letters.outputs == 1) return "O";
        return lowered(layer == 0 ? "X" : "O", index);
    case Notation::Numbered:
        return lowered(layer == 0 ? "x" : layer == 1 ? "H" : "o", index);
    }
    return {};
}

std::string z_letter(const Letters& letters, std::int32_t layer, std::int32_t unit) {
    const Text index = number(unit + 1);
    switch (letters.notation) {
    case Notation::General:
        return indexed("z", layer, index);
    case Notation::Houses:
        return in_layer("Z", layer, letters.outputs, unit);
    case Notation::Numbered:
        return lowered("net", layer == 1 ? "H" + index : index);
    }
    return {};
}

std::string delta_letter(const Letters& letters, std::int32_t layer, std::int32_t unit) {
    const Text index = number(unit + 1);
    switch (letters.notation) {
    case Notation::General:
        return indexed("δ", layer, index);
    case Notation::Houses:
        return in_layer("δ", layer, letters.outputs, unit);
    case Notation::Numbered:
        return lowered("δ", (layer == 1 ? "H" : "o") + index);
    }
    return {};
}

std::string mask_letter(const Letters& letters, std::int32_t layer, std::int32_t unit) {
    const Text index = number(unit + 1);
    return letters.notation == Notation::General ? indexed("m", layer, index) : lowered("m", index);
}

std::string target_letter(const Letters& letters, std::int32_t unit) {
    switch (letters.notation) {
    case Notation::General:
        break;
    case Notation::Houses:
        return letters.outputs == 1 ? "Y" : lowered("Y", number(unit + 1));
    case Notation::Numbered:
        return lowered("t", number(unit + 1));
    }
    return lowered("y", number(unit + 1));
}

std::string parameter_letter(const Letters& letters, const ParameterPlace& place) {
    switch (letters.notation) {
    case Notation::General:
        break;
    case Notation::Houses:
        return place.is_bias ? houses_bias(letters, place) : houses_weight(letters, place);
    case Notation::Numbered:
        return numbered_parameter(letters, place);
    }
    if (place.is_bias)
        return letters.bias == BiasMode::Shared ? "b^{" + number(place.layer) + "}"
                                                : indexed("b", place.layer, number(place.to + 1));
    const bool short_indices = place.to < 9 && place.from < 9;
    return indexed("w", place.layer,
                   number(place.to + 1) + (short_indices ? "" : ",") + number(place.from + 1));
}

/// "A^{2}", or the letter that an article has for this layer.
static Text matrix_letter(const Letters& letters, std::string_view general, std::int32_t layer,
                          std::string_view article) {
    if (letters.notation == Notation::General) return Text(general) + "^{" + number(layer) + "}";
    return Text(article);
}

std::string activations_letter(const Letters& letters, std::int32_t layer) {
    const bool houses = letters.notation == Notation::Houses;
    const std::string_view hidden = houses ? "h_1" : "H", outputs = houses ? "O" : "o";
    const std::string_view inputs = houses ? "X" : "x";
    return matrix_letter(letters, "A", layer,
                         layer == 0                  ? inputs
                         : is_output(letters, layer) ? outputs
                                                     : hidden);
}

std::string z_matrix_letter(const Letters& letters, std::int32_t layer) {
    if (letters.notation == Notation::Houses) return lowered("Z", number(layer));
    return matrix_letter(letters, "Z", layer, layer == 1 ? "net_H" : "net");
}

std::string delta_matrix_letter(const Letters& letters, std::int32_t layer) {
    if (letters.notation == Notation::Houses) return lowered("δ", number(layer));
    return matrix_letter(letters, "δ", layer, layer == 1 ? "δ_H" : "δ_o");
}

std::string weights_letter(const Letters& letters, std::int32_t layer) {
    if (letters.notation == Notation::Numbered) return lowered("W", number(layer));
    return matrix_letter(letters, "W", layer, layer == 1 ? "W_{ih}" : "W_{ho}");
}

std::string biases_letter(const Letters& letters, std::int32_t layer) {
    if (letters.notation == Notation::Numbered) return lowered("b", number(layer));
    return matrix_letter(letters, "b", layer, layer == 1 ? "b_{ih}" : "b_{ho}");
}

std::string targets_letter(const Letters& letters) {
    switch (letters.notation) {
    case Notation::General:
        return "y";
    case Notation::Houses:
        return "Y";
    case Notation::Numbered:
        return "t";
    }
    return {};
}

std::string derivative_symbol(std::string_view above, std::string_view below) {
    return "\\frac{∂" + Text(above) + "}{∂" + Text(below) + "}";
}

std::string factor_symbol(const Letters& letters, const Factor& factor) {
    const Text z = z_letter(letters, factor.layer, factor.unit);
    const bool is_bias = factor.kind == FactorKind::One;
    switch (factor.kind) {
    case FactorKind::ErrorByOutput:
        return derivative_symbol("E", activation_letter(letters, factor.layer, factor.unit));
    case FactorKind::ErrorByZ:
        return derivative_symbol("E", z);
    case FactorKind::Slope:
        return derivative_symbol(activation_letter(letters, factor.layer, factor.unit), z);
    case FactorKind::Weight:
        return derivative_symbol(z, activation_letter(letters, factor.layer - 1, factor.from));
    case FactorKind::Input:
    case FactorKind::One:
        break;
    }
    return derivative_symbol(
        z, parameter_letter(letters, {factor.layer, is_bias, factor.unit, factor.from}));
}

std::string slope_formula(Activation activation, std::string_view a, std::string_view z) {
    const bool is_raised = a.find('^') != std::string_view::npos;
    const Text square = is_raised ? "(" + Text(a) + ")^2" : Text(a) + "^2";
    return filled(k_slopes[static_cast<std::size_t>(activation)],
                  {{'a', a}, {'z', z}, {'q', square}});
}

std::string error_slope_formula(const LossSpec& loss, std::string_view output,
                                std::string_view target) {
    return filled(k_error_slopes[static_cast<std::size_t>(loss.error)],
                  {{'o', output}, {'y', target}, {'d', number_text(loss.delta)}});
}

std::int64_t averaged_numbers(const LossSpec& loss, std::int32_t outputs, std::int32_t examples) {
    const bool over_outputs =
        loss.over_outputs == Reduction::Mean && loss.error != ErrorKind::CrossEntropy;
    return std::int64_t{over_outputs ? outputs : 1} * examples;
}

std::string fraction_factor(std::int64_t above, std::int64_t below) {
    const std::int64_t common = std::gcd(above, below);
    const Text top = std::to_string(above / common), bottom = std::to_string(below / common);
    if (bottom != "1") return "\\frac{" + top + "}{" + bottom + "}·";
    return top == "1" ? Text() : top + "·";
}

std::string factor_formula(const Letters& letters, const Factor& factor,
                           const FormulaContext& context) {
    switch (factor.kind) {
    case FactorKind::ErrorByOutput:
    case FactorKind::ErrorByZ:
        return error_formula(letters, factor, context);
    case FactorKind::Slope:
        return slope_formula(context.activation,
                             activation_letter(letters, factor.layer, factor.unit),
                             z_letter(letters, factor.layer, factor.unit));
    case FactorKind::Weight:
        return masked(letters, factor,
                      parameter_letter(letters, {factor.layer, false, factor.unit, factor.from}));
    case FactorKind::Input:
        return masked(letters, factor, activation_letter(letters, factor.layer - 1, factor.from));
    case FactorKind::One:
        break;
    }
    return "1";
}

std::int32_t factor_number(const ChainPath& path, std::size_t index) {
    const bool joint = path.factors.front().kind == FactorKind::ErrorByZ;
    const auto at = static_cast<std::int32_t>(index) + (joint && index > 0 ? 1 : 0);
    if (at == 0) return 1;
    if (index + 1 == path.factors.size()) return 3;
    if (at == 1) return 2;
    const std::int32_t pair = (at - 2) / 2; // weight and slope of a layer
    return 4 + 5 * pair + (at - 2) % 2;
}

/// Each factor in its colour, parted by "&·&".
template <class Write>
static Text product_of(const ChainPath& path, Write write) {
    Text line;
    for (std::size_t i = 0; i < path.factors.size(); ++i) {
        if (i > 0) line += "&·&";
        line += "\\c{" + number(factor_number(path, i)) + "}{" + write(path.factors[i]) + "}";
    }
    return line;
}

std::string product_symbols(const Letters& letters, const ChainPath& path) {
    return product_of(path, [&](const Factor& factor) { return factor_symbol(letters, factor); });
}

std::string product_formulas(const Letters& letters, const ChainPath& path,
                             const NetworkLayout& layout, FormulaContext context) {
    return product_of(path, [&](const Factor& factor) {
        context.activation = layout.layers[static_cast<std::size_t>(factor.layer) - 1].activation;
        return factor_formula(letters, factor, context);
    });
}

} // namespace backprop
