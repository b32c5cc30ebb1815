#include "shell/panels/changes_line.hpp"

#include "shell/numbers.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

/// The line is cut to the panel and the note that shows it whole to this many.
constexpr std::size_t k_most_told = 12;

std::string change_text(const TrainingChange& change) {
    const std::string epoch = format_integer(change.epoch);
    std::string told =
        change.after_examples == 0
            ? fill(text("changes.at"), {epoch})
            : fill(text("changes.at_example"), {epoch, format_integer(change.after_examples)});
    std::string what;
    const auto add = [&](std::string_view key, const std::string& value) {
        what += (what.empty() ? ": " : ", ") + fill(text(key), {value});
    };
    if (change.learning_rate) add("changes.learning_rate", format_short(*change.learning_rate));
    if (change.batch)
        add("changes.batch", *change.batch == k_batch_all ? std::string(text("value.all"))
                                                          : format_integer(*change.batch));
    if (change.regularization_rate) add("changes.rate", format_short(*change.regularization_rate));
    return told + what;
}

} // namespace

std::string changes_text(const std::vector<TrainingChange>& changes) {
    if (changes.empty()) return {};
    std::string line = changes.size() == 1
                         ? std::string(text("changes.one"))
                         : fill(text("changes.many"),
                                {format_integer(static_cast<std::int64_t>(changes.size()))});
    for (std::size_t i = 0; i < std::min(changes.size(), k_most_told); ++i)
        line += (i == 0 ? ": " : "; ") + change_text(changes[i]);
    return changes.size() > k_most_told ? line + "; …" : line;
}

float draw_changes_line(Frame& frame, const Rect& area) {
    const std::string line = changes_text(frame.snapshot.experiment->training.changes);
    if (line.empty()) return 0;
    const float height = frame.view.coarse_pointer ? control_height(frame) : std::round(em(1.7F));
    const std::string_view label = text("button.replay");
    ButtonOptions options;
    options.height = height;
    options.width = std::round(measure(frame.fonts, TextStyle::Body, label).x + em(1.2F));
    options.tooltip = text("tip.replay");
    const float left = area.x + em(k_panel_padding);
    const float right = area.x + area.width - em(k_panel_padding);
    const float text_height = measure(frame.fonts, TextStyle::Small, line).y;
    ImGui::SetCursorScreenPos({left, area.y + (height - text_height) / 2});
    draw_text(frame, "changes", line, TextStyle::Small, right - left - options.width - em(0.6F));
    tooltip(frame, "changes", line);
    ImGui::SetCursorScreenPos({right - options.width, area.y});
    if (button(frame, "replay", label, options)) frame.commands.push_back(command::Replay{});
    return height + em(0.3F);
}

} // namespace backprop::shell
