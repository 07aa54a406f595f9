// sslscan --xml. It grades nothing: severities are not stated.
#include <array>

#include "base/text.h"
#include "match/reports/report_text.h"
#include "match/reports/report_xml.h"

namespace lp::match {
namespace {

class SslScan final : public ReportXml {
 public:
  using ReportXml::ReportXml;

 private:
  void open(std::string_view name, const Attributes& attributes) override {
    if (name == "ssltest") {
      asset_ = attributes.get("host");
      service_ = service("tcp", port_of(attributes.get("port")));
      sink.scanned(asset_);
    }
    const auto on = [&](std::string_view key) { return attributes.get(key) == "1"; };
    if (name == "heartbleed" && on("vulnerable")) report("CVE-2014-0160", "Heartbleed with " + std::string(attributes.get("sslversion")));
    if (name == "renegotiation" && on("supported") && !on("secure")) report("CVE-2009-3555", "insecure renegotiation");
    if (name == "compression" && on("supported")) report("CVE-2012-4929", "TLS compression");
    if (name == "fallback" && attributes.get("supported") == "0") report("sslscan:no_fallback_scsv", "downgrades are not prevented");
    if (name == "protocol" && on("enabled")) protocol(to_lower_ascii(attributes.get("type")), attributes.get("version"));
    if (name == "cipher" && attributes.get("status") != "not accepted") cipher(attributes.get("cipher"), attributes.get("sslversion"), attributes.get("strength"));
    if (name == "pk" && attributes.get("error") != "true") key_bits(attributes.get("type"), attributes.get("bits"));
  }

  void close(std::string_view name, std::string&& text) override {
    const bool yes = trim(text) == "true";
    if (name == "expired" && yes) report("sslscan:certificate_expired", "the certificate has expired");
    if (name == "self-signed" && yes) report("sslscan:certificate_self_signed", "the certificate is self-signed");
    const std::string lower = to_lower_ascii(text);
    if (name == "signature-algorithm" && (lower.find("md5") != std::string::npos || lower.find("sha1") != std::string::npos)) report("sslscan:certificate_weak_signature", "the certificate is signed with " + text);
  }

  void protocol(const std::string& type, std::string_view version) {
    if (type == "ssl" || version == "1.0" || version == "1.1") report("sslscan:protocol_" + type + "_" + std::string(version), type + " " + std::string(version) + " is offered");
  }
  void cipher(std::string_view name, std::string_view version, std::string_view strength) {
    if (strength != "weak" && strength != "null" && strength != "anonymous") return sink.leave_out("informational");
    report("sslscan:" + std::string(strength) + "_cipher:" + std::string(name), std::string(name) + " is offered with " + std::string(version));
  }
  void key_bits(std::string_view type, std::string_view bits) {
    if (type == "RSA" && bits.size() <= 4 && bits < "2048" && bits.size() == 4) report("sslscan:certificate_short_key", "the key has " + std::string(bits) + " bits");
    if (type == "RSA" && bits.size() == 3) report("sslscan:certificate_short_key", "the key has " + std::string(bits) + " bits");
  }

  void report(std::string id, std::string title) {
    ReportedFinding f;
    f.asset = asset_;
    f.component = service_;
    f.ids = {std::move(id)};
    f.title = std::move(title);
    f.source = "sslscan";
    f.where = where();
    sink.take(std::move(f));
  }

  std::string asset_, service_;
};

int sniff(std::string_view head) { return first_element(head) == "document" && (head.find("SSLScan") != std::string_view::npos || head.find("<ssltest") != std::string_view::npos) ? 95 : 0; }
void read(std::string_view bytes, ReportSink& sink) { SslScan(sink).read(bytes); }

}  // namespace

ReportFormat report_sslscan_xml() { return {"sslscan_xml", "sslscan XML", "sslscan XML", sniff, read}; }

}  // namespace lp::match
