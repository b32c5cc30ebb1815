#pragma once

#include "engine/experiment/experiment.hpp"
#include "engine/experiment/fields.hpp"

#include <optional>
#include <vector>

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

/// Whether the network is given this of its two inputs.
bool has_feature(const NetworkSpec& network, Feature feature);

/// The network of another shape; nothing where that would be beyond the limits of layers or
/// parameters, or no change: a hidden layer more before position `layer` (0 to layers − 1), shaped
/// like its neighbour; hidden layer `layer` less; another number of units in hidden layer `layer`,
/// clamped to the limits. The units of the output layer follow the data. Of two inputs it can be
/// given features, in this order, each once (none, or x₁ and x₂, are the columns themselves); or
/// one more in the order of k_features, or less, of which the last stays.
std::optional<NetworkSpec> network_with_layer_added(NetworkSpec network, std::int32_t layer);
std::optional<NetworkSpec> network_with_layer_removed(NetworkSpec network, std::int32_t layer);
std::optional<NetworkSpec> network_with_units(NetworkSpec network, std::int32_t layer,
                                              std::int32_t units);
std::optional<NetworkSpec> network_with_features(NetworkSpec network,
                                                 const std::vector<Feature>& features);
std::optional<NetworkSpec> network_with_feature_switched(const NetworkSpec& network,
                                                         Feature feature);

/// Gives the experiment that network; unchanged where there is none.
Experiment with_layer_added(Experiment experiment, std::int32_t layer);
Experiment with_layer_removed(Experiment experiment, std::int32_t layer);
Experiment with_units(Experiment experiment, std::int32_t layer, std::int32_t units);
Experiment with_features(Experiment experiment, const std::vector<Feature>& features);
Experiment with_feature_switched(Experiment experiment, Feature feature);

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
