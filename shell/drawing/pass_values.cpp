#include "shell/drawing/pass_values.hpp"

#include "engine/network/parameter_place.hpp"
#include "shell/drawing/part_values.hpp"

#include <algorithm>

namespace backprop::shell {

namespace {

const LayerTrace* layer_of(const PassTrace& trace, std::int32_t layer) {
    if (layer < 1 || static_cast<std::size_t>(layer) > trace.layers.size()) return nullptr;
    return &trace.layers[static_cast<std::size_t>(layer) - 1];
}

/// The followed example is alone in its trace.
std::optional<double> value_in(const Matrix<double>& matrix, std::int32_t unit) {
    if (unit < 0 || unit >= matrix.rows || matrix.columns < 1) return std::nullopt;
    return matrix(unit, 0);
}

const PassTrace& gradient_trace(const Frame& frame) {
    return frame.view.batch_sum ? frame.model.batch : frame.model.example;
}

} // namespace

bool is_stepping(const Frame& frame) {
    return frame.snapshot.moment > 0 && !frame.model.example.layers.empty();
}

bool shows_maps(const Frame& frame) {
    return frame.model.unit_map_size > 0 && frame.snapshot.moment == 0;
}

bool is_computed(const Frame& frame, MomentKind kind, std::int32_t layer) {
    return frame.snapshot.moment == 0 ||
           is_reached(frame.model.moments, frame.snapshot.moment, {kind, layer});
}

std::optional<double> shown_activation(const Frame& frame, std::int32_t layer, std::int32_t unit) {
    if (!is_stepping(frame)) return activation_of(frame.model, layer, unit, frame.view.example);
    const MomentKind kind = layer == 0 ? MomentKind::Inputs : MomentKind::Activations;
    if (!is_computed(frame, kind, layer)) return std::nullopt;
    const PassTrace& trace = frame.model.example;
    if (layer == 0) return value_in(trace.inputs, unit);
    const LayerTrace* values = layer_of(trace, layer);
    return values ? value_in(values->activations, unit) : std::nullopt;
}

UnitNumber latest_number(const Frame& frame, std::int32_t layer, std::int32_t unit) {
    const LayerTrace* values = layer_of(frame.model.example, layer);
    if (!is_stepping(frame) || !values) return {};
    if (is_computed(frame, MomentKind::Deltas, layer))
        return {"δ", value_in(values->deltas, unit), true};
    if (is_computed(frame, MomentKind::Slopes, layer))
        return {"f′", value_in(values->slopes, unit), true};
    if (is_computed(frame, MomentKind::ActivationGradients, layer))
        return {"", value_in(values->activation_gradients, unit), true};
    if (!is_computed(frame, MomentKind::PreActivations, layer)) return {"z", std::nullopt, false};
    return {"z", value_in(values->pre_activations, unit), false};
}

std::optional<double> pass_gradient(const Frame& frame, const Selection& part) {
    const LayerTrace* values = layer_of(gradient_trace(frame), part.layer);
    if (!values || !is_computed(frame, MomentKind::Gradients, part.layer)) return std::nullopt;
    const bool is_weight = part.kind == SelectionKind::Weight;
    const std::vector<double>& gradients =
        is_weight ? values->weight_gradients : values->bias_gradients;
    std::size_t index = static_cast<std::size_t>(part.to);
    if (is_weight) {
        const PassTrace& trace = gradient_trace(frame);
        const std::int32_t inputs = trace.inputs_of(static_cast<std::size_t>(part.layer) - 1).rows;
        index = index * static_cast<std::size_t>(inputs) + static_cast<std::size_t>(part.from);
    }
    if (part.kind == SelectionKind::Unit || index >= gradients.size()) return std::nullopt;
    return gradients[index];
}

std::optional<Change> pass_change(const Frame& frame, const Selection& part) {
    const UpdateTrace& update = frame.model.update;
    const bool has_kind = part.kind == SelectionKind::Weight || part.kind == SelectionKind::Bias;
    if (!has_kind || update.before.empty() || !is_computed(frame, MomentKind::Update, 0))
        return std::nullopt;
    const NetworkLayout layout = make_layout(frame.snapshot.experiment->network);
    if (layout.parameter_count != static_cast<std::int64_t>(update.before.size()))
        return std::nullopt;
    const auto index = static_cast<std::size_t>(
        index_of(layout, {part.layer, part.kind == SelectionKind::Bias, part.to, part.from}));
    return Change{update.before[index], update.after[index]};
}

std::optional<double> shown_error(const Frame& frame) {
    const std::vector<double>& errors = frame.model.example.errors;
    if (!is_computed(frame, MomentKind::Error, 0) || errors.empty()) return std::nullopt;
    return errors.front();
}

std::optional<double> output_gradient(const Frame& frame, std::int32_t unit) {
    const auto last = static_cast<std::int32_t>(frame.model.example.layers.size());
    const LayerTrace* values = layer_of(frame.model.example, last);
    if (!values || !is_computed(frame, MomentKind::ActivationGradients, last)) return std::nullopt;
    return value_in(values->activation_gradients, unit);
}

std::vector<LayerValues> edge_values(const Frame& frame) {
    std::vector<LayerValues> layers = frame.model.layers;
    const NetworkLayout layout = make_layout(frame.snapshot.experiment->network);
    const UpdateTrace& update = frame.model.update;
    for (std::size_t l = 0; l < layers.size(); ++l) {
        std::vector<double>& weights = layers[l].weights;
        const auto number = static_cast<std::int32_t>(l) + 1;
        const LayerTrace* values = layer_of(gradient_trace(frame), number);
        const bool gradients = frame.view.edges == EdgeNumbers::Gradients && values &&
                               values->weight_gradients.size() == weights.size() &&
                               is_computed(frame, MomentKind::Gradients, number);
        const bool updates =
            frame.view.edges == EdgeNumbers::Updates &&
            layout.parameter_count == static_cast<std::int64_t>(update.before.size()) &&
            is_computed(frame, MomentKind::Update, 0);
        for (std::size_t i = 0; i < weights.size(); ++i) {
            const std::size_t at = static_cast<std::size_t>(layout.layers[l].weights) + i;
            weights[i] = gradients ? values->weight_gradients[i]
                       : updates   ? update.after[at] - update.before[at]
                                   : 0.0;
        }
    }
    return layers;
}

} // namespace backprop::shell
