#include "tests/fuzz/fuzz.hpp"

#include "engine/experiment/experiment_json.hpp"
#include "engine/experiment/fields.hpp"
#include "engine/experiment/link.hpp"
#include "engine/experiment/session.hpp"
#include "engine/network/layout.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <limits>
#include <string>

namespace backprop::fuzz {

void require(bool holds, std::string_view promise) {
    if (holds) return;
    std::fprintf(stderr, "broken promise: %.*s\n", int(promise.size()), promise.data());
    std::abort();
}

void require(const Result<Done>& result, std::string_view promise) {
    if (!result) std::fprintf(stderr, "%s\n", to_string(result.error).c_str());
    require(bool(result), promise);
}

std::int32_t Bytes::below(std::int64_t n) {
    if (n <= 1) return 0;
    return static_cast<std::int32_t>((n <= 256 ? byte() : two()) % n);
}

double Bytes::number() {
    using Limits = std::numeric_limits<double>;
    constexpr double k_numbers[] = {0.0,
                                    -0.0,
                                    1.0,
                                    -1.0,
                                    0.5,
                                    0.03,
                                    2.0,
                                    10.0,
                                    100.0,
                                    1e-30,
                                    -1e30,
                                    1e30,
                                    1e308,
                                    -1e308,
                                    3.5e38, // more than float32 holds
                                    Limits::max(),
                                    Limits::min(),
                                    Limits::denorm_min(),
                                    -Limits::denorm_min(),
                                    Limits::infinity(),
                                    -Limits::infinity(),
                                    Limits::quiet_NaN(),
                                    2147483648.0,
                                    1e10};
    const std::uint8_t kind = byte();
    if (kind < std::size(k_numbers)) return k_numbers[kind];
    if (kind < 128) return kind - 64;
    if (kind < 224) return (two() - 32768.0) / 4096.0;
    std::uint64_t bits = 0;
    for (int i = 0; i < 8; ++i)
        bits = bits << 8U | byte();
    double value = 0.0;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

double work_of(const Experiment& experiment) {
    const double rows = experiment.data.set == DataSet::Inline
                          ? double(experiment.data.train.size() + experiment.data.test.size())
                      : kind_of(experiment.data) == DataKind::Generated
                          ? double(experiment.data.examples)
                          : 600.0;
    return rows * double(100 + make_layout(experiment.network).parameter_count);
}

void require_round_trips(const Experiment& experiment) {
    const std::string text = to_json(experiment);
    const Result<Experiment> read = parse_experiment(text);
    if (!read) std::fprintf(stderr, "%s\n%s\n", to_string(read.error).c_str(), text.c_str());
    require(bool(read), "the JSON text of a valid experiment is read");
    require(to_json(*read) == text, "JSON comes back as the same text");
    const Result<std::string> link = to_link(experiment);
    if (!link) return;
    const Result<Experiment> linked = parse_link(*link);
    if (!linked) std::fprintf(stderr, "%s\n%s\n", to_string(linked.error).c_str(), link->c_str());
    require(bool(linked), "the link of a valid experiment is read");
    require(to_json(*linked) == text, "a link gives the experiment that it was made of");
    const Result<std::string> again = to_link(*linked);
    require(again && *again == *link, "a link comes back as the same text");
}

void use(const Experiment& experiment) {
    Result<SessionPointer> session = make_session(experiment);
    if (!session) return; // targets that the error is not meant for
    Session& run = **session;
    for (const StepKind what : {StepKind::Example, StepKind::Batch, StepKind::Moment}) {
        apply(run, command::Step{what});
        const Snapshot now = snapshot(run);
        const bool numbers = now.train.loss.has_value();
        require(numbers || now.status == Status::Diverged, "without a loss the run has diverged");
    }
    trace_example(run, 0);
    const Experiment saved = current_experiment(run, true);
    require(validate(saved), "what is saved is valid");
    require_round_trips(saved);
    Result<SessionPointer> again = make_session(saved);
    require(bool(again) && state_hash(**again) == state_hash(run),
            "a saved run goes on from its bits");
}

} // namespace backprop::fuzz
