#include "shell/numbers.hpp"
#include "shell/widgets.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>

using namespace backprop::shell;

namespace {

const SliderSpec k_rate{.minimum = 1e-5, .maximum = 10, .logarithmic = true};
const SliderSpec k_epochs{.minimum = 1, .maximum = 10000, .logarithmic = true, .integer = true};
const SliderSpec k_noise{
    .minimum = 0, .maximum = 0.5, .step = 0.01, .display_scale = 100, .format = format_percent};
const SliderSpec k_batch{.minimum = 1, .maximum = 250, .integer = true, .maximum_is_all = true};

} // namespace

TEST_CASE("a slider's ends are its range", "[slider]") {
    for (const SliderSpec& spec : {k_rate, k_epochs, k_noise, k_batch}) {
        CHECK(value_at(spec, 0) == spec.minimum);
        CHECK(value_at(spec, 1) == spec.maximum);
        CHECK(value_at(spec, -3) == spec.minimum);
        CHECK(value_at(spec, 7) == spec.maximum);
        CHECK(place_of(spec, spec.minimum) == 0.0);
        CHECK(place_of(spec, spec.maximum) == 1.0);
        CHECK(place_of(spec, spec.maximum * 100) == 1.0);
    }
}

TEST_CASE("a place gives a value near that place", "[slider]") {
    for (const SliderSpec& spec : {k_rate, k_noise, k_batch})
        for (int i = 0; i <= 100; ++i) {
            const double place = i / 100.0;
            const double back = place_of(spec, value_at(spec, place));
            INFO(place << " came back as " << back);
            CHECK(std::abs(back - place) < 0.011);
        }
}

TEST_CASE("slider values are clean decimal numbers", "[slider]") {
    CHECK(value_at(k_noise, 0.14) == 0.07);
    CHECK(value_at(k_rate, place_of(k_rate, 0.0301)) == 0.03);
    CHECK(value_at(k_epochs, place_of(k_epochs, 1234)) == 1200);
    CHECK(value_at(k_epochs, place_of(k_epochs, 3.2)) == 3);
}

TEST_CASE("arrow keys always move, and stop at the ends", "[slider]") {
    for (const SliderSpec& spec : {k_rate, k_epochs, k_noise, k_batch}) {
        double value = spec.minimum;
        int steps = 0;
        while (value < spec.maximum && steps < 1000) {
            const double next = stepped(spec, value, 1, false);
            REQUIRE(next > value);
            value = next;
            ++steps;
        }
        CHECK(value == spec.maximum);
        CHECK(stepped(spec, value, 1, false) == spec.maximum);
        while (value > spec.minimum) {
            const double next = stepped(spec, value, -1, false);
            REQUIRE(next < value);
            value = next;
        }
        CHECK(stepped(spec, value, -1, true) == spec.minimum);
    }
    CHECK(stepped(k_epochs, 1, 1, false) == 2);
    CHECK(stepped(k_noise, 0.1, 1, true) == 0.2);
}

TEST_CASE("typed values are taken, clamped or refused", "[slider]") {
    CHECK(read_typed(k_rate, "0.3").value == 0.3);
    CHECK_FALSE(read_typed(k_rate, "0.3").clamped);

    const TypedValue high = read_typed(k_rate, "50");
    CHECK(high.value == 10.0);
    CHECK(high.clamped);
    const TypedValue low = read_typed(k_rate, "-1");
    CHECK(low.value == 1e-5);
    CHECK(low.clamped);
    CHECK(range_text(k_rate) == "0.00001 to 10");

    SliderSpec wider = k_rate;
    wider.typed_maximum = 100;
    CHECK(read_typed(wider, "100").value == 100.0);
    CHECK(read_typed(wider, "0").value == 0.0);
    CHECK_FALSE(read_typed(wider, "0").clamped);
    CHECK(read_typed(wider, "101").clamped);
    CHECK(range_text(wider) == "0 to 100");
    CHECK(place_of(wider, 0) == 0.0);

    CHECK_FALSE(read_typed(k_rate, "fast").value);
    CHECK_FALSE(read_typed(k_rate, "nan").value);
    CHECK_FALSE(read_typed(k_rate, "all").value);

    CHECK(read_typed(k_epochs, "1,500").value == 1500.0);
    CHECK(read_typed(k_epochs, "2.4").value == 2.0);
    CHECK(read_typed(k_epochs, "2.4").rounded);

    CHECK(read_typed(k_noise, "10").value == 0.1);
    CHECK(read_typed(k_noise, "10 %").value == 0.1);
    CHECK(range_text(k_noise) == "0 to 50");
    CHECK(shown_value(k_noise, 0.1) == "10 %");

    CHECK(read_typed(k_batch, "all").value == 250.0);
    CHECK(shown_value(k_batch, 250) == "all");
    CHECK(shown_value(k_batch, 10) == "10");
}
