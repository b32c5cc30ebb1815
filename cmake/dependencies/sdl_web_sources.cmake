# The part of SDL2 that the page needs: window, events, mouse, touch, keyboard, clipboard text,
# timer. Sound, joysticks, sensors, haptics, the 2D renderer and pixel formats stay out;
# sdl_web_stubs.c answers the few calls into them.
set(sdl_web_sources
LIST
)
