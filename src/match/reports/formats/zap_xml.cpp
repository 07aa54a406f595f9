// ZAP (OWASP, Checkmarx): "traditional" XML reports, with or without requests. Requests, responses, attacks and evidence are not kept.
#include "base/text.h"
#include "match/reports/report_xml.h"
#include "match/reports/zap_alert.h"

namespace lp::match {
namespace {

class Zap final : public ReportXml {
 public:
  using ReportXml::ReportXml;

 private:
  void open(std::string_view name, const Attributes& attributes) override {
    if (name == "site") {
      alert_.host = attributes.get("host");
      alert_.port = attributes.get("port");
      sink.scanned(alert_.host);
    }
    if (name == "alertitem") {
      alert_ = {.host = alert_.host, .port = alert_.port};
      instances_.clear();
      uri_.clear();
    }
    if (name == "instance") instances_.push_back({.where = where()});
  }

  void close(std::string_view name, std::string&& text) override {
    if (inside("instance") && !instances_.empty()) {
      if (name == "uri") instances_.back().uri = trim(text);
      else if (name == "method") instances_.back().method = trim(text);
      else if (name == "param") instances_.back().parameter = trim(text);
      return;
    }
    if (name == "pluginid") alert_.plugin = trim(text);
    else if (name == "alertRef") alert_.reference = trim(text);
    else if (name == "name" || (name == "alert" && alert_.name.empty())) alert_.name = trim(text);
    else if (name == "riskcode") alert_.risk = trim(text);
    else if (name == "uri") uri_ = trim(text);
    else if (name == "alertitem") report();
  }

  void report() {
    for (const Instance& i : instances_) take_zap(alert_, i.uri, i.method, i.parameter, i.where, sink);
    if (instances_.empty()) take_zap(alert_, uri_, {}, {}, where(), sink);
  }

  struct Instance {
    std::string uri{}, method{}, parameter{}, where{};
  };
  ZapAlert alert_;
  std::vector<Instance> instances_;
  std::string uri_;
};

int sniff(std::string_view head) { return first_element(head) == "OWASPZAPReport" || first_element(head) == "ZAPReport" ? 100 : 0; }
void read(std::string_view bytes, ReportSink& sink) { Zap(sink).read(bytes); }

}  // namespace

ReportFormat report_zap_xml() { return {"zap_xml", "ZAP XML", "ZAP XML", sniff, read}; }

}  // namespace lp::match
