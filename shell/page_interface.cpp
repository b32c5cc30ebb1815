#include "shell/page_interface.hpp"

#include "engine/experiment/experiment_json.hpp"
#include "engine/experiment/json.hpp"
#include "engine/experiment/number_text.hpp"
#include "engine/experiment/self_test.hpp"
#include "engine/numerics/state_hash.hpp"
#include "shell/drawing/part_names.hpp"
#include "shell/pace.hpp"
#include "shell/settings.hpp"
#include "shell/texts.hpp"

namespace backprop::shell {

namespace {

std::string optional_number(const std::optional<double>& value) {
    return value ? number_text(*value) : "null";
}

std::string quoted(std::string_view text) {
    std::string json;
    append_json_string(json, text);
    return json;
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
    return Command{command::Change{std::move(*changed)}};
}

Result<Command> read_step(const Json& request) {
    const Json* what = request.find("what");
    const auto kind = what == nullptr ? std::nullopt : find_choice(k_step_kinds, what->string);
    if (!kind) return Error{"what", std::string(text("error.no_step"))};
    return Command{command::Step{static_cast<StepKind>(*kind)}};
}

std::string string_at(const Json& request, std::string_view key) {
    const Json* value = request.find(key);
    return value == nullptr ? std::string() : value->string;
}

Result<Done> set_speed(View& view, const Json* value) {
    double speed = 0;
    if (value != nullptr && value->kind == Json::Kind::Number) speed = value->number;
    if (value != nullptr && value->string == "max") speed = k_fastest_speed;
    if (speed < k_slowest_speed || speed > k_fastest_speed)
        return Error{"view.speed", std::string(text("error.speed"))};
    view.speed = speed;
    return Done{};
}

Result<Command> read_command(const Experiment& now, const std::string& name, const Json& request) {
    if (name == "load") return read_load(request);
    if (name == "set") return read_set(now, request);
    if (name == "step") return read_step(request);
    if (name == "run") return Command{command::Run{}};
    if (name == "pause") return Command{command::Pause{}};
    if (name == "reset") return Command{command::Reset{}};
    if (name == "new_weights") return Command{command::NewWeights{}};
    if (name == "step_back") return Error{name, std::string(text("error.not_yet"))};
    return Error{name, std::string(text("error.no_call"))};
}

std::string self_test_json() {
    std::string rows;
    bool all_equal = true;
    for (const Scenario& scenario : scenarios()) {
        const std::uint64_t hash = run_scenario(scenario);
        const bool equal = hash == scenario.expected_hash;
        all_equal = all_equal && equal;
        rows += rows.empty() ? "" : ",";
        rows += "{\"name\":" + quoted(scenario.name) + ",\"hash\":" + quoted(hash_text(hash)) +
                ",\"expected\":" + quoted(hash_text(scenario.expected_hash)) +
                ",\"equal\":" + (equal ? "true" : "false") + "}";
    }
    return std::string("{\"ok\":") + (all_equal ? "true" : "false") + ",\"scenarios\":[" + rows +
           "]}";
}

std::string answer_json(const Result<Done>& result) {
    if (result) return "{\"ok\":true}";
    return "{\"error\":" + quoted(to_string(result.error)) + "}";
}

} // namespace

std::string snapshot_json(const Session& session, const View& view) {
    const Snapshot now = snapshot(session);
    std::string json = "{\"experiment\":" + to_json(*now.experiment);
    json += ",\"epoch\":" + std::to_string(now.epoch);
    json += ",\"updates\":" + std::to_string(now.updates);
    json += ",\"examples_in_epoch\":" + std::to_string(now.examples_in_epoch);
    json += ",\"loss\":" + optional_number(now.train.loss);
    json += ",\"test_loss\":" + optional_number(now.test.loss);
    json += ",\"accuracy\":" + optional_number(now.train.accuracy);
    json += ",\"test_accuracy\":" + optional_number(now.test.accuracy);
    json += ",\"status\":" + quoted(choice_of(k_statuses, now.status).key);
    if (now.divergence) {
        json += ",\"diverged_at\":{\"epoch\":" + std::to_string(now.divergence->epoch);
        json += ",\"layer\":" + std::to_string(now.divergence->where.layer);
        json += ",\"quantity\":" + quoted(now.divergence->where.quantity) + "}";
    }
    json += ",\"history_points\":" + std::to_string(now.history.size());
    json += ",\"state_hash\":" + quoted(hash_text(state_hash(session)));
    const std::string selected = part_id(view.selection, now.experiment->network.bias);
    json += ",\"selection\":" + (selected.empty() ? "null" : quoted(selected));
    json += ",\"moment\":null";
    json +=
        ",\"speed\":" + (view.speed >= k_fastest_speed ? quoted("max") : number_text(view.speed));
    json += ",\"examples_per_second\":" + number_text(view.examples_per_second);
    return json + "}";
}

std::string answer_call(std::string_view request_json, const Experiment& now, View& view,
                        const CarryOut& carry_out) {
    const Result<Json> request = parse_json(request_json);
    if (!request) return answer_json(request.error);
    const Json* call = request->find("call");
    const std::string name = call == nullptr ? std::string() : call->string;
    if (name == "self_test") return self_test_json();
    if (name == "set" && string_at(*request, "path") == "view.speed")
        return answer_json(set_speed(view, request->find("value")));
    const Result<Command> command = read_command(now, name, *request);
    return answer_json(command ? carry_out(*command) : Result<Done>(command.error));
}

} // namespace backprop::shell
