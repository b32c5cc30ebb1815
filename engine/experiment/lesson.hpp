#pragma once

#include "engine/experiment/experiment.hpp"
#include "engine/experiment/moment.hpp"
#include "engine/experiment/notation.hpp"
#include "engine/experiment/result.hpp"
#include "engine/experiment/session.hpp"
#include "engine/training/planted_mistake.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace backprop {

/// Limits of a lesson's text (docs/lessons.md lists them for people).
inline constexpr int k_lesson_version = 1;
inline constexpr std::size_t k_max_lesson_bytes = 4'000'000;
inline constexpr std::size_t k_max_lesson_key_bytes = 40;
inline constexpr std::size_t k_max_lesson_steps = 100;
inline constexpr std::size_t k_max_lesson_items = 50;         ///< of a list in a step
inline constexpr std::size_t k_max_lesson_text_bytes = 4'000; ///< of one text
inline constexpr std::int32_t k_lesson_digits = 6; ///< significant ones, unless a text says
inline constexpr std::int32_t k_max_lesson_digits = 12;
/// Examples × parameters that arriving at a step may train: some seconds.
inline constexpr double k_max_lesson_work = 1e9;

enum class RunKind : std::uint8_t {
    Plain,
    Formula, ///< markup of notation.hpp
    Term,    ///< a term of the glossary: `target` is its key, `text` what is shown
    Value,   ///< a live value: `target` is its path (lesson_value.hpp), with `digits`
};

/// A piece of a text.
struct TextRun {
    RunKind kind = RunKind::Plain;
    std::string text;
    std::string target;
    std::int32_t digits = 0;
    bool bold = false;
    bool operator==(const TextRun&) const = default;
};
using LessonText = std::vector<TextRun>;

/// Reads the marks of a lesson's text: **bold**, $formula$, [[term]] or [[term|shown]], {{path}} or
/// {{path|digits}}; a backslash before a mark takes its meaning away. Refuses marks left open.
Result<LessonText> parse_lesson_text(std::string_view marked);

/// What a learner would copy: without marks, formulas as plain_text, values as "{path}".
std::string plain_text(const LessonText& text);

/// One row of the table "printed / here".
struct LessonRow {
    LessonText label;
    std::string printed; ///< as the article prints it, "0.7333" or "O − Y"; may be empty
    std::string value;   ///< path of the live value (lesson_value.hpp); may be empty
    std::int32_t digits = k_lesson_digits; ///< significant digits of the live value
    std::int32_t factor = 0;               ///< number of the factor whose colour it has; 0: none
    bool is_total = false;                 ///< set apart: a product or a sum
    LessonText note;                       ///< why the two differ; may be empty
};

struct LessonTable {
    LessonText title;    ///< may be empty
    std::string printed; ///< heading of the printed column: "article"; empty: no such column
    std::vector<LessonRow> rows;
};

/// A part of the network that a step selects. Layers count from 0 = inputs, units from 0.
enum class PartKind : std::uint8_t { None, Unit, Weight, Bias };
struct Part {
    PartKind kind = PartKind::None;
    std::int32_t layer = 0;
    std::int32_t to = 0;
    std::int32_t from = 0;
    bool shared = false; ///< the one bias of a layer, whose `to` is 0
    bool operator==(const Part&) const = default;
};

/// "unit 2.3", "weight 3: 2 to 1", "bias 2.3", "bias 2" (one that a layer shares): units count from
/// 1 in names. Empty for anything else.
std::optional<Part> part_of_name(std::string_view name);

/// Whether the network has the part.
bool has_part(const NetworkSpec& network, const Part& part);

/// The tabs below the network picture that a step may open.
enum class LessonTab : std::uint8_t {
    Unchanged,
    ChainRule,
    MatrixForm,
    Check,
    Flow,
    ErrorCurve,
    Conventions,
    Parameters
};
inline constexpr Choice k_lesson_tabs[] = {
    {"unchanged", "", ""}, {"chain-rule", "", ""},  {"matrix-form", "", ""}, {"check", "", ""},
    {"flow", "", ""},      {"error-curve", "", ""}, {"conventions", "", ""}, {"parameters", "", ""},
};
static_assert(has_row_for(k_lesson_tabs, LessonTab::Parameters));

/// One step: what is read, and where the model stands.
struct LessonStep {
    LessonText title;
    std::string label; ///< short, for "Next: W_ih"; may be empty. May hold formula markup
    std::vector<LessonText> paragraphs;
    std::vector<std::string> formulas; ///< markup of notation.hpp, one a line
    LessonTable table;
    std::vector<LessonText> notes; ///< where the article slips
    std::vector<LessonText> tries; ///< "Try it"

    Experiment experiment;        ///< of this step, with every change of fields
    bool continues = false;       ///< the experiment and training of the step before, gone on with
    std::int64_t epochs = 0;      ///< trained on arrival, from the start weights
    std::int64_t updates = 0;     ///< after these epochs
    std::optional<Moment> moment; ///< the last one that is over; none: before the first
    std::int32_t example = 0;     ///< training row to follow, from 0
    bool whole_batch = false;     ///< the batch is looked at, not one example
    Part selected;
    LessonTab tab = LessonTab::Unchanged;
    PlantedMistake mistake = PlantedMistake::None; ///< that the tab "check" plants
};

struct Lesson {
    std::string key; ///< as in links: #lesson=houses,5
    std::string title;
    std::string summary;              ///< one sentence
    std::string credit;               ///< title and author of what it follows; may be empty
    std::optional<Notation> notation; ///< of all letters on screen; empty: the data set's own
    std::vector<LessonStep> steps;
};

/// A term and what it means, in one sentence.
struct GlossaryTerm {
    std::string term;
    LessonText meaning;
};

/// What comes with the program.
struct LessonBook {
    std::vector<Lesson> lessons;
    std::vector<GlossaryTerm> glossary; ///< in alphabetical order
};

/// Whether a text is a lesson rather than an experiment: a JSON object with "lesson".
bool is_lesson(std::string_view text);

/// Reads a lesson. Refuses malformed text, unknown fields, values out of range, experiments that
/// `validate` refuses, parts and rows that the experiment does not have; the error tells path, line
/// and column.
Result<Lesson> parse_lesson(std::string_view text);

/// Reads what comes with the program: a JSON array of lessons and of { "version", "glossary": [
/// { "term", "meaning" }, ... ] }.
Result<LessonBook> parse_lesson_book(std::string_view text);

/// The meaning of a term, upper and lower case alike; null when the glossary does not have it.
const GlossaryTerm* find_term(const LessonBook& book, std::string_view term);

/// Loads a step's experiment into the session, trains it as far as the step says and goes to its
/// moment: the same bits from wherever one comes. Training that diverges is no error: the session
/// tells it.
Result<Done> arrive(Session& session, const LessonStep& step);

} // namespace backprop
