#include "shell/stepping.hpp"

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

// The arrows of a moment move for so long, then they rest.
constexpr double k_flow_seconds = 1.2;
constexpr double k_flow_speed = 2; ///< dashes a second

} // namespace

std::vector<Command> commands_of(PassStep step, std::span<const Moment> moments,
                                 std::int32_t moment, bool can_step_back) {
    const auto count = static_cast<std::int32_t>(moments.size());
    const auto error = static_cast<std::int32_t>(
        std::find(moments.begin(), moments.end(), Moment{MomentKind::Error, 0}) - moments.begin() +
        1);
    const bool over = moment >= count; // the update is: the next pass begins
    const Command next = command::Step{StepKind::Moment};
    std::vector<Command> commands;
    if (over && step != PassStep::Back) commands.push_back(next);
    const auto go_to = [&](std::int32_t number) {
        commands.push_back(command::GoToMoment{number});
    };
    switch (step) {
    case PassStep::Forward:
        if (moment < error || over) commands.push_back(next);
        break;
    case PassStep::Backward:
        if (moment < error || over)
            go_to(error + 1);
        else if (moment + 1 < count)
            commands.push_back(next);
        break;
    case PassStep::Update:
        go_to(count);
        break;
    case PassStep::Back:
        if (moment > 0 || can_step_back) commands.push_back(command::StepBack{StepKind::Moment});
        break;
    }
    return commands;
}

std::optional<Moment> shown_moment(std::span<const Moment> moments, std::int32_t moment) {
    if (moment < 1 || moment > static_cast<std::int32_t>(moments.size())) return std::nullopt;
    return moments[static_cast<std::size_t>(moment) - 1];
}

bool next_moment_is_due(PlayClock& clock, View& view, const Snapshot& snapshot, bool still,
                        double now) {
    if (snapshot.status == Status::Running || snapshot.divergence) view.playing = false;
    if (clock.moment != snapshot.moment || clock.updates != snapshot.updates) {
        clock.moment = snapshot.moment;
        clock.updates = snapshot.updates;
        clock.since = still ? now - k_flow_seconds : now;
    }
    const double shown = now - clock.since;
    view.flow = still || snapshot.moment == 0 || shown >= k_flow_seconds
                  ? 0.0F
                  : static_cast<float>(std::fmod(shown * k_flow_speed, 1.0));
    if (!view.playing) {
        clock.next = 0;
        return false;
    }
    if (clock.next != 0 && now < clock.next) return false;
    const auto last = static_cast<std::int32_t>(std::size(k_play_speeds)) - 1;
    clock.next = now + 1 / k_play_speeds[std::clamp(view.play_speed, 0, last)];
    return true;
}

bool is_playing(const PlayClock& clock, const View& view, double now) {
    return view.playing || (clock.moment > 0 && now - clock.since < k_flow_seconds);
}

} // namespace backprop::shell
