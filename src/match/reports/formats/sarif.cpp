// SARIF 2.1.0 (OASIS). Lines move with every edit: a place is the file and, where stated, the fingerprint of the line. Snippets are
// not kept.
#include <map>

#include "base/text.h"
#include "match/reports/report_json.h"
#include "match/reports/report_text.h"

namespace lp::match {
namespace {

class Run {
 public:
  Run(JsonElement run, std::string where, ReportSink& sink) : run_(run), where_(std::move(where)), sink_(sink) {
    const JsonElement driver = at(at(run, "tool"), "driver");
    tool_ = to_lower_ascii(text_at(driver, "name"));
    asset_ = sink.options().asset;
    each_at(run, "versionControlProvenance", [&](JsonElement v, std::size_t) {
      if (asset_.empty()) asset_ = text_at(v, "repositoryUri");
    });
    each_at(driver, "rules", [&](JsonElement rule, std::size_t) { rules_.emplace(text_at(rule, "id"), rule); });
  }
  void read() {
    if (!asset_.empty()) sink_.scanned(asset_);
    each_at(run_, "results", [&](JsonElement result, std::size_t i) { take(result, where_ + "/results/" + std::to_string(i)); });
  }

 private:
  void take(JsonElement result, const std::string& where) {
    const std::string_view kind = text_at(result, "kind");
    if (!kind.empty() && kind != "fail" && kind != "open" && kind != "review") return sink_.leave_out("passed");
    bool suppressed = false;
    each_at(result, "suppressions", [&](JsonElement s, std::size_t) { suppressed = suppressed || text_at(s, "status").empty() || text_at(s, "status") == "accepted"; });
    if (suppressed) return sink_.leave_out("suppressed");
    const std::string_view own = text_at(result, "ruleId").empty() ? text_at(at(result, "rule"), "id") : text_at(result, "ruleId");
    const auto rule = rules_.find(own);
    ReportedFinding f;
    f.asset = asset_;
    add_ids(f.ids, own);
    if (f.ids.empty() && !own.empty()) f.ids = {(tool_.empty() ? "sarif" : tool_) + ":" + std::string(own)};
    const JsonElement known = rule == rules_.end() ? at(result, "\x01") : rule->second;
    std::string_view level = text_at(result, "level");
    if (level.empty()) level = text_at(at(known, "defaultConfiguration"), "level");
    if (level == "none") return sink_.leave_out("informational");
    double score = number_at(at(result, "properties"), "security-severity");
    if (score < 0) score = number_at(at(known, "properties"), "security-severity");
    f.severity = score >= 0 ? severity_of_score(score) : severity_of_word(level.empty() ? "warning" : level);
    add_score(f.scores, {}, score);
    f.title = text_at(at(known, "shortDescription"), "text");
    if (f.title.empty()) f.title = text_at(at(result, "message"), "text");
    f.component = tool_;
    each_at(result, "locations", [&](JsonElement location, std::size_t i) {
      if (i == 0) f.location = text_at(at(at(location, "physicalLocation"), "artifactLocation"), "uri");
    });
    if (const std::string_view print = text_at(at(result, "partialFingerprints"), "primaryLocationLineHash"); !print.empty()) f.location += " (" + std::string(print) + ")";
    f.source = tool_.empty() ? "sarif" : tool_;
    f.where = where;
    sink_.take(std::move(f));
  }

  JsonElement run_;
  std::string where_, tool_, asset_;
  std::map<std::string_view, JsonElement> rules_;
  ReportSink& sink_;
};

int sniff(std::string_view head) {
  if (!looks_like_json(head) || !has_key(head, "runs")) return 0;
  return head.find("sarif") != std::string_view::npos || has_key(head, "tool") ? 90 : 0;
}

void read(std::string_view bytes, ReportSink& sink) {
  ReportJson json;
  if (!json.parse(bytes, sink)) return;
  const std::string_view version = text_at(json.root(), "version");
  if (!version.starts_with("2.")) return sink.fail("SARIF of version " + clean_text(version, 20) + "; 2.1.0 is read");
  each_at(json.root(), "runs", [&](JsonElement run, std::size_t i) { Run(run, "/runs/" + std::to_string(i), sink).read(); });
}

}  // namespace

ReportFormat report_sarif() { return {"sarif", "SARIF 2.1.0", "SARIF 2.1.0", sniff, read}; }

}  // namespace lp::match
