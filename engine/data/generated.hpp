#pragma once

#include "engine/data/data_spec.hpp"

#include <vector>

namespace backprop {

/// A generated example: a point of the plane and its target: ±1, or the number of its class from 0
/// where the spec says how many there are, or any number for regression. A set with one input has
/// its points on the line y = 0.
struct Point {
    double x;
    double y;
    double target;
};

/// `data.examples` points of a generated set, in the order they were drawn (not yet split).
std::vector<Point> generate_points(const DataSpec& data);

} // namespace backprop
