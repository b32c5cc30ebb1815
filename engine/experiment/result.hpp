#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace backprop {

/// What was wrong with an input, where, and what to do about it.
struct Error {
    std::string path;    ///< the experiment field, e.g. "training.learning_rate"; may be empty
    std::string message; ///< one sentence that names the allowed values
    int line = 0;        ///< 1-based position in the text that was read, 0 when there is no text
    int column = 0;
};

/// "LINE:COLUMN: path: message", without the parts that are not known.
std::string to_string(const Error& error);

/// "path[index]", the path of one item of a list.
std::string item(std::string_view path, std::size_t index);

/// A value, or the error that prevented it.
template <class T>
struct Result {
    std::optional<T> value;
    Error error;

    Result(T result) : value(std::move(result)) {}
    Result(Error problem) : error(std::move(problem)) {}
    explicit operator bool() const { return value.has_value(); }
    T& operator*() { return *value; }
    const T& operator*() const { return *value; }
    T* operator->() { return &*value; }
    const T* operator->() const { return &*value; }
};

/// The value of a Result that carries nothing but success.
struct Done {};

} // namespace backprop
