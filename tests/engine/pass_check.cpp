#include "tests/engine/pass_check.hpp"

#include "engine/numerics/random.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace backprop::test {

namespace {

double draw_target(const LossSpec& loss, Random& random) {
    switch (error_row(loss.error).targets) {
    case TargetRange::Any:
        return uniform(random, -2.0, 2.0);
    case TargetRange::MinusOneOrOne:
        return uniform01(random) < 0.5 ? -1.0 : 1.0;
    case TargetRange::ZeroToOne: // 0 and 1 themselves among them
        return std::clamp(uniform(random, -0.5, 1.5), 0.0, 1.0);
    case TargetRange::NotNegative: // the sum over the outputs is not 1
        return uniform01(random);
    }
    return 0.0;
}

/// One block of examples.
struct Examples {
    Matrix<double> inputs, targets;
    std::vector<AlignedVector<double>> masks; ///< [layer], as Workspace::masks

    BlockView<double> view() const {
        return {inputs.values.data(), targets.values.data(), inputs.stride, inputs.columns};
    }
};

Examples draw_examples(const NetworkLayout& layout, const LossSpec& loss, std::int32_t columns,
                       Random& random) {
    Examples block{{layout.inputs(), columns}, {layout.outputs(), columns}, {}};
    for (std::int32_t n = 0; n < columns; ++n) {
        for (std::int32_t i = 0; i < layout.inputs(); ++i)
            block.inputs(i, n) = uniform(random, -1.0, 1.0);
        for (std::int32_t k = 0; k < layout.outputs(); ++k)
            block.targets(k, n) = draw_target(loss, random);
    }
    repeat_last_column(block.inputs);
    repeat_last_column(block.targets);
    for (const LayerLayout& layer : layout.layers) {
        AlignedVector<double>& mask = block.masks.emplace_back();
        if (layer.dropout == 0.0) continue;
        mask.resize(std::size_t(layer.units) * std::size_t(k_block_columns));
        for (double& factor : mask)
            factor = uniform01(random) < layer.dropout ? 0.0 : 1.0 / (1.0 - layer.dropout);
    }
    return block;
}

/// What is checked, ready to run.
struct Subject {
    NetworkLayout layout;
    LossSpec loss;
    std::vector<Examples> blocks;
    std::vector<double> parameters;
    Workspace<double> workspace;
    double examples;    ///< how many
    double scale = 1.0; ///< that the reductions put before Σ E
};

Subject make_subject(const PassCase& pass, const Kernels<double>& kernels) {
    Random random = make_random(pass.seed, RandomStream::Data);
    Subject subject{make_layout(pass.network), pass.loss, {}, {}, {}, double(pass.examples), 1.0};
    for (std::int32_t first = 0; first < pass.examples; first += k_block_columns)
        subject.blocks.push_back(draw_examples(
            subject.layout, pass.loss, std::min(k_block_columns, pass.examples - first), random));
    // Room behind the end: a planted mistake may take an index for another one.
    constexpr std::size_t k_room = 1024;
    subject.parameters.assign(std::size_t(subject.layout.parameter_count) + k_room, 0.0);
    for (std::int64_t i = 0; i < subject.layout.parameter_count; ++i)
        subject.parameters[std::size_t(i)] = uniform(random, -1.0, 1.0);
    subject.workspace = make_workspace<double>(subject.layout, pass.loss);
    subject.workspace.kernels = &kernels;
    if (pass.loss.over_outputs == Reduction::Mean) subject.scale /= subject.layout.outputs();
    if (pass.loss.over_examples == Reduction::Mean) subject.scale /= subject.examples;
    return subject;
}

void run_forward(Subject& subject, const Examples& block) {
    for (std::size_t l = 0; l < block.masks.size(); ++l)
        if (!block.masks[l].empty()) subject.workspace.masks[l] = block.masks[l];
    forward_pass(subject.layout, subject.parameters.data(), block.view(), subject.workspace,
                 Dropout::On);
}

std::vector<double> analytic_gradients(Subject& subject) {
    constexpr double none = std::numeric_limits<double>::quiet_NaN(); // is written over
    std::vector<double> gradients(subject.parameters.size(), none);
    for (const Examples& block : subject.blocks) {
        const bool first = &block == &subject.blocks.front();
        run_forward(subject, block);
        backward_pass(subject.layout, subject.parameters.data(), subject.loss, subject.scale,
                      block.view(), subject.workspace, gradients.data(),
                      first ? Sums::Write : Sums::Add);
    }
    return gradients;
}

double loss_of(Subject& subject) {
    double sum = 0.0;
    for (const Examples& block : subject.blocks) {
        run_forward(subject, block);
        const double* z = subject.workspace.output_sums();
        for (std::int32_t n = 0; n < block.inputs.columns; ++n)
            sum += example_error(subject.loss, subject.workspace.outputs() + n, z ? z + n : nullptr,
                                 block.targets.values.data() + n, subject.layout.outputs(),
                                 block.targets.stride);
    }
    return subject.loss.over_examples == Reduction::Mean ? sum / subject.examples : sum;
}

} // namespace

PassCheck check_pass(const PassCase& pass, const Kernels<double>& kernels) {
    Subject subject = make_subject(pass, kernels);
    const std::vector<double> gradients = analytic_gradients(subject);
    const double error = loss_of(subject);
    constexpr double k_step = 6.055454452393343e-06; // ∛ε
    PassCheck worst;
    for (std::int64_t i = 0; i < subject.layout.parameter_count; ++i) {
        double& parameter = subject.parameters[std::size_t(i)];
        const double value = parameter;
        parameter = value + k_step;
        const double above = loss_of(subject);
        parameter = value - k_step;
        const double below = loss_of(subject);
        parameter = value;
        const double analytic = gradients[std::size_t(i)];
        const double numeric = (above - below) / (2.0 * k_step);
        const double allowed = 1e-6 * std::max(std::fabs(analytic), std::fabs(numeric)) +
                               1e-9 * std::max(1.0, std::fabs(error));
        double excess = std::fabs(analytic - numeric) / allowed;
        if (std::isnan(excess)) excess = std::numeric_limits<double>::infinity();
        if (worst.parameter < 0 || excess > worst.excess) worst = {excess, i, analytic, numeric};
    }
    return worst;
}

} // namespace backprop::test
