// CSV of Nessus, Tenable.io, Tenable.sc and of web application scans: four sets of column names.
#include "base/text.h"
#include "match/reports/report_csv.h"
#include "match/reports/report_text.h"

namespace lp::match {
namespace {

void take(const CsvRow& row, ReportSink& sink) {
  ReportedFinding f;
  const UrlParts host = split_url(row.get({"host", "ipaddress", "assetdisplayipv4address", "assetname", "assethostname", "dnsname", "fqdn"}));
  f.asset = host.host;
  sink.scanned(f.asset);
  f.severity = severity_of_word(row.get({"risk", "severity", "riskfactor", "definitionseverity"}));
  if (f.severity == "none") return sink.leave_out("informational");
  const std::string_view state = row.get({"vulnerabilitystate", "state"});
  if (to_lower_ascii(state) == "fixed") return sink.leave_out("fixed");
  f.component = service(row.get({"protocol"}), port_of(row.get({"port"})));
  add_ids(f.ids, row.get({"cve", "definitioncve"}));
  const std::string rule(row.get({"pluginid", "plugin", "definitionid"}));
  if (f.ids.empty() && !rule.empty()) f.ids = {"nessus:" + rule};
  f.title = row.get({"name", "pluginname", "definitionname"});
  add_score(f.scores, row.get({"cvss3vector", "cvssv3vector", "definitioncvss3basevector"}), score_of(row.get({"cvss3basescore", "cvssv3basescore", "cvssv3", "definitioncvss3basescore"})));
  add_score(f.scores, row.get({"cvssvector", "cvssv2vector", "definitioncvss2basevector"}), score_of(row.get({"cvssbasescore", "cvssv2basescore", "cvss", "definitioncvss2basescore"})));
  f.source = "nessus";
  f.reason = "the plugin " + rule + " found it";
  f.where = row.where();
  sink.take(std::move(f));
}

int sniff(std::string_view head) {
  const auto header = csv_header(head);
  if (has_columns(header, {"pluginid", "risk", "host", "name"})) return 95;
  if (has_columns(header, {"plugin", "pluginname", "severity", "ipaddress"})) return 95;
  return has_columns(header, {"definitionid", "definitionname", "severity"}) ? 95 : 0;
}
void read(std::string_view bytes, ReportSink& sink) {
  each_csv_row(bytes, sink, [&](const CsvRow& row) { take(row, sink); });
}

}  // namespace

ReportFormat report_nessus_csv() { return {"nessus_csv", "Nessus/Tenable CSV", "Nessus/Tenable CSV", sniff, read}; }

}  // namespace lp::match
