#include "engine/experiment/experiment_json.hpp"

#include "engine/experiment/edit.hpp"
#include "engine/experiment/fields.hpp"

#include <cmath>
#include <cstdlib>
#include <optional>

namespace backprop {

namespace {

using Problem = std::optional<Error>;

Error error_at(const Json& json, std::string path, std::string message) {
    return {std::move(path), std::move(message), json.line, json.column};
}

Error wrong_kind(const Json& json, const std::string& path, Json::Kind wanted) {
    return error_at(json, path,
                    "must be " + std::string(kind_name(wanted)) + ", not " +
                        std::string(kind_name(json.kind)));
}

std::string item(const std::string& path, std::size_t index) {
    return path + "[" + std::to_string(index) + "]";
}

/// A field's value as the number that fields.hpp works with.
Result<double> field_value(const Field& field, const Json& json) {
    Error refused = range_error(field);
    refused.line = json.line;
    refused.column = json.column;
    double value = json.number;
    if (field.type == FieldType::Choice && json.kind == Json::Kind::String) {
        const std::optional<int> index = find_choice(field.choices, json.string);
        if (!index) return refused;
        return static_cast<double>(*index);
    }
    if (field.type == FieldType::Flag && json.kind == Json::Kind::Boolean)
        return json.boolean ? 1.0 : 0.0;
    if (field.type == FieldType::Batch && json.kind == Json::Kind::String && json.string == "all")
        return static_cast<double>(k_batch_all);
    const bool takes_number = field.type == FieldType::Number || field.type == FieldType::Integer ||
                              field.type == FieldType::Batch;
    if (!takes_number || json.kind != Json::Kind::Number) return refused;
    if (field.type == FieldType::Batch && value == double(k_batch_all)) return refused;
    if (!check_value(field, value)) return refused;
    return value;
}

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

Problem read_integer(const Json& json, const std::string& path, double minimum, double maximum,
                     std::int32_t& value) {
    const bool fits = json.kind == Json::Kind::Number && json.number >= minimum &&
                      json.number <= maximum && std::floor(json.number) == json.number;
    if (!fits)
        return error_at(json, path,
                        "must be a whole number from " + to_text(json_number(minimum)) + " to " +
                            to_text(json_number(maximum)));
    value = static_cast<std::int32_t>(json.number);
    return std::nullopt;
}

Problem read_layer(const Json& json, const std::string& path, LayerSpec& layer) {
    if (json.kind != Json::Kind::Object) return wrong_kind(json, path, Json::Kind::Object);
    bool has_units = false;
    for (const auto& [key, value] : json.object) {
        const std::string place = path + "." + key;
        if (key == "units") {
            has_units = true;
            if (Problem problem = read_integer(value, place, 1, k_max_units, layer.units))
                return problem;
        } else if (key == "activation") {
            const std::optional<int> index = value.kind == Json::Kind::String
                                               ? find_choice(k_activations, value.string)
                                               : std::nullopt;
            if (!index) {
                std::string keys;
                for (const Choice& row : k_activations)
                    keys += (keys.empty() ? "\"" : ", \"") + std::string(row.key) + "\"";
                return error_at(value, place, "must be one of " + keys);
            }
            layer.activation = static_cast<Activation>(*index);
        } else {
            return error_at(value, place, "is not a field; a layer has units and activation");
        }
    }
    if (!has_units) return error_at(json, path + ".units", "is required");
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
        return error_at(*kind, "data.kind",
                        "must be one of \"generated\", \"built-in\", \"inline\"");
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

/// One step of a path: a member's name or an index.
struct Step {
    std::string key;
    std::size_t index;
    bool is_index;
};

/// "network.layers[1].units" (or "network.layers.1.units") in steps.
std::vector<Step> split_path(std::string_view path) {
    std::vector<Step> steps;
    std::string part;
    const auto finish = [&] {
        if (part.empty()) return;
        const bool digits =
            part.size() <= 9 && part.find_first_not_of("0123456789") == std::string::npos;
        steps.push_back({part, digits ? std::strtoul(part.c_str(), nullptr, 10) : 0, digits});
        part.clear();
    };
    for (const char c : path) {
        if (c == '.' || c == '[' || c == ']')
            finish();
        else
            part += c;
    }
    finish();
    return steps;
}

/// The value at the end of as many of the steps as exist.
const Json* deepest(const Json& json, const std::vector<Step>& steps, std::size_t& taken) {
    const Json* at = &json;
    for (taken = 0; taken < steps.size(); ++taken) {
        const Step& step = steps[taken];
        const Json* next = nullptr;
        if (at->kind == Json::Kind::Object) next = at->find(step.key);
        if (at->kind == Json::Kind::Array && step.is_index && step.index < at->array.size())
            next = &at->array[step.index];
        if (!next) break;
        at = next;
    }
    return at;
}

/// "network.layers[i].units" and "network.layers[i].activation" of a layer that exists: the start
/// weights follow a changed shape, and the error a changed output. Empty for any other path.
std::optional<Result<Experiment>>
with_layer_value(const Experiment& experiment, const std::vector<Step>& steps, const Json& value) {
    const std::vector<LayerSpec>& layers = experiment.network.layers;
    const bool is_layer = steps.size() == 4 && steps[0].key == "network" &&
                          steps[1].key == "layers" && steps[2].is_index &&
                          steps[2].index < layers.size();
    if (!is_layer) return std::nullopt;
    Json json;
    json.kind = Json::Kind::Object;
    const bool sets_units = steps[3].key == "units";
    json.object.push_back(
        {"units", sets_units ? value : json_number(layers[steps[2].index].units)});
    if (!sets_units) json.object.push_back({steps[3].key, value});
    LayerSpec layer = layers[steps[2].index];
    const std::string path = item("network.layers", steps[2].index);
    if (const Problem problem = read_layer(json, path, layer)) return Result<Experiment>(*problem);
    const auto index = static_cast<std::int32_t>(steps[2].index);
    Experiment changed = with_units(experiment, index, layer.units);
    changed = with_activation(std::move(changed), index, layer.activation);
    if (changed.network.layers[steps[2].index] != layer)
        return Result<Experiment>(
            Error{path + "." + steps[3].key,
                  "cannot be this: the output layer's units follow the data, and softmax is for "
                  "the output layer only"});
    return Result<Experiment>(std::move(changed));
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

Result<Experiment> with_value(const Experiment& experiment, std::string_view path,
                              const Json& value) {
    const auto checked = [](Experiment changed) -> Result<Experiment> {
        if (Result<Done> valid = validate(changed); !valid) return valid.error;
        return changed;
    };
    if (path == "data.set") {
        for (std::size_t i = 0; i < std::size(k_data_sets); ++i)
            if (value.kind == Json::Kind::String && value.string == k_data_sets[i].key &&
                k_data_sets[i].kind != DataKind::Inline)
                return checked(with_data_set(experiment, static_cast<DataSet>(i)));
        return error_at(value, "data.set", "is not the key of a data set");
    }
    if (const Field* field = find_field(path)) {
        const Result<double> number = field_value(*field, value);
        if (!number) return number.error;
        return checked(with_field(experiment, *field, *number));
    }
    const std::vector<Step> steps = split_path(path);
    if (const std::optional<Result<Experiment>> layer = with_layer_value(experiment, steps, value))
        return *layer ? checked(std::move(**layer)) : *layer;
    Result<Json> json = parse_json(to_json(experiment));
    std::size_t taken = 0;
    auto* target = const_cast<Json*>(deepest(*json, steps, taken));
    if (taken != steps.size() || steps.empty())
        return Error{std::string(path), "is not a part of this experiment"};
    *target = value;
    return read_experiment(*json);
}

} // namespace backprop
