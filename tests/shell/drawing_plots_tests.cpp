// What plots and pictures write: with many rows, epochs or changes, large numbers and long names
// nothing overlaps or leaves its panel.
#include "tests/shell/headless.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace backprop;
using namespace backprop::shell;
using namespace backprop::shell::test;

namespace {

/// Rows of one's own: regression, `inputs` columns and one target.
std::string load_rows(const std::vector<std::string>& columns, const std::string& rows,
                      const std::string& hidden) {
    std::string names;
    for (const std::string& column : columns)
        names += (names.empty() ? "\"" : ",\"") + column + "\"";
    const std::string inputs = std::to_string(columns.size() - 1);
    return R"({"call":"load","experiment":{"version":1,"name":"rows","data":{"kind":"inline",
        "task":"regression","inputs":)" +
           inputs + R"(,"columns":[)" + names + R"(],"train":[)" + rows +
           R"(]},"network":{"inputs":)" + inputs + R"(,"layers":[)" + hidden +
           R"({"units":1,"activation":"linear"}]}}})";
}

std::vector<Widget> widgets_with(const Headless& lab, const std::string& start,
                                 const std::string& end = "") {
    std::vector<Widget> found;
    for (Widget& widget : lab.widgets())
        if (widget.id.rfind(start, 0) == 0 && widget.id.size() >= end.size() &&
            widget.id.substr(widget.id.size() - end.size()) == end)
            found.push_back(std::move(widget));
    return found;
}

/// Checks that no two of them share a point, and that none leaves `bounds`.
void check_apart(const std::vector<Widget>& labels, const Rect& bounds) {
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const Rect& a = labels[i].rect;
        INFO(labels[i].id << " \"" << labels[i].text << "\"");
        CHECK(a.x >= bounds.x);
        CHECK(a.x + a.width <= bounds.x + bounds.width);
        for (std::size_t j = i + 1; j < labels.size(); ++j) {
            const Rect& b = labels[j].rect;
            INFO("and " << labels[j].id << " \"" << labels[j].text << "\"");
            const bool share = a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
                               b.y < a.y + a.height;
            CHECK(!share);
        }
    }
}

const std::string k_long =
    "the length of the petal in millimetres measured by hand at noon on Monday";

} // namespace

TEST_CASE("thousands of rows draw more vertices than 16 bits count", "[drawing]") {
    std::string rows;
    for (int i = 0; i < 4500; ++i)
        rows += std::string(i > 0 ? "," : "") + "[" + std::to_string(i % 67) + "," +
                std::to_string(i % 71) + (i % 2 == 0 ? ",1,0]" : ",0,1]");
    Headless lab(1440, 900);
    REQUIRE(lab.call(R"({"call":"load","experiment":{"version":1,"name":"many",
        "data":{"kind":"inline","task":"classification","inputs":2,
                "columns":["a","b","yes","no"],"train":[)" +
                     rows + R"(]},"network":{"inputs":2,"layers":[{"units":2,
                     "activation":"softmax"}]},"loss":{"error":"cross-entropy"}}})") == k_ok);
    lab.frames(3);
    const FrameCost cost = cost_of_frame();
    CHECK(cost.most_in_list > 65'536);
    CHECK(cost.finite);
}

TEST_CASE("many changes leave the loss curve in sight", "[drawing]") {
    Headless lab(1440, 900);
    lab.call(load_circle(layer(3), R"(,"training":{"epochs":1000})"));
    const auto step = [&](int count, bool change) {
        for (int i = 0; i < count; ++i) {
            REQUIRE(lab.call(R"({"call":"step","what":"epoch"})") == k_ok);
            if (change)
                REQUIRE(lab.call(R"({"call":"set","path":"training.learning_rate","value":0.0)" +
                                 std::to_string(i + 1) + "}") == k_ok);
        }
        lab.frames(3);
        return cost_of_frame().vertices;
    };
    step(400, true);
    const int with_marks = cost_of_frame().vertices;
    REQUIRE(lab.call(R"({"call":"reset"})") == k_ok);
    CHECK(with_marks - step(400, false) < 8000); // a mark at each would have 41,820
}

TEST_CASE("the numbers of epochs never overlap", "[drawing]") {
    for (const float width : {1440.0F, 1024.0F, 390.0F})
        for (const char* epochs : {"7", "1000", "123456", "7654321", "10000000"}) {
            Headless lab(width, width < 1000 ? 3000 : 900); // on a phone below each other
            lab.call(load_circle(layer(3), R"(,"training":{"epochs":)" + std::string(epochs) +
                                               R"(,"batch":"all"})"));
            lab.click("loss.all_epochs.on");
            std::vector<Rect> numbers;
            for (const Widget& widget : lab.widgets())
                if (widget.id.rfind("epoch.axis ", 0) == 0) numbers.push_back(widget.rect);
            INFO(width << " wide, " << epochs << " epochs");
            CHECK(numbers.size() >= 2);
            for (std::size_t i = 1; i < numbers.size(); ++i)
                CHECK(numbers[i - 1].x + numbers[i - 1].width < numbers[i].x);
        }
}

TEST_CASE("long names and large numbers stay beside the map", "[drawing]") {
    for (const char* rows : {"[1000,-1e5,1],[200,1e6,2],[300,3e6,3]",
                             "[1.70e9,1e29,1],[1.71e9,2e29,2]", "[0.001,0.002,1],[0,0,2]"}) {
        Headless lab(1440, 900);
        REQUIRE(lab.call(load_rows({k_long, k_long, "t"}, rows, layer(3))) == k_ok);
        lab.frames(3);
        const Rect map = lab.get("output.map").rect;
        std::vector<Widget> labels;
        for (Widget& widget : widgets_with(lab, "plane."))
            labels.push_back(std::move(widget));
        CHECK(labels.size() == 6);
        labels.push_back(lab.get("output.map"));
        const float left = lab.get("section.output").rect.x;
        check_apart(labels, {left, 0, map.x + map.width - left, 900});
        CHECK(lab.get("plane.x.low").text != lab.get("plane.x.high").text);
        CHECK(lab.get("plane.y").text.find("…") != std::string::npos);
    }
}

TEST_CASE("long names and large numbers stay beside the curve of one input", "[drawing]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(load_rows({k_long, "t"}, "[1e29,-1e29],[2e29,1e29],[3e29,3e29]", layer(3))) ==
            k_ok);
    lab.frames(3);
    const Rect plot = lab.get("output.curve").rect;
    std::vector<Widget> labels = widgets_with(lab, "curve.input");
    CHECK(labels.size() >= 3); // the name, and two numbers
    check_apart(labels, {plot.x - 30, 0, plot.width + 45, 900});
    CHECK(lab.get("unit 0.1 name").text.find("…") != std::string::npos);
    CHECK(lab.get("unit 1.1 name").text.find("…") == std::string::npos);
}

TEST_CASE("the shapes beside a wide network's computation graph do not meet", "[drawing]") {
    std::vector<std::string> columns;
    std::string row = "[";
    for (int i = 0; i < 3000; ++i) {
        columns.push_back("x" + std::to_string(i));
        row += std::to_string(i % 7) + ",";
    }
    columns.emplace_back("t");
    for (const float width : {1440.0F, 390.0F}) {
        Headless lab(width, width < 1000 ? 3000 : 900);
        REQUIRE(lab.call(load_rows(columns, row + "1]", layer(300) + layer(200))) == k_ok);
        lab.frames(3);
        const std::vector<Widget> shapes = widgets_with(lab, "graph.", " shape");
        CHECK(shapes.size() >= (width < 1000 ? 4U : 13U));
        check_apart(shapes, {0, 0, 5000, 5000});
        CHECK(widgets_with(lab, "layer ", ".rest").size() == 3);
        for (const Widget& rest : widgets_with(lab, "layer ", ".rest"))
            CHECK(rest.rect.x >= lab.get("section.network").rect.x - 10); // inside its panel
    }
}
