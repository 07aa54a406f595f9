// ZAP: "traditional" JSON reports.
#include "match/reports/report_json.h"
#include "match/reports/zap_alert.h"

namespace lp::match {
namespace {

void take_site(JsonElement site, const std::string& place, ReportSink& sink) {
  sink.scanned(text_at(site, "@host"));
  each_at(site, "alerts", [&](JsonElement item, std::size_t i) {
    const ZapAlert alert{std::string(text_at(site, "@host")), any_text_at(site, "@port"), any_text_at(item, "pluginid"), any_text_at(item, "alertRef"), std::string(text_at(item, "name").empty() ? text_at(item, "alert") : text_at(item, "name")), any_text_at(item, "riskcode")};
    const std::string where = place + "/alerts/" + std::to_string(i);
    bool any = false;
    each_at(item, "instances", [&](JsonElement instance, std::size_t n) {
      any = true;
      take_zap(alert, text_at(instance, "uri"), text_at(instance, "method"), text_at(instance, "param"), where + "/instances/" + std::to_string(n), sink);
    });
    if (!any) take_zap(alert, {}, {}, {}, where, sink);
  });
}

int sniff(std::string_view head) { return looks_like_json(head) && has_key(head, "site") && (has_key(head, "alerts") || has_key(head, "@programName") || has_key(head, "@generated")) ? 90 : 0; }

void read(std::string_view bytes, ReportSink& sink) {
  ReportJson json;
  if (!json.parse(bytes, sink)) return;
  const JsonElement sites = at(json.root(), "site");
  if (sites.is_object()) return take_site(sites, "/site", sink);
  if (!sites.is_array()) return sink.fail("no site");
  each_of(sites, [&](JsonElement site, std::size_t i) { take_site(site, "/site/" + std::to_string(i), sink); });
}

}  // namespace

ReportFormat report_zap_json() { return {"zap_json", "ZAP JSON", "ZAP JSON", sniff, read}; }

}  // namespace lp::match
