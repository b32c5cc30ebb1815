#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace backprop::shell {

/// A rectangle in ImGui coordinates (CSS pixels of the canvas).
struct Rect {
    float x = 0;
    float y = 0;
    float width = 0;
    float height = 0;
    bool contains(float px, float py) const {
        return px >= x && px < x + width && py >= y && py < y + height;
    }
};

/// The area that two rectangles share, 0 where they only touch.
inline float shared_area(const Rect& a, const Rect& b) {
    const float width = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
    const float height = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
    return width > 0 && height > 0 ? width * height : 0;
}

/// One thing on screen, as `widgets()` of the page interface tells it.
struct WidgetRecord {
    std::string id;    ///< stable: a field's path, a command, or a part ("weight 3: 2 to 1")
    std::string label; ///< what a person reads beside or on it; what a button with only a sign does
    std::string role;  ///< ARIA: "button", "slider", "combobox", "checkbox", "text", "img", ...
    std::string value; ///< machine-readable: "0.03", "tanh", "true"
    std::string text;  ///< as shown: "0.030"
    /// In place of `value`: written out only when asked for. Exact decimal text of the hundreds of
    /// numbers in a picture would cost more than drawing them.
    std::optional<double> number;
    double minimum = 0;
    double maximum = 0;               ///< meaningful for sliders only
    std::vector<std::string> options; ///< keys a combobox offers
    bool enabled = true;
    Rect rect;
};

/// What the current frame showed. Cleared when a frame begins; kept when drawing pauses.
struct Registry {
    std::vector<WidgetRecord> records;
};

/// Adds a record, clipped to the visible part of the current ImGui window; a part that is wholly
/// scrolled out of sight is left out. Returns the index of the record, or −1.
int add_record(Registry& registry, WidgetRecord record);

/// The registry as the JSON array of experiment-format "Page interface".
std::string to_json(const Registry& registry);

} // namespace backprop::shell
