#pragma once

#include "engine/experiment/notation.hpp"
#include "shell/frame.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace backprop::shell {

/// How parts of a network are called. People count units from 1; layers count from 0 = inputs.

/// As tests and the page's interface know them: "unit 2.3", "weight 3: 2 to 1", "bias 2.3", and
/// "bias 2" for one that the layer shares. Empty for None.
std::string part_id(const Selection& part, BiasMode bias);

/// The part with this id; None for any other text. Whether the network has it is not looked at.
Selection part_with_id(std::string_view id);

/// As formulas write them: "a²₃" for a unit, "w³₁₂" (to unit 1 from unit 2), "b²₃", "b²". Indices
/// of two digits and more are set apart: "w³ 12,4".
std::string part_symbol(const Selection& part, BiasMode bias);

/// The letters that the open lesson asks for, otherwise those of the article that the data come
/// from.
Letters letters_of(const Frame& frame);

/// The same in those letters: "h₁,₂", "W_ih,3→2", "w₅".
std::string part_letter(const Frame& frame, const Selection& part);

/// The pre-activation of a unit: "z²₁", "Z₁,₂", "net₁".
std::string z_name(const Frame& frame, std::int32_t layer, std::int32_t unit);

/// `number` in raised and lowered digits.
std::string superscript(std::int64_t number);
std::string subscript(std::int64_t number);

/// A column's name with its last digits lowered: "x1" becomes "x₁"; others stay.
std::string pretty_name(std::string_view name);

/// Name `index`, without the "kind=" that all of several names begin with.
std::string class_label(const std::vector<std::string>& names, std::size_t index);

/// What a person reads on a unit: the column's name for inputs and for outputs that have one,
/// otherwise the symbol.
std::string unit_name(const Frame& frame, std::int32_t layer, std::int32_t unit);

/// The name of a column of the data, before features are made of it.
std::string column_name(const Frame& frame, std::int32_t column);

/// "inputs", "hidden 2", "output" (texts "layer.inputs", "layer.hidden", "layer.output").
std::string layer_name(const Experiment& experiment, std::int32_t layer);

} // namespace backprop::shell
