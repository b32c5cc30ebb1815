# Set-up for ./lab (sourced): what must be on the machine, by group, and how it gets there.
# A stamp in build remembers a finished set-up; it is keyed on everything that decides what a set-up
# does, so that a second call costs nothing. It lies outside build/deps, which CI keeps from machine to
# machine, and counts only while the tools are really there.

# Each entry is a package, or command:package where any provider of the command will do.
packages_of() {
    case $1 in
        page) echo cmake:cmake ninja:ninja-build xz:xz-utils em++:emscripten node:nodejs terser:terser git:git \
            nlohmann-json3-dev fonttools fonts-dejavu-core ;;
        desktop) echo cmake:cmake ninja:ninja-build xz:xz-utils g++:g++ git:git libsdl2-dev libgl-dev \
            libopengl-dev nlohmann-json3-dev fonttools fonts-dejavu-core ;;
        lint) echo clang-format:clang-format ;;
        test) echo clang++:clang libclang-rt-dev clang-tidy:clang-tidy gcovr:gcovr npm:npm \
            brotli:brotli chromium:chromium firefox:firefox-esr xvfb-run:xvfb xauth:xauth \
            libgl1-mesa-dri aarch64-linux-gnu-g++:g++-aarch64-linux-gnu qemu-aarch64:qemu-user ;;
        bench) echo libeigen3-dev npm:npm ;;
    esac
}

# The commands that tell on other systems whether a group's needs are met.
commands_of() {
    case $1 in
        page) echo cmake ninja em++ node git pyftsubset ;;
        desktop) echo cmake ninja c++ git sdl2-config pyftsubset ;;
        lint) echo clang-format ;;
        test) echo clang++ clang-tidy gcovr npm brotli chromium firefox xvfb-run \
            aarch64-linux-gnu-g++ qemu-aarch64 ;;
        bench) echo npm ;;
    esac
}

missing_packages() {
    local entry wanted=()
    for entry in $(packages_of "$1"); do
        if [[ $entry == *:* ]]; then
            command -v "${entry%%:*}" > /dev/null || wanted+=("${entry#*:}")
        elif [ "$(dpkg-query -W -f='${db:Status-Status}' "$entry" 2> /dev/null)" != installed ]; then
            wanted+=("$entry")
        fi
    done
    echo "${wanted[*]-}"
}

install_packages() {
    local missing as_root=()
    missing=$(missing_packages "$1")
    [ -z "$missing" ] && return 0
    if [ "$(id -u)" != 0 ]; then
        command -v sudo > /dev/null ||
            fail "packages are missing and sudo is too; as root: apt-get install $missing"
        as_root=(sudo)
    fi
    say "installing $missing"
    # shellcheck disable=SC2086
    step apt "check the network, or run: apt-get update && apt-get install $missing" \
        install_now "${as_root[@]}" -- $missing
}

install_now() {
    local prefix=()
    while [ "$1" != -- ]; do
        prefix+=("$1")
        shift
    done
    shift
    "${prefix[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update &&
        "${prefix[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install \
            --yes --no-install-recommends "$@"
}

missing_commands() {
    local command missing=()
    for command in $(commands_of "$1"); do
        command -v "$command" > /dev/null || missing+=("$command")
    done
    echo "${missing[*]-}"
}

check_commands() {
    local missing
    missing=$(missing_commands "$1")
    [ -z "$missing" ] || fail "please install first: $missing (see README, 'Build')"
}

is_set_up() {
    [ "$(cat "build/ready-$1" 2> /dev/null)" = "$2" ] && [ -z "$(missing_commands "$1")" ] || return 1
    case $1 in
        test) [ -d tests/browser/node_modules ] ;;
        bench) [ -d tests/benchmark/node_modules ] ;;
        page | desktop) [ -d build/deps ] ;;
    esac
}

stamp_key() {
    cat cmake/setup.sh cmake/dependencies/fetch.sh cmake/dependencies/versions.sh \
        cmake/dependencies/font_signs*.txt tests/browser/package-lock.json \
        tests/benchmark/package-lock.json | cksum
}

# set_up GROUP...: page, desktop, test, bench
set_up() {
    local group key
    key=$(stamp_key)
    for group in "$@"; do
        is_set_up "$group" "$key" && continue
        if [ -e /etc/debian_version ] && command -v apt-get > /dev/null; then
            install_packages "$group"
        else
            check_commands "$group"
        fi
        case $group in
            test)
                step npm "check the network and try again" \
                    npm ci --prefix tests/browser --no-audit --no-fund
                ;;
            bench)
                # Without scripts: a dependency of brain.js would build a graphics driver's module.
                step npm-bench "check the network and try again" \
                    npm ci --prefix tests/benchmark --ignore-scripts --omit=optional --no-audit --no-fund
                ;;
            page | desktop)
                step fetch "check the network and try again" bash cmake/dependencies/fetch.sh
                ;;
        esac
        mkdir -p build
        echo "$key" > "build/ready-$group"
    done
}
