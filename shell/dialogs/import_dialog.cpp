// What the columns of a table mean: asked before its rows replace the present data.
#include "engine/data/csv_import.hpp"
#include "shell/dialogs/dialogs.hpp"
#include "shell/dialogs/imported_rows.hpp"
#include "shell/numbers.hpp"
#include "shell/panels/two_columns.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <algorithm>

namespace backprop::shell {

struct ImportState {
    std::string name;
    std::string text;
    CsvOptions options;
    CsvImport result; ///< of `options`
};

namespace {

constexpr SliderSpec k_share{
    .minimum = 0.1, .maximum = 1, .step = 0.01, .display_scale = 100, .format = format_percent};

struct Named {
    std::string_view key;
    char delimiter;
};
constexpr Named k_delimiters[] = {
    {"auto", '\0'}, {"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}};
constexpr std::string_view k_headers[] = {"auto", "yes", "no"};

/// A combo over the texts "FAMILY.KEY"; the chosen index, or −1.
template <std::size_t N>
int choose(Frame& frame, std::string_view family, const std::string_view (&keys)[N], int now,
           float width) {
    std::vector<ComboItem> items;
    for (const std::string_view key : keys) {
        const std::string name = std::string(family) + "." + std::string(key);
        items.push_back({std::string(key), std::string(text(name)), true});
    }
    return combo(frame, family, text(family), items, now, width);
}

/// True when an option was changed.
bool draw_format(Frame& frame, CsvOptions& options, float width) {
    const float gap = em(0.6F);
    const float third = std::floor((width - 2 * gap) / 3);
    std::string_view keys[4];
    int now = 0;
    for (int i = 0; i < 4; ++i) {
        keys[i] = k_delimiters[i].key;
        if (k_delimiters[i].delimiter == options.delimiter) now = i;
    }
    bool changed = false;
    const int delimiter = choose(frame, "import.delimiter", keys, now, third);
    if (delimiter >= 0) {
        options.delimiter = k_delimiters[delimiter].delimiter;
        changed = true;
    }
    ImGui::SameLine(0, gap);
    const int header = choose(frame, "import.header", k_headers, int(options.header), third);
    if (header >= 0) {
        options.header = static_cast<CsvHeader>(header);
        changed = true;
    }
    ImGui::SameLine(0, gap);
    std::vector<ComboItem> tasks{{"auto", std::string(text("import.task.auto")), true}};
    for (ComboItem& item : items_of(k_tasks, "task"))
        tasks.push_back(std::move(item));
    const int task = combo(frame, "import.task", text("import.task"), tasks,
                           options.task ? int(*options.task) + 1 : 0, third);
    if (task >= 0) {
        options.task.reset();
        if (task > 0) options.task = static_cast<Task>(task - 1);
        changed = true;
    }
    return changed;
}

/// One box a column, ticked for targets. True when one was switched.
bool draw_columns(Frame& frame, ImportState& import, float width) {
    const std::vector<CsvColumn>& columns = import.result.report.columns;
    draw_text(frame, "import.targets", text("import.targets"), TextStyle::SmallDim, width);
    const float line = frame.view.coarse_pointer ? control_height(frame) : em(1.7F);
    const float height = std::min(em(9), line * static_cast<float>(columns.size()) + em(0.4F));
    ImGui::BeginChild("import.columns", {width, height}, ImGuiChildFlags_NavFlattened);
    bool changed = false;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const CsvColumn& column = columns[i];
        const bool is_target = column.use == CsvUse::Target;
        const std::string id = "import.column." + std::to_string(i + 1);
        const bool switched = checkbox(frame, id, column.name, is_target);
        if (is_target && ImGui::IsWindowAppearing()) ImGui::SetScrollHereY(1); // often the last one
        if (!switched) continue;
        // What was found out becomes what is said, with this one switched.
        std::vector<std::int32_t> targets;
        for (std::size_t j = 0; j < columns.size(); ++j)
            if ((columns[j].use == CsvUse::Target) != (j == i))
                targets.push_back(static_cast<std::int32_t>(j));
        import.options.targets = std::move(targets);
        changed = true;
    }
    ImGui::EndChild();
    return changed;
}

void draw_findings(Frame& frame, const ImportState& import, float width) {
    const CsvReport& report = import.result.report;
    if (import.result.data) {
        const DataSpec& data = *import.result.data;
        draw_paragraph(
            frame, "import.rows",
            fill(text("import.rows"),
                 {import.name,
                  format_integer(static_cast<std::int64_t>(data.train.size() + data.test.size())),
                  format_integer(input_count(data)), format_integer(output_count(data)),
                  text("task." + std::string(choice_of(k_tasks, data.task).key))}),
            width);
    } else {
        draw_paragraph(frame, "import.error", "⚠ " + import.result.error, width);
    }
    std::size_t number = 0;
    for (const std::string& note : report.notes)
        draw_paragraph(frame, "import.note." + std::to_string(++number), note, width,
                       TextStyle::SmallDim);
    number = 0;
    for (const CsvProblem& problem : report.problems)
        draw_paragraph(
            frame, "import.problem." + std::to_string(++number),
            "⚠ " + fill(text("import.problem"), {format_integer(problem.line),
                                                 format_integer(problem.column), problem.message}),
            width, TextStyle::Small);
    const auto told = static_cast<std::int64_t>(report.problems.size());
    if (report.problem_count > told)
        draw_text(frame, "import.more",
                  fill(text("import.more"), {format_integer(report.problem_count - told)}),
                  TextStyle::SmallDim);
}

} // namespace

void begin_import(DialogState& state, std::string_view name, std::string_view contents) {
    state.import = std::make_shared<ImportState>();
    state.import->name = name;
    state.import->text = contents;
    state.import->result = import_csv(state.import->text, state.import->options);
    state.wanted = DialogKind::Import;
    state.told.clear();
}

bool draw_import_dialog(Frame& frame, float width) {
    DialogState& state = frame.widget_state.dialog;
    if (!state.import) return false;
    ImportState& import = *state.import;
    bool changed = draw_format(frame, import.options, width);
    if (!import.result.report.columns.empty()) changed |= draw_columns(frame, import, width);
    TwoColumns columns = two_columns();
    changed |=
        slider(frame, "import.share", text("import.share"), import.options.train_share, k_share);
    auto seed = static_cast<double>(import.options.seed);
    if (number_box(frame, "import.seed", text("import.seed"), seed, k_seed, columns.width)) {
        import.options.seed = static_cast<std::int64_t>(seed);
        changed = true;
    }
    const float most = ImGui::GetIO().DisplaySize.y * 0.3F;
    ImGui::SetNextWindowSizeConstraints({width, 0}, {width, most});
    ImGui::BeginChild("import.findings", {width, 0},
                      ImGuiChildFlags_AutoResizeY | ImGuiChildFlags_NavFlattened);
    draw_findings(frame, import, ImGui::GetContentRegionAvail().x);
    ImGui::Dummy({0, em(0.2F)}); // for the descenders of the last line
    ImGui::EndChild();
    if (changed) import.result = import_csv(import.text, import.options);
    const int pressed = dialog_buttons(frame, width, {"dialog.import", "dialog.cancel"},
                                       import.result.data.has_value());
    if (pressed == 0 && import.result.data) {
        frame.commands.push_back(command::Load{
            experiment_for_rows(*frame.snapshot.experiment, *import.result.data, import.name)});
        return false;
    }
    return pressed != 1;
}

} // namespace backprop::shell
