#include "shell/drawing/pixel_texture.hpp"

#include <imgui_internal.h> // RegisterUserTexture

namespace backprop::shell {

PixelTexture::PixelTexture(int width, int height) {
    data.Create(ImTextureFormat_RGBA32, width, height);
    data.UseColors = true;
    ImGui::RegisterUserTexture(&data);
}

PixelTexture::~PixelTexture() {
    if (!ImGui::GetCurrentContext()) return; // the renderer has gone before
    ImGui::UnregisterUserTexture(&data);
    ImGui::GetPlatformIO().Textures.find_erase(&data);
}

ImU32* pixels_at(PixelTexture& texture, int x, int y) {
    return static_cast<ImU32*>(texture.data.GetPixelsAt(x, y));
}

void mark_changed(PixelTexture& texture, int x, int y, int width, int height) {
    ImTextureData& data = texture.data;
    if (data.Status != ImTextureStatus_OK && data.Status != ImTextureStatus_WantUpdates)
        return; // it will be uploaded as a whole
    if (data.Status == ImTextureStatus_OK) {
        data.Updates.resize(0);
        data.UpdateRect = {0xFFFF, 0xFFFF, 0, 0};
    }
    const auto whole = [](int value) { return static_cast<unsigned short>(value); };
    data.Updates.push_back({whole(x), whole(y), whole(width), whole(height)});
    // The back ends may read the list or the rectangle around it: ask for everything.
    data.UpdateRect = {0, 0, whole(data.Width), whole(data.Height)};
    data.SetStatus(ImTextureStatus_WantUpdates);
}

void keep_alive(PixelTexture& texture) {
    if (texture.data.Status == ImTextureStatus_Destroyed)
        texture.data.SetStatus(ImTextureStatus_WantCreate);
}

ImVec2 uv_of(const PixelTexture& texture, float x, float y) {
    return {x / static_cast<float>(texture.data.Width),
            y / static_cast<float>(texture.data.Height)};
}

} // namespace backprop::shell
