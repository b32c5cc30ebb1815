#include "engine/experiment/json_path.hpp"

#include <cstdlib>

namespace backprop {

std::vector<PathStep> split_path(std::string_view path) {
    std::vector<PathStep> steps;
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

/// One step down, or null.
static Json* child(Json& json, const PathStep& step) {
    if (json.kind == Json::Kind::Object) return json.find(step.key);
    const bool item = json.kind == Json::Kind::Array && step.is_index;
    return item && step.index < json.array.size() ? &json.array[step.index] : nullptr;
}

Json* find_value(Json& json, const std::vector<PathStep>& steps) {
    Json* at = &json;
    for (const PathStep& step : steps) {
        hold_items_apart(*at);
        at = child(*at, step);
        if (!at) return nullptr;
    }
    return at;
}

Error located(Error error, const Json& json) {
    const Json* at = &json;
    JsonPosition position{json.line, json.column};
    for (const PathStep& step : split_path(error.path)) {
        const bool is_number = step.is_index && step.index < at->positions.size();
        if (is_number) position = at->positions[step.index];
        const Json* next = is_number ? nullptr : child(const_cast<Json&>(*at), step);
        if (!next) break;
        at = next;
        position = {at->line, at->column};
    }
    error.line = position.line;
    error.column = position.column;
    return error;
}

} // namespace backprop
