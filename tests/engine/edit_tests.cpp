#include "engine/experiment/edit.hpp"
#include "engine/experiment/experiment_json.hpp"
#include "engine/experiment/fields.hpp"
#include "tests/engine/golden.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace backprop;
using namespace backprop::test;

TEST_CASE("every data set can follow every other") {
    for (const Preset& from : presets())
        for (std::size_t i = 0; i < std::size(k_data_sets); ++i) {
            const auto set = static_cast<DataSet>(i);
            const Experiment changed = with_data_set(from.make(), set);
            const Result<Done> valid = validate(changed);
            INFO(from.key << " -> " << k_data_sets[i].name << ": " << to_string(valid.error));
            CHECK(valid);
            if (set != DataSet::Inline) CHECK(changed.data.set == set);
        }
}

TEST_CASE("between generated sets everything stays but a network nobody has touched") {
    Experiment circle = preset("circle");
    circle.training.learning_rate = 0.25;
    circle.data.noise = 0.1;
    const Experiment spiral = with_data_set(circle, DataSet::Spiral);
    CHECK(spiral.training.learning_rate == 0.25);
    CHECK(spiral.data.noise == 0.1);
    CHECK(spiral.network == preset("spiral").network);
    CHECK(spiral.name == "Spiral");

    circle.network.layers[0].units = 7;
    const Experiment plane = with_data_set(circle, DataSet::Plane);
    CHECK(plane.network.layers[0].units == 7);
    CHECK(plane.network.layers.back().activation == Activation::Linear);
}

TEST_CASE("a set of another kind brings its own experiment") {
    Experiment circle = preset("circle");
    CHECK(with_data_set(circle, DataSet::Houses) == preset("houses"));
    circle.network.layers[0].units = 7;
    const Experiment houses = with_data_set(circle, DataSet::Houses);
    CHECK(houses.network.inputs == 4);
    CHECK(houses.network.layers[0].units == 7);
    CHECK(houses.network.layers.back().activation == Activation::Sigmoid);
    CHECK(houses.training == preset("houses").training);
}

TEST_CASE("layers and units are added and removed within the limits") {
    Experiment experiment = preset("circle");
    experiment = with_layer_added(experiment, 1);
    REQUIRE(experiment.network.layers.size() == 4);
    CHECK(experiment.network.layers[1].units == 4);
    CHECK(with_layer_removed(experiment, 1).network.layers.size() == 3);
    CHECK(with_layer_removed(experiment, 3) == experiment); // the output layer stays
    CHECK(with_units(experiment, 0, 0).network.layers[0].units == 1);
    CHECK(with_units(experiment, 0, 5000).network.layers[0].units == k_max_units);
    CHECK(with_units(experiment, 3, 5) == experiment);
    for (int i = 0; i < 30; ++i)
        experiment = with_layer_added(experiment, 0);
    CHECK(experiment.network.layers.size() == std::size_t(k_max_layers));
    CHECK(validate(experiment));
    for (int i = 0; i < 30; ++i)
        experiment = with_layer_removed(experiment, 0);
    CHECK(experiment.network.layers.size() == 1);
    CHECK(validate(with_layer_added(experiment, 0)));
}

TEST_CASE("given start weights are dropped only when they no longer fit") {
    const Experiment houses = preset("houses");
    CHECK(with_units(houses, 0, 5).start.rule == StartRule::Given);
    CHECK(with_units(houses, 0, 6).start.rule == StartRule::Uniform);
    CHECK(with_layer_added(houses, 0).start.rule == StartRule::Uniform);
    CHECK(with_hidden_activation(houses, Activation::Tanh).start.rule == StartRule::Given);
}

TEST_CASE("edits stay within the limit of parameters") {
    Experiment wide = preset("circle");
    wide.network.layers = {
        {1024, Activation::Tanh}, {1024, Activation::Tanh}, {1, Activation::Tanh}};
    REQUIRE(validate(wide));
    CHECK(with_layer_added(wide, 1) == wide);
    wide.network.layers.insert(wide.network.layers.begin() + 2, {4, Activation::Tanh});
    REQUIRE(validate(wide));
    CHECK(with_units(wide, 2, 1024) == wide);
    CHECK(!network_with_units(wide.network, 2, 1024));
    CHECK(network_with_units(wide.network, 2, 5));
    const Result<Experiment> refused =
        with_value(wide, "network.layers[2].units", *parse_json("1024"));
    REQUIRE(!refused);
    CHECK(refused.error.path == "network.layers[2].units");
    CHECK(refused.error.message.find("2000000 parameters") != std::string::npos);

    // Of three wide layers in a row there would be too many weights.
    wide.network.layers = {{1000, Activation::Tanh},
                           {950, Activation::Tanh},
                           {2, Activation::Tanh},
                           {1000, Activation::Tanh},
                           {1, Activation::Tanh}};
    REQUIRE(validate(wide));
    wide.network.layers.insert(wide.network.layers.begin() + 4, {950, Activation::Tanh});
    REQUIRE(validate(wide));
    CHECK(with_layer_removed(wide, 2) == wide);
    CHECK(!network_with_layer_removed(wide.network, 2));
    CHECK(network_with_layer_removed(wide.network, 4));
}

TEST_CASE("start weights given for one network do not follow to another") {
    Experiment circle = preset("circle");
    circle.network.layers = preset("circle").network.layers;
    circle.start.rule = StartRule::Given;
    circle.start.weights = {
        std::vector(4, std::vector(2, 0.1)), std::vector(2, std::vector(4, 0.1)), {{0.1, 0.1}}};
    circle.start.biases = {{0, 0, 0, 0}, {0, 0}, {0}};
    REQUIRE(validate(circle));
    for (const DataSet set : {DataSet::Spiral, DataSet::Plane, DataSet::Xor})
        CHECK(validate(with_data_set(circle, set)));
    CHECK(with_data_set(circle, DataSet::Xor).start.rule == StartRule::Given); // the same shape
}

TEST_CASE("given biases follow the bias mode") {
    const Experiment shared = preset("houses");
    const Experiment per_unit = with_bias_mode(shared, BiasMode::PerUnit);
    CHECK(per_unit.start.biases[0] == std::vector<double>(5, 0.1));
    CHECK(with_bias_mode(per_unit, BiasMode::Shared) == shared);
    CHECK(with_bias_mode(shared, BiasMode::None).start.biases[1].empty());
    for (const BiasMode mode : {BiasMode::PerUnit, BiasMode::Shared, BiasMode::None})
        CHECK(validate(with_bias_mode(shared, mode)));
}

TEST_CASE("softmax brings cross-entropy along, and leaves it again") {
    const Experiment softmax = with_activation(preset("mazur"), 1, Activation::Softmax);
    CHECK(softmax.loss.error == ErrorKind::CrossEntropy);
    CHECK(validate(softmax));
    const Experiment back = with_activation(softmax, 1, Activation::Tanh);
    CHECK(back.loss.error == ErrorKind::HalfSquared);
    CHECK(with_activation(softmax, 0, Activation::Softmax) == softmax); // hidden layers: never
}

TEST_CASE("the output layer follows the number of classes") {
    const Experiment blobs = preset("blobs");
    const Experiment five = with_classes(blobs, 5);
    CHECK(five.network.layers.back().units == 5);
    CHECK(validate(five));
    CHECK(with_classes(blobs, 99).data.classes == 10);
    CHECK(with_classes(preset("circle"), 5) == preset("circle"));
    CHECK(with_data_set(five, DataSet::Rings).network.layers.back().units == 5);
    const Experiment circle = with_data_set(five, DataSet::Circle);
    CHECK(circle.network.layers.back() == preset("circle").network.layers.back());
    CHECK(circle.loss.error == ErrorKind::HalfSquared);
}

TEST_CASE("features are switched on and off, and the last one stays") {
    Experiment circle = preset("circle");
    CHECK(has_feature(circle.network, Feature::X1));
    CHECK(!has_feature(circle.network, Feature::X1Squared));
    circle = with_feature_switched(circle, Feature::X1Squared);
    CHECK(circle.network.features == std::vector{Feature::X1, Feature::X2, Feature::X1Squared});
    circle = with_feature_switched(with_feature_switched(circle, Feature::X1), Feature::X2);
    CHECK(circle.network.features == std::vector{Feature::X1Squared});
    CHECK(with_feature_switched(circle, Feature::X1Squared) == circle);
    CHECK(validate(circle));
    circle = with_features(circle, {Feature::X1, Feature::X2, Feature::X1});
    CHECK(circle.network.features.empty()); // the columns themselves
    CHECK(with_feature_switched(preset("houses"), Feature::X1) == preset("houses"));
}

TEST_CASE("error and output activation follow each other") {
    const Experiment circle = preset("circle");
    CHECK(with_error(circle, ErrorKind::Hinge).network.layers.back().activation ==
          Activation::Tanh);
    CHECK(with_error(preset("houses"), ErrorKind::Hinge).network.layers.back().activation ==
          Activation::Linear);
    const Experiment binary = with_error(circle, ErrorKind::BinaryCrossEntropy);
    CHECK(binary.network.layers.back().activation == Activation::Sigmoid);
    CHECK(with_activation(binary, 2, Activation::Relu).loss.error == ErrorKind::HalfSquared);
    const Experiment moons = with_data_set(binary, DataSet::Moons); // one of two classes, too
    CHECK(moons.loss.error == ErrorKind::BinaryCrossEntropy);
    CHECK(with_data_set(binary, DataSet::Plane).loss.error == ErrorKind::HalfSquared);
}

TEST_CASE("only errors that suit the targets are offered") {
    CHECK(error_suits(preset("circle"), ErrorKind::Hinge));
    CHECK(error_suits(preset("circle"), ErrorKind::BinaryCrossEntropy));
    CHECK(!error_suits(preset("circle"), ErrorKind::CrossEntropy)); // of one output
    CHECK(error_suits(preset("blobs"), ErrorKind::CrossEntropy));
    CHECK(error_suits(preset("digits"), ErrorKind::Hinge));
    CHECK(!error_suits(preset("plane"), ErrorKind::Hinge));
    CHECK(!error_suits(preset("sine"), ErrorKind::BinaryCrossEntropy));
    CHECK(error_suits(preset("sine"), ErrorKind::Huber));
    CHECK(error_suits(preset("mazur"), ErrorKind::BinaryCrossEntropy)); // 0.01 and 0.99
    CHECK(!error_suits(preset("mazur"), ErrorKind::Hinge));
    CHECK(!error_suits(preset("xor-rows"), ErrorKind::Hinge)); // 0 and 1

    Experiment own = preset("circle");
    own.data = {};
    own.data.set = DataSet::Inline;
    own.data.task = Task::Regression;
    own.data.inputs = 1;
    own.data.columns = {"x", "y"};
    own.data.train = {{7, 0}, {8, 1}};
    CHECK(error_suits(own, ErrorKind::BinaryCrossEntropy)); // whatever the inputs are
    CHECK(!error_suits(own, ErrorKind::Hinge));
    own.data.test = {{7, 1.5}}; // the rows of the test count as well
    CHECK(!error_suits(own, ErrorKind::BinaryCrossEntropy));
    own.data.train = {{7, -1}, {8, 1}};
    own.data.test.clear();
    CHECK(error_suits(own, ErrorKind::Hinge));
    own.data.scaling.targets = Scaling::MinMax; // they are others then
    CHECK(!error_suits(own, ErrorKind::Hinge));
}

TEST_CASE("what begins again drops a saved state and names that are gone") {
    Experiment circle = preset("circle");
    circle.state.emplace();
    circle.training.frozen = {"weights[0]", "weights[1]", "weights[2]", "biases[0][3]"};
    const Experiment fewer = with_units(circle, 0, 2);
    CHECK(!fewer.state);
    CHECK(fewer.training.frozen.size() == 3);
    CHECK(with_layer_removed(circle, 1).training.frozen.size() == 3);
    const auto after = [&](std::string_view path, double value) {
        return with_field(circle, *find_field(path), value).state.has_value();
    };
    CHECK(after("training.learning_rate", 0.5));
    CHECK(after("training.epochs", 5));
    CHECK(!after("training.shuffle", 1));
    CHECK(!after("training.optimizer.kind", 1));
    CHECK(!with_dropout(circle, 0, 0.5).state);
    CHECK(with_field(circle, *find_field("start.low"), 3).start.high == 3);
}

TEST_CASE("a schedule begins with numbers that fit the length of the run") {
    Experiment experiment = presets()[1].make();
    experiment.training.epochs = 1000;
    const auto picked = [&](Schedule kind) {
        return with_field(experiment, *find_field("training.schedule.kind"), double(kind))
            .training.schedule;
    };
    CHECK(picked(Schedule::Cosine).epochs == 1000); // 0 where the run ends, not before
    CHECK(picked(Schedule::WarmUp).epochs == 100);
    CHECK(picked(Schedule::Step).every == 250);
    experiment.training.epochs = 0;
    CHECK(picked(Schedule::WarmUp).epochs == 1);
}
