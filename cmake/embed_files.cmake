# Writes OUTPUT, a C++ source with the bytes of every file of FILES as an array. That of NAME.ext is
# called k_PREFIX_NAME, and its size in bytes k_PREFIX_NAME_size.
set(text "// Made by cmake/embed_files.cmake.\n")
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME_WE)
  set(name k_${PREFIX}_${name})
  file(READ ${file} bytes HEX)
  string(LENGTH "${bytes}" length)
  math(EXPR length "${length} / 2")
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(APPEND text "extern const unsigned char ${name}[${length}];\n"
                     "extern const unsigned int ${name}_size;\n"
                     "const unsigned char ${name}[${length}] = {${bytes}};\n"
                     "const unsigned int ${name}_size = ${length};\n")
endforeach()
file(WRITE ${OUTPUT} "${text}")
