// The matrix equations: their shapes and letters, and that both sides are equal.

#include "engine/experiment/matrix_form.hpp"
#include "tests/engine/run_helpers.hpp"

#include <catch2/catch_test_macros.hpp>

#include <string>

using namespace backprop;
using namespace backprop::test;

namespace {

/// A session's next pass as equations, with what they refer to.
struct Form {
    Run run;
    NetworkLayout layout;
    std::vector<double> parameters;
    PassTrace pass;
    Letters letters;
    UpdateTrace update;
    MatrixForm form;

    explicit Form(const Experiment& experiment, Notation notation = Notation::General,
                  bool with_update = false)
        : run(experiment), layout(make_layout(experiment.network)) {
        for (const LayerValues& layer : run.layers()) {
            parameters.insert(parameters.end(), layer.weights.begin(), layer.weights.end());
            parameters.insert(parameters.end(), layer.biases.begin(), layer.biases.end());
        }
        pass = trace_batch(*run.session);
        letters = letters_for(notation, experiment.network);
        update = trace_update(*run.session);
        form = matrix_form({letters, layout, experiment.loss, experiment.training, parameters, pass,
                            with_update ? &update : nullptr});
    }
};

std::string shape(const NumberGrid& grid) {
    return std::to_string(grid.rows) + "×" + std::to_string(grid.columns);
}

/// "Z₁ 5×6 = W_ihᵀ·X + b_ih | W_ihᵀ 5×4 | X 4×6 | b_ih 1×1", an equation a line.
std::vector<std::string> described(const MatrixForm& form) {
    std::vector<std::string> lines;
    for (const MatrixEquation& equation : form.equations) {
        std::string line = plain_text(equation_markup(equation));
        for (const MatrixTerm& term : equation.terms)
            line += " | " + shape(term.grid);
        lines.push_back(line);
    }
    return lines;
}

/// Both sides of every equation of sums and products agree to rounding; how many were compared.
int compare_sides(const MatrixForm& form, double tolerance) {
    int compared = 0;
    for (const MatrixEquation& equation : form.equations) {
        const NumberGrid& grid = equation.result().grid;
        INFO(plain_text(equation_markup(equation)));
        const ShapeOfSide side = shape_of_side(equation, equation.root);
        CHECK(side.rows == grid.rows);
        CHECK(side.columns == grid.columns);
        for (std::int32_t row = 0; row < grid.rows; ++row)
            for (std::int32_t column = 0; column < grid.columns; ++column) {
                const CellCheck check = check_cell(equation, row, column);
                if (!check.possible) continue;
                ++compared;
                if (std::fabs(check.sum - check.shown) > tolerance * check.size)
                    FAIL("cell " << row << "," << column << ": " << check.sum << " and "
                                 << check.shown);
            }
    }
    return compared;
}

Experiment deep(Activation activation, double dropout, BiasMode bias) {
    Experiment experiment = preset("circle");
    experiment.network.layers = {
        {4, activation, dropout}, {3, activation, 0.0}, {1, Activation::Tanh, 0.0}};
    experiment.network.bias = bias;
    experiment.training.batch = 7;
    return experiment;
}

} // namespace

TEST_CASE(
    "The matrix form has article 1's equations, letters and shapes, for five and six houses") {
    Experiment experiment = preset("houses");
    const std::vector<std::string> six = described(Form(experiment, Notation::Houses).form);
    CHECK(six == std::vector<std::string>{
                     "Z₁ = W_ihᵀ·X + b_ih | 5×6 | 5×4 | 4×6 | 1×1",
                     "h₁ = σ(Z₁) | 5×6 | 5×6",
                     "Z₂ = W_hoᵀ·h₁ + b_ho | 1×6 | 1×5 | 5×6 | 1×1",
                     "O = σ(Z₂) | 1×6 | 1×6",
                     "E = ½(O − Y)² | 1×6 | 1×6 | 1×6",
                     "∂E/∂O = O − Y | 1×6 | 1×6 | 1×6",
                     "∂O/∂Z₂ = σ′(O) | 1×6 | 1×6",
                     "∂E/∂W_ho = h₁·[∂E/∂O ⊙ ∂O/∂Z₂]ᵀ | 5×1 | 5×6 | 1×6 | 1×6",
                     "∂E/∂b_ho = 1·[∂E/∂O ⊙ ∂O/∂Z₂]ᵀ | 1×1 | 1×6 | 1×6 | 1×6",
                     "∂h₁/∂Z₁ = σ′(h₁) | 5×6 | 5×6",
                     "∂E/∂W_ih = X·[∂h₁/∂Z₁ ⊙ (W_ho·(∂E/∂O ⊙ ∂O/∂Z₂))]ᵀ"
                     " | 4×5 | 4×6 | 5×6 | 5×1 | 1×6 | 1×6",
                     "∂E/∂b_ih (j) = 1·[∂h₁/∂Z₁ ⊙ (W_ho·(∂E/∂O ⊙ ∂O/∂Z₂))]ᵀ"
                     " | 1×5 | 1×6 | 5×6 | 5×1 | 1×6 | 1×6",
                     "∂E/∂b_ih = ∂E/∂b_ih (j)·1 | 1×1 | 1×5 | 5×1",
                 });
    experiment.training.batch = 5;
    std::vector<std::string> five = six;
    for (std::string& line : five)
        for (std::size_t at = 0; (at = line.find("×6", at)) != std::string::npos;)
            line.replace(at, std::string("×6").size(), "×5");
    CHECK(described(Form(experiment, Notation::Houses).form) == five);
}

TEST_CASE("The matrix form of a deep network links layers by delta, whatever the batch") {
    for (const std::int32_t batch : {1, 5, 7}) {
        Experiment experiment = deep(Activation::Tanh, 0.0, BiasMode::PerUnit);
        experiment.training.batch = batch;
        const std::string n = std::to_string(batch);
        const std::vector<std::string> lines = described(Form(experiment).form);
        REQUIRE(lines.size() == 6 + 1 + 5 + 5 + 5);
        CHECK(lines[0] == "Z¹ = W¹·A⁰ + b¹ | 4×" + n + " | 4×2 | 2×" + n + " | 4×1");
        CHECK(lines[3] == "A² = tanh(Z²) | 3×" + n + " | 3×" + n);
        CHECK(lines[9] == "δ³ = ∂E/∂A³ ⊙ ∂A³/∂Z³ | 1×" + n + " | 1×" + n + " | 1×" + n);
        CHECK(lines[10] == "∂E/∂W³ = δ³·(A²)ᵀ | 1×3 | 1×" + n + " | " + n + "×3");
        CHECK(lines[11] == "∂E/∂b³ = δ³·1 | 1×1 | 1×" + n + " | " + n + "×1");
        CHECK(lines[12] == "∂E/∂A² = (W³)ᵀ·δ³ | 3×" + n + " | 3×1 | 1×" + n);
        CHECK(lines[21] == "∂E/∂b¹ = δ¹·1 | 4×1 | 4×" + n + " | " + n + "×1");
    }
}

TEST_CASE("The matrix form sums what the units add to a bias that their layer shares") {
    const Form form(deep(Activation::Tanh, 0.0, BiasMode::Shared));
    const std::vector<MatrixEquation>& all = form.form.equations;
    CHECK(described(form.form).back() == "∂E/∂b¹ = 1·∂E/∂b¹ (j) | 1×1 | 1×4 | 4×1");
    CHECK(all[all.size() - 2].result().part == MatrixPart::UnitBiasGradients);
    const MatrixForm none = Form(deep(Activation::Tanh, 0.0, BiasMode::None)).form;
    CHECK(plain_text(equation_markup(none.equations[0])) == "Z¹ = W¹·A⁰");
    CHECK(plain_text(equation_markup(none.equations.back())) == "∂E/∂W¹ = δ¹·(A⁰)ᵀ");
}

TEST_CASE("The matrix form's right sides give the engine's numbers") {
    int compared = 0;
    for (const Preset& preset : presets())
        for (const Notation notation : {Notation::General, Notation::Houses}) {
            INFO(preset.key);
            compared += compare_sides(Form(preset.make(), notation).form, 1e-12);
            Experiment rough = preset.make();
            rough.precision = Precision::Float32;
            compare_sides(Form(rough, notation).form, 1e-5);
        }
    CHECK(compared > 10'000);
    for (const BiasMode bias : {BiasMode::PerUnit, BiasMode::Shared, BiasMode::None})
        for (const double dropout : {0.0, 0.4}) {
            Experiment experiment = deep(Activation::Sigmoid, dropout, bias);
            CHECK(compare_sides(Form(experiment).form, 1e-12) > 0);
            experiment.network.layers.erase(experiment.network.layers.begin() + 1);
            CHECK(compare_sides(Form(experiment, Notation::Houses).form, 1e-12) > 0);
        }
    Experiment classes = deep(Activation::Relu, 0.0, BiasMode::PerUnit);
    classes.network.layers.back().activation = Activation::Sigmoid;
    classes.loss.error = ErrorKind::BinaryCrossEntropy;
    CHECK(compare_sides(Form(classes).form, 1e-12) > 0);
    classes.network.layers.erase(classes.network.layers.begin());
    CHECK(described(Form(classes, Notation::Houses).form)[6].find("∂E/∂W_ho = h₁·[∂E/∂Z₂]ᵀ") == 0);
}

TEST_CASE("A planted mistake in a pass does not go unseen in the matrix form") {
    Form form(preset("houses"), Notation::Houses);
    for (const MatrixEquation& equation : form.form.equations) {
        if (equation.result().part != MatrixPart::WeightGradients) continue;
        const CellCheck right = check_cell(equation, 1, 0);
        CHECK(right.possible);
        CHECK(std::fabs(right.sum - right.shown) <= 1e-12 * right.size);
    }
    form.pass.layers[1].weight_gradients[1] *= 1.0 + 1e-9;
    const MatrixEquation& wrong = form.form.equations[7];
    const CellCheck check = check_cell(wrong, 1, 0);
    CHECK(std::fabs(check.sum - check.shown) > 1e-12 * check.size);
}

TEST_CASE("The matrix form knows what a cell is made of, and what it goes into") {
    const Form form(preset("houses"), Notation::Houses);
    const auto cells = [](const MatrixCells& at) {
        return at.none ? std::string("none")
                       : std::to_string(at.row) + "," + std::to_string(at.column);
    };
    const auto behind = [&](std::size_t equation, std::int32_t row, std::int32_t column) {
        std::vector<std::string> all;
        for (const MatrixCells& at : cells_behind(form.form.equations[equation], row, column))
            all.push_back(cells(at));
        return all;
    };
    using Cells = std::vector<std::string>;
    // Z₁[3,5]: row 3 of W_ihᵀ, column 5 of X, the one bias.
    CHECK(behind(0, 2, 4) == Cells{"2,4", "2,-1", "-1,4", "0,0"});
    // ∂E/∂W_ho[2]: row 2 of h₁, all of what stands in the bracket.
    CHECK(behind(7, 1, 0) == Cells{"1,0", "1,-1", "0,-1", "0,-1"});
    // ∂E/∂W_ih[4,2]: row 4 of X, row 2 of ∂h₁/∂Z₁ and of W_ho, all errors.
    CHECK(behind(10, 3, 1) == Cells{"3,1", "3,-1", "1,-1", "1,0", "0,-1", "0,-1"});
    // h₁[2,3] goes into ∂E/∂W_ho[2]; W_ihᵀ[2,1] into row 2 of Z₁; X[1,4] into its column 4.
    CHECK(cells(cells_made_of(form.form.equations[7], 1, 1, 2)[0]) == "1,-1");
    CHECK(cells(cells_made_of(form.form.equations[0], 1, 1, 0)[0]) == "1,-1");
    CHECK(cells(cells_made_of(form.form.equations[0], 2, 0, 3)[0]) == "-1,3");
    CHECK(cells(cells_made_of(form.form.equations[0], 2, 0, 3)[1]) == "none");
}

TEST_CASE("The matrix form's gradients of the houses are the golden ones, in the article's shape") {
    const Form form(preset("houses"), Notation::Houses);
    for (const std::size_t equation : {std::size_t{7}, std::size_t{10}}) {
        const NumberGrid& grid = form.form.equations[equation].result().grid;
        std::vector<double> shown;
        for (std::int32_t row = 0; row < grid.rows; ++row)
            for (std::int32_t column = 0; column < grid.columns; ++column)
                shown.push_back(grid.at(row, column));
        const char* key = equation == 7 ? "dE_dW_ho_5x1" : "dE_dW_ih_4x5";
        check_close(shown, numbers(at(golden(), {"houses_4_5_1", "variants", "shared_bias",
                                                 "batch_sum", key})));
    }
}

TEST_CASE("The matrix form ends with the update, by its formula or the optimizer's name") {
    Experiment experiment = preset("houses");
    const Form plain(experiment, Notation::Houses, true);
    std::vector<std::string> lines = described(plain.form);
    REQUIRE(lines.size() == 13 + 4);
    CHECK(lines[13] == "W_ih^new = W_ih − α·∂E/∂W_ih | 4×5 | 4×5 | 4×5");
    CHECK(lines[14] == "b_ih^new = b_ih − α·∂E/∂b_ih | 1×1 | 1×1 | 1×1");
    CHECK(lines[15] == "W_ho^new = W_ho − α·∂E/∂W_ho | 5×1 | 5×1 | 5×1");
    CHECK(compare_sides(plain.form, 1e-12) > 0);
    const NumberGrid& after = plain.form.equations[13].result().grid;
    Run run(experiment);
    REQUIRE(send(run, command::Step{StepKind::Batch}));
    for (std::int32_t unit = 0; unit < 5; ++unit)
        for (std::int32_t input = 0; input < 4; ++input)
            CHECK(after.at(input, unit) ==
                  run.layers()[0].weights[static_cast<std::size_t>(4 * unit + input)]);
    experiment.training.optimizer = default_optimizer(Optimizer::Adam);
    lines = described(Form(experiment, Notation::General, true).form);
    CHECK(lines[lines.size() - 4].find("W¹_new = Adam(W¹, ∂E/∂W¹) | 5×4") == 0);
    experiment.training.regularization.kind = Regularization::L2;
    experiment.training.regularization.rate = 0.1;
    lines = described(Form(experiment, Notation::General, true).form);
    CHECK(lines[lines.size() - 4].find("W¹_new = Adam(W¹, g) | 5×4") == 0);
}

TEST_CASE("The matrix form writes the reductions of the loss as a fraction, for any sizes") {
    const auto output_slope = [](const Experiment& experiment) {
        const Form form(experiment);
        for (const MatrixEquation& equation : form.form.equations)
            if (equation.result().part == MatrixPart::ActivationGradients)
                return plain_text(equation_markup(equation));
        return std::string();
    };
    Experiment experiment = preset("iris");
    experiment.network.layers.back().activation = Activation::Sigmoid;
    experiment.loss = {};
    experiment.loss.error = ErrorKind::HalfSquared;
    experiment.loss.over_outputs = experiment.loss.over_examples = Reduction::Mean;
    experiment.training.batch = 30;
    CHECK(output_slope(experiment).find("∂E/∂A² = 1/90·(A² − y)") == 0);
    experiment.loss.error = ErrorKind::Squared;
    CHECK(output_slope(experiment).find("∂E/∂A² = 1/45·(A² − y)") == 0);
    for (std::int32_t batch = 1; batch <= 120; ++batch) {
        experiment.training.batch = batch;
        CHECK(output_slope(experiment).find("s·") == std::string::npos);
    }
    experiment.loss.over_outputs = experiment.loss.over_examples = Reduction::Sum;
    CHECK(output_slope(experiment).find("∂E/∂A² = 2·(A² − y)") == 0);
}

TEST_CASE("The matrix form calls only those gradients g that a penalty or clipping changes") {
    Experiment experiment = preset("mazur");
    experiment.training.train_biases = true;
    experiment.training.update = UpdateOrder::Sequential;
    std::vector<std::string> lines = described(Form(experiment, Notation::General, true).form);
    CHECK(lines[lines.size() - 4].find("W¹_new = W¹ − α·∂E/∂W¹") == 0);
    experiment.training.update = UpdateOrder::Simultaneous;
    experiment.training.regularization = {Regularization::L2, 0.1};
    lines = described(Form(experiment, Notation::General, true).form);
    CHECK(lines[lines.size() - 4].find("W¹_new = W¹ − α·g") == 0);
    CHECK(lines[lines.size() - 3].find("b¹_new = b¹ − α·∂E/∂b¹") == 0);
    experiment.training.regularization.kind = Regularization::None;
    experiment.training.clip.norm = 1e6; // changes nothing, but may
    lines = described(Form(experiment, Notation::General, true).form);
    CHECK(lines[lines.size() - 3].find("b¹_new = b¹ − α·g") == 0);
}

TEST_CASE("The matrix form knows how much work a cell is, and how its parts are joined") {
    const Form form(preset("houses"), Notation::Houses);
    const MatrixEquation& sums = form.form.equations[0]; // Z₁ = W_ihᵀ·X + b_ih, four inputs
    CHECK(terms_of_cell(sums) == 4 * 2 + 1);
    CHECK(terms_of_cell(form.form.equations[1]) == 1); // h₁ = f(Z₁)
    std::string joined;
    for (const MatrixOperation operation :
         {MatrixOperation::Product, MatrixOperation::Elementwise, MatrixOperation::Sum,
          MatrixOperation::Difference, MatrixOperation::Pair, MatrixOperation::Transposed})
        joined += operation_sign(operation);
    CHECK(joined == " ·  ⊙  +  − , ");
    // The result's own cell is made of itself.
    const std::vector<MatrixCells> own = cells_made_of(sums, 0, 2, 3);
    CHECK(own[0].row == 2);
    CHECK(own[0].column == 3);
    CHECK(own[1].none);
}
