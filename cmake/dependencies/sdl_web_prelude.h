// Included before every file of SDL2 and of Dear ImGui's SDL2 back end in the web build:
// older Emscripten (3.1.6) does not bring these macros along with <emscripten.h>.
#pragma once

#include <emscripten/em_macros.h>
#ifndef EM_JS_DEPS
#define EM_JS_DEPS(tag, dependencies)
#endif
