#include "engine/experiment/experiment_reader.hpp"
#include "engine/experiment/fields.hpp"
#include "engine/experiment/json_path.hpp"

#include <optional>

namespace backprop {

namespace {

Problem read_layers(const Json& json, const std::string& path, std::vector<LayerSpec>& layers) {
    if (json.kind != Json::Kind::Array) return wrong_kind(json, path, Json::Kind::Array);
    layers.assign(json.item_count(), {});
    for (std::size_t i = 0; i < layers.size(); ++i)
        if (Problem problem = read_layer(json.item_at(i), item(path, i), layers[i])) return problem;
    return std::nullopt;
}

Problem read_data_set(const Json& json, DataSpec& data) {
    const Json* kind = json.find("kind");
    if (!kind) return error_at(json, "data.kind", "is required");
    const std::optional<int> kind_index =
        kind->kind == Json::Kind::String ? find_choice(k_data_kinds, kind->string) : std::nullopt;
    if (!kind_index)
        return error_at(*kind, "data.kind", "must be one of " + quoted_keys(k_data_kinds));
    const auto wanted = static_cast<DataKind>(*kind_index);
    const Json* set = json.find("set");
    if (wanted == DataKind::Inline && set)
        return error_at(*set, "data.set", "is not for inline data; leave it out");
    if (wanted != DataKind::Inline && !set) return error_at(json, "data.set", "is required");
    std::string keys;
    for (std::size_t i = 0; i < std::size(k_data_sets); ++i) {
        const DataSetRow& row = k_data_sets[i];
        if (row.kind != wanted) continue;
        if (wanted == DataKind::Inline || set->string == row.key) {
            data.set = static_cast<DataSet>(i);
            data.task = row.task;
            return std::nullopt;
        }
        keys += (keys.empty() ? "\"" : ", \"") + std::string(row.key) + "\"";
    }
    return error_at(*set, "data.set", "must be one of " + keys + " for this kind");
}

/// Reads everything that is not one scalar field.
Problem read_special(const Json& json, const std::string& path, Experiment& experiment,
                     bool& known) {
    known = true;
    DataSpec& data = experiment.data;
    if (path == "data.kind" || path == "data.set") return std::nullopt; // read_data_set did
    const bool is_row_part = path == "data.inputs" || path == "data.columns" ||
                             path == "data.train" || path == "data.test";
    if (is_row_part && data.set != DataSet::Inline)
        return error_at(json, path, "is for inline data only; leave it out");
    if (path == "data.inputs") return read_integer(json, path, 1, k_max_inputs, data.inputs);
    if (path == "data.train") return read_rows(json, path, data.train);
    if (path == "data.test") return read_rows(json, path, data.test);
    if (path == "data.columns") return read_strings(json, path, data.columns);
    if (path == "network.inputs")
        return read_integer(json, path, 1, k_max_inputs, experiment.network.inputs);
    if (path == "network.layers") return read_layers(json, path, experiment.network.layers);
    if (path == "start.weights") {
        if (json.kind != Json::Kind::Array) return wrong_kind(json, path, Json::Kind::Array);
        experiment.start.weights.assign(json.item_count(), {});
        for (std::size_t l = 0; l < json.item_count(); ++l)
            if (Problem problem =
                    read_rows(json.item_at(l), item(path, l), experiment.start.weights[l]))
                return problem;
        return std::nullopt;
    }
    if (path == "start.biases") return read_rows(json, path, experiment.start.biases);
    if (path == "training.frozen") return read_strings(json, path, experiment.training.frozen);
    if (path == "training.changes") return read_changes(json, path, experiment.training.changes);
    known = false;
    return std::nullopt;
}

Problem read_field(const Field& field, const Json& json, Experiment& experiment) {
    const Result<double> value = field_value(field, json);
    if (!value) return value.error;
    field.set(experiment, *value);
    return std::nullopt;
}

/// Whether the table has fields below this path.
bool is_group(std::string_view path) {
    for (const Field& field : fields())
        if (field.path.size() > path.size() && field.path[path.size()] == '.' &&
            field.path.substr(0, path.size()) == path)
            return true;
    return false;
}

/// The members that decide what others mean or begin with.
Problem read_leading_members(const Json& json, const std::string& group, Experiment& experiment) {
    if (group == "data") return read_data_set(json, experiment.data);
    const Json* kind = json.find("kind");
    if (group != "training.optimizer" || !kind) return std::nullopt;
    if (Problem problem = read_field(*find_field(group + ".kind"), *kind, experiment))
        return problem;
    OptimizerSpec& optimizer = experiment.training.optimizer;
    optimizer = default_optimizer(optimizer.kind);
    return std::nullopt;
}

/// Given numbers stand instead of a rule.
Problem read_start_rule(const Json& json, StartSpec& start) {
    const Json* weights = json.find("weights");
    const Json* biases = json.find("biases");
    const Json* rule = json.find("rule");
    if ((weights == nullptr) != (biases == nullptr))
        return error_at(json, weights ? "start.biases" : "start.weights",
                        "is required: given numbers are weights and biases");
    if (weights && rule)
        return error_at(*rule, "start.rule", "must be left out where weights and biases are given");
    if (weights) start.rule = StartRule::Given;
    return std::nullopt;
}

/// One of the objects data, network, start, loss, training, or one within.
Problem read_group(const Json& json, const std::string& group, Experiment& experiment) {
    if (json.kind != Json::Kind::Object) return wrong_kind(json, group, Json::Kind::Object);
    if (Problem problem = read_leading_members(json, group, experiment)) return problem;
    for (const auto& [key, value] : json.object) {
        const std::string path = group + "." + key;
        const Field* field = find_field(path);
        bool known = true;
        Problem problem;
        if (field)
            problem = read_field(*field, value, experiment);
        else if (key.find('.') == std::string::npos && is_group(path))
            problem = read_group(value, path, experiment);
        else
            problem = read_special(value, path, experiment, known);
        if (problem) return problem;
        if (!known) return error_at(value, path, "is not a field of an experiment");
    }
    return group == "start" ? read_start_rule(json, experiment.start) : std::nullopt;
}

Problem read_version(const Json& json) {
    const Json* version = json.find("version");
    if (!version) return error_at(json, "version", "is required");
    if (version->kind != Json::Kind::Number || version->number != k_experiment_version)
        return error_at(*version, "version",
                        "must be " + std::to_string(k_experiment_version) +
                            ", the version that this program reads");
    return std::nullopt;
}

Problem read_top(const Json& json, Experiment& experiment) {
    if (json.kind != Json::Kind::Object) return wrong_kind(json, "", Json::Kind::Object);
    if (Problem problem = read_version(json)) return problem;
    for (const char* required : {"data", "network"})
        if (!json.find(required)) return error_at(json, required, "is required");
    for (const auto& [key, value] : json.object) {
        Problem problem;
        if (key == "version") continue;
        if (key == "name") {
            if (value.kind != Json::Kind::String) return wrong_kind(value, key, Json::Kind::String);
            experiment.name = value.string;
        } else if (key == "features") {
            problem = read_features(value, key, experiment.network.features);
        } else if (key == "state") {
            problem = read_state(value, key, experiment.state.emplace());
        } else if (const Field* field = find_field(key)) {
            problem = read_field(*field, value, experiment);
        } else if (key.find('.') == std::string::npos && is_group(key)) {
            problem = read_group(value, key, experiment);
        } else {
            return error_at(value, key, "is not a field of an experiment");
        }
        if (problem) return problem;
    }
    return std::nullopt;
}

} // namespace

Result<Experiment> read_experiment(const Json& json) {
    Experiment experiment;
    if (Problem problem = read_top(json, experiment)) return *problem;
    if (Result<Done> valid = validate(experiment); !valid) return located(valid.error, json);
    const Json* features = json.find("features");
    if (features && experiment.network.inputs != 2)
        return error_at(*features, "features", "is for networks with two inputs; leave it out");
    return experiment;
}

Result<Experiment> parse_experiment(std::string_view text) {
    if (text.size() > k_max_text_bytes)
        return Error{"", "the text has " + std::to_string(text.size()) + " bytes; at most " +
                             std::to_string(k_max_text_bytes) + " are read"};
    const Result<Json> json = parse_json(text);
    if (!json) return json.error;
    return read_experiment(*json);
}

} // namespace backprop
