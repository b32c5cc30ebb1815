// Compile-time configuration of Dear ImGui, the same for the library and for everything that
// includes imgui.h (IMGUI_USER_CONFIG).
#pragma once

#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS
#define IMGUI_DISABLE_DEFAULT_FONT
#define IMGUI_DISABLE_FILE_FUNCTIONS
#define IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS
#define IMGUI_DEFINE_MATH_OPERATORS
// Thousands of points are more vertices than 16-bit indices reach, and WebGL 2 cannot begin at
// another vertex (ImGuiBackendFlags_RendererHasVtxOffset).
#define ImDrawIdx unsigned int
// Glyphs above U+FFFF are not used; 16-bit characters halve the font tables.
