/* Answers for the parts of SDL2 that the page's build leaves out (see sdl_web_sources.cmake).
   No surface is ever copied, there is no 2D renderer, no game controller, no shared object. */
#include "SDL.h"

#include <GLES2/gl2.h>

/* Software surfaces: none is ever made. */
SDL_Surface* SDL_CreateRGBSurface(Uint32 flags, int width, int height, int depth, Uint32 red,
                                  Uint32 green, Uint32 blue, Uint32 alpha) {
    SDL_SetError("this build has no surfaces");
    return NULL;
}
SDL_Surface* SDL_CreateRGBSurfaceFrom(void* pixels, int width, int height, int depth, int pitch,
                                      Uint32 red, Uint32 green, Uint32 blue, Uint32 alpha) {
    return SDL_CreateRGBSurface(0, width, height, depth, red, green, blue, alpha);
}
SDL_Surface* SDL_ConvertSurfaceFormat(SDL_Surface* surface, Uint32 format, Uint32 flags) {
    return SDL_CreateRGBSurface(flags, 0, 0, 0, 0, 0, 0, 0);
}
void SDL_FreeSurface(SDL_Surface* surface) {}
SDL_bool SDL_PixelFormatEnumToMasks(Uint32 format, int* depth, Uint32* red, Uint32* green,
                                    Uint32* blue, Uint32* alpha) {
    return SDL_FALSE;
}
int Emscripten_CreateWindowFramebuffer(void* device, SDL_Window* window, Uint32* format,
                                       void** pixels, int* pitch) {
    return -1;
}
int Emscripten_UpdateWindowFramebuffer(void* device, SDL_Window* window, const SDL_Rect* rectangles,
                                       int count) {
    return -1;
}
void Emscripten_DestroyWindowFramebuffer(void* device, SDL_Window* window) {}

/* Gestures: Dear ImGui does not look at them. */
int SDL_GestureAddTouch(SDL_TouchID id) { return 0; }
int SDL_GestureDelTouch(SDL_TouchID id) { return 0; }
void SDL_GestureProcessEvent(SDL_Event* event) {}
void SDL_GestureQuit(void) {}

/* The 2D renderer: a window here never has one. */
SDL_Renderer* SDL_GetRenderer(SDL_Window* window) {
    (void)window;
    return NULL;
}
int SDL_GetRendererOutputSize(SDL_Renderer* renderer, int* width, int* height) {
    (void)renderer;
    *width = 0;
    *height = 0;
    return -1;
}
void SDL_DestroyRendererWithoutFreeing(SDL_Renderer* renderer) { (void)renderer; }

/* Game controllers: none is ever plugged in. */
SDL_bool SDL_IsGameController(int index) {
    (void)index;
    return SDL_FALSE;
}
SDL_GameController* SDL_GameControllerOpen(int index) {
    (void)index;
    return NULL;
}
void SDL_GameControllerClose(SDL_GameController* controller) { (void)controller; }
Sint16 SDL_GameControllerGetAxis(SDL_GameController* controller, SDL_GameControllerAxis axis) {
    (void)controller;
    (void)axis;
    return 0;
}
Uint8 SDL_GameControllerGetButton(SDL_GameController* controller, SDL_GameControllerButton button) {
    (void)controller;
    (void)button;
    return 0;
}

/* Shared objects: everything is linked in. */
void SDL_UnloadObject(void* handle) { (void)handle; }

/* OpenGL's functions are linked; SDL itself asks for these only. Emscripten's own answer knows every
   function of OpenGL ES 3 and so brings all of them into the page. */
void* eglGetProcAddress(const char* name) {
    if (SDL_strcmp(name, "glGetString") == 0) {
        return (void*)glGetString;
    }
    if (SDL_strcmp(name, "glGetIntegerv") == 0) {
        return (void*)glGetIntegerv;
    }
    return NULL;
}
