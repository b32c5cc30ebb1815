#pragma once

#include "engine/experiment/conventions.hpp"
#include "engine/experiment/session_probe.hpp"
#include "engine/training/gradient_check.hpp"
#include "shell/frame.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What the tabs that try things out keep between frames. What takes long is computed a part in
/// each frame, and begins again when what it is about has changed.
namespace backprop::shell {

/// When computing may begin again while training changes everything in every frame: it gets a small
/// share of the time.
struct Pacing {
    double begun = 0;
    double next = 0;
};
bool may_begin(const Frame& frame, const Pacing& pacing);
void note_begin(Pacing& pacing);
void note_end(Pacing& pacing);

/// The time until which a panel may compute in this frame.
double work_until();
/// Whether that has come; if not, asks for nothing. Call it after each part.
bool is_over(double end);

/// The worst error of some parameters with one step of the differences.
struct StepError {
    double step;
    double error;
};

struct CheckState {
    double step = GradientCheckSpec{}.step;
    PlantedMistake mistake = PlantedMistake::None;
    bool worst_first = true;

    // What is computed, or being computed.
    std::uint64_t revision = ~std::uint64_t{0};
    GradientCheckSpec spec;
    std::optional<BatchProbe> probe;
    CheckUnderWay under_way;
    bool working = false;
    Pacing pacing;

    GradientCheck check;             ///< the last finished one; at first what there is of it
    std::vector<std::int64_t> order; ///< of its pairs, the worst first
    std::int64_t wrong = 0;
    double shown_step = 0; ///< of `check`
    PlantedMistake shown_mistake = PlantedMistake::None;

    std::vector<StepError> steps; ///< those computed so far, from the largest
    std::vector<StepError> shown_steps;
    CheckUnderWay step_under_way;
};

/// The loss over one parameter, and what the next step of that parameter does.
struct LossCurve {
    std::int64_t parameter = -1;
    double low = 0, high = 0;   ///< the range of its values
    std::vector<double> losses; ///< at values evenly spread over it, both ends included
    double value = 0, loss = 0, slope = 0;
    StepLimits limits{};
    bool limits_known = false; ///< looked for: the batch is not too large
};

/// The step of the pass under way along the curve's parameter.
struct CurveStep {
    double from; ///< its value before
    double to;
    double loss;   ///< where the step ends, all others as they are
    bool is_plain; ///< from − α·slope: no optimizer's own numbers, penalty or clipping in it
};

struct CurveState {
    bool contour = false; ///< where there is no room for both
    bool fit = true;      ///< the range is to be chosen anew
    double low = 0, high = 1;

    std::uint64_t revision = ~std::uint64_t{0};
    std::optional<BatchProbe> probe;
    LossCurve next; ///< the one being computed
    bool working = false;
    Pacing pacing;

    LossCurve shown;                  ///< no losses: nothing yet
    std::uint64_t shown_revision = 0; ///< of the session
    std::optional<CurveStep> step;    ///< along it; none where it does not move
    bool step_known = false;
};

/// The loss over a plane of parameters, with the training so far.
struct Contour {
    bool random = false;
    std::int64_t first = -1, second = -1; ///< parameters
    LossGrid grid;
    std::vector<PathPoint> path;
};

struct ContourState {
    bool random = false;      ///< directions instead of two parameters
    std::uint64_t seed = 1;   ///< of the directions
    std::int64_t second = -1; ///< parameter of the vertical axis
    double zoom = 1;          ///< above 1: closer than what fits

    std::uint64_t revision = ~std::uint64_t{0};
    std::uint64_t made_seed = 0;
    double made_zoom = 0;
    std::optional<BatchProbe> probe;
    ParameterPlane plane;
    Contour next;
    bool working = false;
    Pacing pacing;

    Contour shown;
    std::uint64_t version = 0; ///< of `shown`
    std::uint64_t drawn = 0;   ///< the version in the texture
    ImU32 drawn_color = 0;     ///< tells themes apart
};

struct KnownOutcome {
    const ConventionOption* option; ///< null: that of the experiment as it is
    Outcome outcome;
};

struct ConventionState {
    std::int64_t chosen_epochs = 0; ///< 0: as many as are there soon

    std::uint64_t revision = ~std::uint64_t{0};
    std::uint64_t data_revision = ~std::uint64_t{0};
    Experiment base; ///< the experiment as it is
    ParameterPlace place;
    std::int64_t epochs = 1;
    std::int64_t made_epochs = 0;
    std::vector<KnownOutcome> outcomes; ///< those computed so far
    std::optional<OutcomeRun> run;      ///< of the next one
};

struct ProbeState {
    CheckState check;
    CurveState curve;
    ContourState contour;
    std::vector<std::int64_t> curve_shape; ///< of the network that both are about
    ConventionState conventions;
};
ProbeState& probe_state(Frame& frame);

/// The weight or bias that is selected: of a unit its bias or first weight, otherwise the first
/// weight of the output layer.
Selection selected_parameter(const Frame& frame);

/// Its letter in the notation of the formulas: "w₅", "w²₁₁".
std::string parameter_name(const Frame& frame, const ParameterPlace& place);

} // namespace backprop::shell
