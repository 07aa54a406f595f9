#!/usr/bin/env bash
# Alerts to a webhook and a syslog server: a receiver that stops loses nothing; metrics of a run that follows; the live view.
set -u
. "$(dirname "$0")/common.sh"

python3 - "$work" <<'PY'
import json, sys
with open(sys.argv[1] + "/eve.json", "w") as f:
    for i in range(40):
        f.write(json.dumps({"timestamp": f"2026-07-01T08:{i:02d}:00.000000+0800", "event_type": "dns", "src_ip": f"10.1.1.{i}", "dns": {"type": "query", "rrname": "pool.supportxmr.com"}}) + "\n")
PY

# Keeps bodies and signatures; answers 503 while the file "down" is there.
cat > "$work/receivers.py" <<'PY'
import hashlib, hmac, http.server, os, re, socket, socketserver, sys, threading
work = sys.argv[1]
class Hook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        down = os.path.exists(work + "/down")
        if not down:
            t, v = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", self.headers["X-Longpan-Signature"]).groups()
            good = hmac.compare_digest(v, hmac.new(b"a-key", t.encode() + b"." + body, hashlib.sha256).hexdigest())
            with open(work + "/hook.jsonl", "ab") as f:
                f.write(body + b"\n" if good else b"bad signature\n")
        self.send_response(503 if down else 204)
        self.end_headers()
    def log_message(self, *args):
        pass
class Syslog(socketserver.StreamRequestHandler):
    def handle(self):
        while True:
            length = b""
            while not length.endswith(b" "):
                c = self.rfile.read(1)
                if not c:
                    return
                length += c
            message = self.rfile.read(int(length))
            with open(work + "/syslog.txt", "ab") as f:
                f.write(message + b"\n")
class Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    daemon_threads = True
hook = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook)
syslog = Server(("127.0.0.1", 0), Syslog)
threading.Thread(target=syslog.serve_forever, daemon=True).start()
with open(work + "/ports.tmp", "w") as f:
    f.write(f"{hook.server_address[1]} {syslog.server_address[1]}\n")
os.rename(work + "/ports.tmp", work + "/ports")
hook.serve_forever()
PY
python3 "$work/receivers.py" "$work" &
servers+=("$!"); disown
for _ in $(seq 100); do [ -s "$work/ports" ] && break; sleep 0.1; done
read -r hook syslog < "$work/ports" || die "no receivers"
printf 'a-key\n' > "$work/key"

expect_code 2 longpan --lang en detect run "$work/eve.json" --webhook "http://127.0.0.1:$hook/x"
expect_words "$work/err" "need --out"

# A run with both; the webhook is down meanwhile, the run does not wait for it.
touch "$work/down"
expect_code 1 longpan --lang en detect run "$work/eve.json" --out "$work/alerts.jsonl" --webhook "http://127.0.0.1:$hook/hook?token=secret" --secret-file "$work/key" --syslog "tcp://127.0.0.1:$syslog"
expect_words "$work/out" "the rest not yet"
if grep -q "token=secret" "$work/out" "$work/err"; then die "the address of the webhook was told whole"; fi
alerts=$(wc -l < "$work/alerts.jsonl")
[ "$alerts" -ge 40 ] || die "$alerts alerts"
[ "$(wc -l < "$work/syslog.txt")" = "$alerts" ] || die "syslog took $(wc -l < "$work/syslog.txt") of $alerts"
grep -q '^<13[0-9]>1 2026-07-01T00:[0-9:.]*Z .* longpan - ' "$work/syslog.txt" || die "no message of RFC 5424: $(head -1 "$work/syslog.txt")"
[ ! -s "$work/hook.jsonl" ] || die "the webhook was down"

# Up again: the rest goes out, once, and as it was written.
rm "$work/down"
expect_code 0 longpan --lang en detect forward "$work/alerts.jsonl" --webhook "http://127.0.0.1:$hook/hook?token=secret" --secret-file "$work/key" --syslog "tcp://127.0.0.1:$syslog"
cmp "$work/alerts.jsonl" "$work/hook.jsonl" || die "the webhook did not get what was written"
[ "$(wc -l < "$work/syslog.txt")" = "$alerts" ] || die "syslog was told twice"
expect_code 0 longpan --lang en detect forward "$work/alerts.jsonl" --webhook "http://127.0.0.1:$hook/hook?token=secret" --secret-file "$work/key"
cmp "$work/alerts.jsonl" "$work/hook.jsonl" || die "told again"
expect_code 2 longpan --lang en detect forward "$work/alerts.jsonl"

# Metrics of a run that follows, over HTTP and in a file.
"$program" --specs "$source_dir/specs" --lang en detect run "$work/eve.json" --follow --out "$work/followed.jsonl" --metrics 127.0.0.1:0 --metrics-file "$work/m.prom" > "$work/follow.out" 2> "$work/follow.err" &
pid=$!
servers+=("$pid")
for _ in $(seq 300); do grep -qs '^longpan_detect_lines_total{result="event"} 40$' "$work/m.prom" && break; sleep 0.1; done
place=$(sed -nE 's|^metrics: (http://127.0.0.1:[0-9]+/metrics)$|\1|p' "$work/follow.err")
curl -sf "$place" > "$work/m.http" || die "no metrics at '$place': $(cat "$work/follow.err")"
for file in "$work/m.prom" "$work/m.http"; do
  grep -q '^longpan_detect_lines_total{result="event"} 40$' "$file" || die "$file: $(cat "$file")"
  grep -q '^# TYPE longpan_detect_open_alerts gauge$' "$file" || die "$file"
done
[ "$(curl -s -o /dev/null -w '%{http_code}' "${place%/metrics}/")" = 404 ] || die "something else is served"
kill -TERM "$pid"; wait "$pid" || die "ended with $?: $(cat "$work/follow.err")"

# The live view wants a terminal, and gives it back.
expect_code 2 longpan --lang en detect run "$work/eve.json" --follow --live
expect_words "$work/err" "needs --follow and a terminal"
( sleep 3; pkill -INT -f "^$program .*$work/eve.json --follow --live" ) &
NO_COLOR=1 script -qec "'$program' --specs '$source_dir/specs' --lang en detect run $work/eve.json --follow --live --out $work/live.jsonl" "$work/screen" > /dev/null < /dev/null
grep -q "40 lines = 40 events" "$work/screen" || die "the screen: $(cat -v "$work/screen" | head -40)"
tail -c 4000 "$work/screen" | grep -q "$(printf '\033')\[?1049l" || die "the terminal was not given back"
if grep -q "$(printf '\033')\[31m" "$work/screen"; then die "colour in spite of NO_COLOR"; fi
echo ok
