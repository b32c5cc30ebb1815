#include "engine/data/csv_import.hpp"
#include "engine/experiment/presets.hpp"
#include "engine/experiment/session.hpp"
#include "shell/dialogs/imported_rows.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace backprop;

TEST_CASE("an experiment for imported rows can be trained, however the file writes its classes") {
    struct Case {
        const char* text;
        Activation output;
        ErrorKind error;
    };
    const Case cases[] = {
        {"x,y,class\n1,2,a\n2,1,b\n3,1,a\n", Activation::Sigmoid, ErrorKind::BinaryCrossEntropy},
        {"x,y,class\n1,2,a\n2,1,b\n3,1,c\n", Activation::Softmax, ErrorKind::CrossEntropy},
        {"x,y,class\n1,2,-1\n2,1,1\n3,1,1\n", Activation::Tanh, ErrorKind::HalfSquared},
        {"x,y,price\n1,2,10.5\n2,1,20\n3,1,7\n", Activation::Linear, ErrorKind::HalfSquared},
    };
    for (const Case& row : cases) {
        INFO(row.text);
        CsvOptions options;
        const CsvImport import = import_csv(row.text, options);
        REQUIRE(import.data);
        const Experiment experiment =
            shell::experiment_for_rows(presets().front().make(), *import.data, "mine.csv");
        CHECK(experiment.network.layers.back().activation == row.output);
        CHECK(experiment.loss.error == row.error);
        const Result<SessionPointer> session = make_session(experiment);
        INFO(to_string(session.error));
        CHECK(session);
    }
}
