# Copies the page of WEB and the program of PROGRAM to SITE. Scripts, style and program get the
# hash of their content into their names, so that a browser's cache never mixes two versions;
# index.html refers to them as @style@, @app@, @files@, @program@, @wasm@ and @wasm_bytes@. The files
# that are fetched after the first frame get theirs in the same way and are in the folder later:
# @explanations@ (EXPLANATIONS, if any; WASM is then the rest of the program), @lessons@ (LESSONS) and @digits@ (the signs of the source DIGITS).
set(next ${SITE}.next)
file(REMOVE_RECURSE ${next})
file(MAKE_DIRECTORY ${next})

# copy_hashed(FILE VARIABLE [FOLDER/]): sets VARIABLE to the address that the page has it under.
function(copy_hashed file variable)
  file(SHA256 ${file} hash)
  string(SUBSTRING ${hash} 0 10 hash)
  get_filename_component(stem ${file} NAME_WE)
  get_filename_component(extension ${file} LAST_EXT)
  set(name ${ARGN}${stem}.${hash}${extension})
  configure_file(${file} ${next}/${name} COPYONLY)
  set(${variable} ${name} PARENT_SCOPE)
endfunction()

copy_hashed(${WEB}/style.css style)
copy_hashed(${WEB}/app.js app)
copy_hashed(${WEB}/files.js files)
set(script ${PROGRAM}/backprop-lab.js)
if(TERSER)
  set(script ${next}/short/backprop-lab.js)
  file(MAKE_DIRECTORY ${next}/short)
  # Debian keeps the modules of its programs where a Node from elsewhere does not look.
  execute_process(COMMAND ${CMAKE_COMMAND} -E env NODE_PATH=/usr/share/nodejs
                          ${TERSER} ${PROGRAM}/backprop-lab.js --compress passes=2 --mangle
                          --ecma 2020 --output ${script}
                  RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "terser failed on ${PROGRAM}/backprop-lab.js")
  endif()
endif()
copy_hashed(${script} program)
file(REMOVE_RECURSE ${next}/short)
copy_hashed(${WASM} wasm)
file(SIZE ${WASM} wasm_bytes)

if(NOT EXPLANATIONS) # the program is in one part
  set(EXPLANATIONS ${next}/explanations.wasm)
  file(TOUCH ${EXPLANATIONS})
endif()
copy_hashed(${EXPLANATIONS} explanations later/)
file(REMOVE ${next}/explanations.wasm)

copy_hashed(${LESSONS} lessons later/)
file(STRINGS ${DIGITS} lines REGEX "^ *\"[0-9A-G]+\";?$")
string(REGEX REPLACE "[^0-9A-G]" "" pixels "${lines}")
file(WRITE ${next}/digits.txt "${pixels}")
copy_hashed(${next}/digits.txt digits later/)
file(REMOVE ${next}/digits.txt)

file(GLOB other_files RELATIVE ${WEB} ${WEB}/*)
list(REMOVE_ITEM other_files index.html style.css app.js files.js)
foreach(file IN LISTS other_files)
  configure_file(${WEB}/${file} ${next}/${file} COPYONLY)
endforeach()
configure_file(${WEB}/index.html ${next}/index.html @ONLY)
file(WRITE ${next}/.nojekyll "")

# The licences of what the page contains ask for their text in every copy.
set(licenses "")
foreach(source ${WEB}/../LICENSE ${WEB}/../THIRD_PARTY.md ${DEPS}/imgui-*/LICENSE.txt
               ${DEPS}/sdl-*/LICENSE.txt /usr/share/doc/nlohmann-json3-dev/copyright
               /usr/share/doc/emscripten/copyright /usr/share/doc/fonts-dejavu-core/copyright)
  file(GLOB found ${source})
  foreach(file IN LISTS found)
    file(READ ${file} text)
    string(APPEND licenses "${text}\n\n----------------------------------------\n\n")
  endforeach()
endforeach()
file(WRITE ${next}/licenses.txt "${licenses}")

file(REMOVE_RECURSE ${SITE})
file(RENAME ${next} ${SITE})
