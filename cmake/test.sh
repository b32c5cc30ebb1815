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

# run_tests PRESET [OPTION...]: its unit tests, as many at a time as there are cores.
run_tests() {
    local preset=$1
    shift
    ctest --test-dir "build/$preset" --output-on-failure --no-tests=error \
        --parallel "$(nproc)" "$@"
}

# g++, -O3, assertions on, warnings are errors.
part_native() {
    build_preset test
    run_tests test ||
        fail "a native test failed; run it alone: ctest --test-dir build/test --rerun-failed"
}

part_sanitizers() {
    build_preset asan engine_tests shell_tests
    run_tests asan --tests-regex '^(engine|shell)_tests' ||
        fail "a sanitizer or a test complained; see the output above"
}

# Half a minute of fuzzing for each target, as many at a time as there are cores.
part_fuzz() {
    build_preset fuzz
    export -f fuzz run_fuzzer fuzz_quietly fuzz_length gather_fuzz_seeds
    # shellcheck disable=SC2086
    printf '%s\n' $fuzz_targets | xargs -P "$(nproc)" -I TARGET \
        bash -euo pipefail -c 'output=$(fuzz_quietly TARGET 30) || status=$?; echo "$output"; exit ${status-0}' ||
        fail "the fuzzer found something: see above, the input is in build/fuzz/found"
}

# The engine's tests as WebAssembly.
part_node() {
    build_preset web-test engine_tests console_example
    run_tests web-test ||
        fail "a test failed as WebAssembly only; see the output above"
}

# How far the engine's exp, log, sin, ... are from the truth that libquadmath knows: at most 2 ulp.
part_accuracy() {
    build_preset test accuracy
    build/test/tests/accuracy --list | xargs -P "$(nproc)" -n 1 build/test/tests/accuracy ||
        fail "an elementary function is too far from the truth; see the output above"
}

# Every build whose bits are compared: its preset, the programs that it has (the scenarios, or the
# headless run as well), and how they are started.
determinism_builds="
    g++-O3         test                both
    g++-O0         debug               both
    g++-O2         bits-g++-O2         scenarios
    g++-O3-native  bits-g++-O3-native  scenarios
    clang++-O3     clang               both
    clang++-O0     bits-clang++-O0     scenarios
    em++-O3        web-test            both       node .js
    em++-O0        bits-em++-O0        scenarios  node .js
    aarch64-O2     bits-aarch64-O2     scenarios  qemu-aarch64"

# run_for_bits BUILD PRESET PROGRAMS [RUNNER [SUFFIX]]: everything that is compared, into build/determinism.
run_for_bits() {
    local folder=build/$2/engine out=build/determinism file
    $4 "$folder/backprop_scenarios$5" > "$out/scenarios.$1"
    [ "$3" = both ] || return 0
    for file in tests/determinism/*.json; do
        $4 "$folder/backprop_run$5" "$file" --every 10 > "$out/$(basename "$file" .json).$1"
    done
}

# The same experiment gives the same bits from every compiler at every optimisation: the pinned hashes
# of the scenarios, and all lines that the headless run prints for the experiments in
# tests/determinism. One build runs while the next one compiles.
part_determinism() {
    local build preset programs runner suffix name out=build/determinism
    local hash='(state_hash":"|^| )[0-9a-f]{16}'
    rm -rf $out
    mkdir -p $out
    while read -r build preset programs runner suffix; do
        local targets=backprop_scenarios
        [ "$programs" = both ] && targets="backprop_scenarios backprop_run"
        # shellcheck disable=SC2086
        build_preset "$preset" $targets
        run_for_bits "$build" "$preset" "$programs" "${runner-}" "${suffix-}" &
    done < <(grep . <<< "$determinism_builds")
    wait
    grep -q differs $out/scenarios.g++-O3 &&
        fail "a scenario has other bits than the pinned ones: see $out/scenarios.g++-O3"
    for name in scenarios $(cd tests/determinism && basename -s .json -- *.json); do
        local same=""
        for build in $(awk -v name="$name" \
            'NF && (name == "scenarios" || $3 == "both") { print $1 }' <<< "$determinism_builds"); do
            grep -qE "$hash" "$out/$name.$build" || fail "$out/$name.$build has no hash"
            cmp -s "$out/$name.g++-O3" "$out/$name.$build" ||
                fail "$name differs: compare $out/$name.g++-O3 with $out/$name.$build"
            same+=" $build"
        done
        echo "  $name: $(grep -oE "$hash" "$out/$name.g++-O3" | tail -n 1 | tail -c 17), the same from$same"
    done
}

# Ten million updates, native and as WebAssembly: the same hashes on the way, in memory that does not
# grow.
part_long_run() {
    local out=build/determinism
    build_preset test long_run
    build_preset web-test long_run
    mkdir -p $out
    build/test/tests/long_run > $out/long_run.native & # the two side by side
    local native=$!
    node build/web-test/tests/long_run.js > $out/long_run.web || fail "the long run failed as WebAssembly"
    wait $native || fail "the long run failed"
    cmp $out/long_run.native $out/long_run.web || fail "the long run has other bits as WebAssembly"
    tail -n 1 $out/long_run.native
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
    local later=0
    for file in build/site/later/*; do
        bytes=$(brotli -c -q 11 "$file" | wc -c)
        later=$((later + bytes))
        printf '  %8d  %8d brotli  %s\n' "$(wc -c < "$file")" "$bytes" "later/$(basename "$file")"
    done
    echo "  fetched after the first frame: $later bytes"
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

# clang++ sees other mistakes than g++; its warnings are among what clang-tidy reports.
part_tidy() {
    build_preset clang backprop_engine
    own_sources | grep -E '^(engine|shell)/.*\.cpp$' | grep -v '/platform/web\.cpp$' |
        xargs -P "$(nproc)" -n 4 clang-tidy -p build/clang --quiet --warnings-as-errors='*' \
            > build/log/tidy.log 2>&1 ||
        fail "clang-tidy: $(grep -m 1 -E 'error:' build/log/tidy.log || tail -n 1 build/log/tidy.log)"
}

# Each core runs a share of the engine's tests, and then its programs.
run_for_coverage() {
    local out=build/coverage file
    find $out -name '*.gcda' -delete
    seq 0 $(($(nproc) - 1)) | xargs -P "$(nproc)" -I SHARE \
        $out/tests/engine_tests --shard-count "$(nproc)" --shard-index SHARE || return 1
    for file in tests/determinism/*.json; do
        $out/engine/backprop_run "$file" --every 10 || return 1
    done
    $out/engine/backprop_run - < tests/determinism/plane-one-by-one.json || return 1
    ! $out/engine/backprop_run no-such-file.json || return 1
    $out/engine/backprop_scenarios
}

# How much of the engine, headers and programs included, its tests reach. It takes minutes and runs no
# test that another part does not run, so only on request: ./lab test --coverage.
part_coverage() {
    local out=build/coverage
    build_preset coverage engine_tests backprop_run backprop_scenarios
    step coverage-run "look into the log" run_for_coverage
    mkdir -p $out/report
    # The branches that an exception would take are not counted: the program has none.
    gcovr --root . --filter engine/ --exclude-throw-branches --exclude-unreachable-branches -j "$(nproc)" \
        --html-details $out/report/index.html --print-summary --fail-under-line 98 --fail-under-branch 90 $out ||
        fail "the engine's tests reach too little; $out/report/index.html shows the lines"
}

command_test() {
    local parts=() argument part began
    for argument in "$@"; do
        case $argument in
            --quick) parts=(format native) ;;
            --coverage) parts+=(coverage) ;;
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
        parts=(format native accuracy tidy sanitizers fuzz node determinism long_run size desktop browser)
    began=$SECONDS
    for part in "${parts[@]}"; do
        local start=$SECONDS
        echo "== $part"
        "part_$part"
        echo "== $part: good ($((SECONDS - start)) s)"
    done
    say "all good: ${parts[*]} ($((SECONDS - began)) s)"
}
