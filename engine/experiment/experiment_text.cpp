#include "engine/experiment/experiment_json.hpp"
#include "engine/experiment/fields.hpp"
#include "engine/experiment/number_text.hpp"

#include <array>
#include <cstdio>

namespace backprop {

namespace {

/// Text of one part of an experiment, member by member.
struct ObjectText {
    std::string text = "{ ";
    std::string_view between = ", ";
    std::string_view close = " }";
    bool empty = true;

    void begin_member(std::string_view key) {
        if (!empty) text += between;
        empty = false;
        append_json_string(text, key);
        text += ": ";
    }
    void add_text(std::string_view key, std::string_view value) {
        begin_member(key);
        text += value;
    }
    void add_string(std::string_view key, std::string_view value) {
        begin_member(key);
        append_json_string(text, value);
    }
    std::string end() const { return text + std::string(close); }
};

std::string value_text(const Field& field, double value) {
    std::string text;
    switch (field.type) {
    case FieldType::Flag:
        return value != 0.0 ? "true" : "false";
    case FieldType::Choice:
        append_json_string(text, field.choices[static_cast<std::size_t>(value)].key);
        return text;
    case FieldType::Batch:
        return value == double(k_batch_all) ? "\"all\"" : number_text(value);
    case FieldType::Number:
    case FieldType::Integer:
    case FieldType::OptionalNumber:
    case FieldType::OptionalInteger:
        break;
    }
    return number_text(value); // "null" where there is none
}

/// The scalar fields below `group` ("data.") that mean something in this experiment.
void add_fields(ObjectText& object, std::string_view group, const Experiment& experiment) {
    std::string_view last_inner;
    for (const Field& field : fields()) {
        if (field.path.substr(0, group.size()) != group) continue;
        const std::string_view rest = field.path.substr(group.size());
        const std::size_t dot = rest.find('.');
        if (dot == std::string_view::npos) {
            if (field.applies(experiment))
                object.add_text(rest, value_text(field, field.get(experiment)));
            continue;
        }
        const std::string_view inner = field.path.substr(0, group.size() + dot + 1);
        if (inner == last_inner) continue;
        last_inner = inner;
        ObjectText members;
        add_fields(members, inner, experiment);
        object.add_text(rest.substr(0, dot), members.end());
    }
}

std::string text_of(const std::string& text) {
    std::string quoted;
    append_json_string(quoted, text);
    return quoted;
}

std::string text_of(std::uint64_t word) {
    char text[20];
    std::snprintf(text, sizeof text, "\"%016llx\"", static_cast<unsigned long long>(word));
    return text;
}

std::string text_of(double number) {
    return number_text(number);
}

template <class Items>
std::string text_of(const Items& items) {
    std::string text = "[";
    bool first = true;
    for (const auto& item : items) {
        if (!first) text += ", ";
        first = false;
        text += text_of(item);
    }
    return text + "]";
}

double approximate_bytes(double number) {
    return static_cast<double>(number_text(number).size() + 2);
}

/// Of a list, from some 64 of its items.
template <class Item>
double approximate_bytes(const std::vector<Item>& items) {
    const std::size_t step = items.size() / 64 + 1;
    double bytes = 0, sampled = 0;
    for (std::size_t i = 0; i < items.size(); i += step, ++sampled)
        bytes += approximate_bytes(items[i]);
    return 2 + (sampled > 0 ? bytes / sampled * static_cast<double>(items.size()) : 0);
}

std::string data_text(const Experiment& experiment) {
    const DataSpec& data = experiment.data;
    ObjectText object;
    object.add_string("kind", choice_of(k_data_kinds, kind_of(data)).key);
    if (kind_of(data) != DataKind::Inline) object.add_string("set", data_set_row(data.set).key);
    add_fields(object, "data.", experiment);
    if (kind_of(data) == DataKind::Inline) {
        object.add_text("inputs", std::to_string(data.inputs));
        object.add_text("columns", text_of(data.columns));
        object.add_text("train", text_of(data.train));
        object.add_text("test", text_of(data.test));
    }
    return object.end();
}

std::string network_text(const Experiment& experiment) {
    ObjectText object;
    object.add_text("inputs", std::to_string(experiment.network.inputs));
    std::string layers = "[";
    for (const LayerSpec& layer : experiment.network.layers) {
        if (layers.size() > 1) layers += ", ";
        ObjectText text;
        text.add_text("units", std::to_string(layer.units));
        text.add_string("activation", choice_of(k_activations, layer.activation).key);
        if (layer.dropout != 0.0) text.add_text("dropout", number_text(layer.dropout));
        layers += text.end();
    }
    object.add_text("layers", layers + "]");
    add_fields(object, "network.", experiment);
    return object.end();
}

std::string start_text(const Experiment& experiment) {
    ObjectText object;
    if (experiment.start.rule != StartRule::Given) {
        add_fields(object, "start.", experiment);
        return object.end();
    }
    object.add_text("weights", text_of(experiment.start.weights));
    object.add_text("biases", text_of(experiment.start.biases));
    // Of the rule's numbers only the seed still means something, for shuffle and dropout.
    if (uses_start_seed(experiment)) object.add_text("seed", std::to_string(experiment.start.seed));
    return object.end();
}

std::string features_text(const std::vector<Feature>& features) {
    std::vector<std::string> keys;
    for (const Feature feature : features)
        keys.emplace_back(choice_of(k_features, feature).key);
    return text_of(keys);
}

std::string changes_text(const std::vector<TrainingChange>& changes) {
    const Field& batch = *find_field("training.batch");
    std::string text = "[";
    for (const TrainingChange& change : changes) {
        ObjectText object;
        object.add_text("epoch", std::to_string(change.epoch));
        if (change.after_examples != 0)
            object.add_text("after_examples", std::to_string(change.after_examples));
        if (change.learning_rate)
            object.add_text("learning_rate", number_text(*change.learning_rate));
        if (change.batch) object.add_text("batch", value_text(batch, *change.batch));
        if (change.regularization_rate)
            object.add_text("regularization_rate", number_text(*change.regularization_rate));
        text += (text.size() > 1 ? ", " : "") + object.end();
    }
    return text + "]";
}

/// The longest part: a line for each member.
std::string training_text(const Experiment& experiment) {
    const TrainingSpec& training = experiment.training;
    ObjectText object{"{\n    ", ",\n    ", "\n  }"};
    add_fields(object, "training.", experiment);
    if (!training.frozen.empty()) object.add_text("frozen", text_of(training.frozen));
    if (!training.changes.empty()) object.add_text("changes", changes_text(training.changes));
    return object.end();
}

std::string loss_text(const Experiment& experiment) {
    ObjectText object;
    add_fields(object, "loss.", experiment);
    return object.end();
}

std::string state_text(const RunState& state) {
    ObjectText object{"{\n    ", ",\n    ", "\n  }"};
    object.add_text("epoch", std::to_string(state.epoch));
    object.add_text("updates", std::to_string(state.updates));
    object.add_text("position", std::to_string(state.position));
    object.add_text("best_loss", number_text(state.best_loss)); // "null" before the first epoch
    object.add_text("best_epoch", std::to_string(state.best_epoch));
    object.add_text("shuffle_random", text_of(state.shuffle_random));
    object.add_text("dropout_random", text_of(state.dropout_random));
    object.add_text("beta_powers", text_of(std::array{state.beta1_power, state.beta2_power}));
    object.add_text("parameters", text_of(state.parameters));
    object.add_text("slots", text_of(state.slots));
    return object.end();
}

} // namespace

std::string to_json(const Experiment& experiment) {
    std::string text = "{\n  \"version\": " + std::to_string(k_experiment_version);
    const auto add = [&](std::string_view key, std::string_view value) {
        text += ",\n  ";
        append_json_string(text, key);
        text += ": ";
        text += value;
    };
    if (!experiment.name.empty()) {
        std::string name;
        append_json_string(name, experiment.name);
        add("name", name);
    }
    add("data", data_text(experiment));
    if (!experiment.network.features.empty())
        add("features", features_text(experiment.network.features));
    add("network", network_text(experiment));
    add("start", start_text(experiment));
    add("loss", loss_text(experiment));
    add("training", training_text(experiment));
    const Field& precision = *find_field("precision");
    add("precision", value_text(precision, precision.get(experiment)));
    if (experiment.state) add("state", state_text(*experiment.state));
    return text + "\n}\n";
}

double approximate_json_bytes(const Experiment& experiment) {
    const DataSpec& data = experiment.data;
    double bytes = 1000 + approximate_bytes(data.train) + approximate_bytes(data.test) +
                   approximate_bytes(experiment.start.weights);
    if (const auto& state = experiment.state)
        bytes += approximate_bytes(state->parameters) + approximate_bytes(state->slots);
    return bytes;
}

} // namespace backprop
