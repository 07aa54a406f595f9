// Reports of OpenVAS, Greenbone and GMP (get_reports, XML).
#include "base/text.h"
#include "match/reports/report_text.h"
#include "match/reports/report_xml.h"

namespace lp::match {
namespace {

class OpenVas final : public ReportXml {
 public:
  using ReportXml::ReportXml;

 private:
  void open(std::string_view name, const Attributes& attributes) override {
    if (name == "result") {
      result_depth_ = depth();
      finding_ = {};
      oid_.clear();
      port_.clear();
      threat_.clear();
      severity_ = -1;
      vector_.clear();
    }
    if (!in_result()) return;
    if (name == "nvt" && inside("result")) oid_ = attributes.get("oid");
    if (name == "ref" && (attributes.get("type") == "cve" || attributes.get("type") == "cert")) {
      if (attributes.get("type") == "cve") add_ids(finding_.ids, attributes.get("id"));
    }
  }

  void close(std::string_view name, std::string&& text) override {
    if (!in_result()) {
      if (name == "ip" && inside("host")) sink.scanned(trim(text));
      if (name == "host" && inside("port")) sink.scanned(trim(text));
      return;
    }
    if (depth() == result_depth_ + 1) {
      if (name == "host") finding_.asset = trim(text);
      else if (name == "port") port_ = trim(text);
      else if (name == "name") finding_.title = text;
      else if (name == "threat") threat_ = trim(text);
      else if (name == "severity") severity_ = score_of(text);
    }
    if (name == "cve" && inside("nvt")) add_ids(finding_.ids, text);
    if (name == "value" && inside("severity") && vector_.empty()) vector_ = trim(text);
    if (name == "name" && inside("nvt") && finding_.title.empty()) finding_.title = text;
    if (depth() == result_depth_) {
      result_depth_ = 0;
      report();
    }
  }

  bool in_result() const { return result_depth_ != 0; }

  void report() {
    sink.scanned(finding_.asset);
    if (threat_ == "Log" || threat_ == "Debug" || severity_ == 0) return sink.leave_out("informational");
    if (threat_ == "False Positive") return sink.leave_out("false_positive");
    if (threat_ == "Error") return sink.leave_out("scan_error");
    const std::size_t slash = port_.find('/');   // "42/tcp", "general/tcp"
    finding_.component = service(slash == std::string::npos ? "" : port_.substr(slash + 1), port_of(port_.substr(0, slash)));
    if (finding_.ids.empty()) add_ids(finding_.ids, oid_);
    if (finding_.ids.empty() && !oid_.empty()) finding_.ids = {"openvas:" + oid_};
    finding_.severity = severity_ >= 0 ? severity_of_score(severity_) : severity_of_word(threat_);
    add_score(finding_.scores, vector_, severity_);
    finding_.source = "openvas";
    finding_.reason = oid_.empty() ? "" : "the test " + oid_ + " found it";
    finding_.where = where();
    sink.take(std::move(finding_));
  }

  ReportedFinding finding_;
  std::string oid_, port_, threat_, vector_;
  double severity_ = -1;
  std::size_t result_depth_ = 0;
};

int sniff(std::string_view head) {
  const std::string_view root = first_element(head);
  if (root == "get_reports_response") return 95;
  return root == "report" && (head.find("format_id=") != std::string_view::npos || head.find("<gmp>") != std::string_view::npos || head.find("<omp>") != std::string_view::npos || head.find("<nvt oid=") != std::string_view::npos) ? 90 : 0;
}
void read(std::string_view bytes, ReportSink& sink) { OpenVas(sink).read(bytes); }

}  // namespace

ReportFormat report_openvas_xml() { return {"openvas_xml", "OpenVAS/Greenbone XML", "OpenVAS/Greenbone XML", sniff, read}; }

}  // namespace lp::match
