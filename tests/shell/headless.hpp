#pragma once

#include "engine/experiment/json.hpp"
#include "shell/app.hpp"
#include "shell/registry.hpp"

#include <imgui.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace backprop::shell::test {

/// A record of widgets(), read back from its JSON.
struct Widget {
    std::string id;
    std::string label;
    std::string role;
    std::string value;
    std::string text;
    std::vector<std::string> options;
    bool enabled = false;
    Rect rect;
    double minimum = 0;
    double maximum = 0;

    ImVec2 center() const { return {rect.x + rect.width / 2, rect.y + rect.height / 2}; }
};

/// The application with an interface that is drawn but never shown: no window, no graphics. Input
/// goes through Dear ImGui's event queue, as from the real back end.
class Headless {
public:
    Headless(float width, float height);
    ~Headless();
    Headless(const Headless&) = delete;
    Headless& operator=(const Headless&) = delete;

    void frames(int count);
    void train(double seconds);

    std::vector<Widget> widgets() const;
    std::optional<Widget> find(std::string_view id) const;
    Widget get(std::string_view id) const; ///< fails the test when it is not on screen

    std::string focused() const; ///< id of the widget that has the keyboard's ring; or empty

    Json snapshot() const;
    std::string status() const;
    std::string state_hash() const;
    double number(std::string_view key) const;       ///< of the snapshot
    double training(std::string_view key) const;     ///< experiment.training.KEY
    std::string call(std::string_view request_json); ///< the answer
    void move(ImVec2 place);
    void press();
    void release();
    void click(ImVec2 place);
    void click(std::string_view id);
    void drag(ImVec2 from, ImVec2 to);
    void key(ImGuiKey key);
    void type(std::string_view text);
    void wheel(float lines);
    void tap(std::string_view id); ///< by finger

    App* app = nullptr;

private:
    void frame();
    ImGuiContext* context = nullptr;
};

/// The answer to a call that succeeded.
inline constexpr const char* k_ok = "{\"ok\":true}";

/// A hidden layer of tanh units, with the comma behind it.
std::string layer(int units);

/// The call that loads a network with these hidden layers for the circle; `changes` are more parts
/// of the experiment, each after a comma.
std::string load_circle(const std::string& hidden, const std::string& changes = "",
                        int examples = 200);

/// What the last frame gave to draw.
struct FrameCost {
    int vertices = 0;
    int most_in_list = 0;
    bool finite = true; ///< every vertex
};
FrameCost cost_of_frame();

} // namespace backprop::shell::test
