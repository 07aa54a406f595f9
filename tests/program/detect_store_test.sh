#!/usr/bin/env bash
# The event store of detect: killed again and again, a run with --state keeps what a run in peace keeps; looking back, pruning and
# questions about alerts. Needs DuckDB's library (LONGPAN_DUCKDB_LIBRARY); without it what is missing is said.
set -u
. "$(dirname "$0")/common.sh"
printf '%s\n' '{"timestamp":"2026-07-01T08:00:00.000000+0800","event_type":"dns","src_ip":"10.1.1.1","dns":{"type":"query","rrname":"a.example"}}' > "$work/one.json"
# No DuckDB: told with a hint before anything is read, and nothing changes without --store.
expect_code 13 env LONGPAN_DUCKDB_LIBRARY="$work/none.so" "$program" --specs "$source_dir/specs" --lang en detect run "$work/one.json" --store "$work/s0"
expect_words "$work/err" "libduckdb.so"
expect_code 0 env LONGPAN_DUCKDB_LIBRARY="$work/none.so" "$program" --specs "$source_dir/specs" --lang en detect run "$work/one.json"
if [ -z "${LONGPAN_DUCKDB_LIBRARY:-}" ]; then
  [ "${CI:-}" != true ] || die "LONGPAN_DUCKDB_LIBRARY is not set"
  echo "skipped: LONGPAN_DUCKDB_LIBRARY is not set"; exit 77
fi

python3 - "$work/all.json" <<'PY'
import json, sys, datetime
start = datetime.datetime(2026, 6, 28, 8, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
with open(sys.argv[1], "w") as out:
    for i in range(40000):
        time = (start + datetime.timedelta(seconds=i * 11)).strftime("%Y-%m-%dT%H:%M:%S.%f%z")  # over the end of a month
        event = {"timestamp": time, "event_type": "dns", "src_ip": f"10.1.{i % 5}.{i % 11}", "dest_ip": f"203.0.113.{i % 200}", "dns": {"type": "query", "rrname": f"h{i % 977}.example.cn"}}
        if i % 37 == 0: event["dns"]["rrname"] = "pool.supportxmr.com"
        if i % 101 == 5: del event["timestamp"]
        if i == 777: event["timestamp"] = "9999-01-01T00:00:00.000000+0800"
        out.write(json.dumps(event) + "\n")
PY
printf 'kind,value,organisation,object\nip,10.1.0.0/24,甲公司,生产网\n' > "$work/owners.csv"
printf 'h5.example.cn\n203.0.113.7\nsupportxmr.com\n' > "$work/feed.txt"
options=(--save-seconds 1 --owners "$work/owners.csv")
run_on() { exec "$program" --specs "$source_dir/specs" --quiet --lang en detect run "$1" --state "$2" --store "$3" "${options[@]}" --threads "$4" "${@:5}" > "$work/out" 2> "$work/err"; }
# Everything a store holds, as programs see it.
contents() {
  longpan --json detect store status "$1" | sed 's/"bytes":[0-9]*/"bytes":0/g'
  longpan --json detect hunt "$work/feed.txt" --store "$1" | sed 's|"stream":"[^"]*"|"stream":""|' | sort
  longpan --json detect alerts "$1" --limit 1000000 | sort
  longpan --json detect alerts "$1" --by day
  longpan --json detect alerts "$1" --by org
}

mkdir -p "$work/peace" "$work/war"
cp "$work/all.json" "$work/peace/eve.json"
(run_on "$work/peace" "$work/peace.state" "$work/peace.store" 2) || die "the run in peace: $(cat "$work/err")"
contents "$work/peace.store" > "$work/peace.txt"

# Lines come in pieces; the run is killed at any moment, also between an append and the save that would remember it.
python3 - "$work/all.json" "$work/war/eve.json" <<'PY' & writer=$!
import random, sys, time
random.seed(11)
data = open(sys.argv[1], "rb").read()
at = 0
while at < len(data):
    n = random.randint(1, 400000)
    with open(sys.argv[2], "ab") as out:
        out.write(data[at:at + n])
    at += n
    time.sleep(0.1)
PY
kills=0 cuts=0
while kill -0 "$writer" 2> /dev/null || [ "$kills" -lt 8 ]; do
  run_on "$work/war" "$work/war.state" "$work/war.store" $((1 + kills % 2)) --follow & pid=$!
  sleep "$(awk -v seed="$kills" 'BEGIN { srand(seed); print 0.8 + 1.6 * rand() }')"
  kill -9 "$pid" 2> /dev/null; wait "$pid" 2> /dev/null
  kills=$((kills + 1))
done
wait "$writer" || die "the writer failed"
(run_on "$work/war" "$work/war.state" "$work/war.store" 2) || die "the last run: $(cat "$work/err")"
grep -q "taken back" "$work/out" && cuts=1
# A state that forgets: the last save is undone, as if the kill had come right before it; what was appended is cut and kept again.
cp -r "$work/war.state" "$work/older.state"
head -3 "$work/all.json" > "$work/more.json"; cat "$work/more.json" >> "$work/war/eve.json"; cat "$work/more.json" >> "$work/peace/eve.json"
(run_on "$work/peace" "$work/peace.state" "$work/peace.store" 1) || die "peace goes on: $(cat "$work/err")"
(run_on "$work/war" "$work/war.state" "$work/war.store" 1) || die "war goes on: $(cat "$work/err")"
rm -f "$work/war.state"*; cp -r "$work/older.state" "$work/war.state"
(run_on "$work/war" "$work/war.state" "$work/war.store" 1) || die "the forgetful run: $(cat "$work/err")"
grep -q "taken back" "$work/out" || die "nothing was cut: $(cat "$work/out")"
contents "$work/peace.store" > "$work/peace.txt"
contents "$work/war.store" > "$work/war.txt"
cmp "$work/peace.txt" "$work/war.txt" || { diff "$work/peace.txt" "$work/war.txt" | head -20; die "after $kills kills the store holds something else"; }
grep -q '"2026-06"' "$work/peace.txt" || die "no June: $(head -1 "$work/peace.txt")"
grep -q '"2026-07"' "$work/peace.txt" || die "no July"
if grep -q '9999' <(ls "$work/peace.store"); then die "a fancy time made a file"; fi

# Killed before it ever saved: two batches are there, and nobody but the state's first word knows whose they are.
options=(--save-seconds 3600 --owners "$work/owners.csv")
run_on "$work/peace" "$work/first.state" "$work/first.store" 2 --follow & pid=$!
for _ in $(seq 300); do
  [ "$(du -sb "$work/first.store" 2> /dev/null | cut -f1 || echo 0)" -gt 2500000 ] 2> /dev/null && break
  sleep 0.1
done
kill -9 "$pid"; wait "$pid" 2> /dev/null
(run_on "$work/peace" "$work/first.state" "$work/first.store" 2) || die "after the first kill: $(cat "$work/err")"
grep -q "taken back" "$work/out" || die "nothing was there before the first save: $(cat "$work/out")"
contents "$work/first.store" > "$work/first.txt"
cmp "$work/peace.txt" "$work/first.txt" || die "killed before its first save, it keeps something else"

# Looking back: names above, times, owners, exit codes.
expect_code 0 longpan --lang en detect hunt "$work/feed.txt" --store "$work/peace.store"
expect_words "$work/out" "supportxmr.com"
expect_words "$work/out" "甲公司"
expect_code 16 longpan --lang en detect hunt "$work/feed.txt" --store "$work/peace.store" --fail-on-hit
expect_code 0 longpan --lang en detect hunt "$work/feed.txt" --store "$work/peace.store" --until 2026-06-01 --fail-on-hit
expect_code 0 longpan detect indicators "$work/feed.txt" --image "$work/feed.image"
longpan --json detect hunt "$work/feed.txt" --store "$work/peace.store" | sed 's/"source":"[^"]*"//' | sort > "$work/by_feed"
longpan --json detect hunt "$work/feed.image" --store "$work/peace.store" | sed 's/"source":"[^"]*"//' | sort > "$work/by_image"
cmp "$work/by_feed" "$work/by_image" || die "an image finds other things than its feed"
python3 - "$work/by_feed" "$work/all.json" <<'PY' || die "counts of sightings"
import json, sys
hits = [json.loads(line.replace(',,', ',').replace('{,', '{')) for line in open(sys.argv[1])]
events = [json.loads(line) for line in open(sys.argv[2])]
events += events[:3]
def sightings(value): return sum(h["count"] for h in hits if h["value"] == value)
for value, field in (("h5.example.cn", lambda e: e["dns"]["rrname"]), ("203.0.113.7", lambda e: e["dest_ip"]), ("pool.supportxmr.com", lambda e: e["dns"]["rrname"])):
    want = sum(field(e) == value for e in events)
    assert sightings(value) == want > 0, (value, sightings(value), want)
PY

# Alerts and counts.
expect_code 0 longpan --lang en detect alerts "$work/peace.store" --limit 1
expect_words "$work/out" "the latest 1 only"
for by in rule severity org day; do expect_code 0 longpan --lang en detect alerts "$work/peace.store" --by "$by" --csv; expect_words "$work/out" "$by,alerts,events"; done
expect_code 0 longpan --lang en detect alerts "$work/peace.store" --severity critical --org 甲公司 --since 2026-06-01 --csv
expect_code 2 longpan --lang en detect alerts "$work/peace.store" --since 2026-07-02 --until 2026-07-01
expect_code 5 longpan --lang en detect alerts "$work/nowhere"
[ ! -e "$work/nowhere" ] || die "asking made a store"

# Pruning: previews, never what is young, drops with --yes.
expect_code 4 longpan --lang en --today 2026-12-15 detect store prune "$work/peace.store" --before 2026-08 --yes
expect_code 0 longpan --lang en --today 2026-12-15 detect store prune "$work/peace.store"
expect_words "$work/out" "no month is that old"
expect_code 0 longpan --lang en --today 2027-01-15 detect store prune "$work/peace.store"
expect_words "$work/out" "2026-06"
ls "$work/peace.store" | grep -q 'events-2026-06' || die "a preview dropped"
expect_code 0 longpan --lang en --today 2027-01-15 detect store prune "$work/peace.store" --yes
if ls "$work/peace.store" | grep -q 'events-2026-06'; then die "nothing was dropped"; fi
ls "$work/peace.store" | grep -q 'events-2026-07' || die "too much was dropped"

# Owners that are organisations of the register get their numbers; without a register that is told.
expect_code 5 longpan --lang en detect run "$work/one.json" --store "$work/s3" --register
expect_code 0 longpan --today 2024-07-15 example --orgs 3 --assets 3
name=$(longpan --json export organisation "$work/orgs.json" > /dev/null; python3 -c "import json,sys; print(json.load(open('$work/orgs.json'))[0]['data']['name'])")
expect_code 0 longpan --lang en detect run "$work/one.json" --store "$work/s3" --register --owner "$name"
expect_words "$work/out" "2 observables"
echo a.example > "$work/a.txt"
longpan --json detect hunt "$work/a.txt" --store "$work/s3" > "$work/owned.json"
expect_words "$work/owned.json" "$name"
grep -qE '"organisation_id":[1-9]' "$work/owned.json" || die "no number of the register: $(cat "$work/owned.json")"

# Without --state: kept once; one process owns a store.
expect_code 0 longpan --lang en detect run "$work/one.json" --store "$work/s2"
expect_words "$work/out" "2 observables"
[ "$(stat -c %a "$work/s2")" = 700 ] || die "others may look into the store"
run_on "$work/war" "$work/busy.state" "$work/s2" 1 --follow & pid=$!
for _ in $(seq 100); do [ -s "$work/busy.state" ] && break; sleep 0.1; done
sleep 1
expect_code 6 longpan --lang en detect alerts "$work/s2"
kill -TERM "$pid"; wait "$pid" || die "the follower stopped with $?: $(cat "$work/err")"
echo "ok: $kills kills, cut after the last: $cuts"
