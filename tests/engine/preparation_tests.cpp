#include "engine/data/preparation.hpp"
#include "engine/numerics/elementary.hpp"
#include "engine/numerics/random.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <limits>

using namespace backprop;

static Matrix<double> matrix(std::initializer_list<std::initializer_list<double>> rows) {
    Matrix<double> result(static_cast<std::int32_t>(rows.size()),
                          static_cast<std::int32_t>(rows.begin()->size()));
    std::int32_t r = 0;
    for (const auto& row : rows) {
        std::int32_t c = 0;
        for (const double value : row)
            result(r, c++) = value;
        ++r;
    }
    return result;
}

/// Inputs 1 and 2 and one target; the test row lies outside the training rows.
static Dataset small_data() {
    Dataset data;
    data.task = Task::Regression;
    data.input_names = {"a", "b"};
    data.output_names = {"y"};
    data.train_inputs = matrix({{1, 2, 3, 6}, {-5, 5, 0, 0}});
    data.train_targets = matrix({{10, 20, 30, 15}});
    data.test_inputs = matrix({{11}, {10}});
    data.test_targets = matrix({{50}});
    return data;
}

static std::vector<double> row(const Matrix<double>& from, std::int32_t index) {
    return {from.row(index).begin(), from.row(index).end()};
}

TEST_CASE("without scaling and features every bit stays") {
    Dataset data = small_data();
    data.train_inputs(0, 0) = -0.0;
    const Preparation preparation = make_preparation({}, {}, data);
    CHECK(preparation == Preparation{});
    const Dataset prepared = prepare(preparation, data);
    CHECK(std::signbit(prepared.train_inputs(0, 0)));
    CHECK(prepared.train_inputs.values == data.train_inputs.values);
    CHECK(prepared.train_targets.values == data.train_targets.values);
    CHECK(prepared.test_inputs.values == data.test_inputs.values);
    CHECK(prepared.input_names == data.input_names);
    CHECK(restore_targets(preparation, data.train_targets).values == data.train_targets.values);
    CHECK(restore_target(preparation, 0, 7.5) == 7.5);
}

TEST_CASE("min-max gives exactly 0 and 1 on the training rows, and goes beyond on others") {
    const Dataset data = small_data();
    const Preparation preparation = make_preparation({Scaling::MinMax, Scaling::MinMax}, {}, data);
    CHECK(preparation.inputs == std::vector<ColumnScale>{{1, 5}, {-5, 10}});
    CHECK(preparation.targets == std::vector<ColumnScale>{{10, 20}});
    const Dataset prepared = prepare(preparation, data);
    CHECK(row(prepared.train_inputs, 0) == std::vector<double>{0, 0.2, 0.4, 1});
    CHECK(row(prepared.train_inputs, 1) == std::vector<double>{0, 1, 0.5, 0.5});
    CHECK(row(prepared.train_targets, 0) == std::vector<double>{0, 0.5, 1, 0.25});
    CHECK(prepared.test_inputs(0, 0) == 2);
    CHECK(prepared.test_targets(0, 0) == 2);
    CHECK(row(restore_targets(preparation, prepared.train_targets), 0) ==
          row(data.train_targets, 0));
    CHECK(restore_target(preparation, 0, 0.5) == 20);
}

TEST_CASE("standard scaling is by mean and population deviation, summed in order") {
    const Dataset data = small_data();
    const Preparation preparation = make_preparation({Scaling::Standard, Scaling::None}, {}, data);
    CHECK(preparation.inputs[0] == ColumnScale{3, std::sqrt(14.0 / 4)});
    CHECK(preparation.inputs[1] == ColumnScale{0, std::sqrt(50.0 / 4)});
    CHECK(preparation.targets.empty());
    const Matrix<double> prepared = prepare_inputs(preparation, data.train_inputs);
    for (std::int32_t input = 0; input < 2; ++input) {
        double sum = 0, squares = 0;
        for (const double value : prepared.row(input)) {
            sum += value;
            squares += value * value;
        }
        CHECK(std::fabs(sum) < 1e-15);
        CHECK(std::fabs(squares / 4 - 1) < 1e-15);
    }
}

TEST_CASE("a constant column becomes 0 and is restored to its number") {
    for (const Scaling scaling : {Scaling::Standard, Scaling::MinMax})
        for (const double constant : {0.1, -7.0, 1e30, 5e-324}) {
            Dataset data = small_data();
            for (double& value : data.train_inputs.row(0))
                value = constant;
            for (double& value : data.train_targets.row(0))
                value = constant;
            const Preparation preparation = make_preparation({scaling, Scaling::MinMax}, {}, data);
            CHECK(preparation.inputs[0] == ColumnScale{constant, 0});
            const Dataset prepared = prepare(preparation, data);
            CHECK(row(prepared.train_inputs, 0) == std::vector<double>(4, 0.0));
            CHECK(prepared.test_inputs(0, 0) == 0.0); // unlike the training rows, but unknowable
            CHECK(row(prepared.train_targets, 0) == std::vector<double>(4, 0.0));
            CHECK(restore_target(preparation, 0, 0.7) == constant);
        }
}

TEST_CASE("numbers that would not fit a float are held") {
    Dataset data = small_data();
    data.train_inputs = matrix({{0, 1e-300}, {-1e30, 1e30}});
    data.test_inputs = matrix({{1e30}, {5}});
    const Preparation preparation = make_preparation(
        {Scaling::MinMax, Scaling::None}, {Feature::X1Squared, Feature::X1TimesX2}, data);
    const Dataset prepared = prepare(preparation, data);
    CHECK(prepared.train_inputs(0, 1) == 1);
    CHECK(prepared.test_inputs(0, 0) == k_max_prepared);    // 1e330 before, and its square
    data.train_inputs = matrix({{1e-200, 3e-200}, {1, 2}}); // the deviation's squares underflow
    CHECK(make_preparation({Scaling::Standard, Scaling::None}, {}, data).inputs[0].divisor == 0);
}

TEST_CASE("classes keep their numbers") {
    Dataset data = small_data();
    data.task = Task::Classification;
    CHECK(make_preparation({Scaling::None, Scaling::MinMax}, {}, data).targets.empty());
}

TEST_CASE("features are made of the scaled inputs, in the order asked for") {
    const Dataset data = small_data();
    std::vector<Feature> features;
    for (int i = 0; i < int(std::size(k_features)); ++i)
        features.push_back(static_cast<Feature>(i));
    const Preparation preparation = make_preparation({Scaling::MinMax, {}}, features, data);
    const Dataset prepared = prepare(preparation, data);
    CHECK(prepared.input_names ==
          std::vector<std::string>{"x₁", "x₂", "x₁²", "x₂²", "x₁x₂", "sin x₁", "sin x₂"});
    REQUIRE(prepared.train_inputs.rows == 7);
    const double x1 = 0.2, x2 = 1; // the second row, scaled
    const double expected[] = {x1, x2, x1 * x1, x2 * x2, x1 * x2, math::sin(x1), math::sin(x2)};
    for (std::int32_t f = 0; f < 7; ++f)
        CHECK(prepared.train_inputs(f, 1) == expected[f]);
    CHECK(std::fabs(prepared.train_inputs(6, 1) - 0.8414709848078965) < 1e-15);
    const Preparation some = make_preparation({}, {Feature::SinX2, Feature::X1}, data);
    CHECK(row(prepare_inputs(some, data.train_inputs), 1) == row(data.train_inputs, 0));
    CHECK(std::isfinite(prepare_inputs(some, matrix({{0}, {1e30}}))(0, 0)));
}

TEST_CASE("restoring undoes preparing to the last digits") {
    Random random = make_random(5, RandomStream::Data);
    Dataset data = small_data();
    data.train_targets.resize(1, 1000);
    data.train_inputs.resize(2, 1000);
    for (double& value : data.train_targets.row(0))
        value = 1000 + 40 * normal(random);
    const Preparation preparation = make_preparation({Scaling::None, Scaling::MinMax}, {}, data);
    const Matrix<double> prepared = prepare_targets(preparation, data.train_targets);
    const Matrix<double> restored = restore_targets(preparation, prepared);
    for (std::int32_t i = 0; i < 1000; ++i) {
        CHECK(std::fabs(restored(0, i) - data.train_targets(0, i)) < 1e-12);
        CHECK(restored(0, i) == restore_target(preparation, 0, prepared(0, i)));
    }
}
