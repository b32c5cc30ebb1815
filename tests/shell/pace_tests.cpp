#include "engine/experiment/presets.hpp"
#include "shell/pace.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace backprop;
using namespace backprop::shell;

static SessionPointer running(std::size_t preset) {
    SessionPointer session = std::move(*make_session(presets()[preset].make()));
    REQUIRE(apply(*session, command::Run{}));
    return session;
}

TEST_CASE("training is let go at the asked speed, however the frames fall") {
    const SessionPointer session = running(0); // one update an epoch
    for (const double frame : {1.0 / 240, 1.0 / 60, 1.0 / 17}) {
        Pace pace;
        std::int64_t trained = 0;
        for (double now = 0; now < 2.0; now += frame) {
            const std::int64_t due = updates_due(pace, 100, snapshot(*session), now);
            updates_done(pace, due);
            trained += due;
        }
        CHECK(trained > 190);
        CHECK(trained <= 200);
    }
}

TEST_CASE("an epoch is as many updates as it has batches") {
    const SessionPointer session = running(1); // 250 training examples in batches of 10
    Pace pace;
    CHECK(updates_due(pace, 16, snapshot(*session), 5.0) == 0);
    CHECK(updates_due(pace, 16, snapshot(*session), 5.0625) == 25);
}

TEST_CASE("a hidden page is not caught up with, and a slow machine is not behind") {
    const SessionPointer session = running(0);
    Pace pace;
    updates_due(pace, 100, snapshot(*session), 0);
    CHECK(updates_due(pace, 100, snapshot(*session), 3600) <= 10);
    for (int i = 0; i < 100; ++i)
        updates_due(pace, 100, snapshot(*session), 3600 + 0.1 * i);
    CHECK(updates_due(pace, 100, snapshot(*session), 3610) <= 11);
}

TEST_CASE("as fast as possible has no limit; a session that does not run is due nothing") {
    SessionPointer session = running(0);
    Pace pace;
    CHECK(updates_due(pace, k_fastest_speed, snapshot(*session), 0) > 1'000'000'000);
    REQUIRE(apply(*session, command::Pause{}));
    CHECK(updates_due(pace, k_fastest_speed, snapshot(*session), 0) == 0);
}
