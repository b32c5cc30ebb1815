#include "engine/experiment/json_path.hpp"

#include <cstdlib>

namespace backprop {

std::string item(std::string_view path, std::size_t index) {
    return std::string(path) + "[" + std::to_string(index) + "]";
}

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

const Json* deepest(const Json& json, const std::vector<PathStep>& steps, std::size_t& taken) {
    const Json* at = &json;
    for (taken = 0; taken < steps.size(); ++taken) {
        const PathStep& step = steps[taken];
        const Json* next = nullptr;
        if (at->kind == Json::Kind::Object) next = at->find(step.key);
        if (at->kind == Json::Kind::Array && step.is_index && step.index < at->array.size())
            next = &at->array[step.index];
        if (!next) break;
        at = next;
    }
    return at;
}

} // namespace backprop
