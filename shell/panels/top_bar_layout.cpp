#include "shell/numbers.hpp"
#include "shell/panels/lesson_menu.hpp"
#include "shell/panels/top_bar_items.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <span>

namespace backprop::shell {

namespace {

constexpr float k_phone_below = 34; ///< font units

float text_width(const Frame& frame, std::string_view key, TextStyle style = TextStyle::Body) {
    return measure(frame.fonts, style, text(key)).x;
}

float item_width(const Frame& frame, BarItem item) {
    switch (item) {
    case BarItem::Brand:
        return text_width(frame, "app.name_first", TextStyle::Strong) + em(0.35F) +
               text_width(frame, "app.name_second", TextStyle::Strong) + em(0.3F);
    case BarItem::Preset:
        return em(9.5F);
    case BarItem::Lessons:
        return std::min(
            std::round(measure(frame.fonts, TextStyle::Body, lesson_menu_label(frame)).x +
                       em(1.3F)),
            em(15));
    case BarItem::Reset:
        return button_width(frame, "button.reset");
    case BarItem::Run:
        // The same for both, so that nothing jumps.
        return std::max(button_width(frame, "button.run"), button_width(frame, "button.pause"));
    case BarItem::Pass:
        return pass_width(frame);
    case BarItem::StepExample:
        return step_width(frame, StepKind::Example);
    case BarItem::StepBatch:
        return step_width(frame, StepKind::Batch);
    case BarItem::StepEpoch:
        return step_width(frame, StepKind::Epoch);
    case BarItem::NewWeights:
        return button_width(frame, "button.new_weights");
    case BarItem::Share:
        return button_width(frame, "button.share");
    case BarItem::Open:
        return button_width(frame, "button.open");
    case BarItem::Save:
        return button_width(frame, "button.save");
    case BarItem::More:
    case BarItem::Theme:
    case BarItem::Help:
        return std::max(em(2.2F), control_height(frame));
    case BarItem::Epoch: {
        const std::int64_t epochs = frame.snapshot.experiment->training.epochs;
        const std::string most = format_integer(std::max(epochs, frame.snapshot.epoch));
        return text_width(frame, "epoch") + em(0.8F) +
               measure(frame.fonts, TextStyle::Strong, most).x +
               measure(frame.fonts, TextStyle::Body, fill(text("epoch.of"), {most})).x;
    }
    }
    return 0;
}

using Items = std::vector<BarItem>;

/// In this order items move into the menu. With whole batches the update is what +1 batch does.
constexpr BarItem k_into_menu[] = {BarItem::StepBatch, BarItem::NewWeights, BarItem::Save,
                                   BarItem::Open,      BarItem::Share,      BarItem::StepExample};

float width_of(const Frame& frame, const Items& items, float gap) {
    float width = -gap;
    for (const BarItem item : items)
        width += item_width(frame, item) + gap;
    return width;
}

void take_out(Items& items, BarItem item) {
    items.erase(std::remove(items.begin(), items.end(), item), items.end());
}

/// Moves items into the menu until the rest fits one row of `room`. False when it does not.
bool fit_one_row(const Frame& frame, Items& left, Items& right, Items& menu, float gap,
                 float room) {
    const auto fits = [&] {
        return width_of(frame, left, gap) + width_of(frame, right, gap) + 2 * gap <= room;
    };
    if (fits()) return true;
    right.insert(right.end() - 2, BarItem::More);
    for (const BarItem item : k_into_menu) {
        take_out(left, item);
        take_out(right, item);
        menu.push_back(item);
        if (fits()) return true;
    }
    take_out(left, BarItem::Brand);
    if (fits()) return true;
    take_out(left, BarItem::StepEpoch);
    menu.insert(menu.begin(), BarItem::StepEpoch);
    return fits();
}

} // namespace

float button_width(const Frame& frame, std::string_view key) {
    return std::round(text_width(frame, key) + em(1.3F));
}

BarLayout place_bar_items(const Frame& frame, float width) {
    const float padding = std::round(em(frame.view.coarse_pointer ? 0.35F : 0.5F));
    const float gap = std::round(em(0.5F));
    const float row = control_height(frame) + std::round(em(0.3F));
    const float left = std::round(em(0.9F));
    const float right = width - left;
    const bool phone = width < em(k_phone_below);
    Items at_left{BarItem::Brand,     BarItem::Preset,     BarItem::Lessons,     BarItem::Reset,
                  BarItem::Run,       BarItem::Pass,       BarItem::StepExample, BarItem::StepBatch,
                  BarItem::StepEpoch, BarItem::NewWeights, BarItem::Epoch};
    Items at_right{BarItem::Share, BarItem::Open, BarItem::Save, BarItem::Theme, BarItem::Help};
    if (frame.view.lesson_open) take_out(at_left, BarItem::Preset);
    BarLayout layout;
    if (!fit_one_row(frame, at_left, at_right, layout.menu, gap, right - left))
        at_left.insert(at_left.begin(), BarItem::Brand);
    float right_x = right - width_of(frame, at_right, gap);
    const float first_end = right_x - gap;
    if (phone) { // the epoch fills the row of the name, or takes its place
        const bool both =
            left + width_of(frame, {BarItem::Brand, BarItem::Epoch}, gap) <= first_end;
        take_out(at_left, BarItem::Epoch);
        if (!both) take_out(at_left, BarItem::Brand);
        at_left.insert(at_left.begin() + (both ? 1 : 0), BarItem::Epoch);
    }
    float x = left;
    float y = padding;
    for (const BarItem item : at_left) {
        const float own = std::min(item_width(frame, item), right - left);
        const float end = y == padding ? first_end : right;
        if (x > left && x + own > end) {
            x = left;
            y += row;
        }
        layout.items.push_back({item, x, y, own});
        x += own + gap;
    }
    for (const BarItem item : at_right) {
        const float own = item_width(frame, item);
        layout.items.push_back({item, right_x, padding, own});
        right_x += own + gap;
    }
    layout.height = y + control_height(frame) + padding;
    return layout;
}

} // namespace backprop::shell
