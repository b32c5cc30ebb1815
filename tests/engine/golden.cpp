#include "tests/engine/golden.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <cstdio>
#include <string>

namespace backprop::test {

std::string read_text(const std::string& path) {
    std::string text;
    std::FILE* file = std::fopen(path.c_str(), "rb");
    REQUIRE(file != nullptr);
    char buffer[65536];
    for (std::size_t count; (count = std::fread(buffer, 1, sizeof buffer, file)) > 0;)
        text.append(buffer, count);
    std::fclose(file);
    return text;
}

const Json& golden() {
    static const Result<Json> json =
        parse_json(read_text(BACKPROP_SOURCE_DIR "/tests/golden/golden.json"));
    REQUIRE(json);
    return *json;
}

const Json& at(const Json& json, std::initializer_list<std::string_view> keys) {
    const Json* value = &json;
    for (const std::string_view key : keys) {
        INFO("key " << key);
        value = value->find(key);
        REQUIRE(value != nullptr);
    }
    return *value;
}

static void collect(const Json& json, std::vector<double>& out) {
    if (json.kind == Json::Kind::Number) out.push_back(json.number);
    for (std::size_t i = 0; i < json.item_count(); ++i)
        collect(json.item_at(i), out);
}

std::vector<double> numbers(const Json& json) {
    std::vector<double> out;
    collect(json, out);
    REQUIRE(!out.empty());
    return out;
}

std::vector<double> transposed(const Json& json) {
    std::vector<double> out;
    for (std::size_t column = 0; column < json.array.at(0).numbers.size(); ++column)
        for (const Json& row : json.array)
            out.push_back(row.numbers.at(column));
    return out;
}

void check_close(double value, double wanted) {
    CAPTURE(value, wanted);
    CHECK(std::fabs(value - wanted) <= 1e-10 * std::fabs(wanted) + 1e-14);
}

void check_close(const std::vector<double>& values, const std::vector<double>& wanted) {
    REQUIRE(values.size() == wanted.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        check_close(values[i], wanted[i]);
}

Experiment preset(std::string_view key) {
    for (const Preset& row : presets())
        if (row.key == key) return row.make();
    FAIL("no preset " << key);
    return {};
}

Run::Run(const Experiment& experiment) {
    Result<SessionPointer> made = make_session(experiment);
    INFO(to_string(made.error));
    REQUIRE(made);
    session = std::move(*made);
}

void Run::train_to(std::int64_t epoch) {
    REQUIRE(apply(*session, command::Set{"training.epochs", double(epoch)}));
    REQUIRE(apply(*session, command::Run{}));
    while (advance(*session, 1000) > 0) {
    }
    REQUIRE(snapshot(*session).status == Status::Finished);
    REQUIRE(snapshot(*session).epoch == epoch);
}

double Run::loss() const {
    return snapshot(*session).train.loss.value();
}

std::vector<LayerValues> Run::layers() const {
    std::vector<LayerValues> values;
    read_parameters(*session, values);
    return values;
}

std::vector<double> Run::outputs() const {
    std::vector<Matrix<double>> activations;
    evaluate(*session, snapshot(*session).data->train_inputs, activations);
    std::vector<double> out;
    for (std::int32_t column = 0; column < activations.back().columns; ++column)
        for (std::int32_t unit = 0; unit < activations.back().rows; ++unit)
            out.push_back(activations.back()(unit, column));
    return out;
}

std::vector<LayerValues> Run::next_gradients() {
    std::vector<LayerValues> values;
    read_next_gradients(*session, values);
    return values;
}

} // namespace backprop::test
