#include "engine/experiment/matrix_form.hpp"

#include <utility>

namespace backprop {

namespace {

constexpr double k_one = 1.0;

NumberGrid transposed(const NumberGrid& grid) {
    return {grid.values, grid.columns, grid.rows, grid.column_step, grid.row_step};
}

NumberGrid grid_of(const Matrix<double>& matrix) {
    return {matrix.values.data(), matrix.rows, matrix.columns, matrix.stride, 1};
}

std::string transposed_letter(const std::string& letter) {
    const bool has_power = letter.find('^') != std::string::npos;
    const bool is_compound = letter.find(' ') != std::string::npos;
    return (has_power || is_compound ? "(" + letter + ")" : letter) + "^T";
}

std::string derivative(const std::string& below) {
    return "∂E/∂" + below;
}

/// What every equation is made from.
struct Source : MatrixInput {
    bool houses() const { return letters.notation == Notation::Houses; }
    std::int32_t last() const { return static_cast<std::int32_t>(layout.layers.size()); }
    const LayerLayout& shape(std::int32_t layer) const {
        return layout.layers[static_cast<std::size_t>(layer - 1)];
    }
    const LayerTrace& values(std::int32_t layer) const {
        return pass.layers[static_cast<std::size_t>(layer - 1)];
    }
    /// How many numbers the reductions of the loss average.
    std::int64_t averaged() const {
        const bool mean = loss.over_examples == Reduction::Mean;
        return averaged_numbers(loss, layout.outputs(), mean ? pass.reduced_examples : 1);
    }
    bool drops(std::int32_t layer) const { return layer > 0 && values(layer).masks.rows > 0; }
};

// Terms ---------------------------------------------------------------------------------------

/// Layer 0: the inputs. What the next layer gets: with the mask of dropout.
MatrixTerm handed_on(const Source& source, std::int32_t layer) {
    MatrixTerm term;
    term.part = MatrixPart::Activations;
    term.layer = layer;
    term.letter = activations_letter(source.letters, layer);
    if (source.drops(layer)) term.letter += " ⊙ M^" + std::to_string(layer);
    term.when = layer == 0 ? Moment{} : Moment{MomentKind::Activations, layer};
    term.grid = grid_of(source.pass.inputs_of(static_cast<std::size_t>(layer)));
    return term;
}

MatrixTerm activations(const Source& source, std::int32_t layer) {
    MatrixTerm term = handed_on(source, layer);
    term.letter = activations_letter(source.letters, layer);
    term.grid = grid_of(source.values(layer).activations);
    return term;
}

MatrixTerm weights(const Source& source, std::int32_t layer, bool inputs_first) {
    const LayerLayout& shape = source.shape(layer);
    MatrixTerm term;
    term.part = MatrixPart::Weights;
    term.layer = layer;
    term.given = true;
    term.letter = weights_letter(source.letters, layer);
    // The article's W is the transpose of the engine's.
    if (source.houses() != inputs_first) term.letter = transposed_letter(term.letter);
    term.grid = {source.parameters.data() + shape.weights, shape.units, shape.inputs, shape.inputs,
                 1};
    term.transposed = inputs_first;
    if (inputs_first) term.grid = transposed(term.grid);
    return term;
}

/// A column, read for any example; a shared one for any unit, too.
MatrixTerm biases(const Source& source, std::int32_t layer) {
    const LayerLayout& shape = source.shape(layer);
    MatrixTerm term;
    term.part = MatrixPart::Biases;
    term.layer = layer;
    term.given = true;
    term.letter = biases_letter(source.letters, layer);
    term.grid = {source.parameters.data() + shape.biases, shape.bias_count, 1,
                 shape.bias_count > 1 ? 1 : 0, 0};
    return term;
}

MatrixTerm targets(const Source& source) {
    MatrixTerm term;
    term.part = MatrixPart::Targets;
    term.layer = source.last();
    term.given = true;
    term.letter = targets_letter(source.letters);
    term.grid = grid_of(source.pass.targets);
    return term;
}

MatrixTerm of_layer(const Source& source, MatrixPart part, MomentKind kind, std::int32_t layer,
                    std::string letter, const Matrix<double>& matrix) {
    MatrixTerm term;
    term.part = part;
    term.layer = layer;
    term.letter = std::move(letter);
    term.when = {kind, layer};
    if (source.pass.joint_output && layer == source.last() && kind == MomentKind::Deltas)
        term.letter = derivative(z_matrix_letter(source.letters, layer));
    term.grid = grid_of(matrix);
    return term;
}

MatrixTerm pre_activations(const Source& source, std::int32_t layer) {
    return of_layer(source, MatrixPart::PreActivations, MomentKind::PreActivations, layer,
                    z_matrix_letter(source.letters, layer), source.values(layer).pre_activations);
}

MatrixTerm activation_gradients(const Source& source, std::int32_t layer) {
    MatrixTerm term =
        of_layer(source, MatrixPart::ActivationGradients, MomentKind::ActivationGradients, layer,
                 derivative(activations_letter(source.letters, layer)),
                 source.values(layer).activation_gradients);
    if (layer == source.last()) {
        term.formula = error_slope_formula(source.loss, activations_letter(source.letters, layer),
                                           targets_letter(source.letters));
        const std::string factor = fraction_factor(1, source.averaged());
        const bool in_parentheses =
            term.formula.front() == '(' && term.formula.find(')') == term.formula.size() - 1;
        term.formula = factor.empty() && in_parentheses
                         ? term.formula.substr(1, term.formula.size() - 2)
                         : factor + term.formula;
    }
    return term;
}

MatrixTerm slopes(const Source& source, std::int32_t layer) {
    const std::string a = activations_letter(source.letters, layer);
    const std::string z = z_matrix_letter(source.letters, layer);
    MatrixTerm term = of_layer(source, MatrixPart::Slopes, MomentKind::Slopes, layer,
                               "∂" + a + "/∂" + z, source.values(layer).slopes);
    term.formula = slope_formula(source.shape(layer).activation, a, z);
    return term;
}

MatrixTerm deltas(const Source& source, std::int32_t layer) {
    return of_layer(source, MatrixPart::Deltas, MomentKind::Deltas, layer,
                    delta_matrix_letter(source.letters, layer), source.values(layer).deltas);
}

MatrixTerm masks(const Source& source, std::int32_t layer) {
    MatrixTerm term = of_layer(source, MatrixPart::Masks, MomentKind::Activations, layer,
                               "M^" + std::to_string(layer), source.values(layer).masks);
    term.given = true;
    return term;
}

MatrixTerm ones(std::int32_t rows, std::int32_t columns) {
    MatrixTerm term;
    term.letter = "1";
    term.given = true;
    term.grid = {&k_one, rows, columns, 0, 0};
    return term;
}

MatrixTerm weight_gradients(const Source& source, std::int32_t layer) {
    MatrixTerm term = weights(source, layer, source.houses());
    term.part = MatrixPart::WeightGradients;
    term.given = false;
    term.when = {MomentKind::Gradients, layer};
    term.letter = derivative(weights_letter(source.letters, layer));
    term.grid.values = source.values(layer).weight_gradients.data();
    return term;
}

/// A row in the article, a column otherwise; `values` has one number a unit, or one in all.
MatrixTerm bias_gradients(const Source& source, std::int32_t layer,
                          const std::vector<double>& values, MatrixPart part) {
    const auto count = static_cast<std::int32_t>(values.size());
    MatrixTerm term;
    term.part = part;
    term.layer = layer;
    term.when = {MomentKind::Gradients, layer};
    term.letter = derivative(biases_letter(source.letters, layer));
    term.grid = {values.data(), count, 1, 1, 0};
    term.transposed = source.houses();
    if (term.transposed) term.grid = transposed(term.grid);
    return term;
}

// Right sides ---------------------------------------------------------------------------------

/// Builds one equation from its leaves up.
struct Builder {
    MatrixEquation equation;

    explicit Builder(MatrixTerm result) { equation.terms.push_back(std::move(result)); }

    std::int32_t add(MatrixNode node) {
        equation.nodes.push_back(std::move(node));
        return static_cast<std::int32_t>(equation.nodes.size()) - 1;
    }
    std::int32_t term(MatrixTerm&& leaf) {
        equation.terms.push_back(std::move(leaf));
        return add({.term = static_cast<std::int32_t>(equation.terms.size()) - 1});
    }
    std::int32_t join(MatrixOperation operation, std::int32_t left, std::int32_t right = -1) {
        return add({.operation = operation, .left = left, .right = right});
    }
    std::int32_t function(std::string name, std::int32_t of, std::string behind = {},
                          double factor = 0.0) {
        return add({.operation = MatrixOperation::Function,
                    .left = of,
                    .name = std::move(name),
                    .behind = std::move(behind),
                    .factor = factor});
    }
    MatrixEquation finish(std::int32_t root) {
        equation.root = root;
        return std::move(equation);
    }
};

/// "σ" and the like.
std::string function_letter(Activation activation) {
    if (activation == Activation::Sigmoid) return "σ";
    return std::string(k_activations[static_cast<std::size_t>(activation)].name);
}

/// Zˡ = Wˡ·Aˡ⁻¹ + bˡ, in the article Z = Wᵀ·X + b.
MatrixEquation forward_sums(const Source& source, std::int32_t layer) {
    Builder build(pre_activations(source, layer));
    const std::int32_t weight = build.term(weights(source, layer, false));
    const std::int32_t handed = build.term(handed_on(source, layer - 1));
    const std::int32_t product = build.join(MatrixOperation::Product, weight, handed);
    if (source.shape(layer).bias_count == 0) return build.finish(product);
    return build.finish(
        build.join(MatrixOperation::Sum, product, build.term(biases(source, layer))));
}

MatrixEquation forward_activations(const Source& source, std::int32_t layer) {
    Builder build(activations(source, layer));
    return build.finish(build.function(function_letter(source.shape(layer).activation),
                                       build.term(pre_activations(source, layer))));
}

/// O and Y, apart or their difference.
std::int32_t outputs_and_targets(const Source& source, Builder& build, MatrixOperation operation) {
    const std::int32_t outputs = build.term(activations(source, source.last()));
    return build.join(operation, outputs, build.term(targets(source)));
}

/// The error of every output, before the reductions.
MatrixEquation error(const Source& source) {
    MatrixTerm result =
        of_layer(source, MatrixPart::Errors, MomentKind::Error, 0, "E", source.pass.output_errors);
    result.layer = source.last();
    result.when = {MomentKind::Error, 0};
    Builder build(std::move(result));
    const ErrorKind kind = source.loss.error;
    if (kind == ErrorKind::HalfSquared || kind == ErrorKind::Squared)
        return build.finish(
            build.function(kind == ErrorKind::HalfSquared ? "½" : "",
                           outputs_and_targets(source, build, MatrixOperation::Difference), "²"));
    const std::int32_t root =
        build.function(std::string(k_errors[static_cast<std::size_t>(kind)].name),
                       outputs_and_targets(source, build, MatrixOperation::Pair));
    build.equation.nodes[static_cast<std::size_t>(root)].over_rows =
        source.pass.output_errors.rows < source.layout.outputs();
    return build.finish(root);
}

/// ∂E/∂O, or ∂E/∂Z of the outputs where error and activation are taken together.
MatrixEquation error_gradients(const Source& source) {
    const std::int32_t last = source.last();
    const bool joint = source.pass.joint_output;
    Builder build(joint ? deltas(source, last) : activation_gradients(source, last));
    const ErrorKind kind = source.loss.error;
    const std::int32_t twice = kind == ErrorKind::Squared ? 2 : 1; // ∂(o − y)²/∂o = 2(o − y)
    const bool plain = kind == ErrorKind::HalfSquared || kind == ErrorKind::Squared ||
                       kind == ErrorKind::BinaryCrossEntropy;
    if (plain)
        return build.finish(
            build.function(fraction_factor(twice, source.averaged()),
                           outputs_and_targets(source, build, MatrixOperation::Difference), {},
                           source.pass.scale * twice));
    return build.finish(
        build.function("E′", outputs_and_targets(source, build, MatrixOperation::Pair)));
}

MatrixEquation slope_equation(const Source& source, std::int32_t layer) {
    Builder build(slopes(source, layer));
    const Activation activation = source.shape(layer).activation;
    const bool from_z = derivative_needs_z(activation);
    return build.finish(build.function(
        function_letter(activation) + "′",
        build.term(from_z ? pre_activations(source, layer) : activations(source, layer))));
}

/// ∂E/∂Aˡ = (Wˡ⁺¹)ᵀ·δˡ⁺¹, ⊙ the mask of dropout.
MatrixEquation gradients_from_next(const Source& source, std::int32_t layer) {
    Builder build(activation_gradients(source, layer));
    const std::int32_t weight = build.term(weights(source, layer + 1, true));
    const std::int32_t next = build.term(deltas(source, layer + 1));
    std::int32_t root = build.join(MatrixOperation::Product, weight, next);
    if (source.drops(layer))
        root = build.join(MatrixOperation::Elementwise, root, build.term(masks(source, layer)));
    return build.finish(root);
}

/// δˡ = ∂E/∂Aˡ ⊙ ∂Aˡ/∂Zˡ.
MatrixEquation delta_equation(const Source& source, std::int32_t layer) {
    Builder build(deltas(source, layer));
    const std::int32_t left = build.term(activation_gradients(source, layer));
    return build.finish(
        build.join(MatrixOperation::Elementwise, left, build.term(slopes(source, layer))));
}

/// The article's ∂E/∂Z: of the outputs ∂E/∂O ⊙ ∂O/∂Z₂, of the hidden layer
/// ∂h₁/∂Z₁ ⊙ (W_ho·(∂E/∂O ⊙ ∂O/∂Z₂)).
std::int32_t nested_delta(const Source& source, Builder& build, std::int32_t layer) {
    if (layer == source.last()) {
        if (source.pass.joint_output) return build.term(deltas(source, layer));
        const std::int32_t left = build.term(activation_gradients(source, layer));
        return build.join(MatrixOperation::Elementwise, left, build.term(slopes(source, layer)));
    }
    std::int32_t slope = build.term(slopes(source, layer));
    if (source.drops(layer))
        slope = build.join(MatrixOperation::Elementwise, slope, build.term(masks(source, layer)));
    const std::int32_t weight = build.term(weights(source, layer + 1, true));
    const std::int32_t next = nested_delta(source, build, layer + 1);
    return build.join(MatrixOperation::Elementwise, slope,
                      build.join(MatrixOperation::Product, weight, next));
}

/// A·[∂E/∂Z]ᵀ in the article, δ·Aᵀ otherwise; for biases 1 in place of A.
std::int32_t gradient_product(const Source& source, Builder& build, std::int32_t layer,
                              MatrixTerm&& handed) {
    if (source.houses()) {
        const std::int32_t left = build.term(std::move(handed));
        return build.join(
            MatrixOperation::Product, left,
            build.join(MatrixOperation::Transposed, nested_delta(source, build, layer)));
    }
    const std::int32_t delta = build.term(deltas(source, layer));
    if (handed.part == MatrixPart::Activations) handed.letter = transposed_letter(handed.letter);
    handed.transposed = !handed.transposed;
    handed.grid = transposed(handed.grid);
    return build.join(MatrixOperation::Product, delta, build.term(std::move(handed)));
}

MatrixEquation weight_gradient_equation(const Source& source, std::int32_t layer) {
    Builder build(weight_gradients(source, layer));
    return build.finish(gradient_product(source, build, layer, handed_on(source, layer - 1)));
}

/// ∂E/∂b = 1·[∂E/∂Z]ᵀ or δ·1; one that the layer shares sums over its units as well.
void bias_gradient_equations(const Source& source, std::int32_t layer, MatrixForm& form) {
    const LayerLayout& shape = source.shape(layer);
    const std::vector<double>& engine = source.values(layer).bias_gradients;
    const bool shared = shape.bias_count < shape.units;
    if (shared) {
        std::vector<double>& sums = form.unit_sums.emplace_back();
        for (std::int32_t unit = 0; unit < shape.units; ++unit) {
            double sum = 0.0;
            for (const double delta : source.values(layer).deltas.row(unit))
                sum += delta;
            sums.push_back(sum);
        }
    }
    const std::vector<double>& each = shared ? form.unit_sums.back() : engine;
    MatrixTerm row = bias_gradients(
        source, layer, each, shared ? MatrixPart::UnitBiasGradients : MatrixPart::BiasGradients);
    if (shared) row.letter += " (j)";
    Builder build(row);
    form.equations.push_back(
        build.finish(gradient_product(source, build, layer, ones(1, source.pass.examples()))));
    if (!shared) return;
    Builder total(bias_gradients(source, layer, engine, MatrixPart::BiasGradients));
    const std::int32_t units = shape.units;
    const bool is_row = source.houses();
    const std::int32_t left = total.term(is_row ? row : ones(1, units));
    const std::int32_t right = total.term(is_row ? ones(units, 1) : row);
    form.equations.push_back(total.finish(total.join(MatrixOperation::Product, left, right)));
}

void add_backward(const Source& source, std::int32_t layer, MatrixForm& form) {
    const bool is_output = layer == source.last();
    const bool joint = is_output && source.pass.joint_output;
    const auto put = [&](MatrixEquation&& equation) {
        form.equations.push_back(std::move(equation));
    };
    if (is_output)
        put(error_gradients(source));
    else if (!source.houses())
        put(gradients_from_next(source, layer));
    if (!joint) put(slope_equation(source, layer));
    if (!joint && !source.houses()) put(delta_equation(source, layer));
    put(weight_gradient_equation(source, layer));
    if (source.shape(layer).bias_count > 0) bias_gradient_equations(source, layer, form);
}

/// The parameters of a layer in one of the arrays of an update, in the shape of `like`.
MatrixTerm update_term(const Source& source, std::int32_t layer, bool bias, MatrixPart part,
                       const std::vector<double>& values, std::string letter) {
    const LayerLayout& shape = source.shape(layer);
    MatrixTerm term = bias ? biases(source, layer) : weights(source, layer, source.houses());
    term.part = part;
    term.given = false;
    term.when = {MomentKind::Update, 0};
    term.letter = std::move(letter);
    term.grid.values = values.data() + (bias ? shape.biases : shape.weights);
    return term;
}

/// Whether the update is w ← w − α·∂E/∂w for every parameter of the layer.
bool is_plain_descent(const Source& source, bool bias) {
    const TrainingSpec& training = source.training;
    return training.optimizer.kind == Optimizer::Sgd && training.frozen.empty() &&
           (!bias || training.train_biases);
}

/// W ← W − α·∂E/∂W, of other optimizers W ← their rule (W, ∂E/∂W).
MatrixEquation update_equation(const Source& source, std::int32_t layer, bool bias) {
    const UpdateTrace& update = *source.update;
    const std::string letter =
        bias ? biases_letter(source.letters, layer) : weights_letter(source.letters, layer);
    const bool has_power = letter.find('^') != std::string::npos;
    Builder build(update_term(source, layer, bias,
                              bias ? MatrixPart::NewBiases : MatrixPart::NewWeights, update.after,
                              letter + (has_power ? "_{new}" : "^{new}")));
    MatrixTerm before =
        update_term(source, layer, bias, bias ? MatrixPart::Biases : MatrixPart::Weights,
                    update.before, letter);
    before.given = true;
    const std::int32_t from = build.term(std::move(before));
    const bool changed = changes_gradients(update, !bias);
    const std::int32_t gradient = build.term(update_term(
        source, layer, bias, bias ? MatrixPart::UpdateBiasGradients : MatrixPart::UpdateGradients,
        update.gradients, changed ? "g" : derivative(letter)));
    if (is_plain_descent(source, bias)) {
        const std::int32_t step = build.function("α·", gradient, {}, update.learning_rate);
        return build.finish(build.join(MatrixOperation::Difference, from, step));
    }
    const auto kind = static_cast<std::size_t>(source.training.optimizer.kind);
    return build.finish(build.function(std::string(k_optimizers[kind].name),
                                       build.join(MatrixOperation::Pair, from, gradient)));
}

} // namespace

MatrixForm matrix_form(const MatrixInput& input) {
    const Source source{input};
    MatrixForm form;
    form.unit_sums.reserve(input.layout.layers.size());
    for (std::int32_t layer = 1; layer <= source.last(); ++layer) {
        form.equations.push_back(forward_sums(source, layer));
        form.equations.push_back(forward_activations(source, layer));
    }
    form.equations.push_back(error(source));
    for (std::int32_t layer = source.last(); layer >= 1; --layer)
        add_backward(source, layer, form);
    if (input.update == nullptr || !input.update->finite) return form;
    for (std::int32_t layer = 1; layer <= source.last(); ++layer) {
        form.equations.push_back(update_equation(source, layer, false));
        if (source.shape(layer).bias_count > 0)
            form.equations.push_back(update_equation(source, layer, true));
    }
    return form;
}

} // namespace backprop
