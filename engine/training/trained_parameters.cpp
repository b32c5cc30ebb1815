#include "engine/training/trained_parameters.hpp"

#include <algorithm>

namespace backprop {

/// Adds the runs of parameters in [first, end) that are not frozen.
static void add_ranges(const std::vector<char>& frozen, std::int64_t first, std::int64_t end,
                       std::vector<ParameterRange>& ranges) {
    for (std::int64_t i = first; i < end; ++i) {
        if (frozen[std::size_t(i)] != 0) continue;
        const bool joins = i > first && frozen[std::size_t(i - 1)] == 0;
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
        add_ranges(frozen, layer.weights, end, trained.moved);
        add_ranges(frozen, layer.weights, layer.biases, trained.weights);
    }
    return layers;
}

std::vector<ParameterRange> moved_ranges(const std::vector<TrainedLayer>& layers) {
    std::vector<ParameterRange> ranges;
    for (const TrainedLayer& layer : layers)
        for (const ParameterRange& range : layer.moved)
            if (!ranges.empty() && ranges.back().first + ranges.back().count == range.first)
                ranges.back().count += range.count;
            else
                ranges.push_back(range);
    return ranges;
}

} // namespace backprop
