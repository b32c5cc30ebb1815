#include "shell/settings.hpp"

#include "engine/experiment/edit.hpp"
#include "shell/texts.hpp"

#include <optional>

namespace backprop::shell {

namespace {

std::int32_t output_units(const Experiment& experiment) {
    return experiment.network.layers.back().units;
}

std::int32_t output_layer(const Experiment& experiment) {
    return static_cast<std::int32_t>(experiment.network.layers.size()) - 1;
}

std::optional<DataSet> data_set_with(std::string_view key) {
    for (std::size_t i = 0; i < std::size(k_data_sets); ++i)
        if (k_data_sets[i].key == key) return static_cast<DataSet>(i);
    return std::nullopt;
}

std::vector<ComboItem> data_set_items(const Experiment& experiment) {
    std::vector<ComboItem> items;
    for (std::size_t i = 0; i < std::size(k_data_sets); ++i) {
        const DataSet set = static_cast<DataSet>(i);
        if (set == DataSet::Inline && experiment.data.set != DataSet::Inline) continue;
        const std::string key(k_data_sets[i].key);
        items.push_back({key, std::string(text_or("data." + key, k_data_sets[i].name)), true});
    }
    return items;
}

std::vector<ComboItem> hidden_activation_items(const Experiment& experiment) {
    return experiment.network.layers.size() < 2 ? std::vector<ComboItem>{}
                                                : activation_items(experiment, 0);
}

std::string hidden_activation(const Experiment& experiment) {
    const std::vector<LayerSpec>& layers = experiment.network.layers;
    for (std::size_t i = 0; i + 1 < layers.size(); ++i)
        if (layers[i].activation != layers[0].activation) return {};
    return std::string(choice_of(k_activations, layers[0].activation).key);
}

std::vector<ComboItem> output_activation_items(const Experiment& experiment) {
    return activation_items(experiment, output_layer(experiment));
}

bool is_offered(const Experiment& experiment, ErrorKind error) {
    if (error == ErrorKind::CrossEntropy && output_units(experiment) < 2) return false;
    return error_suits(experiment, error);
}

std::vector<ComboItem> error_items(const Experiment& experiment) {
    std::vector<ComboItem> items = items_of(k_errors, "error");
    std::erase_if(items, [&](const ComboItem& item) {
        const auto error = static_cast<ErrorKind>(find_choice(k_errors, item.key).value_or(0));
        return error != experiment.loss.error && !is_offered(experiment, error);
    });
    return items;
}

std::vector<ComboItem> start_rule_items(const Experiment& experiment) {
    std::vector<ComboItem> items = items_of(k_start_rules, "start");
    if (experiment.start.weights.empty())
        std::erase_if(items, [](const ComboItem& item) { return item.key == "given"; });
    return items;
}

Activation activation_of(std::string_view key) {
    return static_cast<Activation>(find_choice(k_activations, key).value_or(0));
}

constexpr Setting k_settings[] = {
    {"data.set", data_set_items,
     [](const Experiment& e) { return std::string(data_set_row(e.data.set).key); },
     [](Experiment e, std::string_view key) {
         return with_data_set(std::move(e), data_set_with(key).value_or(DataSet::Circle));
     }},
    {"network.hidden_activation", hidden_activation_items, hidden_activation,
     [](Experiment e, std::string_view key) {
         return with_hidden_activation(std::move(e), activation_of(key));
     }},
    {"network.output_activation", output_activation_items,
     [](const Experiment& e) {
         return std::string(choice_of(k_activations, e.network.layers.back().activation).key);
     },
     [](Experiment e, std::string_view key) {
         const std::int32_t layer = output_layer(e);
         return with_activation(std::move(e), layer, activation_of(key));
     }},
    {"network.bias", [](const Experiment&) { return items_of(k_bias_modes, "bias"); },
     [](const Experiment& e) { return std::string(choice_of(k_bias_modes, e.network.bias).key); },
     [](Experiment e, std::string_view key) {
         const int mode = find_choice(k_bias_modes, key).value_or(0);
         return with_bias_mode(std::move(e), static_cast<BiasMode>(mode));
     }},
    {"loss.error", error_items,
     [](const Experiment& e) { return std::string(choice_of(k_errors, e.loss.error).key); },
     [](Experiment e, std::string_view key) {
         const int error = find_choice(k_errors, key).value_or(0);
         return with_error(std::move(e), static_cast<ErrorKind>(error));
     }},
    {"start.rule", start_rule_items,
     [](const Experiment& e) { return std::string(choice_of(k_start_rules, e.start.rule).key); },
     [](Experiment e, std::string_view key) {
         if (key == "given") return e; // only offered where it is so
         const int rule = find_choice(k_start_rules, key).value_or(0);
         return with_field(std::move(e), *find_field("start.rule"), rule);
     }},
};

} // namespace

std::vector<ComboItem> activation_items(const Experiment& experiment, std::int32_t layer) {
    std::vector<ComboItem> items = items_of(k_activations, "activation");
    const bool is_output = layer == output_layer(experiment);
    std::erase_if(items, [&](const ComboItem& item) {
        const auto kind = static_cast<Activation>(find_choice(k_activations, item.key).value_or(0));
        if (!is_output_only(kind)) return false;
        // The softmax of one output is always 1.
        return !is_output || output_units(experiment) < 2 ||
               !is_offered(experiment, ErrorKind::CrossEntropy);
    });
    return items;
}

std::span<const Setting> settings() {
    return k_settings;
}

const Setting* find_setting(std::string_view path) {
    for (const Setting& setting : k_settings)
        if (setting.path == path) return &setting;
    return nullptr;
}

void setting_combo(Frame& frame, std::string_view path, float width) {
    const Setting* setting = find_setting(path);
    if (setting == nullptr) return;
    const Experiment& experiment = *frame.snapshot.experiment;
    const std::vector<ComboItem> items = setting->items(experiment);
    if (items.empty()) return;
    const std::string now = setting->chosen(experiment);
    int index = -1;
    for (std::size_t i = 0; i < items.size(); ++i)
        if (items[i].key == now) index = static_cast<int>(i);
    const int chosen = combo(frame, path, text("field." + std::string(path)), items, index, width);
    if (chosen < 0 || chosen == index) return;
    const std::string& key = items[static_cast<std::size_t>(chosen)].key;
    frame.commands.push_back(command::Change{setting->with(experiment, key)});
}

Result<Experiment> with_setting(const Setting& setting, const Experiment& experiment,
                                std::string_view key) {
    std::string allowed;
    for (const ComboItem& item : setting.items(experiment)) {
        if (item.key == key) return setting.with(experiment, key);
        allowed += (allowed.empty() ? "\"" : ", \"") + item.key + "\"";
    }
    return Error{std::string(setting.path), fill(text("error.one_of"), {allowed})};
}

} // namespace backprop::shell
