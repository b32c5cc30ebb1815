#include "shell/panels/conventions_panel.hpp"

#include "shell/drawing/chain_subject.hpp"
#include "shell/numbers.hpp"
#include "shell/panels/probe_state.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace backprop::shell {

namespace {

constexpr std::array<std::int64_t, 5> k_epochs = {1, 10, 100, 1000, 10000};
constexpr std::size_t k_numbers = 4; ///< of an outcome

/// The experiment that begins when something is chosen: with the values of now.
Experiment experiment_of_now(const Snapshot& now) {
    Experiment experiment = *now.experiment;
    TrainingSpec& training = experiment.training;
    if (first_values(training) != now.now) training.changes.clear();
    set_first_values(training, now.now);
    return experiment;
}

/// So many epochs that all outcomes are there soon.
std::int64_t suitable_epochs(const Snapshot& now) {
    const double cost = 3.0 * now.prepared->train_inputs.columns *
                        static_cast<double>(make_layout(now.experiment->network).parameter_count);
    std::int64_t epochs = 1;
    for (const std::int64_t more : k_epochs)
        if (more <= 1000 && cost * static_cast<double>(more) < 3e7) epochs = more;
    return epochs;
}

void begin(Frame& frame, ConventionState& state, const ParameterPlace& place) {
    Experiment now = experiment_of_now(frame.snapshot);
    const bool other_rows = state.data_revision != frame.snapshot.data_revision;
    if (state.chosen_epochs == 0 || other_rows) state.epochs = suitable_epochs(frame.snapshot);
    if (state.chosen_epochs != 0) state.epochs = state.chosen_epochs;
    state.revision = frame.snapshot.revision;
    state.data_revision = frame.snapshot.data_revision;
    if (now == state.base && state.place == place && state.made_epochs == state.epochs) return;
    state.base = std::move(now);
    state.place = place;
    state.made_epochs = state.epochs;
    state.outcomes.clear();
    state.run.reset();
}

/// What there is to compute: the present experiment first, then every option that is not chosen.
struct Job {
    const ConventionOption* option; ///< null: the present experiment
};
std::vector<Job> jobs_of(const Experiment& base) {
    std::vector<Job> jobs{{nullptr}};
    for (const Convention& convention : conventions()) {
        if (!convention.applies(base)) continue;
        for (const ConventionOption& option : convention.options)
            if (!option.chosen(base)) jobs.push_back({&option});
    }
    return jobs;
}

/// Computes a part. Outcomes do not depend on the run, so nothing is looked at while it goes on.
void update(Frame& frame, ConventionState& state, const ParameterPlace& place) {
    const bool is_current = state.revision == frame.snapshot.revision && state.place == place &&
                            (state.chosen_epochs == 0 || state.made_epochs == state.chosen_epochs);
    const bool waits = frame.snapshot.status == Status::Running && !state.outcomes.empty() &&
                       state.data_revision == frame.snapshot.data_revision;
    if (!is_current && !waits) begin(frame, state, place);
    const std::vector<Job> jobs = jobs_of(state.base);
    const double end = work_until();
    while (state.outcomes.size() < jobs.size() && !is_over(end)) {
        frame.view.working = true;
        if (!state.run) {
            const ConventionOption* option = jobs[state.outcomes.size()].option;
            state.run = begin_outcome(option ? option->with(state.base) : state.base, place,
                                      state.made_epochs);
        } else if (!continue_outcome(*state.run, 4)) {
            state.outcomes.push_back({jobs[state.outcomes.size()].option, state.run->outcome});
            state.run.reset();
        }
    }
}

/// Null while it is not there. Options that are chosen are the present experiment.
const Outcome* outcome_of(const ConventionState& state, const ConventionOption& option) {
    const ConventionOption* wanted = option.chosen(state.base) ? nullptr : &option;
    for (const KnownOutcome& known : state.outcomes)
        if (known.option == wanted) return &known.outcome;
    return nullptr;
}

constexpr std::array<std::string_view, k_numbers> k_names = {"loss", "gradient", "update",
                                                             "epochs"};

/// Where the numbers go: one right edge each.
struct Columns {
    std::array<float, k_numbers> right;
    float width;
    std::size_t first; ///< 1 where there is no room for the first
};

Columns place_columns(float width) {
    const bool is_narrow = width < em(27);
    const float names = is_narrow ? em(6.6F) : std::max(em(7.8F), width * 0.24F);
    Columns columns{};
    columns.first = is_narrow ? 1 : 0;
    columns.width = (width - names) / static_cast<float>(k_numbers - columns.first);
    for (std::size_t i = columns.first; i < k_numbers; ++i)
        columns.right[i] = names + columns.width * static_cast<float>(i + 1 - columns.first);
    return columns;
}

/// With as many digits as there is room for.
std::string shown_number(const Frame& frame, double value, float room) {
    if (std::isnan(value)) return "—";
    for (int digits = 9; digits > 2; --digits) {
        std::string shown = format_significant(value, digits);
        if (measure(frame.fonts, TextStyle::SmallMono, shown).x <= room) return shown;
    }
    return format_significant(value, 2);
}

void draw_outcome(Frame& frame, const Outcome* outcome, const Columns& columns,
                  const std::string& id, ImVec2 corner, bool chosen) {
    const Theme& theme = frame.theme;
    for (std::size_t i = columns.first; i < k_numbers; ++i) {
        std::string shown = "…";
        if (outcome != nullptr) {
            const double numbers[k_numbers] = {outcome->loss, outcome->gradient,
                                               outcome->loss_after_update,
                                               outcome->loss_after_epochs};
            const bool diverges = outcome->diverged && std::isnan(numbers[i]);
            shown = diverges ? std::string(text("convention.diverges"))
                             : shown_number(frame, numbers[i], columns.width - em(0.6F));
        }
        const ImU32 ink = i == 1 ? theme.backward : chosen ? theme.text_strong : theme.text;
        text_at(frame, ImGui::GetWindowDrawList(), id + " " + std::string(k_names[i]), shown,
                {corner.x + columns.right[i], corner.y}, TextStyle::SmallMono, ink, {1, 0});
    }
}

void draw_option(Frame& frame, const ConventionState& state, const Convention& convention,
                 const ConventionOption& option, const Columns& columns) {
    const Experiment& experiment = *frame.snapshot.experiment;
    const std::string id =
        "convention." + std::string(convention.key) + "." + std::string(option.key);
    const bool chosen = option.chosen(experiment);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    ImGui::SetCursorScreenPos({corner.x + em(0.8F), corner.y});
    if (radio(frame, id, text(id), chosen) && !chosen)
        frame.commands.push_back(command::Change{option.with(experiment_of_now(frame.snapshot))});
    const Rect rect = last_item_rect();
    const float height = measure(frame.fonts, TextStyle::SmallMono, "0").y;
    draw_outcome(frame, outcome_of(state, option), columns, id,
                 {corner.x, rect.y + (rect.height - height) / 2}, chosen);
}

void draw_convention(Frame& frame, const ConventionState& state, const Convention& convention,
                     const Columns& columns) {
    const std::string id = "convention." + std::string(convention.key);
    const bool applies = convention.applies(*frame.snapshot.experiment);
    draw_text(frame, id, text(id), TextStyle::Small,
              applies ? frame.theme.text_strong : frame.theme.text_disabled);
    if (applies)
        for (const ConventionOption& option : convention.options)
            draw_option(frame, state, convention, option, columns);
    const std::string why = "why." + std::string(convention.key);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    ImGui::SetCursorScreenPos({corner.x + em(0.8F), corner.y});
    draw_paragraph(frame, why, text(applies ? why : "why.not_here"), 0, TextStyle::SmallDim);
    ImGui::Dummy({0, em(0.35F)});
}

/// "E", "∂E/∂w", "after 1 update", "after 100 epochs".
void draw_titles(Frame& frame, const ConventionState& state, const Columns& columns,
                 ImVec2 corner) {
    const std::string titles[k_numbers] = {
        std::string(text("convention.loss")),
        fill(text("convention.gradient"), {parameter_name(frame, state.place)}),
        std::string(text("convention.after_update")),
        state.made_epochs == 1
            ? std::string(text("convention.epoch"))
            : fill(text("convention.epochs"), {format_integer(state.made_epochs)})};
    for (std::size_t i = columns.first; i < k_numbers; ++i)
        text_at(frame, ImGui::GetWindowDrawList(), "convention.title " + std::to_string(i + 1),
                titles[i], {corner.x + columns.right[i], corner.y}, TextStyle::SmallDim,
                i == 1 ? frame.theme.backward : frame.theme.text_dim, {1, 0});
}

void draw_epochs(Frame& frame, ConventionState& state) {
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const std::string_view title = text("convention.train");
    float x = corner.x + measure(frame.fonts, TextStyle::SmallDim, title).x, middle = corner.y;
    for (const std::int64_t epochs : k_epochs) {
        x += em(0.8F);
        ImGui::SetCursorScreenPos({x, corner.y});
        if (radio(frame, "convention.epochs." + std::to_string(epochs), format_integer(epochs),
                  state.made_epochs == epochs))
            state.chosen_epochs = epochs;
        x = ImGui::GetItemRectMax().x;
        middle = corner.y + ImGui::GetItemRectSize().y / 2;
    }
    text_at(frame, ImGui::GetWindowDrawList(), "convention.epochs", title, {corner.x, middle},
            TextStyle::SmallDim, frame.theme.text_dim, {0, 0.5F});
}

} // namespace

void draw_conventions_panel(Frame& frame, Rect area) {
    ConventionState& state = probe_state(frame).conventions;
    update(frame, state, place_of_part(selected_parameter(frame)));
    const float padding = em(k_panel_padding);
    const float width = area.width - 2 * padding;
    const ImVec2 corner{area.x + padding, area.y + em(0.5F)};
    ImGui::SetCursorScreenPos(corner);
    draw_epochs(frame, state);
    const Columns columns = place_columns(width - em(0.9F));
    const float titles = ImGui::GetItemRectMax().y + em(0.3F);
    draw_titles(frame, state, columns, {corner.x, titles});
    const float top = titles + measure(frame.fonts, TextStyle::SmallDim, "0").y + em(0.25F);
    ImGui::GetWindowDrawList()->AddLine({corner.x, top}, {corner.x + width, top},
                                        frame.theme.divider);
    ImGui::SetCursorScreenPos({corner.x, top + 1});
    ImGui::BeginChild("conventions", {width, area.y + area.height - top - em(0.4F)},
                      ImGuiChildFlags_NavFlattened, ImGuiWindowFlags_NoBackground);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {em(0.4F), em(0.1F)});
    ImGui::Dummy({0, em(0.1F)});
    for (const Convention& convention : conventions())
        draw_convention(frame, state, convention, columns);
    ImGui::PopStyleVar();
    ImGui::EndChild();
}

} // namespace backprop::shell
