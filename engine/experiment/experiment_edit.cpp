// Replaces one part of an experiment by its path, as set(path, value) of the page interface does.

#include "engine/experiment/edit.hpp"
#include "engine/experiment/experiment_reader.hpp"
#include "engine/experiment/json_path.hpp"

namespace backprop {

namespace {

/// "network.layers[i].units" and "network.layers[i].activation" of a layer that exists: the start
/// weights follow a changed shape, and the error a changed output. Empty for any other path.
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
    const std::vector<PathStep> steps = split_path(path);
    if (std::optional<Result<Experiment>> layer = with_layer_value(experiment, steps, value))
        return *layer ? checked(std::move(**layer)) : *layer;
    Result<Json> json = parse_json(to_json(experiment));
    Json* target = find_value(*json, steps);
    if (!target || steps.empty())
        return Error{std::string(path), "is not a part of this experiment"};
    *target = value;
    return read_experiment(*json);
}

} // namespace backprop
