#include "shell/frame_meter.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>

using namespace backprop::shell;

namespace {

// A display with a fixed interval, and a browser that takes `rendering` seconds for each picture
// after our own work, beside it. Runs `count` callbacks that always use all that they may.
struct Browser {
    double display = 1.0 / 60;
    double rendering = 0;
    double time = 1.0;
};

void run(Browser& browser, FrameMeter& meter, int count, bool computing) {
    for (int i = 0; i < count; ++i) {
        const double start = browser.time;
        begin_callback(meter, start, start, computing);
        const double work = computing ? frame_seconds(meter) - 0.0015 : 0.001;
        end_callback(meter, start + work);
        const double done = std::max(work, browser.rendering);
        browser.time += browser.display * std::max(1.0, std::ceil(done / browser.display - 1e-9));
    }
}

bool near(double a, double b) {
    return std::abs(a - b) < 1e-9;
}

} // namespace

TEST_CASE("the display's interval is measured while idle") {
    FrameMeter meter;
    Browser browser{1.0 / 120};
    run(browser, meter, 40, false);
    CHECK(near(meter.interval, 1.0 / 120));
    CHECK(near(frame_seconds(meter), 1.0 / 120));
}

TEST_CASE("a display that keeps up is not slowed down") {
    FrameMeter meter;
    Browser browser;
    run(browser, meter, 40, false);
    run(browser, meter, 500, true);
    CHECK(near(frame_seconds(meter), 1.0 / 60));
}

TEST_CASE("training uses the time in which the browser renders") {
    FrameMeter meter;
    Browser browser{1.0 / 60, 0.095};
    run(browser, meter, 40, false);
    run(browser, meter, 60, true);
    CHECK(near(meter.stretch, k_longest_stretch));
    // And gives it back when rendering becomes quick again.
    browser.rendering = 0;
    run(browser, meter, 95, true);
    CHECK(near(frame_seconds(meter), 1.0 / 60));
}

TEST_CASE("a hidden page teaches nothing") {
    FrameMeter meter;
    Browser browser;
    run(browser, meter, 40, false);
    browser.time += 60;
    run(browser, meter, 20, true);
    CHECK(near(frame_seconds(meter), 1.0 / 60));
}
