#include "shell/registry.hpp"

#include "engine/experiment/json.hpp"
#include "engine/experiment/number_text.hpp"
#include "shell/numbers.hpp"

#include <imgui.h>

#include <algorithm>

namespace backprop::shell {

namespace {

void append_text(std::string& json, std::string_view key, std::string_view value) {
    append_json_string(json, key);
    json += ':';
    append_json_string(json, value);
    json += ',';
}

void append_number(std::string& json, std::string_view key, double value) {
    append_json_string(json, key);
    json += ':';
    json += number_text(value);
    json += ',';
}

void append_record(std::string& json, const WidgetRecord& record) {
    json += '{';
    append_text(json, "id", record.id);
    append_text(json, "label", record.label);
    append_text(json, "role", record.role);
    append_text(json, "value", record.number ? number_text(*record.number) : record.value);
    append_text(json, "text", record.text);
    if (record.role == "slider" || record.role == "spinbutton") {
        append_number(json, "min", record.minimum);
        append_number(json, "max", record.maximum);
    }
    if (!record.options.empty()) {
        json += "\"options\":[";
        for (const std::string& option : record.options) {
            if (json.back() != '[') json += ',';
            append_json_string(json, option);
        }
        json += "],";
    }
    json += record.enabled ? "\"enabled\":true," : "\"enabled\":false,";
    append_number(json, "x", static_cast<double>(record.rect.x));
    append_number(json, "y", static_cast<double>(record.rect.y));
    append_number(json, "width", static_cast<double>(record.rect.width));
    append_number(json, "height", static_cast<double>(record.rect.height));
    json.back() = '}';
}

/// The part of `rect` inside [low, high]; empty when they do not meet.
Rect clipped(const Rect& rect, ImVec2 low, ImVec2 high) {
    const float left = std::max(rect.x, low.x);
    const float top = std::max(rect.y, low.y);
    const float right = std::min(rect.x + rect.width, high.x);
    const float bottom = std::min(rect.y + rect.height, high.y);
    return {left, top, std::max(0.0F, right - left), std::max(0.0F, bottom - top)};
}

} // namespace

int add_record(Registry& registry, WidgetRecord record) {
    const ImDrawList* draw_list = ImGui::GetWindowDrawList();
    record.rect = clipped(record.rect, draw_list->GetClipRectMin(), draw_list->GetClipRectMax());
    if (record.rect.width < 1 || record.rect.height < 1) return -1;
    registry.records.push_back(std::move(record));
    return static_cast<int>(registry.records.size()) - 1;
}

std::string to_json(const Registry& registry) {
    std::string json = "[";
    for (const WidgetRecord& record : registry.records) {
        if (json.size() > 1) json += ",\n";
        append_record(json, record);
    }
    return json + "]";
}

} // namespace backprop::shell
