#pragma once

#include <imgui.h>

namespace backprop::shell {

/// Pixels of our own that Dear ImGui's renderer uploads and, after a lost graphics context, uploads
/// again. The same on the desktop and on the page: nothing here knows about OpenGL. Its size is
/// fixed, so that the renderer never holds a texture whose memory is gone.
struct PixelTexture {
    ImTextureData data;

    /// Needs a current ImGui context.
    PixelTexture(int width, int height);
    ~PixelTexture();
    PixelTexture(const PixelTexture&) = delete;
    PixelTexture& operator=(const PixelTexture&) = delete;
};

/// The pixel at (x, y); its row goes on to the right.
ImU32* pixels_at(PixelTexture& texture, int x, int y);

/// Uploads this part before the frame is drawn.
void mark_changed(PixelTexture& texture, int x, int y, int width, int height);

/// Call in every frame that draws the texture: creates it on the graphics card, again after a
/// lost graphics context.
void keep_alive(PixelTexture& texture);

/// Texture coordinates of a place in pixels.
ImVec2 uv_of(const PixelTexture& texture, float x, float y);

} // namespace backprop::shell
