#!/usr/bin/env bash
# A real sensor: Suricata reads captures made here and writes its EVE to a file and to our socket. Every line is accounted for, every
# field is decoded as it is written, and what the captures hold is found and attributed.
set -u
. "$(dirname "$0")/common.sh"
if [ -z "${LONGPAN_SURICATA:-}" ]; then
  reason="Suricata is not there (LONGPAN_SURICATA): ${LONGPAN_NO_SURICATA:-./test.sh program takes it}"
  [ "${CI:-}" != true ] || die "$reason"
  echo "skipped: $reason"
  exit 77
fi
export PYTHONDONTWRITEBYTECODE=1
here=$source_dir/tests/program
mkdir "$work/captures" "$work/log" "$work/rules"
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$work/key.pem" -out "$work/cert.pem" -days 2 -subj /CN=c2.example.net 2> /dev/null || die "no certificate"
/usr/bin/python3 "$here/suricata_captures.py" "$work/captures" "$work/cert.pem" "$work/key.pem" || die "captures"

cat > "$work/local.rules" <<'RULES'
alert http any any -> any any (msg:"a path made for a test"; http.uri; content:"/cgi-bin/longpan-rule"; sid:9000001; rev:2;)
alert ssh any any -> any any (msg:"many SSH sessions"; ssh.software; content:"libssh2"; threshold:type both, track by_src, count 20, seconds 60; priority:1; sid:9000002; rev:1;)
RULES
types='
      types:
        - alert: {payload: yes, packet: yes, http-body: yes, metadata: yes, tagged-packets: yes}
        - http: {extended: yes, dump-all-headers: both}
        - tls: {extended: yes, ja3: yes, ja4: yes}
        - files: {force-magic: no, force-hash: [md5, sha1, sha256]}
        - mqtt: {passwords: yes}
        - smtp: {extended: yes, md5: [body, subject]}
        - stats: {totals: yes, threads: yes, deltas: yes}'
for name in dns ftp rdp nfs smb tftp ike dcerpc krb5 snmp rfb sip quic dhcp ssh http2 dnp3 modbus flow netflow metadata; do types+=$'\n'"        - $name"; done
# Suricata has one logger of anomalies only.
anomaly=$'\n        - anomaly: {enabled: yes, types: {decode: yes, stream: yes, applayer: yes}, packethdr: yes}'
cat > "$work/suricata.yaml" <<YAML
%YAML 1.1
---
vars:
  address-groups: {HOME_NET: "[192.0.2.0/24,2001:db8::/48]", EXTERNAL_NET: "!\$HOME_NET"}
stats: {enabled: yes, interval: 8}
outputs:
  - eve-log:
      enabled: yes
      filetype: regular
      filename: eve.json
      community-id: true$types$anomaly
  - eve-log:
      enabled: yes
      filetype: unix_stream
      filename: $work/eve.sock
      community-id: true$types
logging: {default-log-level: warning, outputs: [console: {enabled: yes}]}
pcap-file: {checksum-checks: yes}
stream: {checksum-validation: yes}
default-rule-path: $work
rule-files: [local.rules]
classification-file: /dev/null
reference-config-file: /dev/null
threshold-file: /dev/null
app-layer:
  protocols:
    tls: {enabled: yes, detection-ports: {dp: 443}, ja3-fingerprints: yes, ja4-fingerprints: yes}
    http: {enabled: yes}
    dns: {tcp: {enabled: yes, detection-ports: {dp: 53}}, udp: {enabled: yes, detection-ports: {dp: 53}}}
    smtp: {enabled: yes, mime: {decode-mime: yes, decode-base64: yes, extract-urls: yes}}
    ssh: {enabled: yes, hassh: yes}
    ftp: {enabled: yes}
    sip: {enabled: yes}
    tftp: {enabled: yes}
    snmp: {enabled: yes}
    mqtt: {enabled: yes}
    modbus: {enabled: yes, detection-ports: {dp: 502}}
    dnp3: {enabled: yes, detection-ports: {dp: 20000}}
YAML

# The sensor ships to a socket of ours while it writes the file.
"$program" --specs "$source_dir/specs" --lang en detect receive "$work/spool" --unix "$work/eve.sock" > "$work/receive.out" 2> "$work/receive.err" &
pid=$!
servers+=("$pid")
for _ in $(seq 300); do
  grep -q '^into ' "$work/receive.out" && break
  kill -0 "$pid" 2> /dev/null || die "the receiver stopped: $(cat "$work/receive.err")"
  sleep 0.1
done
# One worker: its lines are in the order of time, as a sensor on a network writes them.
"$LONGPAN_SURICATA" --runmode single -c "$work/suricata.yaml" -r "$work/captures" -l "$work/log" > "$work/suricata.out" 2>&1 || die "Suricata: $(cat "$work/suricata.out")"
lines=$(wc -l < "$work/log/eve.json")
[ "$lines" -gt 1000 ] || die "Suricata saw nothing: $(cat "$work/suricata.out")"
# Each of the two writers takes the time of a flow's end for itself.
without_time() { sed -E 's/^\{"timestamp":"[^"]*",//' | sort; }
grep -v '"event_type":"anomaly"' "$work/log/eve.json" | without_time > "$work/expected"
shipped=$(wc -l < "$work/expected")
for _ in $(seq 100); do [ "$(cat "$work"/spool/*/*.log 2> /dev/null | wc -l)" -ge "$shipped" ] && break; sleep 0.1; done
kill -TERM "$pid"; wait "$pid" || die "the receiver stopped with $?: $(cat "$work/receive.err")"
expect_words "$work/receive.out" "$shipped messages"
cat "$work"/spool/*/*.log | without_time | cmp -s - "$work/expected" || die "what was shipped is not what was written"

printf '%s\n' bad.example.net 198.51.100.50 198.51.100.41 "$(openssl x509 -in "$work/cert.pem" -noout -fingerprint -sha1 | sed 's/.*=//; s/://g')" > "$work/feed.txt"
printf '%s\n' kind,value,organisation,object ip,192.0.2.0/25,示例供水公司,办公网 ip,192.0.2.100-192.0.2.110,示例供水公司,生产网 ip,2001:db8::/48,示例供水公司,办公网 > "$work/owners.csv"
expect_code 0 longpan detect indicators "$work/feed.txt" --image "$work/feed.image"
detect() { longpan --lang en detect run "$@" --indicators "$work/feed.image" --owners "$work/owners.csv"; }
expect_code 0 detect "$work/log/eve.json" --out "$work/alerts.jsonl" --threads 1
expect_words "$work/out" "$lines lines = $lines events + 0 control lines + 0 rejected"
expect_code 0 detect "$work/log/eve.json" --out "$work/two.jsonl" --threads 2
cmp -s "$work/alerts.jsonl" "$work/two.jsonl" || die "two threads tell other alerts"
expect_code 0 detect "$work/spool" --out "$work/spool.jsonl" --state "$work/spool.state"
expect_words "$work/out" "$shipped lines = $shipped events + 0 control lines + 0 rejected"
for kind in ftp mqtt; do grep -q "\"event_type\":\"$kind\".*made-up-word" "$work/log/eve.json" || die "Suricata wrote no password of $kind"; done
if grep -q made-up-word "$work/alerts.jsonl"; then die "a password in an alert"; fi
grep -qF '\"command\":\"PASS\",\"command_data\":\"***\"' "$work/alerts.jsonl" || die "no evidence of the FTP login"
/usr/bin/python3 "$here/suricata_alerts.py" found "$work/alerts.jsonl" "$work/log/eve.json" || die "the alerts"

# A rule for every field of every type of event: the engine sees each as often as it is written.
/usr/bin/python3 "$here/suricata_alerts.py" rules "$work/log/eve.json" "$work/rules/every_field.yaml" || die "rules"
expect_code 0 longpan --lang en detect run "$work/log/eve.json" --rules "$work/rules" --no-own-rules --plain-evidence --out "$work/fields.jsonl"
/usr/bin/python3 "$here/suricata_alerts.py" fields "$work/log/eve.json" "$work/fields.jsonl" || die "fields"
