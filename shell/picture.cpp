#include "shell/picture.hpp"

#include <SDL.h>

#if defined(IMGUI_IMPL_OPENGL_ES3)
#include <GLES3/gl3.h>
#else
#include <SDL_opengl.h>
#endif

#include <cstdio>
#include <vector>

namespace backprop::shell {

bool save_picture(SDL_Window* window, const std::string& path) {
    int width = 0;
    int height = 0;
    SDL_GL_GetDrawableSize(window, &width, &height);
    const std::size_t row = static_cast<std::size_t>(width) * 3;
    std::vector<unsigned char> pixels(row * static_cast<std::size_t>(height));
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, pixels.data());

    std::FILE* file = std::fopen(path.c_str(), "wb");
    if (file == nullptr) {
        return false;
    }
    bool good = std::fprintf(file, "P6\n%d %d\n255\n", width, height) > 0;
    // OpenGL counts rows from the bottom, the file from the top.
    for (int y = height - 1; y >= 0 && good; --y) {
        good = std::fwrite(&pixels[row * static_cast<std::size_t>(y)], 1, row, file) == row;
    }
    return std::fclose(file) == 0 && good;
}

} // namespace backprop::shell
