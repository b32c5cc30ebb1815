// Any sequence of what a user can do with a session: the first bytes choose a small experiment, the
// rest are commands. After each one the session's promises are checked.

#include "engine/experiment/conventions.hpp"
#include "engine/experiment/edit.hpp"
#include "engine/experiment/exercise.hpp"
#include "engine/experiment/experiment_json.hpp"
#include "engine/experiment/fields.hpp"
#include "engine/experiment/matrix_form.hpp"
#include "engine/experiment/presets.hpp"
#include "engine/experiment/session.hpp"
#include "engine/experiment/session_probe.hpp"
#include "engine/network/chain_rule.hpp"
#include "engine/network/layout.hpp"
#include "tests/engine/experiment_samples.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iterator>
#include <string>

using namespace backprop;
using namespace backprop::fuzz;

namespace {

constexpr double k_most_work = 1e5; ///< of an experiment (work_of)
constexpr double k_all_work = 2e6;  ///< of a sequence: well below a second under the sanitizers

/// A session under test, and what is left of the time for it.
struct Subject {
    SessionPointer session;
    double work_left = k_all_work;
};

Experiment small(Experiment experiment) {
    experiment.data.examples = std::min(experiment.data.examples, 40);
    return experiment;
}

/// A drawn experiment, one that comes with the program, or an exercise.
Experiment any_experiment(Bytes& bytes) {
    const std::uint32_t seed = bytes.two();
    if (seed % 8 == 7) return small(presets()[seed / 8 % presets().size()].make());
    if (seed % 8 == 6) return make_exercise(seed).experiment;
    Random random = make_random(seed, RandomStream::Data);
    return small(test::random_experiment(random));
}

Experiment edited(Experiment experiment, Bytes& bytes) {
    const auto layers = std::int64_t(experiment.network.layers.size());
    const std::uint8_t kind = bytes.byte() % 12;
    const std::int32_t layer = bytes.below(layers);
    switch (kind) {
    case 0:
        return small(with_data_set(std::move(experiment),
                                   static_cast<DataSet>(bytes.below(int(DataSet::Inline)))));
    case 1:
        if (!has_class_count(experiment.data.set)) return experiment;
        return with_classes(std::move(experiment), 2 + bytes.below(9));
    case 2:
        return with_feature_switched(std::move(experiment),
                                     static_cast<Feature>(bytes.below(std::size(k_features))));
    case 3:
        return with_layer_added(std::move(experiment), layer);
    case 4:
        return with_layer_removed(std::move(experiment), layer);
    case 5:
        return with_units(std::move(experiment), layer, bytes.below(12) - 1);
    case 6:
        return with_activation(std::move(experiment), layer,
                               static_cast<Activation>(bytes.below(std::size(k_activations))));
    case 7:
        return with_dropout(std::move(experiment), layer, bytes.below(12) / 10.0);
    case 8:
        return with_bias_mode(std::move(experiment), static_cast<BiasMode>(bytes.below(3)));
    case 9:
        return with_error(std::move(experiment),
                          static_cast<ErrorKind>(bytes.below(std::size(k_errors))));
    case 10:
        return with_optimizer(std::move(experiment),
                              static_cast<Optimizer>(bytes.below(std::size(k_optimizers))));
    default: {
        const Convention& convention =
            conventions()[std::size_t(bytes.below(std::int64_t(conventions().size())))];
        if (!convention.applies(experiment)) return experiment;
        const std::int32_t option = bytes.below(std::int64_t(convention.options.size()));
        return convention.options[std::size_t(option)].with(std::move(experiment));
    }
    }
}

/// What all commands but those that look must leave as it is when they are refused.
struct Everything {
    std::uint64_t hash;
    Experiment experiment;
    Status status;
    std::int32_t moment;
    bool operator==(const Everything&) const = default;
};
Everything everything(const Session& session) {
    const Snapshot now = snapshot(session);
    return {state_hash(session), current_experiment(session, true), now.status, now.moment};
}

bool do_command(Subject& subject, const Command& command) {
    const Everything before = everything(*subject.session);
    const Result<Done> done = apply(*subject.session, command);
    if (done) return true;
    require(!done.error.message.empty(), "a refusal says why");
    const Everything after = everything(*subject.session);
    if (after != before)
        std::fprintf(stderr, "refused: %s\nbefore: %s\nafter: %s\n", to_string(done.error).c_str(),
                     to_json(before.experiment).c_str(), to_json(after.experiment).c_str());
    require(after == before, "what is refused changes nothing");
    return false;
}

bool is_affordable(const Experiment& experiment) {
    return work_of(experiment) <= k_most_work;
}

/// A session of an experiment's own. An edit of a valid experiment is valid.
void begin(Subject& subject, const Experiment& experiment, bool as_change) {
    if (!is_affordable(experiment)) return;
    require(validate(experiment), "what the editor makes is valid");
    if (as_change)
        do_command(subject, command::Change{experiment});
    else
        do_command(subject, command::Load{experiment});
}

void set_field(Subject& subject, Bytes& bytes) {
    const Field& field = fields()[std::size_t(bytes.below(std::int64_t(fields().size())))];
    double value = bytes.number();
    if (field.type != FieldType::Number && field.type != FieldType::OptionalNumber)
        value = std::floor(std::fabs(value));
    if (field.path == "data.examples" && value > 40) value = 40;
    do_command(subject, command::Set{std::string(field.path), value});
}

void set_value(Subject& subject, Bytes& bytes) {
    constexpr std::string_view k_paths[] = {"name",
                                            "data.columns[0]",
                                            "network.layers[0].units",
                                            "start.weights[0][0][0]",
                                            "training.frozen",
                                            "training.changes[0].epoch",
                                            "state.position",
                                            "data.train[0][0]",
                                            "network.layers[1].dropout",
                                            "state.parameters[0]",
                                            "data.set",
                                            "network.layers"};
    const std::string_view path = k_paths[std::size_t(bytes.below(std::size(k_paths)))];
    Json value = json_number(bytes.number());
    if (bytes.below(4) == 0) value = json_string("relu");
    const Result<Experiment> changed =
        with_value(current_experiment(*subject.session, bytes.below(2) == 1), path, value);
    if (changed && is_affordable(*changed)) begin(subject, small(*changed), true);
}

/// One step there and back is no step.
void step_there_and_back(Subject& subject, StepKind what) {
    Session& session = *subject.session;
    const Snapshot before = snapshot(session);
    const std::uint64_t hash = state_hash(session);
    const std::int32_t moment = before.moment;
    const bool at_batch = before.updates == 0 || before.examples_in_epoch == 0;
    if (what == StepKind::Epoch && before.examples_in_epoch != 0) return;
    if (what == StepKind::Batch && !at_batch) return;
    if (what != StepKind::Moment && moment != 0) return;
    if (!do_command(subject, command::Step{what})) return;
    if (snapshot(session).status == Status::Diverged) return;
    require(do_command(subject, command::StepBack{what}), "a step can be taken back");
    require(state_hash(session) == hash, "there and back is the same state");
    require(snapshot(session).moment == moment, "there and back is the same moment");
}

/// A copy that was saved and read goes on with the same bits.
void train_beside_a_copy(Subject& subject, std::int64_t updates) {
    Session& session = *subject.session;
    const Experiment saved = current_experiment(session, true);
    require(validate(saved), "what is saved is valid");
    require_round_trips(saved);
    const Result<Experiment> read = parse_experiment(to_json(saved));
    Result<SessionPointer> copy = make_session(*read);
    require(bool(copy), "what is saved can be opened");
    if (snapshot(session).status == Status::Diverged || snapshot(session).moment != 0) return;
    require(state_hash(**copy) == state_hash(session), "what is saved has the same bits");
    const bool both = bool(apply(session, command::Run{})) && bool(apply(**copy, command::Run{}));
    if (!both) return;
    advance(session, updates);
    for (std::int64_t i = 0; i < updates; ++i)
        advance(**copy, 1);
    if (snapshot(session).status == Status::Diverged) return;
    require(state_hash(**copy) == state_hash(session),
            "however it is cut, a run has the same bits");
}

void look_at_pass(Session& session, Bytes& bytes) {
    const std::uint64_t hash = state_hash(session);
    const Snapshot now = snapshot(session);
    const NetworkLayout layout = make_layout(now.experiment->network);
    const PassTrace batch = trace_batch(session);
    const PassTrace pass = trace_example(session, bytes.below(now.prepared->train_inputs.columns));
    const UpdateTrace update = trace_update(session);
    require(std::int64_t(update.before.size()) == layout.parameter_count,
            "an update has every parameter");
    const Letters letters =
        letters_for(static_cast<Notation>(bytes.below(3)), now.experiment->network);
    if (layout.parameter_count > 0) {
        const ParameterPlace place = place_of(layout, bytes.below(layout.parameter_count));
        const ChainRule rule = chain_rule(layout, update.before, pass, 0, place, 8);
        for (const ChainPath& path : rule.paths)
            product_symbols(letters, path);
        nested_delta(layout, update.before, pass, 0, place.layer, place.to);
    }
    const MatrixForm form = matrix_form({letters, layout, now.experiment->loss,
                                         now.experiment->training, update.before, batch, &update});
    for (const MatrixEquation& equation : form.equations) {
        equation_markup(equation);
        check_cell(equation, 0, 0);
        cells_behind(equation, 0, 0);
    }
    require(state_hash(session) == hash, "looking changes nothing");
}

void try_things_out(Session& session, Bytes& bytes) {
    const std::uint64_t hash = state_hash(session);
    BatchProbe probe = probe_batch(session);
    loss_of(probe);
    const std::vector<double> gradients = gradients_of(probe);
    if (!gradients.empty()) {
        const std::int32_t parameter = bytes.below(std::int64_t(gradients.size()));
        step_limits(probe, parameter, gradients[std::size_t(parameter)]);
        loss_at(probe, parameter, bytes.number());
    }
    const ParameterPlane plane = random_plane(probe, bytes.byte());
    LossGrid grid{bytes.number(), bytes.number(), -1, 1, 4, {}};
    continue_grid(grid, probe, plane, 16);
    training_path(session, plane);
    training_loss(session);
    GradientCheckSpec spec;
    spec.most_parameters = 4;
    spec.with_penalty = bytes.below(2) == 1;
    spec.mistake = static_cast<PlantedMistake>(bytes.below(std::size(k_planted_mistakes)));
    check_gradients(session, spec);
    require(state_hash(session) == hash, "trying things out changes nothing");
}

void evaluate_anything(Session& session, Bytes& bytes) {
    const Snapshot now = snapshot(session);
    Matrix<double> inputs(now.experiment->network.inputs, 3);
    for (std::int32_t row = 0; row < inputs.rows; ++row)
        for (std::int32_t column = 0; column < 3; ++column)
            inputs(row, column) = bytes.number();
    std::vector<Matrix<double>> activations;
    evaluate(session, inputs, activations);
    const Matrix<double>& outputs = activations.back();
    std::vector<double> column, targets;
    for (std::int32_t row = 0; row < outputs.rows; ++row) {
        column.push_back(outputs(row, 0));
        targets.push_back(bytes.number());
    }
    example_error(session, column, targets);
}

void require_promises(const Session& session) {
    const Snapshot now = snapshot(session);
    require(validate(*now.experiment), "a session's experiment is valid");
    require(now.epoch >= 0 && now.updates >= 0, "nothing is counted below 0");
    require(now.examples_in_epoch >= 0 &&
                now.examples_in_epoch < now.prepared->train_inputs.columns,
            "the position lies in the epoch");
    require(now.moment >= 0 && now.moment <= std::int32_t(moments(session).size()),
            "the moment is one of the pass");
    if (now.train.loss)
        require(std::isfinite(*now.train.loss), "a loss that is told is a number");
    else
        require(now.status == Status::Diverged, "without a loss the run has diverged");
    require(now.divergence.has_value() == (now.status == Status::Diverged),
            "a run that has diverged says where");
    for (const LossPoint& point : now.history)
        require(std::isfinite(point.loss), "every loss of the curve is a number");
    std::vector<LayerValues> layers;
    read_parameters(session, layers);
    for (const LayerValues& layer : layers)
        for (const std::vector<double>* numbers : {&layer.weights, &layer.biases})
            for (const double value : *numbers)
                require(std::isfinite(value), "every parameter is a number");
}

void do_something(Subject& subject, Bytes& bytes) {
    Session& session = *subject.session;
    const std::uint8_t what = bytes.byte();
    const auto step = static_cast<StepKind>(what / 32U % 4U);
    switch (what % 22) {
    case 0:
        do_command(subject, command::Run{});
        break;
    case 1:
        do_command(subject, command::Pause{});
        break;
    case 2:
        advance(session, 1 + bytes.below(40));
        break;
    case 3:
    case 4:
        do_command(subject, command::Step{step});
        break;
    case 5:
        do_command(subject, command::StepBack{step});
        break;
    case 6:
        step_there_and_back(subject, step);
        break;
    case 7:
        do_command(subject, command::GoToMoment{bytes.below(32) - 1});
        break;
    case 8:
    case 9:
        set_field(subject, bytes);
        break;
    case 10: {
        const std::int64_t count =
            make_layout(snapshot(session).experiment->network).parameter_count;
        const std::int64_t parameter = bytes.below(count + 2) - 1;
        do_command(subject, command::SetParameter{parameter, bytes.number()});
        break;
    }
    case 11:
    case 12:
        begin(subject, edited(*snapshot(session).experiment, bytes), bytes.below(4) != 0);
        break;
    case 13:
        begin(subject, any_experiment(bytes), false);
        break;
    case 14:
        do_command(subject, command::Reset{});
        break;
    case 15:
        do_command(subject, command::Replay{});
        break;
    case 16:
        do_command(subject, command::NewWeights{});
        break;
    case 17:
        train_beside_a_copy(subject, bytes.below(30));
        break;
    case 18:
        look_at_pass(session, bytes);
        break;
    case 19:
        try_things_out(session, bytes);
        break;
    case 20:
        set_value(subject, bytes);
        break;
    default:
        evaluate_anything(session, bytes);
        break;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Bytes bytes{data, data + size};
    const Experiment experiment = any_experiment(bytes);
    if (!is_affordable(experiment)) return 0;
    Result<SessionPointer> made = make_session(experiment);
    if (!made) return 0; // targets that the error is not meant for
    Subject subject{std::move(*made)};
    while (!bytes.empty() && subject.work_left > 0) {
        do_something(subject, bytes);
        require_promises(*subject.session);
        subject.work_left -= 20'000 + work_of(*snapshot(*subject.session).experiment);
    }
    return 0;
}
