// Reads the steps of lessons (docs/lessons.md).

#include "engine/experiment/lesson_reader.hpp"
#include "engine/experiment/number_text.hpp"
#include "engine/experiment/presets.hpp"

namespace backprop {

namespace {

Problem read_flag(const Json& json, const std::string& path, bool& flag) {
    if (json.kind != Json::Kind::Boolean) return wrong_kind(json, path, Json::Kind::Boolean);
    flag = json.boolean;
    return std::nullopt;
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
            problem = unknown_lesson_field(value, place,
                                           "label, printed, value, digits, factor, total, note");
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
            problem = unknown_lesson_field(value, place, "title, printed, rows");
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
            problem = unknown_lesson_field(value, place, "epochs, updates");
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
    return unknown_lesson_field(
        value, place,
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

} // namespace

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

} // namespace backprop
