#pragma once

#include "shell/frame.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace backprop::shell {

/// The numbers of the pass under way, from the traces of the model; empty for what has not been
/// computed yet at the present moment, and where there is no trace. Layers count from 0 = inputs.

/// A moment of a pass is shown, and the followed example has been traced.
bool is_stepping(const Frame& frame);

/// Units show maps over the input plane: with two inputs, and not while stepping.
bool shows_maps(const Frame& frame);

/// True for a moment that is over; between passes for all of them.
bool is_computed(const Frame& frame, MomentKind kind, std::int32_t layer);

/// Of the followed example; between passes what the present parameters give.
std::optional<double> shown_activation(const Frame& frame, std::int32_t layer, std::int32_t unit);

/// The number that a unit got last besides its activation: z on the way forward, then ∂E/∂a, f′(z)
/// and δ. `symbol` is empty where the moment's words must do.
struct UnitNumber {
    std::string symbol;
    std::optional<double> value;
    bool backward = false;
};
UnitNumber latest_number(const Frame& frame, std::int32_t layer, std::int32_t unit);

/// ∂E/∂(a weight or bias): of the followed example, or of the batch where the view says so.
std::optional<double> pass_gradient(const Frame& frame, const Selection& part);

/// What the update of this pass makes of a weight or bias.
struct Change {
    double before;
    double after;
};
std::optional<Change> pass_change(const Frame& frame, const Selection& part);

/// The error of the followed example.
std::optional<double> shown_error(const Frame& frame);

/// ∂E/∂o of an output of the followed example; empty where it is differentiated jointly.
std::optional<double> output_gradient(const Frame& frame, std::int32_t unit);

/// What the edges stand for (View::edges), in the shape of the parameters: gradients or updates;
/// what is not computed yet is 0.
std::vector<LayerValues> edge_values(const Frame& frame);

} // namespace backprop::shell
