// Nessus and Tenable: .nessus (NessusClientData_v2), web application scans too. Policies and outputs of plugins are not kept.
#include "base/text.h"
#include "match/reports/report_text.h"
#include "match/reports/report_xml.h"

namespace lp::match {
namespace {

constexpr std::string_view severities[] = {"none", "low", "medium", "high", "critical"};

class Nessus final : public ReportXml {
 public:
  using ReportXml::ReportXml;

 private:
  void open(std::string_view name, const Attributes& attributes) override {
    if (name == "ReportHost") {
      const UrlParts url = split_url(attributes.get("name"));
      asset_ = url.scheme.empty() ? std::string(trim(attributes.get("name"))) : url.host;
      sink.scanned(asset_);
    }
    if (name != "ReportItem") return;
    finding_ = {};
    finding_.asset = asset_;
    finding_.component = service(attributes.get("protocol"), port_of(attributes.get("port")));
    finding_.title = attributes.get("pluginName");
    rule_ = attributes.get("pluginID");
    level_ = attributes.get("severity");
    risk_.clear();
    vector2_.clear();
    vector3_.clear();
    score2_ = score3_ = -1;
    in_item_ = true;
  }

  void close(std::string_view name, std::string&& text) override {
    if (!in_item_) return;
    if (name == "cve") add_ids(finding_.ids, text);
    else if (name == "risk_factor") risk_ = trim(text);
    else if (name == "cvss_base_score") score2_ = score_of(text);
    else if (name == "cvss3_base_score") score3_ = score_of(text);
    else if (name == "cvss_vector") vector2_ = trim(text);
    else if (name == "cvss3_vector") vector3_ = trim(text);
    else if (name == "plugin_id" && rule_.empty()) rule_ = trim(text);
    else if (name == "plugin_name" && finding_.title.empty()) finding_.title = text;
    else if (name == "uri" || name == "url") finding_.location = trim(text);
    else if (name == "ReportItem") report();
  }

  void report() {
    in_item_ = false;
    finding_.severity = level_.size() == 1 && level_[0] >= '0' && level_[0] <= '4' ? std::string(severities[level_[0] - '0']) : severity_of_word(risk_);
    if (finding_.severity == "none") return sink.leave_out("informational");
    if (finding_.ids.empty() && !rule_.empty()) finding_.ids = {"nessus:" + rule_};
    add_score(finding_.scores, vector3_, score3_);
    add_score(finding_.scores, vector2_, score2_);
    finding_.source = "nessus";
    finding_.reason = "the plugin " + rule_ + " found it";
    finding_.where = where();
    sink.take(std::move(finding_));
  }

  ReportedFinding finding_;
  std::string asset_, rule_, level_, risk_, vector2_, vector3_;
  double score2_ = -1, score3_ = -1;
  bool in_item_ = false;
};

int sniff(std::string_view head) { return first_element(head) == "NessusClientData_v2" ? 100 : 0; }
void read(std::string_view bytes, ReportSink& sink) { Nessus(sink).read(bytes); }

}  // namespace

ReportFormat report_nessus_xml() { return {"nessus_xml", "Nessus (.nessus)", "Nessus (.nessus)", sniff, read}; }

}  // namespace lp::match
