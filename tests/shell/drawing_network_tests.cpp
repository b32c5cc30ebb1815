// The network picture without a window: where units go, which edges are drawn, what is hit.
#include "shell/drawing/network_edges.hpp"
#include "shell/drawing/network_layout.hpp"
#include "shell/drawing/parameter_rows.hpp"
#include "shell/drawing/part_names.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <limits>

namespace backprop::shell {
namespace {

PictureLayout layout_of(const std::vector<std::int32_t>& units, bool maps, float width = 54,
                        float height = 30) {
    PictureRequest request;
    request.units = units;
    request.maps = maps;
    request.width = width;
    request.height = height;
    request.left = 2;
    request.right = 1;
    return place_network(request);
}

bool overlap(const Rect& a, const Rect& b) {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
           b.y < a.y + a.height;
}

/// Every pair apart, everything inside, every unit either placed or counted as left out.
void check_layout(const std::vector<std::int32_t>& units, bool maps, float width, float height) {
    const PictureLayout layout = layout_of(units, maps, width, height);
    REQUIRE(layout.columns.size() == units.size());
    CHECK(layout.width >= width);
    std::size_t placed = 0;
    for (std::size_t layer = 0; layer < units.size(); ++layer) {
        const PlacedColumn& column = layout.columns[layer];
        CHECK(column.shown >= 1);
        CHECK(column.shown + column.left_out == units[layer]);
        CHECK(column.first_placed == placed);
        placed += static_cast<std::size_t>(column.shown);
    }
    REQUIRE(layout.units.size() == placed);
    int overlaps = 0, outside = 0;
    for (std::size_t i = 0; i < placed; ++i) {
        const Rect& rect = layout.units[i].rect;
        const bool inside = rect.x >= -0.01F && rect.y >= -0.01F &&
                            rect.x + rect.width <= layout.width + 0.01F &&
                            rect.y + rect.height <= height + 0.01F;
        outside += inside ? 0 : 1;
        for (std::size_t j = i + 1; j < placed; ++j)
            overlaps += overlap(rect, layout.units[j].rect) ? 1 : 0;
    }
    CHECK(overlaps == 0);
    CHECK(outside == 0);
}

std::vector<LayerValues> values_of(const std::vector<std::int32_t>& units) {
    std::vector<LayerValues> layers;
    for (std::size_t i = 1; i < units.size(); ++i) {
        LayerValues values;
        values.units = units[i];
        values.inputs = units[i - 1];
        const auto count =
            static_cast<std::size_t>(units[i]) * static_cast<std::size_t>(units[i - 1]);
        for (std::size_t w = 0; w < count; ++w) // spread over signs and sizes, no two alike
            values.weights.push_back(std::sin(static_cast<double>(w * 7 + i) * 1.37));
        values.biases.assign(static_cast<std::size_t>(units[i]), 0.1);
        layers.push_back(std::move(values));
    }
    return layers;
}

TEST_CASE("units never overlap and stay inside, from tiny to huge networks", "[drawing]") {
    const std::vector<std::vector<std::int32_t>> networks{
        {2, 1},
        {2, 6, 4, 1},
        {2, 8, 8, 8, 1},
        {4, 5, 1},
        {2, 1024, 8, 1},
        {1024, 1024, 1024},
        {2, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 1},
        {4, 40, 2, 7}};
    for (const auto& units : networks)
        for (const bool maps : {false, true})
            for (const float width : {22.0F, 34.0F, 54.0F, 110.0F})
                for (const float height : {6.0F, 14.0F, 30.0F, 60.0F}) {
                    INFO("layers " << units.size() << " width " << width << " height " << height
                                   << " maps " << maps);
                    check_layout(units, maps, width, height);
                }
}

TEST_CASE("values get cards where there is room, and smaller forms where not", "[drawing]") {
    const PictureLayout houses = layout_of({4, 5, 1}, false);
    for (const PlacedColumn& column : houses.columns) {
        CHECK(column.form == UnitForm::Card);
        CHECK(column.left_out == 0);
    }
    CHECK(layout_of({4, 11, 1}, false).columns[1].form == UnitForm::Short);
    CHECK(layout_of({4, 13, 1}, false).columns[1].form == UnitForm::Line);
    CHECK(layout_of({4, 16, 1}, false).columns[1].form == UnitForm::Dot);
    CHECK(layout_of({4, 300, 1}, false).columns[1].left_out > 200);
    CHECK(layout_of({4, 5, 1}, true).columns[1].form == UnitForm::Map);
}

TEST_CASE("sixteen layers fit a desktop window without scrolling", "[drawing]") {
    const std::vector<std::int32_t> deep{2, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 1};
    CHECK(layout_of(deep, true, 54).width == 54);
    CHECK(layout_of(deep, false, 54).width == 54);
    CHECK(layout_of(deep, true, 22).width > 22); // a phone scrolls
}

TEST_CASE("all edges of a small network are drawn, the strongest on top", "[drawing]") {
    const std::vector<std::int32_t> units{2, 6, 4, 1};
    const EdgeChoice choice = choose_edges(values_of(units), layout_of(units, true));
    CHECK(choice.total == 2 * 6 + 6 * 4 + 4);
    REQUIRE(choice.edges.size() == 40);
    for (std::size_t i = 1; i < choice.edges.size(); ++i)
        CHECK(choice.edges[i].strength >= choice.edges[i - 1].strength);
    CHECK(choice.edges.back().strength == 1);
}

TEST_CASE("of a large network a bounded number of the strongest edges is drawn", "[drawing]") {
    const std::vector<std::int32_t> units{2, 1024, 1024, 1};
    const auto layers = values_of(units);
    const PictureLayout layout = layout_of(units, true);
    const EdgeChoice choice = choose_edges(layers, layout, 100);
    CHECK(choice.total == 2048 + 1024 * 1024 + 1024);
    CHECK(choice.edges.size() <= 100);
    std::vector<int> per_layer(4, 0);
    std::vector<double> weakest(4, 2);
    for (const PlacedEdge& edge : choice.edges) {
        const auto layer = static_cast<std::size_t>(edge.layer);
        ++per_layer[layer];
        weakest[layer] = std::min(weakest[layer], std::abs(edge.weight));
        CHECK(find_unit(layout, edge.layer, edge.to) != nullptr);
        CHECK(find_unit(layout, edge.layer - 1, edge.from) != nullptr);
    }
    for (std::size_t layer = 1; layer <= 3; ++layer)
        CHECK(per_layer[layer] > 0);
    // What is left out of the middle layer is weaker than what is drawn.
    int stronger = 0;
    const PlacedColumn &from = layout.columns[1], &to = layout.columns[2];
    for (std::int32_t t = 0; t < to.shown; ++t)
        for (std::int32_t f = 0; f < from.shown; ++f)
            stronger +=
                std::abs(layers[1].weights[static_cast<std::size_t>(t * 1024 + f)]) > weakest[2]
                    ? 1
                    : 0;
    CHECK(stronger == per_layer[2] - 1);
}

TEST_CASE("weights that are not finite have no strength", "[drawing]") {
    const std::vector<std::int32_t> units{2, 1};
    auto layers = values_of(units);
    layers[0].weights = {std::numeric_limits<double>::quiet_NaN(), 0.5};
    const EdgeChoice choice = choose_edges(layers, layout_of(units, true));
    REQUIRE(choice.edges.size() == 2);
    CHECK(choice.edges[0].strength == 0);
    CHECK(choice.edges[1].strength == 1);
    layers[0].weights = {0, 0};
    for (const PlacedEdge& edge : choose_edges(layers, layout_of(units, true)).edges)
        CHECK(edge.strength == 0);
}

TEST_CASE("the pointer finds biases, units and edges, and nothing beside them", "[drawing]") {
    const std::vector<std::int32_t> units{2, 6, 4, 1};
    const PictureLayout layout = layout_of(units, true);
    const EdgeChoice choice = choose_edges(values_of(units), layout);
    const auto at = [&](Point point, BiasMode bias = BiasMode::PerUnit) {
        return hit_test(layout, choice.edges, bias, point, 0.4F);
    };
    const Rect unit = find_unit(layout, 1, 2)->rect;
    const Selection middle = at({unit.x + unit.width / 2, unit.y + unit.height / 2});
    CHECK(middle == Selection{SelectionKind::Unit, 1, 2, 0});
    const Rect bias = bias_square(unit);
    const Point corner{bias.x + bias.width / 2, bias.y + bias.height / 2};
    CHECK(at(corner) == Selection{SelectionKind::Bias, 1, 2, 0});
    CHECK(at(corner, BiasMode::None).kind != SelectionKind::Bias);
    CHECK(at({-20, -20}).kind == SelectionKind::None);
    CHECK(at({1, 0.1F}).kind == SelectionKind::None);

    // Near its start an edge is met before the others of its unit part from it.
    const EdgeCurve curve =
        edge_curve(find_unit(layout, 2, 3)->rect, find_unit(layout, 3, 0)->rect);
    CHECK(at(point_on(curve, 0.45F)) == Selection{SelectionKind::Weight, 3, 0, 3});
}

TEST_CASE("every weight of a small network can be picked at a place of its own", "[drawing]") {
    const std::vector<std::vector<std::int32_t>> networks{{4, 5, 1}, {2, 6, 4, 1}, {2, 4, 4, 1}};
    for (const auto& units : networks)
        for (const bool maps : {false, true}) {
            const PictureLayout layout = layout_of(units, maps);
            const EdgeChoice choice = choose_edges(values_of(units), layout);
            std::vector<Point> places;
            for (const PlacedEdge& edge : choice.edges) {
                INFO("layer " << edge.layer << ": " << edge.from << " to " << edge.to);
                const EdgeCurve curve =
                    edge_curve(find_unit(layout, edge.layer - 1, edge.from)->rect,
                               find_unit(layout, edge.layer, edge.to)->rect);
                const Point place = point_on(curve, handle_share(layout, edge.layer));
                CHECK(hit_test(layout, choice.edges, BiasMode::PerUnit, place, 0.4F) ==
                      Selection{SelectionKind::Weight, edge.layer, edge.to, edge.from});
                for (const Point& other : places)
                    CHECK(std::hypot(place.x - other.x, place.y - other.y) > 0.4F);
                places.push_back(place);
            }
        }
}

TEST_CASE("a shared bias has one square a layer", "[drawing]") {
    const PictureLayout layout = layout_of({4, 5, 1}, false);
    const Rect square = shared_bias_square(layout, 1);
    const Point inside{square.x + square.width / 2, square.y + square.height / 2};
    CHECK(hit_test(layout, {}, BiasMode::Shared, inside, 0.4F) ==
          Selection{SelectionKind::Bias, 1, 0, 0});
    for (const PlacedUnit& unit : layout.units)
        CHECK_FALSE(overlap(unit.rect, square));
}

TEST_CASE("an edge's curve meets both units and its distance is that of its nearest point",
          "[drawing]") {
    const EdgeCurve curve = edge_curve({0, 0, 2, 2}, {12, 10, 2, 2});
    CHECK(curve.start.x == 2);
    CHECK(curve.start.y == 1);
    CHECK(point_on(curve, 1).x == 12);
    CHECK(point_on(curve, 1).y == 11);
    CHECK(distance_to(curve, point_on(curve, 0.3F)) < 0.1F);
    CHECK(std::abs(distance_to(curve, {2, -4}) - 5) < 0.01F);
}

TEST_CASE("parts have the names of the page interface and of formulas", "[drawing]") {
    const Selection weight{SelectionKind::Weight, 3, 0, 1};
    CHECK(part_id(weight, BiasMode::PerUnit) == "weight 3: 2 to 1");
    CHECK(part_symbol(weight, BiasMode::PerUnit) == "w³₁₂");
    CHECK(part_id({SelectionKind::Unit, 2, 2, 0}, BiasMode::None) == "unit 2.3");
    CHECK(part_symbol({SelectionKind::Unit, 2, 2, 0}, BiasMode::None) == "a²₃");
    const Selection bias{SelectionKind::Bias, 2, 2, 0};
    CHECK(part_id(bias, BiasMode::PerUnit) == "bias 2.3");
    CHECK(part_symbol(bias, BiasMode::PerUnit) == "b²₃");
    CHECK(part_id({SelectionKind::Bias, 2, 0, 0}, BiasMode::Shared) == "bias 2");
    CHECK(part_symbol({SelectionKind::Bias, 2, 0, 0}, BiasMode::Shared) == "b²");
    CHECK(part_symbol({SelectionKind::Weight, 12, 9, 3}, BiasMode::PerUnit) == "w¹² 10,4");
    CHECK(part_id({}, BiasMode::PerUnit).empty());
    CHECK(pretty_name("x1") == "x₁");
    CHECK(pretty_name("area") == "area");
    CHECK(pretty_name("column 12") == "column 12");
    CHECK(pretty_name("7") == "7");
}

TEST_CASE("rows of the parameter table and parts are inverse", "[drawing]") {
    const std::vector<std::int32_t> units{2, 6, 4, 1};
    const auto layers = values_of(units);
    for (const BiasMode bias : {BiasMode::PerUnit, BiasMode::Shared, BiasMode::None})
        for (const std::int32_t only : {0, 1, 3}) {
            const ParameterRows rows{&layers, bias, only};
            const std::int64_t count = row_count(rows);
            for (std::int64_t row = 0; row < count; ++row) {
                const Selection part = part_in_row(rows, row);
                CHECK(part.kind != SelectionKind::None);
                CHECK(row_of_part(rows, part) == row);
            }
            CHECK(part_in_row(rows, count).kind == SelectionKind::None);
            CHECK(part_in_row(rows, -1).kind == SelectionKind::None);
        }
    CHECK(row_count({&layers, BiasMode::PerUnit, 0}) == 40 + 11);
    CHECK(row_count({&layers, BiasMode::Shared, 0}) == 40 + 3);
    CHECK(row_count({&layers, BiasMode::None, 2}) == 24);
    CHECK(row_of_part({&layers, BiasMode::PerUnit, 1}, {SelectionKind::Weight, 2, 0, 0}) == -1);
    CHECK(row_of_part({&layers, BiasMode::PerUnit, 0}, {SelectionKind::Unit, 2, 1, 0}) ==
          6 * 3 + 7);
    CHECK(row_of_part({&layers, BiasMode::PerUnit, 0}, {SelectionKind::Weight, 2, 9, 0}) == -1);
}

} // namespace
} // namespace backprop::shell
