#!/usr/bin/env bash
# Bad input at the command line: each gets a sentence in the language asked for and its exit code
# (docs/operating.md); what was stored before stays whole.
set -u
. "$(dirname "$0")/common.sh"
export PYTHONPATH="$source_dir/tests/program" PYTHONDONTWRITEBYTECODE=1
longpan --json example --orgs 4 --assets 8 > "$work/example.json" || die "example"

# Rules
expect_code 0 longpan lint "$source_dir/specs"
cp -r "$source_dir/specs" "$work/specs"
printf 'title: {zh: 坏, en: Bad\n  fields: [' > "$work/specs/records/broken.yaml"
expect_code 1 longpan lint "$work/specs"
expect_words "$work/err" "broken.yaml"
expect_words "$work/err" "错误"
expect_code 1 longpan --lang en lint "$work/specs"
expect_words "$work/err" "error"
expect_code 1 longpan --json lint "$work/specs"
python3 -c "import json,sys; assert json.load(open(sys.argv[1]))['errors'] > 0" "$work/out" || die "lint as JSON"
expect_code 2 "$program" --specs "$work/specs" --data "$work/data" ledger
expect_words "$work/err" "longpan lint"
expect_code 5 longpan lint "$work/nowhere"
expect_code 2 "$program" --specs "$work/specs" --data "$work/data" serve --port 0
expect_words "$work/err" "broken.yaml"
expect_code 2 "$program" --specs "$work/specs" --data "$work/data" --lang en serve --port 0
expect_words "$work/err" "hint: "

# Command lines
expect_code 2 longpan
expect_code 2 longpan frobnicate
expect_code 2 longpan ledger --state nonsense
expect_words "$work/err" "nonsense"
expect_code 2 longpan --today 2024-02-30 ledger
expect_words "$work/err" "2024-02-30"
expect_words "$work/err" "不是有效日期"
expect_code 2 longpan --lang en --today tomorrow ledger
expect_words "$work/err" "not a date"
expect_code 0 longpan --today 1999-12-31 ledger    # a wrong clock: an answer, no crash
expect_code 0 longpan --today 2150-01-01 ledger

# Sheets
expect_code 5 longpan import spaceship "$work/example.json"
expect_words "$work/err" "spaceship"
expect_words "$work/err" "没有这种记录"
expect_code 5 longpan import organisation "$work/missing.xlsx"
expect_code 5 longpan --lang en export spaceship "$work/x.csv"
expect_words "$work/err" "no record kind"
expect_code 2 longpan export organisation "$work/x.pdf"
expect_code 2 longpan export organisation "$work/x.csv" --where '{"nosuch": 1}'
expect_code 2 longpan export organisation "$work/x.csv" --where '{broken'
python3 - "$work" << 'PY' || die "making bad sheets"
import pathlib, sys, sheets
work = pathlib.Path(sys.argv[1])
book = sheets.workbook({"S": [["企业名称"], ["甲"]]})
(work / "half.xlsx").write_bytes(book[:len(book) // 2])
(work / "bomb.xlsx").write_bytes(sheets.bomb(40))
(work / "macro.xlsm").write_bytes(sheets.workbook({"S": [["企业名称"]]}, extra={"xl/vbaProject.bin": b"x"}))
(work / "empty.csv").write_bytes(b"")
(work / "other.csv").write_bytes("日期,温度\n2024-07-01,31\n".encode())
(work / "quotes.csv").write_bytes(b'name,uscc\n"never closed,1\n')
header = "企业名称,统一社会信用代码,企业类型,所在地市\n"
line = lambda name, seed: f"{name},{sheets.uscc(seed)},互联网企业,南京市\n"
(work / "mixed.csv").write_bytes(header.encode() + line("前行企业", "m1").encode() + line("中行企业", "m2").encode("gb18030") + line("后行企业", "m3").encode())
(work / "broken.csv").write_bytes((header + line("好行一", "b1") + '"没有关上的引号,' + sheets.uscc("b2") + ",互联网企业,南京市\n" + line("好行二", "b3")).encode())
(work / "twice.csv").write_bytes((header + line("先来", "t1") + line("后到", "t1")).encode())
big = ["<row><c><v>1</v></c></row>"] * 1048577  # one more than a sheet can hold
(work / "million.xlsx").write_bytes(sheets.workbook({"S": "<worksheet><sheetData>" + sheets.sheet_xml([header.strip().split(",")]).split("<sheetData>")[1].split("</sheetData>")[0] + "".join(big) + "</sheetData></worksheet>"}))
PY
expect_code 2 longpan import organisation "$work/half.xlsx"
expect_words "$work/err" "损坏"
expect_code 8 longpan import organisation "$work/bomb.xlsx"
expect_words "$work/err" "压缩炸弹"
expect_code 13 longpan --lang en import organisation "$work/macro.xlsm"
expect_words "$work/err" "macro"
expect_code 2 longpan import organisation "$work/empty.csv"
expect_words "$work/err" "文件为空"
expect_code 2 longpan import organisation "$work/other.csv"
expect_words "$work/err" "工作表"
expect_code 1 longpan import organisation "$work/quotes.csv"
# A line of another encoding and a quote that never closes cost nobody a row; a repeated code costs its own.
expect_code 0 longpan import organisation "$work/mixed.csv"
expect_words "$work/out" "新建 3"
expect_code 0 longpan --lang en import organisation "$work/broken.csv"
expect_words "$work/out" "3 created"
expect_code 1 longpan import organisation "$work/twice.csv"
expect_words "$work/out" "新建 1"
expect_words "$work/err" "重复"
expect_code 8 longpan import organisation "$work/million.xlsx"
grep -qE '行|压缩' "$work/err" || die "a sheet of a million rows: $(cat "$work/err")"
expect_code 8 longpan --lang en import organisation "$work/million.xlsx"

# Another user: an unreadable file, a folder nobody may write into.
if [ "$(id -u)" = 0 ] && command -v setpriv > /dev/null; then
  as_nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups "$program" --specs "$source_dir/specs" "$@"; }
  cp -r "$work/data" "$work/theirs" && chmod a+rx "$work" && chown -R 65534:65534 "$work/theirs"
  echo "企业名称" > "$work/secret.csv" && chmod 600 "$work/secret.csv"
  expect_code 12 as_nobody --data "$work/theirs" import organisation "$work/secret.csv"
  expect_words "$work/err" "没有权限"
  chown -R root "$work/theirs" && chmod -R a+rX,a-w "$work/theirs"
  expect_code 10 as_nobody --data "$work/theirs" --lang en import organisation "$work/other.csv" --column 1=name
  expect_words "$work/err" "writable"
fi

# A disk that is full: a tmpfs of a few megabytes where mounting is allowed, else a limit on file sizes.
full="$work/full" && mkdir "$full"
python3 -c "
import pathlib, sys, sheets
rows = [['企业名称', '统一社会信用代码', '企业类型', '所在地市', '通信地址']] + [[f'满盘企业{i}', sheets.uscc(f'full-{i}'), '互联网企业', '南京市', '路' * 190] for i in range(3000)]
pathlib.Path(sys.argv[1]).write_bytes(sheets.workbook({'S': rows}))" "$work/many.xlsx"
if mount -t tmpfs -o size="$(($(du -sk "$work/data" | cut -f1) + 1500))k" none "$full" 2> /dev/null; then
  cp -r "$work/data/." "$full/"
  expect_code 10 "$program" --specs "$source_dir/specs" --data "$full" import organisation "$work/many.xlsx"
  expect_words "$work/err" "磁盘"
  cp "$full/longpan.db" "$work/after.db"; cp "$full/longpan.db-wal" "$work/after.db-wal" 2> /dev/null
  umount "$full"
else
  cp -r "$work/data/." "$full/"
  limit=$(($(stat -c %s "$full/longpan.db") / 1024 + 800))
  limited() { (trap '' XFSZ; ulimit -f "$limit"; "$program" --specs "$source_dir/specs" --data "$full" "$@"); }
  expect_code 10 limited import organisation "$work/many.xlsx"
  cp "$full/longpan.db" "$work/after.db"; cp "$full/longpan.db-wal" "$work/after.db-wal" 2> /dev/null
fi
expect_code 0 longpan verify --no-files "$work/after.db"
expect_words "$work/out" "完整"

longpan verify > "$work/out" || die "verify"
expect_words "$work/out" "完整"
echo "bad input ok"
