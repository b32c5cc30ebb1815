// What the format can say comes back to the bit, as a file and as a link; what it cannot is
// refused.

#include "engine/experiment/edit.hpp"
#include "engine/experiment/experiment_json.hpp"
#include "engine/experiment/fields.hpp"
#include "engine/experiment/link.hpp"
#include "engine/experiment/number_text.hpp"
#include "tests/engine/experiment_samples.hpp"
#include "tests/engine/slow.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <string>

using namespace backprop;
using namespace backprop::test;

TEST_CASE("thousands of random experiments come back to the bit, as files and as links") {
    Random random = make_random(1, RandomStream::Data);
    std::set<std::string> seen; // choices, to know that the samples cover them all
    for (int i = 0; i < (k_slow ? 1000 : 2500); ++i) {
        const Experiment experiment = random_experiment(random);
        const std::string text = to_json(experiment);
        INFO(text);
        const Result<Experiment> read = parse_experiment(text);
        INFO(to_string(read.error));
        REQUIRE(read);
        REQUIRE(*read == experiment);
        REQUIRE(to_json(*read) == text);

        const Result<std::string> link = to_link(experiment);
        REQUIRE(link);
        INFO(*link);
        constexpr std::string_view k_free =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
        REQUIRE(link->find_first_not_of(k_free) == std::string::npos);
        const Result<Experiment> linked = parse_link(*link);
        INFO(to_string(linked.error));
        REQUIRE(linked);
        REQUIRE(to_json(*linked) == text);
        REQUIRE(*to_link(*linked) == *link);

        seen.insert("set " + std::string(data_set_row(experiment.data.set).key));
        for (const LayerSpec& layer : experiment.network.layers)
            seen.insert("activation " +
                        std::string(choice_of(k_activations, layer.activation).key));
        for (const Feature feature : experiment.network.features)
            seen.insert("feature " + std::string(choice_of(k_features, feature).key));
        for (const Field& field : fields())
            if (field.type == FieldType::Choice && field.applies(experiment))
                seen.insert(std::string(field.path) + " " +
                            std::string(field.choices[std::size_t(field.get(experiment))].key));
    }
    std::size_t choices = std::size(k_data_sets) + std::size(k_activations) + std::size(k_features);
    for (const Field& field : fields())
        choices += field.type == FieldType::Choice ? field.choices.size() : 0;
    CHECK(seen.size() == choices);
}

/// A sample in which the field means something.
static Experiment sample_with(const Field& field) {
    Random random = make_random(7, RandomStream::Data);
    for (;;) {
        Experiment experiment = random_experiment(random);
        experiment.state.reset();
        if (field.applies(experiment)) return experiment;
    }
}

static Result<Experiment> with_json(const Experiment& experiment, const Field& field,
                                    double value) {
    return with_value(experiment, field.path, json_number(value));
}

TEST_CASE("every field takes its limits and nothing beyond") {
    for (const Field& field : fields()) {
        if (field.type == FieldType::Choice || field.type == FieldType::Flag) continue;
        INFO(field.path);
        const Experiment sample = sample_with(field);
        const bool whole =
            field.type != FieldType::Number && field.type != FieldType::OptionalNumber;
        constexpr double k_far = std::numeric_limits<double>::infinity();
        const double under = whole ? field.minimum - 1 : std::nextafter(field.minimum, -k_far);
        const double over = whole ? field.maximum + 1 : std::nextafter(field.maximum, k_far);
        for (const double inside : {field.minimum, field.maximum}) {
            const Result<Experiment> changed = with_json(sample, field, inside);
            INFO(inside << ": " << to_string(changed.error));
            REQUIRE(changed);
            CHECK(field.get(*changed) == inside);
            CHECK(to_json(*parse_experiment(to_json(*changed))) == to_json(*changed));
        }
        for (const double outside : {under, over == field.maximum ? 2 * over : over}) {
            const Result<Experiment> changed = with_json(sample, field, outside);
            INFO(outside);
            CHECK(!changed);
            CHECK(changed.error.path == field.path);
            CHECK(changed.error.message == range_error(field).message);
        }
        if (whole) CHECK(!with_json(sample, field, field.minimum + 0.5));
        Experiment broken = sample;
        field.set(broken, under);
        const bool batch_all = field.type == FieldType::Batch; // 0 stands for "all"
        if (!batch_all) CHECK(validate(broken).error.path == field.path);
        if (!batch_all) CHECK(parse_experiment(to_json(broken)).error.path == field.path);
    }
}

TEST_CASE("every error is refused with an output activation that is not its own") {
    int refused = 0;
    for (std::size_t e = 0; e < std::size(k_errors); ++e)
        for (std::size_t a = 0; a < std::size(k_activations); ++a) {
            Experiment experiment;
            experiment.network.layers = {{1, static_cast<Activation>(a)}};
            experiment.loss.error = static_cast<ErrorKind>(e);
            const Result<Experiment> read = parse_experiment(to_json(experiment));
            const bool fits = error_fits(static_cast<ErrorKind>(e), static_cast<Activation>(a));
            INFO(k_errors[e].key << " with " << k_activations[a].key);
            CHECK(bool(read) == fits);
            if (fits) continue;
            ++refused;
            CHECK(read.error.path == "loss.error");
            CHECK(read.error.line > 0);
            CHECK(parse_link(*to_link(experiment)).error.path == "loss.error");
        }
    CHECK(refused ==
          4 + 8 + 9 + 9); // softmax; hinge, binary and plain cross-entropy with the others
}

/// Whatever is picked, whatever was there before.
TEST_CASE("no choice leads to an experiment that is not valid") {
    Random random = make_random(3, RandomStream::Data);
    for (int i = 0; i < (k_slow ? 20 : 120); ++i) {
        Experiment experiment = random_experiment(random);
        if (experiment.data.set == DataSet::Inline) continue;
        REQUIRE(validate(experiment));
        const auto check = [&](const Experiment& changed, std::string_view what) {
            const Result<Done> valid = validate(changed);
            INFO(what << ": " << to_string(valid.error) << "\n" << to_json(experiment));
            REQUIRE(valid);
        };
        for (const Field& field : fields()) {
            if (!field.applies(experiment)) continue;
            const bool choice = field.type == FieldType::Choice || field.type == FieldType::Flag;
            for (double v = field.minimum; choice && v <= field.maximum; ++v)
                check(with_field(experiment, field, v), field.path);
            check(with_field(experiment, field, field.minimum), field.path);
            check(with_field(experiment, field, field.maximum), field.path);
        }
        for (std::size_t set = 0; set < std::size(k_data_sets); ++set)
            check(with_data_set(experiment, static_cast<DataSet>(set)), k_data_sets[set].key);
        for (std::size_t f = 0; f < std::size(k_features); ++f)
            check(with_feature_switched(experiment, static_cast<Feature>(f)), "feature");
        for (std::int32_t l = 0; l < std::int32_t(experiment.network.layers.size()); ++l) {
            for (std::size_t a = 0; a < std::size(k_activations); ++a)
                check(with_activation(experiment, l, static_cast<Activation>(a)), "activation");
            check(with_dropout(experiment, l, 0.5), "dropout");
            check(with_units(experiment, l, 3), "units");
            check(with_layer_added(experiment, l), "layer added");
            check(with_layer_removed(experiment, l), "layer removed");
        }
        // Walk on from one of them.
        experiment = with_data_set(experiment, static_cast<DataSet>(i % int(DataSet::Inline)));
    }
}
