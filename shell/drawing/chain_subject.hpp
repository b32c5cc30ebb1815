#pragma once

#include "engine/experiment/notation.hpp"
#include "shell/frame.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace backprop::shell {

/// The parameter's place in the engine's terms, and back. `part` is a weight or bias.
ParameterPlace place_of_part(const Selection& part);
Selection part_of_place(const ParameterPlace& place);

/// Where a factor comes from in the picture.
Selection part_of_factor(const Factor& factor);

/// True where the moment that computes it is over, or no pass is stepped through.
bool is_known(const Frame& frame, MomentKind kind, std::int32_t layer);
bool is_known(const Frame& frame, const Factor& factor);

/// A parameter whose chain rule is on screen, with all that its formulas need.
struct ChainSubject {
    Selection part;
    ParameterPlace place;
    std::int64_t parameter = 0; ///< its index
    NetworkLayout layout;
    Letters letters;
    std::string letter;                 ///< of the parameter, markup
    std::span<const double> parameters; ///< that the pass began with
    const PassTrace* trace = nullptr;   ///< of one example or of the batch
    bool is_batch = false;
    FormulaContext context;
    double tolerance = 0; ///< of the precision, relative to the sizes of what is summed
};

/// `parameters` as in network/layout.hpp.
ChainSubject make_subject(const Frame& frame, const Selection& part,
                          std::span<const double> parameters);

/// ∂E/∂(the parameter) of the whole trace, as the engine computed it.
double engine_gradient(const ChainSubject& subject);

/// What a product or sum comes to, bold, with two digits more than its parts; "—" before that.
std::string bold_result(const View& view, double value, bool known);

/// A number behind an operator: in brackets when negative, "—" where it is not known yet.
std::string term_number(const View& view, double value, bool known = true);

/// A number of the pass on a chip, "—" where it is not known yet: "\v{N}{0.2131}".
std::string value_chip(const View& view, std::int32_t number, double value, bool known);

} // namespace backprop::shell
