# Compiler settings of our own code: language, warnings, arithmetic, sanitizers.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
if(BACKPROP_ASSERTS)
  string(REPLACE "-DNDEBUG" "" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")
  # The standard library's as well: indices within their vector, limits in their order.
  add_compile_definitions(_GLIBCXX_ASSERTIONS)
endif()

add_library(backprop_options INTERFACE)
target_include_directories(backprop_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(backprop_options INTERFACE
  -Wall -Wextra -Wconversion -Wshadow -Wdouble-promotion
  # The same bits on every machine: no fused multiply-add that the source does not ask for.
  -ffp-contract=off)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Vectors wider than the target's registers are passed by value only inside our own library.
  # -Wrestrict in GCC 12 warns about std::string's own operator+ (GCC bug 105651), and
  # -Wmaybe-uninitialized about moving an empty std::optional (GCC bug 80635).
  target_compile_options(backprop_options INTERFACE
    -Wno-psabi -Wno-restrict -Wno-maybe-uninitialized)
endif()
if(BACKPROP_WARNINGS_AS_ERRORS)
  target_compile_options(backprop_options INTERFACE -Werror)
endif()
if(BACKPROP_SANITIZE)
  # The program has no run-time type information, so the check of virtual tables cannot work.
  # Numbers that an integer cannot hold are no part of "undefined".
  target_compile_options(backprop_options INTERFACE
    -fsanitize=address,undefined,float-cast-overflow -fno-sanitize=vptr -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
  target_link_options(backprop_options INTERFACE -fsanitize=address,undefined)
  # Indices beyond a vector's size, but within its memory.
  target_compile_definitions(backprop_options INTERFACE _GLIBCXX_ASSERTIONS)
endif()
if(BACKPROP_FUZZ)
  target_compile_options(backprop_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# The program proper uses neither exceptions nor run-time type information; the tests do.
add_library(backprop_program_options INTERFACE)
target_link_libraries(backprop_program_options INTERFACE backprop_options)
target_compile_options(backprop_program_options INTERFACE -fno-exceptions -fno-rtti)

if(EMSCRIPTEN)
  # Every browser that has fixed-width SIMD has had the other three for longer.
  target_compile_options(backprop_options INTERFACE
    -msimd128 -mbulk-memory -msign-ext -mnontrapping-fptoint)
  # What a visitor downloads is made small, except where the time goes. Nothing ends a page's
  # program, so objects that live as long as it does need no destructors.
  set(small_code -Oz -fno-c++-static-destructors)
  # Programs for Node: they read files, and start whatever the age of Node (its own fetch cannot
  # load a file, so the module is compiled at once instead of streamed).
  add_library(backprop_node INTERFACE)
  target_link_options(backprop_node INTERFACE
    -sENVIRONMENT=node -sNODERAWFS=1 -sWASM_ASYNC_COMPILATION=0 -sALLOW_MEMORY_GROWTH=1
    -sEXIT_RUNTIME=1 -sINITIAL_MEMORY=64MB)
endif()

# add_console_program(NAME SOURCES ... LIBRARIES ...): a console program, native or for Node.
function(add_console_program name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBRARIES")
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LIBRARIES})
  if(EMSCRIPTEN)
    target_link_libraries(${name} PRIVATE backprop_node)
  endif()
endfunction()
