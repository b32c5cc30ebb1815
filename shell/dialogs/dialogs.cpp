#include "shell/dialogs/dialogs.hpp"

#include "engine/data/csv_import.hpp"
#include "engine/experiment/experiment_json.hpp"
#include "shell/numbers.hpp"
#include "shell/panels/explanations.hpp"
#include "shell/platform/platform.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <iterator>

namespace backprop::shell {

namespace {

/// Rows may be dropped on the page before the dialog is here.
bool draw_import(Frame& frame, float width) {
    if (explanations_are_here()) return explanations.draw_import_dialog(frame, width);
    draw_not_here(frame, width);
    return true;
}

constexpr const char* k_popup = "dialog";

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// In the order of DialogKind: the key of its title, and what draws it.
struct Dialog {
    std::string_view key;
    bool (*draw)(Frame&, float width);
};
constexpr Dialog k_dialogs[] = {
    {"", nullptr},
    {"dialog.share", draw_share_dialog},
    {"dialog.open", draw_open_dialog},
    {"dialog.save", draw_save_dialog},
    {"dialog.import", draw_import},
    {"help_menu.glossary", draw_glossary_dialog},
    {"help_menu.keys", draw_keys_dialog},
    {"help_menu.about", draw_about_dialog},
};
static_assert(std::size(k_dialogs) == static_cast<std::size_t>(DialogKind::About) + 1);

const Dialog& dialog_of(DialogKind kind) {
    return k_dialogs[static_cast<std::size_t>(kind)];
}

} // namespace

void tell(DialogState& state, std::string text, bool is_problem) {
    state.told = std::move(text);
    state.told_is_problem = is_problem;
}

std::string file_name_for(std::string_view experiment_name) {
    std::string name;
    for (const char letter : experiment_name) {
        if (std::isalnum(static_cast<unsigned char>(letter)) != 0)
            name += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
        else if (!name.empty() && name.back() != '-')
            name += '-';
    }
    while (!name.empty() && name.back() == '-')
        name.pop_back();
    return (name.empty() ? "experiment" : name.substr(0, 60)) + ".json";
}

std::string link_in(std::string_view text) {
    const std::size_t hash = text.find('#');
    if (hash != std::string_view::npos) text = text.substr(hash + 1);
    const bool is_link =
        text.substr(0, 7) == "lesson=" || text == "v1" || text.substr(0, 3) == "v1~";
    return is_link ? std::string(text) : std::string();
}

bool is_table_name(std::string_view file_name) {
    std::string lower(file_name);
    for (char& letter : lower)
        letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    return ends_with(lower, ".csv") || ends_with(lower, ".tsv") || ends_with(lower, ".txt");
}

Result<Done> check_file_size(std::string_view name, double bytes) {
    const std::size_t most = is_table_name(name) ? k_csv_max_bytes : k_max_text_bytes;
    if (bytes <= static_cast<double>(most)) return Done{};
    return Error{"", fill(text("error.file_size"),
                          {format_integer(static_cast<std::int64_t>(std::min(bytes, 1e15))),
                           format_integer(static_cast<std::int64_t>(most))})};
}

Result<Done> open_text(std::string_view name, std::string_view contents, DialogState& state,
                       LessonState& lessons, std::vector<Command>& commands) {
    const bool is_table = is_table_name(name);
    if ((is_table || is_lesson(contents)) && !explanations_are_here())
        return Error{"", std::string(text("explanations.open_again"))};
    if (is_table) {
        explanations.begin_import(state, name, contents);
        return Done{};
    }
    if (is_lesson(contents)) {
        Result<Lesson> lesson = explanations.parse_lesson(contents);
        if (!lesson) return lesson.error;
        lessons.opened = std::move(*lesson);
        lessons.request = LessonRequest{LessonRequest::Kind::Own, {}};
        return Done{};
    }
    Result<Experiment> experiment = parse_experiment(contents);
    if (!experiment) return experiment.error;
    commands.push_back(command::Load{std::move(*experiment)});
    return Done{};
}

void open_dialog(Frame& frame, DialogKind kind) {
    DialogState& state = frame.widget_state.dialog;
    if (kind == DialogKind::Share && platform::open_share_dialog()) return;
    if (kind == DialogKind::Open && platform::open_file_dialog()) return;
    const std::string name = file_name_for(frame.snapshot.experiment->name);
    if (kind == DialogKind::Save) {
        // A run that has begun is saved with its state, so that it goes on where it stood.
        const Experiment now = current_experiment(frame.session, frame.snapshot.updates > 0);
        if (platform::save_as(name, to_json(now))) return;
    }
    state.wanted = kind;
    state.text.clear();
    state.weights = kind == DialogKind::Save && frame.snapshot.updates > 0;
    state.told.clear();
    if (kind == DialogKind::Save)
        std::snprintf(state.path.data(), state.path.size(), "%s", name.c_str());
}

void ask_to_save(Frame& frame, std::string_view name, std::string text) {
    DialogState& state = frame.widget_state.dialog;
    state.wanted = DialogKind::Save;
    state.text = std::move(text);
    state.told.clear();
    std::snprintf(state.path.data(), state.path.size(), "%s", std::string(name).c_str());
}

bool text_field(Frame& frame, std::string_view id, std::string_view label, char* typed,
                std::size_t size, float width, bool read_only) {
    const float height = control_height(frame);
    ImGui::SetNextItemWidth(width);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding,
                        {em(0.5F), (height - ImGui::GetFontSize()) / 2});
    const ImGuiInputTextFlags flags =
        ImGuiInputTextFlags_EnterReturnsTrue |
        (read_only ? ImGuiInputTextFlags_ReadOnly | ImGuiInputTextFlags_AutoSelectAll
                   : ImGuiInputTextFlags_None);
    const bool entered = ImGui::InputText(("##" + std::string(id)).c_str(), typed, size, flags);
    ImGui::PopStyleVar();
    WidgetRecord record;
    record.id = id;
    record.label = label;
    record.role = "textbox";
    record.value = record.text = typed;
    record.rect = last_item_rect();
    add_record(frame.registry, std::move(record));
    return entered;
}

int dialog_buttons(Frame& frame, float width, std::initializer_list<std::string_view> ids,
                   bool first_enabled) {
    ImGui::Dummy({0, em(0.2F)});
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    float right = corner.x + width;
    int pressed = -1, index = 0;
    for (const std::string_view id : ids) {
        const std::string_view label = text("button." + std::string(id));
        ButtonOptions options;
        options.kind = index == 0 ? ButtonKind::Primary : ButtonKind::Normal;
        options.enabled = index > 0 || first_enabled;
        options.width = std::round(measure(frame.fonts, TextStyle::Body, label).x + em(1.6F));
        ImGui::SetCursorScreenPos({right - options.width, corner.y});
        if (button(frame, id, label, options)) pressed = index;
        right -= options.width + em(0.5F);
        ++index;
    }
    return pressed;
}

void draw_told(Frame& frame, float width) {
    const DialogState& state = frame.widget_state.dialog;
    if (state.told.empty()) return;
    const bool problem = state.told_is_problem;
    draw_paragraph(frame, problem ? "dialog.problem" : "dialog.told",
                   (problem ? "⚠ " : "") + state.told, width);
}

void draw_dialogs(Frame& frame) {
    DialogState& state = frame.widget_state.dialog;
    if (state.wanted != DialogKind::None) {
        state.open = state.wanted;
        state.wanted = DialogKind::None;
        ImGui::OpenPopup(k_popup);
    }
    if (state.open == DialogKind::None) return;
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    const float padding = em(1.1F);
    const float wide = state.open == DialogKind::Import ? em(44) : em(34);
    const float width = std::min(wide, display.x - em(1));
    ImGui::SetNextWindowPos({display.x / 2, display.y / 2}, ImGuiCond_Always, {0.5F, 0.5F});
    ImGui::SetNextWindowSizeConstraints({width, 0}, {width, display.y - em(1)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {padding, padding});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, em(0.5F));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
    const bool shown = ImGui::BeginPopupModal(
        k_popup, nullptr,
        ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
            ImGuiWindowFlags_AlwaysAutoResize);
    ImGui::PopStyleVar(3);
    if (!shown) {
        state.open = DialogKind::None;
        return;
    }
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {em(0.6F), em(0.6F)});
    const float room = width - 2 * padding;
    draw_text(frame, "dialog.title", text(dialog_of(state.open).key), TextStyle::Strong);
    const bool gone =
        !dialog_of(state.open).draw(frame, room) || ImGui::IsKeyPressed(ImGuiKey_Escape);
    ImGui::PopStyleVar();
    if (gone) {
        ImGui::CloseCurrentPopup();
        state.open = DialogKind::None;
    }
    ImGui::EndPopup();
}

} // namespace backprop::shell
