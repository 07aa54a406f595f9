#!/usr/bin/env bash
# The detect command from outside: exit codes, what it writes, what it never shows, the same alerts on any number of threads.
set -u
. "$(dirname "$0")/common.sh"
python3 - "$work" <<'PY'
import gzip, json, pathlib, sys
work = pathlib.Path(sys.argv[1])
lines = []
for i in range(4000):
    event = {"timestamp": f"2026-07-01T08:{i // 60 % 60:02}:{i % 60:02}.000000+0800", "src_ip": f"10.1.{i % 5}.9", "dest_ip": "203.0.113.7"}
    if i % 4 == 0: event |= {"event_type": "dns", "dns": {"type": "query", "rrname": "pool.supportxmr.com"}}
    elif i % 4 == 1: event |= {"event_type": "http", "http": {"hostname": "a.example", "url": "/q?idcard=32010219000101001X&m=13800000000", "http_method": "GET", "status": 200}}
    elif i % 4 == 2: event |= {"event_type": "dns", "dns": {"type": "query", "rrname": "www.bad.example"}}
    else: event |= {"event_type": "alert", "alert": {"signature": "ET TEST", "signature_id": 1, "severity": 1}}
    lines.append(json.dumps(event))
(work / "eve.json").write_text("\n".join(lines) + "\n")
(work / "broken.json").write_text("\n".join(lines[:10]) + "\nthis is no event\n{\"timestamp\":")
(work / "eve.json.gz").write_bytes(gzip.compress(("\n".join(lines) + "\n").encode()))
(work / "feed.txt").write_text("# a feed\nbad.example\n198.51.100.0/24\n")
(work / "owners.csv").write_text("kind,value,organisation,object\nip,10.1.0.0/16,甲公司,办公网\n", encoding="utf-8")
PY

expect_code 0 longpan detect formats
expect_words "$work/out" suricata_eve
expect_code 0 longpan detect rules
mkdir -p "$work/rules"
printf '%s\n' 'title: One' 'id: 11111111-2222-4333-8444-555555555555' 'logsource: {product: suricata}' 'detection:' '  a:' '    src_ip|nosuch: 1' '  condition: a' > "$work/rules/bad.yml"
expect_code 1 longpan --lang en detect rules check "$work/rules"
expect_words "$work/err" "bad.yml:6"
expect_words "$work/err" "nosuch"
expect_code 1 longpan --json detect rules check "$work/rules"
python3 -c 'import json, sys; r = json.load(open(sys.argv[1])); assert r["usable"] == 0 and "bad.yml" in json.dumps(r), r' "$work/out" || die "the check as JSON: $(cat "$work/out")"
expect_code 5 longpan detect rules check "$work/nowhere"
expect_code 0 longpan detect indicators "$work/feed.txt" --image "$work/feed.image"
expect_code 0 longpan detect indicators --image "$work/feed.image" --look-up 'bad[.]example'
expect_words "$work/out" feed
expect_code 1 longpan detect indicators --image "$work/feed.image" --look-up good.example

# Every line is read: 0; personal data is masked, addresses are not; one, two and three threads and a compressed file tell the same.
expect_code 0 longpan detect run "$work/eve.json" --indicators "$work/feed.image" --owners "$work/owners.csv" --out "$work/a1" --csv "$work/a.csv" --threads 1
if grep -qE '32010219000101001X|13800000000' "$work/a1" "$work/a.csv" "$work/out"; then die "personal data in an alert"; fi
for word in pool.supportxmr.com indicator:domain suricata:1 甲公司 10.1.0.9; do grep -q "$word" "$work/a1" || die "$word is missing"; done
for threads in 2 3; do
  expect_code 0 longpan detect run "$work/eve.json" --indicators "$work/feed.image" --owners "$work/owners.csv" --out "$work/a$threads" --threads "$threads"
  cmp -s "$work/a1" "$work/a$threads" || die "$threads threads tell other alerts"
done
expect_code 0 longpan detect run "$work/eve.json.gz" --indicators "$work/feed.image" --owners "$work/owners.csv" --out "$work/az"
cmp -s "$work/a1" "$work/az" || die "the compressed file tells other alerts"
longpan --json detect run - --indicators "$work/feed.image" --owners "$work/owners.csv" < "$work/eve.json" > "$work/piped" 2> "$work/err" || die "a pipe"
cmp -s "$work/a1" "$work/piped" || die "the pipe tells other alerts"
python3 - "$work/a1" <<'PY' || die "the alerts"
import json, sys
alerts = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
pool = [a for a in alerts if a["title"]["zh"] == "解析挖矿矿池域名"]
assert sum(a["count"] for a in pool) == 1000, pool
assert all(a["organisation"] == "甲公司" for a in pool)
assert sum(a["count"] for a in alerts if a["rule"] == "indicator:domain") == 1000
PY

# Bad lines are counted and named; a severity makes 16; files that are no log are told.
expect_code 1 longpan detect run "$work/broken.json" --rejects "$work/rejects"
[ "$(wc -l < "$work/rejects")" = 2 ] || die "two lines are rejected"
expect_words "$work/rejects" "broken.json:11"
expect_code 16 longpan detect run "$work/eve.json" --fail-on high
head -c 4096 /dev/zero > "$work/zeros.bin"
expect_code 1 longpan detect run "$work/zeros.bin"
expect_code 5 longpan detect run "$work/absent.json"
expect_code 2 longpan detect run

# The report: the same of the alerts and of the run; the last line of an id counts; bad lines end nothing; inputs are never written over.
expect_code 0 longpan detect run "$work/eve.json" --indicators "$work/feed.image" --owners "$work/owners.csv" --out "$work/again" --html "$work/run.html"
expect_code 0 longpan detect report "$work/a1" --html "$work/report.html" --csv "$work/report.csv"
expect_words "$work/out" 解析挖矿矿池域名
for page in run.html report.html; do
  for word in 解析挖矿矿池域名 甲公司 10.1.0.9 'ET TEST'; do grep -q "$word" "$work/$page" || die "$word is missing in $page"; done
  if grep -qE '32010219000101001X|13800000000' "$work/$page"; then die "personal data in $page"; fi
done
grep -q '4,000' "$work/run.html" || die "the run's page does not say how many events were read"
[ "$(wc -l < "$work/report.csv")" = "$(($(wc -l < "$work/a1") + 1))" ] || die "the sheet of the report"
cat "$work/a1" "$work/a1" > "$work/twice"
echo 'no alert' >> "$work/twice"
expect_code 1 longpan --json detect report "$work/twice"
python3 - "$work/a1" "$work/out" <<'PY' || die "the summary"
import json, sys
alerts = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
summary = json.load(open(sys.argv[2], encoding="utf-8"))
assert summary["alerts"] == len(alerts) == summary["told_again"], summary
assert summary["events"] == sum(a["count"] for a in alerts)
assert summary["bad_lines"]["total"] == 1 and summary["bad_lines"]["first"][0]["line"] == 2 * len(alerts) + 1
assert sum(o["alerts"] for o in summary["organisations"]["rows"]) == len(alerts)
PY
longpan --lang en detect report - --html "$work/piped.html" < "$work/a1" > "$work/out" 2> "$work/err" || die "a report of a pipe"
grep -q '<html lang="en">' "$work/piped.html" || die "the report is not in English"
expect_code 6 longpan detect report "$work/a1" --csv "$work/a1"
expect_code 5 longpan detect report "$work/absent.jsonl"
expect_code 5 longpan detect run "$work/eve.json" --html "$work/absent/report.html"
: > "$work/none"
expect_code 0 longpan detect report "$work/none" --html "$work/none.html"
grep -q 'longpan detect run 日志' "$work/none.html" || die "an empty report does not say what to do"

# Why
head -1 "$work/eve.json" > "$work/one"
longpan detect explain < "$work/one" > "$work/out" 2> "$work/err" || die "explain"
expect_words "$work/out" 解析挖矿矿池域名
longpan --json detect explain < "$work/one" > "$work/out" 2> "$work/err" || die "explain as JSON"
python3 -c 'import json, sys; r = json.load(open(sys.argv[1])); assert any(x["matched"] and x["selections"] for x in r["rules"]), r' "$work/out" || die "explained: $(cat "$work/out")"
printf '%s\n' '- {rule: x}' > "$work/quiet.yaml"
printf '%s\n' '- {entity: "ip:10.1.*", until: 2026-12-31, reason: 已知}' > "$work/quiet2.yaml"
expect_code 0 longpan detect run "$work/eve.json" --suppress "$work/quiet2.yaml"
expect_words "$work/out" 已知
expect_code 0 longpan detect run "$work/eve.json" --suppress "$work/quiet.yaml"
expect_words "$work/err" no_reason
