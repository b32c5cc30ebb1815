/* Included before every source of Dear ImGui in the page's build (see imgui_web_stubs.cpp). */
#include "sdl_web_prelude.h"

#include <stdio.h>

int imgui_scan(const char* text, const char* format, ...);
#define sscanf imgui_scan
