#include "shell/fonts.hpp"

#include <imgui.h>

#include <initializer_list>

// Made by cmake/embed_files.cmake from the subsets in build/deps/fonts.
extern const unsigned char k_font_sans[];
extern const unsigned char k_font_bold[];
extern const unsigned char k_font_mono[];
extern const unsigned int k_font_sans_size;
extern const unsigned int k_font_bold_size;
extern const unsigned int k_font_mono_size;

namespace backprop::shell {

namespace {

Fonts loaded;

/// With `borrows`, adds to the font before it the signs that that one lacks.
ImFont* add_font(const unsigned char* bytes, unsigned int size, bool borrows = false) {
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;
    config.MergeMode = borrows;
    // Dear ImGui takes a pointer to non-const, and only reads when it does not own the bytes.
    void* data = const_cast<unsigned char*>(bytes);
    return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(data, static_cast<int>(size),
                                                      k_base_font_size, &config);
}

/// A face that has only the signs it is used for; the others come from the regular face.
ImFont* add_partial_font(const unsigned char* bytes, unsigned int size) {
    ImFont* font = add_font(bytes, size);
    add_font(k_font_sans, k_font_sans_size, true);
    return font;
}

} // namespace

Fonts load_fonts() {
    loaded.sans = add_font(k_font_sans, k_font_sans_size);
    loaded.bold = add_partial_font(k_font_bold, k_font_bold_size);
    loaded.mono = add_partial_font(k_font_mono, k_font_mono_size);
    ImGui::GetIO().FontDefault = loaded.sans;
    ImGui::GetStyle().FontSizeBase = k_base_font_size;
    return loaded;
}

void follow_pixel_ratio() {
    for (ImFont* font : {loaded.sans, loaded.bold, loaded.mono}) {
        ImGui::PushFont(font, 0);
        ImGui::PopFont();
    }
}

const Fonts& fonts() {
    return loaded;
}

} // namespace backprop::shell
