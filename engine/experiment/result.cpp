#include "engine/experiment/result.hpp"

namespace backprop {

std::string to_string(const Error& error) {
    std::string text;
    if (error.line > 0)
        text += std::to_string(error.line) + ":" + std::to_string(error.column) + ": ";
    if (!error.path.empty()) text += error.path + ": ";
    return text + error.message;
}

} // namespace backprop
