// A session's commands.

#include "engine/experiment/edit.hpp"
#include "engine/experiment/fields.hpp"
#include "engine/experiment/session_state.hpp"

#include <cmath>
#include <utility>

namespace backprop {

void pause(Session& session) {
    if (session.status == Status::Running) session.status = Status::Paused;
}

void SessionDeleter::operator()(Session* session) const {
    delete session;
}

namespace {

constexpr LiveField k_live_fields[] = {LiveField::LearningRate, LiveField::Batch,
                                       LiveField::RegularizationRate};

std::optional<LiveField> live_field(std::string_view path) {
    if (path == "training.learning_rate") return LiveField::LearningRate;
    if (path == "training.batch") return LiveField::Batch;
    if (path == "training.regularization.rate") return LiveField::RegularizationRate;
    return std::nullopt;
}

bool means_something(const TrainingSpec& training, LiveField field) {
    return field != LiveField::RegularizationRate ||
           training.regularization.kind != Regularization::None;
}

/// Gives a live field its value from now on: at the very start the run begins with it, later it is
/// a change of the run. The user has taken over: changes of that field still to come are dropped.
void change_live_value(Session& session, LiveField field, double value) {
    TrainingSpec& training = session.experiment.training;
    const TrainingMoment moment = present_moment(session);
    const bool at_start = moment == TrainingMoment{};
    forget_changes_from(training, moment, field);
    if (at_start || !means_something(training, field)) {
        LiveValues first = first_values(training);
        set(first, field, value);
        set_first_values(training, first);
        if (at_start) session.planned_changes = training.changes;
    } else {
        record_change(training, moment, field, value);
        session.edited = true;
    }
    std::visit([&](auto& trainer) { sync_live_values(session, trainer); }, session.trainer);
}

std::optional<Error> too_many_changes(const Session& session) {
    if (session.experiment.training.changes.size() < k_max_changes) return std::nullopt;
    return Error{"training.changes", "a run has at most " + std::to_string(k_max_changes) +
                                         " changes: reset to go on with the present values"};
}

/// The experiment with everything from `other` that changes at once, or changes nothing: the name,
/// and fields that mean nothing in either.
Experiment with_live_parts(Experiment experiment, const Experiment& other) {
    for (const Field& field : fields())
        if (field.effect != Effect::Restart ||
            (!field.applies(experiment) && !field.applies(other)))
            field.set(experiment, field.get(other));
    experiment.name = other.name;
    return experiment;
}

Result<Done> change_live_parts(Session& session, Experiment experiment) {
    const LiveValues before = first_values(session.experiment.training);
    const LiveValues wanted = first_values(experiment.training);
    if (before != wanted)
        if (const std::optional<Error> problem = too_many_changes(session)) return *problem;
    set_first_values(experiment.training, before);
    session.experiment = std::move(experiment);
    for (const LiveField field : k_live_fields)
        if (get(wanted, field) != get(before, field))
            change_live_value(session, field, get(wanted, field));
    fit_status_to_goals(session);
    ++session.revision;
    return Done{};
}

/// What a run begins with after this one: the values as the user has left them, without the changes
/// that led there; if the user has changed nothing, what this run began with. Values that
/// `experiment` itself changes stay as it has them, and so does one with a state, which has its own
/// run behind it.
Experiment with_values_of_now(const Session& session, Experiment experiment) {
    TrainingSpec& training = experiment.training;
    const TrainingSpec& old = session.experiment.training;
    if (training.changes != old.changes || experiment.state) return experiment;
    if (!session.edited) {
        training.changes = session.planned_changes;
        return experiment;
    }
    const LiveValues before = first_values(old);
    const LiveValues now = live_values(session);
    LiveValues first = first_values(training);
    for (const LiveField field : k_live_fields)
        if (get(first, field) == get(before, field)) set(first, field, get(now, field));
    set_first_values(training, first);
    training.changes.clear();
    return experiment;
}

/// Begins another experiment; a run that was going on goes on with it, unless it has diverged or
/// reached its goals before it began.
Result<Done> begin_and_go_on(Session& session, Experiment experiment) {
    const bool was_running = session.status == Status::Running;
    Result<Done> begun = begin_experiment(session, std::move(experiment));
    const bool can_run = session.status == Status::Ready || session.status == Status::Paused;
    if (begun && was_running && can_run) session.status = Status::Running;
    return begun;
}

Result<Done> change(Session& session, Experiment experiment) {
    if (Result<Done> valid = validate(experiment); !valid) return valid.error;
    if (with_live_parts(session.experiment, experiment) == experiment)
        return change_live_parts(session, std::move(experiment));
    return begin_and_go_on(session, with_values_of_now(session, std::move(experiment)));
}

Result<Done> run_command(Session& session, command::Load&& load) {
    if (Result<Done> valid = validate(load.experiment); !valid) return valid.error;
    return begin_experiment(session, std::move(load.experiment));
}

Result<Done> run_command(Session& session, command::Change&& wanted) {
    return change(session, std::move(wanted.experiment));
}

Result<Done> run_command(Session& session, command::Set&& set) {
    const Field* field = find_field(set.path);
    if (!field) return Error{set.path, "is not a field of an experiment"};
    if (Result<Done> valid = check_value(*field, set.value); !valid) return valid.error;
    const std::optional<LiveField> live = live_field(set.path);
    if (!live) return change(session, with_field(session.experiment, *field, set.value));
    if (get(live_values(session), *live) != set.value) {
        if (const std::optional<Error> problem = too_many_changes(session)) return *problem;
        change_live_value(session, *live, set.value);
    }
    ++session.revision;
    return Done{};
}

Result<Done> run_command(Session& session, command::Run&&) {
    if (!session.train.loss) return *obstacle(session);
    session.divergence.reset();
    session.moment = 0;
    session.status = obstacle(session) ? Status::Finished : Status::Running;
    ++session.revision;
    return Done{};
}

Result<Done> run_command(Session& session, command::Pause&&) {
    pause(session);
    ++session.revision;
    return Done{};
}

Result<Done> run_command(Session& session, command::Reset&&) {
    session.experiment = with_values_of_now(session, session.experiment);
    restart_run(session);
    return Done{};
}

Result<Done> run_command(Session& session, command::Replay&&) {
    // What Reset does later is the same with and without a replay before it.
    const bool edited = session.edited;
    std::vector<TrainingChange> planned = std::move(session.planned_changes);
    restart_run(session);
    session.edited = edited;
    session.planned_changes = std::move(planned);
    return Done{};
}

/// Given weights that all lie in 0..1, as article 1 has them, are replaced by others in 0..1.
bool all_in_unit_interval(const StartSpec& start) {
    for (const auto& layer : start.weights)
        for (const auto& row : layer)
            for (const double weight : row)
                if (weight < 0.0 || weight > 1.0) return false;
    return true;
}

/// Whether a rule draws its weights.
bool is_random(StartRule rule) {
    return rule != StartRule::Zeros && rule != StartRule::Constant && rule != StartRule::Given;
}

StartSpec other_start(const StartSpec& start) {
    StartSpec other = start;
    if (is_random(start.rule)) {
        other.seed = start.seed < k_max_seed ? start.seed + 1 : 0;
        return other;
    }
    const bool positive = start.rule == StartRule::Given && all_in_unit_interval(start);
    other.rule = StartRule::Uniform;
    other.low = positive ? 0.0 : -0.5;
    other.high = positive ? 1.0 : 0.5;
    other.weights.clear();
    other.biases.clear();
    return other;
}

Result<Done> run_command(Session& session, command::NewWeights&&) {
    Experiment experiment = session.experiment;
    experiment.start = other_start(experiment.start);
    return change(session, std::move(experiment));
}

Result<Done> run_command(Session& session, command::Step&& step) {
    return step_forward(session, step.what);
}

Result<Done> run_command(Session& session, command::StepBack&& step) {
    return step_back(session, step.what);
}

Result<Done> run_command(Session& session, command::GoToMoment&& go) {
    return go_to_moment(session, go.moment);
}

/// The present parameters as given start weights.
StartSpec given_start(const Session& session, const std::vector<double>& parameters) {
    StartSpec start = session.experiment.start;
    start.rule = StartRule::Given;
    start.weights.clear();
    start.biases.clear();
    for (const LayerLayout& layer : make_layout(session.experiment.network).layers) {
        const double* weight = parameters.data() + layer.weights;
        std::vector<std::vector<double>>& rows = start.weights.emplace_back();
        for (std::int32_t unit = 0; unit < layer.units; ++unit, weight += layer.inputs)
            rows.emplace_back(weight, weight + layer.inputs);
        const double* bias = parameters.data() + layer.biases;
        start.biases.emplace_back(bias, bias + layer.bias_count);
    }
    return start;
}

Result<Done> run_command(Session& session, command::SetParameter&& set) {
    Experiment experiment = current_experiment(session, true);
    std::vector<double>& parameters = experiment.state->parameters;
    if (set.parameter < 0 || set.parameter >= static_cast<std::int64_t>(parameters.size()))
        return Error{"parameter", "is no parameter of this network"};
    if (!(std::abs(set.value) <= k_max_magnitude))
        return Error{"value", "must be a number from -1e30 to 1e30"};
    parameters[static_cast<std::size_t>(set.parameter)] = set.value;
    if (experiment.state->updates > 0) return begin_and_go_on(session, std::move(experiment));
    experiment.start = given_start(session, parameters);
    experiment.state.reset();
    return change(session, std::move(experiment));
}

} // namespace

Result<SessionPointer> make_session(const Experiment& experiment) {
    if (Result<Done> valid = validate(experiment); !valid) return valid.error;
    SessionPointer session(new Session);
    if (Result<Done> begun = begin_experiment(*session, experiment); !begun) return begun.error;
    return session;
}

Result<Done> apply(Session& session, const Command& command) {
    Command copy = command;
    return std::visit([&](auto& kind) { return run_command(session, std::move(kind)); }, copy);
}

std::int64_t advance(Session& session, std::int64_t updates) {
    fit_status_to_goals(session);
    return std::visit(
        [&](auto& trainer) {
            std::int64_t examples = 0;
            if (session.status == Status::Running) session.moment = 0;
            for (std::int64_t i = 0; i < updates && session.status == Status::Running; ++i)
                examples += train_once(session, trainer, k_any_count);
            ++session.revision;
            return examples;
        },
        session.trainer);
}

} // namespace backprop
