#!/usr/bin/env bash
# The disk fills while the server runs: what is refused is said in both languages, reading goes on, and when
# there is room again writing goes on without a restart; nothing acknowledged is lost. Then a read-only disk.
set -u
. "$(dirname "$0")/common.sh"
export PYTHONDONTWRITEBYTECODE=1
drop_mount() { umount -l "$work/data" 2> /dev/null; clean_up; }
trap drop_mount EXIT

mkdir "$work/data"
if mount -t tmpfs -o size=80m none "$work/data" 2> /dev/null; then
  mounted=yes
else
  mounted=no  # without the right to mount, files may not grow instead
  command -v prlimit > /dev/null || { echo "skipped: neither mount nor prlimit"; exit 77; }
  trap '' XFSZ
fi
longpan --today 2024-07-15 --json example --orgs 4 --assets 20 > "$work/example.json" || die "example"
password=$(python3 -c "import json,sys;print(json.load(open(sys.argv[1]))['password'])" "$work/example.json")

start_server --today 2024-07-15
if [ $mounted = yes ]; then
  fill() { head -c 200M /dev/zero > "$work/data/filler" 2> /dev/null; head -c 4096 /dev/zero >> "$work/data/filler" 2> /dev/null; }
  free() { rm "$work/data/filler"; }
else
  fill() { prlimit --pid "$pid" --fsize="$(stat -c %s "$work/data/longpan.db-wal"):unlimited"; }
  free() { prlimit --pid "$pid" --fsize=unlimited:unlimited; }
fi
step() { python3 "$source_dir/tests/program/disk.py" "$1" "$url" "$password" "$work/acknowledged" || { tail -5 "$work/serve.err" >&2; die "$1"; }; }
step before
fill
step full
free
step after
kill -TERM "$pid"; wait "$pid" 2> /dev/null
longpan verify > "$work/out" || { cat "$work/out" >&2; die "verify"; }
expect_words "$work/out" "完整"

# Read-only to everybody, root as well.
if [ $mounted = yes ] && mount -o remount,ro "$work/data" 2> /dev/null; then
  expect_code 10 longpan serve --port 0
  expect_words "$work/err" "只读"
  expect_code 10 longpan --lang en serve --port 0
  expect_words "$work/err" "hint: "
  expect_code 10 longpan example --orgs 2 --assets 2
  expect_code 0 longpan verify   # proving a copy needs no writing
  expect_words "$work/out" "完整"
  mount -o remount,rw "$work/data"
  expect_code 0 longpan --today 2024-07-15 ledger --limit 1
fi
echo "disk ok"
