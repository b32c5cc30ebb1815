// Answers for the parts of Dear ImGui that the page's build leaves out: its tables and columns
// (the program draws its own, shell/drawing/table.hpp) and settings files. What would begin a table
// is missing on purpose: a use of it is refused when linking.
#include "imgui.h"
#include "imgui_internal.h"

#include <cstdarg>
#include <cstdlib>

namespace ImGui {

void EndTable() {}
void TableEndRow(ImGuiTable*) {}
void TableEndCell(ImGuiTable*) {}
void TableGcCompactTransientBuffers(ImGuiTable*) {}
void TableGcCompactTransientBuffers(ImGuiTableTempData*) {}
void TableGcCompactSettings() {}
void TableSettingsAddSettingsHandler() {}
void TablePushBackgroundChannel() {}
void TablePopBackgroundChannel() {}
void TablePushColumnChannel(int) {}
void TablePopColumnChannel() {}
void EndColumns() {}
void PushColumnsBackground() {}
void PopColumnsBackground() {}

} // namespace ImGui

// In the place of sscanf, which brings the half of a C library: what is read in this way are whole
// numbers between signs that stand for themselves ("#version %d").
int imgui_scan(const char* text, const char* format, ...) {
    va_list places;
    va_start(places, format);
    int count = 0;
    while (*format != 0) {
        if (format[0] == '%' && format[1] == 'd') {
            char* end = nullptr;
            const long number = std::strtol(text, &end, 10);
            if (end == text) break;
            *va_arg(places, int*) = static_cast<int>(number);
            text = end;
            format += 2;
            ++count;
        } else if (*format++ != *text++) {
            break;
        }
    }
    va_end(places);
    return count;
}
