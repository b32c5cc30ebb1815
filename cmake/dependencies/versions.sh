# The third-party sources, each pinned twice: by the SHA-256 of the tarball that Debian's source
# package carries, and by the upstream commit of the same release.
imgui_version=1.92.2b
imgui_sha256=e7bd201d56b5ee90d24d5dac85e5c12f98bdb95410252a62d27b7f89e4566d48
imgui_url=https://github.com/ocornut/imgui.git
imgui_commit=45acd5e0e82f4c954432533ae9985ff0e1aad6d5

sdl_version=2.32.4
sdl_sha256=d364cded8bf41f3f503014d3fb6473f1a7077ff468da1638dae4a6bec6ef2277
sdl_url=https://github.com/libsdl-org/SDL.git
sdl_commit=2359383fc187386204c3bb22de89655a494cd128

catch2_version=3.7.1
catch2_sha256=c991b247a1a0d7bb9c39aa35faf0fe9e19764213f28ffba3109388e62ee0269c
catch2_url=https://github.com/catchorg/Catch2.git
catch2_commit=fa43b77429ba76c462b1898d6cd2f2d7a9416b14

# Debian carries the JSON reader as a binary package (nlohmann-json3-dev); this is for elsewhere.
json_version=3.11.2
json_sha256=
json_url=https://github.com/nlohmann/json.git
json_commit=bc889afb4c5bf1c0d8ee29ef35eaaf4c8bef8a5d
