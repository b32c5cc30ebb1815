#include "engine/experiment/result.hpp"

namespace backprop {

std::string to_string(const Error& error) {
    std::string text;
    if (error.line > 0)
        text += std::to_string(error.line) + ":" + std::to_string(error.column) + ": ";
    if (!error.path.empty()) text += error.path + ": ";
    return text + error.message;
}

std::string item(std::string_view path, std::size_t index) {
    return std::string(path) + "[" + std::to_string(index) + "]";
}

} // namespace backprop
