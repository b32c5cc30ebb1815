#include "engine/data/generated.hpp"

#include "engine/numerics/elementary.hpp"
#include "engine/numerics/random.hpp"

#include <cassert>

namespace backprop {

static constexpr double k_two_pi = 6.283185307179586;
static constexpr double k_radius = 5.0; ///< points lie within this of the middle, before noise

/// The streams of one set: positions and noise apart, so that more noise moves the same points.
struct Streams {
    Random data;
    Random noise;
};

/// Uniform in ±amount, from the noise stream.
static double jitter(Streams& streams, double amount) {
    return uniform(streams.noise, -amount, amount);
}

/// +1: a disc of half the radius. −1: a ring around it.
static Point circle_point(const DataSpec& data, std::int32_t index, Streams& streams) {
    const bool inside = index % 2 == 0;
    const double radius = inside ? uniform(streams.data, 0.0, 0.5 * k_radius)
                                 : uniform(streams.data, 0.7 * k_radius, k_radius);
    const double angle = uniform(streams.data, 0.0, k_two_pi);
    const double shift = data.noise * k_radius;
    const double x = radius * math::cos(angle) + jitter(streams, shift);
    const double y = radius * math::sin(angle) + jitter(streams, shift);
    return {x, y, inside ? 1.0 : -1.0};
}

/// +1 where x and y have the same sign. A gap along the axes keeps the classes apart.
static Point xor_point(const DataSpec& data, std::int32_t, Streams& streams) {
    constexpr double k_gap = 0.3;
    const auto coordinate = [&] {
        const double value = uniform(streams.data, -k_radius, k_radius);
        return value < 0.0 ? value - k_gap : value + k_gap;
    };
    const double x = coordinate();
    const double y = coordinate();
    const double shift = data.noise * k_radius;
    const double target = (x < 0.0) == (y < 0.0) ? 1.0 : -1.0;
    return {x + jitter(streams, shift), y + jitter(streams, shift), target};
}

/// Two round clouds around (2, 2) and (−2, −2); noise widens them.
static Point gauss_point(const DataSpec& data, std::int32_t index, Streams& streams) {
    const double centre = index % 2 == 0 ? 2.0 : -2.0;
    const double spread = 0.7;
    const double widening = 4.0 * data.noise;
    const double x = centre + spread * normal(streams.data) + widening * normal(streams.noise);
    const double y = centre + spread * normal(streams.data) + widening * normal(streams.noise);
    return {x, y, index % 2 == 0 ? 1.0 : -1.0};
}

/// Two arms of 1¾ turns, half a turn apart.
static Point spiral_point(const DataSpec& data, std::int32_t index, Streams& streams) {
    const bool second = index % 2 != 0;
    const double along = double(index / 2) / double((data.examples + 1) / 2);
    const double angle = 1.75 * k_two_pi * along + (second ? 0.5 * k_two_pi : 0.0);
    const double radius = k_radius * along;
    const double shift = 2.0 * data.noise;
    const double x = radius * math::sin(angle) + jitter(streams, shift);
    const double y = radius * math::cos(angle) + jitter(streams, shift);
    return {x, y, second ? -1.0 : 1.0};
}

/// The plane (x + y) / 10; noise moves the target.
static Point plane_point(const DataSpec& data, std::int32_t, Streams& streams) {
    const double x = uniform(streams.data, -k_radius, k_radius);
    const double y = uniform(streams.data, -k_radius, k_radius);
    return {x, y, (x + y) / (2.0 * k_radius) + jitter(streams, data.noise)};
}

/// Six bumps of height ±1 on a 3 × 2 chessboard; noise moves the target.
static Point multi_gauss_point(const DataSpec& data, std::int32_t, Streams& streams) {
    const double x = uniform(streams.data, -k_radius, k_radius);
    const double y = uniform(streams.data, -k_radius, k_radius);
    double height = 0.0;
    for (int column = 0; column < 3; ++column)
        for (int row = 0; row < 2; ++row) {
            const double dx = x - 3.5 * (column - 1);
            const double dy = y - (row == 0 ? -2.0 : 2.0);
            const double bump = math::exp(-0.5 * (dx * dx + dy * dy));
            height += (column + row) % 2 == 0 ? bump : -bump;
        }
    return {x, y, height + jitter(streams, data.noise)};
}

/// Two half circles, each reaching into the other; +1: the upper one.
static Point moons_point(const DataSpec& data, std::int32_t index, Streams& streams) {
    const bool upper = index % 2 == 0;
    const double angle = uniform(streams.data, 0.0, 0.5 * k_two_pi);
    const double side = upper ? 1.0 : -1.0;
    const double scale = k_radius / 1.5; // the pair is 3 radii wide and 1.5 high
    const double shift = 2.0 * data.noise;
    const double x = scale * side * (math::cos(angle) - 0.5) + jitter(streams, shift);
    const double y = scale * side * (math::sin(angle) - 0.25) + jitter(streams, shift);
    return {x, y, side};
}

/// Round clouds, one a class, around points evenly spaced on a circle; noise widens them.
static Point blobs_point(const DataSpec& data, std::int32_t index, Streams& streams) {
    constexpr double k_distance = 3.5;
    constexpr double k_spread = 0.45;
    const std::int32_t which = index % data.classes;
    const double angle = k_two_pi * double(which) / double(data.classes);
    const double widening = 2.0 * data.noise;
    const double x = k_distance * math::cos(angle) + k_spread * normal(streams.data) +
                     widening * normal(streams.noise);
    const double y = k_distance * math::sin(angle) + k_spread * normal(streams.data) +
                     widening * normal(streams.noise);
    return {x, y, double(which)};
}

/// Rings around the middle, one a class, with gaps of three tenths of their distance.
static Point rings_point(const DataSpec& data, std::int32_t index, Streams& streams) {
    const std::int32_t which = index % data.classes;
    const double distance = k_radius / double(data.classes);
    const double radius =
        distance * uniform(streams.data, double(which) + 0.3, double(which) + 1.0);
    const double angle = uniform(streams.data, 0.0, k_two_pi);
    const double shift = data.noise * distance;
    const double x = radius * math::cos(angle) + jitter(streams, shift);
    const double y = radius * math::sin(angle) + jitter(streams, shift);
    return {x, y, double(which)};
}

/// sin x of one input; noise moves the target.
static Point sine_point(const DataSpec& data, std::int32_t, Streams& streams) {
    const double x = uniform(streams.data, -k_radius, k_radius);
    return {x, 0.0, math::sin(x) + jitter(streams, data.noise)};
}

using MakePoint = Point (*)(const DataSpec&, std::int32_t, Streams&);

static MakePoint point_maker(DataSet set) {
    switch (set) {
    case DataSet::Circle:
        return circle_point;
    case DataSet::Xor:
        return xor_point;
    case DataSet::Gauss:
        return gauss_point;
    case DataSet::Spiral:
        return spiral_point;
    case DataSet::Plane:
        return plane_point;
    case DataSet::MultiGauss:
        return multi_gauss_point;
    case DataSet::Moons:
        return moons_point;
    case DataSet::Blobs:
        return blobs_point;
    case DataSet::Rings:
        return rings_point;
    case DataSet::Sine:
        return sine_point;
    case DataSet::Houses:
    case DataSet::TwoClassA:
    case DataSet::TwoClassB:
    case DataSet::Mazur:
    case DataSet::XorRows:
    case DataSet::Iris:
    case DataSet::Digits:
    case DataSet::Inline:
        break;
    }
    assert(false && "not a generated set");
    return circle_point;
}

std::vector<Point> generate_points(const DataSpec& data) {
    const MakePoint make = point_maker(data.set);
    const auto seed = static_cast<std::uint64_t>(data.seed);
    Streams streams{make_random(seed, RandomStream::Data), make_random(seed, RandomStream::Noise)};
    std::vector<Point> points;
    points.reserve(static_cast<std::size_t>(data.examples));
    for (std::int32_t i = 0; i < data.examples; ++i)
        points.push_back(make(data, i, streams));
    return points;
}

} // namespace backprop
