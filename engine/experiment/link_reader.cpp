#include "engine/experiment/fields.hpp"
#include "engine/experiment/link.hpp"
#include "engine/experiment/link_items.hpp"
#include "engine/experiment/link_keys.hpp"

namespace backprop {

namespace {

/// The index of the row whose key is this in links.
std::optional<int> find_link_choice(std::span<const Choice> family, std::string_view key) {
    for (std::size_t i = 0; i < family.size(); ++i)
        if (link_key(family[i].key) == key) return static_cast<int>(i);
    return std::nullopt;
}

Problem read_field(const LinkItem& item, const Field& field, Experiment& experiment) {
    std::optional<double> value;
    if (field.type == FieldType::Choice) {
        if (const std::optional<int> index = find_link_choice(field.choices, item.value))
            value = *index;
    } else if (field.type == FieldType::Batch && item.value == "all") {
        value = double(k_batch_all);
    } else if (is_optional(field.type) && item.value == "none") {
        value = k_none;
    } else {
        value = parse_link_number(item.value);
        if (field.type == FieldType::Batch && value == double(k_batch_all)) value.reset();
    }
    if (!value) return range_error(field);
    if (Result<Done> valid = check_value(field, *value); !valid) return valid.error;
    field.set(experiment, *value);
    return std::nullopt;
}

Problem read_fields(const LinkItems& link, Experiment& experiment) {
    for (const Field& field : fields()) {
        const LinkItem* item = link.find(field.link);
        if (!item) continue;
        if (Problem problem = read_field(*item, field, experiment)) return problem;
        OptimizerSpec& optimizer = experiment.training.optimizer;
        if (field.path == "training.optimizer.kind") optimizer = default_optimizer(optimizer.kind);
    }
    return std::nullopt;
}

Problem read_data_set(const LinkItems& link, Experiment& experiment) {
    const LinkItem* item = link.find("set");
    if (!item) return link_error("\"set\" is missing: the data set");
    for (std::size_t i = 0; i < std::size(k_data_sets); ++i)
        if (k_data_sets[i].key == item->value) {
            experiment = default_experiment(static_cast<DataSet>(i));
            return std::nullopt;
        }
    return bad_value(*item, "the key of a data set");
}

Problem read_layers(const LinkItems& link, NetworkSpec& network) {
    const LinkItem* item = link.find("net");
    if (!item) return link_error("\"net\" is missing: the layers");
    const std::vector<std::string_view> parts = link_parts(item->value, k_link_list);
    if (parts.size() > std::size_t(k_max_layers))
        return link_error("\"net\" must have at most " + std::to_string(k_max_layers) + " layers");
    for (const std::string_view part : parts) {
        const std::size_t digits = std::min(part.find_first_not_of("0123456789"), part.size());
        const std::optional<std::int64_t> units = parse_link_integer(part.substr(0, digits));
        const std::optional<int> activation = find_link_choice(k_activations, part.substr(digits));
        if (!units || *units < 1 || *units > k_max_units || !activation)
            return bad_value({item->key, part}, "units and an activation, like \"8tanh\"");
        network.layers.push_back(
            {static_cast<std::int32_t>(*units), static_cast<Activation>(*activation)});
    }
    const LinkItem* drop = link.find("drop");
    if (!drop) return std::nullopt;
    const std::vector<std::string_view> shares = link_parts(drop->value, k_link_list);
    if (shares.size() != network.layers.size()) return bad_value(*drop, "one number a layer");
    for (std::size_t l = 0; l < shares.size(); ++l) {
        const std::optional<double> share = parse_link_number(shares[l]);
        if (!share) return bad_value(*drop, "one number a layer");
        network.layers[l].dropout = *share;
    }
    return std::nullopt;
}

Problem read_features(const LinkItems& link, std::vector<Feature>& features) {
    const LinkItem* item = link.find("in");
    if (!item) return std::nullopt;
    for (const std::string_view part : link_parts(item->value, k_link_list)) {
        const std::optional<int> index = find_link_choice(k_features, part);
        if (!index) return bad_value({item->key, part}, "a feature, like \"x1x2\"");
        features.push_back(static_cast<Feature>(*index));
    }
    features = plain_if_inputs(std::move(features));
    return std::nullopt;
}

Problem read_inline_data(const LinkItems& link, DataSpec& data) {
    const LinkItem* columns = link.find("cols");
    const LinkItem* train = link.find("train");
    const LinkItem* test = link.find("test");
    if (data.set != DataSet::Inline) {
        for (const LinkItem* item : {columns, train, test})
            if (item) return link_error(shown(item->key) + " is for inline data only");
        return std::nullopt;
    }
    if (!columns || !train) return link_error("inline data need \"cols\" and \"train\"");
    std::vector<std::string_view> names = link_parts(columns->value, k_link_list);
    const std::optional<std::int64_t> inputs = parse_link_integer(names.front());
    if (!inputs || *inputs > k_max_inputs)
        return bad_value(*columns, "the number of inputs and the names of the columns");
    data.inputs = static_cast<std::int32_t>(*inputs);
    for (std::size_t i = 1; i < names.size(); ++i) {
        std::optional<std::string> name = parse_link_words(names[i]);
        if (!name) return bad_value({columns->key, names[i]}, "names of columns");
        data.columns.push_back(std::move(*name));
    }
    if (Problem problem = read_rows(*train, data.columns.size(), data.train)) return problem;
    return test ? read_rows(*test, data.columns.size(), data.test) : std::nullopt;
}

Problem read_all(const LinkItems& link, Experiment& experiment) {
    if (Problem problem = read_data_set(link, experiment)) return problem;
    if (const LinkItem* item = link.find("name")) {
        std::optional<std::string> name = parse_link_words(item->value);
        if (!name) return bad_value(*item, "letters, digits and their escapes");
        experiment.name = std::move(*name);
    }
    if (Problem problem = read_layers(link, experiment.network)) return problem;
    if (Problem problem = read_features(link, experiment.network.features)) return problem;
    if (Problem problem = read_fields(link, experiment)) return problem;
    if (Problem problem = read_inline_data(link, experiment.data)) return problem;
    experiment.network.inputs = input_count(experiment.data);
    if (Problem problem = read_link_start(link, experiment)) return problem;
    if (Problem problem = read_link_changes(link, experiment.training)) return problem;
    return read_link_state(link, experiment);
}

} // namespace

Result<Experiment> parse_link(std::string_view link) {
    if (link.substr(0, 1) == "#") link.remove_prefix(1);
    if (link.size() > 3 * k_max_link_bytes)
        return link_error("has " + std::to_string(link.size()) + " characters; at most " +
                          std::to_string(k_max_link_bytes) + " are read");
    const std::string text = unescaped(link);
    if (text.size() > k_max_link_bytes)
        return link_error("has " + std::to_string(text.size()) + " characters; at most " +
                          std::to_string(k_max_link_bytes) + " are read");
    LinkItems items;
    if (Problem problem = read_items(text, items)) return *problem;
    Experiment experiment;
    if (Problem problem = read_all(items, experiment)) return *problem;
    if (Result<Done> valid = validate(experiment); !valid) return valid.error;
    return experiment;
}

} // namespace backprop
