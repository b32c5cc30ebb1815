#include "engine/network/initialize.hpp"

#include "engine/numerics/random.hpp"

#include <cmath>

namespace backprop {

static double draw_weight(const LayerLayout& layer, const StartSpec& start, Random& random) {
    switch (start.rule) {
    case StartRule::Zeros:
        return 0.0;
    case StartRule::Constant:
        return start.value;
    case StartRule::Uniform:
        return uniform(random, start.low, start.high);
    case StartRule::XavierUniform: {
        // Glorot & Bengio 2010, equation 16: r = √(6 / (n_in + n_out)).
        const double range = std::sqrt(6.0 / (double(layer.inputs) + double(layer.units)));
        return uniform(random, -range, range);
    }
    case StartRule::Given:
        break;
    }
    return 0.0;
}

template <class Real>
void initialize(const NetworkLayout& layout, const StartSpec& start, std::span<Real> parameters) {
    Random random = make_random(static_cast<std::uint64_t>(start.seed), RandomStream::Start);
    const bool given = start.rule == StartRule::Given;
    for (std::size_t l = 0; l < layout.layers.size(); ++l) {
        const LayerLayout& layer = layout.layers[l];
        Real* weight = parameters.data() + layer.weights;
        for (std::int32_t to = 0; to < layer.units; ++to)
            for (std::int32_t from = 0; from < layer.inputs; ++from)
                *weight++ =
                    static_cast<Real>(given ? start.weights[l][std::size_t(to)][std::size_t(from)]
                                            : draw_weight(layer, start, random));
        Real* bias = parameters.data() + layer.biases;
        for (std::int32_t unit = 0; unit < layer.bias_count; ++unit)
            *bias++ = static_cast<Real>(given ? start.biases[l][std::size_t(unit)] : start.bias);
    }
}

template void initialize(const NetworkLayout&, const StartSpec&, std::span<float>);
template void initialize(const NetworkLayout&, const StartSpec&, std::span<double>);

} // namespace backprop
