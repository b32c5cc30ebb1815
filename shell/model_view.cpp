#include "shell/model_view.hpp"

#include <algorithm>
#include <limits>

namespace backprop::shell {

namespace {

constexpr std::int32_t k_unit_map_size = 24;
constexpr std::int32_t k_small_unit_map_size = 8;
constexpr std::int32_t k_output_map_size = 72;
constexpr std::int32_t k_curve_points = 240;
constexpr std::int32_t k_map_chunk = 1024; ///< columns evaluated together: bounds the memory

// More numbers than this are not kept for one kind of picture.
constexpr std::int64_t k_most_numbers = 4'000'000;

// While training, pictures take at most one part in this many of the time.
constexpr double k_time_share = 8;
constexpr double k_cheap_seconds = 0.0015;

struct Grid {
    double center[2];
    double extent;
    std::int32_t size;
};

/// Points `first` to `first + count` of the grid, row by row from the top.
void grid_points(const Grid& grid, std::int32_t first, std::int32_t count, Matrix<double>& inputs) {
    inputs.resize(2, count);
    const double step = 2 * grid.extent / grid.size;
    for (std::int32_t i = 0; i < count; ++i) {
        const std::int32_t point = first + i;
        const std::int32_t row = point / grid.size;
        const std::int32_t column = point % grid.size;
        inputs(0, i) = grid.center[0] - grid.extent + step * (column + 0.5);
        inputs(1, i) = grid.center[1] + grid.extent - step * (row + 0.5);
    }
}

std::int64_t unit_count(const Experiment& experiment) {
    std::int64_t count = input_width(experiment.network);
    for (const LayerSpec& layer : experiment.network.layers)
        count += layer.units;
    return count;
}

void find_extent(const Snapshot& snapshot, ModelView& model) {
    model.center[0] = model.center[1] = 0;
    model.extent = k_generated_extent;
    if (kind_of(snapshot.experiment->data) == DataKind::Generated) return;
    double half = 0.25;
    for (std::int32_t axis = 0; axis < 2; ++axis) {
        double low = std::numeric_limits<double>::infinity();
        double high = -low;
        for (const Matrix<double>* inputs :
             {&snapshot.data->train_inputs, &snapshot.data->test_inputs}) {
            if (inputs->rows <= axis) continue;
            for (const double value : inputs->row(axis)) {
                low = std::min(low, value);
                high = std::max(high, value);
            }
        }
        if (!(low <= high)) continue;
        model.center[axis] = (low + high) / 2;
        half = std::max(half, 0.62 * (high - low));
    }
    model.extent = half;
}

void compute_output_map(ModelView& model, const Session& session, const Grid& grid,
                        std::int32_t outputs) {
    const std::int32_t count = grid.size * grid.size;
    model.output_map.resize(outputs, count);
    Matrix<double> inputs;
    std::vector<Matrix<double>> activations;
    for (std::int32_t first = 0; first < count; first += k_map_chunk) {
        const std::int32_t columns = std::min(k_map_chunk, count - first);
        grid_points(grid, first, columns, inputs);
        evaluate(session, inputs, activations);
        for (std::int32_t output = 0; output < outputs; ++output) {
            const std::span<const double> row = activations.back().row(output);
            std::copy(row.begin(), row.end(), model.output_map.row_data(output) + first);
        }
    }
}

void compute_maps(ModelView& model, const Session& session, const Snapshot& snapshot) {
    const NetworkSpec& network = snapshot.experiment->network;
    if (network.inputs != 2) {
        model.unit_map_size = model.output_map_size = 0;
        model.unit_maps.clear();
        model.output_map.resize(0, 0);
        return;
    }
    find_extent(snapshot, model);
    const std::int64_t units = unit_count(*snapshot.experiment);
    const bool fits = units * k_unit_map_size * k_unit_map_size <= k_most_numbers;
    model.unit_map_size = fits ? k_unit_map_size : k_small_unit_map_size;
    Grid grid{{model.center[0], model.center[1]}, model.extent, model.unit_map_size};
    Matrix<double> inputs;
    grid_points(grid, 0, grid.size * grid.size, inputs);
    evaluate(session, inputs, model.unit_maps);
    grid.size = model.output_map_size = k_output_map_size;
    compute_output_map(model, session, grid, network.layers.back().units);
}

/// The output over the one input, a little beyond the rows.
void compute_curve(ModelView& model, const Session& session, const Snapshot& snapshot) {
    model.curve_inputs.clear();
    model.curve.resize(0, 0);
    if (snapshot.experiment->network.inputs != 1) return;
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (const Matrix<double>* inputs :
         {&snapshot.data->train_inputs, &snapshot.data->test_inputs}) {
        if (inputs->rows < 1) continue;
        for (const double value : inputs->row(0)) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }
    if (!(low <= high)) return;
    const double margin = std::max(0.04 * (high - low), 1e-6);
    Matrix<double> inputs(1, k_curve_points);
    for (std::int32_t i = 0; i < k_curve_points; ++i) {
        const double share = i / static_cast<double>(k_curve_points - 1);
        inputs(0, i) = low - margin + share * (high - low + 2 * margin);
        model.curve_inputs.push_back(inputs(0, i));
    }
    std::vector<Matrix<double>> activations;
    evaluate(session, inputs, activations);
    model.curve = restore_targets(*snapshot.preparation, activations.back());
}

/// The activations for as many of the rows as fit the memory that pictures may use.
void compute_rows(const Session& session, const Matrix<double>& inputs, std::int64_t units,
                  std::vector<Matrix<double>>& activations) {
    const std::int64_t most = std::max<std::int64_t>(1, k_most_numbers / units);
    if (inputs.columns <= most) {
        evaluate(session, inputs, activations);
        return;
    }
    Matrix<double> part(inputs.rows, static_cast<std::int32_t>(most));
    for (std::int32_t row = 0; row < inputs.rows; ++row)
        std::copy_n(inputs.row_data(row), most, part.row_data(row));
    evaluate(session, part, activations);
}

bool fits_shape(const ModelView& model, const Snapshot& snapshot) {
    const NetworkSpec& network = snapshot.experiment->network;
    if (model.layers.size() != network.layers.size()) return false;
    std::int32_t inputs = input_width(network);
    for (std::size_t i = 0; i < model.layers.size(); ++i) {
        const LayerValues& values = model.layers[i];
        const bool shared = network.bias == BiasMode::Shared;
        const std::int32_t units = network.layers[i].units;
        const std::int32_t biases = network.bias == BiasMode::None ? 0 : shared ? 1 : units;
        if (values.units != units || values.inputs != inputs) return false;
        if (values.biases.size() != static_cast<std::size_t>(biases)) return false;
        inputs = units;
    }
    return true;
}

/// No traces where none are wanted.
TraceKey wanted_traces(const ModelView& model, const View& view, const Snapshot& snapshot) {
    if (!wants_traces(view, snapshot)) return {};
    const std::int32_t rows = snapshot.data->train_inputs.columns;
    const bool updated =
        snapshot.moment > 0 && snapshot.moment == static_cast<std::int32_t>(model.moments.size());
    return {snapshot.revision, std::clamp(view.example, 0, rows - 1), updated};
}

} // namespace

bool wants_traces(const View& view, const Snapshot& snapshot) {
    return snapshot.moment > 0 || view.explain_tab != ExplainTab::Parameters || view.lesson_open ||
           view.edges != EdgeNumbers::Weights;
}

bool is_stale(const ModelView& model, const ModelSchedule& schedule, const Snapshot& snapshot,
              const View& view) {
    return model.layers.empty() || model.revision != snapshot.revision ||
           schedule.traced != wanted_traces(model, view, snapshot);
}

void update_model(ModelView& model, ModelSchedule& schedule, Session& session, const View& view,
                  double (*now)()) {
    const Snapshot current = snapshot(session);
    if (!is_stale(model, schedule, current, view)) return;
    const bool same_shape =
        schedule.data_revision == current.data_revision && fits_shape(model, current);
    const double begin = now();
    if (same_shape && current.status == Status::Running && begin < schedule.next_seconds) return;
    if (model.layers.empty() || model.revision != current.revision || !same_shape) {
        read_parameters(session, model.layers);
        const std::int64_t units = unit_count(*current.experiment);
        compute_rows(session, current.data->train_inputs, units, model.train);
        compute_rows(session, current.data->test_inputs, units, model.test);
        compute_maps(model, session, current);
        compute_curve(model, session, current);
        model.moments = moments(session);
        model.revision = current.revision;
        schedule.data_revision = current.data_revision;
    }
    schedule.traced = wanted_traces(model, view, current);
    update_traces(model, session, schedule.traced);
    const double end = now();
    const double used = end - begin;
    schedule.next_seconds = used < k_cheap_seconds ? begin : end + k_time_share * used;
}

} // namespace backprop::shell
