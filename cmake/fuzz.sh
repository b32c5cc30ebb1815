# Fuzzing (sourced by ./lab): libFuzzer under the address and undefined-behaviour sanitizers.
# docs/reliability.md tells what each target promises.

fuzz_targets="experiment link csv lesson commands"

# The longest input of a target, so that one that takes longer than a second is a hang even under the
# sanitizers, which make everything about ten times slower.
fuzz_length() {
    case $1 in
        commands) echo 256 ;;
        lesson) echo 16384 ;;
        *) echo 8192 ;;
    esac
}

# The first inputs of a target: its own, and what the repository has anyway.
gather_fuzz_seeds() {
    local target=$1 seeds=build/fuzz/seeds/$1
    rm -rf "$seeds"
    mkdir -p "$seeds" "build/fuzz/corpus/$target" build/fuzz/found
    cp tests/fuzz/seeds/"$target"/* "$seeds"
    case $target in
        experiment) cp tests/determinism/*.json "$seeds" ;;
        link) grep '^v1' tests/links/v1.txt | split -l 1 - "$seeds/link-" ;;
        csv)
            local file
            for file in tests/data/*; do # behind the four bytes of the user's choices
                { printf '\0\0\0\0' && cat "$file"; } > "$seeds/$(basename "$file")"
            done
            ;;
        lesson) find engine/experiment/lessons -type f -size -16384c -exec cp {} "$seeds" \; ;;
        commands) ;;
    esac
}

# run_fuzzer TARGET OPTION... INPUTS...: with the options that every run has.
run_fuzzer() {
    local target=$1 dictionary=tests/fuzz/$1.dict
    shift
    [ -e "$dictionary" ] || dictionary=""
    # Freed memory waits in ASan's quarantine and would count as used: 16 MB of it, not 256.
    # Weighing inputs by their features (-entropic) would take two thirds of the time.
    ASAN_OPTIONS=quarantine_size_mb=16:detect_leaks=1:malloc_context_size=8 \
        UBSAN_OPTIONS=print_stacktrace=1 \
        "build/fuzz/tests/fuzz/fuzz_$target" -timeout=1 -rss_limit_mb=256 -malloc_limit_mb=256 \
        -max_len="$(fuzz_length "$target")" ${dictionary:+"-dict=$dictionary"} -entropic=0 \
        -artifact_prefix="build/fuzz/found/$target-" "$@" 2>&1
}

# fuzz TARGET SECONDS: what libFuzzer says goes to standard output, findings into build/fuzz/found, new
# inputs into build/fuzz/corpus.
fuzz() {
    local target=$1 end=$((SECONDS + $2)) status slow
    gather_fuzz_seeds "$target"
    while [ $SECONDS -lt $end ]; do
        status=0
        run_fuzzer "$target" -max_total_time=$((end - SECONDS)) -print_final_stats=1 \
            "build/fuzz/corpus/$target" "build/fuzz/seeds/$target" || status=$?
        [ $status = 70 ] || return $status
        # Longer than a second by the clock. A machine that is busy with other things does that to
        # any input; one that hangs does so again.
        slow=$(ls -t build/fuzz/found/"$target"-timeout-* | head -n 1)
        run_fuzzer "$target" "$slow" || return 70
        mv "$slow" build/fuzz/corpus/"$target"
    done
}

# fuzz_quietly TARGET SECONDS: the log into build/log, libFuzzer's closing lines to standard output.
fuzz_quietly() {
    local log=build/log/fuzz-$1.log status=0
    fuzz "$1" "$2" > "$log" || status=$?
    echo "-- $1: $(grep -oE 'cov: [0-9]+ ft: [0-9]+' "$log" | tail -n 1)"
    grep -E '^(broken promise|SUMMARY|Done|stat::|artifact_prefix)|runtime error' "$log" || true
    return $status
}
