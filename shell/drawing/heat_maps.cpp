#include "shell/drawing/heat_maps.hpp"

#include "engine/data/preparation.hpp"
#include "shell/drawing/class_plane.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace backprop::shell {

namespace {

/// In place of an output's number: the map shows which of them is the greatest.
constexpr std::int32_t k_all_outputs = -2;

/// A colour for every 1/256 of the way from −1 to 1.
struct Palette {
    std::array<ImU32, 257> colors;
};

Palette make_palette(const Theme& theme) {
    Palette palette;
    for (std::size_t i = 0; i < palette.colors.size(); ++i)
        palette.colors[i] = sign_color(theme, (static_cast<double>(i) - 128.0) / 128.0);
    return palette;
}

ImU32 color_in(const Palette& palette, ActivationRange range, double activation) {
    const double share = signed_share(range, activation);
    return palette.colors[static_cast<std::size_t>(128.0 + share * 128.0 + 0.5)];
}

/// Tiles carry a border of one pixel that repeats the edge, so that neighbours never bleed in
/// when the texture is interpolated.
int tile_side(const ModelView& model) {
    return model.unit_map_size + 2;
}

struct TilePlace {
    int x, y;
};

std::size_t tile_capacity(int side) {
    const int rows = (k_atlas_height - k_unit_maps_top) / side;
    return static_cast<std::size_t>(rows * (k_atlas_width / side));
}

TilePlace tile_place(std::size_t index, int side) {
    const int across = k_atlas_width / side;
    const int number = static_cast<int>(index);
    return {number % across * side, k_unit_maps_top + number / across * side};
}

void write_tile(PixelTexture& atlas, TilePlace place, int size, const double* values,
                ActivationRange range, const Palette& palette) {
    for (int row = -1; row <= size; ++row) {
        ImU32* pixels = pixels_at(atlas, place.x, place.y + row + 1);
        const double* source = values + std::ptrdiff_t{std::clamp(row, 0, size - 1)} * size;
        for (int column = -1; column <= size; ++column)
            pixels[column + 1] = color_in(palette, range, source[std::clamp(column, 0, size - 1)]);
    }
}

std::vector<std::pair<std::int32_t, std::int32_t>> wanted_tiles(const Frame& frame,
                                                                const PictureLayout& layout) {
    std::vector<std::pair<std::int32_t, std::int32_t>> tiles;
    const ModelView& model = frame.model;
    for (const PlacedUnit& unit : layout.units) {
        const auto layer = static_cast<std::size_t>(unit.layer);
        if (tiles.size() >= tile_capacity(tile_side(model))) break;
        if (layer >= model.unit_maps.size() || unit.unit >= model.unit_maps[layer].rows) continue;
        if (model.unit_maps[layer].columns < model.unit_map_size * model.unit_map_size) continue;
        tiles.emplace_back(unit.layer, unit.unit);
    }
    return tiles;
}

void refresh_output_map(Frame& frame, DrawingCache& cache) {
    const ModelView& model = frame.model;
    const int size = model.output_map_size;
    const bool classes = shows_classes(frame);
    const std::int32_t output = classes ? k_all_outputs : frame.view.output;
    const bool is_known = size > 0 && (classes || output >= 0) && output < model.output_map.rows &&
                          model.output_map.columns >= size * size;
    const int side = is_known ? std::min(size, k_output_map_space) : 0;
    if (cache.output_map_revision == model.revision && cache.output_map_output == output &&
        cache.output_map_color == frame.theme.positive && cache.output_map_side == side)
        return;
    cache.output_map_revision = model.revision;
    cache.output_map_output = output;
    cache.output_map_color = frame.theme.positive;
    cache.output_map_side = side;
    if (!is_known) return;
    const Palette palette = make_palette(frame.theme);
    const auto last = static_cast<std::int32_t>(frame.snapshot.experiment->network.layers.size());
    const ActivationRange range = range_of_unit(frame, last, output);
    if (classes) {
        for (int y = 0; y < side; ++y) {
            ImU32* pixels = pixels_at(cache.atlas, 0, y);
            for (int x = 0; x < side; ++x)
                pixels[x] = class_map_color(frame.theme, model.output_map,
                                            y * size / side * size + x * size / side);
        }
        mark_changed(cache.atlas, 0, 0, side, side);
        return;
    }
    const double* values = model.output_map.row_data(output);
    for (int y = 0; y < side; ++y) {
        ImU32* pixels = pixels_at(cache.atlas, 0, y);
        const double* row =
            values + std::ptrdiff_t{y * size / side} * size; // fewer pixels when it is too large
        for (int x = 0; x < side; ++x)
            pixels[x] = color_in(palette, range, row[x * size / side]);
    }
    mark_changed(cache.atlas, 0, 0, side, side);
}

} // namespace

double signed_share(ActivationRange range, double activation) {
    if (!std::isfinite(activation)) return 0;
    const double middle = (range.low + range.high) / 2, half = (range.high - range.low) / 2;
    if (!(half > 0)) return 0;
    return std::clamp((activation - middle) / half, -1.0, 1.0);
}

Activation activation_of_layer(const Experiment& experiment, std::int32_t layer) {
    const auto& layers = experiment.network.layers;
    if (layer < 1 || static_cast<std::size_t>(layer) > layers.size()) return Activation::Linear;
    return layers[static_cast<std::size_t>(layer) - 1].activation;
}

ActivationRange range_of_unit(const Frame& frame, std::int32_t layer, std::int32_t unit) {
    const double extent = frame.model.extent;
    if (layer == 0 && frame.model.unit_map_size > 0 && unit < 2 && extent > 0) {
        const double center = frame.model.center[unit];
        // Inputs are coloured as the network sees them: scaled.
        const std::vector<ColumnScale>& scales = frame.snapshot.preparation->inputs;
        const auto index = static_cast<std::size_t>(unit);
        const ColumnScale scale = index < scales.size() ? scales[index] : ColumnScale{};
        return {scaled(scale, center - extent), scaled(scale, center + extent)};
    }
    return shown_range(activation_of_layer(*frame.snapshot.experiment, layer));
}

void refresh_unit_maps(Frame& frame, DrawingCache& cache) {
    const ModelView& model = frame.model;
    auto tiles = wanted_tiles(frame, cache.layout);
    if (cache.unit_maps_revision == model.revision &&
        cache.unit_maps_color == frame.theme.positive && cache.unit_tiles == tiles)
        return;
    cache.unit_maps_revision = model.revision;
    cache.unit_maps_color = frame.theme.positive;
    cache.unit_tiles = std::move(tiles);
    if (cache.unit_tiles.empty()) return;
    const Palette palette = make_palette(frame.theme);
    const int side = tile_side(model);
    for (std::size_t i = 0; i < cache.unit_tiles.size(); ++i) {
        const auto [layer, unit] = cache.unit_tiles[i];
        const double* values = model.unit_maps[static_cast<std::size_t>(layer)].row_data(unit);
        write_tile(cache.atlas, tile_place(i, side), model.unit_map_size, values,
                   range_of_unit(frame, layer, unit), palette);
    }
    const int bottom = tile_place(cache.unit_tiles.size() - 1, side).y + side;
    mark_changed(cache.atlas, 0, k_unit_maps_top, k_atlas_width, bottom - k_unit_maps_top);
}

void draw_unit_map(Frame& frame, DrawingCache& cache, ImDrawList* draw_list, std::int32_t layer,
                   std::int32_t unit, const Rect& rect, float rounding) {
    const ImVec2 low{rect.x, rect.y}, high{rect.x + rect.width, rect.y + rect.height};
    const auto tile =
        std::lower_bound(cache.unit_tiles.begin(), cache.unit_tiles.end(), std::pair{layer, unit});
    if (tile == cache.unit_tiles.end() || *tile != std::pair{layer, unit}) {
        draw_list->AddRectFilled(low, high, frame.theme.neutral, rounding);
        return;
    }
    const int side = tile_side(frame.model);
    const auto index = static_cast<std::size_t>(tile - cache.unit_tiles.begin());
    const TilePlace place = tile_place(index, side);
    const auto x = static_cast<float>(place.x), y = static_cast<float>(place.y);
    const auto end = static_cast<float>(side - 1);
    draw_list->AddImageRounded(cache.atlas.data.GetTexRef(), low, high,
                               uv_of(cache.atlas, x + 1, y + 1),
                               uv_of(cache.atlas, x + end, y + end), IM_COL32_WHITE, rounding);
}

void draw_output_map(Frame& frame, DrawingCache& cache, ImDrawList* draw_list, const Rect& rect,
                     float rounding) {
    refresh_output_map(frame, cache);
    const ImVec2 low{rect.x, rect.y}, high{rect.x + rect.width, rect.y + rect.height};
    if (cache.output_map_side == 0) {
        draw_list->AddRectFilled(low, high, frame.theme.neutral, rounding);
        return;
    }
    // Half a pixel inside, so that interpolation stays within the map.
    const float end = static_cast<float>(cache.output_map_side) - 0.5F;
    draw_list->AddImageRounded(cache.atlas.data.GetTexRef(), low, high,
                               uv_of(cache.atlas, 0.5F, 0.5F), uv_of(cache.atlas, end, end),
                               IM_COL32_WHITE, rounding);
}

} // namespace backprop::shell
