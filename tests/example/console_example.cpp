#include "engine/experiment/presets.hpp"
#include "engine/experiment/session.hpp"

#include <cstdio>

int main() {
    backprop::Experiment experiment = backprop::presets()[0].make(); // house prices, [4, 5, 1]
    experiment.training.learning_rate = 0.5;
    experiment.training.epochs = 2000;
    const backprop::Result<backprop::SessionPointer> made = backprop::make_session(experiment);
    if (!made) return std::puts(to_string(made.error).c_str()), 1;
    backprop::Session& session = **made;

    apply(session, backprop::command::Run{});
    do {
        const backprop::Snapshot now = snapshot(session);
        std::printf("epoch %5lld   loss %.6f\n", (long long)now.epoch, *now.train.loss);
    } while (advance(session, 500) > 0);
}
