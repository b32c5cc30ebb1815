// The headless run as a program of its own: no window, no graphics library.

#include "engine/experiment/headless.hpp"

#include <cstdio>
#include <vector>

static bool read_file(const std::string& path, std::string& text) {
    std::FILE* file = path == "-" ? stdin : std::fopen(path.c_str(), "rb");
    if (!file) return false;
    char buffer[65536];
    for (std::size_t count; (count = std::fread(buffer, 1, sizeof buffer, file)) > 0;)
        text.append(buffer, count);
    const bool good = std::ferror(file) == 0;
    if (file != stdin) std::fclose(file);
    return good;
}

static void print_to(std::FILE* file, std::string_view line) {
    std::fwrite(line.data(), 1, line.size(), file);
    std::fputc('\n', file);
}

int main(int count, char** arguments) {
    const std::vector<std::string> options(arguments + 1, arguments + count);
    return backprop::run_headless(options,
                                  {read_file, [](std::string_view line) { print_to(stdout, line); },
                                   [](std::string_view line) { print_to(stderr, line); }});
}
