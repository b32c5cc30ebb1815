#pragma once

#include "shell/frame.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The helpers every panel draws with. Each draws one thing at the ImGui cursor (or at a given
/// place) and registers it, so that what is on screen and what `widgets()` tells are the same.
/// Ids are field paths ("training.batch") or commands ("run"); they also make the ImGui id.
namespace backprop::shell {

/// `count` times the size of the running text, whatever font is pushed. The unit of all sizes.
float em(float count = 1.0F);

/// Between a panel's edge and what it draws, in em. The panels of controls have their own.
inline constexpr float k_panel_padding = 0.95F;

/// Gives the next widget the keyboard, with its ring, so that Enter presses it.
void focus_next_widget();

/// Whether `key` was pressed, or repeats, for the last ImGui item, which has the keyboard: the key
/// does not move the focus then.
bool item_takes_key(ImGuiKey key);

/// Where the last ImGui item lies.
Rect last_item_rect();

enum class TextStyle : std::uint8_t {
    Body,
    Dim,    ///< Body in the dim colour
    Strong, ///< bold, in the strong colour: values
    Small,  ///< labels above controls, ticks
    SmallDim,
    Heading,   ///< small, bold, dim: "DATA"
    Mono,      ///< tabular numbers
    SmallMono, ///< tabular numbers in tables
};

ImFont* font_of(const Fonts& fonts, TextStyle style);
float size_of(TextStyle style);
ImU32 color_of(const Theme& theme, TextStyle style);
ImVec2 measure(const Fonts& fonts, TextStyle style, std::string_view text);

/// The text where it fits, or its longest start that does, with "…"; never cuts inside a UTF-8
/// sign. Empty where not even "…" fits.
std::string shortened(const Fonts& fonts, TextStyle style, std::string_view text, float width);

/// Text at the cursor, role "text". `id` names it for tests ("epoch", "loss.train"). A text wider
/// than `max_width` (0: no limit) is cut with an ellipsis.
void draw_text(Frame& frame, std::string_view id, std::string_view text,
               TextStyle style = TextStyle::Body, float max_width = 0);
void draw_text(Frame& frame, std::string_view id, std::string_view text, TextStyle style,
               ImU32 color, float max_width = 0);

/// Text over several lines, `width` wide (0: to the right edge), role "text".
void draw_paragraph(Frame& frame, std::string_view id, std::string_view text, float width = 0,
                    TextStyle style = TextStyle::Body);

/// Text at a place of the drawing, role "text". `align` says which point of the text lies at
/// `position`: {0,0} its top left corner, {0.5,0.5} its middle, {1,0} its top right corner.
/// Returns where it is.
Rect text_at(Frame& frame, ImDrawList* draw_list, std::string_view id, std::string_view text,
             ImVec2 position, TextStyle style, ImU32 color, ImVec2 align = {0, 0});

/// A panel's heading, role "heading".
void heading(Frame& frame, std::string_view id, std::string_view text);

/// Name left, number right in bold: "Loss, training   0.0181"; role "text", value = `value`.
void value_row(Frame& frame, std::string_view id, std::string_view label, std::string_view shown,
               std::string_view value);

/// Registers a part of a drawing that has no text of its own (a unit, an edge, a map): role "img".
void part(Frame& frame, std::string_view id, std::string_view label, std::string_view value,
          Rect rect);

enum class ButtonKind : std::uint8_t {
    Normal,
    Primary, ///< filled with the accent
    Quiet,   ///< no frame until hovered
};
struct ButtonOptions {
    ButtonKind kind = ButtonKind::Normal;
    ImU32 color = 0;  ///< of the text; 0: the kind's own
    float width = 0;  ///< 0: as wide as the text needs
    float height = 0; ///< 0: a control's height
    bool enabled = true;
    std::string_view name = {};    ///< what it does, where its label is only a sign: "Add a layer"
    std::string_view tooltip = {}; ///< also the reason why a button is disabled
};
/// Role "button". True when pressed by pointer, touch or keyboard.
bool button(Frame& frame, std::string_view id, std::string_view label,
            const ButtonOptions& options = {});

/// An invisible button over part of a drawing, reached by keyboard as well: role "button".
/// The caller draws what it looks like. `hovered` may be null.
bool hit_area(Frame& frame, std::string_view id, std::string_view label, Rect rect,
              bool* hovered = nullptr);

/// One of several choices shown side by side ("linear · log"): role "radio".
bool radio(Frame& frame, std::string_view id, std::string_view label, bool chosen,
           TextStyle style = TextStyle::Small);

/// Role "checkbox", with its label to the right. True when toggled; `on` is not changed.
bool checkbox(Frame& frame, std::string_view id, std::string_view label, bool on,
              bool enabled = true);

/// The small "?" that explains a control, and its label: hovering shows the text, pressing it
/// (pointer, touch, keyboard) opens it as a popup. `text` comes from "help." + id.
void label_with_help(Frame& frame, std::string_view id, std::string_view label, TextStyle style,
                     float max_width = 0);

/// How high label_with_help is.
float label_height(const Frame& frame, TextStyle style);

/// Where a popup of this size goes: below the rectangle, or above it where there is no room.
ImVec2 popup_corner(Rect anchor, ImVec2 size);

/// A note near the last item while the pointer is on it, role "tooltip". Not after a press, until
/// the pointer moves on: then it would only be in the way.
void tooltip(Frame& frame, std::string_view id, std::string_view text);

/// Height of buttons, combos and other controls: larger for fingers.
float control_height(const Frame& frame);

// Sliders -------------------------------------------------------------------------------------

struct SliderSpec {
    double minimum = 0;
    double maximum = 1;
    bool logarithmic = false; ///< rounded to two significant digits
    bool integer = false;
    double step = 0;          ///< linear: values are multiples of it; 0: a hundredth of the range
    double display_scale = 1; ///< 100 for percent: what is shown and typed is value × scale
    bool maximum_is_all = false; ///< the greatest value is shown, and may be typed, as "all"
    double typed_minimum = 0;    ///< what may be typed where that is more than the track has;
    double typed_maximum = 0;    ///< both 0: minimum to maximum
    std::string (*format)(double value) = nullptr; ///< of the value, not scaled; null: significant
};

/// Seeds are whole numbers that a double and JSON hold exactly.
inline constexpr SliderSpec k_seed{.minimum = 0, .maximum = 1e15, .integer = true};

/// The value at a place 0 to 1 along the track, rounded to the slider's steps, and back.
double value_at(const SliderSpec& spec, double place);
double place_of(const SliderSpec& spec, double value);

/// One step of an arrow key, up or down; `large` for Page Up and Page Down.
double stepped(const SliderSpec& spec, double value, int direction, bool large);

/// What a typed text means. `clamped` when it was out of range and the nearest value was taken.
/// `value` is empty for nonsense.
struct TypedValue {
    std::optional<double> value;
    bool clamped = false;
    bool rounded = false; ///< a whole number was made of it
};
TypedValue read_typed(const SliderSpec& spec, std::string_view typed);

/// "0.00001 to 10", in shown units.
std::string range_text(const SliderSpec& spec);

/// Label left, value right, track below: role "slider". True when `value` was changed.
/// Keyboard: arrows and Page Up/Down step, Home and End jump, Enter types a number; so does a
/// click on the value or Ctrl+click on the track. Bad input is clamped and says so below.
bool slider(Frame& frame, std::string_view id, std::string_view label, double& value,
            const SliderSpec& spec, bool enabled = true);

/// Label above, the number in a box below; pressing it types another. True when changed.
bool number_box(Frame& frame, std::string_view id, std::string_view label, double& value,
                const SliderSpec& spec, float width = 0);

/// How high it is: with the line below it while that tells of a bad input.
float slider_height(const Frame& frame, std::string_view id);

/// What a slider shows for `value`.
std::string shown_value(const SliderSpec& spec, double value);

/// Whether a finger on the slider with this id drags it: it must have moved sideways first.
bool finger_drags(Frame& frame, std::string_view id);

/// What a stop stands for; its sign differs as well as its colour.
enum class StopKind : std::uint8_t { Plain, Forward, Backward, Update };

/// A slider that has a few stops: 0 and one for each of `stops`. `shown` is what its value reads
/// as.
struct StopSlider {
    std::string_view id;
    std::string_view label;
    std::string_view shown;
    std::span<const StopKind> stops;
    int value = 0;
    float width = 0;
};
/// Draws it at the cursor, a small control's height: role "slider". Returns the stop that pointer,
/// finger, arrows, Home or End chose in this frame, or −1.
int stop_slider(Frame& frame, const StopSlider& slider);

// Combos --------------------------------------------------------------------------------------

struct ComboItem {
    std::string key;   ///< machine-readable: "tanh"
    std::string label; ///< as shown
    bool enabled = true;
};

/// Label above, the chosen item below with ▾: role "combobox". Returns the index that was chosen
/// in this frame, or −1. Its open list registers records of role "option", id "ID=KEY".
/// `width` 0: to the right edge. An empty label leaves out the line above.
int combo(Frame& frame, std::string_view id, std::string_view label,
          const std::vector<ComboItem>& items, int chosen, float width = 0, bool enabled = true);

/// The box of a combo alone, showing `shown`; `label` is only told to the registry.
int combo_box(Frame& frame, std::string_view id, std::string_view label, std::string_view shown,
              const std::vector<ComboItem>& items, int chosen, float width, bool enabled = true);

/// The items of an engine family; names from the texts "FAMILY.KEY", else the engine's own.
std::vector<ComboItem> items_of(std::span<const Choice> choices, std::string_view family);

} // namespace backprop::shell
