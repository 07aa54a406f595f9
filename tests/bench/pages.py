#!/usr/bin/env python3
"""Pages under load on the real program: 50 users with 1 s think time over lists, filters of every field type,
full-text search, details and the board. Prints p50/p95/max per kind of request, and beside them the same
figures for /health in the same run as the machine's yardstick. Also start time and idle memory.

usage: pages.py PROGRAM DATA [--web web/dist] [--users 50] [--seconds 30] [--ramp 10]
DATA is a folder made by: longpan --data DATA example --orgs 10000 --records 1000000
Exit 1 when a bar is missed: lists, search, details p95 <= 50 ms; board p95 <= 100 ms; idle <= 60 MB; start <= 0.5 s.
"""
import argparse
import collections
import http.client
import json
import pathlib
import random
import re
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BARS = {"list": 50, "filter": 50, "search": 50, "detail": 50, "board": 100, "ledger": 100}
KINDS = ("network_unit", "app", "contact", "organisation", "task_report")


class Client:
    def __init__(self, port, login, password):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Content-Type": "application/json"}
        self.connection.request("POST", "/api/session", json.dumps({"login": login, "password": password}), self.headers)
        answer = self.connection.getresponse()
        body = json.loads(answer.read())
        if answer.status != 200:
            raise SystemExit(f"sign-in failed: {body}")
        self.headers["Cookie"] = answer.getheader("Set-Cookie").split(";")[0]

    def get(self, path):
        started = time.perf_counter()
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        took = (time.perf_counter() - started) * 1000
        if answer.status != 200:
            raise SystemExit(f"{answer.status} {path}: {body[:300]!r}")
        return json.loads(body) if answer.getheader("Content-Type", "").startswith("application/json") else body, took


def filter_of(field, taxonomies, generator):
    """One filter value for a field of its type; None when the type is not filtered."""
    name, type_ = field["name"], field["type"]
    if type_ == "enum":
        return f"f.{name}={generator.choice(field['options'])['code']}"
    if type_ == "code":
        return f"f.{name}={generator.choice(taxonomies[field['of']]['entries'])['code']}"
    fixed = {"bool": "=true", "int": ".gte=3", "decimal": ".gte=3", "date": ".gte=2024-01-01"}
    if type_ in fixed:
        return f"f.{name}{fixed[type_]}"
    return f"f.{name}.contains=" + urllib.parse.quote("江苏") if type_ in ("text", "domain", "icp_number") else None


class Load:
    def __init__(self, port, accounts, password, seconds):
        self.port, self.accounts, self.password, self.seconds = port, accounts, password, seconds
        self.times, self.slowest, self.lock = collections.defaultdict(list), {}, threading.Lock()
        self.measured_from = 0.0

    def requests_for(self, client, generator):
        catalogue, _ = client.get("/api/kinds")
        kinds = [k for k in catalogue["kinds"] if k["name"] in KINDS]
        words = ["江苏", "苏州", "平台", "城域网", "信息", "数据", "科技有限"]
        while True:
            kind = generator.choice(kinds)
            base = f"/api/records/{kind['name']}"
            fields = [f for f in kind["fields"] if f.get("filter", True)]
            chosen = [x for x in (filter_of(f, catalogue["taxonomies"], generator) for f in fields) if x]
            yield "list", f"{base}?page={generator.randint(1, 20)}&size=50"
            yield "filter", f"{base}?{generator.choice(chosen)}&size=50"
            yield "search", f"{base}?q={urllib.parse.quote(generator.choice(words))}&size=50"
            path = f"{base}?page={generator.randint(1, 50)}&size=10"
            rows, took = client.get(path)
            self.note("list", path, took)
            if rows["rows"]:
                yield "detail", f"{base}/{generator.choice(rows['rows'])['id']}"
            yield "board", f"/api/board?plan=longpan2024&page={generator.randint(1, 50)}&size=20"
            yield "ledger", "/api/ledger?plan=longpan2024&state=overdue&size=50"
            yield "health", "/health"

    def note(self, what, path, took):
        if time.time() < self.measured_from:
            return
        with self.lock:
            self.times[what].append(took)
            if took > self.slowest.get(what, (0, ""))[0]:
                self.slowest[what] = (took, path)

    def user(self, client, generator, end):
        for what, path in self.requests_for(client, generator):
            if time.time() > end:
                return
            self.note(what, path, client.get(path)[1])
            time.sleep(generator.uniform(0.5, 1.5))

    def run(self, users, ramp):
        # Signed in beforehand: fifty passwords at once are seconds of processor time and say nothing about pages.
        generators = [random.Random(number) for number in range(users)]
        clients = [Client(self.port, g.choice(self.accounts), self.password) for g in generators]
        self.measured_from = time.time() + ramp
        end = self.measured_from + self.seconds
        threads = [threading.Thread(target=self.user, args=(c, g, end)) for c, g in zip(clients, generators)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def resident_mb(pid):
    for line in open(f"/proc/{pid}/status", encoding="ascii"):
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0


def start(program, data, web):
    started = time.perf_counter()
    command = [program, "--specs", str(ROOT / "specs"), "--data", data, "--today", "2024-07-15", "serve", "--port", "0"]
    server = subprocess.Popen(command + (["--web", web] if web else []), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    port = 0
    for line in server.stdout:
        found = re.search(r"127\.0\.0\.1:(\d+)", line)
        if found:
            port = int(found.group(1))
            break
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/" if web else "/health")
    connection.getresponse().read()
    return server, port, time.perf_counter() - started


def report(load, first_page, idle, after):
    missed = ["start"] * (first_page > 0.5) + ["idle"] * (idle > 60)
    print(f"start to first page {first_page:.3f} s (bar 0.5) · idle {idle:.0f} MB (bar 60) · after load {after:.0f} MB")
    for what, times in sorted(load.times.items()):
        times.sort()
        p95 = times[min(len(times) - 1, int(len(times) * 0.95))]
        print(f"{what:8} n {len(times):5}  p50 {statistics.median(times):7.1f} ms  p95 {p95:7.1f} ms  max {times[-1]:7.1f} ms"
              f"  bar {BARS.get(what, '-'):>4}  slowest {load.slowest[what][1][:90]}")
        if p95 > BARS.get(what, p95):
            missed.append(what)
    print("missed: " + ", ".join(missed) if missed else "all bars met")
    return 1 if missed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("data")
    parser.add_argument("--web", default="")
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--ramp", type=int, default=10, help="seconds of load before measuring")
    a = parser.parse_args()
    example = json.load(open(pathlib.Path(a.data) / "example.json", encoding="utf-8"))
    logins = [x["login"] for x in example["accounts"] if x["role"] in ("regulator_leader", "regulator_officer", "enterprise_officer")]
    server, port, first_page = start(a.program, a.data, a.web)
    try:
        time.sleep(10)
        idle = resident_mb(server.pid)
        load = Load(port, logins, example["password"], a.seconds)
        load.run(a.users, a.ramp)
        return report(load, first_page, idle, resident_mb(server.pid))
    finally:
        server.terminate()
        server.wait(20)


if __name__ == "__main__":
    sys.exit(main())
