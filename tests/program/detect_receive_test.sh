#!/usr/bin/env bash
# `detect receive`: logs sent over the network reach the spool and the engine; what bulk acknowledged survives kill -9.
set -u
. "$(dirname "$0")/common.sh"
expect_code 2 longpan detect receive
if [ "$(code_of longpan --lang en detect receive "$work/spool")" = 0 ]; then die "listened on nothing"; fi
expect_words "$work/err" "nothing to listen on"

openssl req -x509 -newkey rsa:2048 -nodes -keyout "$work/key.pem" -out "$work/cert.pem" -days 2 -subj /CN=localhost 2> /dev/null || die "no certificate"
printf 'a-token\n' > "$work/token"

# Starts the receivers; sets $pid and the ports.
receive() {
  : > "$work/receive.out"
  "$program" --specs "$source_dir/specs" --lang en detect receive "$work/spool" "$@" > "$work/receive.out" 2> "$work/receive.err" &
  pid=$!
  servers+=("$pid")
  for _ in $(seq 300); do
    grep -q '^into ' "$work/receive.out" && break
    kill -0 "$pid" 2> /dev/null || { cat "$work/receive.err" >&2; die "the receivers stopped at once"; }
    sleep 0.1
  done
  tcp=$(sed -nE 's/^listening: syslog\+tcp .*:([0-9]+)$/\1/p' "$work/receive.out")
  tls=$(sed -nE 's/^listening: syslog\+tls .*:([0-9]+)$/\1/p' "$work/receive.out")
  udp=$(sed -nE 's/^listening: syslog\+udp .*:([0-9]+)$/\1/p' "$work/receive.out")
  bulk=$(sed -nE 's/^listening: bulk .*:([0-9]+)$/\1/p' "$work/receive.out")
}

receive --syslog-tcp 127.0.0.1:0 --syslog-udp 127.0.0.1:0 --unix "$work/eve.sock"
python3 - "$tcp" "$udp" "$work/eve.sock" <<'PY' || die "sending"
import json, socket, sys
tcp = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
for i in range(200):
    message = f"<38>Jul  1 08:00:{i % 60:02d} host sshd[1]: Failed password for root from 203.0.113.{i % 9} port 22 ssh2".encode()
    tcp.sendall(str(len(message)).encode() + b" " + message if i % 2 else message + b"\n")
tcp.close()
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for i in range(50):
    udp.sendto(b"<38>Jul  1 08:01:00 host sshd[1]: Accepted password for root from 203.0.113.1 port 22 ssh2", ("127.0.0.1", int(sys.argv[2])))
eve = socket.socket(socket.AF_UNIX)
eve.connect(sys.argv[3])
for i in range(100):
    eve.sendall(json.dumps({"timestamp": "2026-07-01T08:00:00.000000+0800", "event_type": "dns", "src_ip": "10.1.1.1", "dns": {"type": "query", "rrname": "pool.supportxmr.com"}}).encode() + b"\n")
eve.close()
PY
for _ in $(seq 100); do [ "$(cat "$work"/spool/*/*.log 2> /dev/null | wc -l)" -ge 350 ] && break; sleep 0.1; done
kill -TERM "$pid"; wait "$pid" || die "stopped with $?: $(cat "$work/receive.err")"
expect_words "$work/receive.out" "350 messages"
expect_code 0 longpan --lang en detect run "$work/spool" --state "$work/s.state" --out "$work/alerts.jsonl"
expect_words "$work/out" "350 lines = 350 events"
grep -q "Lookup of a mining pool\|解析挖矿矿池域名" "$work/out" || die "no alert: $(cat "$work/out")"

# TLS for bulk and syslog; the token stays out of every output.
receive --syslog-tls 127.0.0.1:0 --bulk 127.0.0.1:0 --certificate "$work/cert.pem" --key "$work/key.pem" --token-file "$work/token"
printf '<38>Jul  1 08:02:00 host sshd[1]: over TLS\n' | openssl s_client -quiet -connect "127.0.0.1:$tls" > /dev/null 2>&1 &
client=$!
for _ in $(seq 100); do grep -rqs 'over TLS' "$work/spool/syslog" && break; sleep 0.1; done
grep -rqs 'over TLS' "$work/spool/syslog" || die "nothing came over TLS"
kill "$client" 2> /dev/null
code=$(curl -sk -o "$work/answer" -w '%{http_code}' "https://127.0.0.1:$bulk/")
[ "$code" = 401 ] || die "without the token: $code"
curl -sk -H 'Authorization: Bearer a-token' "https://127.0.0.1:$bulk/" | grep -q '"number":"8' || die "no version"
kill -TERM "$pid"; wait "$pid" || die "stopped with $?"
if grep -q 'a-token' "$work/receive.out" "$work/receive.err"; then die "the token was shown"; fi

# Killed at any moment: every document that was answered 201 is in the spool.
for round in 1 2 3; do
  receive --bulk 127.0.0.1:0
  python3 - "$bulk" "$round" "$work/acknowledged" <<'PY' &
import http.client, json, sys
port, round_, path = int(sys.argv[1]), sys.argv[2], sys.argv[3]
with open(path, "a") as acknowledged:
    n = 0
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        while True:
            names = [f"{round_}-{n + i}" for i in range(20)]
            n += 20
            body = "".join(f'{{"create":{{}}}}\n{{"id":"{name}"}}\n' for name in names)
            connection.request("POST", "/storm/_bulk", body, {"Content-Type": "application/x-ndjson"})
            answer = json.loads(connection.getresponse().read())
            for name, item in zip(names, answer["items"]):
                if item["create"]["status"] == 201:
                    acknowledged.write(name + "\n")
            acknowledged.flush()
    except (OSError, http.client.HTTPException, ValueError):
        pass
PY
  writer=$!
  for _ in $(seq 100); do grep -qs "^$round-" "$work/acknowledged" && break; sleep 0.1; done  # a slow machine starts it late
  sleep "1.$round"
  kill -9 "$pid"; wait "$pid" 2> /dev/null
  wait "$writer"
done
python3 - "$work" <<'PY' || die "acknowledged documents are gone"
import glob, json, sys
kept = set()
for path in glob.glob(sys.argv[1] + "/spool/storm/*.log"):
    for line in open(path):
        if line.endswith("\n"):
            kept.add(json.loads(line)["id"])
acknowledged = [line.strip() for line in open(sys.argv[1] + "/acknowledged")]
assert len(acknowledged) > 100, len(acknowledged)
missing = [name for name in acknowledged if name not in kept]
assert not missing, (len(missing), missing[:5])
print(len(acknowledged), "acknowledged")
PY
echo ok
