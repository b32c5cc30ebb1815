#pragma once

#include "shell/drawing/note.hpp"
#include "shell/frame.hpp"

#include <optional>
#include <string>
#include <vector>

namespace backprop::shell {

/// Numbers behind the parts of a picture, empty while the model does not have them: the snapshot
/// can be one step ahead of the model, and before the first update there are no gradients.
std::optional<double> activation_of(const ModelView& model, std::int32_t layer, std::int32_t unit,
                                    std::int32_t example);
std::optional<double> parameter_of(const ModelView& model, const Selection& part);
std::optional<double> gradient_of(const ModelView& model, const Selection& part);

/// While stepping ∂E/∂(the part) of the pass, "—" until it is computed; otherwise the last
/// update's.
std::optional<double> shown_gradient(const Frame& frame, const Selection& part);

/// z = Σ w a + b of one unit for a training example.
std::optional<double> pre_activation_of(const ModelView& model, std::int32_t layer,
                                        std::int32_t unit, std::int32_t example);

/// The bias that a unit has, its own or its layer's; None without one.
Selection bias_of_unit(const Experiment& experiment, std::int32_t layer, std::int32_t unit);

/// True when the part exists in this network.
bool exists(const Experiment& experiment, const Selection& part);

/// A number of a picture: four digits after the point, fewer where it is large.
std::string format_value(double value);

/// `digits` after the point, an exponent where that would be long: for columns of a table.
std::string format_cell(std::optional<double> value, int digits);

/// `format_value`, or "—" for a number that is not there.
std::string format_known(std::optional<double> value);

/// With its sign, five digits after the point, an exponent where it would vanish: "+0.02476".
std::string format_gradient(std::optional<double> gradient);

/// A number of a pass with as many digits as the view shows: so many after the point, fewer where
/// it is large, an exponent where it would be very large or vanish; "—" for one that is not there,
/// "?" where an exercise hides it.
std::string format_digits(const View& view, std::optional<double> value);

/// The same with "+" before positive numbers, for gradients.
std::string format_signed_digits(const View& view, std::optional<double> value);

/// All parameters in the order of network/layout.hpp, as the pass under way has them: those before
/// its update, where that is traced.
std::vector<double> pass_parameters(const ModelView& model);

/// What the note about a part says.
std::vector<NoteLine> describe_part(const Frame& frame, const Selection& part);

} // namespace backprop::shell
