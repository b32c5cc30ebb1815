// Backpropagation against finite differences for everything that can be combined: hidden activation
// × error and its output activations × penalty × bias mode × batch × shape × seed. What is compared
// is what an update does: with learning rate 1 it takes the gradient away from the parameters.

#include "engine/numerics/random.hpp"
#include "engine/training/trainer.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <span>
#include <string>
#include <vector>

using namespace backprop;

namespace {

/// One point of the matrix.
struct Point {
    Activation hidden;
    ErrorKind error;
    Activation output;
    Regularization penalty;
    BiasMode bias;
    std::int32_t batch;
    std::vector<std::int32_t> sizes; ///< inputs, hidden layers, outputs
    int seed;                        ///< 1 to 3
    std::uint64_t number;            ///< in the matrix: no two points draw the same numbers
};

std::string name_of(const Point& point) {
    std::string sizes;
    for (const std::int32_t size : point.sizes)
        sizes += (sizes.empty() ? "" : "-") + std::to_string(size);
    const auto key = [](std::span<const Choice> family, auto value) {
        return std::string(family[static_cast<std::size_t>(value)].key) + ", ";
    };
    return "hidden " + key(k_activations, point.hidden) + key(k_errors, point.error) +
           key(k_activations, point.output) + "penalty " + key(k_regularizations, point.penalty) +
           "bias " + key(k_bias_modes, point.bias) + "batch " + std::to_string(point.batch) + ", " +
           sizes + ", seed " + std::to_string(point.seed);
}

constexpr std::int32_t k_examples = 9; // a batch of 7 leaves 2 for the next
constexpr double k_rate = 0.05;        // of the penalty
constexpr double k_delta = 0.7;        // of huber

double draw_target(ErrorKind error, Random& random) {
    switch (error_row(error).targets) {
    case TargetRange::Any:
        return uniform(random, -1.5, 1.5);
    case TargetRange::MinusOneOrOne:
        return uniform_below(random, 2) == 0 ? -1.0 : 1.0;
    case TargetRange::ZeroToOne: // 0 and 1 are the usual ones
        return uniform_below(random, 3) == 0 ? uniform01(random) : double(uniform_below(random, 2));
    case TargetRange::NotNegative:
        return uniform01(random);
    }
    return 0.0;
}

Dataset draw_data(const Point& point, Random& random) {
    Dataset data;
    data.train_inputs.resize(point.sizes.front(), k_examples);
    data.train_targets.resize(point.sizes.back(), k_examples);
    for (std::int32_t n = 0; n < k_examples; ++n) {
        for (std::int32_t i = 0; i < point.sizes.front(); ++i)
            data.train_inputs(i, n) = uniform(random, -1.5, 1.5);
        for (std::int32_t k = 0; k < point.sizes.back(); ++k)
            data.train_targets(k, n) = draw_target(point.error, random);
    }
    return data;
}

Trainer<double> make_point_trainer(const Point& point, const Dataset& data, Random& random) {
    TrainerSpec spec;
    spec.network.inputs = point.sizes.front();
    spec.network.bias = point.bias;
    for (std::size_t l = 1; l < point.sizes.size(); ++l) {
        LayerSpec& layer = spec.network.layers.emplace_back();
        layer.units = point.sizes[l];
        layer.activation = l + 1 == point.sizes.size() ? point.output : point.hidden;
    }
    // The reductions take turns: they are one factor.
    const bool sums = error_row(point.error).error == ErrorKind::CrossEntropy;
    spec.loss.error = point.error;
    spec.loss.over_outputs = sums || point.seed % 2 == 0 ? Reduction::Sum : Reduction::Mean;
    spec.loss.over_examples = point.seed % 3 == 0 ? Reduction::Sum : Reduction::Mean;
    spec.loss.delta = k_delta;
    spec.training.learning_rate = 1.0;
    spec.training.batch = point.batch;
    spec.training.regularization = {point.penalty, k_rate};
    Trainer<double> trainer = make_trainer<double>(spec, data);
    StartSpec start;
    start.rule = StartRule::Zeros;
    restart(trainer, start);
    for (double& parameter : trainer.parameters)
        parameter = uniform(random, -1.0, 1.0);
    return trainer;
}

double activation_value(Activation activation, double z) {
    switch (activation) {
    case Activation::Linear:
        return z;
    case Activation::Sigmoid:
        return 1.0 / (1.0 + std::exp(-z));
    case Activation::Tanh:
        return std::tanh(z);
    case Activation::Relu:
        return std::max(z, 0.0);
    case Activation::LeakyRelu:
        return z > 0.0 ? z : 0.01 * z;
    case Activation::Elu:
        return z > 0.0 ? z : std::expm1(z);
    case Activation::Gelu:
        return 0.5 * z * (1.0 + std::erf(z * std::sqrt(0.5)));
    case Activation::Swish:
        return z / (1.0 + std::exp(-z));
    case Activation::Softplus:
        return std::log1p(std::exp(z));
    case Activation::Softmax:
        return z; // coupled, and smooth: nobody asks
    }
    return z;
}

/// Whether a first or second derivative jumps somewhere.
bool has_jump(Activation activation) {
    return has_kink(activation) || activation == Activation::Elu;
}
bool has_jump(ErrorKind error) {
    return error == ErrorKind::Absolute || error == ErrorKind::Huber || error == ErrorKind::Hinge;
}
double distance_to_jump(ErrorKind error, double o, double y) {
    if (error == ErrorKind::Absolute) return std::fabs(o - y);
    if (error == ErrorKind::Huber) return std::fabs(std::fabs(o - y) - k_delta);
    if (error == ErrorKind::Hinge) return std::fabs(1.0 - y * o);
    return 1.0;
}

// A third of the usual ∛ε, so that fewer points lie within a step of a kink.
constexpr double k_step = 2e-6;
constexpr double k_margin = 1.5e-5; // a step moves no z or output by so much

/// Whether a step could cross a jump of a derivative in one of the first `count` examples, found by
/// a plain forward pass.
bool near_jump(const Trainer<double>& trainer, const Point& point, std::int32_t count) {
    if (point.penalty == Regularization::L1)
        for (const LayerLayout& layer : trainer.layout.layers)
            for (std::int64_t i = 0; i < std::int64_t{layer.units} * layer.inputs; ++i)
                if (std::fabs(trainer.parameters[std::size_t(layer.weights + i)]) < k_margin)
                    return true;
    for (std::int32_t n = 0; n < count; ++n) {
        std::vector<double> a;
        for (std::int32_t i = 0; i < point.sizes.front(); ++i)
            a.push_back(trainer.data->train_inputs(i, n));
        for (const LayerLayout& layer : trainer.layout.layers) {
            std::vector<double> next;
            const double* w = trainer.parameters.data() + layer.weights;
            const double* b = trainer.parameters.data() + layer.biases;
            for (std::int32_t unit = 0; unit < layer.units; ++unit) {
                double z = layer.bias_count == 0 ? 0.0 : b[layer.bias_count == 1 ? 0 : unit];
                for (const double input : a)
                    z += *w++ * input;
                // All inputs 0 and no bias: no step moves this z.
                const bool dead = layer.bias_count == 0 &&
                                  std::all_of(a.begin(), a.end(), [](double v) { return v == 0; });
                if (has_jump(layer.activation) && !dead && std::fabs(z) < k_margin) return true;
                next.push_back(activation_value(layer.activation, z));
            }
            a = next;
        }
        for (std::int32_t k = 0; k < point.sizes.back(); ++k)
            if (distance_to_jump(point.error, a[std::size_t(k)],
                                 trainer.data->train_targets(k, n)) < k_margin)
                return true;
    }
    return false;
}

/// The batch's loss with the penalty, by their definitions in docs/experiment.md.
double objective(Trainer<double>& trainer, const Point& point, std::int32_t count) {
    double penalty = 0.0;
    if (point.penalty != Regularization::None)
        for (const LayerLayout& layer : trainer.layout.layers)
            for (std::int64_t i = 0; i < std::int64_t{layer.units} * layer.inputs; ++i) {
                const double w = trainer.parameters[std::size_t(layer.weights + i)];
                penalty +=
                    k_rate * (point.penalty == Regularization::L1 ? std::fabs(w) : 0.5 * w * w);
            }
    return batch_loss(trainer, count) + penalty;
}

/// ∂(objective)/∂(parameter i): by two points where a derivative jumps nearby, else by four.
double numeric_gradient(Trainer<double>& trainer, const Point& point, std::int32_t count,
                        std::size_t i, bool smooth) {
    const double value = trainer.parameters[i];
    const auto difference = [&](double step) {
        trainer.parameters[i] = value + step;
        const double above = objective(trainer, point, count);
        trainer.parameters[i] = value - step;
        const double below = objective(trainer, point, count);
        trainer.parameters[i] = value;
        return above - below;
    };
    if (!smooth) return difference(k_step) / (2.0 * k_step);
    constexpr double k_wide = 5e-4;
    return (8.0 * difference(k_wide) - difference(2.0 * k_wide)) / (12.0 * k_wide);
}

struct Totals {
    std::int64_t points = 0;
    std::int64_t parameters = 0;
    std::int64_t redrawn = 0;
    std::int64_t wrong = 0;
    double worst = 0.0; ///< |a − n| as a share of what is allowed
    std::string where;
};

void check_point(const Point& point, Totals& totals) {
    for (std::uint64_t attempt = 0;; ++attempt) {
        Random random = make_random(1'000'000 * attempt + point.number, RandomStream::Data);
        const Dataset data = draw_data(point, random);
        Trainer<double> trainer = make_point_trainer(point, data, random);
        const std::int32_t count = next_batch_size(trainer, k_examples);
        if (near_jump(trainer, point, count)) {
            ++totals.redrawn;
            continue;
        }
        ++totals.points;
        const std::vector<double> before = trainer.parameters;
        const double error = batch_loss(trainer, count);
        if (train_examples(trainer, count)) ++totals.wrong; // something was not finite
        const std::vector<double> after = trainer.parameters;
        Trainer<double> same = make_point_trainer(point, data, random);
        same.parameters = before;
        const bool smooth = !has_jump(point.hidden) && !has_jump(point.output) &&
                            !has_jump(point.error) && point.penalty != Regularization::L1;
        for (std::size_t i = 0; i < before.size(); ++i) {
            const double analytic = before[i] - after[i];
            const double numeric = numeric_gradient(same, point, count, i, smooth);
            const double allowed = 1e-6 * std::max(std::fabs(analytic), std::fabs(numeric)) +
                                   1e-9 * std::max(1.0, std::fabs(error));
            double share = std::fabs(analytic - numeric) / allowed;
            if (std::isnan(share)) share = std::numeric_limits<double>::infinity();
            ++totals.parameters;
            if (share > 1.0) ++totals.wrong;
            if (share > totals.worst) {
                totals.worst = share;
                totals.where = name_of(point) + ", parameter " + std::to_string(i);
            }
        }
        return;
    }
}

// The whole matrix is millions of passes. Slow builds (sanitizers, WebAssembly) take every 17th
// point of it, so that all values of every family still meet.
#if defined(__SANITIZE_ADDRESS__) || defined(__wasm__)
constexpr std::uint64_t k_stride = 17;
#else
constexpr std::uint64_t k_stride = 1;
#endif

} // namespace

TEST_CASE("backpropagation is right for every combination") {
    const std::vector<std::vector<std::int32_t>> shapes = {
        {3, 4, 2}, {2, 3, 3, 3}, {1, 2, 2, 2, 1}};
    Totals totals;
    std::uint64_t turn = 0;
    for (int hidden = 0; hidden < int(Activation::Softmax); ++hidden)
        for (const ErrorRow& row : k_error_rows)
            for (int output = 0; output <= int(Activation::Softmax); ++output) {
                if (!error_fits(row.error, Activation(output))) continue;
                for (const auto penalty :
                     {Regularization::None, Regularization::L1, Regularization::L2})
                    for (const auto bias : {BiasMode::PerUnit, BiasMode::Shared, BiasMode::None})
                        for (const std::int32_t batch : {1, 7, k_batch_all})
                            for (const std::vector<std::int32_t>& shape : shapes)
                                for (const int seed : {1, 2, 3})
                                    if (turn++ % k_stride == 0)
                                        check_point({Activation(hidden), row.error,
                                                     Activation(output), penalty, bias, batch,
                                                     shape, seed, std::uint64_t(turn)},
                                                    totals);
            }
    std::printf("gradient matrix: %lld points, %lld gradients, %lld points redrawn beside a kink; "
                "the worst is %.3f of what is allowed (%s)\n",
                (long long)totals.points, (long long)totals.parameters, (long long)totals.redrawn,
                totals.worst, totals.where.c_str());
    INFO(totals.where);
    CHECK(totals.wrong == 0);
    CHECK(totals.points == std::int64_t((turn + k_stride - 1) / k_stride));
    CHECK(totals.redrawn * 100 <= totals.points);
}
