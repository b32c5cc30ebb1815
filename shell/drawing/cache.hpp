#pragma once

#include "engine/training/gradient_flow.hpp"
#include "shell/drawing/decimate.hpp"
#include "shell/drawing/matrix_equation.hpp"
#include "shell/drawing/network_edges.hpp"
#include "shell/drawing/network_layout.hpp"
#include "shell/drawing/pixel_texture.hpp"
#include "shell/frame.hpp"

#include <imgui.h>

#include <cstdint>
#include <utility>
#include <vector>

namespace backprop::shell {

/// Where things lie in the one texture of the drawings.
inline constexpr int k_atlas_width = 512;
inline constexpr int k_atlas_height = 1024;
inline constexpr int k_output_map_space = 128; ///< top left: the output map, a side at most
inline constexpr int k_marker_space = 64;      ///< right of it: the discs and rings of data points
inline constexpr int k_contour_left = 448;     ///< top right: the loss over a plane, 64 × 64
inline constexpr int k_unit_maps_top = 130;    ///< below: the units' maps, tile by tile

/// The loss plot's lines on screen, and what they were made from.
struct LossLines {
    HistoryKey extent_of;
    LossExtent extent;
    HistoryKey paths_of;
    Axis epochs, losses;
    std::vector<ImVec2> train, test;
};

/// The pass as matrix equations, what it was made from, and where one looks in it.
struct MatrixPages {
    std::uint64_t traces = ~std::uint64_t{0}; ///< ModelView::traces
    std::int32_t moment = -1;                 ///< Snapshot::moment
    std::int32_t reached = 0;                 ///< moments whose values are shown
    Notation notation{};
    std::vector<double> parameters; ///< of the pass
    bool complete = false;          ///< all examples of the batch are there, and its parameters
    MatrixForm form;
    std::vector<EquationView> views; ///< one an equation
    bool follow = true;              ///< the steps: what the next moment computes is shown
    Moment chosen;                   ///< otherwise
    std::int32_t chosen_layer = 0;   ///< of the result: the moment of the update has all layers
    std::int32_t looked_at = -1;     ///< equation whose cell is pointed at, since the last frame
    EquationCell pointed;
    std::int32_t cursor_in = -1;
    EquationCell cursor;
};

/// The gradient flow and what it was made from.
struct FlowPages {
    std::uint64_t traces = ~std::uint64_t{0}; ///< ModelView::traces
    bool own_ranges = false;                  ///< each layer's δ over a range of its own
    bool shown_ranges = false;                ///< as `flow` was made
    GradientFlow flow;
};

/// What of a chain rule is open, and the parameters it was worked out with.
struct ChainState {
    Selection about;                      ///< what the rest belongs to
    std::int32_t open_path = 0;           ///< −1: none
    std::int32_t hovered_factor = 0;      ///< its number, under the pointer in the last frame
    std::int32_t hovered_factor_next = 0; ///< what is found in this one
    std::int32_t expanded = 0;            ///< so many layers of the nested form besides the first
    bool all_paths = false;               ///< or all examples of a batch
    std::vector<double> parameters;
    std::uint64_t parameters_revision = ~std::uint64_t{0};
};

/// What the edges were chosen by.
struct EdgeKey {
    std::uint64_t revision = ~std::uint64_t{0};
    EdgeNumbers numbers = EdgeNumbers::Weights;
    bool batch_sum = false;
    std::int32_t example = 0;
    std::int32_t moment = 0;
    bool operator==(const EdgeKey&) const = default;
};

/// What the panels keep between frames so that a frame costs little: pixels that change only with
/// the model, and the choice of edges. `View::drawing` owns it; made by the first panel drawn.
struct DrawingCache {
    PixelTexture atlas{k_atlas_width, k_atlas_height};
    int frame = -1;         ///< ImGui's count of the frame under way
    Selection hovered_next; ///< what panels found under the pointer, shown from the next frame on
    Selection followed;     ///< the selection that the table has scrolled to

    std::uint64_t unit_maps_revision = ~std::uint64_t{0};
    ImU32 unit_maps_color = 0; ///< the theme's blue: tells themes apart
    std::vector<std::pair<std::int32_t, std::int32_t>> unit_tiles; ///< (layer, unit) of each tile

    std::uint64_t output_map_revision = ~std::uint64_t{0};
    ImU32 output_map_color = 0;
    std::int32_t output_map_output = -1;
    int output_map_side = 0; ///< pixels

    int marker_pixels = 0; ///< the side of a baked marker; 0: none yet

    PictureLayout layout;
    EdgeChoice edges;
    EdgeKey edges_of;
    float layout_width = 0, layout_height = 0;

    LossLines loss_lines;
    MatrixPages matrix;
    FlowPages flow;
    ChainState chain;
};

/// The cache of this view. The first call in a frame also turns what was found under the pointer
/// in the last frame into what is highlighted in this one, so that the picture and the table
/// highlight each other's parts whatever the order in which they are drawn.
DrawingCache& drawing_cache(Frame& frame);

} // namespace backprop::shell
