// Hostile numbers and shapes: what is no experiment is refused with the field's path; what is one
// gives numbers, or a run that says where it left them.

#include "engine/experiment/experiment_json.hpp"
#include "engine/experiment/fields.hpp"
#include "engine/experiment/session_probe.hpp"
#include "tests/engine/run_helpers.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

using namespace backprop;
using namespace backprop::test;

namespace {

using Limits = std::numeric_limits<double>;

constexpr double k_hostile[] = {Limits::quiet_NaN(),
                                Limits::infinity(),
                                -Limits::infinity(),
                                1e308,
                                -1e308,
                                3.5e38, // more than float32 holds
                                k_max_magnitude,
                                -k_max_magnitude,
                                Limits::min(),
                                Limits::denorm_min(),
                                -Limits::denorm_min(),
                                -0.0};

bool is_allowed(double value) {
    return std::fabs(value) <= k_max_magnitude; // false for NaN
}

/// Two inputs, three hidden units, `outputs` outputs; four rows and a test row.
Experiment small(Activation hidden = Activation::Tanh, ErrorKind error = ErrorKind::HalfSquared,
                 Activation output = Activation::Linear, std::int32_t outputs = 1) {
    Experiment experiment;
    experiment.data.set = DataSet::Inline;
    experiment.data.task = Task::Regression;
    experiment.data.inputs = 2;
    experiment.data.columns = {"x1", "x2"};
    for (std::int32_t i = 0; i < outputs; ++i)
        experiment.data.columns.push_back("y");
    for (int row = 0; row < 5; ++row) {
        std::vector<double> numbers{row * 0.5 - 1.0, 1.0 - row * row * 0.25};
        for (std::int32_t i = 0; i < outputs; ++i)
            numbers.push_back((row + i) % 2);
        (row < 4 ? experiment.data.train : experiment.data.test).push_back(numbers);
    }
    experiment.network.layers = {{3, hidden}, {outputs, output}};
    experiment.loss.error = error;
    experiment.start.rule = StartRule::Given;
    experiment.start.weights = {{{0.3, -0.2}, {0.1, 0.4}, {-0.5, 0.2}}, {}};
    experiment.start.biases = {{0.1, 0.1, 0.1}, {}};
    for (std::int32_t i = 0; i < outputs; ++i) {
        experiment.start.weights[1].push_back({0.2, -0.3, 0.1 * (i + 1)});
        experiment.start.biases[1].push_back(0.1);
    }
    experiment.training.batch = 3;
    experiment.training.epochs = 4;
    return experiment;
}

/// What holds in every state: losses and parameters are numbers, or the run says that it diverged.
void check_state(const Session& session) {
    const Snapshot now = snapshot(session);
    CHECK((now.train.loss ? std::isfinite(*now.train.loss) : now.status == Status::Diverged));
    CHECK(now.divergence.has_value() == (now.status == Status::Diverged));
    if (now.divergence) CHECK(!now.divergence->where.quantity.empty());
    for (const LossPoint& point : now.history)
        CHECK(std::isfinite(point.loss));
    std::vector<LayerValues> layers;
    read_parameters(session, layers);
    for (const LayerValues& layer : layers) {
        for (const double weight : layer.weights)
            CHECK(std::isfinite(weight));
        for (const double bias : layer.biases)
            CHECK(std::isfinite(bias));
    }
}

/// Trains it to its end, and looks at it in every way; says whether it diverged.
bool check_run(const Experiment& experiment) {
    REQUIRE(validate(experiment));
    Run run(experiment);
    check_state(*run.session);
    const bool runs = send(run, command::Run{});
    CHECK(runs == look(run).train.loss.has_value());
    while (advance(*run.session, 100) > 0)
        check_state(*run.session);
    check_state(*run.session);
    const Status end = look(run).status;
    CHECK((end == Status::Finished || end == Status::Diverged));
    const std::uint64_t hash = hash_of(run);
    trace_batch(*run.session);
    trace_example(*run.session, 0);
    trace_update(*run.session);
    check_gradients(*run.session);
    BatchProbe probe = probe_batch(*run.session);
    loss_of(probe);
    training_loss(*run.session);
    CHECK(hash_of(run) == hash);
    const Experiment saved = current_experiment(*run.session, true);
    CHECK(validate(saved));
    CHECK(parse_experiment(to_json(saved)));
    return end == Status::Diverged;
}

/// The number at `place` may be any that the format allows, and no other, in both precisions.
template <class Set>
void check_hostile(Experiment experiment, const std::string& path, Set set) {
    for (const double value : k_hostile)
        for (const Precision precision : {Precision::Float64, Precision::Float32}) {
            CAPTURE(value, path, int(precision));
            experiment.precision = precision;
            set(experiment, value);
            const Result<Done> valid = validate(experiment);
            CHECK(bool(valid) == is_allowed(value));
            if (valid)
                check_run(experiment);
            else
                CHECK(valid.error.path == path);
        }
}

} // namespace

TEST_CASE("hostile numbers in inputs, targets and weights are refused, or trained with") {
    check_hostile(small(), "data.train[1][0]",
                  [](Experiment& e, double value) { e.data.train[1][0] = value; });
    check_hostile(small(), "data.train[3][2]",
                  [](Experiment& e, double value) { e.data.train[3][2] = value; });
    check_hostile(small(), "data.test[0][1]",
                  [](Experiment& e, double value) { e.data.test[0][1] = value; });
    check_hostile(small(), "start.weights[0][2][1]",
                  [](Experiment& e, double value) { e.start.weights[0][2][1] = value; });
    check_hostile(small(), "start.weights[1][0][0]",
                  [](Experiment& e, double value) { e.start.weights[1][0][0] = value; });
    check_hostile(small(), "start.biases[1][0]",
                  [](Experiment& e, double value) { e.start.biases[1][0] = value; });
}

TEST_CASE("hostile rows are scaled, in every way, to numbers that are trained with") {
    constexpr double k_rows[][2] = {{1e30, -1e30}, {1e30, 1e30},   {5e-324, -5e-324},
                                    {-0.0, 0.0},   {1e30, 5e-324}, {1.0, 1.0 + Limits::epsilon()}};
    for (const auto& row : k_rows)
        for (const Choice& inputs : k_input_scalings)
            for (const Scaling targets : {Scaling::None, Scaling::MinMax})
                for (const Precision precision : {Precision::Float64, Precision::Float32}) {
                    CAPTURE(row[0], row[1], inputs.key, int(targets), int(precision));
                    Experiment experiment = small();
                    experiment.precision = precision;
                    experiment.data.scaling.inputs =
                        static_cast<Scaling>(&inputs - std::begin(k_input_scalings));
                    experiment.data.scaling.targets = targets;
                    for (std::size_t i = 0; i < 4; ++i) {
                        experiment.data.train[i][0] = row[i % 2];
                        experiment.data.train[i][2] = row[i / 2];
                    }
                    check_run(experiment);
                }
}

TEST_CASE("hostile numbers in any setting are refused with their path, or trained with") {
    for (const Field& field : fields())
        for (const double value : k_hostile) {
            Experiment experiment = small();
            if (field.type != FieldType::Number && field.type != FieldType::OptionalNumber) {
                CHECK(!check_value(field, -Limits::infinity()));
                CHECK(!check_value(field, 1e308));
                continue;
            }
            if (!field.applies(experiment)) continue;
            CAPTURE(field.path, value);
            field.set(experiment, value);
            Run run(small());
            const bool taken = send(run, command::Set{std::string(field.path), value});
            CHECK(taken == bool(check_value(field, value)));
            CHECK(bool(validate(experiment)) == bool(check_value(field, value)));
            check_state(*run.session);
            if (taken) check_run(experiment);
        }
}

TEST_CASE("no or the greatest learning rate, with every optimizer, activation and error") {
    for (std::size_t o = 0; o < std::size(k_optimizers); ++o)
        for (int a = 0; a < int(Activation::Softmax); ++a)
            for (const double rate : {0.0, k_max_learning_rate}) {
                CAPTURE(k_optimizers[o].key, k_activations[a].key, rate);
                Experiment experiment = small(static_cast<Activation>(a));
                experiment.training.optimizer = default_optimizer(static_cast<Optimizer>(o));
                experiment.training.learning_rate = rate;
                experiment.training.epochs = 12;
                experiment.precision = a % 2 == 0 ? Precision::Float64 : Precision::Float32;
                const bool diverged = check_run(experiment);
                if (rate == 0.0) CHECK(!diverged);
            }
    for (std::size_t e = 0; e < std::size(k_errors); ++e)
        for (std::size_t a = 0; a < std::size(k_activations); ++a) {
            const auto error = static_cast<ErrorKind>(e);
            const auto output = static_cast<Activation>(a);
            if (!error_fits(error, output) || error == ErrorKind::Hinge) continue;
            CAPTURE(k_errors[e].key, k_activations[a].key);
            Experiment experiment = small(Activation::Relu, error, output, 2);
            experiment.training.learning_rate = k_max_learning_rate;
            experiment.training.epochs = 12;
            check_run(experiment);
        }
}

TEST_CASE("no row is refused, one row is trained with, in every batch and scaling") {
    Experiment none = small();
    none.data.train.clear();
    CHECK(validate(none).error.path == "data.train");
    CHECK(!make_session(none));
    for (const bool with_test : {false, true})
        for (const std::int32_t batch : {1, k_batch_all, k_max_rows})
            for (const Scaling scaling : {Scaling::None, Scaling::Standard, Scaling::MinMax}) {
                Experiment one = small();
                one.data.train.resize(1);
                if (!with_test) one.data.test.clear();
                one.data.scaling.inputs = scaling;
                one.data.scaling.targets = scaling == Scaling::Standard ? Scaling::None : scaling;
                one.training.batch = batch;
                one.training.shuffle = true;
                CHECK(!check_run(one));
                Run run(one);
                CHECK(look(run).test.loss.has_value() == with_test);
            }
}

TEST_CASE("constant columns and equal labels are trained with, whatever the error") {
    for (std::size_t e = 0; e < std::size(k_errors); ++e)
        for (std::size_t a = 0; a < std::size(k_activations); ++a)
            for (const double label : {-1.0, 0.0, 1.0})
                for (const Scaling scaling : {Scaling::None, Scaling::Standard, Scaling::MinMax}) {
                    const auto error = static_cast<ErrorKind>(e);
                    const auto output = static_cast<Activation>(a);
                    if (!error_fits(error, output) || !target_fits(error, label)) continue;
                    CAPTURE(k_errors[e].key, k_activations[a].key, label, int(scaling));
                    const std::int32_t outputs = error == ErrorKind::CrossEntropy ? 2 : 1;
                    Experiment experiment = small(Activation::Sigmoid, error, output, outputs);
                    experiment.data.task = Task::Classification;
                    experiment.data.scaling.inputs = scaling;
                    for (auto* rows : {&experiment.data.train, &experiment.data.test})
                        for (std::vector<double>& row : *rows) {
                            row[0] = 7.0;
                            row[2] = label;
                            if (outputs == 2) row[3] = 1.0 - label;
                        }
                    CHECK(!check_run(experiment));
                    Run run(experiment);
                    CHECK(look(run).train.accuracy.has_value());
                }
}

TEST_CASE("a state of hostile numbers is refused, or gone on from") {
    Run run(small());
    train(run, 3);
    const Experiment saved = current_experiment(*run.session, true);
    for (const double value : k_hostile)
        for (const Precision precision : {Precision::Float64, Precision::Float32}) {
            CAPTURE(value, int(precision));
            Experiment experiment = saved;
            experiment.precision = precision;
            const double limit = precision == Precision::Float32
                                   ? double(std::numeric_limits<float>::max())
                                   : Limits::max();
            for (double& number : experiment.state->parameters)
                number = double(float(number));
            experiment.state->parameters[4] =
                precision == Precision::Float32 && std::fabs(value) <= limit ? double(float(value))
                                                                             : value;
            const Result<Done> valid = validate(experiment);
            CHECK(bool(valid) == (std::fabs(value) <= limit));
            if (valid)
                check_run(experiment);
            else
                CHECK(valid.error.path == "state.parameters[4]");
        }
}

TEST_CASE("a parameter set by hand to a hostile number is refused, or trained with") {
    for (const double value : k_hostile)
        for (const std::int64_t updates : {0, 2}) {
            CAPTURE(value, updates);
            Run run(small());
            if (updates > 0) train(run, updates);
            const std::uint64_t hash = hash_of(run);
            CHECK(send(run, command::SetParameter{3, value}) == is_allowed(value));
            if (!is_allowed(value)) CHECK(hash_of(run) == hash);
            check_state(*run.session);
            send(run, command::Run{});
            advance(*run.session, 20);
            check_state(*run.session);
        }
}

TEST_CASE("the network is asked for anything, and answers with numbers or says so") {
    Run run(small());
    Matrix<double> inputs(2, std::int32_t(std::size(k_hostile)));
    for (std::int32_t column = 0; column < inputs.columns; ++column) {
        inputs(0, column) = k_hostile[column];
        inputs(1, column) = 1.0;
    }
    std::vector<Matrix<double>> activations;
    evaluate(*run.session, inputs, activations);
    REQUIRE(activations.size() == 3);
    for (std::int32_t column = 0; column < inputs.columns; ++column) {
        const double output = activations[2](0, column);
        CAPTURE(k_hostile[column], output);
        CHECK(std::isfinite(output) == !std::isnan(k_hostile[column])); // tanh has an end
        const std::vector<double> targets{k_hostile[column]};
        const double error = example_error(*run.session, {&output, 1}, targets);
        CHECK((error >= 0.0 || std::isnan(error)));
    }
}
