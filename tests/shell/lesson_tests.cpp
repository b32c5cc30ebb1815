#include "engine/experiment/exercise.hpp"
#include "engine/experiment/lesson.hpp"
#include "engine/experiment/lesson_value.hpp"
#include "engine/experiment/number_text.hpp"
#include "shell/platform/platform.hpp"
#include "tests/shell/headless.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <cmath>
#include <set>
#include <string>
#include <utility>

using namespace backprop;
using namespace backprop::shell;
using namespace backprop::shell::test;

namespace {

std::string lesson_call(std::string_view key, int step) {
    return "{\"call\":\"lesson\",\"key\":\"" + std::string(key) +
           "\",\"step\":" + std::to_string(step) + "}";
}

LessonBook read_book() {
    Result<LessonBook> book = parse_lesson_book(platform::later_file("lessons").text);
    INFO(to_string(book.error));
    REQUIRE(book);
    return std::move(*book);
}

int step_of(const Headless& lab) {
    const Json snapshot = lab.snapshot();
    const Json* lesson = snapshot.find("lesson");
    return lesson->kind == Json::Kind::Null ? 0 : static_cast<int>(lesson->find("step")->number);
}

std::string quoted(std::string_view text) {
    std::string json;
    append_json_string(json, text);
    return json;
}

/// A teacher's lesson of two steps.
const char* const k_own_lesson = R"({
  "version": 1, "lesson": "mine", "title": "My lesson",
  "steps": [
    { "title": "One", "text": ["The output is {{output 1|3}}."], "experiment": "houses",
      "moment": "activations 2" },
    { "title": "Two", "continue": true }
  ]
})";

std::string open_file_call(std::string_view name, std::string_view text) {
    return "{\"call\":\"open_file\",\"name\":" + quoted(name) + ",\"text\":" + quoted(text) + "}";
}

} // namespace

TEST_CASE("a lesson is walked from its first step to its last with the pointer", "[lesson]") {
    const LessonBook book = read_book();
    REQUIRE(book.lessons.size() >= 6);
    const std::size_t which = GENERATE(0U, 1U, 2U, 3U, 4U, 5U);
    const Lesson& lesson = book.lessons[which];
    INFO(lesson.key);
    Headless lab(1440, 900);
    lab.click("lessons");
    lab.click("lessons=" + lesson.key);
    lab.frames(2);
    for (std::size_t i = 0; i < lesson.steps.size(); ++i) {
        const std::string number = std::to_string(i + 1);
        INFO("step " << number);
        CHECK(step_of(lab) == static_cast<int>(i) + 1);
        CHECK(lab.get("lesson.heading").text == number + " · " + plain_text(lesson.steps[i].title));
        CHECK(lab.get("lesson.step " + number).value == "true");
        // One lesson shows on purpose what divergence looks like.
        if (lab.status() != "diverged") CHECK_FALSE(lab.find("note"));
        if (i + 1 < lesson.steps.size()) lab.click("lesson.next");
        lab.frames(2);
    }
    lab.click("lesson.previous");
    lab.frames(2);
    CHECK(step_of(lab) == static_cast<int>(lesson.steps.size()) - 1);
}

TEST_CASE("[ and ] walk a lesson, the bar goes to any step", "[lesson]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(lesson_call("houses", 1)) == k_ok);
    lab.key(ImGuiKey_RightBracket);
    lab.key(ImGuiKey_RightBracket);
    CHECK(step_of(lab) == 3);
    lab.key(ImGuiKey_LeftBracket);
    CHECK(step_of(lab) == 2);
    lab.click("lesson.step 8");
    lab.frames(2);
    CHECK(step_of(lab) == 8);
    CHECK(lab.snapshot().find("selection")->string == "weight 2: 2 to 1");
    CHECK(lab.get("tab.chain-rule").value == "true");
}

TEST_CASE("leaving a lesson gives back what was there before, to the last bit", "[lesson]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(R"({"call":"set","path":"data.set","value":"circle"})") == k_ok);
    REQUIRE(lab.call(R"({"call":"step","what":"epoch"})") == k_ok);
    REQUIRE(lab.call(R"({"call":"step","what":"batch"})") == k_ok);
    const std::string hash = lab.state_hash();
    const double points = lab.number("history_points");
    REQUIRE(lab.call(lesson_call("step-by-step", 4)) == k_ok);
    CHECK(lab.state_hash() != hash);
    CHECK(lab.find("lesson.next"));
    lab.key(ImGuiKey_RightBracket);
    lab.click("lesson.leave");
    lab.frames(2);
    CHECK(step_of(lab) == 0);
    CHECK_FALSE(lab.find("lesson.next"));
    CHECK(lab.state_hash() == hash);
    CHECK(lab.number("history_points") == points);
    REQUIRE(lab.call(R"({"call":"step_back","what":"epoch"})") == k_ok);
    CHECK(lab.number("epoch") == 1);
    // The lesson can be gone on with where it was left.
    lab.click("lessons");
    CHECK(lab.get("lessons=continue").text == "Continue Step by step, step 5");
    lab.click("lessons=continue");
    lab.frames(2);
    CHECK(step_of(lab) == 5);
}

TEST_CASE("another experiment ends the lesson", "[lesson]") {
    Headless lab(1440, 900);
    const Json file = *parse_json(lab.call(R"({"call":"file"})"));
    REQUIRE(lab.call(lesson_call("houses", 2)) == k_ok);
    const std::string experiment = file.find("text")->string;
    REQUIRE(lab.call("{\"call\":\"load\",\"experiment\":" + experiment + "}") == k_ok);
    CHECK(step_of(lab) == 0);
    CHECK_FALSE(lab.find("lesson.next"));
}

TEST_CASE("a link opens a step, and one that names no lesson says which there are", "[lesson]") {
    Headless lab(1440, 900);
    CHECK(lab.call(R"({"call":"open_link","link":"lesson=houses,5"})") == k_ok);
    CHECK(step_of(lab) == 5);
    CHECK(lab.call(R"({"call":"address"})") ==
          R"({"ok":true,"link":"lesson=houses,5","keeps":false})");
    const std::string answer = lab.call(R"({"call":"open_link","link":"lesson=horses,5"})");
    CHECK(answer.find("horses") != std::string::npos);
    CHECK(answer.find("houses") != std::string::npos);
    CHECK(lab.get("note").text.find("horses") != std::string::npos);
    CHECK(step_of(lab) == 5); // what was open stays
    // A step beyond the last is the last one.
    CHECK(lab.call(R"({"call":"open_link","link":"lesson=houses,99"})") == k_ok);
    CHECK(step_of(lab) > 10);
    open_in_app(*lab.app, "https://example.org/lab/#lesson=xor,2");
    lab.frames(2);
    CHECK(lab.snapshot().find("lesson")->find("key")->string == "xor");
    CHECK(lab.call(R"({"call":"lesson","key":"xor","step":0})").find("1 to 100") !=
          std::string::npos);
}

TEST_CASE("the live numbers are those of the printed example, and say whether they agree",
          "[lesson]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(lesson_call("step-by-step", 3)) == k_ok);
    CHECK(lab.get("lesson.table.row 2.printed").text == "0.75136507");
    CHECK(lab.get("lesson.table.row 2.value").text == "0.751365070");
    CHECK(lab.get("lesson.table.row 2.agrees").text == "✓ agrees");
    REQUIRE(lab.call(lesson_call("step-by-step", 9)) == k_ok);
    CHECK(lab.get("lesson.table.row 1.printed").text == "0.291027924");
    CHECK(lab.get("lesson.table.row 1.value").text == "0.291027774");
    CHECK(lab.get("lesson.table.row 1.agrees").text == "≠ differs");
}

TEST_CASE("live numbers follow the example and the training", "[lesson]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(lesson_call("houses", 5)) == k_ok);
    const std::string of_house_3 = lab.get("lesson.table.row 2.value").text;
    lab.click("example.next");
    CHECK(lab.get("lesson.table.row 2.value").text != of_house_3);
    const std::string loss = lab.get("lesson.table.row 3.value").text;
    CHECK(loss == "0.406622");
    REQUIRE(lab.call(R"({"call":"step","what":"epoch"})") == k_ok);
    CHECK(lab.get("lesson.table.row 3.value").text == "0.387607");
}

TEST_CASE("a term opens its meaning and Escape closes it", "[lesson]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(lesson_call("houses", 8)) == k_ok);
    lab.click("lesson.text 1.term 1");
    CHECK(lab.get("term.title").text == "chain rule");
    CHECK(lab.get("term.meaning").text.find("multiply") != std::string::npos);
    lab.key(ImGuiKey_Escape);
    CHECK_FALSE(lab.find("term.title"));
    CHECK(step_of(lab) == 8);
}

TEST_CASE("Tab reaches the terms and buttons of a lesson", "[lesson]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(lesson_call("houses", 8)) == k_ok);
    std::set<std::string> reached;
    for (int i = 0; i < 80; ++i) {
        lab.key(ImGuiKey_Tab);
        reached.insert(lab.focused());
    }
    for (const char* id :
         {"lesson.leave", "lesson.step 8", "lesson.text 1.term 1", "lesson.text 2.term 1",
          "lesson.previous", "lesson.exercise", "lesson.next", "lessons", "help"}) {
        INFO(id);
        CHECK(reached.count(id) == 1);
    }
    CHECK(reached.count("lesson.step 3") == 0); // by the arrow keys
}

TEST_CASE("a teacher's lesson opens like an experiment", "[lesson]") {
    Headless lab(1440, 900);
    const std::string hash = lab.state_hash();
    REQUIRE(lab.call(open_file_call("mine.json", k_own_lesson)) == k_ok);
    CHECK(lab.get("lesson.heading").text == "1 · One");
    CHECK(lab.get("lesson.text 1").text.rfind("The output is 0.8", 0) == 0);
    lab.click("lesson.next");
    lab.frames(2);
    CHECK(lab.get("lesson.heading").text == "2 · Two");
    CHECK(lab.get("lesson.next").text == "Finish");
    lab.click("lesson.next");
    lab.frames(2);
    CHECK(step_of(lab) == 0);
    CHECK(lab.state_hash() == hash);
}

TEST_CASE("a step plants the mistake that it is about", "[lesson]") {
    Headless lab(1440, 900);
    std::string own = k_own_lesson;
    own.replace(own.find("\"continue\": true"), 16,
                "\"continue\": true, \"tab\": \"check\", \"mistake\": \"wrong-sign\"");
    REQUIRE(lab.call(open_file_call("mine.json", own)) == k_ok);
    lab.click("lesson.next");
    lab.frames(3);
    CHECK(lab.get("check.mistake.wrong-sign").value == "true");
    lab.click("lesson.previous");
    lab.click("tab.check");
    CHECK(lab.get("check.mistake.none").value == "true");
}

TEST_CASE("a lesson that cannot be read says where, and what was open stays", "[lesson]") {
    Headless lab(1440, 900);
    std::string bad = k_own_lesson;
    bad.replace(bad.find("activations 2"), 13, "activations 7");
    const std::string answer = lab.call(open_file_call("mine.json", bad));
    CHECK(answer.find("5:") != std::string::npos);
    CHECK(answer.find("steps[0].moment") != std::string::npos);
    CHECK(lab.get("note").text.find("mine.json") != std::string::npos);
    CHECK(step_of(lab) == 0);
}

TEST_CASE("nobody looks ahead in an exercise", "[lesson]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(R"({"call":"exercise","seed":7})") == k_ok);
    lab.frames(3);
    const std::string before = lab.state_hash();
    const double moment = lab.number("moment");
    for (const char* id : {"forward", "backward", "update", "step.epoch", "run", "play"}) {
        INFO(id);
        lab.click(id);
        lab.train(0.2);
        CHECK(lab.status() != "running");
        CHECK(lab.number("moment") == moment);
        CHECK(lab.state_hash() == before);
    }
    for (const char* request :
         {R"({"call":"set","path":"training.learning_rate","value":3})",
          R"({"call":"set","path":"data.set","value":"xor"})", R"({"call":"new_weights"})"})
        CHECK(lab.call(request).find("waits for your answer") != std::string::npos);
    CHECK(lab.state_hash() == before);
    CHECK(lab.get("note").text.find("waits for your answer") != std::string::npos);
}

TEST_CASE("an exercise marks answers, gives hints and ends with a summary", "[lesson]") {
    Headless lab(1440, 900);
    const std::string hash = lab.state_hash();
    const Exercise exercise = make_exercise(7);
    REQUIRE(lab.call(R"({"call":"exercise","seed":7})") == k_ok);
    const auto answer = [&](std::string_view typed) {
        lab.type(typed);
        lab.key(ImGuiKey_Enter);
        lab.frames(2);
    };
    CHECK(lab.get("exercise.known.row 1.value").value ==
          number_text(exercise.experiment.data.train[0][0]));
    // The first one wrong, then right; the second with hints; the others at once.
    lab.frames(3);
    answer("1234");
    CHECK(lab.get("exercise.verdict").text.rfind("✗", 0) == 0);
    for (std::size_t i = 0; i < exercise.questions.size(); ++i) {
        INFO("question " << i + 1);
        const Question& question = exercise.questions[i];
        CHECK(lab.get("exercise.heading").text ==
              std::to_string(i + 1) + " · What is " + plain_text(question.symbol) + "?");
        if (i == 1) {
            lab.click("exercise.hint");
            CHECK(lab.get("exercise.hint 1").text == plain_text(question.formula));
            lab.click("exercise.hint");
            CHECK(lab.get("exercise.hint 2").text == plain_text(question.factors));
            lab.click("exercise.answer");
        }
        if (i == 0) lab.click("exercise.answer");
        ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, true);
        lab.key(ImGuiKey_A);
        ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, false);
        answer(value_text(question.answer, 6));
        CHECK(lab.get("exercise.verdict").text.rfind("✓", 0) == 0);
        lab.key(ImGuiKey_Enter); // the button that goes on has the keyboard
        lab.frames(4);
    }
    const std::string count = std::to_string(exercise.questions.size());
    CHECK(lab.get("exercise.totals").text == count + " of " + count + " right, " +
                                                 std::to_string(exercise.questions.size() - 2) +
                                                 " of them at once; 1 wrong answers.");
    CHECK(lab.get("exercise.line 2").text.find("with a hint") != std::string::npos);
    std::string copied;
    ImGui::GetPlatformIO().Platform_ClipboardUserData = &copied;
    ImGui::GetPlatformIO().Platform_SetClipboardTextFn = [](ImGuiContext*, const char* text) {
        *static_cast<std::string*>(ImGui::GetPlatformIO().Platform_ClipboardUserData) = text;
    };
    lab.click("exercise.copy");
    CHECK(copied.find(lab.get("exercise.totals").text) != std::string::npos);
    lab.click("exercise.leave");
    lab.frames(2);
    CHECK(lab.state_hash() == hash);
}

TEST_CASE("an exercise inside a lesson leads back to its step, and hides what it asks for",
          "[lesson]") {
    Headless lab(1440, 900);
    REQUIRE(lab.call(lesson_call("houses", 8)) == k_ok);
    const std::string hash = lab.state_hash();
    lab.click("lesson.exercise");
    lab.frames(2);
    CHECK(lab.state_hash() != hash);
    CHECK_FALSE(lab.find("tab.hidden")); // the weights are known
    lab.click("tab.matrix");
    CHECK(lab.find("tab.hidden"));
    CHECK_FALSE(lab.find("lesson.next"));
    lab.click("exercise.leave");
    lab.frames(2);
    CHECK(step_of(lab) == 8);
    CHECK(lab.state_hash() == hash);
    CHECK_FALSE(lab.find("tab.hidden"));
}

TEST_CASE("the tour shows five boxes beside what they are about", "[lesson]") {
    const auto [width, height] =
        GENERATE(std::pair{1440.0F, 900.0F}, std::pair{1024.0F, 768.0F}, std::pair{390.0F, 844.0F});
    Headless lab(width, height);
    CHECK_FALSE(lab.find("tour.next"));
    REQUIRE(lab.call(R"({"call":"tour","first":true})") == k_ok);
    std::set<std::string> titles;
    for (int step = 1; step <= 5; ++step) {
        CHECK(lab.get("tour.count").text == std::to_string(step) + " of 5");
        titles.insert(lab.get("tour.title").text);
        const Rect next = lab.get("tour.next").rect;
        CHECK(next.x + next.width <= width);
        CHECK(next.y + next.height <= height);
        lab.key(ImGuiKey_Enter); // the box has the keyboard
        lab.frames(2);
    }
    CHECK(titles.size() == 5);
    CHECK_FALSE(lab.find("tour.next"));
    REQUIRE(lab.call(R"({"call":"tour"})") == k_ok);
    CHECK(lab.find("tour.skip"));
    lab.key(ImGuiKey_Escape);
    CHECK_FALSE(lab.find("tour.skip"));
}

TEST_CASE("the help menu recalls the tour and lists the glossary and the keys", "[lesson]") {
    Headless lab(1440, 900);
    lab.click("help");
    lab.click("help_menu.glossary");
    lab.frames(2);
    CHECK(lab.get("dialog.title").text == "Glossary");
    CHECK(lab.get("glossary.1").text == read_book().glossary.front().term);
    lab.key(ImGuiKey_Escape);
    CHECK_FALSE(lab.find("dialog.title"));
    lab.click("help");
    lab.click("help_menu.keys");
    lab.frames(2);
    CHECK(lab.find("keys.1"));
    lab.click("dialog.close");
    lab.click("help");
    lab.click("help_menu.tour");
    lab.frames(2);
    CHECK(lab.find("tour.next"));
}

TEST_CASE("a step's texts lie inside the panel, one below the other", "[lesson]") {
    const LessonBook book = read_book();
    const auto [width, height] = GENERATE(std::pair{1440.0F, 4000.0F}, std::pair{1024.0F, 4000.0F});
    Headless lab(width, height);
    for (const Lesson& lesson : book.lessons)
        for (std::size_t i = 0; i < lesson.steps.size(); i += 4) {
            const int number = static_cast<int>(i) + 1;
            INFO(lesson.key << " " << number << " at " << width);
            REQUIRE(lab.call(lesson_call(lesson.key, number)) == k_ok);
            float bottom = 0, right = width;
            for (const Widget& widget : lab.widgets()) {
                const bool is_text = widget.id.rfind("lesson.text ", 0) == 0 ||
                                     widget.id.rfind("lesson.note ", 0) == 0 ||
                                     widget.id.rfind("lesson.try ", 0) == 0;
                if (!is_text || widget.role != "text") continue;
                if (widget.id.find(".formula") != std::string::npos) continue;
                INFO(widget.id);
                CHECK(widget.rect.x + widget.rect.width <= right);
                CHECK(widget.rect.y >= bottom);
                bottom = widget.rect.y + widget.rect.height;
            }
            CHECK(bottom > 0);
            CHECK(bottom < lab.get("lesson.next").rect.y);
        }
}

TEST_CASE("a lesson's notation rules all letters on screen, and goes with it", "[lesson]") {
    Headless lab(1440, 900);
    lab.call(R"({"call":"set","path":"data.set","value":"houses"})");
    lab.frames(2);
    CHECK(lab.get("unit 1.1 name").text == "h₁,₁"); // of the data's article
    for (const auto& [notation, name] :
         {std::pair{"general", "a¹₁"}, std::pair{"numbered", "H₁"}, std::pair{"houses", "h₁,₁"}}) {
        INFO(notation);
        lab.call(open_file_call("own.json", std::string(R"({"version":1,"lesson":"mine",)") +
                                                R"("title":"Mine","notation":")" + notation +
                                                R"(","steps":[{"title":"One",)" +
                                                R"("text":["."],"experiment":"houses"}]})"));
        lab.frames(3);
        CHECK(lab.get("unit 1.1 name").text == name);
    }
    lab.call(open_file_call("own.json", k_own_lesson)); // asks for none
    lab.frames(3);
    CHECK(lab.get("unit 1.1").label == "h₁,₁");
    lab.call(R"({"call":"leave_lesson"})");
    lab.frames(3);
    CHECK(lab.get("unit 1.1 name").text == "h₁,₁");
}

TEST_CASE("all settings can be had beside a lesson, and a changed network finds back", "[lesson]") {
    const float width = GENERATE(1440.0F, 1024.0F);
    Headless lab(width, 768);
    REQUIRE(lab.call(lesson_call("houses", 10)) == k_ok);
    lab.frames(3);
    CHECK_FALSE(lab.find("training.batch"));
    CHECK_FALSE(lab.find("lesson.changed"));
    lab.click("lesson.settings");
    lab.frames(2);
    CHECK(lab.find("training.batch"));
    const std::string hash = lab.state_hash();
    lab.call(R"({"call":"set","path":"network.hidden_activation","value":"relu"})");
    lab.frames(2);
    CHECK(lab.find("lesson.changed"));
    lab.click("lesson.again");
    lab.frames(3);
    CHECK_FALSE(lab.find("lesson.changed"));
    CHECK(lab.state_hash() == hash);
    lab.click("lesson.settings");
    lab.frames(2);
    CHECK_FALSE(lab.find("training.batch"));
}

TEST_CASE("the tour is walked with a finger", "[lesson]") {
    Headless lab(390, 844);
    REQUIRE(lab.call(R"({"call":"tour"})") == k_ok);
    lab.tap("tour.title"); // from here on everything is as large as a finger needs it
    for (int step = 1; step <= 5; ++step) {
        CHECK(lab.get("tour.count").text == std::to_string(step) + " of 5");
        lab.tap("tour.next");
        lab.frames(3);
    }
    CHECK_FALSE(lab.find("tour.next"));
}

TEST_CASE("the controls below a lesson are whole, also for a finger and with a note", "[lesson]") {
    Headless lab(1024, 768);
    REQUIRE(lab.call(lesson_call("houses", 8)) == k_ok);
    lab.frames(3);
    const bool finger = GENERATE(false, true);
    if (finger) lab.tap("lesson.title");
    if (!finger) {
        lab.click("training.learning_rate.value");
        lab.type("500"); // more than there may be: a note says so
        lab.key(ImGuiKey_Enter);
    }
    lab.frames(3);
    const Rect track = lab.get("training.learning_rate").rect;
    const Rect button = lab.get("lesson.settings").rect;
    const Rect strip{0, 0, 694, 768};
    CHECK(track.y + track.height <= strip.height);
    CHECK(button.y + button.height <= strip.height);
    CHECK(shared_area(track, button) == 0);
    CHECK(button.x + button.width < 550); // the plot beside it has room
    CHECK(lab.get("training.epochs").rect.y == track.y);
    if (finger) CHECK(track.height >= 44);
    if (finger) return;
    const Rect note = lab.get("training.learning_rate.note").rect;
    CHECK(note.y >= track.y + track.height);
    CHECK(shared_area(note, button) == 0);
    CHECK(note.y + note.height <= button.y);
}
