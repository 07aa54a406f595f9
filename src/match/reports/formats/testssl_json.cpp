// testssl.sh --jsonfile (a flat list) and --jsonfile-pretty (sections by target).
#include "match/reports/report_json.h"
#include "match/reports/testssl_item.h"

namespace lp::match {
namespace {

void take(JsonElement item, std::string_view host, std::string_view port, std::string where, ReportSink& sink) {
  const std::string own_port = any_text_at(item, "port");
  take_testssl({text_at(item, "id"), host.empty() ? text_at(item, "ip") : host, port.empty() ? std::string_view(own_port) : port, text_at(item, "severity"), text_at(item, "finding"), text_at(item, "cve")}, std::move(where), sink);
}

int sniff(std::string_view head) {
  if (!looks_like_json(head)) return 0;
  if (has_key(head, "testssl") || has_key(head, "at") ) return has_key(head, "scanResult") || has_key(head, "Invocation") ? 95 : 0;
  return has_key(head, "id") && has_key(head, "ip") && has_key(head, "finding") && has_key(head, "severity") ? 85 : has_key(head, "scanResult") && has_key(head, "targetHost") ? 90 : 0;
}

void read(std::string_view bytes, ReportSink& sink) {
  ReportJson json;
  if (!json.parse(bytes, sink)) return;
  if (json.root().is_array()) return each_of(json.root(), [&](JsonElement item, std::size_t i) { take(item, {}, {}, "/" + std::to_string(i), sink); });
  if (!has(json.root(), "scanResult")) return sink.fail("no results of testssl.sh");
  each_at(json.root(), "scanResult", [&](JsonElement target, std::size_t t) {
    const std::string host = std::string(text_at(target, "targetHost")) + "/" + std::string(text_at(target, "ip"));
    const std::string port = any_text_at(target, "port");
    each_member(target, [&](std::string_view section, JsonElement items) {
      each_of(items, [&](JsonElement item, std::size_t i) { take(item, host, port, "/scanResult/" + std::to_string(t) + "/" + std::string(section) + "/" + std::to_string(i), sink); });
    });
  });
}

}  // namespace

ReportFormat report_testssl_json() { return {"testssl_json", "testssl.sh JSON", "testssl.sh JSON", sniff, read}; }

}  // namespace lp::match
