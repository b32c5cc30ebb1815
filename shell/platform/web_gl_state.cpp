// Web only: answers the questions about the state of the graphics context that Dear ImGui's OpenGL
// back end asks in every frame, so as to restore that state afterwards. In a browser each of these
// questions waits for the graphics process, which has the last picture to finish first: without a
// fast graphics card that is most of the frame, and training stands still meanwhile.
//
// Nobody else draws here, so the state to go back to is the one a context begins with, and need
// not be asked for. The linker takes these two functions in place of the library's; any other
// question goes on to the library, under its second name.
#if defined(__EMSCRIPTEN__)

#include <GLES3/gl3.h>

extern "C" {

void emscripten_glGetIntegerv(GLenum name, GLint* value);

void glGetIntegerv(GLenum name, GLint* value) {
    switch (name) {
    case GL_ACTIVE_TEXTURE:
        *value = GL_TEXTURE0;
        break;
    case GL_BLEND_EQUATION_RGB:
    case GL_BLEND_EQUATION_ALPHA:
        *value = GL_FUNC_ADD;
        break;
    case GL_BLEND_SRC_RGB:
    case GL_BLEND_SRC_ALPHA:
        *value = GL_ONE;
        break;
    case GL_BLEND_DST_RGB:
    case GL_BLEND_DST_ALPHA:
        *value = GL_ZERO;
        break;
    case GL_CURRENT_PROGRAM:
    case GL_TEXTURE_BINDING_2D:
    case GL_SAMPLER_BINDING:
    case GL_ARRAY_BUFFER_BINDING:
    case GL_ELEMENT_ARRAY_BUFFER_BINDING:
    case GL_PIXEL_UNPACK_BUFFER_BINDING:
    case GL_VERTEX_ARRAY_BINDING:
        *value = 0;
        break;
    case GL_VIEWPORT:
    case GL_SCISSOR_BOX: // both are set before each use
        for (int i = 0; i < 4; ++i)
            value[i] = 0;
        break;
    default:
        emscripten_glGetIntegerv(name, value);
    }
}

GLboolean glIsEnabled(GLenum) {
    // Blending, culling, depth, stencil and scissor tests: all off in the beginning.
    return GL_FALSE;
}
}

#endif
