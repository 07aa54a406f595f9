#include "match/reports/testssl_item.h"

#include "base/text.h"
#include "match/reports/report_text.h"

namespace lp::match {

void take_testssl(const TestsslItem& item, std::string where, ReportSink& sink) {
  if (item.id.empty()) return sink.refuse(where, "no_id", "an item has no id");
  const std::string_view name = item.host.substr(0, item.host.find('/'));
  ReportedFinding f;
  f.asset = name.empty() && item.host.size() > 1 ? item.host.substr(1) : name;
  sink.scanned(f.asset);
  const std::string_view severity = item.severity;
  if (severity == "OK" || severity == "INFO" || severity == "DEBUG") return sink.leave_out("informational");
  if (severity == "WARN" || severity == "FATAL") return sink.leave_out("scan_problem");
  // A grade sums up what stands beside it.
  if (item.id == "overall_grade" || item.id == "final_score" || item.id.starts_with("grade_cap_reason")) return sink.leave_out("rating");
  f.component = service("tcp", port_of(item.port));
  add_ids(f.ids, item.cve);
  if (f.ids.empty()) f.ids = {"testssl:" + std::string(item.id)};
  f.title = std::string(item.id) + ": " + std::string(item.finding);
  f.severity = severity_of_word(severity);
  f.source = "testssl";
  f.where = std::move(where);
  sink.take(std::move(f));
}

}  // namespace lp::match
