#include "shell/options.hpp"

#include <charconv>
#include <string_view>

namespace backprop::shell {

namespace {

bool read_number(std::string_view text, int low, int high, int& number) {
    int value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end || value < low || value > high) {
        return false;
    }
    number = value;
    return true;
}

bool read_size(std::string_view text, Options& options) {
    const std::size_t cross = text.find('x');
    return cross != std::string_view::npos &&
           read_number(text.substr(0, cross), 200, 8192, options.width) &&
           read_number(text.substr(cross + 1), 200, 8192, options.height);
}

// Takes one option with its value; false when the value does not fit.
bool take_option(std::string_view name, std::string_view value, Options& options) {
    if (name == "--size") {
        return read_size(value, options);
    }
    if (name == "--frames") {
        return read_number(value, 1, 100000, options.frames);
    }
    if (name == "--screenshot") {
        options.screenshot = value;
        return !value.empty();
    }
    if (name == "--call") {
        options.calls.emplace_back(value);
        return !value.empty();
    }
    return false;
}

} // namespace

Options read_options(int argument_count, char** arguments) {
    Options options;
    int index = 1;
    while (index < argument_count) {
        const std::string_view name = arguments[index];
        if (name == "--help" || name == "-h") {
            options.help = true;
            return options;
        }
        if (name.substr(0, 1) != "-" && options.open.empty()) {
            options.open = name;
            ++index;
            continue;
        }
        const std::string_view value = index + 1 < argument_count ? arguments[index + 1] : "";
        if (!take_option(name, value, options)) {
            options.problem = "cannot read the option " + std::string(name);
            return options;
        }
        index += 2;
    }
    return options;
}

} // namespace backprop::shell
