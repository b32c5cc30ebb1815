/* Answers for the parts of SDL2 that the page's build leaves out (see sdl_web_sources.cmake).
   No surface is ever copied, there is no 2D renderer, no game controller, no shared object. */
#include "SDL.h"

/* Software surfaces: SDL makes one for the default cursor and never draws it here. */
struct SDL_Surface;
int SDL_CalculateBlit(SDL_Surface* surface) {
    (void)surface;
    return SDL_SetError("surfaces are not copied in this build");
}
int SDL_RLESurface(SDL_Surface* surface) {
    (void)surface;
    return -1;
}
void SDL_UnRLESurface(SDL_Surface* surface, int recode) {
    (void)surface;
    (void)recode;
}

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
