#include "engine/experiment/conventions.hpp"

#include "engine/experiment/edit.hpp"
#include "engine/experiment/session_probe.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace backprop {

namespace {

template <ErrorKind Error>
constexpr ConventionOption error_option(std::string_view key) {
    return {key, [](const Experiment& experiment) { return experiment.loss.error == Error; },
            [](Experiment experiment) { return with_error(std::move(experiment), Error); }};
}

template <Reduction LossSpec::*Which, Reduction Value>
constexpr ConventionOption reduction_option(std::string_view key) {
    return {key, [](const Experiment& experiment) { return experiment.loss.*Which == Value; },
            [](Experiment experiment) {
                experiment.loss.*Which = Value;
                return experiment;
            }};
}

template <auto Member, auto Value>
constexpr ConventionOption training_option(std::string_view key) {
    return {key, [](const Experiment& experiment) { return experiment.training.*Member == Value; },
            [](Experiment experiment) {
                experiment.training.*Member = Value;
                return experiment;
            }};
}

template <BiasMode Mode>
constexpr ConventionOption bias_option(std::string_view key) {
    return {key, [](const Experiment& experiment) { return experiment.network.bias == Mode; },
            [](Experiment experiment) { return with_bias_mode(std::move(experiment), Mode); }};
}

constexpr ConventionOption k_half[] = {error_option<ErrorKind::HalfSquared>("half"),
                                       error_option<ErrorKind::Squared>("whole")};
constexpr ConventionOption k_over_outputs[] = {
    reduction_option<&LossSpec::over_outputs, Reduction::Sum>("sum"),
    reduction_option<&LossSpec::over_outputs, Reduction::Mean>("mean")};
constexpr ConventionOption k_over_examples[] = {
    reduction_option<&LossSpec::over_examples, Reduction::Sum>("sum"),
    reduction_option<&LossSpec::over_examples, Reduction::Mean>("mean")};
constexpr ConventionOption k_batch[] = {
    training_option<&TrainingSpec::batch, k_batch_all>("all"),
    training_option<&TrainingSpec::batch, std::int32_t{1}>("one-by-one")};
constexpr ConventionOption k_bias[] = {bias_option<BiasMode::PerUnit>("per-unit"),
                                       bias_option<BiasMode::Shared>("shared")};
constexpr ConventionOption k_train_biases[] = {
    training_option<&TrainingSpec::train_biases, true>("trained"),
    training_option<&TrainingSpec::train_biases, false>("fixed")};
constexpr ConventionOption k_update[] = {
    training_option<&TrainingSpec::update, UpdateOrder::Simultaneous>("simultaneous"),
    training_option<&TrainingSpec::update, UpdateOrder::Sequential>("sequential")};

bool is_squared(const Experiment& experiment) {
    return experiment.loss.error == ErrorKind::HalfSquared ||
           experiment.loss.error == ErrorKind::Squared;
}

bool chooses_over_outputs(const Experiment& experiment) {
    return experiment.loss.error != ErrorKind::CrossEntropy;
}

bool has_biases(const Experiment& experiment) {
    return experiment.network.bias != BiasMode::None;
}

bool always(const Experiment&) {
    return true;
}

constexpr Convention k_conventions[] = {
    {"half", k_half, is_squared},
    {"over-outputs", k_over_outputs, chooses_over_outputs},
    {"over-examples", k_over_examples, always},
    {"batch", k_batch, always},
    {"bias", k_bias, always},
    {"train-biases", k_train_biases, has_biases},
    {"update", k_update, always},
};

/// ∂E/∂(the parameter) of the next batch.
double next_gradient(Session& session, ParameterPlace place) {
    std::vector<LayerValues> layers;
    read_next_gradients(session, layers);
    constexpr double k_nothing = std::numeric_limits<double>::quiet_NaN();
    if (place.layer < 1 || place.layer > std::int32_t(layers.size())) return k_nothing;
    const LayerValues& layer = layers[std::size_t(place.layer - 1)];
    if (place.is_bias && layer.bias_gradients.size() == 1) place.to = 0;
    const std::vector<double>& gradients =
        place.is_bias ? layer.bias_gradients : layer.weight_gradients;
    const std::int64_t index =
        place.is_bias ? place.to : std::int64_t{place.to} * layer.inputs + place.from;
    return index < std::int64_t(gradients.size()) ? gradients[std::size_t(index)] : k_nothing;
}

double finite_or_nan(double value) {
    return std::isfinite(value) ? value : std::numeric_limits<double>::quiet_NaN();
}

/// Reads the loss at the end, if it is there. True while it is not.
bool read_end(OutcomeRun& run) {
    const Snapshot now = snapshot(*run.session);
    run.outcome.diverged = now.status == Status::Diverged;
    if (now.epoch >= run.epochs && now.train.loss) run.outcome.loss_after_epochs = *now.train.loss;
    return now.status == Status::Running;
}

} // namespace

std::span<const Convention> conventions() {
    return k_conventions;
}

OutcomeRun begin_outcome(Experiment experiment, const ParameterPlace& parameter,
                         std::int64_t epochs) {
    experiment.state.reset();
    experiment.training.stop = {};
    experiment.training.epochs = std::max<std::int64_t>(epochs, 1);
    OutcomeRun run;
    run.epochs = epochs;
    Result<SessionPointer> made = make_session(experiment);
    if (!made) return run;
    run.session = std::move(*made);
    Session& session = *run.session;
    if (!apply(session, command::Run{})) { // the loss is not finite
        run.outcome.diverged = true;
        run.session.reset();
        return run;
    }
    run.outcome.loss = *snapshot(session).train.loss;
    run.outcome.gradient = finite_or_nan(next_gradient(session, parameter));
    return run;
}

bool continue_outcome(OutcomeRun& run, std::int64_t updates) {
    if (!run.session) return false;
    const bool is_first = snapshot(*run.session).updates == 0;
    if (advance(*run.session, is_first ? 1 : updates) > 0 && is_first)
        run.outcome.loss_after_update = finite_or_nan(training_loss(*run.session));
    return read_end(run);
}

} // namespace backprop
