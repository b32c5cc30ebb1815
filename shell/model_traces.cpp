#include "shell/model_view.hpp"

namespace backprop::shell {

namespace {

// Beyond these, what a trace costs would be noticed: weights × rows gone through, and the numbers
// kept several times over.
constexpr std::int64_t k_most_batch_work = 400'000'000;
constexpr std::int64_t k_most_update_parameters = 300'000;

std::int64_t parameter_count(const ModelView& model) {
    std::size_t count = 0;
    for (const LayerValues& layer : model.layers)
        count += layer.weights.size() + layer.biases.size();
    return static_cast<std::int64_t>(count);
}

} // namespace

void update_traces(ModelView& model, Session& session, const TraceKey& key) {
    ++model.traces;
    model.too_large_for_batch = model.too_large_for_update = false;
    if (key.example < 0) { // gives their memory back
        model.batch = model.example = {};
        model.update = {};
        model.batch_rows.clear();
        return;
    }
    const std::int64_t parameters = parameter_count(model);
    model.example = trace_example(session, key.example);
    model.batch_rows = pass_rows(session);
    const auto rows = static_cast<std::int64_t>(model.batch_rows.size());
    model.too_large_for_batch = parameters * rows > k_most_batch_work;
    model.batch = model.too_large_for_batch ? PassTrace{} : trace_batch(session);
    model.too_large_for_update = model.too_large_for_batch || parameters > k_most_update_parameters;
    model.update = model.too_large_for_update ? UpdateTrace{} : trace_update(session);
}

} // namespace backprop::shell
