#!/usr/bin/env bash
# The real server is killed with -9 while clients write over HTTP; every acknowledged write is there
# afterwards and the journal proves itself. Rounds: second argument, default 5.
set -u
rounds=${2:-5}
. "$(dirname "$0")/common.sh"

longpan --json example --orgs 6 --assets 10 > "$work/example.json" || die "example"
login=$(python3 -c "import json;print(next(a['login'] for a in json.load(open('$work/example.json'))['accounts'] if a['role']=='enterprise_officer'))")
password=$(python3 -c "import json;print(json.load(open('$work/example.json'))['password'])")
for round in $(seq "$rounds"); do
  start_server
  written=$(cat "$work/acknowledged" 2> /dev/null | wc -l)
  python3 "$source_dir/tests/program/write_storm.py" "$url" "$login" "$password" "$work/acknowledged" "$round" &
  storm=$!
  for _ in $(seq 200); do  # the storm is under way
    [ "$(cat "$work/acknowledged" 2> /dev/null | wc -l)" -gt "$written" ] && break
    sleep 0.1
  done
  sleep "0.$((RANDOM % 6 + 1))"
  kill -9 "$pid"
  wait "$storm" 2> /dev/null
done
start_server
python3 "$source_dir/tests/program/write_storm.py" --check "$url" "$login" "$password" "$work/acknowledged" || die "an acknowledged write is gone"
[ "$(wc -l < "$work/acknowledged")" -ge "$rounds" ] || die "the storm never blew"
kill -TERM "$pid"; wait "$pid" 2> /dev/null
longpan verify > "$work/out" || { cat "$work/out"; die "the journal does not prove itself"; }
echo "kill ok: $rounds rounds, $(wc -l < "$work/acknowledged") acknowledged writes"
