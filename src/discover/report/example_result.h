#pragma once
// For tests only: a small scan of an invented company's share, and one of the next month.

#include "base/time.h"
#include "discover/report/titles.h"
#include "discover/result.h"

namespace lp::discover::example {

inline std::int64_t at(const char* text) { return parse_timestamp(text)->micros(); }

inline Finding finding(std::string field, std::string kind, std::uint64_t hits, std::string because, std::string code, std::string sensitivity,
                       std::string masked) {
  Finding f;
  f.field = std::move(field);
  f.kind = std::move(kind);
  f.hits = hits;
  f.values = f.field.empty() ? 0 : hits + 3;
  f.confidence = 97;
  f.because = std::move(because);
  f.distinct = hits - hits / 10;
  f.distinct_exact = hits < 100'000;
  f.examples = {std::move(masked)};
  f.first_offset = 64;
  if (!code.empty()) f.categories = {{"gbt43697", "personal_basic"}, {"telecom", std::move(code)}};
  f.sensitivity = std::move(sensitivity);
  return f;
}

inline Document customers(std::string path, std::uint64_t rows, std::string digest) {
  Document d;
  d.path = std::move(path);
  d.format = "csv";
  d.encoding = "gb18030";
  d.bytes = rows * 96;
  d.rows = rows;
  d.modified = at("2024-06-30T23:10:00+08:00");
  d.digest = std::move(digest);
  d.persons = rows - rows / 20;
  d.persons_exact = rows < 100'000;
  d.level = d.persons >= 100'000 ? Level::important : Level::general;
  d.level_rule = d.persons >= 100'000 ? "pi_over_100000" : "pi_below_100000";
  d.findings = {finding("身份证号", "resident_id_18", rows, "header+validator", "A1-1", "sensitive", "3201**********001X"),
                finding("手机号", "mobile", rows - 5, "header+share", "A1-2", "personal", "199****0000"),
                finding("地址", "address", rows / 2, "context", "A1-5", "personal", "南京市******")};
  return d;
}

inline Document text_document(std::string path, std::string format, std::uint64_t bytes, std::string digest) {
  Document d;
  d.path = std::move(path);
  d.format = std::move(format);
  d.encoding = "utf-8";
  d.bytes = bytes;
  d.digest = std::move(digest);
  d.level_rule = "none";
  return d;
}

inline Coverage coverage() {
  Coverage c;
  c.files = 11;
  c.documents = 8;
  c.bytes_scanned = 92'350'000;
  c.bytes_skipped = 7'650'000;
  c.bytes_found = 100'000'000;
  c.bytes_unpacked = 1'200'000;
  c.skipped_by_reason = {{"encrypted", 2'650'000}, {"needs_ocr", 5'000'000}};
  c.skips = {{"合同/2023.zip!协议.docx", 2'650'000, "encrypted", "ZIP, AES-256"}, {"合同/扫描件.pdf", 5'000'000, "needs_ocr", "48 pages"}};
  return c;
}

// In order of path.
inline ScanResult june() {
  ScanResult r;
  r.root = "/srv/share";
  r.source = "files";
  r.rules_digest = "5f2c9a7d01b34e68";
  r.program = "longpan 0.1.0";
  r.started = at("2024-07-01T02:00:00+08:00");
  r.finished = at("2024-07-01T02:00:08+08:00");
  r.coverage = coverage();
  Document keys = text_document("config/app.env", "text", 2'000, "d1");
  keys.findings = {finding("OPENAI_API_KEY", "secret:openai_key", 1, "secret_rule", "", "none", "sk-proj-****")};
  Document track = customers("vehicle/track_2024-06.csv", 400'000, "d6");
  track.level = Level::core;
  track.level_rule = "matrix_especially_serious_economy";
  r.documents = {keys,
                 text_document("docs/readme.txt", "text", 1'500, "d2"),
                 customers("exports/2024-05/customers_202405.csv", 60'000, "d3"),
                 customers("exports/2024-06/customers_202406.csv", 62'000, "d4"),
                 customers("exports/all/customers.csv", 250'000, "d5"),
                 track,
                 text_document("合同/模板.docx", "docx", 40'000, "d7")};
  return r;
}

// One file grew, one moved, one was copied, one went, one came, one was judged anew.
inline ScanResult july() {
  ScanResult r = june();
  r.started = at("2024-08-01T02:00:00+08:00");
  r.finished = at("2024-08-01T02:00:09+08:00");
  Document moved = text_document("archive/readme.txt", "text", 1'500, "d2");
  Document judged = r.documents[0];
  judged.findings.clear();
  Document grown = customers("exports/all/customers.csv", 340'000, "d5b");
  Document track = r.documents[5];
  r.documents = {moved,
                 judged,
                 customers("exports/2024-06/customers_202406.csv", 62'000, "d4"),
                 customers("exports/2024-07/customers_202407.csv", 64'000, "d8"),
                 customers("exports/2024-07/june_copy.csv", 62'000, "d4"),
                 grown,
                 track,
                 text_document("合同/模板.docx", "docx", 40'000, "d7")};
  return r;
}

inline Titles titles() {
  Titles t;
  t.level_rules = {{"matrix_especially_serious_economy", {"对经济运行造成特别严重危害", "especially serious damage to the economy"}},
                   {"pi_below_100000", {"含个人信息，不足 100,000 人", "personal information of fewer than 100,000 persons"}},
                   {"pi_over_100000", {"含 100,000 人以上个人信息", "personal information of 100,000 persons or more"}}};
  t.kinds = {{"address", {"地址", "Address"}},
             {"mobile", {"手机号码", "Mobile number"}},
             {"resident_id_18", {"居民身份证号码", "Resident identity number"}},
             {"secret:openai_key", {"OpenAI 密钥", "OpenAI key"}}};
  t.classes["telecom"] = {{"A", {{"用户身份和鉴权信息", "User identity and authentication"}, ""}},
                          {"A1-1", {{"自然人身份标识", "Identity of a natural person"}, "A"}},
                          {"A1-2", {{"网络身份标识信息", "Network identity"}, "A"}},
                          {"A1-5", {{"用户私密资料", "Private user data"}, "A"}}};
  return t;
}

}  // namespace lp::discover::example
