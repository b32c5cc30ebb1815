#include "engine/experiment/lesson.hpp"

#include "engine/experiment/name_scan.hpp"

#include <algorithm>
#include <cstdlib>

namespace backprop {

namespace {

/// The marks that open a run, and what closes it.
struct Mark {
    std::string_view open;
    std::string_view close;
    RunKind kind;
};
constexpr Mark k_marks[] = {
    {"[[", "]]", RunKind::Term},
    {"{{", "}}", RunKind::Value},
    {"$", "$", RunKind::Formula},
};

const Mark* mark_at(std::string_view text) {
    for (const Mark& mark : k_marks)
        if (text.substr(0, mark.open.size()) == mark.open) return &mark;
    return nullptr;
}

void add_plain(LessonText& runs, std::string_view text, bool bold) {
    if (runs.empty() || runs.back().kind != RunKind::Plain || runs.back().bold != bold) {
        runs.push_back({});
        runs.back().bold = bold;
    }
    runs.back().text += text;
}

/// What stands between the marks; false when it is not what the mark takes.
bool add_marked(LessonText& runs, RunKind kind, bool bold, std::string_view inside) {
    TextRun run;
    run.bold = bold;
    run.kind = kind;
    const bool has_parts = kind == RunKind::Term || kind == RunKind::Value;
    const std::size_t bar = has_parts ? inside.find('|') : std::string_view::npos;
    const std::string_view first = inside.substr(0, bar);
    const std::string second(bar == std::string_view::npos ? "" : inside.substr(bar + 1));
    if (first.empty()) return false;
    if (has_parts) run.target = first;
    if (kind == RunKind::Value) {
        char* end = nullptr;
        run.digits =
            second.empty() ? k_lesson_digits : std::int32_t(std::strtol(second.c_str(), &end, 10));
        if ((end && *end != '\0') || run.digits < 1 || run.digits > k_max_lesson_digits)
            return false;
    } else {
        run.text = second.empty() ? first : second;
    }
    runs.push_back(std::move(run));
    return true;
}

Error left_open(std::string_view open, std::string_view close) {
    return {"", "has " + std::string(open) + " without " + std::string(close) +
                    "; a backslash before it makes it an ordinary sign"};
}

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool same_word(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

} // namespace

Result<LessonText> parse_lesson_text(std::string_view marked) {
    LessonText runs;
    bool bold = false;
    while (!marked.empty()) {
        if (skip_prefix(marked, "**")) {
            bold = !bold;
            continue;
        }
        const Mark* mark = mark_at(marked);
        if (!mark) {
            if (marked.front() == '\\' && marked.size() > 1) marked.remove_prefix(1);
            add_plain(runs, marked.substr(0, 1), bold);
            marked.remove_prefix(1);
            continue;
        }
        const std::size_t end = marked.find(mark->close, mark->open.size());
        if (end == std::string_view::npos) return left_open(mark->open, mark->close);
        const std::string_view inside = marked.substr(mark->open.size(), end - mark->open.size());
        if (!add_marked(runs, mark->kind, bold, inside))
            return Error{"", "has \"" + std::string(marked.substr(0, end + mark->close.size())) +
                                 "\", which docs/lessons.md does not know"};
        marked.remove_prefix(end + mark->close.size());
    }
    if (bold) return left_open("**", "**");
    return runs;
}

std::string plain_text(const LessonText& text) {
    std::string plain;
    for (const TextRun& run : text) {
        if (run.kind == RunKind::Formula)
            plain += plain_text(run.text);
        else
            plain += run.kind == RunKind::Value ? "{" + run.target + "}" : run.text;
    }
    return plain;
}

std::optional<Part> part_of_name(std::string_view name) {
    Part part;
    if (skip_prefix(name, "weight ")) {
        part.kind = PartKind::Weight;
        const bool read = take_number(name, 1, part.layer) && skip_prefix(name, ": ") &&
                          take_number(name, 1, part.from) && skip_prefix(name, " to ") &&
                          take_number(name, 1, part.to) && name.empty();
        if (!read) return std::nullopt;
        --part.from;
        --part.to;
        return part;
    }
    part.kind = skip_prefix(name, "unit ") ? PartKind::Unit : PartKind::Bias;
    if (part.kind == PartKind::Bias && !skip_prefix(name, "bias ")) return std::nullopt;
    if (!take_number(name, part.kind == PartKind::Unit ? 0 : 1, part.layer)) return std::nullopt;
    part.shared = part.kind == PartKind::Bias && name.empty();
    if (part.shared) return part;
    if (!skip_prefix(name, ".") || !take_number(name, 1, part.to) || !name.empty())
        return std::nullopt;
    --part.to;
    return part;
}

bool has_part(const NetworkSpec& network, const Part& part) {
    const auto layers = static_cast<std::int32_t>(network.layers.size());
    const auto units = [&](std::int32_t layer) {
        return layer == 0 ? input_width(network) : network.layers[std::size_t(layer - 1)].units;
    };
    if (part.kind == PartKind::None) return true;
    if (part.layer < (part.kind == PartKind::Unit ? 0 : 1) || part.layer > layers) return false;
    if (part.kind == PartKind::Bias &&
        network.bias != (part.shared ? BiasMode::Shared : BiasMode::PerUnit))
        return false;
    return part.to < units(part.layer) &&
           (part.kind != PartKind::Weight || part.from < units(part.layer - 1));
}

const GlossaryTerm* find_term(const LessonBook& book, std::string_view term) {
    for (const GlossaryTerm& row : book.glossary)
        if (same_word(row.term, term)) return &row;
    return nullptr;
}

Result<Done> arrive(Session& session, const LessonStep& step) {
    if (Result<Done> loaded = apply(session, command::Load{step.experiment}); !loaded)
        return loaded.error;
    if (step.example >= snapshot(session).data->train_inputs.columns)
        return Error{"example", "is not a row of the training data"};
    if (step.epochs + step.updates > 0) {
        if (Result<Done> runs = apply(session, command::Run{}); !runs) return runs.error;
        while (snapshot(session).epoch < step.epochs && advance(session, 1) > 0) {
        }
        advance(session, step.updates);
        apply(session, command::Pause{});
    }
    if (!step.moment) return Done{};
    const std::int32_t number = number_of(moments(session), *step.moment);
    return apply(session, command::GoToMoment{number});
}

} // namespace backprop
