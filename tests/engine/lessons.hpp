#pragma once

#include "engine/experiment/lesson.hpp"
#include "engine/experiment/lesson_value.hpp"
#include "tests/engine/golden.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace backprop::test {

/// The lessons that come with the program, and the glossary, read once.
const LessonBook& lesson_book();

const Lesson& lesson(std::string_view key);

/// Every text of a step, with its table, notes and hints.
std::vector<LessonText> texts_of(const LessonStep& step);

/// Their words in one line.
std::string words_of(const LessonStep& step);

/// The session as a step finds it; the test fails when it cannot arrive.
Run arrived(const LessonStep& step);

/// The live value of a run; the test fails when there is none.
double value(Run& run, std::string_view path, std::int32_t example = 0);

/// Checks that the step says `printed`, and that this is `number` to the printed digits.
void check_claim(const LessonStep& step, std::string_view printed, double number);

} // namespace backprop::test
