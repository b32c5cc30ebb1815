#pragma once

#include "engine/experiment/notation.hpp"
#include "engine/experiment/session.hpp"
#include "shell/theme.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace backprop::shell {

struct DrawingCache; // drawing/cache.hpp
struct ProbeState;   // panels/probe_state.hpp

enum class SelectionKind : std::uint8_t { None, Unit, Weight, Bias };

/// A part of the network. Layers count from 0 = inputs; `from` is a unit of the layer before.
struct Selection {
    SelectionKind kind = SelectionKind::None;
    std::int32_t layer = 0;
    std::int32_t to = 0;
    std::int32_t from = 0;
    bool operator==(const Selection&) const = default;
};

/// What the explaining panel shows.
enum class ExplainTab : std::uint8_t {
    ChainRule,
    Matrix,
    Check,
    Flow,
    ErrorCurve,
    Conventions,
    Parameters
};

inline constexpr Choice k_explain_tabs[] = {
    {"chain-rule", "Chain rule", ""},   {"matrix", "Matrix form", ""},
    {"check", "Check it", ""},          {"flow", "Flow", ""},
    {"error-curve", "Error curve", ""}, {"conventions", "Conventions", ""},
    {"parameters", "Weights", ""},
};
static_assert(has_row_for(k_explain_tabs, ExplainTab::Parameters));

/// What the edges of the network picture stand for.
enum class EdgeNumbers : std::uint8_t { Weights, Gradients, Updates };

inline constexpr Choice k_edge_numbers[] = {
    {"weights", "weights", ""},
    {"gradients", "gradients", ""},
    {"updates", "updates", ""},
};
static_assert(has_row_for(k_edge_numbers, EdgeNumbers::Updates));

/// Moments a second of slow play, from slow to fast.
inline constexpr double k_play_speeds[] = {0.25, 0.5, 1, 2, 4, 8};

/// "Digits shown".
inline constexpr std::int32_t k_fewest_digits = 3;
inline constexpr std::int32_t k_most_digits = 12;
inline constexpr std::int32_t k_default_digits = 4;

/// What the user looks at; not part of the experiment.
struct View {
    std::int32_t example = 0; ///< training row whose values the network picture shows
    bool batch_sum = false;   ///< gradients are the batch's, not those of `example` alone
    EdgeNumbers edges = EdgeNumbers::Weights;
    bool playing = false;        ///< goes on moment by moment (stepping.hpp)
    std::int32_t play_speed = 2; ///< index of k_play_speeds
    float flow = 0; ///< how far the arrows of a moment have moved, in their lengths; 0 at rest
    bool log_loss = false;          ///< loss axis
    bool show_test = true;          ///< test points on the map
    Selection selection;            ///< clicked: stays
    Selection hovered;              ///< under the pointer, in any panel
    std::int32_t output = 0;        ///< which output unit the map and the fit show
    bool show_classes = true;       ///< the map shows classes where there are several
    double speed = 200;             ///< epochs a second; see pace.hpp
    double examples_per_second = 0; ///< measured by the application, 0 while not running
    bool coarse_pointer = false;    ///< a finger: targets are larger
    ThemeChoice theme = ThemeChoice::System;
    bool loss_all_epochs = false;      ///< the loss plot spans all epochs, not those trained so far
    std::int32_t parameters_layer = 0; ///< the layer whose parameters the table lists, 0: all
    std::int32_t digits = k_default_digits; ///< after the point, in the numbers of a pass
    ExplainTab explain_tab = ExplainTab::ChainRule;
    float explain_share = 0;          ///< of the window's height; 0: the default (LayoutInput)
    float loss_share = 0;             ///< of the width of loss and explanation; 0: the default
    std::optional<Notation> notation; ///< that a lesson asks for; otherwise the data set's own
    bool hides_numbers = false;       ///< an exercise asks for what is not known yet
    bool lesson_open = false;         ///< the lesson's panel is shown (Section::Lesson)
    std::vector<std::string_view> open_groups; ///< keys of the groups of settings not folded away
    std::shared_ptr<DrawingCache> drawing;     ///< what the drawing panels keep between frames
    std::shared_ptr<ProbeState> probe;         ///< what the panels that try things out keep
    bool working = false; ///< set by a panel that goes on computing: another frame is needed
};

/// The engine's numbers that panels draw, recomputed by the application when the session's
/// revision changes (heat maps at most a few times a second while training is heavy).
struct ModelView {
    std::uint64_t revision = 0;
    std::vector<LayerValues> layers;

    std::vector<Matrix<double>> train; ///< activations of every layer, units × training rows
    std::vector<Matrix<double>> test;  ///< the same for the rows held back

    std::int32_t unit_map_size = 0;        ///< pixels a side; 0 unless the data has two inputs
    std::vector<Matrix<double>> unit_maps; ///< [layer]: units × (size·size), row 0 at the top
    std::int32_t output_map_size = 0;
    Matrix<double> output_map;        ///< outputs × (size·size)
    std::vector<double> curve_inputs; ///< one input: where `curve` is computed, from low to high
    Matrix<double> curve;             ///< outputs × points, in the data's units
    double extent = 6.0; ///< the maps' inputs run over [center − extent, center + extent]
    double center[2] = {0, 0};

    std::vector<Moment> moments;          ///< of a pass; Snapshot::moment counts in them
    std::vector<std::int32_t> batch_rows; ///< training rows in the batch of the pass under way

    // Traces of the pass under way, computed while something on screen explains it (wants_traces);
    // otherwise, and where a network or batch is too large for it, without layers (or parameters).
    std::uint64_t traces = 0; ///< grows when they are computed anew
    PassTrace batch;          ///< the batch of `batch_rows`
    PassTrace example;        ///< row View::example alone
    UpdateTrace update;
    bool too_large_for_batch = false;  ///< why `batch` and `update` are empty
    bool too_large_for_update = false; ///< why `update` is empty
};

} // namespace backprop::shell
