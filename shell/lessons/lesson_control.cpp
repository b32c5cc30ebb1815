#include "shell/lessons/lesson_control.hpp"

#include "engine/experiment/lesson_value.hpp"
#include "engine/experiment/notation.hpp"
#include "shell/panels/explanations.hpp"
#include "shell/panels/probe_state.hpp"
#include "shell/platform/platform.hpp"
#include "shell/texts.hpp"

#include <algorithm>
#include <charconv>

namespace backprop::shell {

namespace {

constexpr std::string_view k_book_file = "lessons";
constexpr std::string_view k_place_key = "lesson";
constexpr std::string_view k_link_begin = "lesson=";
constexpr std::int32_t k_known_digits = 5; ///< of the numbers that an exercise gives
constexpr double k_seconds_between = 0.1;  ///< of values, while training runs

const Lesson* find_lesson(const LessonBook& book, std::string_view key) {
    for (const Lesson& lesson : book.lessons)
        if (lesson.key == key) return &lesson;
    return nullptr;
}

Error no_such_lesson(const LessonBook& book, const std::string& key) {
    std::string keys;
    for (const Lesson& lesson : book.lessons)
        keys += (keys.empty() ? "" : ", ") + lesson.key;
    return {"", fill(text("note.no_lesson"), {key, keys})};
}

Selection selection_of(const Part& part) {
    return {static_cast<SelectionKind>(part.kind), part.layer, part.to, part.from};
}
static_assert(static_cast<int>(PartKind::Bias) == static_cast<int>(SelectionKind::Bias));

/// LessonTab and ExplainTab name the same tabs in the same order; the first is "unchanged".
void open_tab(View& view, LessonTab tab) {
    if (tab != LessonTab::Unchanged)
        view.explain_tab = static_cast<ExplainTab>(static_cast<int>(tab) - 1);
}
static_assert(static_cast<int>(LessonTab::Parameters) - 1 ==
              static_cast<int>(ExplainTab::Parameters));

void show_step(View& view, const LessonStep& step) {
    view.probe = std::make_shared<ProbeState>();
    view.probe->check.mistake = step.mistake;
    view.example = step.example;
    view.batch_sum = step.whole_batch;
    view.playing = false;
    view.selection = selection_of(step.selected);
    view.hovered = {};
    view.lesson_open = true;
    open_tab(view, step.tab);
}

/// What the drawings remember was made from another session, whose revisions may be the same.
void forget_drawings(View& view) {
    view.drawing = nullptr;
    view.probe = nullptr;
}

/// Puts the user's session aside when the first lesson is opened.
Result<Done> set_aside(const LessonStage& stage, const Experiment& experiment) {
    if (stage.lessons.before) return Done{};
    Result<SessionPointer> fresh = make_session(experiment);
    if (!fresh) return fresh.error;
    apply(*stage.session, command::Pause{});
    stage.lessons.before = WorkBefore{std::move(stage.session), stage.view};
    stage.session = std::move(*fresh);
    return Done{};
}

void leave(const LessonStage& stage) {
    LessonState& state = stage.lessons;
    if (state.before) {
        stage.session = std::move(state.before->session);
        View& view = state.before->view;
        // How fast and how bright are wishes about the program, not about what it shows.
        view.theme = stage.view.theme;
        view.speed = stage.view.speed;
        view.play_speed = stage.view.play_speed;
        view.digits = stage.view.digits;
        view.explain_share = stage.view.explain_share;
        view.coarse_pointer = stage.view.coarse_pointer;
        stage.view = std::move(view);
    }
    end_lesson(stage.view, state);
}

Result<Done> go(const LessonStage& stage, const Lesson& lesson, std::int32_t wanted) {
    LessonState& state = stage.lessons;
    const auto last = static_cast<std::int32_t>(lesson.steps.size()) - 1;
    const std::int32_t number = std::clamp(wanted, 0, last);
    const LessonStep& step = lesson.steps[static_cast<std::size_t>(number)];
    if (Result<Done> aside = set_aside(stage, step.experiment); !aside) return aside;
    if (Result<Done> arrived = arrive(*stage.session, step); !arrived) {
        if (!state.lesson) leave(stage);
        return arrived;
    }
    state.lesson = &lesson;
    state.step = number;
    state.exercise = {};
    stage.view.hides_numbers = false;
    state.values = {};
    state.scroll_to_top = true;
    forget_drawings(stage.view);
    show_step(stage.view, step);
    stage.view.notation = lesson.notation;
    if (!is_own(state)) {
        state.last = {lesson.key, number};
        platform::store(k_place_key, lesson_link(state.last));
    }
    return Done{};
}

/// The letter of a unit's number at a moment, as markup, and its path; empty for other moments.
struct UnitNumber {
    std::string letter, path;
};
UnitNumber unit_number(const Letters& letters, const Moment& moment, std::int32_t unit) {
    const std::string place = " " + std::to_string(moment.layer) + "." + std::to_string(unit + 1);
    switch (moment.kind) {
    case MomentKind::PreActivations:
        return {z_letter(letters, moment.layer, unit), "z" + place};
    case MomentKind::Activations:
        return {activation_letter(letters, moment.layer, unit), "a" + place};
    case MomentKind::Deltas:
        return {delta_letter(letters, moment.layer, unit), "delta" + place};
    default:
        return {};
    }
}

void add_known(LessonTable& table, const std::string& letter, std::string path) {
    LessonRow row;
    row.label.emplace_back();
    row.label.back().kind = RunKind::Formula;
    row.label.back().text = letter;
    row.value = std::move(path);
    row.digits = k_known_digits;
    table.rows.push_back(std::move(row));
}

/// What the learner may use: the example, and what the moments before have computed.
LessonTable known_numbers(const Experiment& experiment, const std::vector<Moment>& all,
                          std::int32_t reached) {
    LessonTable table;
    const NetworkSpec& network = experiment.network;
    const Letters letters = letters_for(Notation::General, network);
    table.title.emplace_back();
    table.title.back().text = text("exercise.known");
    for (std::int32_t i = 0; i < input_width(network); ++i)
        add_known(table, activation_letter(letters, 0, i), "input " + std::to_string(i + 1));
    for (std::int32_t i = 0; i < network.layers.back().units; ++i)
        add_known(table, target_letter(letters, i), "target " + std::to_string(i + 1));
    add_known(table, "α", "learning_rate");
    for (std::int32_t i = 0; i < reached; ++i) {
        const Moment& moment = all[static_cast<std::size_t>(i)];
        if (moment.layer < 1) continue;
        const auto layer = static_cast<std::size_t>(moment.layer) - 1;
        for (std::int32_t unit = 0; unit < network.layers[layer].units; ++unit)
            if (UnitNumber number = unit_number(letters, moment, unit); !number.path.empty())
                add_known(table, number.letter, std::move(number.path));
    }
    return table;
}

void show_question(const LessonStage& stage, std::int32_t number) {
    ExerciseState& state = stage.lessons.exercise;
    const auto count = static_cast<std::int32_t>(state.exercise->questions.size());
    state.question = std::clamp(number, 0, count);
    state.focus_field = true;
    state.focus_next = false;
    state.typed = {};
    state.told.clear();
    const Question* question = open_question(state);
    const std::int32_t all = static_cast<std::int32_t>(moments(*stage.session).size());
    apply(*stage.session, command::GoToMoment{question ? question->known_moments : all});
    state.known = {};
    stage.lessons.values = {};
    if (question)
        state.known = known_numbers(state.exercise->experiment, moments(*stage.session),
                                    question->known_moments);
    for (const LessonRow& row : state.known.rows)
        stage.lessons.values.rows.emplace_back(row.value, std::nullopt);
    stage.view.selection = question ? selection_of(question->part) : Selection{};
    stage.view.hides_numbers = question != nullptr;
    stage.lessons.scroll_to_top = true;
}

Result<Done> begin_exercise(const LessonStage& stage, std::int64_t seed) {
    Exercise exercise = make_exercise(seed);
    if (Result<Done> aside = set_aside(stage, exercise.experiment); !aside) return aside;
    if (Result<Done> done = apply(*stage.session, command::Load{exercise.experiment}); !done)
        return done;
    ExerciseState& state = stage.lessons.exercise;
    state = {};
    state.attempts.resize(exercise.questions.size());
    state.verdicts.resize(exercise.questions.size());
    state.exercise = std::move(exercise);
    forget_drawings(stage.view);
    stage.view.explain_tab = ExplainTab::Parameters;
    stage.view.example = 0;
    stage.view.notation = Notation::General; // as in its questions
    stage.view.hovered = {};
    stage.view.batch_sum = stage.view.playing = false;
    stage.view.lesson_open = true;
    stage.lessons.folded = false; // the question is to be read
    show_question(stage, 0);
    return Done{};
}

/// Back to the lesson's step as it was arrived at, or to what was there before.
Result<Done> end_exercise(const LessonStage& stage) {
    LessonState& state = stage.lessons;
    state.exercise = {};
    stage.view.hides_numbers = false;
    if (state.lesson) return go(stage, *state.lesson, state.step);
    leave(stage);
    return Done{};
}

void add_paths(const LessonText& text, LessonValues& values) {
    for (const TextRun& run : text)
        if (run.kind == RunKind::Value) values.rows.emplace_back(run.target, std::nullopt);
}

void collect_paths(const LessonStep& step, LessonValues& values) {
    for (const auto* texts : {&step.paragraphs, &step.notes, &step.tries})
        for (const LessonText& text : *texts)
            add_paths(text, values);
    add_paths(step.title, values);
    add_paths(step.table.title, values);
    for (const LessonRow& row : step.table.rows) {
        add_paths(row.label, values);
        add_paths(row.note, values);
        if (!row.value.empty()) values.rows.emplace_back(row.value, std::nullopt);
    }
}

} // namespace

std::string lesson_link(const LessonPlace& place) {
    return std::string(k_link_begin) + place.key + "," + std::to_string(place.step + 1);
}

std::string lesson_address(const LessonState& lessons) {
    if (!lessons.lesson || is_own(lessons) || lessons.exercise.exercise) return {};
    return lesson_link({lessons.lesson->key, lessons.step});
}

std::optional<LessonPlace> read_lesson_link(std::string_view link) {
    const std::size_t hash = link.find('#');
    if (hash != std::string_view::npos) link.remove_prefix(hash + 1);
    if (link.substr(0, k_link_begin.size()) != k_link_begin) return std::nullopt;
    link.remove_prefix(k_link_begin.size());
    const std::size_t comma = std::min(link.find(','), link.size());
    LessonPlace place{std::string(link.substr(0, std::min(comma, k_max_lesson_key_bytes))), 0};
    const std::string_view number = link.substr(std::min(comma + 1, link.size()));
    std::int32_t step = 1;
    std::from_chars(number.data(), number.data() + number.size(), step);
    place.step = std::clamp(step, 1, static_cast<std::int32_t>(k_max_lesson_steps)) - 1;
    return place;
}

Result<Done> follow_book(LessonState& lessons) {
    if (lessons.book_here || lessons.book_refused) return Done{};
    const platform::LaterFile file = platform::later_file(k_book_file);
    const bool code_failed = !explanations_problem().empty();
    lessons.book_problem.clear();
    if (file.state == platform::LaterState::Failed)
        lessons.book_problem = file.why.empty() ? text("lesson.not_here") : file.why;
    else if (code_failed)
        lessons.book_problem = explanations_problem();
    const bool is_go = lessons.request && lessons.request->kind == LessonRequest::Kind::Go;
    if (lessons.request && !lessons.book_problem.empty() && (is_go || code_failed)) {
        lessons.request.reset();
        return Error{"", fill(text("note.no_lessons"), {lessons.book_problem})};
    }
    if (file.state != platform::LaterState::Here || !explanations_are_here()) return Done{};
    Result<LessonBook> book = explanations.parse_lesson_book(file.text);
    if (!book) {
        lessons.book_problem = to_string(book.error);
        lessons.book_refused = true;
        return Done{};
    }
    lessons.book = std::move(*book);
    lessons.book_here = true;
    if (const auto last = read_lesson_link(platform::stored(k_place_key)))
        if (find_lesson(lessons.book, last->key)) lessons.last = *last;
    return Done{};
}

void retry_book(LessonState& lessons) {
    platform::retry_later_file(k_book_file);
    retry_explanations();
    follow_book(lessons);
}

bool request_is_ready(const LessonState& lessons) {
    if (!lessons.request || !explanations_are_here()) return false;
    return lessons.book_here || lessons.book_refused ||
           lessons.request->kind != LessonRequest::Kind::Go;
}

Result<Done> carry_out_request(const LessonStage& stage, bool& changed) {
    LessonState& state = stage.lessons;
    const LessonRequest request = *std::exchange(state.request, std::nullopt);
    changed = true;
    switch (request.kind) {
    case LessonRequest::Kind::Leave:
        leave(stage);
        return Done{};
    case LessonRequest::Kind::Exercise:
        return begin_exercise(stage, request.seed);
    case LessonRequest::Kind::Question:
        if (state.exercise.exercise) show_question(stage, request.place.step);
        return Done{};
    case LessonRequest::Kind::EndExercise:
        return end_exercise(stage);
    case LessonRequest::Kind::Go:
    case LessonRequest::Kind::Own:
        changed = false;
    }
    if (state.book_refused && request.kind == LessonRequest::Kind::Go)
        return Error{"", fill(text("note.no_lessons"), {state.book_problem})};
    if (state.opened) {
        if (is_own(state)) state.lesson = nullptr;
        state.own = std::move(*std::exchange(state.opened, std::nullopt));
    }
    const Lesson* lesson = request.kind == LessonRequest::Kind::Own
                             ? (state.own ? &*state.own : nullptr)
                             : find_lesson(state.book, request.place.key);
    if (!lesson) return no_such_lesson(state.book, request.place.key);
    Result<Done> result = go(stage, *lesson, request.place.step);
    changed = bool(result);
    return result;
}

void end_lesson(View& view, LessonState& lessons) {
    lessons.lesson = nullptr;
    lessons.exercise = {};
    lessons.before.reset();
    lessons.values = {};
    lessons.term.clear();
    view.lesson_open = false;
    view.notation.reset();
    view.hides_numbers = false;
    forget_drawings(view);
}

void update_lesson_values(const LessonStage& stage, double now_seconds) {
    LessonValues& values = stage.lessons.values;
    const LessonStep* step = open_step(stage.lessons);
    if (!step && !stage.lessons.exercise.exercise) return;
    const Snapshot now = snapshot(*stage.session);
    const bool is_same = values.session == stage.session.get() && values.revision == now.revision &&
                         values.moment == now.moment && values.example == stage.view.example;
    if (is_same) return;
    if (now.status == Status::Running && now_seconds < values.next_seconds) return;
    if (values.rows.empty() && step) collect_paths(*step, values);
    find_lesson_values(*stage.session, values.rows, stage.view.example);
    values.session = stage.session.get();
    values.revision = now.revision;
    values.moment = now.moment;
    values.example = stage.view.example;
    values.next_seconds = now_seconds + k_seconds_between;
}

std::optional<double> lesson_number(const LessonState& lessons, std::string_view path) {
    for (const auto& [name, value] : lessons.values.rows)
        if (name == path) return value;
    return std::nullopt;
}

} // namespace backprop::shell
