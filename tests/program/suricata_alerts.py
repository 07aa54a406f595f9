"""What a sensor's EVE holds against what the engine told of it.

suricata_alerts.py found ALERTS EVE   the alerts of the captures of suricata_captures.py, their counts and owners
suricata_alerts.py rules EVE OUT      a Sigma rule for a value of every field of every type of event
suricata_alerts.py fields EVE ALERTS  each of those rules matched as many events as hold the value
"""
import collections
import json
import sys
import uuid

COMPANY = "示例供水公司"
# Title of a rule of ours: whom it is about, and the network it is put down to.
OWN = {
    "A command topic was published to": ("ip:198.51.100.80", "生产网"),
    "MQTT client subscribes to everything": ("ip:198.51.100.80", "生产网"),
    "Password guessing against an MQTT broker": ("ip:198.51.100.81", "生产网"),
    "Modbus from outside": ("ip:192.0.2.102", "生产网"),
    "Very many Modbus writes": ("ip:198.51.100.70", "生产网"),
    "Modbus diagnostics": ("ip:192.0.2.71", "办公网"),
    "DNP3 restart": ("ip:192.0.2.71", "办公网"),
    "DNP3 reports switched off": ("ip:192.0.2.71", "办公网"),
    "DNS tunnel: very many names below one domain": ("ip:192.0.2.11", "办公网"),
    "Names made by an algorithm": ("ip:192.0.2.11", "办公网"),
    "A database dump was fetched": ("ip:192.0.2.80", "办公网"),
    "SQL injection attempt": ("ip:192.0.2.80", "办公网"),
    "Path traversal": ("ip:192.0.2.80", "办公网"),
    "Log4Shell attempt": ("ip:192.0.2.80", "办公网"),
    "Programs copied to administrative shares of many hosts": ("ip:192.0.2.13", "办公网"),
    "Telnet scan as Mirai does": ("ip:192.0.2.14", "办公网"),
    "Self-signed certificate on an unusual port": ("ip:192.0.2.12", "办公网"),
}


def events(path):
    return [json.loads(line) for line in open(path, encoding="utf-8")]


def found(alerts, eve):
    titles = collections.defaultdict(list)
    rules = collections.Counter()
    for alert in alerts:
        titles[alert["title"]["en"]].append(alert)
        rules[alert["rule"]] += alert["count"]
        assert alert["organisation"] == COMPANY, alert
    for title, (entity, network) in OWN.items():
        assert [(a["entity"], a["object"]) for a in titles[title]] == [(entity, network)], (title, titles[title])
    written = collections.Counter(f"suricata:{e['alert']['signature_id']}" for e in eve if e["event_type"] == "alert")
    assert set(written) == {"suricata:9000001", "suricata:9000002"}, written
    assert {rule: n for rule, n in rules.items() if rule.startswith("suricata:")} == written, rules
    assert titles["many SSH sessions"][0]["severity"] == "high", titles["many SSH sessions"]
    names = sum(e.get("http", {}).get("hostname") == "bad.example.net" or "bad.example.net/" in e.get("email", {}).get("url", []) for e in eve)
    assert rules["indicator:domain"] == names and names >= 6, (rules["indicator:domain"], names)
    assert "ip:2001:db8::10" in {a["entity"] for a in alerts}, "an address in the spelling of everybody else"
    addresses = sum(not {"198.51.100.41", "198.51.100.50"}.isdisjoint((e.get("src_ip"), e.get("dest_ip"))) for e in eve)
    assert rules["indicator:ip"] == addresses and addresses >= 2, (rules["indicator:ip"], addresses)
    assert rules["indicator:sha1"] == sum("fingerprint" in e.get("tls", {}) for e in eve) == 1, rules["indicator:sha1"]
    kinds = {e["event_type"] for e in eve}
    missing = set("alert anomaly dns dnp3 fileinfo flow ftp http modbus mqtt netflow sip smb smtp snmp ssh stats tftp tls".split()) - kinds
    assert not missing, missing
    print(len(eve), "events of", len(kinds), "types,", len(alerts), "alerts")


def leaves(value, path=""):
    """Every field below, lists as if they were not there, with its value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, path)
    elif value is not None:
        yield path, value


def probes(eve):
    """The rarest value of each field of each type of event, and how many events hold it."""
    seen = collections.defaultdict(collections.Counter)
    for event in eve:
        for path, value in set(leaves(event)):
            seen[event["event_type"], path][json.dumps(value, ensure_ascii=False)] += 1
    for (kind, path), values in sorted(seen.items()):
        value, count = min(values.items(), key=lambda item: (item[1], item[0]))
        yield str(uuid.uuid5(uuid.NAMESPACE_URL, f"{kind}/{path}")), kind, path, json.loads(value), count


def rules(eve, out):
    documents = []
    for name, kind, path, value, _ in probes(eve):
        if isinstance(value, str):
            value = value.replace("\\", "\\\\").replace("*", "\\*").replace("?", "\\?")
        documents.append({"title": f"{kind} {path}", "id": name, "status": "test", "logsource": {"product": "suricata"}, "level": "low",
                          "detection": {"kind": {"event_type": kind}, "value": {path: value}, "condition": "kind and value"}})
    with open(out, "w", encoding="utf-8") as file:
        file.write("\n---\n".join(json.dumps(d, ensure_ascii=False) for d in documents) + "\n")


def fields(eve, alerts):
    told = collections.Counter()
    for alert in alerts:
        told[alert["rule"]] += alert["count"]
    wanted = list(probes(eve))
    wrong = [(kind, path, value, count, told[name]) for name, kind, path, value, count in wanted if told[name] != count]
    for each in wrong[:20]:
        print("field, value, events, matched:", *each)
    assert not wrong, len(wrong)
    assert len(wanted) > 300, len(wanted)
    print(len(wanted), "fields seen as they are written")


def main():
    command, first, second = sys.argv[1:]
    if command == "rules":
        rules(events(first), second)
    else:
        {"found": found, "fields": fields}[command](events(first), events(second))


if __name__ == "__main__":
    main()
