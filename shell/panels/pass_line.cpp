#include "shell/panels/pass_line.hpp"

#include "shell/drawing/part_names.hpp"
#include "shell/panels/picture_settings.hpp"
#include "shell/stepping.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace backprop::shell {

namespace {

std::vector<StopKind> stops_of(const std::vector<Moment>& moments) {
    constexpr StopKind k_kinds[] = {StopKind::Forward, StopKind::Backward, StopKind::Update};
    std::vector<StopKind> stops;
    for (const Moment& moment : moments)
        stops.push_back(k_kinds[static_cast<std::size_t>(direction_of(moment.kind))]);
    return stops;
}

void draw_play(Frame& frame, float side) {
    bool& playing = frame.view.playing;
    ButtonOptions options;
    options.kind = ButtonKind::Quiet;
    options.width = options.height = side;
    options.name = text(playing ? "button.play.pause" : "button.play");
    options.tooltip = text("tip.play");
    if (button(frame, "play", playing ? "❚❚" : "▶", options)) playing = !playing;
}

/// "forward: z = W·a + b of hidden 1", or what to do between passes.
std::string words_of(const Frame& frame, std::optional<Moment> moment) {
    if (!moment) return std::string(text("moment.none"));
    const std::string key(choice_of(k_moment_kinds, moment->kind).key);
    const std::string layer =
        moment->layer > 0 ? layer_name(*frame.snapshot.experiment, moment->layer) : std::string();
    std::string words = fill(text("moment." + key), {layer});
    const ModelView& model = frame.model;
    if (moment->kind == MomentKind::Update && model.too_large_for_update)
        return std::string(text("moment.update.large"));
    if (frame.view.batch_sum && model.too_large_for_batch && moment->kind == MomentKind::Gradients)
        return std::string(text("moment.batch.large"));
    const bool of_batch = frame.view.batch_sum && moment->kind == MomentKind::Gradients;
    const std::string rows = std::to_string(model.batch_rows.size());
    return of_batch ? fill(text("moment.of_batch"), {words, rows}) : words;
}

ImU32 words_color(const Frame& frame) {
    const auto moment = shown_moment(frame.model.moments, frame.snapshot.moment);
    if (!moment) return frame.theme.text_dim;
    const Direction direction = direction_of(moment->kind);
    return direction == Direction::Forward  ? frame.theme.forward
         : direction == Direction::Backward ? frame.theme.backward
                                            : frame.theme.text_strong;
}

/// "moment 8 / 14". Returns its right end.
float draw_number(Frame& frame, float x, float middle) {
    const std::string count = std::to_string(frame.model.moments.size());
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    Rect last = text_at(frame, draw_list, "moment.label", text("moment"), {x, middle},
                        TextStyle::Small, frame.theme.text_dim, {0, 0.5F});
    const std::string number = std::to_string(frame.snapshot.moment) + " / " + count;
    last =
        text_at(frame, draw_list, "moment.number", number, {last.x + last.width + em(0.4F), middle},
                TextStyle::Strong, frame.theme.text_strong, {0, 0.5F});
    // The room of its greatest value, so that nothing jumps.
    return last.x + measure(frame.fonts, TextStyle::Strong, count + " / " + count).x;
}

/// The room that the words of every moment have, so that nothing jumps.
float room_for_words(const Frame& frame) {
    float widest = measure(frame.fonts, TextStyle::Small, words_of(frame, std::nullopt)).x;
    for (const Moment& moment : frame.model.moments)
        widest =
            std::max(widest, measure(frame.fonts, TextStyle::Small, words_of(frame, moment)).x);
    return widest + em(1.4F);
}

} // namespace

float draw_pass_line(Frame& frame, const Rect& line) {
    const std::vector<Moment>& moments = frame.model.moments;
    const float middle = line.y + line.height / 2;
    ImGui::SetCursorScreenPos({line.x, line.y});
    draw_play(frame, line.height);
    const float menu = line.width > em(30) ? em(6) : std::max(em(1.7F), line.height);
    draw_picture_menu(frame, line.x + line.width - menu, line.y, menu, line.height);
    const float room = line.width - line.height - em(7.5F) - menu;
    const float for_words = room_for_words(frame);
    const bool words_beside = room - em(9) >= for_words;
    const float natural = em(0.85F) * static_cast<float>(moments.size()) + em(2);
    const float width =
        std::min(words_beside ? room - for_words : room - em(0.4F), std::max(natural, em(9)));
    const std::vector<StopKind> stops = stops_of(moments);
    const int now = std::min(frame.snapshot.moment, static_cast<int>(stops.size()));
    ImGui::SetCursorScreenPos({line.x + line.height, line.y});
    const int wanted = stop_slider(
        frame, {"moment", text("moment.slider"), std::to_string(now), stops, now, width});
    if (wanted >= 0) {
        frame.view.playing = false;
        frame.commands.push_back(command::GoToMoment{wanted});
    }
    const float end = draw_number(frame, line.x + line.height + width + em(0.5F), middle);
    const std::string words = words_of(frame, shown_moment(moments, frame.snapshot.moment));
    ImVec2 at{end + em(0.9F), middle};
    float bottom = line.y + line.height;
    if (!words_beside) {
        at = {line.x + em(0.35F), bottom + em(0.65F)};
        bottom += em(1.4F);
    }
    const float words_room = line.x + line.width - at.x - (words_beside ? menu + em(0.5F) : 0);
    text_at(frame, ImGui::GetWindowDrawList(), "moment.words",
            shortened(frame.fonts, TextStyle::Small, words, words_room), at, TextStyle::Small,
            words_color(frame), {0, 0.5F});
    return bottom;
}

} // namespace backprop::shell
