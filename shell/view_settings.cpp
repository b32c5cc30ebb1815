#include "shell/view_settings.hpp"

#include "shell/drawing/part_names.hpp"
#include "shell/drawing/part_values.hpp"
#include "shell/pace.hpp"
#include "shell/texts.hpp"

#include <cmath>

namespace backprop::shell {

namespace {

Error refused(const std::string& path, std::string why) {
    return {path, std::move(why)};
}

Result<Done> set_speed(View& view, const std::string& path, const Json& value) {
    double speed = value.kind == Json::Kind::Number ? value.number : 0;
    if (value.string == "max") speed = k_fastest_speed;
    if (speed < k_slowest_speed || speed > k_fastest_speed)
        return refused(path, std::string(text("error.speed")));
    view.speed = speed;
    return Done{};
}

/// Into `number`, counted from `least`.
Result<Done> set_number(std::int32_t& number, std::int32_t least, std::int32_t most,
                        const std::string& path, const Json& value) {
    const double wanted = value.kind == Json::Kind::Number ? value.number : least - 1.0;
    if (!(wanted >= least && wanted <= most) || wanted != std::floor(wanted))
        return refused(
            path, fill(text("error.whole_number"), {std::to_string(least), std::to_string(most)}));
    number = static_cast<std::int32_t>(wanted);
    return Done{};
}

Result<Done> set_flag(bool& flag, const std::string& path, const Json& value) {
    if (value.kind != Json::Kind::Boolean)
        return refused(path, std::string(text("error.true_false")));
    flag = value.boolean;
    return Done{};
}

Result<Done> set_selection(View& view, const Snapshot& snapshot, const std::string& path,
                           const Json& value) {
    const Selection part = part_with_id(value.string);
    const bool none = value.kind == Json::Kind::String && value.string.empty();
    if (!none && !exists(*snapshot.experiment, part))
        return refused(path, std::string(text("error.no_part")));
    view.selection = part;
    return Done{};
}

template <class Enum>
Result<Done> set_choice(Enum& choice, std::span<const Choice> rows, const std::string& path,
                        const Json& value) {
    if (const auto found = find_choice(rows, value.string)) {
        choice = static_cast<Enum>(*found);
        return Done{};
    }
    std::string keys;
    for (const Choice& row : rows)
        keys += (keys.empty() ? "\"" : ", \"") + std::string(row.key) + "\"";
    return refused(path, fill(text("error.one_of"), {keys}));
}

} // namespace

bool is_view_path(std::string_view path) {
    return path.substr(0, 5) == "view.";
}

Result<Done> set_view(View& view, const Snapshot& snapshot, const std::string& path,
                      const Json& value) {
    if (path == "view.speed") return set_speed(view, path, value);
    if (path == "view.tab") return set_choice(view.explain_tab, k_explain_tabs, path, value);
    if (path == "view.edges") return set_choice(view.edges, k_edge_numbers, path, value);
    if (path == "view.digits")
        return set_number(view.digits, k_fewest_digits, k_most_digits, path, value);
    if (path == "view.batch_sum") return set_flag(view.batch_sum, path, value);
    if (path == "view.play") return set_flag(view.playing, path, value);
    if (path == "view.selection") return set_selection(view, snapshot, path, value);
    if (path != "view.example") return refused(path, std::string(text("error.no_view")));
    std::int32_t row = 0;
    Result<Done> done = set_number(row, 1, snapshot.data->train_inputs.columns, path, value);
    if (done) view.example = row - 1;
    return done;
}

std::string view_json(const View& view) {
    const auto quoted = [](std::string_view key) { return "\"" + std::string(key) + "\""; };
    std::string json = "{\"tab\":" + quoted(choice_of(k_explain_tabs, view.explain_tab).key);
    json += ",\"example\":" + std::to_string(view.example + 1);
    json += ",\"digits\":" + std::to_string(view.digits);
    json += view.batch_sum ? ",\"batch_sum\":true" : ",\"batch_sum\":false";
    json += ",\"edges\":" + quoted(choice_of(k_edge_numbers, view.edges).key);
    return json + (view.playing ? ",\"play\":true}" : ",\"play\":false}");
}

} // namespace backprop::shell
