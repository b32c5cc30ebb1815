#include "engine/data/built_in.hpp"

#include <cassert>

namespace backprop {

// Article 1 lists six observations of four variables without numbers; these are ours, scaled to
// 0..1: living area / 3000 sqft, bedrooms / 5, age / 50 years, location score, and the price.
static constexpr std::string_view k_house_columns[] = {"area", "bedrooms", "age", "location",
                                                       "price"};
static constexpr double k_houses[] = {
    0.50, 0.4, 0.3, 0.90, 0.62, //
    0.80, 0.6, 0.1, 0.70, 0.78, //
    0.30, 0.2, 0.8, 0.40, 0.30, //
    0.95, 0.8, 0.2, 0.85, 0.95, //
    0.60, 0.4, 0.5, 0.60, 0.55, //
    0.20, 0.2, 0.9, 0.20, 0.20,
};

static constexpr std::string_view k_pair_columns[] = {"x₁", "x₂", "o₁", "o₂"};

// Article 2 prints x and the class; the targets are ours (sets A and B), chosen so that every
// printed digit comes out.
static constexpr double k_two_class_a[] = {0.85, 0.25, 0.71, 0.76};
static constexpr double k_two_class_b[] = {0.85, 0.25, 0.70, 0.78};

// Mazur, "A Step by Step Backpropagation Example", 2015.
static constexpr double k_mazur[] = {0.05, 0.10, 0.01, 0.99};

static constexpr std::string_view k_xor_columns[] = {"x₁", "x₂", "y"};
static constexpr double k_xor_rows[] = {
    0, 0, 0, //
    0, 1, 1, //
    1, 0, 1, //
    1, 1, 0,
};

static constexpr BuiltInTable k_tables[] = {
    {DataSet::Houses, k_house_columns, k_houses},
    {DataSet::TwoClassA, k_pair_columns, k_two_class_a},
    {DataSet::TwoClassB, k_pair_columns, k_two_class_b},
    {DataSet::Mazur, k_pair_columns, k_mazur},
    {DataSet::XorRows, k_xor_columns, k_xor_rows},
};

const BuiltInTable& built_in_table(DataSet set) {
    for (const BuiltInTable& table : k_tables)
        if (table.set == set) return table;
    assert(false && "not a built-in set");
    return k_tables[0];
}

} // namespace backprop
