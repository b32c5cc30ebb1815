#pragma once

#include "engine/experiment/session.hpp"
#include "engine/network/parameter_place.hpp"

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

namespace backprop {

/// One way to do it.
struct ConventionOption {
    std::string_view key;
    bool (*chosen)(const Experiment&);
    Experiment (*with)(Experiment); ///< valid where the convention applies
};

/// Something that texts on backpropagation do differently, often without a word.
struct Convention {
    std::string_view key;
    std::span<const ConventionOption> options;
    bool (*applies)(const Experiment&); ///< false: no option makes sense here
};

/// ½ or not, sum or mean over outputs and over examples, one by one or in batches, biases per unit
/// or shared, trained or fixed, simultaneous or sequential update.
std::span<const Convention> conventions();

/// What comes of an experiment from its start weights on. NaN: not computed, or not finite.
struct Outcome {
    double loss = std::numeric_limits<double>::quiet_NaN();     ///< E over the training rows
    double gradient = std::numeric_limits<double>::quiet_NaN(); ///< of one parameter, first batch
    double loss_after_update = std::numeric_limits<double>::quiet_NaN();
    double loss_after_epochs = std::numeric_limits<double>::quiet_NaN();
    bool diverged = false;
};

/// A run that is made to see its outcome.
struct OutcomeRun {
    SessionPointer session; ///< null when the experiment was refused
    std::int64_t epochs = 0;
    Outcome outcome;
};

/// Computes the loss and the gradient at the start. `parameter` is looked for in the experiment's
/// network: its bias is the shared one where a layer has that, and the gradient is NaN where there
/// is no such parameter. Saved states, stop rules and the number of epochs are passed over; changes
/// in mid-run are made.
OutcomeRun begin_outcome(Experiment experiment, const ParameterPlace& parameter,
                         std::int64_t epochs);

/// Trains one update and computes the loss after it, then up to `updates` more updates with each
/// call, until `epochs` epochs are over. True while the outcome is not complete.
bool continue_outcome(OutcomeRun& run, std::int64_t updates);

} // namespace backprop
