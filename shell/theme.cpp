#include "shell/theme.hpp"

#include <algorithm>

namespace backprop::shell {

namespace {

constexpr ImU32 rgb(std::uint32_t hex) {
    return IM_COL32((hex >> 16) & 0xFF, (hex >> 8) & 0xFF, hex & 0xFF, 0xFF);
}

constexpr Theme k_dark{
    .dark = true,
    .background = rgb(0x12161e),
    .panel = rgb(0x151a23),
    .control = rgb(0x1c2330),
    .control_hover = rgb(0x252e3e),
    .control_active = rgb(0x2d384b),
    .border = rgb(0x303a4c),
    .divider = rgb(0x242b38),
    .grid = rgb(0x222a38),
    .track = rgb(0x2a3342),
    .knob = rgb(0xffffff),
    .knob_border = rgb(0x12161e),
    .text = rgb(0xd7dce6),
    .text_strong = rgb(0xffffff),
    .text_dim = rgb(0x929cb0),
    .text_disabled = rgb(0x667085),
    .accent = rgb(0x2f7de1),
    .accent_hover = rgb(0x4089e6),
    .on_accent = rgb(0xffffff),
    .positive = rgb(0x4993eb),
    .negative = rgb(0xf1a55a),
    .neutral = rgb(0x1e2430),
    .forward = rgb(0x5ec9b5),
    .backward = rgb(0xf28bb5),
    .factor_error = rgb(0xf28bb5),
    .factor_activation = rgb(0xf0c24b),
    .factor_input = rgb(0x5ec9b5),
    .factor_weight = rgb(0xb79df3),
    .factor_slope = rgb(0xb5d46a),
    .train_line = rgb(0xffffff),
    .test_line = rgb(0xa98bee),
    .previous_line = rgb(0x5a6374),
    .ok = rgb(0x5ec9b5),
    .warning = rgb(0xf0c24b),
    .wrong = rgb(0xff5c5c),
    .tooltip = rgb(0x1f2735),
};

constexpr Theme k_light{
    .dark = false,
    .background = rgb(0xf7f8fa),
    .panel = rgb(0xffffff),
    .control = rgb(0xffffff),
    .control_hover = rgb(0xeaeef4),
    .control_active = rgb(0xdde4ee),
    .border = rgb(0xc3cbd8),
    .divider = rgb(0xdce1e9),
    .grid = rgb(0xe3e7ee),
    .track = rgb(0xd3d9e3),
    .knob = rgb(0xffffff),
    .knob_border = rgb(0x2368c4),
    .text = rgb(0x28303d),
    .text_strong = rgb(0x0f141c),
    .text_dim = rgb(0x5a6577),
    .text_disabled = rgb(0x98a1b0),
    .accent = rgb(0x2368c4),
    .accent_hover = rgb(0x1b59ad),
    .on_accent = rgb(0xffffff),
    .positive = rgb(0x2b74d0),
    .negative = rgb(0xe08327),
    .neutral = rgb(0xeef1f5),
    .forward = rgb(0x0b7d6b),
    .backward = rgb(0xc03573),
    .factor_error = rgb(0xc03573),
    .factor_activation = rgb(0x8f6400),
    .factor_input = rgb(0x0b7d6b),
    .factor_weight = rgb(0x6d45c9),
    .factor_slope = rgb(0x5a7410),
    .train_line = rgb(0x171c26),
    .test_line = rgb(0x6d45c9),
    .previous_line = rgb(0xa9b1bf),
    .ok = rgb(0x0b7d6b),
    .warning = rgb(0x8f6400),
    .wrong = rgb(0xc81e1e),
    .tooltip = rgb(0xffffff),
};

ImVec4 vec4(ImU32 color) {
    return ImGui::ColorConvertU32ToFloat4(color);
}

} // namespace

const Theme& dark_theme() {
    return k_dark;
}

const Theme& light_theme() {
    return k_light;
}

const Theme& theme_for(ThemeChoice choice, bool system_dark) {
    const bool dark = choice == ThemeChoice::System ? system_dark : choice == ThemeChoice::Dark;
    return dark ? k_dark : k_light;
}

ImU32 mix(ImU32 a, ImU32 b, float share) {
    const float s = std::clamp(share, 0.0F, 1.0F);
    ImU32 result = 0;
    for (int shift = 0; shift < 32; shift += 8) {
        const float from = static_cast<float>((a >> shift) & 0xFF);
        const float to = static_cast<float>((b >> shift) & 0xFF);
        result |= static_cast<ImU32>(from + (to - from) * s + 0.5F) << shift;
    }
    return result;
}

ImU32 with_alpha(ImU32 color, float alpha) {
    const float old_alpha = static_cast<float>(color >> IM_COL32_A_SHIFT);
    const ImU32 scaled = static_cast<ImU32>(old_alpha * std::clamp(alpha, 0.0F, 1.0F) + 0.5F);
    return (color & ~IM_COL32_A_MASK) | (scaled << IM_COL32_A_SHIFT);
}

ImU32 sign_color(const Theme& theme, double value) {
    // A NaN compares false twice and shows as zero.
    const float strength = value > 0 ? static_cast<float>(std::min(value, 1.0))
                         : value < 0 ? static_cast<float>(std::min(-value, 1.0))
                                     : 0.0F;
    return mix(theme.neutral, value > 0 ? theme.positive : theme.negative, strength);
}

void apply_style(const Theme& theme, bool coarse_pointer) {
    ImGuiStyle& style = ImGui::GetStyle();
    const float em = style.FontSizeBase * style.FontScaleMain * style.FontScaleDpi;
    style.WindowPadding = {0, 0};
    style.FramePadding = {0.55F * em, (coarse_pointer ? 0.9F : 0.45F) * em};
    style.ItemSpacing = {0.6F * em, 0.4F * em};
    style.ItemInnerSpacing = {0.4F * em, 0.3F * em};
    style.ScrollbarSize = 0.7F * em;
    style.ScrollbarRounding = 0.35F * em;
    style.WindowRounding = 0;
    style.ChildRounding = 0;
    style.PopupRounding = 0.45F * em;
    style.FrameRounding = 0.4F * em;
    style.WindowBorderSize = 0;
    style.ChildBorderSize = 0;
    style.PopupBorderSize = 1;
    style.FrameBorderSize = 1;
    style.TouchExtraPadding = coarse_pointer ? ImVec2{0.2F * em, 0.2F * em} : ImVec2{0, 0};
    style.HoverDelayNormal = 0.5F;

    ImVec4* colors = style.Colors;
    colors[ImGuiCol_Text] = vec4(theme.text);
    colors[ImGuiCol_TextDisabled] = vec4(theme.text_disabled);
    colors[ImGuiCol_WindowBg] = vec4(theme.background);
    colors[ImGuiCol_ChildBg] = {0, 0, 0, 0};
    colors[ImGuiCol_PopupBg] = vec4(theme.tooltip);
    colors[ImGuiCol_Border] = vec4(theme.border);
    colors[ImGuiCol_FrameBg] = vec4(theme.control);
    colors[ImGuiCol_FrameBgHovered] = vec4(theme.control_hover);
    colors[ImGuiCol_FrameBgActive] = vec4(theme.control_active);
    colors[ImGuiCol_ScrollbarBg] = {0, 0, 0, 0};
    colors[ImGuiCol_ScrollbarGrab] = vec4(theme.track);
    colors[ImGuiCol_ScrollbarGrabHovered] = vec4(theme.border);
    colors[ImGuiCol_ScrollbarGrabActive] = vec4(theme.text_dim);
    colors[ImGuiCol_Button] = vec4(theme.control);
    colors[ImGuiCol_ButtonHovered] = vec4(theme.control_hover);
    colors[ImGuiCol_ButtonActive] = vec4(theme.control_active);
    colors[ImGuiCol_Header] = vec4(theme.control_active);
    colors[ImGuiCol_HeaderHovered] = vec4(theme.control_hover);
    colors[ImGuiCol_HeaderActive] = vec4(theme.control_active);
    colors[ImGuiCol_TextSelectedBg] = vec4(with_alpha(theme.accent, 0.45F));
    colors[ImGuiCol_InputTextCursor] = vec4(theme.text_strong);
    colors[ImGuiCol_NavCursor] = vec4(theme.accent_hover);
    colors[ImGuiCol_ModalWindowDimBg] = {0, 0, 0, 0.4F};
}

} // namespace backprop::shell
