#pragma once

#include <string>
#include <vector>

namespace backprop::shell {

/// What the command line asked for.
struct Options {
    int width = 1440;
    int height = 900;
    int frames = 60;                ///< drawn before the picture is taken
    std::string screenshot;         ///< file for the picture (PPM); empty: an ordinary run
    std::vector<std::string> calls; ///< commands as JSON, given before the first frame
    std::string open;               ///< a file to open, or a link; empty: none
    bool help = false;
    std::string problem; ///< what is wrong with the command line; empty when nothing is
};

/// Width and height 200 to 8192, frames 1 to 100,000; anything else is a `problem`.
Options read_options(int argument_count, char** arguments);

inline constexpr const char* k_usage =
    "usage: backprop-lab [FILE or LINK] [--size WIDTHxHEIGHT] [--call JSON]...\n"
    "                    [--screenshot FILE [--frames N]]\n"
    "       backprop-lab --headless FILE.json [--epochs N] [--every N]   without a window\n"
    "  FILE or LINK         an experiment or a lesson (.json), a table (.csv), or a link\n"
    "  --size WIDTHxHEIGHT  of the window (default 1440x900)\n"
    "  --call JSON          a command, as window.backpropLab sends it: '{\"call\":\"run\"}'\n"
    "  --screenshot FILE    draw some frames, save the picture as PPM, and end\n"
    "  --frames N           how many frames before the picture (default 60)\n";

} // namespace backprop::shell
