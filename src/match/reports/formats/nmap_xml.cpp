// nmap -oX: what scripts found. Open ports, services and scripts without a verdict are no findings.
#include <set>

#include "base/text.h"
#include "match/reports/report_text.h"
#include "match/reports/report_xml.h"

namespace lp::match {
namespace {

class Nmap final : public ReportXml {
 public:
  using ReportXml::ReportXml;

 private:
  struct Table {   // of a script: key, elements, lists of texts
    std::string key{}, id{}, cvss{}, type{}, state{}, title{};
    std::vector<std::string> listed{};
  };

  void open(std::string_view name, const Attributes& attributes) override {
    if (name == "host") asset_.clear();
    if (name == "status" && inside("host")) up_ = attributes.get("state") == "up";
    if (name == "address" && asset_.empty() && attributes.get("addrtype") != "mac") asset_ = attributes.get("addr");
    if (name == "port" || name == "hostscript") {
      service_ = service(attributes.get("protocol"), port_of(attributes.get("portid")));
      version_.clear();
      if (name == "port") sink.leave_out("open_port_or_state");
    }
    if (name == "service") version_ = trim(std::string(attributes.get("product")) + " " + std::string(attributes.get("version")));
    if (name == "script") {
      script_ = attributes.get("id");
      output_ = attributes.get("output");
      tables_.clear();
      verdicts_ = false;
    }
    if (name == "table") tables_.push_back({.key = std::string(attributes.get("key"))});
    if (name == "elem") key_ = attributes.get("key");
  }

  void close(std::string_view name, std::string&& text) override {
    if (name == "elem" && !tables_.empty()) set(tables_.back(), key_, trim(text));
    if (name == "table" && !tables_.empty()) {
      const Table table = std::move(tables_.back());
      tables_.pop_back();
      // A list within a finding: <table key="ids"><elem>CVE:CVE-…</elem></table>
      if (!tables_.empty() && table.key == "ids")
        for (const std::string& id : table.listed) add_ids(tables_.back().listed, id);
      judge(table);
    }
    if (name == "script") {
      if (!verdicts_) read_output();
      script_.clear();
    }
    if (name == "host" && up_) sink.scanned(asset_);
  }

  static void set(Table& table, std::string_view key, std::string_view value) {
    if (key == "id") table.id = value;
    else if (key == "cvss") table.cvss = value;
    else if (key == "type") table.type = value;
    else if (key == "state") table.state = value;
    else if (key == "title") table.title = value;
    else if (key.empty()) table.listed.emplace_back(value);
  }

  void judge(const Table& table) {
    if (!table.id.empty() && !table.cvss.empty()) {   // vulners
      verdicts_ = true;
      if (is_cve(table.id)) report({table.id}, {}, table.cvss, Tier::rough, "the version matches: " + version_);
      else sink.leave_out("exploit_reference");
    }
    if (table.state.empty()) return;                  // the library for scripts that test
    verdicts_ = true;
    if (table.state.find("VULNERABLE") == std::string::npos || table.state.starts_with("NOT")) return sink.leave_out("not_vulnerable");
    std::vector<std::string> ids = table.listed;
    add_ids(ids, table.key);
    std::erase_if(ids, [](const std::string& id) { return id.find('-') == std::string::npos || id.find(' ') != std::string::npos; });
    if (ids.empty()) ids = {"nmap:" + script_};
    report(std::move(ids), table.title, {}, Tier::vendor, "the script says " + table.state);
  }

  // Older reports have the text alone: "\tCVE-2018-15919\t5.0\thttps://…".
  void read_output() {
    if (script_ != "vulners") return sink.leave_out("script_output");
    for (const std::string_view line : split(output_, '\n')) {
      const auto cells = split(trim(line), '\t');
      if (cells.size() >= 2 && is_cve(trim(cells[0]))) report({std::string(trim(cells[0]))}, {}, trim(cells[1]), Tier::rough, "the version matches: " + version_);
    }
  }

  void report(std::vector<std::string> ids, std::string_view title, std::string_view cvss, Tier tier, std::string reason) {
    // A CVE stands once for every name of the product.
    std::string key = service_;
    for (const std::string& id : ids) key += "\n" + id;
    if (!seen_.insert(asset_ + "\n" + key).second) return;
    ReportedFinding f;
    f.asset = asset_;
    f.component = service_;
    f.component_version = version_;
    f.ids = std::move(ids);
    f.title = title.empty() ? script_ : std::string(title);
    add_score(f.scores, {}, score_of(cvss));
    f.severity = severity_of_score(score_of(cvss));
    f.source = "nmap";
    f.tier = tier;
    f.reason = std::move(reason);
    f.where = where();
    sink.take(std::move(f));
  }

  std::string asset_, service_, version_, script_, output_, key_;
  std::set<std::string> seen_;
  std::vector<Table> tables_;
  bool up_ = true, verdicts_ = false;
};

int sniff(std::string_view head) { return first_element(head) == "nmaprun" ? 100 : 0; }
void read(std::string_view bytes, ReportSink& sink) { Nmap(sink).read(bytes); }

}  // namespace

ReportFormat report_nmap_xml() { return {"nmap_xml", "nmap XML", "nmap XML", sniff, read}; }

}  // namespace lp::match
