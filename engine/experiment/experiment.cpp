#include "engine/experiment/experiment.hpp"

namespace backprop {

Experiment::Experiment() = default;
Experiment::Experiment(const Experiment& other) = default;
Experiment::Experiment(Experiment&& other) noexcept = default;
Experiment& Experiment::operator=(const Experiment& other) = default;
Experiment& Experiment::operator=(Experiment&& other) noexcept = default;
Experiment::~Experiment() = default;
bool Experiment::operator==(const Experiment& other) const = default;

} // namespace backprop
