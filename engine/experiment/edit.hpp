#pragma once

#include "engine/experiment/experiment.hpp"

namespace backprop {

/// Changes of a network's shape or data that keep an experiment valid. Start weights given as
/// numbers no longer fit a changed shape: such a start becomes uniform in −0.5..0.5.

/// Switches to another data set. Where its inputs and targets fit the network, the network stays
/// and only its output activation and error follow; where they do not, the set's own preset
/// (presets.hpp) takes over, so that a visitor always meets a network that can learn.
Experiment with_data_set(Experiment experiment, DataSet set);

/// Inserts a hidden layer before position `layer` (0 to layers − 1), shaped like its neighbour.
/// Unchanged when the limit of layers is reached.
Experiment with_layer_added(Experiment experiment, std::int32_t layer);

/// Removes hidden layer `layer`. Unchanged for the output layer.
Experiment with_layer_removed(Experiment experiment, std::int32_t layer);

/// Sets the number of units of hidden layer `layer`, clamped to the limits. Unchanged for the
/// output layer, whose units follow the data.
Experiment with_units(Experiment experiment, std::int32_t layer, std::int32_t units);

/// Sets the activation of one layer. A change of the output layer's activation that the error
/// does not fit changes the error as well.
Experiment with_activation(Experiment experiment, std::int32_t layer, Activation activation);

/// Sets how biases are held. Given start biases follow: a shared bias becomes every unit's, and
/// the units' mean becomes the shared one (their own value when all are equal).
Experiment with_bias_mode(Experiment experiment, BiasMode mode);

/// Sets the activation of all hidden layers.
Experiment with_hidden_activation(Experiment experiment, Activation activation);

} // namespace backprop
