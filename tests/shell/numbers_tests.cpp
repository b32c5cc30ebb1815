#include "shell/numbers.hpp"

#include <catch2/catch_test_macros.hpp>

#include <limits>

using namespace backprop::shell;

TEST_CASE("numbers are shown as people read them", "[numbers]") {
    CHECK(format_fixed(0.01812, 4) == "0.0181");
    CHECK(format_fixed(-1.5, 2) == "−1.50");
    CHECK(format_fixed(-0.0001, 2) == "0.00");
    CHECK(format_signed(0.5, 1) == "+0.5");
    CHECK(format_signed(0, 1) == "0.0");
    CHECK(format_significant(0.0300001, 3) == "0.0300");
    CHECK(format_significant(12.345, 3) == "12.3");
    CHECK(format_significant(1.2e-5, 3) == "1.20e-05");
    CHECK(format_significant(1.7e125, 2) == "2e+125");
    CHECK(format_significant(-1.73e-125, 3) == "−1.7e-125");
    CHECK(format_integer(1000) == "1,000");
    CHECK(format_integer(-1234567) == "−1,234,567");
    CHECK(format_integer(999) == "999");
    CHECK(format_percent(0.5) == "50 %");
    CHECK(format_percent(0.9764) == "97.6 %");
    CHECK(format_short(1e-5) == "0.00001");
    CHECK(format_short(10) == "10");
    CHECK(format_short(123456789012345) == "123456789012345");
    CHECK(format_short(-1e29) == "−1.000e+29");
    CHECK(format_short(0.03) == "0.03");
    CHECK(format_rate(1.94e6) == "1.9 M");
    CHECK(format_rate(12000) == "12 k");
    CHECK(format_rate(950) == "950");
    CHECK(format_rate(999.9) == "1.0 k");
}

TEST_CASE("a number that is not finite is shown as a dash", "[numbers]") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinity = std::numeric_limits<double>::infinity();
    for (const double value : {nan, infinity, -infinity}) {
        CHECK(format_fixed(value, 3) == "–");
        CHECK(format_significant(value, 3) == "–");
        CHECK(format_percent(value) == "–");
        CHECK(format_short(value) == "–");
        CHECK(format_rate(value) == "–");
    }
}

TEST_CASE("typed numbers are read as people write them", "[numbers]") {
    CHECK(parse_number("0.03") == 0.03);
    CHECK(parse_number(" 0.03 ") == 0.03);
    CHECK(parse_number("1e-3") == 0.001);
    CHECK(parse_number("-2.5") == -2.5);
    CHECK(parse_number("−2.5") == -2.5);
    CHECK(parse_number("+4") == 4.0);
    CHECK(parse_number("1,000") == 1000.0);
    CHECK(parse_number("1 000 000") == 1e6);
    CHECK(parse_number("0,03") == 0.03);
    CHECK(parse_number("−2,5") == -2.5);
    CHECK(parse_number("0,125") == 0.125);
    CHECK(parse_number("1,5e-3") == 0.0015);
    CHECK(parse_number("1 000,5") == 1000.5);
    CHECK(parse_number("1,000,000") == 1e6);
    CHECK(parse_number("50 %") == 50.0);
    CHECK(parse_number("50%") == 50.0);
    CHECK(parse_number(".5") == 0.5);
}

TEST_CASE("typed nonsense is refused", "[numbers]") {
    for (const char* typed : {"", " ", "abc", "1.2.3", "--1", "1e", "0x10", "inf", "nan", "1e999",
                              "1,0,0", "1.0,5", "1,2345x", "%", "3 apples", "1 2"}) {
        INFO(typed);
        CHECK_FALSE(parse_number(typed));
    }
}
