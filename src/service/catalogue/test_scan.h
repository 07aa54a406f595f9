#pragma once
// Scan results for tests, as data discovery writes them.

#include <string>

#include "base/json.h"
#include "service/catalogue/scan_summary.h"

namespace lp::service::testing {

struct Doc {
  std::string path;
  std::int64_t bytes = 0, rows = 0, persons = 0;
  std::string level = "general", sensitivity = "personal";
  bool sampled = false;
};

inline json::object document(const Doc& d) {
  json::object out{{"path", d.path}, {"format", "csv"}, {"encoding", "utf-8"}, {"bytes", d.bytes}, {"rows", d.rows}, {"persons", d.persons},
                   {"persons_exact", true}, {"sampled", d.sampled}, {"level", d.level}, {"level_rule", d.level == "general" ? "" : "pi_over_100000"}};
  json::array findings;
  if (!d.sensitivity.empty()) {
    findings.push_back(json::object{{"field", "手机号"}, {"kind", "mobile"}, {"hits", d.rows}, {"values", d.rows}, {"confidence", 99}, {"because", "header+share"},
                                    {"distinct", d.persons}, {"categories", json::object{{"telecom", "A1-2"}, {"gbt43697", "personal_online"}, {"moon", "x"}}},
                                    {"sensitivity", d.sensitivity}});
  }
  out["findings"] = std::move(findings);
  return out;
}

inline json::object scan(std::initializer_list<Doc> docs, std::string_view source = "postgresql", std::string_view root = "crm") {
  json::array documents;
  std::int64_t bytes = 0;
  for (const Doc& d : docs) {
    documents.push_back(document(d));
    bytes += d.bytes;
  }
  json::object out{{"format", scan_format}, {"root", root}, {"source", source}, {"rules_digest", "r1"}, {"program", "longpan 0.2.0"},
                   {"started", 1720000000000000}, {"finished", 1720000060000000}, {"interrupted", false}, {"sampling", ""}};
  out["coverage"] = json::object{{"files", documents.size()}, {"documents", documents.size()}, {"bytes_found", bytes}, {"bytes_scanned", bytes},
                                 {"bytes_skipped", 0}, {"bytes_unpacked", 0}, {"skipped_by_reason", json::object{}}, {"skips", json::array{}}};
  out["documents"] = std::move(documents);
  return out;
}

}  // namespace lp::service::testing
