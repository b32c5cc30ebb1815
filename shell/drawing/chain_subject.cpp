#include "shell/drawing/chain_subject.hpp"

#include "shell/drawing/part_names.hpp"
#include "shell/drawing/part_values.hpp"
#include "shell/numbers.hpp"

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

/// Whether every example's targets sum to 1, so that cross-entropy's δ is o − y.
bool targets_sum_to_one(const PassTrace& trace) {
    for (std::int32_t n = 0; n < trace.examples(); ++n) {
        double sum = 0;
        for (std::int32_t k = 0; k < trace.targets.rows; ++k)
            sum += trace.targets(k, n);
        if (std::fabs(sum - 1) > 1e-12) return false;
    }
    return true;
}

} // namespace

ParameterPlace place_of_part(const Selection& part) {
    return {part.layer, part.kind == SelectionKind::Bias, part.to, part.from};
}

Selection part_of_place(const ParameterPlace& place) {
    return {place.is_bias ? SelectionKind::Bias : SelectionKind::Weight, place.layer, place.to,
            place.from};
}

Selection part_of_factor(const Factor& factor) {
    switch (factor.kind) {
    case FactorKind::ErrorByOutput:
    case FactorKind::ErrorByZ:
    case FactorKind::Slope:
        break;
    case FactorKind::Weight:
        return {SelectionKind::Weight, factor.layer, factor.unit, factor.from};
    case FactorKind::Input:
        return {SelectionKind::Unit, factor.layer - 1, factor.from, 0};
    case FactorKind::One:
        return {SelectionKind::Bias, factor.layer, factor.unit, 0};
    }
    return {SelectionKind::Unit, factor.layer, factor.unit, 0};
}

bool is_known(const Frame& frame, MomentKind kind, std::int32_t layer) {
    const std::int32_t reached = frame.snapshot.moment;
    return reached == 0 || is_reached(frame.model.moments, reached, {kind, layer});
}

bool is_known(const Frame& frame, const Factor& factor) {
    switch (factor.kind) {
    case FactorKind::ErrorByOutput:
        return is_known(frame, MomentKind::ActivationGradients, factor.layer);
    case FactorKind::ErrorByZ:
        return is_known(frame, MomentKind::Deltas, factor.layer);
    case FactorKind::Slope:
        return is_known(frame, MomentKind::Slopes, factor.layer);
    case FactorKind::Input:
        return factor.layer == 1 ? is_known(frame, MomentKind::Inputs, 0)
                                 : is_known(frame, MomentKind::Activations, factor.layer - 1);
    case FactorKind::Weight:
    case FactorKind::One:
        break;
    }
    return true;
}

ChainSubject make_subject(const Frame& frame, const Selection& part,
                          std::span<const double> parameters) {
    const Experiment& experiment = *frame.snapshot.experiment;
    const bool is_batch = frame.view.batch_sum && !frame.model.batch.layers.empty();
    ChainSubject subject;
    subject.part = part;
    subject.place = place_of_part(part);
    subject.layout = make_layout(experiment.network);
    subject.parameter = index_of(subject.layout, subject.place);
    subject.letters = letters_of(frame);
    subject.letter = parameter_letter(subject.letters, subject.place);
    subject.parameters = parameters;
    subject.is_batch = is_batch;
    subject.trace = is_batch ? &frame.model.batch : &frame.model.example;
    subject.context.loss = experiment.loss;
    if (is_batch && experiment.loss.over_examples == Reduction::Mean)
        subject.context.averaged_examples =
            static_cast<std::int32_t>(frame.model.batch_rows.size());
    subject.context.targets_sum_to_one =
        experiment.loss.error != ErrorKind::CrossEntropy || targets_sum_to_one(*subject.trace);
    subject.tolerance = experiment.precision == Precision::Float32 ? 1e-5 : 1e-12;
    return subject;
}

double engine_gradient(const ChainSubject& subject) {
    const ParameterPlace& place = subject.place;
    const auto l = static_cast<std::size_t>(place.layer) - 1;
    const LayerTrace& layer = subject.trace->layers[l];
    if (place.is_bias)
        return layer
            .bias_gradients[layer.bias_gradients.size() == 1 ? 0
                                                             : static_cast<std::size_t>(place.to)];
    const auto inputs = static_cast<std::size_t>(subject.layout.layers[l].inputs);
    return layer.weight_gradients[static_cast<std::size_t>(place.to) * inputs +
                                  static_cast<std::size_t>(place.from)];
}

std::string bold_result(const View& view, double value, bool known) {
    if (!known) return "—";
    View finer;
    finer.digits = std::min(view.digits + 2, k_most_digits);
    const double size = std::fabs(value);
    if (size > 0 && size < std::pow(10.0, 3 - finer.digits)) // few of them would say something
        return "\\b{" + format_significant(value, view.digits) + "}";
    return "\\b{" + format_digits(finer, value) + "}";
}

std::string term_number(const View& view, double value, bool known) {
    if (!known) return "—";
    const std::string shown = format_digits(view, value);
    return value < 0 ? "(" + shown + ")" : shown;
}

std::string value_chip(const View& view, std::int32_t number, double value, bool known) {
    return "\\v{" + std::to_string(number) + "}{" +
           (known ? format_digits(view, value) : std::string("—")) + "}";
}

} // namespace backprop::shell
