#pragma once

#include "shell/registry.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace backprop::shell {

/// How a unit is drawn, from the roomiest to the smallest.
enum class UnitForm : std::uint8_t {
    Map,   ///< its activation over the input plane
    Card,  ///< name, value, bar
    Short, ///< name and value; in a pass value and what was computed last
    Line,  ///< value and bar
    Dot,   ///< a square coloured by the value
};

/// What a layout is asked for. All lengths in font units.
struct PictureRequest {
    std::span<const std::int32_t> units; ///< a layer each, inputs first
    bool maps = false;                   ///< units show maps; otherwise values
    float width = 0;
    float height = 0;
    float card_width = 5;        ///< of units that show values: wider for more digits
    float left = 0;              ///< kept free left of the inputs (their names)
    float right = 0;             ///< kept free right of the outputs (target and error)
    std::int32_t input_grid = 0; ///< inputs are pixels, so many in a row; 0: they are not
};

struct PlacedUnit {
    std::int32_t layer;
    std::int32_t unit;
    Rect rect;
};

struct PlacedColumn {
    UnitForm form;
    float center;             ///< x
    std::int32_t shown;       ///< the first so many units of the layer have a place
    std::int32_t left_out;    ///< the rest: "… 1,000 more"
    std::size_t first_placed; ///< index of its first unit in PictureLayout::units
    float bottom;             ///< below its last unit; the line about the rest goes here
};

struct PictureLayout {
    float width = 0;   ///< at least the width asked for; more when the columns need it
    float spacing = 0; ///< between the middles of neighbouring columns
    std::vector<PlacedColumn> columns;
    std::vector<PlacedUnit> units; ///< layer by layer
};

/// Places as many units as fit, without overlap, inside `width` × `height`. A network of up to
/// 17 columns is made to fit by smaller forms; only what still does not fit is left out (units)
/// or makes the picture wider than asked for (columns).
PictureLayout place_network(const PictureRequest& request);

/// The placed unit, null when it has no place.
const PlacedUnit* find_unit(const PictureLayout& layout, std::int32_t layer, std::int32_t unit);

} // namespace backprop::shell
