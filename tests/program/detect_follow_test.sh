#!/usr/bin/env bash
# `detect run --follow --state`: killed again and again while its logs grow and rotate, it tells what a run in peace tells.
set -u
. "$(dirname "$0")/common.sh"
mkdir -p "$work/peace" "$work/war"
python3 - "$work/all.json" <<'PY'
import json, sys, datetime
start = datetime.datetime(2026, 7, 1, 8, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
with open(sys.argv[1], "w") as out:
    for i in range(20000):
        time = (start + datetime.timedelta(seconds=i * 7)).strftime("%Y-%m-%dT%H:%M:%S.%f%z")
        event = {"timestamp": time, "event_type": "dns", "src_ip": f"10.1.{i % 5}.{i % 11}", "dns": {"type": "query", "rrname": "www.example.cn"}}
        if i % 37 == 0: event["dns"]["rrname"] = "pool.supportxmr.com"
        if i % 3 == 0:  # very many names below one domain: a correlation
            event["dns"]["rrname"] = f"{i:08x}aa{i * 7919:012x}.tunnel.example.net"
        out.write(json.dumps(event) + "\n")
PY

# In the background only: the process becomes the program, so that a kill meets it.
follow() { exec "$program" --specs "$source_dir/specs" --quiet --lang en detect run "$1" --follow --save-seconds 1 --state "$2" --out "$3" --threads "$4" > "$work/out" 2> "$work/err"; }
# Until every line was read: the state's places say so at a save, so a quiet output and a stop are enough.
settle() {
  local before=-1 now quiet=0
  for _ in $(seq 120); do
    now=$(stat -c %s "$1" 2> /dev/null || echo 0)
    if [ "$now" = "$before" ] && [ "$now" -gt 0 ]; then quiet=$((quiet + 1)); else quiet=0; fi
    [ "$quiet" -lt 6 ] || return 0
    before=$now
    sleep 1
  done
  die "no quiet after 120 s"
}

cp "$work/all.json" "$work/peace/eve.json"
follow "$work/peace" "$work/peace.state" "$work/peace.jsonl" 1 & pid=$!; servers+=("$pid")
settle "$work/peace.jsonl"
kill -TERM "$pid"; wait "$pid" || die "stopped with $?: $(cat "$work/err")"
[ -s "$work/peace.jsonl" ] || die "nothing was told"
grep -q '"closed"' "$work/peace.jsonl" || die "no alert closed"

# Pieces that end in the middle of lines, a rotation now and then, kill -9 at any moment.
python3 - "$work/all.json" "$work/war" <<'PY' & writer=$!
import os, random, sys, time
random.seed(7)
data = open(sys.argv[1], "rb").read()
log = os.path.join(sys.argv[2], "eve.json")
at = 0
rotated = 0
while at < len(data):
    n = random.randint(1, 60000)
    with open(log, "ab") as out:
        out.write(data[at:at + n])
    at += n
    if random.random() < 0.15 and data[at - 1:at] == b"\n" or random.random() < 0.1 and at < len(data):
        # Rotation happens between lines: finish the line first.
        end = data.find(b"\n", at - 1) + 1 if at > 0 else 0
        with open(log, "ab") as out:
            out.write(data[at:end])
        at = max(at, end)
        rotated += 1
        os.rename(log, f"{log}.{rotated}")
    time.sleep(0.05)
PY
kills=0
while kill -0 "$writer" 2> /dev/null || [ "$kills" -lt 5 ]; do
  follow "$work/war" "$work/war.state" "$work/war.jsonl" $((1 + kills % 2)) & pid=$!; servers+=("$pid")
  sleep "$(awk -v seed="$kills" 'BEGIN { srand(seed); print 0.6 + 1.6 * rand() }')"
  kill -9 "$pid" 2> /dev/null; wait "$pid" 2> /dev/null
  kills=$((kills + 1))
done
wait "$writer" || die "the writer failed"
follow "$work/war" "$work/war.state" "$work/war.jsonl" 2 & pid=$!; servers+=("$pid")
settle "$work/war.jsonl"
# A second run on the same state is refused.
expect_code 6 longpan detect run "$work/war" --state "$work/war.state" --out "$work/other.jsonl"
kill -TERM "$pid"; wait "$pid" || die "the last run stopped with $?: $(cat "$work/err")"
cmp "$work/peace.jsonl" "$work/war.jsonl" || die "after $kills kills other alerts were told: $(wc -l < "$work/peace.jsonl") and $(wc -l < "$work/war.jsonl") lines"
ls "$work/war" | grep -q 'eve.json.1' || die "nothing was rotated"

# From cron: what is new is read, nothing twice; the same state with other rules is refused with a hint.
head -500 "$work/all.json" > "$work/cron.json"
expect_code 0 longpan --lang en detect run "$work/cron.json" --state "$work/cron.state"
expect_words "$work/out" "500 lines"
expect_code 0 longpan --lang en detect run "$work/cron.json" --state "$work/cron.state"
expect_words "$work/out" "500 lines"
sed -n 501,700p "$work/all.json" >> "$work/cron.json"
expect_code 0 longpan --lang en detect run "$work/cron.json" --state "$work/cron.state"
expect_words "$work/out" "700 lines"
if [ "$(code_of longpan --lang en detect run "$work/cron.json" --state "$work/cron.state" --no-own-rules)" = 0 ]; then die "other rules were taken for the same"; fi
expect_words "$work/err" "other rules"
expect_words "$work/err" "--new-rules"
head -100 "$work/all.json" >> "$work/cron.json"
expect_code 0 longpan --lang en detect run "$work/cron.json" --state "$work/cron.state" --no-own-rules --new-rules
expect_words "$work/err" "the rules are others"
expect_words "$work/out" "100 lines"
expect_code 0 longpan --lang en detect run "$work/cron.json" --state "$work/cron.state" --no-own-rules
expect_words "$work/out" "100 lines"
# Alerts that are gone from the file are missed, not overwritten.
expect_code 0 longpan detect run "$work/cron.json" --state "$work/c2.state" --out "$work/c2.jsonl" --csv "$work/c2.csv"
: > "$work/c2.csv"
if [ "$(code_of longpan --lang en detect run "$work/cron.json" --state "$work/c2.state" --out "$work/c2.jsonl" --csv "$work/c2.csv")" = 0 ]; then die "a file that lost its alerts was written on"; fi
expect_words "$work/err" "shorter"
# Files of another run, or of nobody, are not cut; one that logrotate took away begins anew.
expect_code 0 longpan detect run "$work/cron.json" --state "$work/c3.state" --out "$work/c3.jsonl"
echo "mine" > "$work/mine.txt"
if [ "$(code_of longpan --lang en detect run "$work/cron.json" --state "$work/c3.state" --out "$work/mine.txt")" = 0 ]; then die "a file that is not of the run was taken"; fi
expect_words "$work/mine.txt" "mine"
size=$(stat -c %s "$work/c3.jsonl")
expect_code 0 longpan detect run "$work/cron.json" --state "$work/c3.state"
expect_code 0 longpan detect run "$work/cron.json" --state "$work/c3.state" --out "$work/c3.jsonl"
[ "$(stat -c %s "$work/c3.jsonl")" = "$size" ] || die "alerts were cut off by a run that did not write them"
mv "$work/c3.jsonl" "$work/c3.jsonl.1"
expect_code 0 longpan detect run "$work/cron.json" --state "$work/c3.state" --out "$work/c3.jsonl"
[ "$(stat -c %a "$work/c3.state")" = 600 ] || die "others may read the state"
# A new image of indicators is taken while the run follows; one that is none is told, and the old one stays.
printf 'old.example\n' > "$work/old.txt"
printf 'new.example\n' > "$work/new.txt"
expect_code 0 longpan detect indicators "$work/old.txt" --image "$work/i.image"
lookup() { printf '{"timestamp":"2026-07-01T08:00:00.000000+0800","event_type":"dns","src_ip":"10.9.9.%s","dns":{"type":"query","rrname":"%s"}}\n' "$1" "$2" >> "$work/swap.json"; }
told() { for _ in $(seq 200); do grep -qs "$1" "$2" && return 0; sleep 0.1; done; die "never told: $1; $(cat "$work/swap.err")"; }
lookup 1 old.example
"$program" --specs "$source_dir/specs" --lang en detect run "$work/swap.json" --follow --indicators "$work/i.image" --out "$work/swap.jsonl" > "$work/swap.out" 2> "$work/swap.err" &
pid=$!
servers+=("$pid")
told '10\.9\.9\.1"' "$work/swap.jsonl"
echo "no image" > "$work/i.bad" && mv "$work/i.bad" "$work/i.image"
told "the old one stays" "$work/swap.err"
lookup 2 old.example
told '10\.9\.9\.2"' "$work/swap.jsonl"
expect_code 0 longpan detect indicators "$work/new.txt" --image "$work/i.image"
told "a new image of indicators is in use: 1" "$work/swap.err"
lookup 3 new.example
told '10\.9\.9\.3"' "$work/swap.jsonl"
kill -TERM "$pid"; wait "$pid" || die "ended with $?"
# A full disk is told; what was told before stays.
[ ! -w /dev/full ] || { [ "$(code_of longpan --lang en detect run "$work/all.json" --state "$work/full.state" --out /dev/full)" != 0 ] || die "a full disk went unnoticed"; }
if [ "$(code_of longpan --lang en detect run - --state "$work/x.state" < /dev/null)" = 0 ]; then die "standard input was taken with --state"; fi
expect_words "$work/err" "standard input cannot be gone back to"
echo "ok: $kills kills"
