#include <fmt/format.h>

#include <map>

#include "io/buffered_sink.h"
#include "match/output/finding_list.h"

namespace lp::match {
namespace {

constexpr std::string_view schema = "https://json.schemastore.org/sarif-2.1.0.json";

std::string_view level_of(PriorityLevel level) {
  return level >= PriorityLevel::high ? "error" : level == PriorityLevel::medium ? "warning" : "note";
}

// SARIF wants UTC with a Z; the day and hour of China are eight hours on.
std::string utc(Timestamp at) { return to_string(Timestamp(at.micros() - 8 * 3'600'000'000LL)).substr(0, 19) + "Z"; }

double highest(const std::vector<Score>& scores) {
  double best = -1;
  for (const Score& score : scores) best = std::max(best, score.base);
  return best;
}

struct Rule {
  std::size_t index = 0;
  const RankedFinding* of = nullptr;   // the most urgent one
};

json::object rule_object(const std::string& id, const RankedFinding& row, bool zh) {
  const ReportedFinding& r = row.finding.reported;
  const std::string title = r.title.empty() ? id : r.title;
  json::object properties{{"tags", json::array{"vulnerability"}}};
  if (const double score = highest(r.scores); score >= 0) properties["security-severity"] = fmt::format("{:.1f}", score);
  std::string help = zh ? "修复版本：" : "fixed in: ";
  if (r.fixed_versions.empty()) help = zh ? "尚无已知修复版本" : "no fixed version is known";
  for (std::size_t i = 0; i < r.fixed_versions.size(); ++i) help += (i == 0 ? "" : ", ") + r.fixed_versions[i];
  return {{"id", io::printable_utf8(id)},
          {"shortDescription", {{"text", io::printable_utf8(title)}}},
          {"help", {{"text", io::printable_utf8(help)}}},
          {"defaultConfiguration", {{"level", level_of(row.priority.level)}}},
          {"properties", std::move(properties)}};
}

json::object result_object(const RankedFinding& row, const std::string& id, std::size_t index, io::Language language) {
  const ReportedFinding& r = row.finding.reported;
  const bool zh = language == io::Language::zh;
  std::string text = fmt::format(fmt::runtime(zh ? "{} {} 受 {} 影响" : "{} {} is affected by {}"), r.component, r.component_version, id);
  if (!r.reason.empty()) text += (zh ? "：" : ": ") + r.reason;
  json::array places{json::object{{"fullyQualifiedName", io::printable_utf8((r.asset.empty() ? "" : r.asset + "/") + r.component + (r.location.empty() ? "" : "@" + r.location))}, {"kind", "module"}}};
  json::object out{{"ruleId", io::printable_utf8(id)},
                   {"ruleIndex", index},
                   {"level", level_of(row.priority.level)},
                   {"kind", "fail"},
                   {"message", {{"text", io::printable_utf8(text)}}},
                   {"locations", json::array{json::object{{"logicalLocations", std::move(places)}}}},
                   {"partialFingerprints", {{"longpan/finding/v1", row.finding.id}}},
                   {"properties", {{"priority", to_string(row.priority.level)}, {"notifiable", row.notifiable}, {"source", io::printable_utf8(r.source)}}}};
  if (row.finding.state == FindingState::accepted)
    out["suppressions"] = json::array{json::object{{"kind", "external"}, {"justification", io::printable_utf8(row.finding.accepted_reason)}}};
  return out;
}

std::string rule_id(const ReportedFinding& finding) {
  const std::string& id = quoted_id(finding);
  return id.empty() ? "unnamed" : id;
}

}  // namespace

Status write_sarif(const FindingList& list, io::Language language, io::ByteSink sink) {
  io::BufferedSink out(std::move(sink));
  const bool zh = language == io::Language::zh;
  std::map<std::string, Rule> rules;
  for (const RankedFinding& row : list.rows) rules.try_emplace(rule_id(row.finding.reported), Rule{0, &row});
  std::size_t index = 0;
  for (auto& [id, rule] : rules) rule.index = index++;
  const std::size_t space = list.program.find(' ');
  json::object driver{{"name", list.program.empty() ? std::string("longpan") : list.program.substr(0, space)}};
  if (space != std::string::npos) driver["version"] = list.program.substr(space + 1);
  std::string head = to_text(driver);
  head.pop_back();
  out << "{\"$schema\":" << to_text(json::value(schema)) << ",\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":" << head << ",\"rules\":[";
  bool first = true;
  for (const auto& [id, rule] : rules) {
    out << (first ? "\n" : ",\n") << to_text(rule_object(id, *rule.of, zh));
    first = false;
  }
  out << "\n]}},\n\"invocations\":[{\"executionSuccessful\":true,\"endTimeUtc\":\"" << utc(list.made) << "\"}],\n\"language\":" << (zh ? "\"zh-CN\"" : "\"en-US\"")
      << ",\"columnKind\":\"unicodeCodePoints\",\"results\":[";
  first = true;
  for (const RankedFinding& row : list.rows) {
    if (out.failed()) break;
    const std::string id = rule_id(row.finding.reported);
    out << (first ? "\n" : ",\n") << to_text(result_object(row, id, rules.at(id).index, language));
    first = false;
  }
  out << "\n]}]}\n";
  return out.finish();
}

}  // namespace lp::match
