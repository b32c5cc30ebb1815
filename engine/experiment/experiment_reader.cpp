#include "engine/experiment/experiment_reader.hpp"

#include <cmath>

namespace backprop {

Error error_at(const Json& json, std::string path, std::string message) {
    return {std::move(path), std::move(message), json.line, json.column};
}

Error wrong_kind(const Json& json, const std::string& path, Json::Kind wanted) {
    return error_at(json, path,
                    "must be " + std::string(kind_name(wanted)) + ", not " +
                        std::string(kind_name(json.kind)));
}

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
            if (!index)
                return error_at(value, place, "must be one of " + quoted_keys(k_activations));
            layer.activation = static_cast<Activation>(*index);
        } else {
            return error_at(value, place, "is not a field; a layer has units and activation");
        }
    }
    if (!has_units) return error_at(json, path + ".units", "is required");
    return std::nullopt;
}

} // namespace backprop
