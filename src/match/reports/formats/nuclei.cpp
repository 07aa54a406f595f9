// nuclei -json, -jsonl: requests, responses and extracted values are not kept.
#include "base/text.h"
#include "match/reports/report_json.h"
#include "match/reports/report_text.h"

namespace lp::match {
namespace {

std::string first_of(JsonElement e, std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys)
    if (std::string text = any_text_at(e, key); !text.empty()) return text;
  return {};
}

void take(JsonElement item, const std::string& where, ReportSink& sink) {
  const JsonElement info = at(item, "info");
  const std::string rule = first_of(item, {"template-id", "templateID", "template_id"});
  if (rule.empty()) return sink.refuse(where, "no_id", "an item has no template-id");
  const std::string place = first_of(item, {"matched-at", "matched", "url", "host"});
  const UrlParts url = split_url(place);
  const std::string host = first_of(item, {"host", "ip"});
  ReportedFinding f;
  f.asset = host.empty() ? url.host : split_url(host).host;
  sink.scanned(f.asset);
  const std::string severity = severity_of_word(text_at(info, "severity"));
  if (severity == "none") return sink.leave_out("informational");
  int port = url.port != 0 ? url.port : split_url(host).port;
  if (const int stated = port_of(any_text_at(item, "port")); stated != 0) port = stated;
  f.component = service("tcp", port);
  const JsonElement classification = at(info, "classification");
  for (const std::string& id : texts_at(classification, "cve-id")) add_ids(f.ids, id);
  if (f.ids.empty()) add_ids(f.ids, rule);
  // One template tells several things apart by its matchers.
  const std::string_view matcher = text_at(item, "matcher-name");
  if (f.ids.empty()) f.ids.push_back("nuclei:" + rule + (matcher.empty() ? "" : ":" + std::string(matcher)));
  f.location = place.find("://") == std::string::npos ? std::string() : place;
  f.title = text_at(info, "name");
  f.severity = severity;
  add_score(f.scores, text_at(classification, "cvss-metrics"), number_at(classification, "cvss-score"));
  f.source = "nuclei";
  f.reason = "the template " + rule + " matched";
  f.where = where;
  sink.take(std::move(f));
}

int sniff(std::string_view head) {
  if (!looks_like_json(head) || !has_key(head, "info")) return 0;
  return has_key(head, "template-id") || has_key(head, "templateID") ? 95 : 0;
}
void read(std::string_view bytes, ReportSink& sink) {
  each_json_line(bytes, sink, [&](JsonElement item, const std::string& where) { take(item, where, sink); });
}

}  // namespace

ReportFormat report_nuclei() { return {"nuclei", "nuclei JSON", "nuclei JSON", sniff, read}; }

}  // namespace lp::match
