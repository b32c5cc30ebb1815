#include "shell/drawing/cache.hpp"

namespace backprop::shell {

DrawingCache& drawing_cache(Frame& frame) {
    View& view = frame.view;
    if (!view.drawing) view.drawing = std::make_shared<DrawingCache>();
    DrawingCache& cache = *view.drawing;
    if (cache.frame != ImGui::GetFrameCount()) {
        cache.frame = ImGui::GetFrameCount();
        view.hovered = cache.hovered_next;
        cache.hovered_next = {};
        keep_alive(cache.atlas);
    }
    return cache;
}

} // namespace backprop::shell
