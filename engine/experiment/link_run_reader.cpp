// Reads what belongs to a run: start numbers, frozen parameters, changes, and a saved state.

#include "engine/experiment/fields.hpp"
#include "engine/experiment/link_items.hpp"
#include "engine/network/layout.hpp"

#include <algorithm>

namespace backprop {

Problem read_link_start(const LinkItems& link, Experiment& experiment) {
    const LinkItem* item = link.find("weights");
    if (!item) return std::nullopt;
    if (link.find(find_field("start.rule")->link))
        return link_error("\"weights\" and \"start\" cannot both be there");
    std::vector<double> numbers;
    if (Problem problem = read_number_list(*item, numbers)) return problem;
    StartSpec& start = experiment.start;
    start.rule = StartRule::Given;
    const NetworkLayout layout = make_layout(experiment.network);
    if (static_cast<std::int64_t>(numbers.size()) != layout.parameter_count)
        return link_error("\"weights\" must have " + std::to_string(layout.parameter_count) +
                          " numbers, one a parameter, but has " + std::to_string(numbers.size()));
    auto at = numbers.begin();
    for (const LayerLayout& layer : layout.layers) {
        std::vector<std::vector<double>>& rows = start.weights.emplace_back();
        for (std::int32_t to = 0; to < layer.units; ++to, at += layer.inputs)
            rows.emplace_back(at, at + layer.inputs);
        start.biases.emplace_back(at, at + layer.bias_count);
        at += layer.bias_count;
    }
    return std::nullopt;
}

/// "w0-1-2" as "weights[0][1][2]"; what is no name of a parameter is left to validation.
static std::string frozen_name(std::string_view text) {
    std::string name = text.substr(0, 1) == "w" ? "weights" : "biases";
    if (text.substr(0, 1) != "w" && text.substr(0, 1) != "b") name = "?";
    for (const std::string_view index :
         link_parts(text.substr(std::min(text.size(), std::size_t{1})), '-'))
        name += "[" + std::string(index) + "]";
    return name;
}

static std::optional<TrainingChange> read_change(std::string_view text) {
    constexpr std::string_view k_letters = "pabr";
    TrainingChange change;
    std::size_t end = std::min(text.find_first_of(k_letters), text.size());
    const std::optional<std::int64_t> epoch = parse_link_integer(text.substr(0, end));
    if (!epoch) return std::nullopt;
    change.epoch = *epoch;
    std::size_t order = 0; // each letter at most once, in their order
    while (end < text.size()) {
        const std::size_t letter = k_letters.find(text[end]);
        text.remove_prefix(end + 1);
        end = std::min(text.find_first_of(k_letters), text.size());
        const std::optional<double> number = parse_link_number(text.substr(0, end));
        const std::optional<std::int64_t> whole = parse_link_integer(text.substr(0, end));
        const bool is_whole = letter == 0 || letter == 2; // examples, batch
        if (letter < order || !number || (is_whole && (!whole || *whole > k_max_rows)))
            return std::nullopt;
        order = letter + 1;
        if (letter == 0) change.after_examples = static_cast<std::int32_t>(*whole);
        if (letter == 1) change.learning_rate = *number;
        if (letter == 2) change.batch = static_cast<std::int32_t>(*whole);
        if (letter == 3) change.regularization_rate = *number;
    }
    return change;
}

Problem read_link_changes(const LinkItems& link, TrainingSpec& training) {
    if (const LinkItem* item = link.find("frozen"))
        for (const std::string_view part : link_parts(item->value, k_link_list))
            training.frozen.push_back(frozen_name(part));
    const LinkItem* changes = link.find("changes");
    if (!changes) return std::nullopt;
    for (const std::string_view part : link_parts(changes->value, k_link_list)) {
        const std::optional<TrainingChange> change = read_change(part);
        if (!change) return bad_value({changes->key, part}, "changes, like \"120a0.3\"");
        training.changes.push_back(*change);
    }
    return std::nullopt;
}

static Problem read_streams(const LinkItem& item, RunState& state) {
    const std::optional<std::vector<std::uint8_t>> bytes = parse_base64url(item.value);
    if (!bytes || bytes->size() != 64) return bad_value(item, "64 bytes");
    for (std::size_t i = 0; i < bytes->size(); ++i) {
        auto& words = i < 32 ? state.shuffle_random : state.dropout_random;
        words[i / 8 % 4] |= std::uint64_t{(*bytes)[i]} << (i % 8 * 8);
    }
    return std::nullopt;
}

Problem read_link_state(const LinkItems& link, Experiment& experiment) {
    const LinkItem* at = link.find("at");
    const LinkItem* random = link.find("random");
    const LinkItem* parameters = link.find("params");
    const LinkItem* slots = link.find("slots");
    const LinkItem* best = link.find("best");
    const LinkItem* powers = link.find("powers");
    if (!at && !random && !parameters && !slots && !best && !powers) return std::nullopt;
    if (!at || !random || !parameters)
        return link_error("a state needs \"at\", \"random\" and \"params\"");
    RunState& state = experiment.state.emplace();
    const std::vector<std::string_view> counts = link_parts(at->value, k_link_list);
    std::int64_t position = 0;
    std::int64_t* const into[] = {&state.epoch, &state.updates, &position, &state.best_epoch};
    if (counts.size() != std::size(into)) return bad_value(*at, "4 whole numbers");
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const std::optional<std::int64_t> count = parse_link_integer(counts[i]);
        if (!count) return bad_value(*at, "4 whole numbers");
        *into[i] = *count;
    }
    if (position > k_max_rows) return bad_value(*at, "4 whole numbers within their limits");
    state.position = static_cast<std::int32_t>(position);
    if (Problem problem = read_streams(*random, state)) return problem;
    if (best) {
        const std::optional<double> loss = parse_link_number(best->value);
        if (!loss) return bad_value(*best, "a number");
        state.best_loss = *loss;
    }
    if (powers) {
        std::vector<double> numbers;
        if (Problem problem = read_number_list(*powers, numbers)) return problem;
        if (numbers.size() != 2) return bad_value(*powers, "2 numbers");
        state.beta1_power = numbers[0];
        state.beta2_power = numbers[1];
    }
    if (Problem problem = read_number_list(*parameters, state.parameters)) return problem;
    return slots ? read_rows(*slots, state.parameters.size(), state.slots) : std::nullopt;
}

} // namespace backprop
