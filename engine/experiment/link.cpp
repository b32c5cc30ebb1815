#include "engine/experiment/link.hpp"

#include "engine/experiment/fields.hpp"
#include "engine/experiment/link_keys.hpp"
#include "engine/experiment/link_text.hpp"

#include <cmath>

namespace backprop {

namespace {

/// Items in the order they are added.
struct LinkText {
    std::string text{k_link_version};

    void add(std::string_view key, std::string_view value) {
        text += k_link_item;
        text += key;
        text += k_link_key;
        text += value;
    }
};

template <class Items, class Write>
std::string list_of(const Items& items, const Write& write) {
    std::string text;
    for (const auto& item : items) {
        if (&item != &items.front()) text += k_link_list;
        text += write(item);
    }
    return text;
}

bool same_bits(double a, double b) {
    return (a == b && std::signbit(a) == std::signbit(b)) || (is_none(a) && is_none(b));
}

std::string value_text(const Field& field, double value) {
    if (field.type == FieldType::Choice)
        return link_key(field.choices[static_cast<std::size_t>(value)].key);
    if (field.type == FieldType::Batch && value == double(k_batch_all)) return "all";
    return is_none(value) ? "none" : link_number(value);
}

/// The scalar fields that mean something and differ from their defaults.
void add_fields(LinkText& link, const Experiment& experiment) {
    Experiment defaults = default_experiment(experiment.data.set);
    defaults.training.optimizer = default_optimizer(experiment.training.optimizer.kind);
    for (const Field& field : fields()) {
        if (!field.applies(experiment)) continue;
        const double value = field.get(experiment);
        const bool is_kind = field.path == "training.optimizer.kind";
        const double usual = is_kind ? double(Optimizer::Sgd) : field.get(defaults);
        if (!same_bits(value, usual)) link.add(field.link, value_text(field, value));
    }
}

void add_layers(LinkText& link, const NetworkSpec& network) {
    link.add("net", list_of(network.layers, [](const LayerSpec& layer) {
                 return std::to_string(layer.units) +
                        link_key(choice_of(k_activations, layer.activation).key);
             }));
    bool has_dropout = false;
    for (const LayerSpec& layer : network.layers)
        has_dropout = has_dropout || layer.dropout != 0.0;
    if (has_dropout)
        link.add("drop", list_of(network.layers, [](const LayerSpec& layer) {
                     return link_number(layer.dropout);
                 }));
    if (!network.features.empty())
        link.add("in", list_of(network.features, [](Feature feature) {
                     return link_key(choice_of(k_features, feature).key);
                 }));
}

std::vector<double> joined(const std::vector<std::vector<double>>& rows) {
    std::vector<double> numbers;
    for (const std::vector<double>& row : rows)
        numbers.insert(numbers.end(), row.begin(), row.end());
    return numbers;
}

void add_rows(LinkText& link, const DataSpec& data) {
    link.add("cols", std::to_string(data.inputs) + k_link_list + list_of(data.columns, link_words));
    link.add("train", link_numbers(joined(data.train)));
    if (!data.test.empty()) link.add("test", link_numbers(joined(data.test)));
}

/// Given numbers, in the order of network/layout.hpp.
void add_given_start(LinkText& link, const StartSpec& start) {
    std::vector<double> numbers;
    for (std::size_t l = 0; l < start.weights.size(); ++l) {
        const std::vector<double> weights = joined(start.weights[l]);
        numbers.insert(numbers.end(), weights.begin(), weights.end());
        numbers.insert(numbers.end(), start.biases[l].begin(), start.biases[l].end());
    }
    link.add("weights", link_numbers(numbers));
}

/// "weights[0][1][2]" as "w0-1-2".
std::string frozen_text(const std::string& name) {
    std::string text(name, 0, 1);
    for (const char c : name)
        if (c == '[' && text.size() > 1)
            text += '-';
        else if (c >= '0' && c <= '9')
            text += c;
    return text;
}

/// 120 epochs and 5 examples, learning rate 0.3, batch 20, rate 0.1: "120p5a0.3b20r0.1".
std::string change_text(const TrainingChange& change) {
    std::string text = std::to_string(change.epoch);
    if (change.after_examples != 0) text += "p" + std::to_string(change.after_examples);
    if (change.learning_rate) text += "a" + link_number(*change.learning_rate);
    if (change.batch) text += "b" + std::to_string(*change.batch);
    if (change.regularization_rate) text += "r" + link_number(*change.regularization_rate);
    return text;
}

void add_state(LinkText& link, const RunState& state) {
    const std::int64_t counts[] = {state.epoch, state.updates, state.position, state.best_epoch};
    link.add("at", list_of(std::vector<std::int64_t>(std::begin(counts), std::end(counts)),
                           [](std::int64_t count) { return std::to_string(count); }));
    std::vector<std::uint8_t> bytes;
    for (const auto& words : {state.shuffle_random, state.dropout_random})
        for (const std::uint64_t word : words)
            for (unsigned i = 0; i < 8; ++i)
                bytes.push_back(static_cast<std::uint8_t>(word >> (8 * i) & 0xFFU));
    link.add("random", base64url(bytes));
    if (std::isfinite(state.best_loss)) link.add("best", link_number(state.best_loss));
    if (state.beta1_power != 1.0 || state.beta2_power != 1.0)
        link.add("powers", link_numbers({state.beta1_power, state.beta2_power}));
    link.add("params", link_numbers(state.parameters));
    if (!state.slots.empty()) link.add("slots", link_numbers(joined(state.slots)));
}

/// How many numbers are written one by one; each takes two characters at least.
std::size_t count_numbers(const Experiment& experiment) {
    const DataSpec& data = experiment.data;
    std::size_t count = (data.train.size() + data.test.size()) * data.columns.size();
    for (const auto& layer : experiment.start.weights)
        for (const std::vector<double>& row : layer)
            count += row.size();
    if (experiment.state)
        count += experiment.state->parameters.size() * (1 + experiment.state->slots.size());
    return count;
}

Error length_error(std::size_t length) {
    return {"", "a link with all of this would have more than " +
                    std::to_string(length / 1000 * 1000) + " characters; at most " +
                    std::to_string(k_max_link_bytes) + " fit: save a file instead"};
}

} // namespace

Result<std::string> to_link(const Experiment& experiment) {
    const std::size_t numbers = count_numbers(experiment);
    if (2 * numbers > k_max_link_bytes) return length_error(2 * numbers);
    LinkText link;
    if (!experiment.name.empty()) link.add("name", link_words(experiment.name));
    link.add("set", data_set_row(experiment.data.set).key);
    add_layers(link, experiment.network);
    add_fields(link, experiment);
    const TrainingSpec& training = experiment.training;
    if (!training.frozen.empty()) link.add("frozen", list_of(training.frozen, frozen_text));
    if (!training.changes.empty()) link.add("changes", list_of(training.changes, change_text));
    if (experiment.data.set == DataSet::Inline) add_rows(link, experiment.data);
    if (experiment.start.rule == StartRule::Given) add_given_start(link, experiment.start);
    if (experiment.state) add_state(link, *experiment.state);
    if (link.text.size() > k_max_link_bytes) return length_error(link.text.size());
    return link.text;
}

} // namespace backprop
