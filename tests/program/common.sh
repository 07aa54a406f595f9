# Sourced by tests/program/*_test.sh: a data folder, a server, and small assertions. $1 = the program.
program=$(realpath "$1")
source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
servers=()
clean_up() {
  for pid in "${servers[@]+"${servers[@]}"}"; do kill -9 "$pid" 2> /dev/null; done
  rm -rf "$work"
}
trap clean_up EXIT
die() { echo "FAILED: $*" >&2; exit 1; }
longpan() { "$program" --specs "$source_dir/specs" --data "$work/data" "$@"; }
# Exit code of a command whose output goes to $work/out and $work/err.
code_of() { local status=0; "$@" > "$work/out" 2> "$work/err" || status=$?; echo "$status"; }
expect_code() { local want=$1 got; shift; got=$(code_of "$@"); [ "$got" = "$want" ] || { cat "$work/err" >&2; die "exit $got, not $want: $*"; }; }
expect_words() { grep -qF -- "$2" "$1" || { cat "$1" >&2; die "no “$2” in $(basename "$1")"; }; }
# Starts a server on a free port; sets $url and $pid.
start_server() {
  : > "$work/serve.out"  # the address of the last one
  # Not through longpan(): $! must be the program, not a shell around it, or kill -9 would miss it.
  "$program" --specs "$source_dir/specs" --data "$work/data" serve --port 0 "$@" > "$work/serve.out" 2> "$work/serve.err" &
  pid=$!
  servers+=("$pid")
  for _ in $(seq 600); do
    url=$(grep -oE 'https?://127\.0\.0\.1:[0-9]+' "$work/serve.out" | head -1) && [ -n "$url" ] && return 0
    kill -0 "$pid" 2> /dev/null || { cat "$work/serve.err" >&2; die "the server stopped at once"; }
    sleep 0.1
  done
  die "no address after 60 s"
}
