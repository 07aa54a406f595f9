#!/usr/bin/env bash
# A wrong clock: the program runs years ahead and is put right, or starts before its own data. Everything is
# answered, the ledger follows the day, no session survives the jump back, and the journal stays proven.
set -u
. "$(dirname "$0")/common.sh"
export PYTHONPATH="$source_dir/tests/program" PYTHONDONTWRITEBYTECODE=1

longpan --today 2024-07-14 --json example --orgs 4 --assets 20 > "$work/example.json" || die "example"
password=$(python3 -c "import json,sys;print(json.load(open(sys.argv[1]))['password'])" "$work/example.json")
stop() { kill -TERM "$pid"; wait "$pid" 2> /dev/null; }
# What an enterprise sees: its session, its duties by state, and one contact written.
visit() {  # label
  python3 - "$url" "$password" "$work" "$1" << 'PY' || { tail -3 "$work/serve.err" >&2; die "$1"; }
import json, pathlib, sys
from client import Client
url, password, work, label = sys.argv[1:5]
work = pathlib.Path(work)
for old in work.glob("*.cookie"):  # sessions made under another clock
    ghost = Client.__new__(Client)
    ghost.url = url
    ghost.cookie, ghost.csrf = old.read_text().split("\n")[:2]
    status, body, _ = ghost.call("GET", "/api/work")
    assert status == 401, (old.name, "lives on", status)
    assert body["error"]["message"] and body["error"]["message_zh"], body
client = Client(url, "enterprise", password)
(work / f"{label}.cookie").write_text(client.cookie + "\n" + client.csrf + "\n")
status, made, _ = client.call("POST", "/api/records/contact", {"data": {"name": "钟", "role": "network_security", "mobile": "13800000000", "department": label}})
assert status == 201, made
status, ledger, _ = client.call("GET", "/api/ledger?plan=longpan2024&size=500")
assert status == 200 and ledger["total"] == sum(ledger["counts"].values()), ledger["counts"]
for duty in ledger["rows"]:
    assert duty["state"] != "overdue" or duty["days_left"] < 0, duty
json.dump({d["no"]: d["state"] for d in ledger["rows"]}, open(work / f"{label}.json", "w"))
for page in ("/api/work", "/api/notifications", "/api/session"):
    status, body, _ = client.call("GET", page)
    assert status == 200, (page, status, body)
PY
}
settle() { longpan --today "$1" --quiet ledger --recompute --limit 1 > /dev/null || die "ledger at $1"; }

for day in 2024-07-14 2031-03-01 2024-07-13 1999-12-31 2024-07-12; do
  settle "$day"
  start_server --today "$day"
  visit "$day"
  stop
done
python3 - "$work" << 'PY' || die "the ledger did not follow the day"
import json, pathlib, sys
work = pathlib.Path(sys.argv[1])
at = {day: json.load(open(work / f"{day}.json")) for day in ("2024-07-14", "2031-03-01", "2024-07-13", "2024-07-12")}
overdue = {day: sum(s == "overdue" for s in states.values()) for day, states in at.items()}
assert overdue["2031-03-01"] > overdue["2024-07-14"] >= overdue["2024-07-13"] >= overdue["2024-07-12"], overdue
both = at["2024-07-14"].keys() & at["2024-07-13"].keys()
assert len(both) >= 0.9 * len(at["2024-07-14"]), "numbers stay when the clock is put right"
changed = [no for no in both if at["2024-07-14"][no] != at["2024-07-13"][no] and at["2024-07-13"][no] == "overdue"]
assert not changed, changed
PY
[ "$(longpan --json export contact "$work/contacts.json" > /dev/null; grep -o '"钟\|1999-12-31\|2031-03-01' "$work/contacts.json" | sort -u | wc -l)" -ge 2 ] || die "what was written under a wrong clock is gone"
longpan verify > "$work/out" || { cat "$work/out" >&2; die "verify"; }
expect_words "$work/out" "完整"
echo "clock ok"
