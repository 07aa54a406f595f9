// sslyze --json_out, of versions 3 (scan_commands_results) and 4 on (scan_result with a status each). It grades nothing.
#include <array>

#include "base/text.h"
#include "match/reports/report_json.h"
#include "match/reports/report_text.h"

namespace lp::match {
namespace {

struct Flag { const char *command, *key; bool bad; const char *id, *title; };
constexpr auto flags = std::to_array<Flag>({
    {"heartbleed", "is_vulnerable_to_heartbleed", true, "CVE-2014-0160", "Heartbleed"},
    {"openssl_ccs_injection", "is_vulnerable_to_ccs_injection", true, "CVE-2014-0224", "CCS injection"},
    {"tls_compression", "supports_compression", true, "CVE-2012-4929", "TLS compression"},
    {"session_renegotiation", "supports_secure_renegotiation", false, "CVE-2009-3555", "insecure renegotiation"},
    {"session_renegotiation", "is_vulnerable_to_client_renegotiation_dos", true, "CVE-2011-1473", "clients may renegotiate without end"},
    {"session_renegotiation", "accepts_client_renegotiation", true, "CVE-2011-1473", "clients may renegotiate without end"},
    {"tls_fallback_scsv", "supports_fallback_scsv", false, "sslyze:no_fallback_scsv", "downgrades are not prevented"},
});
constexpr auto old_protocols = std::to_array<std::pair<const char*, const char*>>({{"ssl_2_0_cipher_suites", "SSL 2.0"}, {"ssl_3_0_cipher_suites", "SSL 3.0"}, {"tls_1_0_cipher_suites", "TLS 1.0"}, {"tls_1_1_cipher_suites", "TLS 1.1"}});

class Server {
 public:
  Server(JsonElement server, std::string where, ReportSink& sink) : where_(std::move(where)), sink_(sink) {
    JsonElement location = at(server, "server_location");
    if (location.is_null()) location = at(at(server, "server_info"), "server_location");
    asset_ = text_at(location, "hostname");
    if (asset_.empty()) asset_ = text_at(location, "ip_address");
    port_ = port_of(any_text_at(location, "port"));
    results_ = at(server, "scan_result");
    if (results_.is_null()) results_ = at(server, "scan_commands_results");
  }
  void read() {
    if (results_.is_null()) return sink_.leave_out("not_reached");
    sink_.scanned(asset_);
    for (const Flag& flag : flags) {
      bool value = false;
      if (at(result_of(flag.command), flag.key).get(value) == simdjson::SUCCESS && value == flag.bad) report(flag.id, flag.title, flag.command);
    }
    if (text_at(result_of("robot"), "robot_result").starts_with("VULNERABLE")) report("CVE-2017-13099", "ROBOT", "robot");
    for (const auto& [command, name] : old_protocols) {
      bool any = false;
      each_at(result_of(command), "accepted_cipher_suites", [&](JsonElement, std::size_t) { any = true; });
      if (any) report("sslyze:" + replace_all(to_lower_ascii(name), " ", "_"), std::string(name) + " is offered", command);
    }
    each_at(result_of("certificate_info"), "certificate_deployments", [&](JsonElement deployment, std::size_t) {
      bool matches = true;
      if (at(deployment, "leaf_certificate_subject_matches_hostname").get(matches) == simdjson::SUCCESS && !matches) report("sslyze:certificate_hostname", "the certificate is for another name", "certificate_info");
    });
  }

 private:
  JsonElement result_of(const char* command) const {
    const JsonElement found = at(results_, command);
    return has(found, "status") ? at(found, "result") : found;
  }
  void report(std::string id, std::string title, const std::string& command) {
    ReportedFinding f;
    f.asset = asset_;
    f.component = service("tcp", port_);
    f.ids = {std::move(id)};
    f.title = std::move(title);
    f.source = "sslyze";
    f.where = where_ + "/" + command;
    sink_.take(std::move(f));
  }

  std::string where_, asset_;
  ReportSink& sink_;
  int port_ = 0;
  JsonElement results_;
};

int sniff(std::string_view head) { return looks_like_json(head) && (has_key(head, "server_scan_results") || has_key(head, "sslyze_version") || has_key(head, "scan_commands_results")) ? 95 : 0; }

void read(std::string_view bytes, ReportSink& sink) {
  ReportJson json;
  if (!json.parse(bytes, sink)) return;
  if (!has(json.root(), "server_scan_results")) return sink.fail("no server_scan_results");
  each_at(json.root(), "server_scan_results", [&](JsonElement server, std::size_t i) { Server(server, "/server_scan_results/" + std::to_string(i), sink).read(); });
}

}  // namespace

ReportFormat report_sslyze_json() { return {"sslyze_json", "sslyze JSON", "sslyze JSON", sniff, read}; }

}  // namespace lp::match
