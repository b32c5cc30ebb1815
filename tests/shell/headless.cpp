#include "tests/shell/headless.hpp"

#include "shell/fonts.hpp"

#include <catch2/catch_test_macros.hpp>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace backprop::shell::test {

namespace {

/// What a back end would do with the textures that Dear ImGui asks for.
void accept_textures() {
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
        if (texture->Status == ImTextureStatus_WantCreate) texture->SetTexID(1);
        const bool gone = texture->Status == ImTextureStatus_WantDestroy;
        if (gone) texture->SetTexID(ImTextureID_Invalid);
        texture->SetStatus(gone ? ImTextureStatus_Destroyed : ImTextureStatus_OK);
    }
}

Widget read_widget(const Json& json) {
    Widget widget;
    const auto text = [&](const char* key) { return json.find(key)->string; };
    const auto number = [&](const char* key) { return json.find(key)->number; };
    widget.id = text("id");
    widget.label = text("label");
    widget.role = text("role");
    widget.value = text("value");
    widget.text = text("text");
    widget.enabled = json.find("enabled")->boolean;
    widget.rect = {static_cast<float>(number("x")), static_cast<float>(number("y")),
                   static_cast<float>(number("width")), static_cast<float>(number("height"))};
    if (const Json* options = json.find("options"))
        for (const Json& option : options->array)
            widget.options.push_back(option.string);
    if (json.find("min") != nullptr) {
        widget.minimum = number("min");
        widget.maximum = number("max");
    }
    return widget;
}

Json parsed(const std::string& text) {
    Result<Json> json = parse_json(text);
    INFO(text);
    REQUIRE(json);
    return *json;
}

} // namespace

Headless::Headless(float width, float height) {
    // Nothing of the person who runs the tests is read or written.
    setenv("XDG_DATA_HOME", "/dev/null", 1);
    context = ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {width, height};
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    io.ConfigInputTextCursorBlink = false;
    load_fonts();
    app = create_app();
    frames(3);
}

Headless::~Headless() {
    destroy_app(app);
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures)
        texture->SetStatus(ImTextureStatus_Destroyed);
    ImGui::DestroyContext(context);
}

void Headless::frame() {
    ImGui::GetIO().DeltaTime = 1.0F / 60;
    ImGui::NewFrame();
    draw_app(*app);
    ImGui::Render();
    accept_textures();
}

void Headless::frames(int count) {
    for (int i = 0; i < count; ++i)
        frame();
}

void Headless::train(double seconds) {
    train_app(*app, seconds);
    frames(2);
}

std::vector<Widget> Headless::widgets() const {
    std::vector<Widget> widgets;
    for (const Json& json : parsed(app_widgets_json(*app)).array)
        widgets.push_back(read_widget(json));
    return widgets;
}

std::optional<Widget> Headless::find(std::string_view id) const {
    for (Widget& widget : widgets())
        if (widget.id == id) return std::move(widget);
    return std::nullopt;
}

Widget Headless::get(std::string_view id) const {
    std::optional<Widget> widget = find(id);
    INFO("no widget " << id);
    REQUIRE(widget);
    return *widget;
}

std::string Headless::focused() const {
    const ImGuiContext& now = *ImGui::GetCurrentContext();
    if (now.NavId == 0 || now.NavWindow == nullptr || !now.NavCursorVisible) return {};
    const ImRect ring = ImGui::WindowRectRelToAbs(now.NavWindow, now.NavWindow->NavRectRel[0]);
    std::string nearest;
    float least = 4.0F; // the ring and the widget have the same rectangle, but for clipping
    for (const Widget& widget : widgets()) {
        if (widget.role == "text" || widget.role == "img") continue;
        const float distance = std::fabs(ring.GetCenter().x - widget.center().x) +
                               std::fabs(ring.GetCenter().y - widget.center().y);
        if (distance >= least) continue;
        least = distance;
        nearest = widget.id;
    }
    return nearest;
}

Json Headless::snapshot() const {
    return parsed(app_snapshot_json(*app));
}

std::string Headless::status() const {
    return snapshot().find("status")->string;
}

std::string Headless::state_hash() const {
    return snapshot().find("state_hash")->string;
}

double Headless::number(std::string_view key) const {
    return snapshot().find(key)->number;
}

double Headless::training(std::string_view key) const {
    return snapshot().find("experiment")->find("training")->find(key)->number;
}

std::string Headless::call(std::string_view request_json) {
    std::string answer = app_call(*app, request_json);
    frames(3);
    return answer;
}

void Headless::move(ImVec2 place) {
    ImGui::GetIO().AddMousePosEvent(place.x, place.y);
    frames(2);
}

void Headless::press() {
    ImGui::GetIO().AddMouseButtonEvent(ImGuiMouseButton_Left, true);
    frames(2);
}

void Headless::release() {
    ImGui::GetIO().AddMouseButtonEvent(ImGuiMouseButton_Left, false);
    frames(3);
}

void Headless::click(ImVec2 place) {
    move(place);
    press();
    release();
}

void Headless::click(std::string_view id) {
    click(get(id).center());
}

void Headless::drag(ImVec2 from, ImVec2 to) {
    move(from);
    press();
    move({(from.x + to.x) / 2, (from.y + to.y) / 2});
    move(to);
    release();
}

void Headless::key(ImGuiKey key) {
    ImGui::GetIO().AddKeyEvent(key, true);
    frames(2);
    ImGui::GetIO().AddKeyEvent(key, false);
    frames(2);
}

void Headless::type(std::string_view text) {
    ImGui::GetIO().AddInputCharactersUTF8(std::string(text).c_str());
    frames(3);
}

void Headless::tap(std::string_view id) {
    const ImVec2 place = get(id).center();
    ImGui::GetIO().AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
    click(place);
}

void Headless::wheel(float lines) {
    ImGui::GetIO().AddMouseWheelEvent(0, lines);
    frames(20);
}

std::string layer(int units) {
    return "{\"units\":" + std::to_string(units) + ",\"activation\":\"tanh\"},";
}

std::string load_circle(const std::string& hidden, const std::string& changes, int examples) {
    return R"({"call":"load","experiment":{"version":1,"name":"test",
        "data":{"kind":"generated","set":"circle","examples":)" +
           std::to_string(examples) + R"(,"train_share":0.5,"seed":1},
        "network":{"inputs":2,"layers":[)" +
           hidden + R"({"units":1,"activation":"tanh"}],"bias":"per-unit"},
        "start":{"rule":"xavier-uniform","seed":1})" +
           changes + "}}";
}

FrameCost cost_of_frame() {
    FrameCost cost;
    for (const ImDrawList* list : ImGui::GetDrawData()->CmdLists) {
        cost.vertices += list->VtxBuffer.Size;
        cost.most_in_list = std::max(cost.most_in_list, list->VtxBuffer.Size);
        for (const ImDrawVert& vertex : list->VtxBuffer)
            cost.finite = cost.finite && std::isfinite(vertex.pos.x) && std::isfinite(vertex.pos.y);
    }
    return cost;
}

} // namespace backprop::shell::test
