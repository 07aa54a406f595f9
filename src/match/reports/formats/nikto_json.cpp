// nikto -Format json: an object, or a list with one for each host.
#include "match/reports/nikto_item.h"
#include "match/reports/report_json.h"

namespace lp::match {
namespace {

void take_host(JsonElement host, const std::string& place, ReportSink& sink) {
  const std::string port = any_text_at(host, "port");
  sink.scanned(text_at(host, "host"));
  each_at(host, "vulnerabilities", [&](JsonElement item, std::size_t i) {
    const std::string id = any_text_at(item, "id"), osvdb = any_text_at(item, "OSVDB");
    take_nikto({id, text_at(host, "host"), text_at(host, "ip"), port, text_at(item, "url"), text_at(item, "msg"), osvdb}, place + "/vulnerabilities/" + std::to_string(i), sink);
  });
}

int sniff(std::string_view head) { return looks_like_json(head) && has_key(head, "host") && has_key(head, "banner") && has_key(head, "vulnerabilities") ? 90 : 0; }

void read(std::string_view bytes, ReportSink& sink) {
  ReportJson json;
  if (!json.parse(bytes, sink)) return;
  if (json.root().is_object()) return take_host(json.root(), "", sink);
  each_of(json.root(), [&](JsonElement host, std::size_t i) { take_host(host, "/" + std::to_string(i), sink); });
}

}  // namespace

ReportFormat report_nikto_json() { return {"nikto_json", "nikto JSON", "nikto JSON", sniff, read}; }

}  // namespace lp::match
