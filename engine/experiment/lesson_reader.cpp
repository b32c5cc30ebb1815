// Reads lessons from JSON (docs/lessons.md).

#include "engine/experiment/experiment_reader.hpp"
#include "engine/experiment/lesson.hpp"
#include "engine/experiment/lesson_value.hpp"
#include "engine/experiment/number_text.hpp"
#include "engine/experiment/presets.hpp"

#include <algorithm>

namespace backprop {

namespace {

Problem read_string(const Json& json, const std::string& path, std::string& text,
                    std::size_t most_bytes = k_max_lesson_text_bytes) {
    if (json.kind != Json::Kind::String) return wrong_kind(json, path, Json::Kind::String);
    if (json.string.size() > most_bytes)
        return error_at(json, path, "has more than " + std::to_string(most_bytes) + " bytes");
    text = json.string;
    return std::nullopt;
}

/// Markup of notation.hpp: refuses braces that are left open.
Problem check_formula(const Json& json, const std::string& path, std::string_view markup) {
    int open = 0;
    for (const char c : markup) {
        open += c == '{' ? 1 : c == '}' ? -1 : 0;
        if (open < 0) break;
    }
    if (open != 0) return error_at(json, path, "has a formula whose braces do not match");
    return std::nullopt;
}

Problem read_formula(const Json& json, const std::string& path, std::string& markup) {
    if (Problem problem = read_string(json, path, markup)) return problem;
    return check_formula(json, path, markup);
}

Problem check_value_path(const Json& json, const std::string& path, std::string_view value) {
    if (is_value_path(value)) return std::nullopt;
    return error_at(json, path, "has \"" + std::string(value) + "\", which is no live value");
}

Problem read_marked(const Json& json, const std::string& path, LessonText& text) {
    std::string marked;
    if (Problem problem = read_string(json, path, marked)) return problem;
    Result<LessonText> read = parse_lesson_text(marked);
    if (!read) return error_at(json, path, read.error.message);
    text = std::move(*read);
    for (const TextRun& run : text) {
        Problem problem;
        if (run.kind == RunKind::Formula) problem = check_formula(json, path, run.text);
        if (run.kind == RunKind::Value) problem = check_value_path(json, path, run.target);
        if (problem) return problem;
    }
    return std::nullopt;
}

/// A list, each item read by `read_item`.
template <class Item>
Problem read_list(const Json& json, const std::string& path, std::vector<Item>& items,
                  Problem (*read_item)(const Json&, const std::string&, Item&),
                  std::size_t at_most = k_max_lesson_items) {
    if (json.kind != Json::Kind::Array) return wrong_kind(json, path, Json::Kind::Array);
    if (json.item_count() > at_most)
        return error_at(json, path, "has more than " + std::to_string(at_most) + " items");
    items = std::vector<Item>(json.item_count());
    for (std::size_t i = 0; i < items.size(); ++i)
        if (Problem problem = read_item(json.item_at(i), item(path, i), items[i])) return problem;
    return std::nullopt;
}

Problem read_flag(const Json& json, const std::string& path, bool& flag) {
    if (json.kind != Json::Kind::Boolean) return wrong_kind(json, path, Json::Kind::Boolean);
    flag = json.boolean;
    return std::nullopt;
}

Problem unknown(const Json& json, const std::string& path, std::string_view known) {
    return error_at(json, path, "is not a field of a lesson; here are " + std::string(known));
}

Problem read_row(const Json& json, const std::string& path, LessonRow& row) {
    if (json.kind != Json::Kind::Object) return wrong_kind(json, path, Json::Kind::Object);
    for (const auto& [key, value] : json.object) {
        const std::string place = path + "." + key;
        Problem problem;
        if (key == "label") {
            problem = read_marked(value, place, row.label);
        } else if (key == "printed") {
            problem = read_formula(value, place, row.printed);
        } else if (key == "value") {
            problem = read_string(value, place, row.value);
            if (!problem) problem = check_value_path(value, place, row.value);
        } else if (key == "digits") {
            problem = read_integer(value, place, 1, k_max_lesson_digits, row.digits);
        } else if (key == "factor") {
            problem = read_integer(value, place, 0, 9, row.factor);
        } else if (key == "total") {
            problem = read_flag(value, place, row.is_total);
        } else if (key == "note") {
            problem = read_marked(value, place, row.note);
        } else {
            problem = unknown(value, place, "label, printed, value, digits, factor, total, note");
        }
        if (problem) return problem;
    }
    return std::nullopt;
}

Problem read_table(const Json& json, const std::string& path, LessonTable& table) {
    if (json.kind != Json::Kind::Object) return wrong_kind(json, path, Json::Kind::Object);
    for (const auto& [key, value] : json.object) {
        const std::string place = path + "." + key;
        Problem problem;
        if (key == "title")
            problem = read_marked(value, place, table.title);
        else if (key == "printed")
            problem = read_string(value, place, table.printed);
        else if (key == "rows")
            problem = read_list(value, place, table.rows, read_row);
        else
            problem = unknown(value, place, "title, printed, rows");
        if (problem) return problem;
    }
    return std::nullopt;
}

Problem read_experiment_of_step(const Json& json, const std::string& path, Experiment& experiment) {
    if (json.kind == Json::Kind::String) {
        std::string keys;
        for (const Preset& preset : presets()) {
            if (preset.key == json.string) {
                experiment = preset.make();
                return std::nullopt;
            }
            keys += (keys.empty() ? "\"" : ", \"") + std::string(preset.key) + "\"";
        }
        return error_at(json, path, "must be an experiment, or one of " + keys);
    }
    Result<Experiment> read = read_experiment(json);
    if (!read) {
        read.error.path = read.error.path.empty() ? path : path + "." + read.error.path;
        return read.error;
    }
    experiment = std::move(*read);
    return std::nullopt;
}

/// { "training.learning_rate": 0.5, ... }: what with_value takes, one after the other.
Problem read_changed_fields(const Json& json, const std::string& path, Experiment& experiment) {
    if (json.kind != Json::Kind::Object) return wrong_kind(json, path, Json::Kind::Object);
    for (const auto& [key, value] : json.object) {
        Result<Experiment> changed = with_value(experiment, key, value);
        if (!changed) return error_at(value, path + "." + key, changed.error.message);
        experiment = std::move(*changed);
    }
    return std::nullopt;
}

/// { "epochs": ..., "updates": ... }.
Problem read_trained(const Json& json, const std::string& path, LessonStep& step) {
    if (json.kind != Json::Kind::Object) return wrong_kind(json, path, Json::Kind::Object);
    step.epochs = step.updates = 0;
    for (const auto& [key, value] : json.object) {
        const std::string place = path + "." + key;
        Problem problem;
        if (key == "epochs")
            problem = read_integer(value, place, 0, double(k_max_epochs), step.epochs);
        else if (key == "updates")
            problem = read_integer(value, place, 0, double(k_max_epochs), step.updates);
        else
            problem = unknown(value, place, "epochs, updates");
        if (problem) return problem;
    }
    return std::nullopt;
}

/// "gradients 2": a kind of moment and, where it has one, its layer.
Problem read_moment(const Json& json, const std::string& path, LessonStep& step) {
    std::string text;
    if (Problem problem = read_string(json, path, text)) return problem;
    const Experiment& experiment = step.experiment;
    for (const Moment& moment : moments_of(experiment.network, experiment.loss)) {
        std::string name(choice_of(k_moment_kinds, moment.kind).key);
        if (moment.layer > 0) name += " " + std::to_string(moment.layer);
        if (name == text) {
            step.moment = moment;
            return std::nullopt;
        }
    }
    return error_at(json, path,
                    "must be a moment of this network, its kind one of " +
                        quoted_keys(k_moment_kinds) + ", and its layer: \"gradients 2\"");
}

Problem read_selected(const Json& json, const std::string& path, LessonStep& step) {
    std::string name;
    if (Problem problem = read_string(json, path, name)) return problem;
    const std::optional<Part> part = part_of_name(name);
    if (!part || !has_part(step.experiment.network, *part))
        return error_at(json, path,
                        "must be a part of this network: \"unit 1.2\", \"weight 2: 1 to 3\" (of "
                        "layer 2, from unit 1 to unit 3), \"bias 2.1\"");
    step.selected = *part;
    return std::nullopt;
}

template <class Enum>
Problem read_enum(const Json& json, const std::string& path, std::span<const Choice> family,
                  Enum& value) {
    int index = 0;
    if (Problem problem = read_choice(json, path, family, index)) return problem;
    value = static_cast<Enum>(index);
    return std::nullopt;
}

enum class Follow : std::uint8_t { Example, Batch };
constexpr Choice k_follows[] = {{"example", "", ""}, {"batch", "", ""}};

/// Rows, and what arriving costs.
Problem check_rows(const Json& json, const std::string& path, const LessonStep& step) {
    const std::int32_t rows = make_dataset(step.experiment.data).train_inputs.columns;
    if (step.example >= rows)
        return error_at(json, path + ".example",
                        "must be a row of the training data, 1 to " + std::to_string(rows));
    const TrainingSpec& training = step.experiment.training;
    if (step.epochs + (step.updates > 0 ? 1 : 0) > training.epochs)
        return error_at(json, path + ".trained",
                        "must not be more than the experiment's training.epochs");
    const std::int32_t batch = training.batch == k_batch_all ? rows : training.batch;
    const double examples = double(step.epochs) * rows + double(step.updates) * batch;
    const double work =
        examples * double(make_layout(step.experiment.network).parameter_count + 1000);
    if (work > k_max_lesson_work)
        return error_at(json, path + ".trained",
                        "takes too long: examples × (parameters + 1000) may be " +
                            number_text(k_max_lesson_work) + ", here they are " +
                            number_text(work));
    return std::nullopt;
}

/// The experiment and how far it is trained: everything that other fields are checked against.
Problem read_model(const Json& json, const std::string& path, const LessonStep* before,
                   LessonStep& step) {
    if (const Json* continues = json.find("continue"))
        if (Problem problem = read_flag(*continues, path + ".continue", step.continues))
            return problem;
    const Json* experiment = json.find("experiment");
    if (step.continues) {
        if (!before) return error_at(json, path + ".continue", "is not for the first step");
        if (experiment)
            return error_at(*experiment, path + ".experiment",
                            "must be left out of a step that continues the one before");
        step.experiment = before->experiment;
        step.epochs = before->epochs;
        step.updates = before->updates;
        step.example = before->example;
    } else if (!experiment) {
        return error_at(json, path + ".experiment", "is required, or \"continue\": true");
    } else if (Problem problem =
                   read_experiment_of_step(*experiment, path + ".experiment", step.experiment)) {
        return problem;
    }
    if (const Json* set = json.find("set"))
        if (Problem problem = read_changed_fields(*set, path + ".set", step.experiment))
            return problem;
    if (const Json* trained = json.find("trained"))
        if (Problem problem = read_trained(*trained, path + ".trained", step)) return problem;
    return std::nullopt;
}

Problem read_step_field(const std::string& key, const Json& value, const std::string& place,
                        LessonStep& step) {
    if (key == "title") return read_marked(value, place, step.title);
    if (key == "label") return read_formula(value, place, step.label);
    if (key == "text") return read_list(value, place, step.paragraphs, read_marked);
    if (key == "formulas") return read_list(value, place, step.formulas, read_formula);
    if (key == "table") return read_table(value, place, step.table);
    if (key == "notes") return read_list(value, place, step.notes, read_marked);
    if (key == "try") return read_list(value, place, step.tries, read_marked);
    if (key == "moment") return read_moment(value, place, step);
    if (key == "select") return read_selected(value, place, step);
    if (key == "tab") return read_enum(value, place, k_lesson_tabs, step.tab);
    if (key == "mistake") return read_enum(value, place, k_planted_mistakes, step.mistake);
    if (key == "example") {
        Problem problem = read_integer(value, place, 1, k_max_rows, step.example);
        --step.example;
        return problem;
    }
    if (key == "follow") {
        Follow follow{};
        Problem problem = read_enum(value, place, k_follows, follow);
        step.whole_batch = follow == Follow::Batch;
        return problem;
    }
    if (key == "continue" || key == "experiment" || key == "set" || key == "trained")
        return std::nullopt;
    return unknown(value, place,
                   "title, label, text, formulas, table, notes, try, experiment, continue, set, "
                   "trained, moment, example, follow, select, tab, mistake");
}

Problem read_step(const Json& json, const std::string& path, const LessonStep* before,
                  LessonStep& step) {
    if (json.kind != Json::Kind::Object) return wrong_kind(json, path, Json::Kind::Object);
    if (!json.find("title")) return error_at(json, path + ".title", "is required");
    if (Problem problem = read_model(json, path, before, step)) return problem;
    for (const auto& [key, value] : json.object)
        if (Problem problem = read_step_field(key, value, path + "." + key, step)) return problem;
    return check_rows(json, path, step);
}

Problem read_steps(const Json& json, const std::string& path, std::vector<LessonStep>& steps) {
    if (json.kind != Json::Kind::Array) return wrong_kind(json, path, Json::Kind::Array);
    if (json.item_count() < 1 || json.item_count() > k_max_lesson_steps)
        return error_at(json, path,
                        "must have 1 to " + std::to_string(k_max_lesson_steps) + " steps");
    steps = std::vector<LessonStep>(json.item_count());
    for (std::size_t i = 0; i < steps.size(); ++i)
        if (Problem problem = read_step(json.item_at(i), item(path, i),
                                        i > 0 ? &steps[i - 1] : nullptr, steps[i]))
            return problem;
    return std::nullopt;
}

/// Letters, digits and hyphens: it stands in links.
Problem read_key(const Json& json, const std::string& path, std::string& key) {
    if (Problem problem = read_string(json, path, key, k_max_lesson_key_bytes)) return problem;
    const std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789-";
    if (key.empty() || key.find_first_not_of(allowed) != std::string::npos)
        return error_at(json, path, "must be small letters, digits and hyphens");
    return std::nullopt;
}

Problem read_version(const Json& json, const std::string& path) {
    std::int32_t version = 0;
    const Json* found = json.find("version");
    if (!found) return error_at(json, path + "version", "is required");
    return read_integer(*found, path + "version", k_lesson_version, k_lesson_version, version);
}

Problem read_lesson(const Json& json, const std::string& path, Lesson& lesson) {
    if (json.kind != Json::Kind::Object) return wrong_kind(json, path, Json::Kind::Object);
    const std::string prefix = path.empty() ? "" : path + ".";
    if (Problem problem = read_version(json, prefix)) return problem;
    for (const char* required : {"lesson", "title", "steps"})
        if (!json.find(required)) return error_at(json, prefix + required, "is required");
    for (const auto& [key, value] : json.object) {
        const std::string place = prefix + key;
        Problem problem;
        if (key == "lesson")
            problem = read_key(value, place, lesson.key);
        else if (key == "title")
            problem = read_string(value, place, lesson.title);
        else if (key == "summary")
            problem = read_string(value, place, lesson.summary);
        else if (key == "credit")
            problem = read_string(value, place, lesson.credit);
        else if (key == "notation")
            problem = read_enum(value, place, k_notations, lesson.notation);
        else if (key == "steps")
            problem = read_steps(value, place, lesson.steps);
        else if (key != "version")
            problem =
                unknown(value, place, "version, lesson, title, summary, credit, notation, steps");
        if (problem) return problem;
    }
    return std::nullopt;
}

Problem read_term(const Json& json, const std::string& path, GlossaryTerm& term) {
    if (json.kind != Json::Kind::Object) return wrong_kind(json, path, Json::Kind::Object);
    for (const auto& [key, value] : json.object) {
        const std::string place = path + "." + key;
        Problem problem;
        if (key == "term")
            problem = read_string(value, place, term.term);
        else if (key == "meaning")
            problem = read_marked(value, place, term.meaning);
        else
            problem = unknown(value, place, "term, meaning");
        if (problem) return problem;
    }
    return std::nullopt;
}

constexpr std::size_t k_max_terms = 1000;

Result<Json> parse_limited(std::string_view text) {
    if (text.size() > k_max_lesson_bytes)
        return Error{"", "the text has " + std::to_string(text.size()) +
                             " bytes; a lesson has at "
                             "most " +
                             std::to_string(k_max_lesson_bytes)};
    return parse_json(text);
}

} // namespace

bool is_lesson(std::string_view text) {
    // A large text is an experiment, whose reader tells its limits.
    if (text.size() > k_max_lesson_bytes || text.find("\"lesson\"") == std::string_view::npos)
        return false;
    const Result<Json> json = parse_json(text);
    return json && json->kind == Json::Kind::Object && json->find("lesson");
}

Result<Lesson> parse_lesson(std::string_view text) {
    const Result<Json> json = parse_limited(text);
    if (!json) return json.error;
    Lesson lesson;
    if (Problem problem = read_lesson(*json, "", lesson)) return *problem;
    return lesson;
}

Result<LessonBook> parse_lesson_book(std::string_view text) {
    const Result<Json> json = parse_limited(text);
    if (!json) return json.error;
    if (json->kind != Json::Kind::Array) return wrong_kind(*json, "", Json::Kind::Array);
    LessonBook book;
    for (std::size_t i = 0; i < json->array.size(); ++i) {
        const Json& part = json->array[i];
        const Json* glossary = part.find("glossary");
        const Problem problem = glossary
                                  ? read_list(*glossary, item("", i) + ".glossary", book.glossary,
                                              read_term, k_max_terms)
                                  : read_lesson(part, item("", i), book.lessons.emplace_back());
        if (problem) return *problem;
    }
    return book;
}

} // namespace backprop
