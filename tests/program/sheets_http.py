"""Imports and exports over HTTP on the real program: sheets_http.py URL PASSWORD. Exit 1 at the first wrong answer."""
import csv
import io
import json
import sys
import time

import sheets
from client import Client

HEADER = ["企业名称", "统一社会信用代码", "企业类型", "所在地市", "从业人数", "通信地址"]
SCRIPT = "'); DROP TABLE organisation;--<script>alert(1)</script>=HYPERLINK(\"http://x\")"


def expect(truth, *what):
    if not truth:
        print("FAILED:", *what, file=sys.stderr)
        sys.exit(1)


def commit(client, kind, name, content, check_first=True, **plan):
    """Upload, check, commit; gives (check, commit, import id)."""
    status, upload, _ = client.upload(kind, name, content)
    expect(status == 201, name, status, upload)
    plan = {"mapping": {str(c["index"]): c["field"] for c in upload["columns"] if c["field"]}, "sheet": upload["sheet"],
            "header_row": upload["header_row"], "policy": "skip", **plan}
    checked = None
    if check_first:
        status, checked, _ = client.call("POST", f"/api/imports/{upload['id']}/check", plan)
        expect(status == 200, name, checked)
    status, done, _ = client.call("POST", f"/api/imports/{upload['id']}/commit", plan)
    return checked, done, upload["id"], status, upload


def organisations(officer):
    rows = [HEADER] + [[f"江苏示例{i}有限公司", sheets.uscc(i), "互联网企业", "南京市", 100 + i, "中山路1号"] for i in range(5)]
    book = sheets.workbook({"名单": [["2024年企业名单"]] + rows}, merges=["A1:F1"])
    checked, done, _, status, upload = commit(officer, "organisation", "名单.xlsx", book)
    expect(upload["header_row"] == 2, "the merged title row is skipped", upload["header_row"])
    expect([c["field"] for c in upload["columns"]] == ["name", "uscc", "types", "region", "employees", "address"], "guessed columns", upload["columns"])
    expect(checked["create"] == 5 and checked["rejected"] == 0, checked)
    expect(status == 200 and done["created"] == 5, done)
    checked, done, *_ = commit(officer, "organisation", "名单.xlsx", book, policy="update")
    expect((done["created"], done["updated"], done["unchanged"]) == (0, 0, 5), "importing again writes nothing", done)
    return rows


def policies(officer, rows):
    changed = [rows[0], rows[1][:4] + [999] + rows[1][5:]] + rows[2:]
    content = "\n".join(",".join(map(str, row)) for row in changed).encode("gb18030")
    checked, done, _, status, upload = commit(officer, "organisation", "名单.csv", content, policy="skip")
    expect(upload["encoding"].lower() in ("gb18030", "gbk"), upload["encoding"])
    expect((done["updated"], done["skipped"], done["unchanged"]) == (0, 1, 4), "skip", done)
    checked, done, _, status, _ = commit(officer, "organisation", "名单.csv", content, policy="stop")
    expect(checked["stopped"] and status == 412 and "未导入" in done["error"]["message_zh"], "stop", status, done)
    checked, done, *_ = commit(officer, "organisation", "名单.csv", content, policy="update")
    expect(done["updated"] == 1, "update", done)
    stored = [r for r in officer.rows("organisation") if r["data"]["uscc"] == rows[1][1]]
    expect(len(stored) == 1 and stored[0]["data"]["employees"] == 999, stored)


def bad_rows(officer):
    """Duplicates, impossible values and unknown codes are given back with their reasons; the good rows go in."""
    good = sheets.uscc("good")
    rows = [HEADER, ["好企业", good, "互联网企业", "苏州市", 10, "A"], ["重复企业", good, "互联网企业", "苏州市", 10, "B"],
            ["错码企业", good[:-1] + ("0" if good[-1] != "0" else "1"), "互联网企业", "苏州市", 10, "C"], ["外地企业", sheets.uscc("far"), "互联网企业", "火星市", 10, "D"],
            ["", sheets.uscc("nameless"), "互联网企业", "苏州市", 10, "E"], ["多人企业", sheets.uscc("many"), "互联网企业", "苏州市", "很多", "F"],
            ["长名" * 200, sheets.uscc("long"), "互联网企业", "苏州市", 10, "G"]]
    checked, done, number, *_ = commit(officer, "organisation", "bad.xlsx", sheets.workbook({"S": rows}))
    expect(done["created"] == 1 and done["rejected"] == 6, done)
    expect(checked["rejected"] == 6 and checked["create"] == 1, "check and commit agree", checked)
    expect(all(p["zh"] and p["en"] and p["row"] > 1 for p in checked["problems"]), checked["problems"])
    status, content, _ = officer.call("GET", f"/api/imports/{number}/rejected.xlsx")
    expect(status == 200, status, content[:300])
    back = sheets.rows_of(content)
    expect(len(back) == 7 and back[0][:6] == HEADER, "the rejected rows as they were", back)
    expect([r[5] for r in back[1:]] == list("BCDEFG"), back)
    expect(all(len(r) == 8 and r[6] and r[7] for r in back[1:]), "each with reasons in both languages", back)
    expect("重复" in back[1][6] and "火星" in back[3][6], back)


def dates_and_formulas(enterprise, org_name):
    header = ["应用名称", "应用形态", "主办单位", "上线日期", "备注"]
    kind = "APP"
    rows = [header, ["文本日期", kind, org_name, "2024年5月6日", ""], ["序列日期", kind, org_name, ("date", 45418), ""], ["数字日期", kind, org_name, "45418", ""],
            ["没有的日期", kind, org_name, "2024-02-30", ""], ["公式", kind, org_name, ("formula", "DATE(2024,5,6)", 45418), ""]]
    checked, done, _, status, upload = commit(enterprise, "app", "apps.xlsx", sheets.workbook({"应用": rows}))
    expect(status == 200 and done["created"] == 4 and done["rejected"] == 1, done)
    expect("2024-02-30" in checked["problems"][0]["zh"] and checked["problems"][0]["field"] == "launched_on", checked["problems"])
    days = {r["data"]["name"]: r["data"].get("launched_on") for r in enterprise.rows("app")}
    expect([days[n] for n in ("文本日期", "序列日期", "数字日期", "公式")] == ["2024-05-06"] * 4, days)


def hostile_text(enterprise, org_name):
    rows = [["应用名称", "应用形态", "主办单位", "语言", "接入服务商"], [SCRIPT[:55], "APP", org_name, SCRIPT[:35], SCRIPT]]
    _, done, *_ = commit(enterprise, "app", "x.xlsx", sheets.workbook({"S": rows}))
    expect(done["created"] == 1, done)
    found = [r for r in enterprise.rows("app") if r["data"].get("access_provider") == SCRIPT]
    expect(len(found) == 1 and found[0]["data"]["name"] == SCRIPT[:55] and found[0]["data"]["language"] == SCRIPT[:35], "text stays text", found)
    _, content, _ = enterprise.call("GET", "/api/export/app.csv?f.name.contains=DROP")
    expect(SCRIPT in [c.lstrip("'\t") if c[:1] == "\t" else c for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for c in row] or
           any(SCRIPT.strip("'") in c for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for c in row), content.decode())
    _, content, _ = enterprise.call("GET", "/api/export/app.xlsx?f.name.contains=DROP")
    expect(any(SCRIPT in c for row in sheets.rows_of(content) for c in row), sheets.rows_of(content))


def bad_files(officer):
    """Each is refused with words in both languages; the server goes on."""
    book = sheets.workbook({"S": [HEADER, ["a", "b"]]})
    cases = {"corrupt.xlsx": (book[:len(book) // 2], 422), "bomb.xlsx": (sheets.bomb(40), 0), "empty.xlsx": (b"", 422),
             "macro.xlsm": (sheets.workbook({"S": [HEADER]}, extra={"xl/vbaProject.bin": b"x"}), 422),
             "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, 422), "plain.zip": (b"PK\x03\x04" + b"x" * 100, 422)}
    for name, (content, _) in cases.items():
        began = time.time()
        status, body, _ = officer.upload("organisation", name, content)
        expect(400 <= status < 500 and status != 404, name, status, body)
        error = body["error"]
        expect(error["message"] and any("\u4e00" <= c <= "\u9fff" for c in error["message_zh"]), name, error)
        expect(time.time() - began < 20, name, "took", time.time() - began)
    status, body, _ = officer.upload("spaceship", "x.csv", b"a,b\n1,2\n")
    expect(400 <= status < 500, status, body)
    status, upload, _ = officer.upload("organisation", "wrong.xlsx", sheets.workbook({"天气": [["日期", "温度"], ["2024-07-01", 31]]}))
    if status == 201:
        status, body, _ = officer.call("POST", f"/api/imports/{upload['id']}/check", {"mapping": {}, "policy": "skip"})
        expect(status in (400, 422) and "工作表" in body["error"]["message_zh"], "a sheet about something else", status, body)
        status, body, _ = officer.call("POST", f"/api/imports/{upload['id']}/check", {"mapping": {"0": "nonsense"}, "policy": "skip"})
        expect(status in (400, 422), status, body)
        status, body, _ = officer.call("POST", f"/api/imports/{upload['id']}/check", {"mapping": {"0": "name"}, "sheet": "没有", "policy": "skip"})
        expect(status in (400, 422), status, body)
        status, body, _ = officer.call("POST", f"/api/imports/{upload['id']}/check", {"mapping": {"0": "name"}, "policy": "maybe"})
        expect(status in (400, 422), status, body)
    huge = ",".join(HEADER).encode() + b"\n" + "名".encode() * (10 << 20 // 3) + b"," + sheets.uscc("huge").encode() + ",互联网企业,南京市,1,x\n".encode()
    status, upload, _ = officer.upload("organisation", "huge.csv", huge)
    if status == 201:
        plan = {"mapping": {str(c["index"]): c["field"] for c in upload["columns"] if c["field"]}, "policy": "skip"}
        status, done, _ = officer.call("POST", f"/api/imports/{upload['id']}/commit", plan)
        expect(status == 200 and done["created"] == 0 and done["rejected"] == 1, "a 10 MB name", status, done)
        expect(len(done["problems"][0]["value"]) < 500, "is not repeated in the answer")
    else:
        expect(400 <= status < 500, status, upload)


def exports(officer):
    """The file holds exactly the filtered set, in each format."""
    for kind, query in (("organisation", "f.region=320100"), ("network_unit", "f.state.in=draft,filed"), ("app", "q=示例"), ("app", "f.state=registered"),
                        ("network_unit", "f.org.region=320500"), ("contact", "")):
        want = officer.rows(kind, "&" + query if query else "")
        status, content, headers = officer.call("GET", f"/api/export/{kind}.json?{query}")
        expect(status == 200 and int(headers["X-Row-Count"]) == len(want), kind, query, status, headers["X-Row-Count"], len(want))
        got = json.loads(content)
        expect(sorted(r["no"] for r in got) == sorted(r["no"] for r in want), kind, query, "json")
        status, content, _ = officer.call("GET", f"/api/export/{kind}.csv?{query}")
        table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        expect(sorted(r[0] for r in table[1:]) == sorted(r["no"] for r in want), kind, query, "csv", len(table), len(want))
        status, content, _ = officer.call("GET", f"/api/export/{kind}.xlsx?{query}")
        table = sheets.rows_of(content)
        expect(sorted(r[0] for r in table[1:]) == sorted(r["no"] for r in want), kind, query, "xlsx")
    status, body, _ = officer.call("GET", "/api/export/app.pdf")
    expect(status == 404, status, body)


def personal(enterprise):
    name, mobile = "欧阳测试人", "13912345678"
    status, made, _ = enterprise.call("POST", "/api/records/contact", {"data": {"name": name, "role": "network_security", "mobile": mobile}})
    expect(status == 201, made)
    for form in ("json", "csv"):
        _, content, _ = enterprise.call("GET", f"/api/export/contact.{form}")
        expect(mobile not in content.decode() and name not in content.decode() and "139****5678" in content.decode(), form, "is masked without a reason")
        _, content, _ = enterprise.call("GET", f"/api/export/contact.{form}?reason=核对联系人")
        expect(mobile in content.decode() and name in content.decode(), form, "with a reason it is not")
    _, content, _ = enterprise.call("GET", "/api/export/contact.xlsx")
    expect(not any(mobile in c or name in c for row in sheets.rows_of(content) for c in row), "xlsx is masked")


def template(enterprise, org_name):
    status, content, _ = enterprise.call("GET", "/api/templates/app.xlsx")
    expect(status == 200, content)
    table = sheets.rows_of(content)
    expect(table[1][0].startswith("示例：") or table[1][0].startswith("例"), table[:2])
    header = table[0]
    filled = [header, table[1], ["模板应用" if h.startswith("应用名称") else "APP" if h.startswith("应用形态") else org_name if h.startswith("主办单位") else "在用" if h.startswith("使用状态") else "" for h in header]]
    _, done, _, status, upload = commit(enterprise, "app", "template.xlsx", sheets.workbook({"S": filled}))
    expect(all(c["field"] for c in upload["columns"] if c["header"]), "every column of the template is known", [c for c in upload["columns"] if not c["field"]])
    expect(done["created"] == 1 and done["rejected"] == 0, done)
    # The workbook as it was made, with nothing filled in, is read without trouble.
    _, done, *_ = commit(enterprise, "app", "template.xlsx", content)
    expect(done["rows"] == 0, done)


def walls(enterprise, nanjing, officer):
    own = enterprise.user["org"]
    other = next(r for r in officer.rows("organisation") if r["id"] != own and r["data"]["region"] == "320500")
    rows = [["所属单位", "应用名称", "应用形态", "主办单位"], [other["data"]["name"], "越界应用一", "APP", other["data"]["name"]]]
    _, done, *_ = commit(enterprise, "app", "wall.xlsx", sheets.workbook({"S": rows}))
    expect(done["created"] == 0 and done["rejected"] == 1, "an enterprise may name itself alone", done)
    rows = [["应用名称", "应用形态"], ["越界应用二", "APP"]]
    checked, done, _, status, _ = commit(enterprise, "app", "wall2.xlsx", sheets.workbook({"S": rows}), org=other["id"])
    expect(status != 200 or done["created"] == 0, "not through the plan either", done)
    expect(not [r for r in officer.rows("app") if r["data"]["name"].startswith("越界") and r["org"] != own], "nothing was written beyond the wall")
    rows = [["所属单位", "姓名", "角色", "手机"], [other["data"]["name"], "越界人", "网络安全联系人", "13800000000"]]
    _, done, *_ = commit(nanjing, "contact", "wall3.xlsx", sheets.workbook({"S": rows}))
    expect(done["created"] == 0 and done["rejected"] == 1, "an officer in its regions alone", done)
    rows = [HEADER, ["越界企业", sheets.uscc("beyond", "320500"), "互联网企业", "苏州市", 1, "x"]]
    _, done, *_ = commit(nanjing, "organisation", "wall4.xlsx", sheets.workbook({"S": rows}))
    expect(done["created"] == 0 and done["rejected"] == 1, "an officer makes no organisation outside its regions", done)
    # Its credit code is taken already by a stranger: said, but nothing of the stranger is shown or changed.
    rows = [HEADER, ["冒名企业", other["data"]["uscc"], "互联网企业", "南京市", 1, "x"]]
    _, done, *_ = commit(nanjing, "organisation", "wall5.xlsx", sheets.workbook({"S": rows}), policy="update")
    expect(done["created"] == 0 and done["updated"] == 0 and done["rejected"] == 1, done)
    expect(other["data"]["name"] not in json.dumps(done, ensure_ascii=False) and other["no"] not in json.dumps(done), done)
    status, body, _ = enterprise.upload("organisation", "orgs.xlsx", sheets.workbook({"S": [HEADER, ["自立企业", sheets.uscc("self"), "互联网企业", "南京市", 1, "x"]]}))
    if status == 201:
        plan = {"mapping": {str(c["index"]): c["field"] for c in body["columns"] if c["field"]}, "policy": "skip"}
        status, done, _ = enterprise.call("POST", f"/api/imports/{body['id']}/commit", plan)
        expect(status != 200 or done["created"] == 0, "an enterprise registers no organisations", done)
        status, done, _ = officer.call("POST", f"/api/imports/{body['id']}/check", plan)
        expect(status == 404, "somebody else's import does not exist", status)


def duties_appear(officer):
    code = sheets.uscc("duties")
    rows = [HEADER, ["台账新企业有限公司", code, "基础电信企业", "南京市", 10, "x"]]
    _, done, *_ = commit(officer, "organisation", "new.xlsx", sheets.workbook({"S": rows}))
    expect(done["created"] == 1, done)
    org = next(r for r in officer.rows("organisation") if r["data"]["uscc"] == code)["id"]
    for _ in range(100):
        _, ledger, _ = officer.call("GET", f"/api/ledger?org={org}")
        if ledger["total"] > 0:
            break
        time.sleep(0.1)
    expect(ledger["total"] > 10, "its duties appear", ledger["total"])
    titles = [d["title"]["zh"] for d in ledger["rows"]]
    expect(all(titles), titles)
    _, content, headers = officer.call("GET", f"/api/ledger.csv?org={org}")
    table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    expect(len(table) - 1 == ledger["total"] == int(headers["X-Row-Count"]), "the ledger's export is as long as the ledger")
    _, content, _ = officer.call("GET", f"/api/ledger.xlsx?org={org}")
    expect(len(sheets.rows_of(content)) - 1 == ledger["total"], "xlsx too")
    _, content, _ = officer.call("GET", f"/api/ledger.json?org={org}")
    expect(len(json.loads(content)) == ledger["total"], "json too")


def main():
    url, password = sys.argv[1:3]
    officer, nanjing, enterprise = (Client(url, login, password) for login in ("officer", "nanjing", "enterprise"))
    org_name = enterprise.user["org_name"]
    rows = organisations(officer)
    steps = [lambda: policies(officer, rows), lambda: bad_rows(officer), lambda: dates_and_formulas(enterprise, org_name),
             lambda: hostile_text(enterprise, org_name), lambda: bad_files(officer), lambda: exports(officer), lambda: personal(enterprise),
             lambda: template(enterprise, org_name), lambda: walls(enterprise, nanjing, officer), lambda: duties_appear(officer)]
    names = ["policies", "bad rows", "dates", "hostile", "bad files", "exports", "personal", "template", "walls", "duties"]
    for name, step in zip(names, steps):
        began = time.time()
        step()
        print(f"{name}: {time.time() - began:.1f} s")


if __name__ == "__main__":
    main()
