# Toolchain file: finds Emscripten's own and adds what its Debian package needs.
find_program(em_config NAMES em-config HINTS $ENV{EMSDK}/upstream/emscripten)
if(NOT em_config)
  message(FATAL_ERROR "Emscripten is missing; run ./lab setup, or install it and put em++ on the path")
endif()
file(REAL_PATH ${em_config} em_config_real)
get_filename_component(em_dir ${em_config_real} DIRECTORY)
foreach(place ${em_dir} $ENV{EMSDK}/upstream/emscripten /usr/share/emscripten /usr/lib/emscripten)
  if(EXISTS ${place}/cmake/Modules/Platform/Emscripten.cmake)
    include(${place}/cmake/Modules/Platform/Emscripten.cmake)
    break()
  endif()
endforeach()
if(NOT EMSCRIPTEN)
  message(FATAL_ERROR "Emscripten's CMake toolchain file was not found beside ${em_config}")
endif()

# Debian's emcc links with JavaScript modules that a Node from elsewhere does not find by itself.
if(EXISTS /usr/share/nodejs/acorn)
  set(ENV{NODE_PATH} /usr/share/nodejs)
  set(launcher ${CMAKE_COMMAND} -E env NODE_PATH=/usr/share/nodejs)
  set(CMAKE_C_LINKER_LAUNCHER ${launcher} CACHE STRING "")
  set(CMAKE_CXX_LINKER_LAUNCHER ${launcher} CACHE STRING "")
endif()

# The default passes options that newer versions of Node refuse.
find_program(node NAMES node nodejs)
set(CMAKE_CROSSCOMPILING_EMULATOR ${node} CACHE STRING "" FORCE)
