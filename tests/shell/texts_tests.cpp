#include "engine/experiment/exercise.hpp"
#include "engine/experiment/fields.hpp"
#include "engine/experiment/presets.hpp"
#include "shell/settings.hpp"
#include "shell/texts.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

using namespace backprop;
using namespace backprop::shell;

namespace {

std::string read_file(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

bool has_text(std::string_view key) {
    return text_or(key, "\x01") != "\x01";
}

} // namespace

TEST_CASE("every text has one key and says something", "[texts]") {
    std::set<std::string_view> keys;
    for (const TextRow& row : texts()) {
        INFO(row.key);
        CHECK(keys.insert(row.key).second);
        CHECK_FALSE(row.key.empty());
        CHECK_FALSE(row.english.empty());
    }
    CHECK(keys.size() > 100);
}

TEST_CASE("every key that the sources name is in the table", "[texts]") {
    int found = 0;
    const std::filesystem::path shell = std::filesystem::path(BACKPROP_SOURCE_DIR) / "shell";
    for (const auto& entry : std::filesystem::recursive_directory_iterator(shell)) {
        if (entry.path().extension() != ".cpp") continue;
        const std::string source = read_file(entry.path());
        const std::string call = "text(\"";
        for (std::size_t at = source.find(call); at != std::string::npos;
             at = source.find(call, at + 1)) {
            const std::size_t begin = at + call.size();
            const std::size_t end = source.find('"', begin);
            const bool is_word = at > 0 && (std::isalnum(source[at - 1]) || source[at - 1] == '_');
            if (is_word || source[end + 1] != ')')
                continue; // another function; a key with a suffix
            const std::string key = source.substr(begin, end - begin);
            INFO(entry.path().filename().string() << ": " << key);
            CHECK(has_text(key));
            ++found;
        }
    }
    CHECK(found > 50);
}

TEST_CASE("every control has a name and a help text", "[texts]") {
    for (const Field& field : fields()) {
        if (field.path == "data.task") continue; // follows the data set; has no control
        INFO(field.path);
        CHECK(has_text("field." + std::string(field.path)));
        CHECK(text_or("help." + std::string(field.path), "").size() > 30);
    }
    for (const Setting& setting : settings()) {
        INFO(setting.path);
        CHECK(has_text("field." + std::string(setting.path)));
        CHECK(text_or("help." + std::string(setting.path), "").size() > 30);
    }
}

TEST_CASE("every kind of question is explained", "[texts]") {
    for (const Choice& kind : k_question_kinds) {
        INFO(kind.key);
        CHECK(has_text("exercise." + std::string(kind.key)));
    }
}

TEST_CASE("everything the engine names can be translated", "[texts]") {
    const auto check_family = [](std::string_view family, std::span<const Choice> choices) {
        for (const Choice& choice : choices) {
            const std::string key = std::string(family) + "." + std::string(choice.key);
            INFO(key);
            CHECK(has_text(key));
        }
    };
    check_family("activation", k_activations);
    check_family("error", k_errors);
    check_family("reduction", k_reductions);
    check_family("start", k_start_rules);
    check_family("bias", k_bias_modes);
    check_family("precision", k_precisions);
    for (const DataSetRow& row : k_data_sets) {
        INFO(row.key);
        CHECK(has_text("data." + std::string(row.key)));
    }
    for (const Preset& preset : presets()) {
        INFO(preset.key);
        CHECK(has_text("preset." + std::string(preset.key)));
    }
    for (const char* quantity : {"activation", "delta", "gradient", "weight", "loss"})
        CHECK(has_text("quantity." + std::string(quantity)));
}

TEST_CASE("patterns are filled in", "[texts]") {
    CHECK(fill("{0} of {1}", {"3", "10"}) == "3 of 10");
    CHECK(fill("{1}{0}{1}", {"a", "b"}) == "bab");
    CHECK(fill("{0} {1}", {"x"}) == "x {1}");
    CHECK(fill("no slot", {"x"}) == "no slot");
    CHECK(fill("{", {"x"}) == "{");
    CHECK(text("no.such.key") == "no.such.key");
    CHECK(text_or("no.such.key", "own") == "own");
}

TEST_CASE("every data set but one's own rows has an experiment to begin with", "[settings]") {
    for (std::size_t i = 0; i < std::size(k_data_sets); ++i) {
        const DataSet set = static_cast<DataSet>(i);
        if (set == DataSet::Inline) continue;
        const std::string key(data_set_row(set).key);
        INFO(key);
        bool found = false;
        for (const Preset& preset : presets())
            found = found || (preset.key == key && preset.make().data.set == set);
        CHECK(found);
    }
}
