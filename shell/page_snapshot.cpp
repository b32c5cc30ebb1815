#include "engine/experiment/experiment_json.hpp"
#include "engine/experiment/json.hpp"
#include "engine/experiment/number_text.hpp"
#include "engine/numerics/state_hash.hpp"
#include "shell/drawing/part_names.hpp"
#include "shell/pace.hpp"
#include "shell/page_interface.hpp"
#include "shell/view_settings.hpp"

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

/// The moment that was computed last; "kind" is null between passes.
std::string moment_json(const Session& session, std::int32_t number) {
    const std::vector<Moment> all = moments(session);
    std::string json =
        "{\"number\":" + std::to_string(number) + ",\"count\":" + std::to_string(all.size());
    if (number < 1) return json + ",\"kind\":null,\"layer\":0}";
    const Moment& moment = all[static_cast<std::size_t>(number) - 1];
    return json + ",\"kind\":" + quoted(choice_of(k_moment_kinds, moment.kind).key) +
           ",\"layer\":" + std::to_string(moment.layer) + "}";
}

} // namespace

std::string snapshot_json(const Session& session, const View& view, const LessonState& lessons) {
    const Snapshot now = snapshot(session);
    std::string json = "{\"experiment\":" + to_json(*now.experiment);
    json += ",\"now\":{\"learning_rate\":" + number_text(now.now.learning_rate) +
            ",\"batch\":" + std::to_string(now.now.batch) +
            ",\"regularization_rate\":" + number_text(now.now.regularization_rate) + "}";
    json += ",\"epoch_learning_rate\":" + number_text(now.epoch_learning_rate);
    json += ",\"epoch\":" + std::to_string(now.epoch);
    json += ",\"updates\":" + std::to_string(now.updates);
    json += ",\"examples_in_epoch\":" + std::to_string(now.examples_in_epoch);
    json += ",\"loss\":" + optional_number(now.train.loss);
    json += ",\"test_loss\":" + optional_number(now.test.loss);
    json += ",\"accuracy\":" + optional_number(now.train.accuracy);
    json += ",\"test_accuracy\":" + optional_number(now.test.accuracy);
    json += ",\"status\":" + quoted(choice_of(k_statuses, now.status).key);
    json += ",\"stopped\":" +
            (now.stopped ? quoted(choice_of(k_stop_reasons, *now.stopped).key) : "null");
    json += now.can_step_back ? ",\"can_step_back\":true" : ",\"can_step_back\":false";
    if (now.divergence) {
        json += ",\"diverged_at\":{\"epoch\":" + std::to_string(now.divergence->epoch);
        json += ",\"layer\":" + std::to_string(now.divergence->where.layer);
        json += ",\"quantity\":" + quoted(now.divergence->where.quantity) + "}";
    }
    json += ",\"history_points\":" + std::to_string(now.history.size());
    json += ",\"state_hash\":" + quoted(to_hex16(StateHash{state_hash(session)}));
    const std::string selected = part_id(view.selection, now.experiment->network.bias);
    json += ",\"selection\":" + (selected.empty() ? "null" : quoted(selected));
    json += ",\"lesson\":";
    if (lessons.lesson)
        json += "{\"key\":" + quoted(lessons.lesson->key) +
                ",\"step\":" + std::to_string(lessons.step + 1) +
                ",\"steps\":" + std::to_string(lessons.lesson->steps.size()) + "}";
    else
        json += "null";
    json += ",\"moment\":" + moment_json(session, now.moment);
    json += ",\"view\":" + view_json(view);
    json +=
        ",\"speed\":" + (view.speed >= k_fastest_speed ? quoted("max") : number_text(view.speed));
    json += ",\"examples_per_second\":" + number_text(view.examples_per_second);
    return json + "}";
}

} // namespace backprop::shell
