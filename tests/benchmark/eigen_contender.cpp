// The same training written by hand with Eigen: matrices allocated beforehand, products without
// temporaries, the update as part of the gradient's product. Which order of storage and which kind
// of product is fastest depends on the network and the machine: begin() tries all and keeps the
// best.

#include "engine/numerics/random.hpp"
#include "tests/benchmark/contender.hpp"

#include <Eigen/Core>
#include <chrono>
#include <cmath>
#include <memory>

namespace backprop::bench {
namespace {

/// A way to train, for one precision, order of storage and kind of product.
struct Net {
    virtual ~Net() = default;
    virtual std::int64_t train_epoch() = 0;
    virtual double loss() = 0;
};

/// Examples are columns. Lazy: products by plain vectorised loops, which is faster for small
/// matrices than Eigen's blocked ones.
template <class Real, int Order, bool Lazy>
struct EigenNet final : Net {
    using Array = Eigen::Matrix<Real, Eigen::Dynamic, Eigen::Dynamic, Order>;
    using Column = Eigen::Matrix<Real, Eigen::Dynamic, 1>;

    struct Layer {
        Array weights; ///< units × inputs
        Column biases;
        Activation activation;
    };
    struct Values {
        Array a, delta; ///< units × batch
    };
    struct Batch {
        Array inputs, targets;
        std::vector<Values>* values; ///< [layer]; the last batch may be smaller
    };
    std::vector<Layer> layers;
    std::vector<Values> whole, rest;
    std::vector<Batch> batches;
    Real learning_rate;

    EigenNet(const Workload& work, const Dataset& data) : learning_rate(Real(work.learning_rate)) {
        Random random = make_random(1, RandomStream::Start);
        std::int32_t inputs = work.inputs;
        for (const LayerSpec& spec : work.layers) {
            Layer layer;
            layer.weights.resize(spec.units, inputs);
            const double limit = std::sqrt(6.0 / double(inputs + spec.units));
            for (Eigen::Index u = 0; u < spec.units; ++u)
                for (Eigen::Index i = 0; i < inputs; ++i)
                    layer.weights(u, i) = Real(uniform(random, -limit, limit));
            layer.biases = Column::Zero(spec.units);
            layer.activation = spec.activation;
            layers.push_back(layer);
            inputs = spec.units;
        }
        const auto copy = [](const Matrix<double>& from, std::int32_t first, std::int32_t count) {
            Array to(from.rows, count);
            for (std::int32_t i = 0; i < from.rows; ++i)
                for (std::int32_t n = 0; n < count; ++n)
                    to(i, n) = Real(from(i, first + n));
            return to;
        };
        for (std::int32_t first = 0; first < data.train_inputs.columns; first += work.batch) {
            const std::int32_t count = std::min(work.batch, data.train_inputs.columns - first);
            std::vector<Values>& values = count == work.batch ? whole : rest;
            if (values.empty())
                for (const LayerSpec& spec : work.layers)
                    values.push_back({Array(spec.units, count), Array(spec.units, count)});
            batches.push_back({copy(data.train_inputs, first, count),
                               copy(data.train_targets, first, count), &values});
        }
    }

    template <class Target, class Left, class Right>
    static void multiply(Target&& target, const Left& left, const Right& right) {
        if constexpr (Lazy)
            target = left.lazyProduct(right);
        else
            target.noalias() = left * right;
    }

    static void softmax(Array& a) {
        for (Eigen::Index n = 0; n < a.cols(); ++n) {
            auto column = a.col(n).array();
            column = (column - column.maxCoeff()).exp();
            column /= column.sum();
        }
    }

    /// a = f(a + b).
    static void activate(const Layer& layer, Array& a) {
        const auto z = (a.colwise() + layer.biases).array();
        if (layer.activation == Activation::Tanh) {
            if constexpr (sizeof(Real) == 4)
                a.array() = z.tanh();
            else // Eigen has no vectors of tanh for double, but of exp
                a.array() = Real(1) - Real(2) / ((Real(2) * z).exp() + Real(1));
        } else if (layer.activation == Activation::Sigmoid) {
            a.array() = z.logistic();
        } else if (layer.activation == Activation::Relu) {
            a.array() = z.max(Real(0));
        } else {
            a.array() = z;
            softmax(a);
        }
    }

    void forward(const Batch& batch) {
        const Array* in = &batch.inputs;
        for (std::size_t l = 0; l < layers.size(); ++l) {
            Array& a = (*batch.values)[l].a;
            multiply(a, layers[l].weights, *in);
            activate(layers[l], a);
            in = &a;
        }
    }

    /// δ ← δ ⊙ f′.
    static void times_derivative(const Layer& layer, Values& values) {
        const auto a = values.a.array();
        if (layer.activation == Activation::Tanh)
            values.delta.array() *= Real(1) - a * a;
        else if (layer.activation == Activation::Sigmoid)
            values.delta.array() *= a * (Real(1) - a);
        else if (layer.activation == Activation::Relu)
            values.delta.array() *= (a > Real(0)).template cast<Real>();
    }

    std::int64_t train_epoch() override {
        std::int64_t examples = 0;
        for (const Batch& batch : batches) {
            forward(batch);
            const Real rate = learning_rate / Real(batch.inputs.cols());
            std::vector<Values>& values = *batch.values;
            values.back().delta = values.back().a - batch.targets;
            if (layers.back().activation != Activation::Softmax)
                times_derivative(layers.back(), values.back());
            for (std::size_t l = layers.size(); l-- > 0;) {
                Layer& layer = layers[l];
                const Array& delta = values[l].delta;
                const Array& in = l == 0 ? batch.inputs : values[l - 1].a;
                if (l > 0) {
                    multiply(values[l - 1].delta, layer.weights.transpose(), delta);
                    times_derivative(layers[l - 1], values[l - 1]);
                }
                if constexpr (Lazy)
                    layer.weights -= rate * delta.lazyProduct(in.transpose());
                else
                    layer.weights.noalias() -= rate * delta * in.transpose();
                layer.biases.noalias() -= rate * delta.rowwise().sum();
            }
            examples += batch.inputs.cols();
        }
        return examples;
    }

    double loss() override {
        double sum = 0.0;
        double examples = 0.0;
        for (const Batch& batch : batches) {
            forward(batch);
            const auto o = batch.values->back().a.array().template cast<double>();
            const auto y = batch.targets.array().template cast<double>();
            sum += layers.back().activation == Activation::Softmax ? -(y * (o + 1e-30).log()).sum()
                                                                   : 0.5 * (o - y).square().sum();
            examples += double(batch.inputs.cols());
        }
        return sum / examples;
    }
};

std::unique_ptr<Net> net;

template <class Real>
std::unique_ptr<Net> make_net(int kind, const Workload& work, const Dataset& data) {
    switch (kind) {
    case 0:
        return std::make_unique<EigenNet<Real, Eigen::RowMajor, true>>(work, data);
    case 1:
        return std::make_unique<EigenNet<Real, Eigen::RowMajor, false>>(work, data);
    case 2:
        return std::make_unique<EigenNet<Real, Eigen::ColMajor, true>>(work, data);
    default:
        return std::make_unique<EigenNet<Real, Eigen::ColMajor, false>>(work, data);
    }
}

double seconds_per_epoch(Net& candidate) {
    double best = 1e9;
    int epochs = 1;
    for (int trial = 0; trial < 5;) {
        const auto begin = std::chrono::steady_clock::now();
        for (int i = 0; i < epochs; ++i)
            candidate.train_epoch();
        const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
        if (elapsed.count() < 0.005) {
            epochs *= 2;
            continue;
        }
        best = std::min(best, elapsed.count() / epochs);
        ++trial;
    }
    return best;
}

} // namespace

void begin(const Workload& work, const Dataset& data, bool float64) {
    const auto make = [&](int kind) {
        return float64 ? make_net<double>(kind, work, data) : make_net<float>(kind, work, data);
    };
    int best = 0;
    double least = 1e9;
    for (int kind = 0; kind < 4; ++kind) {
        net = make(kind);
        const double seconds = seconds_per_epoch(*net);
        if (seconds < least) {
            least = seconds;
            best = kind;
        }
    }
    net = make(best);
}

std::int64_t train_epoch() {
    return net->train_epoch();
}

double loss() {
    return net->loss();
}

const char* description() {
    return "Eigen 3.4";
}
double peak(bool) {
    return 0.0;
}
void print_growth() {}

} // namespace backprop::bench
