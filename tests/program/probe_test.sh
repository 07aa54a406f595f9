#!/usr/bin/env bash
# The probe command from outside: authorisations, plans, refusals; behind a real kernel guard a real service is asked, re-tested and stopped.
set -u
. "$(dirname "$0")/common.sh"

expect_code 0 longpan probe keygen --private "$work/k.key" --public "$work/k.pub"
expect_code 0 longpan probe keygen --private "$work/other.key" --public "$work/other.pub"
[ "$(stat -c %a "$work/k.key")" = 600 ] || die "the private key is readable by others"
longpan probe keygen --private "$work/k.key" --public "$work/k2.pub" > "$work/out" 2> "$work/err" && die "a key was written over"

# $1 file, $2 ranges as JSON, $3 more members
authorisation() {
  python3 - "$1" "$2" "${3:-}" <<'PY'
import datetime, json, sys
now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))
body = {"id": "A-1", "organisation": "示例企业", "operator": "检测员甲", "ranges": json.loads(sys.argv[2]), "ports": {"tcp": ["2222", "8080", "8443"]}, "methods": ["connect", "banner", "http", "tls"],
        "window": {"from": (now - datetime.timedelta(hours=1)).isoformat(timespec="seconds"), "to": (now + datetime.timedelta(hours=1)).isoformat(timespec="seconds")},
        "rates": {"per_target": 20, "per_block": 50, "total": 100}}
if sys.argv[3]: body.update(json.loads(sys.argv[3]))
json.dump(body, open(sys.argv[1], "w"), ensure_ascii=False)
PY
}
authorisation "$work/a.json" '["203.0.113.0/30"]'
expect_code 0 longpan probe sign "$work/a.json" --key "$work/k.key" --out "$work/a.signed.json"
expect_code 0 longpan probe plan "$work/a.signed.json" --key "$work/k.pub"
expect_words "$work/out" 203.0.113.
expect_code 1 longpan probe plan "$work/a.signed.json" --key "$work/k.pub" --target 203.0.113.1 --target 198.51.100.1
expect_words "$work/out" 198.51.100.1
expect_code 4 longpan probe plan "$work/a.signed.json" --key "$work/other.pub"
expect_code 4 longpan probe plan "$work/a.json" --key "$work/k.pub"
sed 's/203.0.113.0/203.0.114.0/' "$work/a.signed.json" > "$work/forged.json"
expect_code 4 longpan probe plan "$work/forged.json" --key "$work/k.pub"
authorisation "$work/wide.json" '["0.0.0.0/0"]'
longpan probe sign "$work/wide.json" --key "$work/k.key" --out "$work/wide.signed.json" > "$work/out" 2> "$work/err" && die "the whole internet was signed"
authorisation "$work/late.json" '["203.0.113.0/30"]' '{"window": {"from": "2020-01-01T00:00:00+08:00", "to": "2020-01-02T00:00:00+08:00"}}'
expect_code 0 longpan probe sign "$work/late.json" --key "$work/k.key" --out "$work/late.signed.json"
expect_code 1 longpan probe plan "$work/late.signed.json" --key "$work/k.pub"
expect_code 1 longpan probe run "$work/a.signed.json" --key "$work/k.pub" --evidence "$work/e.jsonl"
[ ! -e "$work/e.jsonl" ] || die "a preview left evidence"
expect_code 0 longpan probe revoke A-1 --revocations "$work/revoked.json" --reason 测试
expect_code 4 longpan probe plan "$work/a.signed.json" --key "$work/k.pub" --revocations "$work/revoked.json"
longpan probe run "$work/late.signed.json" --key "$work/k.pub" --evidence "$work/e.jsonl" --yes > "$work/out" 2> "$work/err" && die "an expired authorisation"

if ! command -v nft > /dev/null || ! command -v ip > /dev/null; then
  [ "${CI:-}" != true ] || die "CI needs nft and ip for the guard"
fi
# A kernel that lets no namespace be made (no root, some containers) is a reason to skip.
if ! ip netns add "lpt$$" 2> /dev/null || ! ip netns exec "lpt$$" nft 'add table inet t' 2> /dev/null; then
  ip netns del "lpt$$" 2> /dev/null
  if [ "$(id -u)" != 0 ]; then
    longpan probe run "$work/a.signed.json" --key "$work/k.pub" --evidence "$work/e.jsonl" --yes > "$work/out" 2> "$work/err" && die "ran without a guard"
  fi
  echo "skipped: the kernel guard needs root, nftables and iproute2"
  exit 77
fi
# A small network of its own: the program's side and a target side, nothing leads outside.
ip netns del "lpt$$"
inside="lpa$$" target="lpb$$"
remove() { ip netns del "$inside" 2> /dev/null; ip netns del "$target" 2> /dev/null; clean_up; }
trap remove EXIT
ip netns add "$inside" && ip netns add "$target" || die "namespaces"
ip link add lpx0 netns "$inside" type veth peer name lpx1 netns "$target" || die "veth"
ip -n "$inside" addr add 10.99.0.1/24 dev lpx0 && ip -n "$inside" link set lpx0 up && ip -n "$inside" link set lo up
ip -n "$target" addr add 10.99.0.2/24 dev lpx1 && ip -n "$target" addr add 10.99.0.3/24 dev lpx1 && ip -n "$target" link set lpx1 up && ip -n "$target" link set lo up
ip netns exec "$target" python3 - "$work/hits" <<'PY' &
import http.server, socketserver, sys, threading, time
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        open(sys.argv[1], "a").write(f"{self.server.server_address[0]} {self.path}\n")
        self.send_response(302); self.send_header("Server", "nginx/1.18.0"); self.send_header("Location", "http://10.99.0.3:8080/elsewhere"); self.send_header("Content-Length", "0"); self.end_headers()
    do_HEAD = do_GET
    server_version = "x"
    def send_header(self, k, v):
        if k == "Server" and v.startswith("x"): return
        super().send_header(k, v)
    def log_message(self, *a): pass
socketserver.ThreadingTCPServer.allow_reuse_address = True
for host in ("10.99.0.2", "10.99.0.3"):
    threading.Thread(target=socketserver.ThreadingTCPServer((host, 8080), H).serve_forever, daemon=True).start()
time.sleep(600)
PY
servers+=($!)
in_net() { ip netns exec "$inside" "$program" --specs "$source_dir/specs" --data "$work/data" "$@"; }
for _ in $(seq 100); do ip netns exec "$target" bash -c 'exec 3<>/dev/tcp/10.99.0.2/8080' 2> /dev/null && break; sleep 0.1; done
authorisation "$work/r.json" '["10.99.0.2"]' '{"ports": {"tcp": ["8080", "8443"]}}'
expect_code 0 longpan probe sign "$work/r.json" --key "$work/k.key" --out "$work/r.signed.json"
expect_code 0 in_net probe run "$work/r.signed.json" --key "$work/k.pub" --evidence "$work/run.jsonl" --yes --timeout 1000
expect_code 0 longpan --json probe show "$work/run.jsonl"
python3 - "$work/out" <<'PY' || die "what was observed: $(cat "$work/out")"
import json, sys
rows = json.load(open(sys.argv[1], encoding="utf-8"))
http = [r for r in rows if r["method"] == "http" and r["observation"]["outcome"] == "answered"]
assert http and http[0]["observation"]["product"].lower() == "nginx" and http[0]["observation"]["version"] == "1.18.0", http
PY
grep -q '10.99.0.3' "$work/hits" && die "a redirect was followed out of the authorisation"
expect_code 0 longpan probe verify "$work/run.jsonl" --authorisation "$work/r.signed.json" --key "$work/k.pub"
sed '2s/8080/8081/' "$work/run.jsonl" > "$work/altered.jsonl"
expect_code 1 longpan probe verify "$work/altered.jsonl" --authorisation "$work/r.signed.json" --key "$work/k.pub"
# Taken up again: nothing is asked twice.
asked=$(wc -l < "$work/hits")
expect_code 0 in_net probe run "$work/r.signed.json" --key "$work/k.pub" --evidence "$work/run.jsonl" --yes --timeout 1000
[ "$asked" = "$(wc -l < "$work/hits")" ] || die "asked again"
# Re-test: still there; mended; a target that does not answer is inconclusive.
expect_code 0 longpan --json probe show "$work/run.jsonl"
step=$(python3 -c 'import json, sys; print([r["step"] for r in json.load(open(sys.argv[1])) if r["method"] == "http" and r["observation"]["outcome"] == "answered"][0])' "$work/out")
retest() { in_net probe retest "$work/r.signed.json" --key "$work/k.pub" --from "$work/run.jsonl" --step "$step" --evidence "$work/retest$1.jsonl" --timeout 1000 --expect "$2"; }
expect_code 16 retest 1 'product == nginx and version < 1.20'
expect_code 0 retest 2 'product == nginx and version < 1.10'
kill -9 "${servers[-1]}" 2> /dev/null; sleep 0.3
expect_code 1 retest 3 'product == nginx and version < 1.20'
expect_code 0 longpan probe verify "$work/retest3.jsonl" --authorisation "$work/r.signed.json" --key "$work/k.pub"
# Stopped within a second (a target that swallows everything).
ip -n "$target" route add local 10.99.1.0/24 dev lo && ip -n "$inside" route add 10.99.1.0/24 via 10.99.0.2
ip netns exec "$target" nft 'add table inet t; add chain inet t i { type filter hook input priority 0; }; add rule inet t i ip daddr 10.99.1.0/24 drop'
authorisation "$work/s.json" '["10.99.1.0/24"]' '{"id": "A-2", "ports": {"tcp": ["1-1000"]}, "methods": ["connect"]}'
expect_code 0 longpan probe sign "$work/s.json" --key "$work/k.key" --out "$work/s.signed.json"
in_net probe run "$work/s.signed.json" --key "$work/k.pub" --evidence "$work/stop.jsonl" --yes --timeout 30000 > "$work/out" 2> "$work/err" &
running=$!
servers+=("$running")
for _ in $(seq 300); do [ -s "$work/stop.jsonl" ] && break; sleep 0.1; done
[ -s "$work/stop.jsonl" ] || die "the run does not begin"
sleep 1
begin=$(date +%s%N)
expect_code 0 longpan probe stop "$work/stop.jsonl"
wait "$running"
took=$((($(date +%s%N) - begin) / 1000000))
[ "$took" -lt 8000 ] || die "stopping took $took ms"
expect_code 0 longpan probe verify "$work/stop.jsonl" --authorisation "$work/s.signed.json" --key "$work/k.pub"
[ -z "$(ip -n "$inside" -o link show | grep lpp0)" ] || die "the guard was left behind"
# A stop that was asked for before counts as well.
expect_code 0 longpan probe stop "$work/again.jsonl"
in_net probe run "$work/s.signed.json" --key "$work/k.pub" --evidence "$work/again.jsonl" --yes > "$work/out" 2> "$work/err" && die "ran in spite of a stop"
[ ! -e "$work/again.jsonl" ] || die "something was asked in spite of a stop"
exit 0
