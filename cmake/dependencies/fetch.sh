#!/usr/bin/env bash
# Puts the pinned third-party sources, the JSON header and the font subsets into build/deps:
#   imgui-VERSION/ sdl-VERSION/ catch2-VERSION/   unpacked sources
#   json/nlohmann                                 the header-only JSON reader, alone in its directory
#   fonts/{sans,bold,mono}.ttf                    DejaVu reduced to the signs that the program draws
# Every part is made under a temporary name, checked, and renamed into place: a broken download or
# an interrupted run leaves nothing behind that a later run would take for complete.
# Prints one line on standard error and exits 1 when something cannot be had.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "$root/cmake/dependencies/versions.sh"
deps=$root/build/deps
mkdir -p "$deps"
work=$(mktemp -d "$deps/.fetch-XXXXXX")
trap 'rm -rf "$work"' EXIT

fail() {
    echo "error: $*" >&2
    exit 1
}

# Debian's source packages are reached through a private apt state: nothing of the machine's own
# apt configuration changes, and the mirror is the one that the machine already uses.
prepare_apt() {
    [ -e "$work/apt/ready" ] && return 0
    local mirror suite keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    mirror=$(apt-get indextargets --format '$(REPO_URI) $(CREATED_BY) $(COMPONENT) $(LABEL)' |
        awk '$2 == "Packages" && $3 == "main" && $4 == "Debian" { print $1; exit }')
    [ -n "$mirror" ] || return 1
    mkdir -p "$work/apt/lists/partial" "$work/apt/cache/archives/partial"
    for suite in trixie forky unstable; do
        # Some mirrors keep an expired Release file of unstable; signature and hash still guard.
        local options="signed-by=$keyring"
        [ "$suite" = unstable ] && options="$options check-valid-until=no"
        echo "deb-src [$options] $mirror $suite main"
    done > "$work/apt/sources.list"
    cat > "$work/apt/apt.conf" << CONF
Dir::State::Lists "$work/apt/lists";
Dir::Etc::SourceList "$work/apt/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::Cache "$work/apt/cache";
Acquire::Languages "none";
Acquire::Retries "3";
APT::Sandbox::User "";
CONF
    APT_CONFIG=$work/apt/apt.conf apt-get update || true # one suite may fail, another may serve
    touch "$work/apt/ready"
}

# download_from_apt PACKAGE SHA256 TARGET: the original tarball with that hash, whatever the
# Debian revision that carries it is called today.
download_from_apt() {
    local package=$1 hash=$2 target=$3 version
    prepare_apt || return 1
    version=$(APT_CONFIG=$work/apt/apt.conf apt-cache showsrc "$package" |
        awk -v hash="$hash" '$1 == "Version:" { version = $2 } $1 == hash { print version; exit }')
    [ -n "$version" ] || return 1
    mkdir -p "$work/download"
    (cd "$work/download" &&
        APT_CONFIG=$work/apt/apt.conf apt-get source --download-only "$package=$version") || return 1
    local file
    for file in "$work/download/${package}_"*.orig.tar.*; do
        if echo "$hash  $file" | sha256sum --check --status 2> /dev/null; then
            mv "$file" "$target"
            return 0
        fi
    done
    return 1
}

# fetch_source NAME VERSION APT_PACKAGE SHA256 GIT_URL GIT_COMMIT
fetch_source() {
    local name=$1 version=$2 package=$3 hash=$4 url=$5 commit=$6
    local place=$deps/$name-$version
    [ -d "$place" ] && return 0
    echo "fetching $name $version"
    mkdir -p "$work/$name"
    if [ -e /etc/debian_version ] && command -v apt-get > /dev/null &&
        download_from_apt "$package" "$hash" "$work/$name.tar"; then
        tar -xf "$work/$name.tar" -C "$work/$name" --strip-components=1
    else
        command -v git > /dev/null || fail "git is missing; install it to fetch $name $version"
        git -C "$work/$name" init --quiet
        git -C "$work/$name" fetch --quiet --depth 1 "$url" "$commit" ||
            fail "$name $version could not be downloaded; check the network and try again"
        git -C "$work/$name" checkout --quiet FETCH_HEAD
        rm -rf "$work/$name/.git"
    fi
    mv "$work/$name" "$place"
}

# em++ must not see all of /usr/include, so the reader gets a directory of its own.
link_json() {
    [ -e "$deps/json/nlohmann/json.hpp" ] && return 0
    mkdir -p "$work/json"
    if [ -e /usr/include/nlohmann/json.hpp ]; then
        ln -s /usr/include/nlohmann "$work/json/nlohmann"
    else
        fetch_source json-source "$json_version" nlohmann-json3 "$json_sha256" \
            "$json_url" "$json_commit"
        ln -s "$deps/json-source-$json_version/include/nlohmann" "$work/json/nlohmann"
    fi
    rm -rf "$deps/json"
    mv "$work/json" "$deps/json"
}

font_file() {
    local found=/usr/share/fonts/truetype/dejavu/$1
    [ -e "$found" ] || found=$(fc-list 2> /dev/null | sed -n "s|^\(.*/$1\):.*|\1|p" | head -n 1)
    [ -n "$found" ] || fail "$1 is missing; install the DejaVu fonts (Debian: fonts-dejavu-core)"
    echo "$found"
}

# The regular face has every sign; bold and mono the ones that they are used for, and borrow the
# others from the regular face (shell/fonts.cpp): 20 kB less to download.
subset_font() {
    local name=$1 file=$2 signs=$3 ranges=$4
    local tool=/usr/bin/pyftsubset
    [ -x "$tool" ] || tool=$(command -v pyftsubset) ||
        fail "pyftsubset is missing; install fonttools (Debian: fonttools)"
    "$tool" "$(font_file "$file")" --text-file="$root/cmake/dependencies/$signs" \
        --unicodes="$ranges" --layout-features='' --no-hinting --output-file="$work/fonts/$name.ttf"
}

subset_fonts() {
    local stamp all core
    stamp=$(cat "$root"/cmake/dependencies/font_signs*.txt | sha256sum)
    [ "$(cat "$deps/fonts/stamp" 2> /dev/null)" = "$stamp" ] && return 0
    echo "making the font subsets"
    mkdir -p "$work/fonts"
    core="U+20-7E,U+A0"
    all="U+20-7E,U+A0-FF,U+391-3A1,U+3A3-3A9,U+3B1-3C9,U+3D1,U+3D5"
    subset_font sans DejaVuSans.ttf font_signs.txt "$all"
    subset_font bold DejaVuSans-Bold.ttf font_signs_core.txt "$core"
    subset_font mono DejaVuSansMono.ttf font_signs_core.txt "$core"
    echo "$stamp" > "$work/fonts/stamp"
    rm -rf "$deps/fonts"
    mv "$work/fonts" "$deps/fonts"
}

fetch_source imgui "$imgui_version" imgui "$imgui_sha256" "$imgui_url" "$imgui_commit"
fetch_source sdl "$sdl_version" libsdl2 "$sdl_sha256" "$sdl_url" "$sdl_commit"
fetch_source catch2 "$catch2_version" catch2 "$catch2_sha256" "$catch2_url" "$catch2_commit"
link_json
subset_fonts
