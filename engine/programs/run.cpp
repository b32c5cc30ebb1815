// The headless run as a program of its own: no window, no graphics library.

#include "engine/programs/standard_io.hpp"

#include <vector>

int main(int count, char** arguments) {
    const std::vector<std::string> options(arguments + 1, arguments + count);
    return backprop::run_headless(options, backprop::standard_io());
}
