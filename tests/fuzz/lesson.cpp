// Any text as a lesson, or as the book of lessons; each step is gone to and read as a learner
// would.

#include "engine/experiment/lesson.hpp"

#include "engine/experiment/lesson_value.hpp"
#include "engine/experiment/markup.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <string>

using namespace backprop;
using namespace backprop::fuzz;

namespace {

void read_text(Session* session, const LessonText& text, std::int32_t example) {
    plain_text(text);
    for (const TextRun& run : text) {
        if (run.kind == RunKind::Formula) {
            parse_markup(run.text);
            for (const std::string_view cell : markup_cells(run.text))
                plain_text(cell);
        }
        if (run.kind != RunKind::Value) continue;
        require(is_value_path(run.target), "a value of a lesson's text could be a number");
        if (session) value_text(lesson_value(*session, run.target, example), run.digits);
    }
}

void read_step(Session* session, const LessonStep& step) {
    for (const LessonText& paragraph : step.paragraphs)
        read_text(session, paragraph, step.example);
    for (const std::string& formula : step.formulas)
        plain_text(formula);
    for (const LessonRow& row : step.table.rows) {
        read_text(session, row.label, step.example);
        read_text(session, row.note, step.example);
        if (session && !row.value.empty())
            agrees(lesson_value(*session, row.value, step.example), row.printed);
    }
}

void go_through(const Lesson& lesson) {
    require(!lesson.steps.empty(), "a lesson has steps");
    SessionPointer session;
    for (const LessonStep& step : lesson.steps) {
        const bool small =
            work_of(step.experiment) * double(1 + step.epochs) + double(step.updates) * 1000 < 3e4;
        if (!session && small) {
            Result<SessionPointer> made = make_session(step.experiment);
            if (made) session = std::move(*made);
        }
        const bool there = session && small && bool(arrive(*session, step));
        if (there && step.example < snapshot(*session).prepared->train_inputs.columns)
            trace_example(*session, step.example);
        read_step(there ? session.get() : nullptr, step);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    is_lesson(text);
    parse_lesson_text(text.substr(0, k_max_lesson_text_bytes));
    if (const Result<Lesson> lesson = parse_lesson(text))
        go_through(*lesson);
    else
        require(!lesson.error.message.empty(), "a refusal says why");
    if (const Result<LessonBook> book = parse_lesson_book(text))
        for (const Lesson& lesson : book->lessons)
            go_through(lesson);
    return 0;
}
