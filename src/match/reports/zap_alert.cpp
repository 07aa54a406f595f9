#include "match/reports/zap_alert.h"

#include "base/text.h"
#include "match/findings/identity.h"
#include "match/reports/report_text.h"

namespace lp::match {

void take_zap(const ZapAlert& alert, std::string_view uri, std::string_view method, std::string_view parameter, std::string where, ReportSink& sink) {
  constexpr std::string_view risks[] = {"none", "low", "medium", "high"};
  ReportedFinding f;
  const UrlParts url = split_url(uri);
  f.asset = !alert.host.empty() ? to_lower_ascii(alert.host) : url.host;
  sink.scanned(f.asset);
  const std::string_view risk = trim(alert.risk);
  if (risk == "0") return sink.leave_out("informational");
  if (risk == "-1") return sink.leave_out("false_positive");
  if (risk.size() == 1 && risk[0] >= '1' && risk[0] <= '3') f.severity = risks[risk[0] - '0'];
  const int port = port_of(alert.port);
  f.component = service("tcp", port != 0 ? port : url.port);
  add_ids(f.ids, alert.name);
  const std::string& rule = alert.reference.empty() ? alert.plugin : alert.reference;
  if (f.ids.empty() && !rule.empty()) f.ids = {"zap:" + rule};
  f.location = without_query_values(uri);
  // Before the address: behind it they would be a part of its query.
  std::string how(trim(method));
  const std::string_view name = trim(parameter);
  if (!name.empty() && name.size() <= 80 && name.find_first_of("=?#;/") == std::string_view::npos) how += " [" + std::string(name) + "]";
  if (!how.empty() && !f.location.empty()) f.location = how + " " + f.location;
  f.title = alert.name;
  f.source = "zap";
  f.reason = "the rule " + rule + " found it";
  f.where = std::move(where);
  sink.take(std::move(f));
}

}  // namespace lp::match
