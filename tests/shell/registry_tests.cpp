#include "engine/experiment/json.hpp"
#include "shell/fonts.hpp"
#include "shell/registry.hpp"

#include <catch2/catch_test_macros.hpp>
#include <imgui.h>

using namespace backprop;
using namespace backprop::shell;

namespace {

WidgetRecord record_at(std::string id, Rect rect) {
    WidgetRecord record;
    record.id = std::move(id);
    record.role = "slider";
    record.rect = rect;
    return record;
}

} // namespace

TEST_CASE("the registry's JSON says what was registered", "[registry]") {
    Registry registry;
    WidgetRecord record = record_at("weight 3: 2 to 1", {1.5F, 2, 30, 4});
    record.label = "a \"quoted\" \\ label\n";
    record.value = "0.03";
    record.minimum = 1e-5;
    record.maximum = 10;
    record.options = {"one", "two"};
    record.enabled = false;
    registry.records.push_back(record);
    registry.records.push_back(record_at("δ", {}));
    const Result<Json> json = parse_json(to_json(registry));
    REQUIRE(json);
    REQUIRE(json->array.size() == 2);
    const Json& first = json->array[0];
    CHECK(first.find("id")->string == record.id);
    CHECK(first.find("label")->string == record.label);
    CHECK(first.find("value")->string == "0.03");
    CHECK(first.find("min")->number == 1e-5);
    CHECK(first.find("max")->number == 10);
    CHECK(first.find("options")->array.size() == 2);
    CHECK_FALSE(first.find("enabled")->boolean);
    CHECK(first.find("x")->number == 1.5);
    CHECK(first.find("height")->number == 4);
    CHECK(json->array[1].find("id")->string == "δ");
    CHECK(to_json(Registry{}) == "[]");
}

TEST_CASE("records are clipped to what is visible of their window", "[registry]") {
    ImGuiContext* context = ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    ImGui::GetIO().DisplaySize = {200, 100};
    ImGui::GetIO().BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    load_fonts();
    ImGui::NewFrame();
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({200, 100});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    ImGui::Begin("window", nullptr, ImGuiWindowFlags_NoDecoration);
    Registry registry;
    CHECK(add_record(registry, record_at("whole", {10, 10, 50, 20})) == 0);
    CHECK(add_record(registry, record_at("half", {150, 10, 100, 20})) == 1);
    CHECK(add_record(registry, record_at("gone", {10, 120, 50, 20})) == -1);
    ImGui::End();
    ImGui::PopStyleVar();
    ImGui::EndFrame();
    REQUIRE(registry.records.size() == 2);
    CHECK(registry.records[0].rect.width == 50);
    CHECK(registry.records[1].rect.x == 150);
    CHECK(registry.records[1].rect.width <= 50);
    CHECK(registry.records[1].rect.width >= 45);
    ImGui::DestroyContext(context);
}
