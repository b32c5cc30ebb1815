// Axes of plots: where values lie, which ticks they get, and what a long history becomes.
#include "shell/drawing/axis.hpp"
#include "shell/drawing/decimate.hpp"
#include "shell/numbers.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace backprop::shell {
namespace {

using Catch::Matchers::WithinAbs;

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
constexpr double k_infinity = std::numeric_limits<double>::infinity();

std::vector<std::string> labels(const std::vector<Tick>& ticks) {
    std::vector<std::string> result;
    for (const Tick& tick : ticks)
        result.push_back(tick.label);
    return result;
}

TEST_CASE("a longer, a thinned out and another history have keys of their own", "[drawing]") {
    std::vector<LossPoint> history{{0, 1.0, 1.5}, {1, 0.5, 0.7}, {2, 0.4, 0.6}};
    const HistoryKey key = key_of(history);
    CHECK(key_of(history) == key);
    CHECK(key != HistoryKey{});
    history.back().loss = 0.3; // another run
    CHECK(key_of(history) != key);
    history.back().loss = 0.4;
    history.push_back({3, 0.4, 0.6});
    CHECK(key_of(history) != key);
    history.erase(history.begin() + 1);
    CHECK(key_of(history) != key);
    CHECK(key_of({}) == HistoryKey{});
}

TEST_CASE("a value and its place on an axis are inverse", "[drawing]") {
    const Axis upwards{-2, 6, false, 300, 100};
    CHECK(place_on(upwards, -2) == 300);
    CHECK(place_on(upwards, 6) == 100);
    CHECK_THAT(value_on(upwards, place_on(upwards, 1.25)), WithinAbs(1.25, 1e-4));
    const Axis decades{1e-4, 1, true, 0, 400};
    CHECK(place_on(decades, 1e-2) == 200);
    CHECK_THAT(value_on(decades, 100), WithinAbs(1e-3, 1e-9));
}

TEST_CASE("places stay finite and on the axis whatever the value", "[drawing]") {
    for (const bool logarithmic : {false, true}) {
        const Axis axis{0.001, 10, logarithmic, 10, 90};
        for (const double value : {k_nan, k_infinity, -k_infinity, -1.0, 0.0, 1e300, 1e-300}) {
            const float place = place_on(axis, value);
            CHECK(std::isfinite(place));
            CHECK(place >= 10);
            CHECK(place <= 90);
        }
    }
    CHECK(place_on({3, 3, false, 10, 90}, 3) == 10);
}

TEST_CASE("linear ticks are round and cover the axis", "[drawing]") {
    CHECK(labels(linear_ticks(0, 1, 5)) ==
          std::vector<std::string>{"0.0", "0.2", "0.4", "0.6", "0.8", "1.0"});
    CHECK(labels(linear_ticks(-6, 6, 5)) ==
          std::vector<std::string>{"−6", "−4", "−2", "0", "2", "4", "6"});
    CHECK(labels(linear_ticks(0.05, 1.05, 4)) ==
          std::vector<std::string>{"0.2", "0.4", "0.6", "0.8", "1.0"});
}

TEST_CASE("the numbers of ticks differ, however large they are or near each other", "[drawing]") {
    CHECK(labels(linear_ticks(0, 4e6, 4)) ==
          std::vector<std::string>{"0", "1e+06", "2e+06", "3e+06", "4e+06"});
    CHECK(labels(linear_ticks(10.15e9, 11.46e9, 4)) ==
          std::vector<std::string>{"1.05e+10", "1.10e+10"});
    CHECK(labels(linear_ticks(0, 2e7, 4)) ==
          std::vector<std::string>{"0", "5.0e+06", "1.0e+07", "1.5e+07", "2.0e+07"});
    CHECK(
        labels(linear_ticks(1e171, 1.2e171, 4)) ==
        std::vector<std::string>{"1.00e+171", "1.05e+171", "1.10e+171", "1.15e+171", "1.20e+171"});
    CHECK(labels(linear_ticks(-2e-8, 2e-8, 4)) ==
          std::vector<std::string>{"−2e-08", "−1e-08", "0", "1e-08", "2e-08"});
    for (const double low : {1.0, -3e8, 9.999e299, 1e-200})
        for (const double share : {1e-9, 1e-3, 0.7, 30.0}) {
            const double high = low + std::abs(low) * share;
            const std::vector<Tick> ticks = linear_ticks(low, high, 5);
            REQUIRE(ticks.size() >= 3);
            const double step = ticks[1].value - ticks[0].value;
            for (const Tick& tick : ticks) {
                INFO(tick.label);
                const std::optional<double> read = parse_number(tick.label);
                REQUIRE(read);
                CHECK(std::abs(*read - tick.value) < 0.01 * step);
            }
        }
}

TEST_CASE("the number of ticks is bounded and their values lie on the axis", "[drawing]") {
    for (const double low : {-1e9, -3.7, 0.0, 1e-7})
        for (const double length : {1e-6, 0.3, 1.0, 7.7, 1e4, 1e12})
            for (int wanted = 1; wanted <= 10; ++wanted) {
                const auto ticks = linear_ticks(low, low + length, wanted);
                CHECK(ticks.size() <= static_cast<std::size_t>(2 * wanted + 1));
                for (const Tick& tick : ticks) {
                    CHECK(tick.value >= low - 1e-6 * length);
                    CHECK(tick.value <= low + length * (1 + 1e-6));
                }
            }
    CHECK(linear_ticks(1, 1, 5).empty());
    CHECK(linear_ticks(0, k_infinity, 5).empty());
    CHECK(linear_ticks(k_nan, 1, 5).empty());
    CHECK(linear_ticks(0, 1, 0).empty());
}

TEST_CASE("logarithmic ticks are powers of ten", "[drawing]") {
    CHECK(labels(logarithmic_ticks(1e-3, 1, 6)) ==
          std::vector<std::string>{"0.001", "0.01", "0.1", "1"});
    CHECK(logarithmic_ticks(1e-12, 1, 4).size() <= 5);
    CHECK(logarithmic_ticks(0, 1, 4).empty());
    CHECK(labels(logarithmic_ticks(1e-6, 1e-4, 2)) == std::vector<std::string>{"10⁻⁶", "0.0001"});
    CHECK(labels(logarithmic_ticks(0.1, 1, 6)) ==
          std::vector<std::string>{"0.1", "0.2", "0.5", "1"});
    CHECK(labels(logarithmic_ticks(2, 8, 4)) == std::vector<std::string>{"2", "5"});
}

TEST_CASE("epochs get whole ticks", "[drawing]") {
    CHECK(labels(count_ticks(1000, 4)) ==
          std::vector<std::string>{"0", "200", "400", "600", "800", "1,000"});
    CHECK(labels(count_ticks(3, 8)) == std::vector<std::string>{"0", "1", "2", "3"});
    CHECK(count_ticks(10'000'000, 5).size() <= 11);
}

TEST_CASE("the epoch axis ends at a round number not far away", "[drawing]") {
    CHECK(round_up_count(0) == 10);
    CHECK(round_up_count(10) == 10);
    CHECK(round_up_count(11) == 12);
    CHECK(round_up_count(412) == 500);
    CHECK(round_up_count(1000) == 1000);
    for (std::int64_t count = 10; count < 20'000'000; count = count * 9 / 8 + 1) {
        CHECK(round_up_count(count) >= count);
        CHECK(round_up_count(count) * 3 <= count * 4 + 3);
    }
}

std::vector<LossPoint> falling_history(std::int64_t epochs) {
    std::vector<LossPoint> history;
    for (std::int64_t epoch = 0; epoch <= epochs; ++epoch) {
        const double loss = 1.0 / (1.0 + static_cast<double>(epoch) * 0.01);
        const double ripple = epoch % 7 == 0 ? 0.05 : 0.0;
        history.push_back({epoch, loss + ripple, loss * 1.1});
    }
    return history;
}

TEST_CASE("a long history becomes at most four points a column and keeps its peaks", "[drawing]") {
    const auto history = falling_history(16000);
    const Axis epochs{0, 16000, false, 0, 400};
    const Axis losses{0, 1.2, false, 200, 0};
    std::vector<PlotPoint> points;
    decimate(history, &LossPoint::loss, epochs, losses, 1, points);
    CHECK(points.size() <= 4 * 401);
    CHECK(points.size() > 400);
    float highest = 200, previous = -1;
    for (const PlotPoint& point : points) {
        highest = std::min(highest, point.y);
        CHECK(point.x >= previous);
        previous = point.x;
    }
    CHECK(highest == place_on(losses, 1.05));
    CHECK(points.back() == PlotPoint{400, place_on(losses, history.back().loss)});
}

TEST_CASE("a peak inside one column survives decimation", "[drawing]") {
    auto history = falling_history(10000);
    history[5005].loss = 1.19;
    history[5006].loss = 0.01;
    std::vector<PlotPoint> points;
    const Axis losses{0, 1.2, false, 200, 0};
    decimate(history, &LossPoint::loss, {0, 10000, false, 0, 300}, losses, 1, points);
    bool has_peak = false, has_dip = false;
    for (const PlotPoint& point : points) {
        has_peak = has_peak || point.y == place_on(losses, 1.19);
        has_dip = has_dip || point.y == place_on(losses, 0.01);
    }
    CHECK(has_peak);
    CHECK(has_dip);
}

TEST_CASE("a short history is drawn as it is", "[drawing]") {
    const auto history = falling_history(20);
    std::vector<PlotPoint> points;
    const Axis epochs{0, 20, false, 0, 400}, losses{0, 1.2, false, 200, 0};
    decimate(history, &LossPoint::loss, epochs, losses, 1, points);
    REQUIRE(points.size() == history.size());
    for (std::size_t i = 0; i < points.size(); ++i)
        CHECK(points[i].y == place_on(losses, history[i].loss));
}

TEST_CASE("losses that are not finite never become points", "[drawing]") {
    const std::vector<LossPoint> history{
        {0, 1, k_nan}, {1, k_infinity, k_nan}, {2, k_nan, k_nan}, {3, 0.5, k_nan}};
    std::vector<PlotPoint> points;
    const Axis epochs{0, 10, false, 0, 400}, losses{0, 1, false, 200, 0};
    decimate(history, &LossPoint::loss, epochs, losses, 1, points);
    CHECK(points.size() == 2);
    decimate(history, &LossPoint::test_loss, epochs, losses, 1, points);
    CHECK(points.empty());
}

TEST_CASE("the loss axis holds every loss, and zeros on a logarithmic one", "[drawing]") {
    const std::vector<LossPoint> history{{0, 0.407, k_nan}, {1, 0.012, k_nan}, {2, 0, k_nan}};
    const LossExtent extent = loss_extent(history);
    CHECK(extent.least_positive == 0.012);
    const Axis linear = loss_axis(extent, false);
    CHECK(linear.low == 0);
    CHECK(linear.high >= 0.407);
    const Axis decades = loss_axis(extent, true);
    CHECK(decades.logarithmic);
    CHECK_THAT(decades.low, WithinAbs(0.01, 1e-12));
    CHECK_THAT(decades.high, WithinAbs(1, 1e-12));
    CHECK(place_on(decades, 0) == decades.from);
    // Nothing positive: there are no decades to show.
    CHECK_FALSE(loss_axis({0, 0, 0, true}, true).logarithmic);
    CHECK_FALSE(loss_axis({}, true).logarithmic);
}

TEST_CASE("very small losses do not stretch the logarithmic axis without end", "[drawing]") {
    const Axis axis = loss_axis({0, 1, 1e-300, true}, true);
    CHECK_THAT(std::log10(axis.high / axis.low), WithinAbs(k_most_decades, 1e-9));
}

TEST_CASE("hovering reads the nearest epoch", "[drawing]") {
    const std::vector<LossPoint> history{{0, 1, 1}, {10, 0.5, 1}, {20, 0.2, 1}};
    CHECK(nearest_point(history, -5)->epoch == 0);
    CHECK(nearest_point(history, 5.1)->epoch == 10);
    CHECK(nearest_point(history, 14.9)->epoch == 10);
    CHECK(nearest_point(history, 900)->epoch == 20);
    CHECK(nearest_point({}, 3) == nullptr);
}

TEST_CASE("an extent leaves out what is not finite and gets room", "[drawing]") {
    const std::vector<double> values{3, k_nan, -1, k_infinity};
    CHECK(extent_of(values).low == -1);
    CHECK(extent_of(values).high == 3);
    CHECK(extent_of({}).high == 1);
    const Extent single = padded({2, 2}, 0.1);
    CHECK(single.low < 2);
    CHECK(single.high > 2);
}

} // namespace
} // namespace backprop::shell
