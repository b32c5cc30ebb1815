#include "engine/training/trained_parameters.hpp"

#include <algorithm>

namespace backprop {

/// Adds the runs of parameters in [first, end) whose mark is `wanted`.
static void add_ranges(const std::vector<char>& marks, char wanted, std::int64_t first,
                       std::int64_t end, std::vector<ParameterRange>& ranges) {
    for (std::int64_t i = first; i < end; ++i) {
        if (marks[std::size_t(i)] != wanted) continue;
        const bool joins = i > first && marks[std::size_t(i - 1)] == wanted;
        if (joins)
            ++ranges.back().count;
        else
            ranges.push_back({i, 1});
    }
}

std::vector<TrainedLayer> trained_parameters(const NetworkLayout& layout,
                                             const TrainingSpec& training) {
    std::vector<char> frozen(std::size_t(layout.parameter_count), 0);
    const auto freeze = [&](const ParameterRange& range) {
        std::fill_n(frozen.data() + range.first, range.count, char{1});
    };
    for (const std::string& name : training.frozen)
        if (const std::optional<ParameterRange> range = find_parameters(layout, name))
            freeze(*range);
    std::vector<TrainedLayer> layers;
    for (const LayerLayout& layer : layout.layers) {
        if (!training.train_biases) freeze({layer.biases, layer.bias_count});
        const std::int64_t end = layer.biases + layer.bias_count;
        TrainedLayer& trained = layers.emplace_back();
        add_ranges(frozen, 0, layer.weights, end, trained.moved);
        add_ranges(frozen, 0, layer.weights, layer.biases, trained.weights);
        add_ranges(frozen, 1, layer.weights, end, trained.kept);
    }
    return layers;
}

} // namespace backprop
