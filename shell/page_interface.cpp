#include "shell/page_interface.hpp"

#include "engine/data/dataset.hpp"
#include "engine/experiment/experiment_json.hpp"
#include "engine/experiment/fields.hpp"
#include "engine/experiment/json.hpp"
#include "engine/experiment/link.hpp"
#include "engine/experiment/number_text.hpp"
#include "engine/experiment/self_test.hpp"
#include "engine/numerics/state_hash.hpp"
#include "shell/dialogs/dialogs.hpp"
#include "shell/lessons/lesson_control.hpp"
#include "shell/panels/exercise_panel.hpp"
#include "shell/settings.hpp"
#include "shell/texts.hpp"
#include "shell/tour/tour.hpp"
#include "shell/view_settings.hpp"

namespace backprop::shell {

namespace {

std::string quoted(std::string_view text) {
    std::string json;
    append_json_string(json, text);
    return json;
}

std::string string_at(const Json& request, std::string_view key) {
    const Json* value = request.find(key);
    return value == nullptr ? std::string() : value->string;
}

std::string hash_text(std::uint64_t hash) {
    return to_hex16(StateHash{hash});
}

Result<Command> read_load(const Json& request) {
    const Json* experiment = request.find("experiment");
    if (experiment == nullptr || experiment->kind != Json::Kind::Object)
        return Error{"experiment", std::string(text("error.no_experiment"))};
    Result<Experiment> read = read_experiment(*experiment);
    if (!read) {
        // Positions in the text made here mean nothing to the caller.
        read.error.line = read.error.column = 0;
        return read.error;
    }
    return Command{command::Load{std::move(*read)}};
}

/// A path that a combo of ours has follows that combo; others are the engine's.
Result<Command> read_set(const Experiment& now, const Json& request) {
    const Json* path = request.find("path");
    const Json* value = request.find("value");
    if (path == nullptr || path->kind != Json::Kind::String)
        return Error{"path", std::string(text("error.no_field"))};
    if (value == nullptr) return Error{path->string, std::string(text("error.no_value"))};
    if (const Setting* setting = find_setting(path->string)) {
        Result<Experiment> changed = with_setting(*setting, now, value->string);
        if (!changed) return changed.error;
        return Command{command::Change{std::move(*changed)}};
    }
    Result<Experiment> changed = with_value(now, path->string, *value);
    if (!changed) {
        changed.error.line = changed.error.column = 0;
        return changed.error;
    }
    // What may change in mid-run does so from now on, whatever the run began with.
    const Field* field = find_field(path->string);
    if (field != nullptr && field->effect == Effect::Live)
        return Command{command::Set{path->string, field->get(*changed)}};
    return Command{command::Change{std::move(*changed)}};
}

Result<Command> read_step(const Json& request, bool back) {
    const Json* what = request.find("what");
    const auto kind = what == nullptr ? std::nullopt : find_choice(k_step_kinds, what->string);
    if (!kind) return Error{"what", std::string(text("error.no_step"))};
    const auto step = static_cast<StepKind>(*kind);
    if (back) return Command{command::StepBack{step}};
    return Command{command::Step{step}};
}

Result<Command> read_command(const Experiment& now, const std::string& name, const Json& request) {
    if (name == "load") return read_load(request);
    if (name == "set") return read_set(now, request);
    if (name == "step" || name == "step_back") return read_step(request, name == "step_back");
    if (name == "run") return Command{command::Run{}};
    if (name == "pause") return Command{command::Pause{}};
    if (name == "reset") return Command{command::Reset{}};
    if (name == "replay") return Command{command::Replay{}};
    if (name == "new_weights") return Command{command::NewWeights{}};
    return Error{name, std::string(text("error.no_call"))};
}

std::string hashes_json(std::span<const std::uint64_t> hashes) {
    std::string json;
    for (const std::uint64_t hash : hashes)
        json += (json.empty() ? "" : ",") + quoted(hash_text(hash));
    return "[" + json + "]";
}

std::string self_test_json() {
    if (!has_table(DataSet::Digits)) return "{\"error\":" + quoted(text("error.digits_wait")) + "}";
    std::string rows;
    bool all_equal = true;
    for (const Scenario& scenario : scenarios()) {
        const ScenarioHashes hashes = run_scenario(scenario);
        const bool equal = hashes == scenario.expected;
        all_equal = all_equal && equal;
        rows += rows.empty() ? "" : ",";
        rows += "{\"name\":" + quoted(scenario.name) + ",\"hashes\":" + hashes_json(hashes) +
                ",\"expected\":" + hashes_json(scenario.expected) +
                ",\"equal\":" + (equal ? "true" : "false") + "}";
    }
    return std::string("{\"ok\":") + (all_equal ? "true" : "false") + ",\"scenarios\":[" + rows +
           "]}";
}

bool wants(const Json& request, std::string_view what) {
    const Json* value = request.find(what);
    return value != nullptr && value->boolean;
}

std::string link_json(const CallContext& context, const Json& request) {
    const Result<std::string> link =
        to_link(current_experiment(context.session, wants(request, "weights")));
    if (!link) return answer_json(link.error);
    return "{\"ok\":true,\"link\":" + quoted(*link) + "}";
}

std::string file_json(const CallContext& context, const Json& request) {
    const Experiment experiment = current_experiment(context.session, wants(request, "weights"));
    return "{\"ok\":true,\"name\":" + quoted(file_name_for(experiment.name)) +
           ",\"text\":" + quoted(to_json(experiment)) + "}";
}

std::string file_size_json(const CallContext& context, const Json& request) {
    const Experiment experiment = current_experiment(context.session, wants(request, "weights"));
    return "{\"ok\":true,\"bytes\":" + number_text(approximate_json_bytes(experiment)) + "}";
}

Result<Command> read_link(const Json& request) {
    Result<Experiment> experiment = parse_link(string_at(request, "link"));
    if (!experiment) return experiment.error;
    return Command{command::Load{std::move(*experiment)}};
}

/// A link or a file of the visitor's. The present experiment stays when it cannot be opened, and
/// a note on screen says why.
Result<Done> open_something(const CallContext& context, std::string_view what,
                            const Json& request) {
    const bool link = what == "open_link";
    if (link)
        if (auto place = read_lesson_link(string_at(request, "link"))) {
            context.lessons.request = LessonRequest{LessonRequest::Kind::Go, std::move(*place)};
            return Done{};
        }
    const std::string name = string_at(request, "name");
    std::vector<Command> commands;
    Result<Done> result = Done{};
    if (link) {
        Result<Command> command = read_link(request);
        if (command)
            commands.push_back(std::move(*command));
        else
            result = command.error;
    } else if (const Json* bytes = request.find("bytes")) {
        result = check_file_size(name, bytes->number);
    } else {
        result =
            open_text(name, string_at(request, "text"), context.dialog, context.lessons, commands);
    }
    for (const Command& command : commands)
        if (result) result = context.carry_out(command);
    if (!result) {
        const std::string why = to_string(result.error);
        context.show_note(link ? fill(text("note.link"), {why})
                               : fill(text("note.file"), {name, why}));
    } else if (commands.empty()) {
        context.show_note({}); // of a file that was refused before
    }
    return result;
}

/// {"key": "houses", "step": 5}: steps count from 1.
Result<Done> ask_for_lesson(LessonState& lessons, const Json& request) {
    const Json* step = request.find("step");
    const double number = step ? step->number : 1;
    if (!(number >= 1 && number <= double(k_max_lesson_steps)))
        return Error{"step", std::string(text("error.no_step_of_lesson"))};
    lessons.request = LessonRequest{LessonRequest::Kind::Go,
                                    {string_at(request, "key"), std::int32_t(number) - 1}};
    return Done{};
}

/// Whether an experiment that is not on screen now is held that fits no link.
bool keeps_unlinkable(const CallContext& context) {
    const std::optional<WorkBefore>& before = context.lessons.before;
    return (before && !to_link(*snapshot(*before->session).experiment)) ||
           (context.own_rows && !to_link(*context.own_rows));
}

/// What the address of the page ends in. A lesson from a file has no address of its own.
std::string address_json(const CallContext& context, const Json& request) {
    const std::string place = lesson_address(context.lessons);
    const Result<std::string> link = place.empty()
                                       ? to_link(current_experiment(context.session, false))
                                       : Result<std::string>(place);
    if (wants(request, "tell")) context.tell_linkless(!link);
    const bool keeps = !link || keeps_unlinkable(context);
    return (link ? "{\"ok\":true,\"link\":" + quoted(*link)
                 : "{\"error\":" + quoted(to_string(link.error))) +
           ",\"keeps\":" + (keeps ? "true}" : "false}");
}

} // namespace

std::string answer_json(const Result<Done>& result) {
    if (result) return "{\"ok\":true}";
    return "{\"error\":" + quoted(to_string(result.error)) + "}";
}

std::string answer_call(std::string_view request_json, const CallContext& context) {
    const Result<Json> request = parse_json(request_json);
    if (!request) return answer_json(request.error);
    const std::string name = string_at(*request, "call");
    if (name == "self_test") return self_test_json();
    if (name == "link") return link_json(context, *request);
    if (name == "address") return address_json(context, *request);
    if (name == "lesson") return answer_json(ask_for_lesson(context.lessons, *request));
    if (name == "exercise") {
        const Json* seed = request->find("seed");
        context.lessons.request =
            LessonRequest{LessonRequest::Kind::Exercise,
                          {},
                          seed ? std::int64_t(seed->number) : fresh_exercise_seed()};
        return answer_json(Done{});
    }
    if (name == "tour") {
        const Json* first = request->find("first");
        begin_tour(context.tour, first != nullptr && first->boolean);
        return answer_json(Done{});
    }
    if (name == "leave_lesson") {
        context.lessons.request = LessonRequest{LessonRequest::Kind::Leave, {}};
        return answer_json(Done{});
    }
    if (name == "file") return file_json(context, *request);
    if (name == "file_size") return file_size_json(context, *request);
    if (name == "open_link" || name == "open_file")
        return answer_json(open_something(context, name, *request));
    if (const std::string path = string_at(*request, "path"); name == "set" && is_view_path(path)) {
        const Json* value = request->find("value");
        return answer_json(set_view(context.view, snapshot(context.session), path,
                                    value == nullptr ? Json() : *value));
    }
    const Experiment now = *snapshot(context.session).experiment;
    const Result<Command> command = read_command(now, name, *request);
    return answer_json(command ? context.carry_out(*command) : Result<Done>(command.error));
}

} // namespace backprop::shell
