#!/usr/bin/env bash
# Everything that is tested, on a clean checkout: tree checks, all suites under ASan+UBSan, store and
# server under TSan, fuzzers 5 s each, web unit tests, browser tests against the real program.
set -euo pipefail

usage() {
  cat <<'TEXT'
用法 / usage: ./test.sh [步骤 / steps...]

  无参数运行全部 / without arguments: all of
    tree      层次、长度、用词、specs 检查 / layers, sizes, words, specs lint
    program   真实程序：启动、异常条件、kill -9 / the real program: start, bad conditions, kill -9
    asan      全部单元与场景测试（ASan+UBSan）/ every unit and scenario test
    tsan      store、server 与 discover 的并行部分（ThreadSanitizer）/ store, server, the parallel part of discover
    fuzz      每个解析器 5 秒 / 5 s a parser
    web       类型检查、单元测试、首屏大小 / types, unit tests, first-page size
    e2e       真实浏览器 / real Chromium against the real program
  bench       基准，不在全部之内 / benchmarks, not part of all (long)
  tidy        clang-tidy，不在全部之内；LP_TIDY=正则 只查部分文件 / clang-tidy, not part of all (an hour); LP_TIDY=regex for some files

  LP_UPDATE_GOLDEN=1 ./test.sh asan     重写 golden 文件，用 git diff 审阅 / rewrite goldens, review with git diff
TEXT
}

. "$(dirname "$0")/scripts/common.sh"
cd "$root"
for argument in "$@"; do
  case "$argument" in
    tree | program | asan | tsan | fuzz | web | e2e | bench | tidy) ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; fail "不认识的步骤 / unknown step: $argument" ;;
  esac
done
[ $# -gt 0 ] || set -- tree program asan tsan fuzz web e2e
steps=$(($# + 1))
# The program tried by tree, program and e2e: the sanitized one, so that one build serves all of them.
# LP_PROGRAM_PRESET=release tries what users run.
program_preset=${LP_PROGRAM_PRESET:-asan}
# A small quarantine: tests bound the memory of streams.
export ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1:quarantine_size_mb=16 UBSAN_OPTIONS=print_stacktrace=1
export LSAN_OPTIONS=suppressions=$root/tests/lsan.supp:print_suppressions=0
export ASAN_SYMBOLIZER_PATH=/usr/bin/llvm-symbolizer-16 TSAN_SYMBOLIZER=/usr/bin/llvm-symbolizer-16
export TSAN_OPTIONS=external_symbolizer_path=$TSAN_SYMBOLIZER:halt_on_error=1:second_deadlock_stack=1
passed=0 failed=0 skipped=0
failures=() skips=()

# Counts a ctest run: its own summary, and what GoogleTest skipped with its reason.
run_ctest() {  # preset, label expression, extra...
  local preset=$1 label=$2; shift 2
  local log="$build/logs/ctest-$preset-${label//|/-}.log" status=0
  ctest --test-dir "$build/$preset" -L "$label" --output-on-failure --output-log "$log" "$@" > "$log.short" 2>&1 || status=$?
  ctest_counts "$log" "$log.short" "$preset"
  [ "$status" = 0 ] || grep -E '^\[  FAILED  \]|\*\*\*(Failed|Timeout|Exception)|Failure$|ERROR: ' "$log" | sort -u | head -40 >&2 || true
}
# What a skipped test said: only in the log ctest keeps for itself.
skip_reason() {  # test, log
  awk -v test="$1" '/^[0-9]+\/[0-9]+ Test: / {here = ($NF == test)} here && !told && tolower($0) ~ /^skip/ {print; told = 1} END {if (!told) print "see " FILENAME}' "$2"
}
ctest_counts() {
  local ok bad name
  ok=$(grep -cE '^ *[0-9]+/[0-9]+ Test .* Passed' "$2" || true)
  while IFS= read -r name; do
    skipped=$((skipped + 1))
    skips+=("$name: $(skip_reason "$name" "$build/$3/Testing/Temporary/LastTest.log")")
  done < <(sed -nE 's/^ *[0-9]+\/[0-9]+ Test +#[0-9]+: ([^ ]+) .*\*\*\*Skipped.*/\1/p' "$2")
  bad=$(grep -E '^ *[0-9]+/[0-9]+ Test .*(\*\*\*|Failed|Timeout)' "$2" | grep -cv '\*\*\*Skipped' || true)
  passed=$((passed + ok)) failed=$((failed + bad))
  [ "$bad" = 0 ] && done_line "$3: $ok 个测试程序通过 / test programs passed" || failures+=("$3: $bad test programs; see ${1#"$root"/}")
}

# Runs one GoogleTest program per module and counts its tests.
run_gtests() {  # preset, programs...
  local preset=$1 program name log; shift
  for program in "$@"; do
    name=$(basename "$program")
    log="$build/logs/$preset-$name.log"
    if ! (cd "$root" && timeout 1200 "$program" --gtest_brief=0 > "$log" 2>&1); then
      failures+=("$preset $name: see ${log#"$root"/}")
      grep -E '^\[  FAILED  \]|ERROR: |WARNING: ThreadSanitizer|runtime error|Failure$' "$log" | sort -u | head -20 >&2 || true
      [ "$(grep -cE '^\[  FAILED  \] [A-Z].*\(' "$log")" -gt 0 ] || failed=$((failed + 1))
    fi
    passed=$((passed + $(grep -cE '^\[       OK \]' "$log" || true)))
    failed=$((failed + $(grep -cE '^\[  FAILED  \] .*\([0-9]+ ms\)$' "$log" || true)))
    count_skips "$log" "$name"
    done_line "$preset $name: $(grep -cE '^\[       OK \]' "$log" || true)"
  done
}
count_skips() {
  local line
  while IFS= read -r line; do
    skipped=$((skipped + 1))
    skips+=("$2 ${line#*SKIPPED \] }")
  done < <(grep -E '^\[  SKIPPED \] .*\([0-9]+ ms\)$' "$1" || true)
}

# Tree checks need a configured build but nothing built; specs are checked by the program.
run_tree() {
  configure_and_build "$program_preset" longpan
  run_ctest "$program_preset" tree -j2
  if "$build/$program_preset/src/longpan" lint specs > "$build/logs/lint.log" 2>&1; then
    passed=$((passed + 1)); done_line "specs: $(tail -1 "$build/logs/lint.log")"
  else
    failed=$((failed + 1)); failures+=("specs lint"); tail -40 "$build/logs/lint.log" >&2
  fi
}

run_program() {
  ensure_node
  ensure_duckdb
  ensure_schemas
  ensure_suricata
  configure_and_build "$program_preset" longpan
  run_ctest "$program_preset" program
}

test_programs() { find "$build/$1/src" "$build/$1/tests" -maxdepth 1 -name 'lp_*_test' -type f | sort; }

run_asan() {
  ensure_duckdb
  configure_and_build asan all
  mapfile -t programs < <(test_programs asan)
  run_gtests asan "${programs[@]}"
}

run_tsan() {
  configure_and_build tsan lp_store_test lp_server_test lp_discover_test
  # The event store's tests run DuckDB's own threads, whose library is not instrumented: every lock of it would look like a race.
  GTEST_FILTER='-Stores/*' run_gtests tsan "$build/tsan/src/lp_store_test" "$build/tsan/src/lp_server_test"
  # What has threads: the walk and the readers ahead of scanners.
  GTEST_FILTER='Tree*:KnownFiles*:Database*:ReadAhead*' run_gtests tsan "$build/tsan/src/lp_discover_test"
}

# Linked from the objects of the sanitized tests: a build of their own took as long as the fuzzers run. `fuzz` is the preset for long runs.
run_fuzz() {
  configure_and_build asan fuzzers
  run_ctest asan fuzz -j2
}

run_web() {
  build_web
  local check
  for check in typecheck test check-size; do
    if (cd web && npm run --silent "$check") > "$build/logs/web-$check.log" 2>&1; then
      passed=$((passed + 1)); done_line "web $check"
    else
      failed=$((failed + 1)); failures+=("web $check"); tail -40 "$build/logs/web-$check.log" >&2
    fi
  done
}

# No match is no failure here: under pipefail it would end the script.
browser_count() { { grep -oE "^ +[0-9]+ $1" "$2" || true; } | tail -1 | tr -dc 0-9; }

run_e2e() {
  configure_and_build "$program_preset" longpan
  build_web
  local log="$build/logs/e2e.log" status=0
  bash tests/e2e/run.sh "$build/$program_preset/src/longpan" > "$log" 2>&1 || status=$?
  local ok bad skip
  ok=$(browser_count passed "$log") bad=$(browser_count failed "$log") skip=$(browser_count skipped "$log")
  passed=$((passed + ${ok:-0})) failed=$((failed + ${bad:-0})) skipped=$((skipped + ${skip:-0}))
  if [ "$status" != 0 ]; then
    [ "${bad:-0}" -gt 0 ] || failed=$((failed + 1))
    failures+=("e2e: see ${log#"$root"/}"); tail -60 "$log" >&2
  else
    done_line "e2e: ${ok:-0}"
  fi
}

run_bench() {
  configure_and_build release benches
  local program
  for program in "$build"/release/tests/*_bench; do "$program" || failed=$((failed + 1)); done
}

# Reads the commands of the release build; generated headers must exist.
run_tidy() {
  configure_and_build release longpan
  local log="$build/logs/tidy.log"
  if run-clang-tidy-16 -quiet -p "$build/release" -j2 -extra-arg=-Wno-unknown-warning-option "${LP_TIDY:-/src/.*\.cpp$}" > "$log" 2>&1; then
    passed=$((passed + 1)); done_line "tidy"
  else
    failed=$((failed + 1)); failures+=("tidy: see ${log#"$root"/}"); grep -E 'error:|warning:' "$log" | sort -u | head -40 >&2
  fi
}

step "软件包 / packages"
for name in "$@"; do
  if [ "$name" = tidy ]; then install_packages clang-tidy-16; fi
done
mapfile -t wanted < <(packages_of build; packages_of test)
install_packages "${wanted[@]}"
for name in "$@"; do
  step "$name"
  "run_$name"
done

for line in "${skips[@]+"${skips[@]}"}"; do echo "跳过 / skipped: $line"; done
for line in "${failures[@]+"${failures[@]}"}"; do printf '%s失败 / failed:%s %s\n' "$red" "$plain" "$line"; done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
