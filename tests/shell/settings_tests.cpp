#include "engine/experiment/edit.hpp"
#include "engine/experiment/fields.hpp"
#include "engine/experiment/presets.hpp"
#include "shell/settings.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace backprop;
using namespace backprop::shell;

namespace {

Experiment preset(std::string_view key) {
    for (const Preset& row : presets())
        if (row.key == key) return row.make();
    FAIL("no preset " << key);
    return {};
}

Experiment with(const Experiment& experiment, std::string_view path, std::string_view key) {
    const Setting* setting = find_setting(path);
    REQUIRE(setting != nullptr);
    const Result<Experiment> changed = with_setting(*setting, experiment, key);
    REQUIRE(changed);
    return *changed;
}

} // namespace

TEST_CASE("every offered choice gives a valid experiment that shows it", "[settings]") {
    for (const Preset& row : presets()) {
        const Experiment experiment = row.make();
        for (const Setting& setting : settings())
            for (const ComboItem& item : setting.items(experiment)) {
                INFO(row.key << ": " << setting.path << " = " << item.key);
                const Experiment changed = with(experiment, setting.path, item.key);
                const Result<Done> valid = validate(changed);
                INFO(to_string(valid.error));
                CHECK(valid);
                CHECK(setting.chosen(changed) == item.key);
            }
    }
}

TEST_CASE("a key that is not offered is refused with what is", "[settings]") {
    const Result<Experiment> result =
        with_setting(*find_setting("network.bias"), preset("circle"), "sometimes");
    REQUIRE_FALSE(result);
    CHECK(result.error.path == "network.bias");
    CHECK(result.error.message.find("\"shared\"") != std::string::npos);
}

TEST_CASE("picking the circle from the houses gives a network that can learn it", "[settings]") {
    CHECK(with(preset("houses"), "data.set", "circle") == preset("circle"));
}

TEST_CASE("hidden layers that were built survive another data set", "[settings]") {
    Experiment own = with_units(preset("houses"), 0, 7);
    own = with(own, "data.set", "circle");
    REQUIRE(own.network.layers.size() == 2);
    CHECK(own.network.layers[0].units == 7);
    CHECK(own.training.batch == preset("circle").training.batch);
    own = with(own, "data.set", "spiral");
    CHECK(own.network.layers[0].units == 7);
}

TEST_CASE("among generated sets the settings stay", "[settings]") {
    Experiment experiment = preset("circle");
    experiment.data.noise = 0.2;
    experiment.training.learning_rate = 0.7;
    experiment = with(experiment, "data.set", "gauss");
    CHECK(experiment.data.noise == 0.2);
    CHECK(experiment.training.learning_rate == 0.7);
    CHECK(experiment.name == preset("gauss").name);
    CHECK(experiment.network.layers == preset("gauss").network.layers);
}

TEST_CASE("softmax and cross-entropy come and go together", "[settings]") {
    Experiment experiment = with(preset("two-class-a"), "loss.error", "cross-entropy");
    CHECK(experiment.network.layers.back().activation == Activation::Softmax);
    experiment = with(experiment, "loss.error", "half-squared");
    CHECK(experiment.network.layers.back().activation == Activation::Sigmoid);
    experiment = with(experiment, "network.output_activation", "softmax");
    CHECK(experiment.loss.error == ErrorKind::CrossEntropy);
    for (const ComboItem& item : find_setting("loss.error")->items(preset("circle")))
        CHECK(item.key != "cross-entropy");
}
