#!/usr/bin/env python3
"""Writes contacts over HTTP as fast as they are acknowledged, noting each acknowledged one; or checks they are all there.

write_storm.py URL LOGIN PASSWORD FILE ROUND     until the server dies
write_storm.py --check URL LOGIN PASSWORD FILE   exit 1 when an acknowledged write is missing
"""
import json
import sys
import threading
import urllib.request


class Client:
    def __init__(self, url, login, password):
        self.url, self.cookie, self.csrf = url, "", ""
        session, headers = self.call("POST", "/api/session", {"login": login, "password": password})
        self.cookie = headers["Set-Cookie"].split(";")[0]
        self.csrf = session["csrf"]
        self.org = session["user"]["org"]

    def call(self, method, path, body=None):
        request = urllib.request.Request(self.url + path, method=method, data=None if body is None else json.dumps(body).encode())
        request.add_header("Content-Type", "application/json")
        if self.cookie:
            request.add_header("Cookie", self.cookie)
            request.add_header("X-CSRF-Token", self.csrf)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read() or b"null"), answer.headers


def storm(client, path, label, lock):
    number = 0
    while True:
        number += 1
        name = f"storm-{label}-{number}"
        try:
            client.call("POST", "/api/records/contact", {"data": {"name": "风暴", "role": "network_security", "mobile": "13800000000", "department": name}})
        except urllib.error.HTTPError as e:
            print(e.read().decode()[:500], file=sys.stderr)
            return
        except Exception:
            return
        with lock, open(path, "a", encoding="utf-8") as file:
            file.write(name + "\n")


def check(client, path):
    present, page = set(), 1
    while True:
        answer, _ = client.call("GET", f"/api/records/contact?size=500&page={page}&sort=id")
        present |= {row["data"].get("department") for row in answer["rows"]}
        if page * 500 >= answer["total"]:
            break
        page += 1
    wanted = open(path, encoding="utf-8").read().split()
    missing = [name for name in wanted if name not in present]
    print(f"{len(wanted)} acknowledged, {len(missing)} missing {missing[:5]}")
    return 1 if missing or not wanted else 0


def main():
    if sys.argv[1] == "--check":
        return check(Client(*sys.argv[2:5]), sys.argv[5])
    url, login, password, path, label = sys.argv[1:6]
    lock = threading.Lock()
    client = Client(url, login, password)
    threads = [threading.Thread(target=storm, args=(client, path, f"{label}-{i}", lock)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return 0


if __name__ == "__main__":
    sys.exit(main())
