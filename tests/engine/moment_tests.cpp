// Steps inside a pass: forward and back to the same bits.

#include "tests/engine/run_helpers.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace backprop;
using namespace backprop::test;

static const command::Step k_on{StepKind::Moment};
static const command::StepBack k_back{StepKind::Moment};

TEST_CASE("A pass of two layers has 15 moments, and 13 where the output's derivatives are joint") {
    Run houses(preset("houses"));
    const std::vector<Moment> pass = moments(*houses.session);
    CHECK(pass.size() == 15);
    CHECK(pass.front() == Moment{MomentKind::Inputs, 0});
    CHECK(pass[5] == Moment{MomentKind::Error, 0});
    CHECK(pass[9] == Moment{MomentKind::Gradients, 2});
    CHECK(pass.back() == Moment{MomentKind::Update, 0});
    CHECK(number_of(pass, {MomentKind::Activations, 2}) == 5);
    CHECK(is_reached(pass, 5, {MomentKind::Activations, 2}));
    CHECK_FALSE(is_reached(pass, 4, {MomentKind::Activations, 2}));
    CHECK(moments(*Run(preset("iris")).session).size() == 13);
}

TEST_CASE("A pass goes forward to the error, then backward, and ends with the update") {
    for (const Preset& row : presets()) {
        INFO(row.key);
        const std::vector<Moment> pass = moments(*Run(row.make()).session);
        const auto error = number_of(pass, {MomentKind::Error, 0});
        for (std::size_t i = 0; i < pass.size(); ++i)
            CHECK(direction_of(pass[i].kind) == (i + 1 == pass.size() ? Direction::Update
                                                 : std::int32_t(i) + 1 <= error
                                                     ? Direction::Forward
                                                     : Direction::Backward));
    }
}

TEST_CASE("A pass in float32 goes on and back to the same bits, and shows what it began from") {
    Experiment experiment = preset("circle");
    experiment.precision = Precision::Float32;
    Run run(experiment);
    train(run, 3);
    const std::uint64_t before = hash_of(run);
    const auto count = moments(*run.session).size();
    const PassTrace begun = trace_batch(*run.session);
    for (std::size_t i = 0; i < count; ++i)
        REQUIRE(send(run, k_on));
    CHECK(hash_of(run) != before);
    CHECK(trace_batch(*run.session).layers[0].weight_gradients == begun.layers[0].weight_gradients);
    for (std::size_t i = 0; i < count; ++i)
        REQUIRE(send(run, k_back));
    CHECK(hash_of(run) == before);
}

TEST_CASE("Only the moment of the update trains, and it trains one batch") {
    Run run(preset("circle")), whole(preset("circle"));
    const std::uint64_t start = hash_of(run);
    const auto count = static_cast<std::int32_t>(moments(*run.session).size());
    for (std::int32_t moment = 1; moment < count; ++moment) {
        REQUIRE(send(run, k_on));
        CHECK(look(run).moment == moment);
        CHECK(hash_of(run) == start);
    }
    REQUIRE(send(run, k_on));
    REQUIRE(send(whole, command::Step{StepKind::Batch}));
    CHECK(look(run).moment == count);
    CHECK(hash_of(run) == hash_of(whole));
    for (const std::int32_t next : {0, 1}) {
        REQUIRE(send(run, k_on));
        CHECK(look(run).moment == next);
        CHECK(hash_of(run) == hash_of(whole));
    }
}

TEST_CASE("A step back that is refused leaves a run running") {
    Run run(preset("circle"));
    REQUIRE(send(run, command::Run{}));
    CHECK_FALSE(send(run, k_back));
    CHECK(look(run).status == Status::Running);
}

TEST_CASE("k moments on and k back give the same bits, through updates and ends of epochs") {
    Experiment experiment = preset("circle");
    experiment.training.batch = 100;
    experiment.training.shuffle = true;
    experiment.training.optimizer = default_optimizer(Optimizer::Adam);
    experiment.network.layers[0].dropout = 0.2;
    Run run(experiment);
    struct Seen {
        std::uint64_t hash;
        std::int32_t moment;
        std::vector<double> gradients, after;
        std::vector<std::int32_t> rows;
        bool operator==(const Seen&) const = default;
    };
    const auto see = [&] {
        const PassTrace trace = trace_batch(*run.session);
        return Seen{hash_of(run), look(run).moment, trace.layers[0].weight_gradients,
                    trace_update(*run.session).after, pass_rows(*run.session)};
    };
    std::vector<Seen> seen{see()};
    for (int i = 0; i < 90; ++i) {
        REQUIRE(send(run, k_on));
        seen.push_back(see());
    }
    CHECK(look(run).epoch == 1);
    for (std::size_t i = seen.size() - 1; i-- > 0;) {
        REQUIRE(send(run, k_back));
        CHECK(see() == seen[i]);
    }
    CHECK_FALSE(send(run, k_back));
}

TEST_CASE("After the update the pass still shows what it began from") {
    Run run(preset("mazur"));
    const PassTrace before = trace_batch(*run.session);
    const UpdateTrace planned = trace_update(*run.session);
    REQUIRE(send(run, command::GoToMoment{15}));
    const PassTrace after = trace_batch(*run.session);
    CHECK(after.layers[0].activations.values == before.layers[0].activations.values);
    const UpdateTrace done = trace_update(*run.session);
    CHECK(done.before == planned.before);
    CHECK(done.after == planned.after);
    CHECK(done.gradients == planned.gradients);
    CHECK(done.examples == 1);
    REQUIRE(send(run, command::GoToMoment{3}));
    CHECK(look(run).updates == 0);
    CHECK(trace_batch(*run.session).errors == before.errors);
    CHECK_FALSE(send(run, command::GoToMoment{16}));
    CHECK_FALSE(send(run, command::GoToMoment{-1}));
    CHECK(look(run).moment == 3);
}

TEST_CASE("After the update a pass keeps the penalty that it was made with") {
    Experiment experiment = preset("mazur");
    experiment.training.regularization = {Regularization::L2, 0.25};
    Run run(experiment);
    CHECK(trace_update(*run.session).penalty.rate == 0.25);
    REQUIRE(send(run, command::GoToMoment{15}));
    REQUIRE(send(run, command::Set{"training.regularization.rate", 4.0}));
    CHECK(look(run).moment == 15);
    CHECK(look(run).now.regularization_rate == 4.0);
    const UpdateTrace done = trace_update(*run.session);
    CHECK(done.penalty == RegularizationSpec{Regularization::L2, 0.25});
    for (std::size_t i = 0; i < 4; ++i) // g = ∂E/∂w + λ·w of w1 to w4
        check_close(done.gradients[i], done.loss_gradients[i] + done.penalty.rate * done.before[i]);
    CHECK(changes_gradients(done, true));
    CHECK_FALSE(changes_gradients(done, false)); // no penalty on biases
    REQUIRE(send(run, k_on));                    // to before the next pass
    CHECK(trace_update(*run.session).penalty.rate == 4.0);
}

TEST_CASE("Training, going back and other experiments end the pass under way") {
    Run run(preset("circle"));
    for (const Command& command :
         {Command{command::Step{StepKind::Epoch}}, Command{command::StepBack{StepKind::Epoch}},
          Command{command::Run{}}, Command{command::Reset{}}, Command{command::NewWeights{}}}) {
        REQUIRE(send(run, command::GoToMoment{4}));
        CHECK(look(run).moment == 4);
        REQUIRE(send(run, command));
        CHECK(look(run).moment == 0);
    }
}

TEST_CASE("A parameter set at the start becomes a start weight; later the run goes on with it") {
    Run run(preset("circle"));
    REQUIRE(send(run, command::SetParameter{3, 0.25}));
    CHECK(run.layers()[0].weights[3] == 0.25);
    CHECK(look(run).experiment->start.rule == StartRule::Given);
    REQUIRE(send(run, command::Step{StepKind::Epoch}));
    REQUIRE(send(run, command::Reset{}));
    CHECK(run.layers()[0].weights[3] == 0.25);

    REQUIRE(send(run, command::Step{StepKind::Epoch}));
    const std::vector<LayerValues> before = run.layers();
    REQUIRE(send(run, command::SetParameter{3, -1.5}));
    CHECK(run.layers()[0].weights[3] == -1.5);
    CHECK(run.layers()[1].weights == before[1].weights);
    CHECK(look(run).epoch == 1);
    Run again(current_experiment(*run.session, true));
    CHECK(hash_of(again) == hash_of(run));
    CHECK_FALSE(send(run, command::SetParameter{100000, 1.0}));
    CHECK_FALSE(send(run, command::SetParameter{0, 1e300}));
}

TEST_CASE("A run whose loss a parameter makes infinite does not run on") {
    Experiment experiment = preset("circle");
    experiment.precision = Precision::Float32;
    for (LayerSpec& layer : experiment.network.layers)
        layer.activation = Activation::Linear;
    Run run(experiment);
    constexpr std::int64_t after = 12; // from the first unit to the first one of the next layer
    REQUIRE(look(run).experiment->network.layers[0].units == 4);
    REQUIRE(send(run, command::Step{StepKind::Epoch}));
    REQUIRE(send(run, command::Run{}));
    REQUIRE(send(run, command::SetParameter{0, 1e30}));
    CHECK(look(run).status == Status::Running);
    REQUIRE(send(run, command::SetParameter{after, 1e30}));
    CHECK(look(run).status == Status::Diverged);
    CHECK_FALSE(send(run, command::Run{}));
}
