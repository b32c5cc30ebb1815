// Replaces one part of an experiment by its path, as set(path, value) of the page interface does.

#include "engine/experiment/edit.hpp"
#include "engine/experiment/experiment_reader.hpp"
#include "engine/experiment/json_path.hpp"

#include <algorithm>
#include <iterator>

namespace backprop {

namespace {

/// Units, activation or dropout of a layer that exists: the start weights follow a changed shape,
/// and the error a changed output. Empty for any other path.
std::optional<Result<Experiment>> with_layer_value(const Experiment& experiment,
                                                   const std::vector<PathStep>& steps,
                                                   const Json& value) {
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
    const bool is_hidden = steps[2].index + 1 < layers.size();
    if (is_hidden && layer.units != layers[steps[2].index].units &&
        !network_with_units(experiment.network, index, layer.units))
        return Result<Experiment>(Error{path + ".units", "would give the network more than " +
                                                             std::to_string(k_max_parameters) +
                                                             " parameters"});
    Experiment changed = with_units(experiment, index, layer.units);
    changed = with_activation(std::move(changed), index, layer.activation);
    changed = with_dropout(std::move(changed), index, layer.dropout);
    if (changed.network.layers[steps[2].index] != layer)
        return Result<Experiment>(
            Error{path + "." + steps[3].key,
                  "cannot be this: dropout is 0 to 0.9 and not for the output layer, whose units "
                  "follow the data; softmax is for the output layer only"});
    return Result<Experiment>(std::move(changed));
}

/// Parts that the text leaves out when they are empty.
bool may_be_added(std::string_view path) {
    constexpr std::string_view k_paths[] = {"name", "features", "training.frozen",
                                            "training.changes", "state"};
    return std::find(std::begin(k_paths), std::end(k_paths), path) != std::end(k_paths);
}

} // namespace

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
    if (path == "features") {
        std::vector<Feature> features;
        if (Problem problem = read_features(value, "features", features)) return *problem;
        if (experiment.network.inputs != 2)
            return error_at(value, "features", "is for networks with two inputs");
        return checked(with_features(experiment, features));
    }
    const std::vector<PathStep> steps = split_path(path);
    if (std::optional<Result<Experiment>> layer = with_layer_value(experiment, steps, value))
        return *layer ? checked(std::move(**layer)) : *layer;
    Result<Json> json = parse_json(to_json(experiment));
    Json* target = steps.empty() ? nullptr : find_value(*json, steps);
    if (!target && may_be_added(path)) {
        Json* parent = steps.size() == 1 ? &*json : json->find(steps.front().key);
        parent->object.push_back({steps.back().key, {}});
        target = &parent->object.back().value;
    }
    if (!target) return Error{std::string(path), "is not a part of this experiment"};
    *target = value;
    return read_experiment(*json);
}

} // namespace backprop
