#include "tests/engine/lessons.hpp"

#include <catch2/catch_test_macros.hpp>

namespace backprop::test {

const LessonBook& lesson_book() {
    static const LessonBook book = [] {
        constexpr std::string_view k_files[] = {
            "1-houses",        "2-one-step",           "3-step-by-step", "4-xor",
            "5-learning-rate", "6-when-it-goes-wrong", "glossary"};
        std::string text;
        for (const std::string_view file : k_files)
            text += (text.empty() ? "[" : ",") + read_text(BACKPROP_SOURCE_DIR
                                                           "/engine/experiment/lessons/" +
                                                           std::string(file) + ".json");
        const Result<LessonBook> read = parse_lesson_book(text + "]");
        INFO(to_string(read.error));
        REQUIRE(read);
        return *read;
    }();
    return book;
}

const Lesson& lesson(std::string_view key) {
    for (const Lesson& row : lesson_book().lessons)
        if (row.key == key) return row;
    FAIL("no lesson " << key);
    return lesson_book().lessons.front();
}

std::vector<LessonText> texts_of(const LessonStep& step) {
    std::vector<LessonText> texts{step.title, step.table.title};
    for (const auto* list : {&step.paragraphs, &step.notes, &step.tries})
        texts.insert(texts.end(), list->begin(), list->end());
    for (const LessonRow& row : step.table.rows) {
        texts.push_back(row.label);
        texts.push_back(row.note);
    }
    return texts;
}

std::string words_of(const LessonStep& step) {
    std::string words;
    for (const LessonText& text : texts_of(step))
        words += plain_text(text) + "\n";
    return words;
}

Run arrived(const LessonStep& step) {
    Run run(step.experiment);
    const Result<Done> done = arrive(*run.session, step);
    INFO(plain_text(step.title) << ": " << to_string(done.error));
    REQUIRE(done);
    return run;
}

double value(Run& run, std::string_view path, std::int32_t example) {
    const std::optional<double> found = lesson_value(*run.session, path, example);
    INFO(path);
    REQUIRE(found);
    return *found;
}

void check_claim(const LessonStep& step, std::string_view printed, double number) {
    INFO(plain_text(step.title) << ": " << printed << ", is " << number);
    CHECK(words_of(step).find(printed) != std::string::npos);
    std::string plain;
    for (const char c : printed)
        if (c != ',') plain += c;
    CHECK(agrees(number, plain) == std::optional(true));
}

} // namespace backprop::test
