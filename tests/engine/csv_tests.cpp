#include "engine/data/csv.hpp"
#include "engine/data/csv_import.hpp"
#include "engine/data/dataset.hpp"
#include "engine/experiment/experiment_json.hpp"
#include "engine/experiment/fields.hpp"
#include "engine/numerics/random.hpp"
#include "tests/engine/golden.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>

using namespace backprop;

using Rows = std::vector<std::vector<double>>;
using Texts = std::vector<std::string>;

static std::string file(const std::string& name) {
    return test::read_text(BACKPROP_SOURCE_DIR "/tests/data/" + name);
}

/// All rows for training, in the file's order.
static CsvOptions unsplit() {
    CsvOptions options;
    options.train_share = 1.0;
    return options;
}

static CsvImport import_all(std::string_view text, const CsvOptions& options = unsplit()) {
    CsvImport result = import_csv(text, options);
    CHECK(result.data.has_value() == result.error.empty());
    return result;
}

static DataSpec rows_of(std::string_view text, const CsvOptions& options = unsplit()) {
    CsvImport result = import_all(text, options);
    INFO(result.error);
    REQUIRE(result.data);
    return *result.data;
}

/// The experiment that these rows need.
static Experiment experiment_of(const DataSpec& data) {
    Experiment experiment;
    experiment.data = data;
    experiment.network.inputs = input_count(data);
    experiment.network.layers = {{output_count(data), Activation::Linear}};
    return experiment;
}

TEST_CASE("a row of CSV is read by RFC 4180") {
    struct Example {
        const char* text;
        Texts cells;
    };
    const Example examples[] = {
        {"a,b\n", {"a", "b"}},
        {"a,b", {"a", "b"}},
        {"a,b\r\nc", {"a", "b"}},
        {"a,b\rc", {"a", "b"}},
        {"\n \r\n,,\na", {"a"}},
        {"a,", {"a", ""}},
        {",a", {"", "a"}},
        {" a b ,\tc\t", {"a b", "c"}},
        {"\"a,b\",c", {"a,b", "c"}},
        {"\"a \"\"b\"\"\",c", {"a \"b\"", "c"}},
        {"\"two\r\nlines\",c", {"two\nlines", "c"}},
        {" \"a\" , \"b\"", {"a", "b"}},
        {"5\" pipe,\"\"", {"5\" pipe", ""}},
        {"\"\"\"\"", {"\""}},
    };
    for (const Example& example : examples) {
        INFO(example.text);
        CsvCursor cursor{example.text};
        CsvRow row;
        REQUIRE(read_row(cursor, row));
        CHECK(row.problem.empty());
        Texts cells;
        for (std::size_t i = 0; i < row.count; ++i)
            cells.push_back(row.cells[i].text);
        CHECK(cells == example.cells);
    }
    CsvCursor cursor{"a\r\n\"b\nc\"\rd\n\n\ne"};
    CsvRow row;
    for (const std::int32_t line : {1, 2, 4, 7}) {
        REQUIRE(read_row(cursor, row));
        CHECK(row.line == line);
    }
    CHECK(!read_row(cursor, row));
    CHECK(!read_row(cursor, row));
}

TEST_CASE("numbers are the nearest doubles, and nothing else is a number") {
    CHECK(parse_number("0.1", '.') == 0.1);
    CHECK(parse_number("0,1", ',') == 0.1);
    CHECK(parse_number("-1.7976931348623157e308", '.') == -1.7976931348623157e308);
    CHECK(parse_number("4.9e-324", '.') == 4.9e-324);
    CHECK(parse_number("9007199254740993", '.') == 9007199254740992.0); // a tie goes to even
    CHECK(parse_number("00012.5000", '.') == 12.5);
    CHECK(parse_number(".5", '.') == 0.5);
    CHECK(parse_number("5.", '.') == 5.0);
    CHECK(parse_number("+6E+2", '.') == 600.0);
    CHECK(parse_number("1e999", '.') == HUGE_VAL);
    CHECK(parse_number("1e-99999999999999999999", '.') == 0.0);
    CHECK(std::signbit(*parse_number("-0", '.')));
    CHECK(parse_number("0." + std::string(2000, '0') + "1e2001", '.') == 1.0);
    CHECK(parse_number("0." + std::string(100000, '0') + "5e100001", '.') == 5.0);
    CHECK(parse_number(std::string(100000, '7'), '.') == HUGE_VAL);
    for (const char* text : {"", "-", ".", "e5", "1e", "1e+", "0x10", "inf", "nan", "1 2", "1.2.3",
                             "1,2", "--1", "1-", " 1", "1%", "½", "1e5.5"}) {
        INFO(text);
        CHECK(!parse_number(text, '.'));
    }
}

TEST_CASE("the delimiter is found") {
    CHECK(detect_delimiter("a,b\n1,2\n") == ',');
    CHECK(detect_delimiter("a;b\n1,5;2,5\n") == ';');
    CHECK(detect_delimiter("1,5;2,5\n3,5;4,5\n") == ';');
    CHECK(detect_delimiter("a\tb\n1,5\t2\n") == '\t');
    CHECK(detect_delimiter("text\n1.5,2,a; b\n2.5,3,c; d\n") == ',');
    CHECK(detect_delimiter("\"a;b\",2\n\"c;d\",3\n") == ',');
    CHECK(detect_delimiter("1\n2\n") == ',');
    CHECK(detect_delimiter("") == ',');
}

TEST_CASE("what rows cannot teach is noted") {
    const auto notes = [](const char* text) { return import_all(text).report.notes; };
    const auto notes_have = [&](const char* text, const char* part) {
        const Texts all = notes(text);
        return std::any_of(all.begin(), all.end(), [&](const std::string& note) {
            return note.find(part) != std::string::npos;
        });
    };
    CHECK(notes("a,b,y\n1,5,2\n2,6,3\n").size() == 1); // nothing but the task
    CHECK(notes_have("a,b,y\n1,5,2\n2,5,3\n", "of no help to the network: “b”."));
    CHECK(notes_have("a,b,c,d,e,y\n1,1,1,1,1,2\n1,1,1,1,1,3\n", "“a”, “b”, “c” and 2 more."));
    CHECK(notes_have("a,y\n1,2\n2,2\n", "same target"));
    CHECK(notes_have("a,y\n1,no\n2,no\n", "same target"));
    CHECK(!notes_have("a,y\n1,no\n2,yes\n", "same target"));
    CHECK(notes_have("a,y\n1,2\n", "only one row"));
    CHECK(notes_have("a,b,y\n", "header without rows"));
}

TEST_CASE("a decimal comma is recognised and explained") {
    const CsvImport result = import_all(file("decimal_comma.csv"));
    REQUIRE(result.data);
    CHECK(result.report.delimiter == ';');
    CHECK(result.report.decimal_sign == ',');
    CHECK(result.report.has_header);
    CHECK(result.data->columns == Texts{"Fläche", "Zimmer", "Preis"});
    CHECK(result.data->inputs == 2);
    CHECK(result.data->train == Rows{{70.5, 3, 210.25}, {55, 2, 160}, {101.75, 4, 1200}});
    CHECK(result.data->task == Task::Regression);
    REQUIRE(result.report.notes.size() == 2);
    CHECK(result.report.notes[0] ==
          "The numbers are written with a decimal comma, and read so: 1,5 is one and a half.");

    const CsvImport mixed = import_all("x;y\n1.5;2\n2,5;3\n4.5;5\n");
    REQUIRE(mixed.data);
    CHECK(mixed.data->train == Rows{{1.5, 2}, {4.5, 5}});
    REQUIRE(mixed.report.problems.size() == 1);
    CHECK(mixed.report.problems[0].line == 3);
    CHECK(mixed.report.problems[0].column == 1);
    CHECK(mixed.report.problems[0].message ==
          "In column “x” “2,5” has another decimal sign than most of the file.");

    const CsvImport doubled = import_all("x,y\n1,5,2,5\n3,5,4,5\n");
    CHECK(!doubled.data);
    CHECK(doubled.error ==
          "The rows have twice as many cells as the header has names. If the numbers have a "
          "decimal comma, write them with a point, or separate the cells by semicolons.");
    CHECK(doubled.report.problem_count == 2);
}

TEST_CASE("numbers with thousands separators are reported, and are no labels") {
    for (const char* text : {"1,234.5", "1.234,5", "-12 345", "1'234'567", "+1,234,567.", "1,234"})
        CHECK(has_thousands_separators(text));
    for (const char* text :
         {"", "-", "1", "123", "1234", "1234,567.8", ",234", "1,23", "1,2345", "01.02.2020",
          "192.168.100.7", "1,234.5.6", "1,234 5", "1,234x", "1;234"})
        CHECK(!has_thousands_separators(text));
    const CsvImport result = import_all("x,y\n\"1,234.5\",1\n\"2,345.5\",2\n950.5,3\n");
    REQUIRE(result.data);
    CHECK(result.data->columns == Texts{"x", "y"});
    CHECK(result.data->train == Rows{{950.5, 3}});
    REQUIRE(result.report.problems.size() == 2);
    CHECK(result.report.problems[0].line == 2);
    CHECK(result.report.problems[0].column == 1);
    CHECK(result.report.problems[0].message ==
          "In column “x” “1,234.5” has thousands separators: write it without them.");
    CHECK(import_all("x;y\n1.234,5;1\n2.345,5;2\n").error == "None of the 2 rows could be read.");
}

TEST_CASE("tabs, quotes, old line ends and other encodings") {
    const DataSpec tabs = rows_of(file("tabs.tsv"));
    CHECK(tabs.columns == Texts{"x1", "x2", "class=yes"});
    CHECK(tabs.train == Rows{{1, -2.5, 1}, {0.5, 1e-3, 0}, {3, 4, 1}});
    CHECK(tabs.task == Task::Classification);

    const DataSpec quotes = rows_of(file("quotes.csv"));
    CHECK(quotes.columns == Texts{"name, unit", "say \"hi\"", "y"});
    CHECK(quotes.train == Rows{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}});

    const CsvImport old_mac = import_all(file("old_mac.csv"));
    REQUIRE(old_mac.data);
    CHECK(!old_mac.report.has_header);
    CHECK(old_mac.data->columns == Texts{"column 1", "column 2"});
    CHECK(old_mac.data->train == Rows{{1, 2}, {3, 4}, {5, 6}});

    const CsvImport latin1 = import_all(file("latin1.csv"));
    REQUIRE(latin1.data);
    CHECK(latin1.data->columns[0] == "größe");
    CHECK(latin1.report.notes[0] == "The file is not UTF-8; it is read as Latin-1.");

    CHECK(import_all(file("utf16.csv")).error == "The file is UTF-16 text: save it as UTF-8.");
    CHECK(import_all("\xFE\xFF").error == "The file is UTF-16 text: save it as UTF-8.");
    CHECK(import_all(std::string_view("1,2\n\0,3\n", 8)).error == "The file is not text.");

    // The first and last characters of each length; what only looks like UTF-8 is Latin-1.
    for (const char* name : {"\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEF\xBF\xBD",
                             "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"})
        CHECK(rows_of(std::string(name) + ",y\n1,2\n").columns == Texts{name, "y"});
    for (const char* name : {"\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
                             "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\xE2(\xA1"})
        CHECK(rows_of(std::string(name) + ",y\n1,2\n").columns[0] != name);
}

TEST_CASE("labels become columns") {
    CsvOptions options = unsplit();
    options.ignored = {2};
    const CsvImport result = import_all(file("classes.csv"), options);
    REQUIRE(result.data);
    // Two labels are one column of 0 and 1, three are a column each; they are sorted.
    CHECK(result.data->columns ==
          Texts{"length", "colour=red", "species=ant", "species=bee", "species=cat"});
    CHECK(result.data->inputs == 2);
    CHECK(result.data->task == Task::Classification);
    CHECK(result.data->train[0] == std::vector<double>{0.5, 1, 0, 0, 1});
    CHECK(result.data->train[1] == std::vector<double>{1.5, 0, 1, 0, 0});
    CHECK(result.data->train[2] == std::vector<double>{2.5, 1, 0, 1, 0});
    CHECK(result.report.columns[3].labels == Texts{"ant", "bee", "cat"});
    CHECK(result.report.columns[2].use == CsvUse::Ignored);

    options.ignored = {};
    options.targets = {0, 2};
    const DataSpec several = rows_of(file("classes.csv"), options);
    CHECK(several.columns ==
          Texts{"colour=red", "species=ant", "species=bee", "species=cat", "length", "weight"});
    CHECK(several.inputs == 4);
    CHECK(several.task == Task::Regression);
    options.targets = {7};
    CHECK(import_all(file("classes.csv"), options).error == "There is no column 8 to be a target.");
}

static std::string numbered_rows(int rows, int classes, int first) {
    std::string text = "x,y\n";
    for (int i = 0; i < rows; ++i)
        text += std::to_string(i) + "," + std::to_string(first + i % classes) + "\n";
    return text;
}

TEST_CASE("the task is guessed from the target, and can be told") {
    CHECK(rows_of("0,0,0\n0,1,1\n1,0,1\n1,1,0\n").task == Task::Classification);
    CHECK(rows_of("0,-1\n1,1\n").task == Task::Classification);
    CHECK(rows_of("0,-1\n1,1\n").train == Rows{{0, -1}, {1, 1}}); // as they are
    CHECK(rows_of("0,1\n1,2\n2,3\n").task == Task::Regression);
    CHECK(rows_of("0,0.5\n1,1\n").task == Task::Regression);

    const DataSpec three = rows_of(numbered_rows(30, 3, 1));
    CHECK(three.task == Task::Classification);
    CHECK(three.columns == Texts{"x", "y=1", "y=2", "y=3"});
    CHECK(three.train[4] == std::vector<double>{4, 0, 1, 0});
    CHECK(rows_of(numbered_rows(29, 3, 1)).task == Task::Regression); // too few of each
    CHECK(rows_of(numbered_rows(110, 11, 0)).task == Task::Regression);
    CHECK(rows_of(numbered_rows(100, 10, 0)).columns.size() == 11);
    CHECK(rows_of(numbered_rows(30, 3, 5)).task == Task::Regression);

    CsvOptions options = unsplit();
    options.task = Task::Regression;
    CHECK(rows_of(numbered_rows(30, 3, 1), options).columns == Texts{"x", "y"});
    options.task = Task::Classification;
    const DataSpec told = rows_of(numbered_rows(24, 12, -1), options);
    CHECK(told.columns.size() == 13);
    CHECK(told.columns[1] == "y=-1");
    CHECK(told.columns[12] == "y=10"); // in the order of the numbers

    // One number written in two ways is one class.
    std::string ways = "x,y\n";
    for (int i = 0; i < 30; ++i)
        ways += std::to_string(i) + "," + std::to_string(i % 3) + (i % 2 == 0 ? "\n" : ".0\n");
    const DataSpec one_way = rows_of(ways);
    CHECK(one_way.columns == Texts{"x", "y=0", "y=1", "y=2"});
    CHECK(one_way.train[4] == std::vector<double>{4, 0, 1, 0});
    CHECK(one_way.train[5] == std::vector<double>{5, 0, 0, 1}); // 2.0

    CHECK(import_all(numbered_rows(101, 101, 0), options).error ==
          "The target column “y” has more than 100 different numbers, too many to be classes.");

    // A missing label of a numeric class is a problem of its row, not a class.
    std::string text = numbered_rows(30, 3, 0) + "30,NA\n";
    const CsvImport missing = import_all(text);
    CHECK(missing.data->columns.size() == 4);
    CHECK(missing.report.rows_left_out == 1);

    options.task.reset();
    options.targets = {1, 2};
    CHECK(rows_of("a,b,c\n1,0,1\n2,1,0\n", options).task == Task::Classification);
    CHECK(rows_of("a,b,c\n1,1,1\n2,1,0\n", options).task == Task::Regression);
}

TEST_CASE("bad rows are left out and reported by line and column") {
    const CsvImport result = import_all(file("bad_rows.csv"));
    REQUIRE(result.data);
    CHECK(result.data->train == Rows{{1, 2, 3}, {9, 8, 7}});
    CHECK(result.report.rows == 10);
    CHECK(result.report.rows_left_out == 8);
    CHECK(result.report.problem_count == 9);
    struct Expected {
        std::int32_t line, column;
        const char* message;
    };
    const Expected expected[] = {
        {3, 2, "In column “b” the cell is empty."},
        {4, 0, "This row has 2 cells, the header 3."},
        {5, 2, "In column “b” “x” is not a number."},
        {6, 0, "This row has 4 cells, the header 3."},
        {7, 3, "In column “y” “1e31” is beyond ±1e30."},
        {8, 2, "In this row there is text behind a closing quote."},
        {9, 1, "In column “a” “NaN” is not a number."},
        {9, 2, "In column “b” “inf” is not a number."},
        {11, 3, "In this row the quote opened in line 11 is never closed."},
    };
    REQUIRE(result.report.problems.size() == std::size(expected));
    for (std::size_t i = 0; i < std::size(expected); ++i) {
        CHECK(result.report.problems[i].line == expected[i].line);
        CHECK(result.report.problems[i].column == expected[i].column);
        CHECK(result.report.problems[i].message == expected[i].message);
    }
    CHECK(import_all("1,2\n3,4\n5\n").report.problems.at(0).message ==
          "This row has 1 cell, the first one 2.");
    std::string many = "x,y\n1,2\n3,4\n";
    for (int i = 0; i < 500; ++i)
        many += "1\n";
    const CsvImport counted = import_all(many);
    CHECK(counted.data->train.size() == 2);
    CHECK(counted.report.problem_count == 500);
    CHECK(counted.report.problems.size() == k_csv_shown_problems);
}

TEST_CASE("files that give no rows say why") {
    const auto error = [](std::string_view text) { return import_all(text).error; };
    CHECK(error("") == "The file has no rows.");
    CHECK(error("\xef\xbb\xbf\r\n\r\n") == "The file has no rows.");
    CHECK(error("a\n1,2\n3,4,5\n") == "None of the 2 rows could be read.");
    CHECK(error("1\n2\n") == "There is no input column: a table needs at least one beside the "
                             "target. The cells are taken to be separated by a comma.");
    CsvOptions options = unsplit();
    options.header = CsvHeader::Present;
    CHECK(import_all("x,y\n", options).error == "The file has a header but no rows.");
    options.ignored = {0, 1};
    CHECK(import_all("x,y\n1,2\n", options).error == "No column is left to be the target.");
    options.ignored = {};
    options.targets = {1};
    CHECK(import_all("x,y\n1,\n", options).error == "The target column “y” is empty.");
    std::string names = "n,name\n";
    for (int i = 0; i < 101; ++i)
        names += "1,name " + std::to_string(i) + "\n";
    CHECK(import_all(names).error == "The target column “name” has more than 100 different texts: "
                                     "choose another column as the target.");
}

TEST_CASE("a trailing empty column and texts that are no labels are left out") {
    std::string text = "name,x,y,\n";
    for (int i = 0; i < 25; ++i)
        text += "person " + std::to_string(i) + "," + std::to_string(i) + ",0.5,\n";
    const CsvImport result = import_all(text);
    REQUIRE(result.data);
    CHECK(result.data->columns == Texts{"x", "y"});
    CHECK(result.report.columns[3].content == CsvContent::Empty);
    CHECK(result.report.notes[0] ==
          "The column “name” is left out: it has more than 20 different texts, too many to be "
          "inputs.");
}

TEST_CASE("limits are named") {
    CHECK(import_all(std::string(k_csv_max_bytes + 1, '1')).error ==
          "The file has 16000001 bytes; at most 16000000 are read.");
    std::string rows;
    for (int i = 0; i <= k_csv_max_rows; ++i)
        rows += "1,2\n";
    CHECK(import_all(rows).error == "The file has more than 100000 rows, which is the limit.");
    std::string wide;
    for (int i = 0; i < 4098; ++i)
        wide += i > 0 ? ",1" : "1";
    CHECK(import_all(wide + "\n").error == "The file gives 4097 inputs; at most 4096 are allowed.");
    CHECK(import_all(std::string(6000, ',') + "1\n").error ==
          "The first row has 6001 cells; at most 5000 columns are read.");
    std::string large;
    for (int i = 0; i < 1000; ++i)
        large += wide + "\n";
    CHECK(import_all(large).error == "The file has more than 4000000 cells, which is the limit.");
    CsvOptions options = unsplit();
    for (std::int32_t column = 0; column <= k_csv_max_outputs; ++column)
        options.targets.push_back(column);
    CHECK(import_all(wide + "\n", options).error ==
          "The file gives 1025 targets; at most 1024 are allowed.");
    std::string labels; // 40,000 rows of one number and 100 labels
    for (int i = 0; i < 40'000; ++i)
        labels += "1,label" + std::to_string(i % 100) + "\n";
    CHECK(import_all(labels).error == "With an own column for each label the table has more than "
                                      "4000000 numbers, which is the limit.");
    static_assert(k_csv_max_rows == k_max_rows && k_csv_max_inputs == k_max_inputs);
    static_assert(k_csv_max_outputs == k_max_units && k_csv_max_magnitude == k_max_magnitude);
}

TEST_CASE("the split is by share and seed, and loses no row") {
    std::string text = "x,y\n";
    for (int i = 0; i < 50; ++i)
        text += std::to_string(i) + "," + std::to_string(i) + ".5\n";
    CsvOptions options;
    const DataSpec data = rows_of(text, options);
    CHECK(data.train.size() == 40);
    CHECK(data.test.size() == 10);
    CHECK(rows_of(text, options) == data);
    options.seed = 2;
    CHECK(rows_of(text, options).train != data.train);
    Rows all = data.train;
    all.insert(all.end(), data.test.begin(), data.test.end());
    std::sort(all.begin(), all.end());
    CHECK(all == rows_of(text).train);
}

/// What must hold of any import.
static void check_import(const CsvImport& result) {
    REQUIRE(result.data.has_value() == result.error.empty());
    REQUIRE(result.report.problems.size() <= k_csv_shown_problems);
    REQUIRE(result.report.problem_count >= std::int64_t(result.report.problems.size()));
    REQUIRE(result.report.rows_left_out <= result.report.rows);
    if (!result.data) return;
    const auto rows = std::int32_t(result.data->train.size() + result.data->test.size());
    REQUIRE(rows == result.report.rows - result.report.rows_left_out);
    const Result<Done> valid = validate(experiment_of(*result.data));
    INFO(to_string(valid.error));
    REQUIRE(valid);
}

TEST_CASE("any text is safe to import") {
    const std::vector<std::string> files = {file("decimal_comma.csv"), file("tabs.tsv"),
                                            file("quotes.csv"),        file("classes.csv"),
                                            file("bad_rows.csv"),      file("latin1.csv")};
    constexpr std::string_view k_alphabet = "\"\",,;\t\r\n 01259.-+eExyäß\xff";
    Random random = make_random(11, RandomStream::Data);
    const auto below = [&](std::size_t n) { return std::size_t(uniform_below(random, n)); };
    for (int i = 0; i < 3000; ++i) {
        std::string text;
        if (i % 2 == 0) {
            const std::size_t length = below(200);
            while (text.size() < length)
                text += k_alphabet[below(k_alphabet.size())];
        } else {
            text = files[below(files.size())];
            for (std::size_t changes = 1 + below(8); changes > 0 && !text.empty(); --changes) {
                const std::size_t at = below(text.size());
                const char sign = k_alphabet[below(k_alphabet.size())];
                if (below(3) == 0)
                    text.erase(at, 1 + below(5));
                else if (below(2) == 0)
                    text.insert(at, 1, sign);
                else
                    text[at] = sign;
            }
        }
        CsvOptions options;
        options.header = static_cast<CsvHeader>(below(3));
        if (below(4) == 0) options.targets = {std::int32_t(below(4)), std::int32_t(below(4))};
        if (below(4) == 0) options.ignored = {std::int32_t(below(4))};
        if (below(4) == 0) options.task = static_cast<Task>(below(2));
        if (below(4) == 0) options.delimiter = ",;\t"[below(3)];
        options.train_share = below(2) == 0 ? 1.0 : 0.5;
        CAPTURE(i, text);
        check_import(import_csv(text, options));
    }
}
