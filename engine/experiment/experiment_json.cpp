#include "engine/experiment/experiment_reader.hpp"
#include "engine/experiment/fields.hpp"
#include "engine/experiment/json_path.hpp"

#include <optional>

namespace backprop {

namespace {

Problem read_numbers(const Json& json, const std::string& path, std::vector<double>& numbers) {
    if (json.kind != Json::Kind::Array) return wrong_kind(json, path, Json::Kind::Array);
    numbers.clear();
    for (std::size_t i = 0; i < json.array.size(); ++i) {
        const Json& value = json.array[i];
        if (value.kind != Json::Kind::Number)
            return wrong_kind(value, item(path, i), Json::Kind::Number);
        numbers.push_back(value.number);
    }
    return std::nullopt;
}

Problem read_rows(const Json& json, const std::string& path,
                  std::vector<std::vector<double>>& rows) {
    if (json.kind != Json::Kind::Array) return wrong_kind(json, path, Json::Kind::Array);
    rows.assign(json.array.size(), {});
    for (std::size_t i = 0; i < json.array.size(); ++i)
        if (Problem problem = read_numbers(json.array[i], item(path, i), rows[i])) return problem;
    return std::nullopt;
}

Problem read_layers(const Json& json, const std::string& path, std::vector<LayerSpec>& layers) {
    if (json.kind != Json::Kind::Array) return wrong_kind(json, path, Json::Kind::Array);
    layers.assign(json.array.size(), {});
    for (std::size_t i = 0; i < json.array.size(); ++i)
        if (Problem problem = read_layer(json.array[i], item(path, i), layers[i])) return problem;
    return std::nullopt;
}

/// Parts of the format whose only value so far is the one that changes nothing.
Problem read_fixed(const Json& json, const std::string& path, std::string_view only) {
    std::string text = to_text(json);
    std::erase(text, ' ');
    if (text == only) return std::nullopt;
    return error_at(json, path, "must be " + std::string(only) + " in this version of the program");
}

/// Stop rules other than the epochs: null so far.
Problem read_stop(const Json& json, const std::string& path) {
    if (json.kind != Json::Kind::Object) return wrong_kind(json, path, Json::Kind::Object);
    for (const auto& [key, value] : json.object) {
        const std::string place = path + "." + key;
        if (key != "loss_below" && key != "no_progress_epochs")
            return error_at(value, place, "is not a field of an experiment");
        if (value.kind != Json::Kind::Null)
            return error_at(value, place, "must be null in this version of the program");
    }
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
    if (path == "data.columns") {
        if (json.kind != Json::Kind::Array) return wrong_kind(json, path, Json::Kind::Array);
        for (std::size_t i = 0; i < json.array.size(); ++i) {
            if (json.array[i].kind != Json::Kind::String)
                return wrong_kind(json.array[i], item(path, i), Json::Kind::String);
            data.columns.push_back(json.array[i].string);
        }
        return std::nullopt;
    }
    if (path == "network.inputs")
        return read_integer(json, path, 1, k_max_inputs, experiment.network.inputs);
    if (path == "network.layers") return read_layers(json, path, experiment.network.layers);
    if (path == "start.weights") {
        if (json.kind != Json::Kind::Array) return wrong_kind(json, path, Json::Kind::Array);
        experiment.start.weights.assign(json.array.size(), {});
        for (std::size_t l = 0; l < json.array.size(); ++l)
            if (Problem problem =
                    read_rows(json.array[l], item(path, l), experiment.start.weights[l]))
                return problem;
        return std::nullopt;
    }
    if (path == "start.biases") return read_rows(json, path, experiment.start.biases);
    if (path == "training.optimizer") return read_fixed(json, path, R"({"kind":"sgd"})");
    if (path == "training.regularization") return read_fixed(json, path, R"({"kind":"none"})");
    if (path == "training.stop") return read_stop(json, path);
    if (path == "training.update") return read_fixed(json, path, R"("simultaneous")");
    known = false;
    return std::nullopt;
}

Problem read_field(const Field& field, const Json& json, Experiment& experiment) {
    const Result<double> value = field_value(field, json);
    if (!value) return value.error;
    field.set(experiment, *value);
    return std::nullopt;
}

/// One of the objects data, network, start, loss, training.
Problem read_group(const Json& json, const std::string& group, Experiment& experiment) {
    if (json.kind != Json::Kind::Object) return wrong_kind(json, group, Json::Kind::Object);
    if (group == "data")
        if (Problem problem = read_data_set(json, experiment.data)) return problem;
    if (group == "start") {
        const Json* weights = json.find("weights");
        const Json* biases = json.find("biases");
        if ((weights == nullptr) != (biases == nullptr))
            return error_at(json, weights ? "start.biases" : "start.weights",
                            "is required: given numbers are weights and biases");
        if (weights && json.find("rule"))
            return error_at(*json.find("rule"), "start.rule",
                            "must be left out where weights and biases are given");
    }
    for (const auto& [key, value] : json.object) {
        const std::string path = group + "." + key;
        const Field* field = find_field(path);
        bool known = field != nullptr;
        const Problem problem = field ? read_field(*field, value, experiment)
                                      : read_special(value, path, experiment, known);
        if (problem) return problem;
        if (!known) return error_at(value, path, "is not a field of an experiment");
    }
    if (group == "start") {
        StartSpec& start = experiment.start;
        if (json.find("weights"))
            start.rule = StartRule::Given;
        else if (start.rule == StartRule::Given)
            return error_at(json, "start.rule", "needs weights and biases instead of \"given\"");
    }
    return std::nullopt;
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
            problem = read_fixed(value, key, R"(["x1","x2"])");
        } else if (const Field* field = find_field(key)) {
            problem = read_field(*field, value, experiment);
        } else if (key == "data" || key == "network" || key == "start" || key == "loss" ||
                   key == "training") {
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
    Result<Done> valid = validate(experiment);
    if (valid) {
        const Json* features = json.find("features");
        if (features == nullptr || experiment.network.inputs == 2) return experiment;
        return error_at(*features, "features", "is for networks with two inputs; leave it out");
    }
    std::size_t taken = 0;
    const Json* where = deepest(json, split_path(valid.error.path), taken);
    valid.error.line = where->line;
    valid.error.column = where->column;
    return valid.error;
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
