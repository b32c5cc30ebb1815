#pragma once

#include "engine/experiment/headless.hpp"

#include <cstdio>
#include <string>

namespace backprop {

inline bool read_whole_file(const std::string& path, std::string& text) {
    std::FILE* file = path == "-" ? stdin : std::fopen(path.c_str(), "rb");
    if (!file) return false;
    char buffer[65536];
    for (std::size_t count; (count = std::fread(buffer, 1, sizeof buffer, file)) > 0;)
        text.append(buffer, count);
    const bool good = std::ferror(file) == 0;
    if (file != stdin) std::fclose(file);
    return good;
}

/// Each line is flushed, so that a program that reads them sees them as they come.
inline bool write_line(std::FILE* file, std::string_view line) {
    return std::fwrite(line.data(), 1, line.size(), file) == line.size() &&
           std::fputc('\n', file) != EOF && std::fflush(file) == 0;
}

/// A headless run on files, standard output and standard error; "-" is standard input.
inline HeadlessIo standard_io() {
    return {read_whole_file, [](std::string_view line) { return write_line(stdout, line); },
            [](std::string_view line) { write_line(stderr, line); }};
}

} // namespace backprop
