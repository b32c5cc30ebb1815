# add_page(SOURCE): links the program for the browser and assembles the page in BACKPROP_SITE_DIR.
function(add_page source)
  # Binaryen's tools come with em++; without them the page is published in one part.
  find_program(WASM_SPLIT wasm-split)
  find_program(WASM_OPT wasm-opt)
  if(CMAKE_BUILD_TYPE STREQUAL "Release" AND WASM_SPLIT AND WASM_OPT)
    set(names --profiling-funcs)
  endif()
  add_executable(backprop_page ${source})
  target_link_libraries(backprop_page PRIVATE backprop_shell backprop_program_options)
  target_compile_options(backprop_page PRIVATE "$<$<CONFIG:Release>:${small_code}>")
  set_target_properties(backprop_page PROPERTIES OUTPUT_NAME backprop-lab SUFFIX .js)
  target_link_options(backprop_page PRIVATE
    -sMODULARIZE=1 -sEXPORT_NAME=create_backprop_lab -sENVIRONMENT=web
    -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2
    -sALLOW_MEMORY_GROWTH=1 -sINITIAL_MEMORY=33554432 -sMAXIMUM_MEMORY=2147483648
    # No file system, no eval: the page's content security policy forbids the latter.
    -sFILESYSTEM=0 -sDYNAMIC_EXECUTION=0 -sEXIT_RUNTIME=0 -sTEXTDECODER=2
    -sINCOMING_MODULE_JS_API=canvas,print,printErr,onAbort,locateFile,instantiateWasm
    -sEXPORTED_RUNTIME_METHODS=UTF8ToString,stringToUTF8,lengthBytesUTF8
    -sEXPORTED_FUNCTIONS=_main,_malloc,_free
    $<$<CONFIG:Release>:-Oz>
    $<$<CONFIG:Release>:${names}>
    $<$<CONFIG:Debug>:-sASSERTIONS=2>
    $<$<CONFIG:Debug>:-sSTACK_OVERFLOW_CHECK=2>)

  # Shorter names make the script a third smaller; without terser it is published as em++ wrote it.
  find_program(TERSER terser)
  set(shorten $<$<CONFIG:Release>:$<$<BOOL:${TERSER}>:${TERSER}>>)

  # What explains a pass comes after the first frame: see docs/page.md.
  set(program_file $<TARGET_FILE_DIR:backprop_page>/backprop-lab.wasm)
  set(later_part "")
  if(names)
    set(objects ${CMAKE_CURRENT_BINARY_DIR}/page_objects.txt)
    file(GENERATE OUTPUT ${objects} CONTENT
      "$<JOIN:$<TARGET_OBJECTS:backprop_page>;$<TARGET_OBJECTS:backprop_shell>;$<TARGET_OBJECTS:backprop_engine>,\n>")
    set(first_part ${CMAKE_CURRENT_BINARY_DIR}/parts/backprop-lab.wasm)
    set(later_part ${CMAKE_CURRENT_BINARY_DIR}/parts/explanations.wasm)
    find_program(NODE node REQUIRED)
    add_custom_command(OUTPUT ${first_part} ${later_part}
      COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_CURRENT_BINARY_DIR}/parts
      COMMAND ${NODE} ${PROJECT_SOURCE_DIR}/cmake/split_program.mjs ${program_file} ${objects}
              ${first_part} ${later_part} ${CMAKE_NM} ${WASM_SPLIT} ${WASM_OPT}
      DEPENDS backprop_page ${objects} ${PROJECT_SOURCE_DIR}/cmake/split_program.mjs
      VERBATIM)
    set(program_file ${first_part})
  endif()

  file(GLOB page_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/web/*)
  set(digits_source ${PROJECT_SOURCE_DIR}/engine/data/digits_table.cpp)
  set(stamp ${CMAKE_CURRENT_BINARY_DIR}/site.stamp)
  add_custom_command(OUTPUT ${stamp}
    COMMAND ${CMAKE_COMMAND} -DWEB=${PROJECT_SOURCE_DIR}/web -DPROGRAM=$<TARGET_FILE_DIR:backprop_page>
            -DWASM=${program_file} -DEXPLANATIONS=${later_part} -DLESSONS=${lessons_file} -DDIGITS=${digits_source}
            -DSITE=${BACKPROP_SITE_DIR} -DDEPS=${deps} -DTERSER=${shorten} -P ${PROJECT_SOURCE_DIR}/cmake/assemble_site.cmake
    COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
    DEPENDS backprop_page ${later_part} ${page_files} ${lessons_file} ${digits_source} ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/THIRD_PARTY.md
            ${PROJECT_SOURCE_DIR}/cmake/assemble_site.cmake
    VERBATIM)
  add_custom_target(site ALL DEPENDS ${stamp})
endfunction()
