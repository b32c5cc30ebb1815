#include "engine/experiment/headless.hpp"

#include "engine/experiment/experiment_json.hpp"
#include "engine/experiment/fields.hpp"
#include "engine/experiment/number_text.hpp"
#include "engine/experiment/session.hpp"
#include "engine/numerics/state_hash.hpp"

#include <charconv>
#include <limits>

namespace backprop {

namespace {

constexpr std::string_view k_usage =
    "usage: run FILE.json [--epochs N] [--every N] [--gradients] [--check-gradients]";

struct Options {
    std::string file;
    std::optional<std::int64_t> epochs;
    std::int64_t every = 0; ///< 0: the first and the last epoch only
    bool gradients = false;
    bool check_gradients = false;
};

Result<std::int64_t> whole_number(const std::string& name, const std::string& text,
                                  std::int64_t minimum) {
    std::int64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data(), end, value);
    if (problem == std::errc{} && stop == end && value >= minimum && value <= k_max_epochs)
        return value;
    return Error{name, "must be a whole number from " + std::to_string(minimum) + " to " +
                           std::to_string(k_max_epochs)};
}

Result<Options> read_options(std::span<const std::string> arguments) {
    Options options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& argument = arguments[i];
        if (argument == "--gradients") {
            options.gradients = true;
        } else if (argument == "--check-gradients") {
            options.check_gradients = true;
        } else if (argument == "--epochs" || argument == "--every") {
            const bool epochs = argument == "--epochs";
            if (++i == arguments.size()) return Error{argument, "needs a number behind it"};
            const Result<std::int64_t> value = whole_number(argument, arguments[i], epochs ? 0 : 1);
            if (!value) return value.error;
            if (epochs)
                options.epochs = *value;
            else
                options.every = *value;
        } else if (argument.starts_with("--") || !options.file.empty()) {
            return Error{argument, std::string(k_usage)};
        } else {
            options.file = argument;
        }
    }
    if (options.file.empty()) return Error{"", std::string(k_usage)};
    return options;
}

std::string optional_text(const std::optional<double>& value) {
    return value ? number_text(*value) : "null";
}

std::string numbers_text(const double* numbers, std::size_t count) {
    std::string text = "[";
    for (std::size_t i = 0; i < count; ++i)
        text += (i > 0 ? "," : "") + number_text(numbers[i]);
    return text + "]";
}

/// [ row ][ column ] of a row-by-row array.
std::string rows_text(const std::vector<double>& values, std::size_t width) {
    std::string text = "[";
    for (std::size_t at = 0; at < values.size(); at += width)
        text += (at > 0 ? "," : "") + numbers_text(values.data() + at, width);
    return text + "]";
}

/// "weights":[...],"biases":[...] of parameters or of gradients.
std::string layers_text(const std::vector<LayerValues>& layers,
                        std::vector<double> LayerValues::*weights,
                        std::vector<double> LayerValues::*biases) {
    std::string weight_text;
    std::string bias_text;
    for (const LayerValues& layer : layers) {
        const char* separator = weight_text.empty() ? "" : ",";
        weight_text += separator + rows_text(layer.*weights, std::size_t(layer.inputs));
        bias_text += separator + numbers_text((layer.*biases).data(), (layer.*biases).size());
    }
    return "\"weights\":[" + weight_text + "],\"biases\":[" + bias_text + "]";
}

std::string epoch_text(const Session& session) {
    const Snapshot now = snapshot(session);
    return "{\"epoch\":" + std::to_string(now.epoch) +
           ",\"loss\":" + optional_text(now.train.loss) +
           ",\"test_loss\":" + optional_text(now.test.loss) +
           ",\"accuracy\":" + optional_text(now.train.accuracy) +
           ",\"test_accuracy\":" + optional_text(now.test.accuracy) + ",\"state_hash\":\"" +
           to_hex16(StateHash{state_hash(session)}) + "\"}";
}

std::string outputs_text(const Session& session) {
    const Snapshot now = snapshot(session);
    std::vector<Matrix<double>> activations;
    evaluate(session, now.data->train_inputs, activations);
    const Matrix<double> outputs = restore_targets(*now.preparation, activations.back());
    std::vector<double> rows;
    for (std::int32_t column = 0; column < outputs.columns; ++column)
        for (std::int32_t unit = 0; unit < outputs.rows; ++unit)
            rows.push_back(outputs(unit, column));
    return rows_text(rows, std::size_t(outputs.rows));
}

std::string result_text(const Session& session, const std::string& extras) {
    const Snapshot now = snapshot(session);
    std::vector<LayerValues> layers;
    read_parameters(session, layers);
    const StopReason reason = now.stopped.value_or(StopReason::Epochs);
    std::string text = "{\"result\":{\"epochs\":" + std::to_string(now.epoch) + ",\"stopped\":\"" +
                       std::string(choice_of(k_stop_reasons, reason).key) + "\"";
    if (now.divergence)
        text += ",\"diverged_at\":{\"epoch\":" + std::to_string(now.divergence->epoch) +
                ",\"layer\":" + std::to_string(now.divergence->where.layer) + ",\"quantity\":\"" +
                std::string(now.divergence->where.quantity) + "\"}";
    text += "," + layers_text(layers, &LayerValues::weights, &LayerValues::biases) +
            ",\"outputs\":" + outputs_text(session) + extras;
    return text + "}}";
}

/// The parameter furthest from finite differences, named as in `training.frozen`.
std::string worst_text(const GradientCheck& check) {
    if (check.worst_parameter < 0) return "";
    const auto index = [](std::int32_t number) { return "[" + std::to_string(number) + "]"; };
    const ParameterPlace& place = check.worst;
    const std::string name = (place.is_bias ? "biases" : "weights") + index(place.layer - 1) +
                             index(place.to) + (place.is_bias ? "" : index(place.from));
    const GradientPair& pair = check.pairs[std::size_t(check.worst_parameter)];
    return ",\"worst\":{\"parameter\":\"" + name + "\",\"analytic\":" + number_text(pair.analytic) +
           ",\"numeric\":" + number_text(pair.numeric) + "}";
}

/// The parts of the result that look at the starting point.
std::string start_extras(Session& session, const Options& options) {
    std::string text;
    if (options.gradients) {
        std::vector<LayerValues> layers;
        read_next_gradients(session, layers);
        text += ",\"gradients\":{" +
                layers_text(layers, &LayerValues::weight_gradients, &LayerValues::bias_gradients) +
                "}";
    }
    if (options.check_gradients) {
        const GradientCheck check = check_gradients(session);
        text += ",\"gradient_check\":{\"worst_relative_error\":" +
                number_text(check.worst_relative_error) +
                ",\"parameters\":" + std::to_string(check.parameters) + worst_text(check) + "}";
    }
    return text;
}

/// False when a line could not be written.
bool train_and_print(Session& session, const Options& options, const HeadlessIo& io) {
    if (!io.print(epoch_text(session))) return false;
    apply(session, command::Run{});
    std::int64_t printed = snapshot(session).epoch;
    while (snapshot(session).status == Status::Running) {
        const std::int64_t before = snapshot(session).epoch;
        while (snapshot(session).status == Status::Running && snapshot(session).epoch == before)
            advance(session, 1);
        const Snapshot now = snapshot(session);
        const bool due = options.every > 0 && now.epoch % options.every == 0;
        if (now.epoch > printed && (due || now.status != Status::Running)) {
            printed = now.epoch;
            if (!io.print(epoch_text(session))) return false;
        }
    }
    return true;
}

} // namespace

int run_headless(std::span<const std::string> arguments, const HeadlessIo& io) {
    const Result<Options> options = read_options(arguments);
    if (!options) {
        io.print_error(to_string(options.error));
        return 2;
    }
    std::string text;
    if (!io.read_file(options->file, text)) {
        io.print_error(options->file + ": cannot be read: check that the file exists");
        return 2;
    }
    const auto fail = [&](const Error& error) {
        io.print_error(options->file + ":" + to_string(error));
        return 2;
    };
    Result<Experiment> experiment = parse_experiment(text);
    if (!experiment) return fail(experiment.error);
    if (options->epochs) experiment->training.epochs = *options->epochs;
    const Result<SessionPointer> session = make_session(*experiment);
    if (!session) return fail(session.error);
    const std::string extras = start_extras(**session, *options);
    if (train_and_print(**session, *options, io) && io.print(result_text(**session, extras)))
        return 0;
    io.print_error("the output cannot be written: check the disk or the program that reads it");
    return 2;
}

} // namespace backprop
