# Writes OUTPUT, a C++ source with the three fonts of FONTS as arrays.
set(text "// Made by cmake/embed_fonts.cmake.\n")
foreach(name sans bold mono)
  file(READ ${FONTS}/${name}.ttf bytes HEX)
  string(LENGTH "${bytes}" length)
  math(EXPR length "${length} / 2")
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(APPEND text "extern const unsigned char k_font_${name}[${length}];\n"
                     "extern const unsigned int k_font_${name}_size;\n"
                     "const unsigned char k_font_${name}[${length}] = {${bytes}};\n"
                     "const unsigned int k_font_${name}_size = ${length};\n")
endforeach()
file(WRITE ${OUTPUT} "${text}")
