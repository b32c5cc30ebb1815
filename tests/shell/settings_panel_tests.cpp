// The groups of settings, the generic control of a field, features, classes.
#include "engine/experiment/presets.hpp"
#include "shell/field_widget.hpp"
#include "shell/panels/setting_groups.hpp"
#include "shell/settings.hpp"
#include "tests/shell/headless.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>
#include <set>

using namespace backprop;
using namespace backprop::shell;
using namespace backprop::shell::test;

namespace {

std::string set_call(std::string_view path, std::string_view json_value) {
    return "{\"call\":\"set\",\"path\":\"" + std::string(path) +
           "\",\"value\":" + std::string(json_value) + "}";
}

std::string quoted(std::string_view text) {
    return "\"" + std::string(text) + "\"";
}

void open_groups(Headless& lab) {
    for (const Widget& widget : lab.widgets())
        if (widget.id.rfind("group.", 0) == 0 && widget.value == "false") lab.click(widget.id);
}

/// Presses a combo and then one of the items it shows.
void pick(Headless& lab, const std::string& id, const std::string& key) {
    lab.click(id);
    lab.click(id + "=" + key);
}

const Json* at(const Json& json, std::initializer_list<const char*> path) {
    const Json* value = &json;
    for (const char* key : path)
        if (value != nullptr) value = value->find(key);
    return value;
}

} // namespace

TEST_CASE("every field has one place among the controls", "[settings]") {
    std::set<std::string_view> placed{
        "data.noise", "training.learning_rate",  "training.epochs", "training.batch",
        "loss.error", "training.optimizer.kind", "data.task" /* follows the data set */};
    std::vector<const SettingGroup*> groups{&data_group()};
    for (const SettingGroup& group : setting_groups())
        groups.push_back(&group);
    for (const SettingGroup* group : groups)
        for (const std::string_view path : group->paths) {
            INFO(path);
            CHECK(placed.insert(path).second);
            CHECK((find_field(path) != nullptr || find_setting(path) != nullptr));
        }
    for (const Field& field : fields()) {
        INFO(field.path);
        CHECK(placed.count(field.path) == 1);
    }
}

TEST_CASE("a control's range lies within what the field accepts", "[settings]") {
    for (const Field& field : fields()) {
        if (field.type == FieldType::Choice || field.type == FieldType::Flag) continue;
        if (field.type == FieldType::Batch) continue; // its range follows the rows
        const FieldLook look = look_of(field);
        INFO(field.path);
        CHECK(look.spec.minimum >= field.minimum);
        CHECK(look.spec.maximum <= field.maximum);
        CHECK(look.spec.minimum < look.spec.maximum);
        if (is_optional(field.type)) CHECK(check_value(field, look.initial));
        CHECK_FALSE(field_text(field, look.spec.minimum).empty());
    }
}

TEST_CASE("every field that applies is drawn when its group is open", "[settings]") {
    Headless lab(1440, 2600);
    open_groups(lab);
    for (const Preset& preset : presets()) {
        REQUIRE(lab.call(set_call("data.set", quoted(preset.key))) == k_ok);
        lab.frames(2);
        open_groups(lab); // those that this set is the first to have
        const Experiment experiment = preset.make();
        for (const Field& field : fields()) {
            // The task follows the data set; one example is the only batch there is.
            if (field.path == "data.task" || field.path == "training.batch") continue;
            INFO(preset.key << ": " << field.path);
            const bool applies = has_control(experiment, field.path);
            const std::string id(field.path);
            const bool optional = is_optional(field.type);
            CHECK(lab.find(optional ? id + ".on" : id).has_value() == applies);
            if (applies) CHECK(lab.find("help:" + id));
        }
    }
}

TEST_CASE("no control lies over another with all groups open", "[settings]") {
    const auto [width, height] =
        GENERATE(table<float, float>({{1440.0F, 2600.0F}, {1024.0F, 2600.0F}, {390.0F, 6000.0F}}));
    Headless lab(width, height);
    REQUIRE(lab.call(set_call("data.set", quoted("circle"))) == k_ok);
    REQUIRE(lab.call(set_call("training.optimizer.kind", quoted("adamw"))) == k_ok);
    REQUIRE(lab.call(set_call("training.schedule.kind", quoted("step"))) == k_ok);
    REQUIRE(lab.call(set_call("training.regularization.kind", quoted("l2"))) == k_ok);
    REQUIRE(lab.call(set_call("training.clip.norm", "1")) == k_ok);
    REQUIRE(lab.call(set_call("training.stop.loss_below", "0.01")) == k_ok);
    lab.frames(2);
    open_groups(lab);
    lab.frames(2);
    std::vector<Widget> controls;
    const std::set<std::string> roles{"button", "slider", "combobox", "checkbox", "spinbutton"};
    for (const Widget& widget : lab.widgets()) {
        const bool in_picture = widget.id.rfind("unit ", 0) == 0;
        if (roles.count(widget.role) == 1 && !in_picture) controls.push_back(widget);
    }
    CHECK(lab.find("training.optimizer.weight_decay"));
    for (std::size_t i = 0; i < controls.size(); ++i) {
        const Rect& a = controls[i].rect;
        INFO(width << ": " << controls[i].id);
        CHECK(a.x >= 0);
        CHECK(a.x + a.width <= width);
        for (std::size_t j = 0; j < i; ++j) {
            const Rect& b = controls[j].rect;
            const float across = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
            const float down = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
            INFO("and " << controls[j].id);
            CHECK(std::min(across, down) < 1);
        }
    }
}

TEST_CASE("every optimizer is picked by the pointer and trains", "[settings]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(set_call("data.set", quoted("circle"))) == k_ok);
    REQUIRE(lab.call(set_call("training.learning_rate", "0.01")) == k_ok);
    for (const Choice& optimizer : k_optimizers) {
        INFO(optimizer.key);
        pick(lab, "training.optimizer.kind", std::string(optimizer.key));
        CHECK(lab.get("training.optimizer.kind").value == optimizer.key);
        const std::string before = lab.state_hash();
        lab.click("step.epoch");
        CHECK(lab.number("epoch") == 1);
        CHECK(lab.state_hash() != before);
        CHECK(lab.snapshot().find("loss")->kind == Json::Kind::Number);
    }
    lab.click("group.optimizer");
    CHECK(lab.find("training.optimizer.beta1"));
    CHECK_FALSE(lab.find("training.optimizer.beta")); // of momentum
}

TEST_CASE("every activation and every error on offer trains", "[settings]") {
    Headless lab(1920, 900);
    for (const char* set : {"circle", "iris", "houses"}) {
        REQUIRE(lab.call(set_call("data.set", quoted(set))) == k_ok);
        for (const char* path : {"network.hidden_activation", "loss.error"}) {
            lab.frames(2);
            for (const std::string& key : lab.get(path).options) {
                INFO(set << ": " << path << " = " << key);
                pick(lab, path, key);
                CHECK(lab.get(path).value == key);
                lab.click("step.batch");
                CHECK(lab.number("updates") >= 1); // two where the choice was made already
            }
        }
    }
}

TEST_CASE("an optional number is switched on, typed and switched off", "[settings]") {
    Headless lab(1440, 1600);
    lab.click("group.optimizer");
    const auto norm = [&] {
        return *at(lab.snapshot(), {"experiment", "training", "clip", "norm"});
    };
    CHECK_FALSE(lab.find("training.clip.norm"));
    lab.click("training.clip.norm.on");
    CHECK(lab.get("training.clip.norm.on").value == "true");
    CHECK(norm().number == 1);
    lab.click("training.clip.norm");
    lab.type("0.25");
    lab.key(ImGuiKey_Enter);
    CHECK(norm().number == 0.25);
    lab.click("training.clip.norm.on");
    CHECK_FALSE(lab.find("training.clip.norm"));
    const Json snapshot = lab.snapshot();
    const Json* off = at(snapshot, {"experiment", "training", "clip", "norm"});
    CHECK((off == nullptr || off->kind == Json::Kind::Null));
}

TEST_CASE("layers have activations and dropout of their own", "[settings]") {
    Headless lab(1440, 1600);
    REQUIRE(lab.call(set_call("data.set", quoted("circle"))) == k_ok);
    lab.frames(2);
    lab.click("group.layers");
    pick(lab, "network.layers[0].activation", "gelu");
    CHECK(lab.get("network.layers[0].activation").value == "gelu");
    CHECK(lab.get("network.layers[1].activation").value == "tanh");
    CHECK(lab.get("network.hidden_activation").text == "mixed");
    lab.click("network.layers[1].dropout");
    lab.type("20");
    lab.key(ImGuiKey_Enter);
    CHECK(lab.get("network.layers[1].dropout").text == "20 %");
    CHECK(lab.get("network.layers[1].dropout").label == "Dropout 2");
    CHECK_FALSE(lab.find("network.layers[2].dropout")); // the output layer's units all stay
    lab.click("step.epoch");
    CHECK(lab.number("epoch") == 1);
}

TEST_CASE("chips give the network features of the two inputs", "[settings]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(set_call("data.set", quoted("circle"))) == k_ok);
    lab.frames(2);
    CHECK(lab.get("feature.x1").value == "true");
    CHECK(lab.get("feature.x1^2").value == "false");
    lab.click("feature.x1^2");
    lab.click("feature.sin(x2)");
    CHECK(lab.get("network.shape").text == "4 · 4 · 2 · 1");
    CHECK(lab.get("input 3").text == "x₁²");
    CHECK(lab.find("unit 0.4"));
    lab.click("step.epoch");
    CHECK(lab.number("epoch") == 1);
    for (const char* id : {"feature.x1", "feature.x2", "feature.x1^2"})
        lab.click(id);
    CHECK(lab.get("network.shape").text == "1 · 4 · 2 · 1");
    lab.click("feature.sin(x2)"); // the last one stays
    CHECK(lab.get("feature.sin(x2)").value == "true");
    REQUIRE(lab.call(set_call("data.set", quoted("houses"))) == k_ok);
    lab.frames(2);
    CHECK_FALSE(lab.find("feature.x1"));
}

TEST_CASE("several classes show on one plane, or one output at a time", "[settings]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(set_call("data.set", quoted("blobs"))) == k_ok);
    lab.frames(2);
    CHECK(lab.get("output.classes").value == "true");
    CHECK(lab.find("class.3"));
    CHECK_FALSE(lab.find("colors"));
    lab.click("output.2");
    CHECK(lab.get("output.classes").value == "false");
    CHECK(lab.get("output.2").value == "true");
    CHECK(lab.find("colors"));
    REQUIRE(lab.call(set_call("data.classes", "10")) == k_ok);
    lab.frames(2);
    CHECK(lab.find("output.map"));
    lab.click("step.epoch");
    CHECK(lab.number("epoch") == 1);
}

TEST_CASE("a regression with one input is drawn as a curve, digits as a picture", "[settings]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(set_call("data.set", quoted("sine"))) == k_ok);
    lab.frames(2);
    CHECK(lab.find("output.curve"));
    CHECK_FALSE(lab.find("output.fit"));
    REQUIRE(lab.call(set_call("data.set", quoted("digits"))) == k_ok);
    lab.frames(2);
    const Rect first = lab.get("unit 0.1").rect, ninth = lab.get("unit 0.9").rect;
    CHECK(first.x == ninth.x); // eight in a row
    CHECK(ninth.y >= first.y + first.height - 1);
    CHECK(lab.find("unit 0.64"));
}
