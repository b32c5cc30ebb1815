// The engine against PyTorch: small networks trained by tests/oracle/torch_trajectories.py, whose
// text also explains the file.

#include "engine/experiment/experiment_json.hpp"
#include "tests/engine/golden.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <vector>

using namespace backprop;
using namespace backprop::test;

namespace {

/// Cuts `text` at the first `separator`: gives what is before it, leaves what is behind.
std::string_view take(std::string_view& text, char separator) {
    const std::size_t end = std::min(text.find(separator), text.size());
    const std::string_view taken = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return taken;
}

/// The parameters after a number of updates.
struct Checkpoint {
    std::int64_t updates;
    std::vector<double> parameters;
};

struct Trajectory {
    std::string name;
    std::string experiment; ///< JSON
    std::vector<Checkpoint> checkpoints;
};

Checkpoint read_checkpoint(std::string_view updates, std::string_view numbers) {
    Checkpoint checkpoint{std::strtoll(std::string(updates).c_str(), nullptr, 10), {}};
    while (!numbers.empty())
        checkpoint.parameters.push_back(
            std::strtod(std::string(take(numbers, ' ')).c_str(), nullptr));
    return checkpoint;
}

/// Puts the pieces where the experiment names them: @reals.
std::string with_pieces(std::string_view experiment,
                        const std::map<std::string, std::string>& pieces) {
    std::string text;
    while (!experiment.empty()) {
        text += take(experiment, '@');
        if (experiment.empty()) break;
        const std::size_t end = experiment.find_first_of(",}");
        const auto piece = pieces.find(std::string(experiment.substr(0, end)));
        REQUIRE(piece != pieces.end());
        text += piece->second;
        experiment.remove_prefix(end);
    }
    return text;
}

std::vector<Trajectory> read_trajectories() {
    const std::string file = read_text(BACKPROP_SOURCE_DIR "/tests/golden/torch_trajectories.txt");
    std::map<std::string, std::string> pieces;
    std::vector<Trajectory> trajectories;
    for (std::string_view rest = file; !rest.empty();) {
        std::string_view line = take(rest, '\n');
        const std::string_view word = take(line, ' ');
        if (word == "#") continue;
        if (word == "data" || word == "start") {
            const std::string name(take(line, ' '));
            pieces[name] = line;
        } else if (word == "case") {
            trajectories.push_back({std::string(line), "", {}});
        } else if (word == "experiment") {
            trajectories.back().experiment = with_pieces(line, pieces);
        } else {
            trajectories.back().checkpoints.push_back(read_checkpoint(word, line));
        }
    }
    return trajectories;
}

/// All parameters, layer by layer, weights and then biases.
std::vector<double> parameters_of(const Run& run) {
    std::vector<double> all;
    for (const LayerValues& layer : run.layers()) {
        all.insert(all.end(), layer.weights.begin(), layer.weights.end());
        all.insert(all.end(), layer.biases.begin(), layer.biases.end());
    }
    return all;
}

/// The greatest |w − w_torch| / max(1, |w|).
double distance(const std::vector<double>& ours, const std::vector<double>& torch) {
    REQUIRE(ours.size() == torch.size());
    double worst = 0.0;
    for (std::size_t i = 0; i < ours.size(); ++i) {
        REQUIRE(std::isfinite(ours[i]));
        worst = std::max(worst, std::fabs(ours[i] - torch[i]) / std::max(1.0, std::fabs(ours[i])));
    }
    return worst;
}

} // namespace

TEST_CASE("100 updates give PyTorch's parameters") {
    const std::vector<Trajectory> trajectories = read_trajectories();
    CHECK(trajectories.size() >= 300);
    double worst = 0.0;
    std::string where;
    for (const Trajectory& trajectory : trajectories) {
        INFO(trajectory.name);
        const Result<Experiment> experiment = parse_experiment(trajectory.experiment);
        INFO(to_string(experiment.error));
        REQUIRE(experiment);
        const Run run(*experiment);
        REQUIRE(apply(*run.session, command::Run{}));
        REQUIRE(trajectory.checkpoints.size() == 2);
        for (const Checkpoint& checkpoint : trajectory.checkpoints) {
            advance(*run.session, checkpoint.updates - snapshot(*run.session).updates);
            REQUIRE(snapshot(*run.session).updates == checkpoint.updates);
            const double far = distance(parameters_of(run), checkpoint.parameters);
            INFO("after " << checkpoint.updates << " updates");
            CHECK(far <= 1e-12);
            if (far > worst) {
                worst = far;
                where = trajectory.name;
            }
        }
        CHECK(snapshot(*run.session).updates == 100);
    }
    std::printf("oracle: %zu trajectories of 100 updates, at most %.2g from PyTorch's (%s)\n",
                trajectories.size(), worst, where.c_str());
}
