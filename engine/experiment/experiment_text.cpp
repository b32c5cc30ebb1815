#include "engine/experiment/experiment_json.hpp"
#include "engine/experiment/fields.hpp"
#include "engine/experiment/number_text.hpp"

namespace backprop {

namespace {

/// Text of one part of an experiment, member by member, in one line.
struct ObjectText {
    std::string text = "{ ";
    bool empty = true;

    void begin_member(std::string_view key) {
        if (!empty) text += ", ";
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
    std::string end() { return text + " }"; }
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
        break;
    }
    return number_text(value);
}

/// The scalar fields of `group` that mean something in this experiment.
void add_fields(ObjectText& object, std::string_view group, const Experiment& experiment) {
    for (const Field& field : fields()) {
        const std::size_t dot = field.path.find('.');
        if (dot == std::string_view::npos || field.path.substr(0, dot) != group) continue;
        if (!field.applies(experiment)) continue;
        object.add_text(field.path.substr(dot + 1), value_text(field, field.get(experiment)));
    }
}

std::string text_of(const std::vector<double>& numbers) {
    std::string text = "[";
    for (std::size_t i = 0; i < numbers.size(); ++i)
        text += (i > 0 ? ", " : "") + number_text(numbers[i]);
    return text + "]";
}

template <class Item>
std::string text_of(const std::vector<std::vector<Item>>& rows) {
    std::string text = "[";
    for (std::size_t i = 0; i < rows.size(); ++i)
        text += (i > 0 ? ", " : "") + text_of(rows[i]);
    return text + "]";
}

std::string data_text(const Experiment& experiment) {
    const DataSpec& data = experiment.data;
    ObjectText object;
    object.add_string("kind", choice_of(k_data_kinds, kind_of(data)).key);
    if (kind_of(data) != DataKind::Inline) object.add_string("set", data_set_row(data.set).key);
    add_fields(object, "data", experiment);
    if (kind_of(data) == DataKind::Inline) {
        object.add_text("inputs", std::to_string(data.inputs));
        std::string columns = "[";
        for (const std::string& name : data.columns) {
            if (columns.size() > 1) columns += ", ";
            append_json_string(columns, name);
        }
        object.add_text("columns", columns + "]");
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
        layers += text.end();
    }
    object.add_text("layers", layers + "]");
    add_fields(object, "network", experiment);
    return object.end();
}

std::string start_text(const Experiment& experiment) {
    ObjectText object;
    if (experiment.start.rule != StartRule::Given) {
        add_fields(object, "start", experiment);
        return object.end();
    }
    object.add_text("weights", text_of(experiment.start.weights));
    object.add_text("biases", text_of(experiment.start.biases));
    // Of the rule's numbers only the seed still means something, for the order of the examples.
    if (experiment.training.shuffle) object.add_text("seed", std::to_string(experiment.start.seed));
    return object.end();
}

std::string group_text(const Experiment& experiment, std::string_view group) {
    ObjectText object;
    add_fields(object, group, experiment);
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
    add("network", network_text(experiment));
    add("start", start_text(experiment));
    add("loss", group_text(experiment, "loss"));
    add("training", group_text(experiment, "training"));
    const Field& precision = *find_field("precision");
    add("precision", value_text(precision, precision.get(experiment)));
    return text + "\n}\n";
}

} // namespace backprop
