#pragma once

#include "engine/data/scaling.hpp"
#include "engine/numerics/choice.hpp"

#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace backprop {

enum class DataKind : std::uint8_t { Generated, BuiltIn, Inline };

inline constexpr Choice k_data_kinds[] = {
    {"generated", "generated", ""},
    {"built-in", "built in", ""},
    {"inline", "your own rows", ""},
};

enum class Task : std::uint8_t { Classification, Regression };

inline constexpr Choice k_tasks[] = {
    {"classification", "classification", ""},
    {"regression", "regression", ""},
};

enum class DataSet : std::uint8_t {
    Circle,
    Xor,
    Gauss,
    Spiral,
    Plane,
    MultiGauss,
    Moons,
    Blobs,
    Rings,
    Sine,
    Houses,
    TwoClassA,
    TwoClassB,
    Mazur,
    XorRows,
    Iris,
    Digits,
    Inline,
};

/// What is known of a data set before any row is made. `key` is unique over all kinds.
struct DataSetRow {
    DataKind kind;
    std::string_view key;
    std::string_view name;
    std::int32_t inputs;
    std::int32_t outputs; ///< 0: as many as the spec says (output_count)
    Task task;
    bool splits = false; ///< whether `train_share` and `seed` divide its rows
};

inline constexpr DataSetRow k_data_sets[] = {
    {DataKind::Generated, "circle", "Circle", 2, 1, Task::Classification, true},
    {DataKind::Generated, "xor", "Exclusive or", 2, 1, Task::Classification, true},
    {DataKind::Generated, "gauss", "Two Gaussians", 2, 1, Task::Classification, true},
    {DataKind::Generated, "spiral", "Spiral", 2, 1, Task::Classification, true},
    {DataKind::Generated, "plane", "Plane", 2, 1, Task::Regression, true},
    {DataKind::Generated, "multi-gauss", "Many Gaussians", 2, 1, Task::Regression, true},
    {DataKind::Generated, "moons", "Two moons", 2, 1, Task::Classification, true},
    {DataKind::Generated, "blobs", "Blobs", 2, 0, Task::Classification, true},
    {DataKind::Generated, "rings", "Rings", 2, 0, Task::Classification, true},
    {DataKind::Generated, "sine", "Sine", 1, 1, Task::Regression, true},
    {DataKind::BuiltIn, "houses", "House prices", 4, 1, Task::Regression},
    {DataKind::BuiltIn, "two-class-a", "Two classes, set A", 2, 2, Task::Classification},
    {DataKind::BuiltIn, "two-class-b", "Two classes, set B", 2, 2, Task::Classification},
    {DataKind::BuiltIn, "mazur", "Step by step", 2, 2, Task::Regression},
    {DataKind::BuiltIn, "xor-rows", "XOR, four rows", 2, 1, Task::Classification},
    {DataKind::BuiltIn, "iris", "Iris", 4, 3, Task::Classification, true},
    {DataKind::BuiltIn, "digits", "Handwritten digits", 64, 10, Task::Classification, true},
    {DataKind::Inline, "inline", "Your own rows", 0, 0, Task::Regression},
};

static_assert(std::size(k_data_sets) == static_cast<std::size_t>(DataSet::Inline) + 1);

constexpr const DataSetRow& data_set_row(DataSet set) {
    return k_data_sets[static_cast<std::size_t>(set)];
}

/// Whether the user says how many classes the set has, one output each.
constexpr bool has_class_count(DataSet set) {
    return set == DataSet::Blobs || set == DataSet::Rings;
}

/// Which data an experiment uses. Only the numbers of its kind matter.
struct DataSpec {
    DataSet set = DataSet::Circle;
    Task task = Task::Classification;

    std::int32_t examples = 500; ///< generated: training and test together
    double noise = 0.0;          ///< generated: 0 to 0.5
    double train_share = 0.5;    ///< sets that split: 0.1 to 0.9
    std::int64_t seed = 1;       ///< sets that split: 0 to 2^53
    std::int32_t classes = 3;    ///< blobs, rings: 2 to 10
    ScalingSpec scaling;

    std::int32_t inputs = 0;                ///< inline: how many columns of a row are inputs
    std::vector<std::string> columns;       ///< inline: names, inputs first
    std::vector<std::vector<double>> train; ///< inline: rows, the inputs, then the targets
    std::vector<std::vector<double>> test;
    bool operator==(const DataSpec&) const = default;
};

constexpr DataKind kind_of(const DataSpec& data) {
    return data_set_row(data.set).kind;
}

/// How many columns of a row are inputs, and how many targets.
inline std::int32_t input_count(const DataSpec& data) {
    return data.set == DataSet::Inline ? data.inputs : data_set_row(data.set).inputs;
}
inline std::int32_t output_count(const DataSpec& data) {
    if (data.set == DataSet::Inline)
        return static_cast<std::int32_t>(data.columns.size()) - data.inputs;
    return has_class_count(data.set) ? data.classes : data_set_row(data.set).outputs;
}

} // namespace backprop
