#include "engine/training/frozen.hpp"

#include <vector>

namespace backprop {

/// Takes "[12]" off the front of `text`. None when something else stands there.
static std::optional<std::int64_t> take_index(std::string_view& text) {
    const std::size_t end = text.find(']');
    if (text.substr(0, 1) != "[" || end == std::string_view::npos) return std::nullopt;
    const std::string_view digits = text.substr(1, end - 1);
    const bool padded = digits.size() > 1 && digits.front() == '0';
    if (digits.empty() || digits.size() > 7 || padded) return std::nullopt;
    std::int64_t index = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        index = index * 10 + (c - '0');
    }
    text.remove_prefix(end + 1);
    return index;
}

/// Takes a word off the front of `text`.
static bool take_word(std::string_view& text, std::string_view word) {
    if (text.substr(0, word.size()) != word) return false;
    text.remove_prefix(word.size());
    return true;
}

std::optional<ParameterRange> find_parameters(const NetworkLayout& layout, std::string_view name) {
    const bool weights = take_word(name, "weights");
    if (!weights && !take_word(name, "biases")) return std::nullopt;
    std::vector<std::int64_t> indices;
    while (!name.empty()) {
        const std::optional<std::int64_t> index = take_index(name);
        if (!index || indices.size() == 3) return std::nullopt;
        indices.push_back(*index);
    }
    if (indices.empty() || indices[0] >= std::int64_t(layout.layers.size())) return std::nullopt;
    const LayerLayout& layer = layout.layers[std::size_t(indices[0])];
    if (!weights) {
        if (indices.size() == 1) return ParameterRange{layer.biases, layer.bias_count};
        if (indices.size() > 2 || indices[1] >= layer.bias_count) return std::nullopt;
        return ParameterRange{layer.biases + indices[1], 1};
    }
    if (indices.size() == 1)
        return ParameterRange{layer.weights, std::int64_t{layer.units} * layer.inputs};
    if (indices[1] >= layer.units) return std::nullopt;
    const std::int64_t row = layer.weights + indices[1] * layer.inputs;
    if (indices.size() == 2) return ParameterRange{row, layer.inputs};
    if (indices[2] >= layer.inputs) return std::nullopt;
    return ParameterRange{row + indices[2], 1};
}

} // namespace backprop
