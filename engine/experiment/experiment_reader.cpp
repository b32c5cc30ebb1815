#include "engine/experiment/experiment_reader.hpp"

#include "engine/experiment/number_text.hpp"

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
    if (is_optional(field.type) && json.kind == Json::Kind::Null) return k_none;
    const bool takes_number = field.type != FieldType::Choice && field.type != FieldType::Flag;
    if (!takes_number || json.kind != Json::Kind::Number) return refused;
    if (field.type == FieldType::Batch && value == double(k_batch_all)) return refused;
    if (!check_value(field, value)) return refused;
    return value;
}

Problem read_integer(const Json& json, const std::string& path, double minimum, double maximum,
                     std::int64_t& value) {
    const bool fits = json.kind == Json::Kind::Number && json.number >= minimum &&
                      json.number <= maximum && std::floor(json.number) == json.number;
    if (!fits)
        return error_at(json, path,
                        "must be a whole number from " + number_text(minimum) + " to " +
                            number_text(maximum));
    value = static_cast<std::int64_t>(json.number);
    return std::nullopt;
}

Problem read_integer(const Json& json, const std::string& path, double minimum, double maximum,
                     std::int32_t& value) {
    std::int64_t wide = 0;
    if (Problem problem = read_integer(json, path, minimum, maximum, wide)) return problem;
    value = static_cast<std::int32_t>(wide);
    return std::nullopt;
}

Problem read_choice(const Json& json, const std::string& path, std::span<const Choice> family,
                    int& index) {
    const std::optional<int> found =
        json.kind == Json::Kind::String ? find_choice(family, json.string) : std::nullopt;
    if (!found) return error_at(json, path, "must be one of " + quoted_keys(family));
    index = *found;
    return std::nullopt;
}

Problem read_numbers(const Json& json, const std::string& path, std::vector<double>& numbers) {
    if (json.kind != Json::Kind::Array) return wrong_kind(json, path, Json::Kind::Array);
    numbers = json.numbers;
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
    if (!json.numbers.empty()) return wrong_kind(json.item_at(0), item(path, 0), Json::Kind::Array);
    rows.assign(json.array.size(), {});
    for (std::size_t i = 0; i < json.array.size(); ++i)
        if (Problem problem = read_numbers(json.array[i], item(path, i), rows[i])) return problem;
    return std::nullopt;
}

Problem read_strings(const Json& json, const std::string& path, std::vector<std::string>& strings) {
    if (json.kind != Json::Kind::Array) return wrong_kind(json, path, Json::Kind::Array);
    strings.clear();
    for (std::size_t i = 0; i < json.item_count(); ++i) {
        const Json value = json.item_at(i);
        if (value.kind != Json::Kind::String)
            return wrong_kind(value, item(path, i), Json::Kind::String);
        strings.push_back(value.string);
    }
    return std::nullopt;
}

Problem read_layer(const Json& json, const std::string& path, LayerSpec& layer) {
    if (json.kind != Json::Kind::Object) return wrong_kind(json, path, Json::Kind::Object);
    for (const auto& [key, value] : json.object) {
        const std::string place = path + "." + key;
        if (key == "units") {
            if (Problem problem = read_integer(value, place, 1, k_max_units, layer.units))
                return problem;
        } else if (key == "activation") {
            int index = 0;
            if (Problem problem = read_choice(value, place, k_activations, index)) return problem;
            layer.activation = static_cast<Activation>(index);
        } else if (key == "dropout") {
            if (value.kind != Json::Kind::Number)
                return wrong_kind(value, place, Json::Kind::Number);
            layer.dropout = value.number;
        } else {
            return error_at(value, place,
                            "is not a field; a layer has units, activation and dropout");
        }
    }
    if (!json.find("units")) return error_at(json, path + ".units", "is required");
    return std::nullopt;
}

Problem read_features(const Json& json, const std::string& path, std::vector<Feature>& features) {
    if (json.kind != Json::Kind::Array) return wrong_kind(json, path, Json::Kind::Array);
    if (json.item_count() == 0)
        return error_at(json, path, "must name at least one of " + quoted_keys(k_features));
    features.clear();
    for (std::size_t i = 0; i < json.item_count(); ++i) {
        int index = 0;
        if (Problem problem = read_choice(json.item_at(i), item(path, i), k_features, index))
            return problem;
        features.push_back(static_cast<Feature>(index));
    }
    features = plain_if_inputs(std::move(features));
    return std::nullopt;
}

} // namespace backprop
