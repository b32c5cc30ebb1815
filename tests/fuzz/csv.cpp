// Any file as a table, read with any options: the first four bytes are the user's choices.

#include "engine/data/csv_import.hpp"
#include "engine/experiment/edit.hpp"
#include "engine/experiment/fields.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace backprop;
using namespace backprop::fuzz;

namespace {

CsvOptions options_from(Bytes& bytes) {
    CsvOptions options;
    constexpr char k_delimiters[] = {'\0', ',', ';', '\t'};
    const std::uint8_t choices = bytes.byte();
    options.delimiter = k_delimiters[choices & 3U];
    options.header = static_cast<CsvHeader>((choices >> 2U & 3U) % 3U);
    if ((choices & 16U) != 0) options.task = Task::Classification;
    if ((choices & 32U) != 0) options.task = Task::Regression;
    if ((choices & 64U) != 0) options.train_share = 1.0;
    options.seed = bytes.byte();
    // Columns that may not exist are a user's choice, too: the file may have been changed.
    for (std::vector<std::int32_t>* list : {&options.targets, &options.ignored}) {
        const std::uint8_t columns = bytes.byte();
        for (std::int32_t column = 0; column < 7; ++column)
            if ((columns >> unsigned(column) & 1U) != 0) list->push_back(column);
        if ((columns & 128U) != 0) list->push_back(-1);
    }
    return options;
}

/// An experiment that learns the rows.
Experiment experiment_of(const DataSpec& data) {
    Experiment experiment;
    experiment.data = data;
    experiment.network.inputs = input_count(data);
    experiment.network.layers = {{3, Activation::Tanh}, {output_count(data), Activation::Linear}};
    return experiment;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Bytes bytes{data, data + size};
    const bool use_rows = !bytes.empty() && (*bytes.next & 128U) != 0; // it takes most of the time
    const CsvOptions options = options_from(bytes);
    const std::string_view text(reinterpret_cast<const char*>(bytes.next),
                                std::size_t(bytes.end - bytes.next));
    const CsvImport import = import_csv(text, options);
    require(import.data.has_value() != !import.error.empty(), "there are rows, or the reason");
    require(import.report.problems.size() <= k_csv_shown_problems, "few problems are shown");
    require(import.report.rows_left_out <= import.report.rows,
            "no more rows are left out than are");
    if (!import.data) return 0;
    const Experiment experiment = experiment_of(*import.data);
    require(validate(experiment), "imported rows make a valid experiment");
    if (!use_rows) return 0;
    require_round_trips(experiment);
    if (work_of(experiment) < 1e5) use(experiment);
    return 0;
}
