#pragma once

#include "engine/experiment/experiment.hpp"
#include "engine/experiment/fields.hpp"

#include <optional>

namespace backprop {

/// Changes that keep an experiment valid, whatever is picked. Start weights given as numbers no
/// longer fit a changed shape: such a start becomes uniform in −0.5..0.5, and names of frozen
/// parameters that are gone go. A saved state belongs to the experiment as it was: what begins
/// again drops it.

/// Switches to another data set so that it can be learnt at once: settings that suit houses drive
/// a circle off the scale. The set's own preset begins (presets.hpp), with the hidden layers that
/// the user built, if any; between generated sets every other setting stays as well, error and
/// output activation only where the outputs mean the same.
Experiment with_data_set(Experiment experiment, DataSet set);

/// Sets how many classes (2 to 10) blobs or rings have; the output layer follows.
Experiment with_classes(Experiment experiment, std::int32_t classes);

/// Sets what the network is given of two inputs, in this order, each once. No features, or x₁ and
/// x₂, are the columns themselves. Unchanged unless the data have two inputs.
Experiment with_features(Experiment experiment, const std::vector<Feature>& features);

/// Gives the network this feature too, in the order of k_features, or takes it away; the last one
/// stays.
Experiment with_feature_switched(Experiment experiment, Feature feature);
bool has_feature(const Experiment& experiment, Feature feature);

/// Inserts a hidden layer before position `layer` (0 to layers − 1), shaped like its neighbour.
/// Nothing, or the experiment unchanged, when that would break the limit of layers or of
/// parameters.
std::optional<NetworkSpec> with_layer_added(NetworkSpec network, std::int32_t layer);
Experiment with_layer_added(Experiment experiment, std::int32_t layer);

/// Removes hidden layer `layer`. Nothing, or unchanged, for the output layer, and where the layers
/// beside it would have too many weights between them.
std::optional<NetworkSpec> with_layer_removed(NetworkSpec network, std::int32_t layer);
Experiment with_layer_removed(Experiment experiment, std::int32_t layer);

/// Sets the number of units of hidden layer `layer`, clamped to the limits. Nothing, or unchanged,
/// for the output layer, whose units follow the data, for the number that is there, and beyond the
/// limit of parameters.
std::optional<NetworkSpec> with_units(NetworkSpec network, std::int32_t layer, std::int32_t units);
Experiment with_units(Experiment experiment, std::int32_t layer, std::int32_t units);

/// Sets the activation of one layer. A change of the output layer's activation that the error
/// does not fit changes the error as well.
Experiment with_activation(Experiment experiment, std::int32_t layer, Activation activation);

/// Sets the share of a hidden layer's units that are left out, clamped to 0..0.9. Unchanged for the
/// output layer.
Experiment with_dropout(Experiment experiment, std::int32_t layer, double share);

/// Sets how biases are held. Given start biases follow: a shared bias becomes every unit's, and
/// the units' mean becomes the shared one (their own value when all are equal).
Experiment with_bias_mode(Experiment experiment, BiasMode mode);

/// Sets the error; the output activation follows where it does not fit.
Experiment with_error(Experiment experiment, ErrorKind error);

/// Whether the targets are such that a session takes the error: hinge wants −1 and 1, the entropies
/// shares of classes. Errors that do not suit need not be offered.
bool error_suits(const Experiment& experiment, ErrorKind error);

/// Sets the optimizer, with its own defaults.
Experiment with_optimizer(Experiment experiment, Optimizer kind);

/// Sets one scalar field to a value that it takes, together with what must follow it.
Experiment with_field(Experiment experiment, const Field& field, double value);

/// Sets the activation of all hidden layers.
Experiment with_hidden_activation(Experiment experiment, Activation activation);

} // namespace backprop
