#!/usr/bin/env bash
# A register comes in from spreadsheets at the command line; its duties appear, are explained and exported.
set -u
. "$(dirname "$0")/common.sh"
export PYTHONPATH="$source_dir/tests/program" PYTHONDONTWRITEBYTECODE=1
today="--today 2024-07-15"

password=Longpan-2024-first
echo "$password" > "$work/password"
longpan user add --login admin --role administrator --password-file "$work/password" > /dev/null || die "the first account makes the data"

python3 - "$work" << 'PY' || die "making sheets"
import pathlib, sys, sheets
work = pathlib.Path(sys.argv[1])
header = ["企业名称", "统一社会信用代码", "企业类型", "所在地市", "从业人数"]
rows = [[f"江苏导入{i}有限公司", sheets.uscc(f"cli-{i}"), "基础电信企业" if i == 0 else "互联网企业", "南京市", 10 + i] for i in range(20)]
text = lambda lines: "\r\n".join(",".join(map(str, line)) for line in lines) + "\r\n"
(work / "gbk.csv").write_bytes(text([header] + rows[:10]).encode("gb18030"))
(work / "book.xlsx").write_bytes(sheets.workbook({"说明": [["请看第二张表"]], "名单": [["2024年企业名单"], header] + rows[10:] + [["重复企业", rows[10][1], "互联网企业", "南京市", 1]]}))
(work / "code").write_text(rows[0][1])
PY
code=$(cat "$work/code")

expect_code 0 longpan $today import organisation "$work/gbk.csv" --dry-run
expect_words "$work/out" "预览"
expect_words "$work/out" "新建 10"
expect_code 5 longpan $today ledger --org "$code"
expect_words "$work/err" "没有找到单位"
expect_code 0 longpan $today import organisation "$work/gbk.csv"
expect_words "$work/out" "新建 10"
expect_code 0 longpan $today import organisation "$work/gbk.csv" --policy update
expect_words "$work/out" "未变 10"
expect_code 1 longpan $today --lang en import organisation "$work/book.xlsx" --sheet 2 --rejected "$work/rejected.xlsx"
expect_words "$work/out" "10 created"
expect_words "$work/out" "1 rejected"
python3 -c "import sheets,sys; r=sheets.rows_of(open(sys.argv[1],'rb').read()); assert len(r)==2 and '重复' in r[1][-2] and 'repeats row' in r[1][-1], r" "$work/rejected.xlsx" || die "rejected rows"

# Duties appeared by the import alone.
expect_code 0 longpan $today ledger --org "$code"
expect_words "$work/out" "LP2024-"
expect_words "$work/out" "逾期"
expect_code 1 longpan $today ledger --org "$code" --check
longpan $today --json ledger --org "$code" --all --limit 1000 > "$work/ledger.json" || die "ledger as JSON"
no=$(python3 -c "
import json, sys
ledger = json.load(open(sys.argv[1]))
assert ledger['total'] == len(ledger['rows']) > 20, ledger['total']
assert sum(ledger['counts'].values()) == ledger['total'], ledger['counts']
print(next(d['no'] for d in ledger['rows'] if d['state'] == 'overdue'))" "$work/ledger.json") || die "the ledger's counts"
expect_code 0 longpan $today explain "$no"
expect_words "$work/out" "依据"
expect_code 0 longpan $today --lang en explain "$no"
expect_code 5 longpan $today explain LP2024-9999999

for form in xlsx csv json; do
  expect_code 0 longpan $today export organisation "$work/out.$form" --where '{"employees": {"gte": 15}}'
  expect_words "$work/out" "15 行"
done
python3 - "$work" << 'PY' || die "the exports differ"
import csv, io, json, pathlib, sys, sheets
work = pathlib.Path(sys.argv[1])
as_json = sorted(r["no"] for r in json.loads((work / "out.json").read_text()))
as_csv = sorted(r[0] for r in list(csv.reader(io.StringIO((work / "out.csv").read_bytes().decode("utf-8-sig"))))[1:])
as_xlsx = sorted(r[0] for r in sheets.rows_of((work / "out.xlsx").read_bytes())[1:])
assert len(as_json) == 15 and as_json == as_csv == as_xlsx, (as_json, as_csv, as_xlsx)
PY
expect_code 0 longpan $today verify
expect_words "$work/out" "完整"
cp "$work/data/longpan.db" "$work/copy.db"
expect_code 0 longpan --lang en verify "$work/copy.db"
expect_words "$work/out" "intact"
python3 - "$work/copy.db" << 'PY' || die "tampering"
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
assert "journal" in names, names
for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
    db.execute(f"DROP TRIGGER {trigger}")  # whoever holds the file can
db.execute("UPDATE journal SET who = 'nobody' WHERE seq = 3")
db.commit()
PY
expect_code 1 longpan --lang en verify "$work/copy.db"
expect_words "$work/out" "entry 3"
echo "import and export ok"
