// Going back, replaying, links, files and tables, as a visitor meets them.
#include "shell/dialogs/dialogs.hpp"
#include "shell/panels/changes_line.hpp"
#include "tests/shell/headless.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace backprop;
using namespace backprop::shell;
using namespace backprop::shell::test;

namespace {

constexpr const char* k_circle = R"({"call":"set","path":"data.set","value":"circle"})";
constexpr const char* k_table = "{\"call\":\"open_file\",\"name\":\"fruit.csv\",\"text\":"
                                "\"weight;size;kind\\n1,5;2;apple\\n2,5;3;pear\\n1,25;2,5;apple\\n"
                                "3;4;pear\\n\"}";

/// A member of an answer of the page interface.
std::string answer_of(Headless& lab, const std::string& request, const char* key) {
    const std::string answer = lab.call(request);
    INFO(answer);
    const Result<Json> json = parse_json(answer);
    REQUIRE(json);
    REQUIRE(json->find(key) != nullptr);
    return json->find(key)->string;
}

} // namespace

TEST_CASE("buttons and keys go back to the same bits", "[run]") {
    Headless lab(1920, 900);
    REQUIRE(lab.call(k_circle) == k_ok);
    lab.frames(2);
    const std::string start = lab.state_hash();
    CHECK_FALSE(lab.get("step_back.epoch").enabled);
    lab.click("step.epoch");
    const std::string first = lab.state_hash();
    lab.click("step.batch");
    lab.click("step.batch");
    lab.click("step_back.batch");
    lab.click("step_back.batch");
    CHECK(lab.state_hash() == first);
    lab.key(ImGuiKey_3);
    CHECK(lab.number("epoch") == 2);
    lab.click("step_back.epoch");
    CHECK(lab.state_hash() == first);
    CHECK(lab.call(R"({"call":"step_back","what":"epoch"})") == k_ok);
    CHECK(lab.state_hash() == start);
    CHECK(lab.call(R"({"call":"step_back","what":"epoch"})").find("error") != std::string::npos);
}

TEST_CASE("changes of a run are told, and replayed to the same bits", "[run]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(k_circle) == k_ok);
    lab.frames(2);
    CHECK_FALSE(lab.find("replay"));
    lab.click("step.epoch");
    REQUIRE(lab.call(R"({"call":"set","path":"training.learning_rate","value":0.3})") == k_ok);
    lab.click("step.epoch");
    REQUIRE(lab.call(R"({"call":"set","path":"training.batch","value":5})") == k_ok);
    lab.click("step.epoch");
    const std::string end = lab.state_hash();
    CHECK(lab.get("changes").text == "2 changes: epoch 1: learning rate 0.3; epoch 2: batch 5");
    CHECK(lab.get("training.learning_rate").value == "0.3");
    lab.click("replay");
    CHECK(lab.number("epoch") == 0);
    CHECK(lab.get("training.learning_rate").value != "0.3");
    for (int i = 0; i < 3; ++i)
        lab.click("step.epoch");
    CHECK(lab.state_hash() == end);
}

TEST_CASE("a reset begins with what is shown", "[run]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(k_circle) == k_ok);
    lab.click("step.epoch");
    REQUIRE(lab.call(R"({"call":"set","path":"training.learning_rate","value":0.3})") == k_ok);
    lab.click("step.epoch");
    CHECK(lab.get("changes").text == "1 change: epoch 1: learning rate 0.3");
    lab.click("reset");
    CHECK_FALSE(lab.find("changes"));
    CHECK(lab.get("training.learning_rate").value == "0.3");
}

TEST_CASE("a link holds the experiment, and the exact weights on request", "[run]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(k_circle) == k_ok);
    lab.click("step.epoch");
    const std::string trained = lab.state_hash();
    const std::string plain = answer_of(lab, R"({"call":"link"})", "link");
    const std::string exact = answer_of(lab, R"({"call":"link","weights":true})", "link");
    CHECK(plain.size() < 400);
    CHECK(exact.size() > plain.size());
    REQUIRE(lab.call(R"({"call":"set","path":"data.set","value":"spiral"})") == k_ok);
    REQUIRE(lab.call("{\"call\":\"open_link\",\"link\":\"" + exact + "\"}") == k_ok);
    CHECK(lab.state_hash() == trained);
    REQUIRE(lab.call("{\"call\":\"open_link\",\"link\":\"" + plain + "\"}") == k_ok);
    lab.click("step.epoch");
    CHECK(lab.state_hash() == trained);
}

TEST_CASE("a link that cannot be read leaves the experiment and says so", "[run]") {
    Headless lab(1440, 900);
    const std::string before = lab.state_hash();
    for (const char* link : {"", "v1~set.nothing", "v99~x", "hello", "v1~lr.-5"}) {
        INFO(link);
        const std::string request =
            "{\"call\":\"open_link\",\"link\":\"" + std::string(link) + "\"}";
        CHECK(lab.call(request).find("\"error\"") != std::string::npos);
        lab.frames(2);
        CHECK(lab.state_hash() == before);
        CHECK(lab.get("note").text.find("present experiment stays") != std::string::npos);
    }
}

TEST_CASE("a saved run goes on where it stood", "[run]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(k_circle) == k_ok);
    lab.click("step.epoch");
    const std::string trained = lab.state_hash();
    const std::string text = answer_of(lab, R"({"call":"file","weights":true})", "text");
    CHECK(answer_of(lab, R"({"call":"file"})", "name") == "circle.json");
    lab.click("reset");
    std::string request = "{\"call\":\"open_file\",\"name\":\"circle.json\",\"text\":";
    append_json_string(request, text);
    REQUIRE(lab.call(request + "}") == k_ok);
    CHECK(lab.state_hash() == trained);
    CHECK(lab.status() == "paused");
}

TEST_CASE("the desktop's dialogs share, save and refuse what cannot be opened", "[run]") {
    Headless lab(1920, 900);
    const std::string before = lab.state_hash();
    lab.click("share");
    CHECK(lab.get("share.link").value.rfind("v1", 0) == 0);
    CHECK(lab.find("share.length"));
    lab.click("dialog.copy");
    CHECK(lab.find("dialog.told"));
    lab.click("dialog.close");
    CHECK_FALSE(lab.find("share.link"));
    lab.click("open");
    lab.click("dialog.path");
    lab.type("/nonexistent/experiment.json");
    lab.click("dialog.open_file");
    CHECK(lab.get("dialog.problem").text.find("could not be read") != std::string::npos);
    lab.click("dialog.close");
    CHECK(lab.state_hash() == before);
}

TEST_CASE("a table is shown before its rows replace the data", "[run]") {
    Headless lab(1440, 900);
    const std::string before = lab.state_hash();
    REQUIRE(lab.call(k_table) == k_ok);
    lab.frames(4);
    CHECK(lab.state_hash() == before);
    CHECK(lab.get("dialog.title").text == "Learn from your own rows");
    CHECK(lab.get("import.column.3").value == "true");
    CHECK(lab.get("import.column.1").value == "false");
    CHECK(lab.get("import.rows").text.find("rows 4, inputs 2, outputs 1, classification") !=
          std::string::npos);
    lab.click("dialog.cancel");
    CHECK(lab.state_hash() == before);
    REQUIRE(lab.call(k_table) == k_ok);
    lab.frames(4);
    lab.click("import.column.2"); // two targets: the size as well
    CHECK(lab.get("import.column.2").value == "true");
    lab.click("import.column.2");
    lab.click("dialog.import");
    CHECK(lab.get("preset").text == "fruit");
    CHECK(lab.get("data.set").value == "inline");
    lab.click("step.epoch");
    CHECK(lab.number("epoch") == 1);
}

TEST_CASE("what is wrong with a table is told by line, and nothing is lost", "[run]") {
    Headless lab(1440, 900);
    const std::string before = lab.state_hash();
    REQUIRE(lab.call("{\"call\":\"open_file\",\"name\":\"bad.csv\",\"text\":"
                     "\"a,b,y\\n1,2,3\\n4,x,6\\n7,8\\n9,1,2\\n3,4,5\\n\"}") == k_ok);
    lab.frames(4);
    bool told = false;
    for (const Widget& widget : lab.widgets())
        told = told || widget.text.find("line 3, column 2") != std::string::npos ||
               widget.text.find("line 4") != std::string::npos;
    CHECK(told);
    lab.click("dialog.cancel");
    REQUIRE(lab.call(R"({"call":"open_file","name":"empty.csv","text":""})") == k_ok);
    lab.frames(4);
    CHECK(lab.find("import.error"));
    CHECK_FALSE(lab.get("dialog.import").enabled);
    lab.key(ImGuiKey_Escape);
    CHECK_FALSE(lab.find("dialog.import"));
    CHECK(lab.state_hash() == before);
}

TEST_CASE("a run says why it stopped", "[run]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(k_circle) == k_ok);
    REQUIRE(lab.call(R"({"call":"set","path":"training.stop.loss_below","value":0.3})") == k_ok);
    REQUIRE(lab.call(R"({"call":"set","path":"view.speed","value":"max"})") == k_ok);
    lab.click("run");
    for (int i = 0; i < 200 && lab.status() == "running"; ++i)
        lab.train(0.01);
    REQUIRE(lab.status() == "finished");
    lab.frames(2);
    CHECK(lab.get("note").text.find("the training loss is below 0.3") != std::string::npos);
    lab.click("run");
    CHECK(lab.status() == "finished");
    CHECK(lab.get("note").text.find("Lower the limit") != std::string::npos);
}

TEST_CASE("names of files and links are told apart", "[run]") {
    CHECK(file_name_for("circle, two hidden layers") == "circle-two-hidden-layers.json");
    CHECK(file_name_for("…") == "experiment.json");
    CHECK(is_table_name("A.CSV"));
    CHECK_FALSE(is_table_name("a.json"));
    CHECK(link_in("https://example.org/lab/#v1~set.xor") == "v1~set.xor");
    CHECK(link_in("v1~set.xor") == "v1~set.xor");
    CHECK(link_in("experiment.json").empty());
    CHECK(changes_text({}).empty());
    TrainingChange change;
    change.epoch = 120;
    change.learning_rate = 0.3;
    CHECK(changes_text({change}) == "1 change: epoch 120: learning rate 0.3");
    TrainingChange batch;
    batch.epoch = 1;
    batch.after_examples = 4;
    batch.batch = k_batch_all;
    CHECK(changes_text({batch}) == "1 change: epoch 1, example 4: batch all");
}
