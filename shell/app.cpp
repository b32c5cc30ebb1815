#include "shell/app.hpp"

#include "engine/data/dataset.hpp"
#include "engine/experiment/fields.hpp"
#include "engine/experiment/json.hpp"
#include "engine/experiment/presets.hpp"
#include "shell/app_windows.hpp"
#include "shell/dialogs/dialogs.hpp"
#include "shell/layout.hpp"
#include "shell/lessons/lesson_control.hpp"
#include "shell/model_view.hpp"
#include "shell/numbers.hpp"
#include "shell/pace.hpp"
#include "shell/page_interface.hpp"
#include "shell/panels/explanations.hpp"
#include "shell/platform/platform.hpp"
#include "shell/stepping.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <algorithm>
#include <cassert>
#include <optional>
#include <utility>

namespace backprop::shell {

namespace {

constexpr std::string_view k_theme_key = "theme";
constexpr std::string_view k_theme_names[] = {"system", "dark", "light"};

// One call of advance() should take about this long: a fraction of what a frame has left.
constexpr double k_call_seconds = 0.0004;
constexpr std::int64_t k_most_updates = 1 << 20;

// The speed on screen is that of the last so many seconds.
constexpr double k_speed_window = 0.5;

/// Examples trained since a moment, for the speed.
struct SpeedMeter {
    bool running = false;
    double since = 0;
    std::int64_t examples = 0;
};

/// The message on screen.
struct Note {
    std::string text; ///< empty: none
    /// The status it explains, and as long as which it is shown. None: it tells why a command was
    /// refused, until another one succeeds, or what `about_link` says.
    std::optional<Status> about;
    bool can_retry = false;  ///< about a file that could not be fetched: with a button for it
    bool about_link = false; ///< that the experiment fits no link: until it does, or another begins
};

} // namespace

struct App {
    SessionPointer session;
    View view;
    ModelView model;
    ModelSchedule schedule;
    Registry registry;
    WidgetState widget_state;
    std::vector<Command> commands;
    std::optional<Command> waiting; ///< begins an experiment whose table is not here yet
    Note note;
    bool divergence_noted = false; ///< this divergence has been told already
    bool stop_noted = false;       ///< why this run stopped has been told already
    bool linkless_noted = false;   ///< that this experiment fits no link has been told already
    ThemeChoice stored_theme = ThemeChoice::System;
    const Theme* styled_theme = nullptr; ///< what Dear ImGui's style is set to
    bool styled_coarse = false;
    float styled_em = 0;
    SpeedMeter speed;
    Pace pace;
    PlayClock play;
    std::int64_t followed_pass = -1; ///< the pass whose batch the followed example was chosen from
    std::int64_t updates_per_call = 1;
};

namespace {

ThemeChoice stored_theme() {
    const std::string name = platform::stored(k_theme_key);
    for (std::size_t i = 0; i < std::size(k_theme_names); ++i)
        if (name == k_theme_names[i]) return static_cast<ThemeChoice>(i);
    return ThemeChoice::System;
}

const Theme& current_theme(const App& app) {
    return theme_for(app.view.theme, platform::prefers_dark());
}

void update_style(App& app) {
    const Theme& theme = current_theme(app);
    if (&theme == app.styled_theme && app.view.coarse_pointer == app.styled_coarse &&
        em() == app.styled_em)
        return;
    apply_style(theme, app.view.coarse_pointer);
    app.styled_theme = &theme;
    app.styled_coarse = app.view.coarse_pointer;
    app.styled_em = em();
}

/// What the user looks at stays within what there is.
void clamp_view(View& view, const Snapshot& now, const ModelView& model) {
    const std::int32_t examples = model.train.empty() ? 1 : model.train[0].columns;
    view.example = std::clamp(view.example, 0, std::max(0, examples - 1));
    const std::int32_t outputs = now.experiment->network.layers.back().units;
    view.output = std::clamp(view.output, 0, outputs - 1);
}

void tell_divergence(App& app, const Snapshot& now) {
    if (!now.divergence || app.divergence_noted) return;
    app.divergence_noted = true;
    const NonFinite& where = now.divergence->where;
    const bool in_layer = where.quantity != "loss";
    app.note = {fill(text(in_layer ? "note.diverged" : "note.diverged_loss"),
                     {format_integer(now.divergence->epoch),
                      text_or("quantity." + std::string(where.quantity), where.quantity),
                      std::to_string(where.layer)}),
                now.status, false};
}

/// Why a run ended before its epochs did.
void tell_stop(App& app, const Snapshot& now) {
    if (now.status != Status::Finished) app.stop_noted = false;
    if (now.status != Status::Finished || app.stop_noted) return;
    app.stop_noted = true;
    const StopSpec& stop = now.experiment->training.stop;
    const std::string epoch = format_integer(now.epoch);
    if (now.stopped == StopReason::LossBelow && stop.loss_below)
        app.note = {fill(text("note.stopped.loss_below"), {epoch, format_short(*stop.loss_below)}),
                    now.status, false};
    if (now.stopped == StopReason::NoProgress && stop.no_progress_epochs)
        app.note = {fill(text("note.stopped.no_progress"),
                         {epoch, format_integer(*stop.no_progress_epochs)}),
                    now.status, false};
}

/// The experiment that a command begins; null: it begins none.
const Experiment* begun_by(const Command& command) {
    if (const auto* load = std::get_if<command::Load>(&command)) return &load->experiment;
    if (const auto* change = std::get_if<command::Change>(&command)) return &change->experiment;
    return nullptr;
}

/// Commands after which the experiment is the same: whoever opens it can train it as far.
bool only_trains(const Command& command) {
    return std::holds_alternative<command::Run>(command) ||
           std::holds_alternative<command::Pause>(command) ||
           std::holds_alternative<command::Step>(command);
}

/// After a command that succeeded. Only commands end what a note is about, and training may go on
/// to the same status before the next frame: so it is done here, not when drawing.
void drop_outdated_note(App& app, const Command& command) {
    const Snapshot now = snapshot(*app.session);
    if (!now.divergence) app.divergence_noted = false;
    const bool loads = std::holds_alternative<command::Load>(command);
    if (loads) app.linkless_noted = false;
    if (app.note.about_link && !loads) return;
    if (app.note.about != now.status) app.note = {};
}

/// Once for each experiment that is loaded, until it fits a link again.
void tell_linkless(App& app, bool linkless) {
    if (linkless == app.linkless_noted) return;
    app.linkless_noted = linkless;
    if (linkless)
        app.note = {std::string(text("note.no_link")), std::nullopt, false, true};
    else if (app.note.about_link)
        app.note = {};
}

constexpr std::string_view k_digits_file = "digits";

/// Keeps a command until its experiment's table is here.
Result<Done> wait_for_table(App& app, const Command& command) {
    if (Result<Done> valid = validate(*begun_by(command)); !valid) return valid;
    app.waiting = command;
    platform::retry_later_file(k_digits_file);
    app.note = {std::string(text("note.digits_wait")), std::nullopt, false};
    return Done{};
}

/// Carries out what was asked of the lessons, and keeps their numbers fresh.
Result<Done> follow_lessons(App& app) {
    LessonState& lessons = app.widget_state.lessons;
    const LessonStage stage{app.session, app.view, lessons};
    Result<Done> result = follow_book(lessons);
    bool changed = false;
    if (request_is_ready(lessons)) result = explanations.carry_out_request(stage, changed);
    if (changed) {
        app.model = {};
        app.schedule = {};
        app.note = {};
        app.waiting.reset();
        app.divergence_noted = app.stop_noted = app.linkless_noted = false;
        platform::tell_experiment_changed();
    }
    if (!result) app.note = {to_string(result.error), std::nullopt, false};
    if (lessons.lesson || lessons.exercise.exercise)
        explanations.update_lesson_values(stage, platform::now_seconds());
    return result;
}

/// Another experiment was opened while a lesson was: rows that a person had brought before the
/// lesson are kept as always.
void end_lesson_for(App& app) {
    LessonState& lessons = app.widget_state.lessons;
    if (!lessons.lesson && !lessons.exercise.exercise) return;
    if (lessons.before) {
        const Experiment& before = *snapshot(*lessons.before->session).experiment;
        if (before.data.set == DataSet::Inline) app.widget_state.own_rows = before;
    }
    end_lesson(app.view, lessons);
}

Result<Done> carry_out(App& app, const Command& command) {
    // Any other command would show the number that is asked for, or change what is known of it.
    if (app.view.hides_numbers && !std::holds_alternative<command::Load>(command))
        return Error{"", std::string(text("note.exercise_waits"))};
    if (const Experiment* next = begun_by(command)) {
        app.waiting.reset();
        if (!has_table(next->data.set)) return wait_for_table(app, command);
    }
    const Experiment& before = *snapshot(*app.session).experiment;
    std::optional<Experiment> own;
    if (before.data.set == DataSet::Inline && begun_by(command) != nullptr) own = before;
    Result<Done> result = apply(*app.session, command);
    if (!result) return result;
    // Rows that a person brought are not lost by a look at another data set.
    if (own && snapshot(*app.session).experiment->data.set != DataSet::Inline)
        app.widget_state.own_rows = std::move(own);
    drop_outdated_note(app, command);
    if (!only_trains(command)) platform::tell_experiment_changed();
    if (std::holds_alternative<command::Load>(command)) {
        end_lesson_for(app);
        app.view.selection = {};
        app.view.example = 0;
    }
    return result;
}

/// Carries out the command that waits as soon as it can, or tells why it cannot.
void follow_waiting(App& app) {
    if (!app.waiting) return;
    const platform::LaterFile file = platform::later_file(k_digits_file);
    if (file.state == platform::LaterState::Failed)
        app.note = {fill(text("note.digits_failed"), {file.why}), std::nullopt, true};
    if (file.state == platform::LaterState::Here)
        app.commands.push_back(*std::exchange(app.waiting, std::nullopt));
}

void carry_out_all(App& app) {
    for (const Command& command : app.commands)
        if (const Result<Done> result = carry_out(app, command); !result)
            app.note = {to_string(result.error), std::nullopt, false};
    app.commands.clear();
    for (std::string& message : app.widget_state.messages)
        app.note = {std::move(message), snapshot(*app.session).status, false};
    app.widget_state.messages.clear();
}

} // namespace

App* create_app() {
    App* app = new App;
    Result<SessionPointer> session = make_session(presets().front().make());
    assert(session);
    app->session = std::move(*session);
    app->stored_theme = app->view.theme = stored_theme();
    return app;
}

void destroy_app(App* app) {
    delete app;
}

/// Slow play, and the example that is followed through a pass.
void go_on_with_pass(App& app) {
    const bool still = platform::prefers_reduced_motion();
    if (next_moment_is_due(app.play, app.view, snapshot(*app.session), still,
                           platform::now_seconds()) &&
        !carry_out(app, command::Step{StepKind::Moment}))
        app.view.playing = false;
    const Snapshot now = snapshot(*app.session);
    const bool updated = now.moment == static_cast<std::int32_t>(app.model.moments.size());
    const std::int64_t pass = now.moment > 0 ? now.updates - (updated ? 1 : 0) : -1;
    if (pass == app.followed_pass) return;
    app.followed_pass = pass;
    if (pass < 0) return;
    const std::vector<std::int32_t> rows = pass_rows(*app.session);
    if (std::find(rows.begin(), rows.end(), app.view.example) == rows.end())
        app.view.example = rows.front();
}

void draw_app(App& app) {
    app.view.coarse_pointer =
        platform::coarse_pointer() || ImGui::GetIO().MouseSource == ImGuiMouseSource_TouchScreen;
    update_style(app);
    follow_lessons(app);
    go_on_with_pass(app);
    update_model(app.model, app.schedule, *app.session, app.view, platform::now_seconds);
    const Snapshot now = snapshot(*app.session);
    clamp_view(app.view, now, app.model);
    tell_divergence(app, now);
    tell_stop(app, now);
    app.registry.records.clear();
    app.view.working = false;
    Frame frame{*app.session, now,          app.model,    app.view,        current_theme(app),
                fonts(),      app.registry, app.commands, app.widget_state};
    if (draw_windows(frame, app.note.text, app.note.can_retry)) {
        const Command again = *app.waiting;
        wait_for_table(app, again);
    }
    if (app.note.can_retry && app.note.text.empty()) { // dismissed: never mind
        app.waiting.reset();
        app.note = {};
    }
    follow_waiting(app);
    carry_out_all(app);
    if (app.view.theme != app.stored_theme) {
        app.stored_theme = app.view.theme;
        platform::store(k_theme_key, k_theme_names[static_cast<std::size_t>(app.view.theme)]);
    }
}

bool app_is_busy(const App& app) {
    const Snapshot now = snapshot(*app.session);
    const bool note_waits = now.divergence && !app.divergence_noted;
    return now.status == Status::Running || note_waits || app.view.working ||
           request_is_ready(app.widget_state.lessons) ||
           is_playing(app.play, app.view, platform::now_seconds()) ||
           is_stale(app.model, app.schedule, now, app.view) || app.widget_state.focus_editor ||
         &current_theme(app) != app.styled_theme;
}

void train_app(App& app, double seconds) {
    const double begin = platform::now_seconds();
    SpeedMeter& speed = app.speed;
    const bool running = snapshot(*app.session).status == Status::Running;
    if (!running || !speed.running) {
        speed = {running, begin, 0};
        app.view.examples_per_second = 0;
    }
    double then = begin;
    std::int64_t due = updates_due(app.pace, app.view.speed, snapshot(*app.session), begin);
    while (due > 0 && then - begin < seconds) {
        const std::int64_t updates = std::min(due, app.updates_per_call);
        const std::int64_t examples = advance(*app.session, updates);
        due -= updates;
        updates_done(app.pace, updates);
        const double now = platform::now_seconds();
        const double used = now - then;
        then = now;
        speed.examples += examples;
        if (examples == 0) break;
        // Coarse clocks read 0 for short calls; growing then is right as well.
        if (used < k_call_seconds / 2)
            app.updates_per_call = std::min(2 * app.updates_per_call, k_most_updates);
        else if (used > k_call_seconds)
            app.updates_per_call = std::max<std::int64_t>(app.updates_per_call / 2, 1);
    }
    if (then - speed.since > k_speed_window) {
        app.view.examples_per_second = static_cast<double>(speed.examples) / (then - speed.since);
        speed.since = then;
        speed.examples = 0;
    }
}

std::string app_snapshot_json(const App& app) {
    return snapshot_json(*app.session, app.view, app.widget_state.lessons);
}

std::string app_widgets_json(const App& app) {
    return to_json(app.registry);
}

void open_in_app(App& app, const std::string& path_or_link) {
    std::string request;
    if (const std::string link = link_in(path_or_link); !link.empty()) {
        request = "{\"call\":\"open_link\",\"link\":";
        append_json_string(request, link);
    } else if (const auto contents = platform::read_file(path_or_link)) {
        request = "{\"call\":\"open_file\",\"name\":";
        append_json_string(request, path_or_link.substr(path_or_link.find_last_of("/\\") + 1));
        request += ",\"text\":";
        append_json_string(request, *contents);
    } else {
        app.note = {fill(text("dialog.not_read"), {path_or_link}), std::nullopt, false};
        return;
    }
    app_call(app, request + "}");
}

std::string app_call(App& app, std::string_view request_json) {
    const auto show_note = [&](std::string note) {
        app.note = {std::move(note), std::nullopt, false};
    };
    LessonState& lessons = app.widget_state.lessons;
    const CallContext context{*app.session,
                              app.view,
                              app.widget_state.dialog,
                              lessons,
                              app.widget_state.tour,
                              app.widget_state.own_rows,
                              [&](const Command& command) { return carry_out(app, command); },
                              show_note,
                              [&](bool linkless) { tell_linkless(app, linkless); }};
    std::string answer = answer_call(request_json, context);
    // What is asked of the lessons is done at once where it can be, so that the answer says
    // whether.
    if (lessons.request)
        if (const Result<Done> result = follow_lessons(app); !result) return answer_json(result);
    return answer;
}

} // namespace backprop::shell
