#!/usr/bin/env bash
# The match command from outside: feeds to image to findings, a book over time, one flaw everywhere, exit codes, bad input.
set -u
. "$(dirname "$0")/common.sh"
python3 - "$work" <<'PY'
import json, pathlib, sys
work = pathlib.Path(sys.argv[1])
def osv(id, package, fixed, aliases=(), ecosystem="PyPI", severity="HIGH"):
    return {"id": id, "modified": "2024-05-01T00:00:00Z", "aliases": list(aliases), "summary": f"flaw of {package}",
            "affected": [{"package": {"ecosystem": ecosystem, "name": package}, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": fixed}]}]}],
            "database_specific": {"severity": severity}}
feeds = work / "feeds"; feeds.mkdir()
(feeds / "a.jsonl").write_text("\n".join(json.dumps(o) for o in [osv("GHSA-aaaa", "requests", "2.20.0", ["CVE-2018-18074"]), osv("PYSEC-2018-28", "Requests", "2.20.0", ["CVE-2018-18074"]),
                               osv("GHSA-bbbb", "django", "3.2.1", ["CVE-2021-1"])]) + "\n")
(feeds / "kev.json").write_text(json.dumps({"title": "CISA Catalog of Known Exploited Vulnerabilities", "catalogVersion": "2024.05.01", "dateReleased": "2024-05-01T00:00:00Z", "count": 1,
    "vulnerabilities": [{"cveID": "CVE-2018-18074", "vendorProject": "x", "product": "y", "vulnerabilityName": "z", "dateAdded": "2024-05-01", "shortDescription": "", "requiredAction": "", "dueDate": "2024-05-22", "knownRansomwareCampaignUse": "Unknown", "notes": ""}]}))
(work / "broken.jsonl").write_text('{"id": "GHSA-cccc", "modified": "2024-05-01T00:00:00Z", "affected": [{"package": {"ecosystem": "PyPI", "name": "flask"}, "versions": ["1.0"]}]}\n{"id": 7}\n{"id": "GHSA-dd\n')
def bom(*purls):
    return {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": [{"type": "library", "name": p.split("/")[-1].split("@")[0], "version": p.split("@")[1], "purl": p, "bom-ref": f"r{i}"} for i, p in enumerate(purls)]}
(work / "bom.json").write_text(json.dumps(bom("pkg:pypi/requests@2.19.0", "pkg:pypi/django@3.2.0", "pkg:pypi/flask@1.0")))
(work / "fixed.json").write_text(json.dumps(bom("pkg:pypi/requests@2.31.0", "pkg:pypi/django@3.2.0", "pkg:pypi/flask@1.0")))
bad = bom("pkg:pypi/requests@2.19.0"); bad["components"] += [{"type": "library", "purl": "pkg:golang/@%28devel%29"}, 7, {"type": "library", "name": "flask", "version": "1.0", "purl": "pkg:pypi/flask@1.0"}]
(work / "bad.json").write_text(json.dumps(bad))
for enterprise, flask in (("甲公司", "1.0"), ("乙公司", "2.0")):
    (work / "enterprises" / enterprise).mkdir(parents=True)
    (work / "enterprises" / enterprise / "bom.json").write_text(json.dumps(bom(f"pkg:pypi/flask@{flask}", "pkg:pypi/requests@2.31.0")))
(work / "new.json").write_text(json.dumps(osv("GHSA-eeee", "flask", "1.5", ["CVE-2024-9"])))
withdrawn = osv("GHSA-eeee", "flask", "1.5", ["CVE-2024-9"]); withdrawn["modified"] = "2024-06-01T00:00:00Z"; withdrawn["withdrawn"] = "2024-06-01T00:00:00Z"
(work / "withdrawn.json").write_text(json.dumps(withdrawn))
PY
image=$work/advisories.image

# Feeds to an image; bad records are counted and named, the rest is taken.
expect_code 5 longpan match sbom "$work/bom.json" --image "$work/none.image"
expect_words "$work/err" "longpan match import"
expect_code 0 longpan match import "$work/feeds" --image "$image"
expect_words "$work/out" "3 条漏洞公告"
[ -s "$image.signals" ] || die "no signals beside the image"
expect_code 1 longpan match import "$work/broken.jsonl" --image "$work/broken.image"
expect_words "$work/err" "broken.jsonl:2"
expect_code 2 longpan match import "$work/bom.json" --image "$work/no.image"

# Findings: one for each flaw, whoever tells it; all forms; the exit code.
expect_code 0 longpan --json match sbom "$work/bom.json" --image "$image" --out "$work/f.json" --csv "$work/f.csv" --html "$work/f.html" --sarif "$work/f.sarif"
python3 - "$work/out" "$work/f.sarif" <<'PY' || die "the findings: $(cat "$work/out")"
import json, sys
found = json.load(open(sys.argv[1], encoding="utf-8"))
flaws = {f["flaw"]: f for f in found["findings"]}
assert set(flaws) == {"CVE-2018-18074", "CVE-2021-1"}, flaws.keys()
assert len(found["findings"]) == 2 and found["components"] == 3
assert set(flaws["CVE-2018-18074"]["ids"]) >= {"GHSA-aaaa", "CVE-2018-18074"}
assert flaws["CVE-2018-18074"]["priority"]["rank"] > flaws["CVE-2021-1"]["priority"]["rank"], "KEV comes first"
assert any(s["source"] == "kev" for s in flaws["CVE-2018-18074"]["priority"]["why"])
assert flaws["CVE-2021-1"]["fixed_versions"] == ["3.2.1"] and flaws["CVE-2021-1"]["reason"]
sarif = json.load(open(sys.argv[2], encoding="utf-8"))
assert len(sarif["runs"][0]["results"]) == 2
PY
if [ -n "${LONGPAN_SARIF_SCHEMA:-}" ]; then
  /usr/bin/python3 - "$LONGPAN_SARIF_SCHEMA" "$work/f.sarif" <<'PY' || die "SARIF"
import json, sys
import jsonschema
jsonschema.Draft7Validator(json.load(open(sys.argv[1]))).validate(json.load(open(sys.argv[2], encoding="utf-8")))
PY
else
  echo "skipped in part: the schema of SARIF is not there (LONGPAN_SARIF_SCHEMA)"
fi
grep -q CVE-2018-18074 "$work/f.html" || die "the page"
[ "$(wc -l < "$work/f.csv")" = 3 ] || die "the sheet"
expect_code 16 longpan match sbom "$work/bom.json" --image "$image" --fail-on any
expect_code 1 longpan match sbom "$work/bad.json" --image "$image"
expect_words "$work/out" CVE-2018-18074
expect_words "$work/err" /components/

# A book: the same again changes nothing; what is mended is closed; what comes back is a new finding.
expect_code 0 longpan match sbom "$work/bom.json" --image "$image" --book "$work/book.jsonl" --asset web01
expect_words "$work/out" "新增 2"
expect_code 0 longpan match sbom "$work/bom.json" --image "$image" --book "$work/book.jsonl" --asset web01
expect_words "$work/out" "新增 0，不变 2"
cp "$work/book.jsonl" "$work/before.jsonl"
expect_code 0 longpan match sbom "$work/fixed.json" --image "$image" --book "$work/book.jsonl" --asset web01
expect_words "$work/out" "关闭 1"
expect_code 1 longpan match diff "$work/before.jsonl" "$work/book.jsonl"
expect_code 0 longpan match diff "$work/book.jsonl" "$work/book.jsonl"
expect_code 0 longpan match sbom "$work/bom.json" --image "$image" --book "$work/book.jsonl" --asset web01
expect_words "$work/out" "复发 1"
expect_code 0 longpan --json match findings "$work/book.jsonl" --flaw cve-2021-1
id=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["findings"][0]["id"])' "$work/out")
expect_code 2 longpan match accept "$work/book.jsonl" "$id" --until 2024-12-31
expect_code 0 longpan --today 2024-07-15 match accept "$work/book.jsonl" "$id" --until 2024-12-31 --by 张三 --reason 年底退役
expect_code 0 longpan --today 2024-07-16 match findings "$work/book.jsonl" --flaw CVE-2021-1
expect_words "$work/out" "没有符合条件"
expect_code 0 longpan --today 2025-01-01 match findings "$work/book.jsonl" --flaw CVE-2021-1
expect_words "$work/out" CVE-2021-1
( flock 9; longpan match sbom "$work/bom.json" --image "$image" --book "$work/book.jsonl" > "$work/out" 2> "$work/err" && die "two writers"; true ) 9> "$work/book.jsonl.lock" || exit 1
expect_words "$work/err" "book.jsonl"
echo '{"torn' >> "$work/before.jsonl"
longpan match findings "$work/before.jsonl" > "$work/out" 2> "$work/err" && die "a torn book"

# Why, and why not.
expect_code 1 longpan match explain CVE-2018-18074 --image "$image" --purl pkg:pypi/requests@2.19.0
expect_words "$work/out" 受影响
expect_code 0 longpan match explain CVE-2018-18074 --image "$image" --purl pkg:pypi/requests@2.20.0
expect_code 0 longpan match explain CVE-2018-18074 --image "$image" --purl pkg:npm/requests@2.19.0
expect_code 5 longpan match explain CVE-1999-1 --image "$image" --purl pkg:pypi/requests@2.19.0
expect_code 1 longpan match explain CVE-2018-18074 --image "$image" --inventory "$work/bom.json" --name requests

# One flaw found, everyone alike checked; a preview until it is applied; a withdrawal takes it back.
expect_code 0 longpan match retro "$work/new.json" --image "$image" --inventories "$work/enterprises" --notices "$work/notices.csv"
expect_words "$work/out" 甲公司
grep -q 乙公司 "$work/out" && die "this one has a mended version"
grep -q '甲公司.*1\.5' "$work/notices.csv" || die "the notice: $(cat "$work/notices.csv")"
expect_words "$work/out" "--apply"
expect_code 0 longpan --json match retro "$work/new.json" --image "$image" --inventories "$work/enterprises" --apply
python3 -c 'import json, sys; r = json.load(open(sys.argv[1])); assert len(r["new"]) == 1 and not r["closed"], r' "$work/out" || die "retro: $(cat "$work/out")"
expect_code 0 longpan --json match retro "$work/new.json" --image "$image" --inventories "$work/enterprises"
python3 -c 'import json, sys; r = json.load(open(sys.argv[1])); assert not r["new"] and not r["closed"], r' "$work/out" || die "again: $(cat "$work/out")"
expect_code 0 longpan --json match retro "$work/withdrawn.json" --image "$image" --inventories "$work/enterprises" --apply
python3 -c 'import json, sys; r = json.load(open(sys.argv[1])); assert len(r["closed"]) == 1 and not r["new"], r' "$work/out" || die "withdrawn: $(cat "$work/out")"

# Reports of scanners into the same kind of book.
cat > "$work/nuclei.jsonl" <<'J'
{"template-id":"CVE-2021-1","info":{"name":"a flaw","severity":"critical","classification":{"cve-id":["cve-2021-1"]}},"type":"http","host":"https://a.example","matched-at":"https://a.example/x?token=secretvalue","ip":"192.0.2.1","timestamp":"2024-05-01T00:00:00Z","matcher-status":true}
J
expect_code 0 longpan match report "$work/nuclei.jsonl" --book "$work/scan.jsonl"
expect_words "$work/out" "新增 1"
expect_code 0 longpan match report "$work/nuclei.jsonl" --book "$work/scan.jsonl"
expect_words "$work/out" "新增 0，不变 1"
grep -q secretvalue "$work/scan.jsonl" && die "a value of a query is kept"
head -c 3000 /dev/zero > "$work/zeros"
expect_code 2 longpan match report "$work/zeros"
expect_code 0 longpan match formats
for word in cyclonedx osv nuclei pypi; do expect_words "$work/out" "$word"; done
expect_code 0 longpan --lang en match sbom --help
expect_words "$work/out" "examples"
# A full disk loses no book.
before=$(sha256sum < "$work/book.jsonl")
if [ -e /dev/full ]; then longpan match sbom "$work/bom.json" --image "$image" --csv /dev/full > "$work/out" 2> "$work/err" && die "a full disk was not told"; fi
[ "$before" = "$(sha256sum < "$work/book.jsonl")" ] || die "the book changed"
exit 0
