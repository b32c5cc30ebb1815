#include "engine/network/initialize.hpp"

#include "engine/numerics/random.hpp"

#include <cmath>

namespace backprop {

static double draw_weight(const LayerLayout& layer, const StartSpec& start, Random& random) {
    const double in = double(layer.inputs);
    const double out = double(layer.units);
    switch (start.rule) {
    case StartRule::Zeros:
        return 0.0;
    case StartRule::Constant:
        return start.value;
    case StartRule::Uniform:
        return uniform(random, start.low, start.high);
    case StartRule::Normal:
        return start.deviation * normal(random);
    // Glorot & Bengio 2010, "Understanding the difficulty of training deep feedforward neural
    // networks", equation 16, and the normal distribution of the same variance 2 / (in + out).
    case StartRule::XavierUniform: {
        const double range = std::sqrt(6.0 / (in + out));
        return uniform(random, -range, range);
    }
    case StartRule::XavierNormal:
        return std::sqrt(2.0 / (in + out)) * normal(random);
    // He, Zhang, Ren & Sun 2015, "Delving deep into rectifiers", equation 10: variance 2 / in.
    case StartRule::HeUniform: {
        const double range = std::sqrt(6.0 / in);
        return uniform(random, -range, range);
    }
    case StartRule::HeNormal:
        return std::sqrt(2.0 / in) * normal(random);
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
