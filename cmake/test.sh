# The parts of ./lab test (sourced), in the order in which they run. Each prints its own findings;
# the first that fails ends the run. Programs' closing lines are passed through.

part_format() {
    local findings
    if [ -z "$(formatter)" ]; then
        say "skipped: clang-format 14 is needed; this is $(clang-format --version)"
        return
    fi
    if ! findings=$(own_sources | xargs "$(formatter)" --dry-run -Werror 2>&1); then
        findings=$(grep -oE '^[^ ]+: error' <<< "$findings" || head -n 1 <<< "$findings")
        fail "not formatted: $(cut -d: -f1,2 <<< "$findings" | sort -u | head -n 5 | tr '\n' ' ')-- run ./lab format"
    fi
}

# g++, -O3, assertions on, warnings are errors.
part_native() {
    build_preset test
    ctest --test-dir build/test --output-on-failure --no-tests=error ||
        fail "a native test failed; run it alone: ctest --test-dir build/test --rerun-failed"
}

# clang++ sees other mistakes; compiling is enough to hear of them.
part_clang() {
    build_preset clang backprop_engine backprop_shell
}

part_sanitizers() {
    build_preset asan engine_tests shell_tests
    ctest --test-dir build/asan --output-on-failure --no-tests=error \
        --tests-regex '^(engine|shell)_tests$' ||
        fail "a sanitizer or a test complained; see the output above"
}

# The engine's tests as WebAssembly.
part_node() {
    build_preset web-test engine_tests console_example
    ctest --test-dir build/web-test --output-on-failure --no-tests=error ||
        fail "a test failed as WebAssembly only; see the output above"
}

# The same experiment gives the same bits from every compiler at every optimisation: all lines that
# the headless run prints are compared, for every experiment in tests/determinism.
part_determinism() {
    build_preset test backprop_run
    build_preset debug backprop_run
    build_preset clang backprop_run
    build_preset web-test backprop_run
    mkdir -p build/determinism
    local file name build count=0
    for file in tests/determinism/*.json; do
        name=$(basename "$file" .json)
        local out=build/determinism/$name
        build/test/engine/backprop_run "$file" --every 10 > "$out.g++-O3"
        build/debug/engine/backprop_run "$file" --every 10 > "$out.g++-O0"
        build/clang/engine/backprop_run "$file" --every 10 > "$out.clang++-O3"
        node build/web-test/engine/backprop_run.js "$file" --every 10 > "$out.em++-O3"
        grep -q state_hash "$out.g++-O3" || fail "$file printed no state hash"
        for build in g++-O0 clang++-O3 em++-O3; do
            cmp -s "$out.g++-O3" "$out.$build" ||
                fail "$name differs: compare $out.g++-O3 with $out.$build"
        done
        echo "  $name: $(grep -o '"state_hash":"[0-9a-f]*"' "$out.g++-O3" | tail -n 1 |
            cut -d'"' -f4) from g++ -O3, g++ -O0, clang++ -O3, em++ -O3"
        count=$((count + 1))
    done
    [ $count -gt 0 ] || fail "tests/determinism holds no experiment"
}

# What a first visit downloads, compressed as a host would.
part_size() {
    build_preset web-test site
    local limit=450000 total=0 file bytes
    for file in build/site/{index.html,*.css,*.js,*.wasm,favicon.svg}; do
        bytes=$(brotli -c -q 11 "$file" | wc -c)
        total=$((total + bytes))
        printf '  %8d  %8d brotli  %s\n' "$(wc -c < "$file")" "$bytes" "$(basename "$file")"
    done
    echo "  first load: $total bytes of at most $limit"
    [ $total -le $limit ] || fail "the page is larger than $limit bytes; make it smaller"
}

part_browser() {
    build_preset web-test site
    node --test tests/browser/*.test.mjs || fail "a browser test failed; pictures are in build/screenshots"
}

part_desktop() {
    build_preset test backprop-lab backprop_run
    node --test tests/desktop/*.test.mjs || fail "the desktop program failed under Xvfb; see the output above"
}

part_tidy() {
    build_preset clang backprop_engine backprop_shell
    own_sources | grep -E '^(engine|shell)/.*\.cpp$' | grep -v '/platform/web\.cpp$' |
        xargs -P "$(nproc)" -n 4 clang-tidy -p build/clang --quiet --warnings-as-errors='*' \
            > build/log/tidy.log 2>&1 ||
        fail "clang-tidy: $(grep -m 1 -E 'error:' build/log/tidy.log || tail -n 1 build/log/tidy.log)"
}

command_test() {
    local parts=() argument part began
    for argument in "$@"; do
        case $argument in
            --quick) parts=(format native) ;;
            *)
                declare -F "part_$argument" > /dev/null || fail "test has no part $argument; see ./lab help"
                parts+=("$argument")
                ;;
        esac
    done
    if [ "${parts[*]-}" = "format native" ]; then
        set_up desktop lint
    else
        set_up page desktop lint test
    fi
    [ ${#parts[@]} -gt 0 ] ||
        parts=(format native clang tidy sanitizers node determinism size desktop browser)
    began=$SECONDS
    for part in "${parts[@]}"; do
        local start=$SECONDS
        echo "== $part"
        "part_$part"
        echo "== $part: good ($((SECONDS - start)) s)"
    done
    say "all good: ${parts[*]} ($((SECONDS - began)) s)"
}
