// "CSV Results" of OpenVAS and Greenbone.
#include "base/text.h"
#include "match/reports/report_csv.h"
#include "match/reports/report_text.h"

namespace lp::match {
namespace {

void take(const CsvRow& row, ReportSink& sink) {
  ReportedFinding f;
  f.asset = row.get({"ip", "hostname"});
  sink.scanned(f.asset);
  const std::string_view severity = row.get({"severity"});
  const double score = score_of(row.get({"cvss"}));
  if (severity == "Log" || score == 0) return sink.leave_out("informational");
  if (severity == "False Positive") return sink.leave_out("false_positive");
  f.component = service(row.get({"portprotocol"}), port_of(row.get({"port"})));
  add_ids(f.ids, row.get({"cves"}));
  const std::string_view oid = row.get({"nvtoid"});
  if (f.ids.empty()) add_ids(f.ids, oid);
  if (f.ids.empty()) add_ids(f.ids, row.get({"nvtname"}));
  if (f.ids.empty() && !oid.empty()) f.ids = {"openvas:" + std::string(oid)};
  f.title = row.get({"nvtname"});
  f.severity = score >= 0 ? severity_of_score(score) : severity_of_word(severity);
  add_score(f.scores, {}, score);
  f.source = "openvas";
  f.reason = oid.empty() ? "" : "the test " + std::string(oid) + " found it";
  f.where = row.where();
  sink.take(std::move(f));
}

int sniff(std::string_view head) { return has_columns(csv_header(head), {"ip", "nvtname", "nvtoid", "severity"}) ? 95 : 0; }
void read(std::string_view bytes, ReportSink& sink) {
  each_csv_row(bytes, sink, [&](const CsvRow& row) { take(row, sink); });
}

}  // namespace

ReportFormat report_openvas_csv() { return {"openvas_csv", "OpenVAS/Greenbone CSV", "OpenVAS/Greenbone CSV", sniff, read}; }

}  // namespace lp::match
