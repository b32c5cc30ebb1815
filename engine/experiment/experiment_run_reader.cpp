// Reads what belongs to a run in its middle: the user's changes, and where a saved run stood.

#include "engine/experiment/experiment_reader.hpp"

namespace backprop {

namespace {

Problem read_change(const Json& json, const std::string& path, TrainingChange& change) {
    if (json.kind != Json::Kind::Object) return wrong_kind(json, path, Json::Kind::Object);
    if (!json.find("epoch")) return error_at(json, path + ".epoch", "is required");
    for (const JsonMember& member : json.object) {
        const std::string& key = member.key;
        const Json& value = member.value;
        const std::string place = path + "." + key;
        Problem problem;
        const auto take = [&](std::string_view field_path, auto& into) {
            const Result<double> number = field_value(*find_field(field_path), value);
            if (number)
                into = static_cast<typename std::decay_t<decltype(into)>::value_type>(*number);
            else
                problem = Error{place, number.error.message, value.line, value.column};
        };
        if (key == "epoch")
            problem = read_integer(value, place, 0, k_max_epochs, change.epoch);
        else if (key == "after_examples")
            problem = read_integer(value, place, 0, k_max_rows, change.after_examples);
        else if (key == "learning_rate")
            take("training.learning_rate", change.learning_rate);
        else if (key == "batch")
            take("training.batch", change.batch);
        else if (key == "regularization_rate")
            take("training.regularization.rate", change.regularization_rate);
        else
            return error_at(value, place, "is not a field of a change");
        if (problem) return problem;
    }
    return std::nullopt;
}

/// Four words of 16 hexadecimal digits, for JSON's numbers hold 53 bits.
Problem read_words(const Json& json, const std::string& path, std::array<std::uint64_t, 4>& words) {
    std::vector<std::string> texts;
    if (Problem problem = read_strings(json, path, texts)) return problem;
    if (texts.size() != words.size()) return error_at(json, path, "must have 4 words");
    for (std::size_t i = 0; i < texts.size(); ++i) {
        words[i] = 0;
        bool good = texts[i].size() == 16;
        for (const char c : texts[i]) {
            const std::size_t digit = std::string_view("0123456789abcdef").find(c);
            good = good && digit != std::string_view::npos;
            words[i] = words[i] << 4U | (digit & 15U);
        }
        if (!good)
            return error_at(json.array[i], item(path, i),
                            "must be 16 hexadecimal digits (0-9, a-f)");
    }
    return std::nullopt;
}

Problem read_state_member(std::string_view key, const Json& json, const std::string& path,
                          RunState& state, bool& known) {
    known = true;
    if (key == "epoch") return read_integer(json, path, 0, k_max_epochs, state.epoch);
    if (key == "updates") return read_integer(json, path, 0, double(k_max_seed), state.updates);
    if (key == "position") return read_integer(json, path, 0, k_max_rows, state.position);
    if (key == "best_epoch") return read_integer(json, path, 0, k_max_epochs, state.best_epoch);
    if (key == "best_loss") {
        if (json.kind == Json::Kind::Number)
            state.best_loss = json.number;
        else if (json.kind != Json::Kind::Null)
            return error_at(json, path, "must be a number, or null");
        return std::nullopt;
    }
    if (key == "shuffle_random") return read_words(json, path, state.shuffle_random);
    if (key == "dropout_random") return read_words(json, path, state.dropout_random);
    if (key == "parameters") return read_numbers(json, path, state.parameters);
    if (key == "slots") return read_rows(json, path, state.slots);
    if (key == "beta_powers") {
        std::vector<double> powers;
        if (Problem problem = read_numbers(json, path, powers)) return problem;
        if (powers.size() != 2) return error_at(json, path, "must have 2 numbers");
        state.beta1_power = powers[0];
        state.beta2_power = powers[1];
        return std::nullopt;
    }
    known = false;
    return std::nullopt;
}

} // namespace

Problem read_changes(const Json& json, const std::string& path,
                     std::vector<TrainingChange>& changes) {
    if (json.kind != Json::Kind::Array) return wrong_kind(json, path, Json::Kind::Array);
    if (!json.numbers.empty())
        return wrong_kind(json.item_at(0), item(path, 0), Json::Kind::Object);
    changes.assign(json.array.size(), {});
    for (std::size_t i = 0; i < changes.size(); ++i)
        if (Problem problem = read_change(json.array[i], item(path, i), changes[i])) return problem;
    return std::nullopt;
}

Problem read_state(const Json& json, const std::string& path, RunState& state) {
    if (json.kind != Json::Kind::Object) return wrong_kind(json, path, Json::Kind::Object);
    constexpr std::string_view k_required[] = {
        "epoch",       "updates",   "position",   "shuffle_random", "dropout_random",
        "beta_powers", "best_loss", "best_epoch", "parameters",     "slots"};
    for (const std::string_view key : k_required)
        if (!json.find(key)) return error_at(json, path + "." + std::string(key), "is required");
    for (const auto& [key, value] : json.object) {
        bool known = false;
        const std::string place = path + "." + key;
        if (Problem problem = read_state_member(key, value, place, state, known)) return problem;
        if (!known) return error_at(value, place, "is not a field of a state");
    }
    return std::nullopt;
}

} // namespace backprop
