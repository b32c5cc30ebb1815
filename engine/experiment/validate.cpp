#include "engine/experiment/fields.hpp"
#include "engine/experiment/number_text.hpp"
#include "engine/experiment/result.hpp"
#include "engine/experiment/validate_run.hpp"
#include "engine/network/layout.hpp"

#include <cmath>
#include <optional>

namespace backprop {

namespace {

using Problem = std::optional<Error>;

Error magnitude_error(std::string path) {
    const std::string limit = number_text(k_max_magnitude);
    return {std::move(path), "must be a number from -" + limit + " to " + limit};
}

/// Well-formed UTF-8 (RFC 3629) of a length that can be shown.
bool is_name(std::string_view text) {
    if (text.size() > k_max_name_bytes) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto first = static_cast<unsigned char>(text[i]);
        if (first < 0x80) continue;
        const std::size_t more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
        if (first < 0xC2 || first > 0xF4 || i + more >= text.size()) return false;
        for (std::size_t k = 1; k <= more; ++k)
            if ((static_cast<unsigned char>(text[i + k]) & 0xC0U) != 0x80U) return false;
        const auto second = static_cast<unsigned char>(text[i + 1]);
        const bool too_long = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
        const bool surrogate = first == 0xED && second > 0x9F;
        const bool beyond = first == 0xF4 && second > 0x8F;
        if (too_long || surrogate || beyond) return false;
        i += more;
    }
    return true;
}

Error name_error(std::string path) {
    return {std::move(path),
            "must be UTF-8 text of at most " + std::to_string(k_max_name_bytes) + " bytes"};
}

Problem check_fields(const Experiment& experiment) {
    for (const Field& field : fields()) {
        if (!field.applies(experiment)) continue;
        if (Result<Done> result = check_value(field, field.get(experiment)); !result)
            return result.error;
    }
    if (experiment.start.rule == StartRule::Uniform && experiment.start.low > experiment.start.high)
        return Error{"start.low", "must not be greater than start.high"};
    return std::nullopt;
}

Problem check_rows(const std::vector<std::vector<double>>& rows, std::size_t width,
                   std::string_view path) {
    for (std::size_t r = 0; r < rows.size(); ++r) {
        if (rows[r].size() != width)
            return Error{item(path, r), "must have " + std::to_string(width) +
                                            " numbers, one a column, but has " +
                                            std::to_string(rows[r].size())};
        for (std::size_t c = 0; c < width; ++c)
            if (!(std::fabs(rows[r][c]) <= k_max_magnitude))
                return magnitude_error(item(item(path, r), c));
    }
    return std::nullopt;
}

Problem check_inline_data(const DataSpec& data) {
    if (data.inputs < 1 || data.inputs > k_max_inputs)
        return Error{"data.inputs",
                     "must be a whole number from 1 to " + std::to_string(k_max_inputs)};
    const auto width = static_cast<std::int64_t>(data.columns.size());
    if (width <= data.inputs || width > data.inputs + k_max_units)
        return Error{"data.columns", "must name the inputs and then 1 to " +
                                         std::to_string(k_max_units) + " targets"};
    if (data.train.empty()) return Error{"data.train", "must have at least one row"};
    if (data.train.size() + data.test.size() > static_cast<std::size_t>(k_max_rows))
        return Error{"data.train",
                     "must have, with data.test, at most " + std::to_string(k_max_rows) + " rows"};
    const auto rows = static_cast<std::int64_t>(data.train.size() + data.test.size());
    if (rows * width > k_max_cells)
        return Error{"data.train", "has, with data.test, " + std::to_string(rows * width) +
                                       " numbers; at most " + std::to_string(k_max_cells) +
                                       " are allowed: leave out rows or columns"};
    for (std::size_t c = 0; c < data.columns.size(); ++c)
        if (!is_name(data.columns[c])) return name_error(item("data.columns", c));
    if (Problem problem = check_rows(data.train, data.columns.size(), "data.train")) return problem;
    return check_rows(data.test, data.columns.size(), "data.test");
}

Problem check_layers(const Experiment& experiment) {
    const NetworkSpec& network = experiment.network;
    if (network.layers.empty() || network.layers.size() > std::size_t(k_max_layers))
        return Error{"network.layers", "must have 1 to " + std::to_string(k_max_layers) +
                                           " layers, the output layer included"};
    for (std::size_t l = 0; l < network.layers.size(); ++l) {
        const LayerSpec& layer = network.layers[l];
        const std::string path = item("network.layers", l);
        if (layer.units < 1 || layer.units > k_max_units)
            return Error{path + ".units",
                         "must be a whole number from 1 to " + std::to_string(k_max_units)};
        if (is_output_only(layer.activation) && l + 1 < network.layers.size())
            return Error{path + ".activation",
                         "\"" + std::string(choice_of(k_activations, layer.activation).key) +
                             "\" is for the output layer only"};
        const bool hidden = l + 1 < network.layers.size();
        if (!hidden && layer.dropout != 0.0)
            return Error{path + ".dropout", "must be 0 in the output layer"};
        if (!(layer.dropout >= 0.0 && layer.dropout <= k_max_dropout))
            return Error{path + ".dropout",
                         "must be a number from 0 to " + number_text(k_max_dropout)};
    }
    const std::int64_t parameters = make_layout(network).parameter_count;
    if (parameters > k_max_parameters)
        return Error{"network.layers", "gives " + std::to_string(parameters) +
                                           " parameters; at most " +
                                           std::to_string(k_max_parameters) + " are allowed"};
    return std::nullopt;
}

Problem check_features(const NetworkSpec& network) {
    const std::vector<Feature>& features = network.features;
    if (!features.empty() && network.inputs != 2)
        return Error{"features", "is for networks with two inputs; leave it out"};
    for (std::size_t i = 0; i < features.size(); ++i)
        for (std::size_t k = 0; k < i; ++k)
            if (features[i] == features[k]) return Error{item("features", i), "appears twice"};
    return std::nullopt;
}

/// The activations that an error goes with: "linear", "tanh".
std::string fitting_activations(ErrorKind error) {
    std::string keys;
    for (std::size_t i = 0; i < std::size(k_activations); ++i)
        if (error_fits(error, static_cast<Activation>(i)))
            keys += (keys.empty() ? "\"" : ", \"") + std::string(k_activations[i].key) + "\"";
    return keys;
}

Problem check_fit(const Experiment& experiment) {
    const NetworkSpec& network = experiment.network;
    const std::int32_t inputs = input_count(experiment.data);
    const std::int32_t outputs = output_count(experiment.data);
    if (network.inputs != inputs)
        return Error{"network.inputs",
                     "must be " + std::to_string(inputs) + ", the number of inputs of the data"};
    const std::size_t last = network.layers.size() - 1;
    if (network.layers[last].units != outputs)
        return Error{item("network.layers", last) + ".units",
                     "must be " + std::to_string(outputs) +
                         " in the output layer, the number of targets of the data"};
    if (!error_fits(experiment.loss.error, network.layers[last].activation))
        return Error{
            "loss.error",
            "\"" + std::string(choice_of(k_errors, experiment.loss.error).key) +
                "\" does not go with the output activation \"" +
                std::string(choice_of(k_activations, network.layers[last].activation).key) +
                "\", only with " + fitting_activations(experiment.loss.error)};
    if (experiment.loss.error == ErrorKind::CrossEntropy &&
        experiment.loss.over_outputs != Reduction::Sum)
        return Error{"loss.over_outputs", "must be \"sum\" with cross-entropy"};
    return std::nullopt;
}

Problem check_count(std::size_t count, std::size_t wanted, const std::string& path,
                    const char* what) {
    if (count == wanted) return std::nullopt;
    return Error{path, "must have " + std::to_string(wanted) + " " + what + ", but has " +
                           std::to_string(count)};
}

Problem check_finite(const std::vector<double>& numbers, const std::string& path) {
    for (std::size_t i = 0; i < numbers.size(); ++i)
        if (!(std::fabs(numbers[i]) <= k_max_magnitude)) return magnitude_error(item(path, i));
    return std::nullopt;
}

Problem check_given_start(const Experiment& experiment) {
    const NetworkLayout layout = make_layout(experiment.network);
    const StartSpec& start = experiment.start;
    const std::size_t layers = layout.layers.size();
    if (Problem p = check_count(start.weights.size(), layers, "start.weights", "layers")) return p;
    if (Problem p = check_count(start.biases.size(), layers, "start.biases", "layers")) return p;
    for (std::size_t l = 0; l < layers; ++l) {
        const LayerLayout& layer = layout.layers[l];
        const std::string weights = item("start.weights", l);
        if (Problem p = check_count(start.weights[l].size(), std::size_t(layer.units), weights,
                                    "rows, one a unit"))
            return p;
        for (std::size_t to = 0; to < start.weights[l].size(); ++to) {
            const std::vector<double>& row = start.weights[l][to];
            if (Problem p = check_count(row.size(), std::size_t(layer.inputs), item(weights, to),
                                        "numbers, one an input of the layer"))
                return p;
            if (Problem p = check_finite(row, item(weights, to))) return p;
        }
        const std::string biases = item("start.biases", l);
        if (Problem p = check_count(start.biases[l].size(), std::size_t(layer.bias_count), biases,
                                    "biases"))
            return p;
        if (Problem p = check_finite(start.biases[l], biases)) return p;
    }
    return std::nullopt;
}

} // namespace

Result<Done> validate(const Experiment& experiment) {
    if (!is_name(experiment.name)) return name_error("name");
    if (Problem problem = check_fields(experiment)) return *problem;
    if (experiment.data.set == DataSet::Inline)
        if (Problem problem = check_inline_data(experiment.data)) return *problem;
    if (Problem problem = check_features(experiment.network)) return *problem;
    if (Problem problem = check_layers(experiment)) return *problem;
    if (Problem problem = check_fit(experiment)) return *problem;
    if (experiment.start.rule == StartRule::Given)
        if (Problem problem = check_given_start(experiment)) return *problem;
    if (Problem problem = check_run(experiment)) return *problem;
    return Done{};
}

} // namespace backprop
