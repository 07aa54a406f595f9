"""A server before, on and after a full disk: disk.py before|full|after URL PASSWORD FILE. FILE keeps what was acknowledged."""
import sys
import time

import sheets
from client import Client


def expect(truth, *what):
    if not truth:
        print("FAILED:", *what, file=sys.stderr)
        sys.exit(1)


def note(path, name):
    with open(path, "a", encoding="utf-8") as file:
        file.write(name + "\n")


def contact(client, name, filler=""):
    data = {"name": "磁盘", "role": "network_security", "mobile": "13800000000", "department": name, "remark": filler}
    return client.call("POST", "/api/records/contact", {"data": {k: v for k, v in data.items() if v}})


def told(what, status, body):
    """A refusal for want of space: the server's own fault, said in both languages, to be tried again."""
    expect(status in (503, 507), what, status, body)
    error = body["error"]
    expect(error["message"] and any("\u4e00" <= c <= "\u9fff" for c in error["message_zh"]), what, error)


def write_until_refused(client, path):
    for number in range(20000):
        name = f"full-{number}"
        status, body, _ = contact(client, name)
        if status != 201:
            told("a record", status, body)
            return number
        note(path, name)
    expect(False, "the disk never filled")


def check_all_there(client, path):
    wanted = open(path, encoding="utf-8").read().split()
    present = {r["data"].get("department") for r in client.rows("contact")}
    missing = [n for n in wanted if n not in present]
    expect(not missing, "acknowledged and gone", missing[:5])


def full(client, url, password, path):
    print("accepted on the last bytes:", write_until_refused(client, path))
    check_all_there(client, path)
    status, body, _ = client.call("POST", "/api/files?name=a.pdf", b"%PDF-1.4" + b"x" * (2 << 20))
    told("a file", status, body)
    rows = [["应用名称", "应用形态", "主办单位"]] + [[f"满盘应用{i}", "APP", "单位"] for i in range(200)]
    status, body, _ = client.upload("app", "apps.xlsx", sheets.workbook({"S": rows}))
    if status == 201:
        plan = {"mapping": {str(c["index"]): c["field"] for c in body["columns"] if c["field"]}, "policy": "skip"}
        status, body, _ = client.call("POST", f"/api/imports/{body['id']}/commit", plan)
    if status != 200:  # a part of it may still have fitted
        told("an import", status, body)
    for page in ("/api/work", "/api/ledger?size=5", "/api/search?q=示例", "/api/records/app?size=5", "/api/kinds"):
        status, body, _ = client.call("GET", page)
        expect(status == 200, "reading goes on:", page, status, body)
    status, body, _ = client.call("GET", "/health")
    expect(status == 200, "health", status, body)


def after(client, path):
    deadline = time.time() + 30
    while True:  # the first write may still meet the old limit
        status, body, _ = contact(client, "after")
        if status == 201:
            break
        told("after", status, body)
        expect(time.time() < deadline, "room again, but writing does not go on", body)
        time.sleep(0.5)
    note(path, "after")
    status, body, _ = client.call("POST", "/api/files?name=a.pdf", b"%PDF-1.4" + b"x" * (2 << 20))
    expect(status == 201, "a file", status, body)
    check_all_there(client, path)


def main():
    step, url, password, path = sys.argv[1:5]
    if step == "full":
        # Signing in writes too; a session from before is what people have.
        client = Client.__new__(Client)
        client.url = url
        client.cookie, client.csrf = open(path + ".session", encoding="utf-8").read().split("\n")[:2]
        full(client, url, password, path)
        return
    client = Client(url, "enterprise", password)
    if step == "before":
        for number in range(20):
            status, body, _ = contact(client, f"before-{number}")
            expect(status == 201, status, body)
            note(path, f"before-{number}")
        with open(path + ".session", "w", encoding="utf-8") as file:
            file.write(client.cookie + "\n" + client.csrf + "\n")
    else:
        after(client, path)


if __name__ == "__main__":
    main()
