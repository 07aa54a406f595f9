#include "match/findings/due.h"

#include <algorithm>

#include "match/findings/priority_reader.h"
#include "spec/map_reader.h"

namespace lp::match {
namespace {

void check_clock(const model::Catalogue& catalogue, const std::string& name, const SourceRef& where, Diagnostics& out) {
  if (!catalogue.clocks.contains(name)) out.error(where, "unknown_clock", "no clock \"" + name + "\"", "no due date would be known", "add specs/clocks/" + name + ".yaml");
}

DueDate due_by(const model::ClockRule& clock, const model::WorkCalendar& calendar, Timestamp from, Timestamp now) {
  DueDate out{clock.name, clock.title, model::add_period(from, clock.limit, calendar), clock.verified, false, {}};
  out.overdue = now > out.at;
  for (const model::Basis& basis : clock.basis) out.basis += (out.basis.empty() ? "" : "; ") + basis.doc + (basis.clause.empty() ? "" : " " + basis.clause);
  return out;
}

}  // namespace

Result<DueRules> load_due_rules(const std::filesystem::path& specs, const model::Catalogue& catalogue, Diagnostics& out) {
  Diagnostics own;
  DueRules rules;
  if (const auto root = read_priority_file(specs, "due.yaml", own)) {
    spec::MapReader map(*root, "due dates", own);
    map.require("fix");
    map.each_entry("fix", [&](const io::YamlEntry& entry) {
      const auto level = parse_priority_level(entry.key);
      if (!level) return spec::report_unknown_word(entry.where, "fix", entry.key, {"urgent", "high", "medium", "low"}, own);
      check_clock(catalogue, entry.value.text, entry.value.where, own);
      rules.fix[*level] = entry.value.text;
    });
    map.each_entry("duties", [&](const io::YamlEntry& entry) {
      for (const io::YamlNode& clock : entry.value.items) {
        check_clock(catalogue, clock.text, clock.where, own);
        rules.duties[entry.key].push_back(clock.text);
      }
    });
    map.finish();
  }
  out.merge(own);
  if (own.errors() == 0) return rules;
  const Diagnostic& first = *std::ranges::find(own.items(), Severity::error, &Diagnostic::severity);
  return make_error(Errc::invalid, "the rules of due dates cannot be used: " + to_string(first.where) + ": " + first.what, first.hint);
}

std::optional<DueDate> fix_due(const DueRules& rules, const model::Catalogue& catalogue, const Finding& finding, PriorityLevel level, Timestamp now) {
  if (finding.state != FindingState::open) return std::nullopt;
  const auto name = rules.fix.find(level);
  if (name == rules.fix.end()) return std::nullopt;
  const auto clock = catalogue.clocks.find(name->second);
  if (clock == catalogue.clocks.end()) return std::nullopt;
  return due_by(clock->second, catalogue.calendar, finding.first_seen, now);
}

std::vector<DueDate> duties_due(const DueRules& rules, const model::Catalogue& catalogue, std::string_view role, Timestamp known, Timestamp now) {
  std::vector<DueDate> out;
  if (const auto names = rules.duties.find(role); names != rules.duties.end())
    for (const std::string& name : names->second)
      if (const auto clock = catalogue.clocks.find(name); clock != catalogue.clocks.end()) out.push_back(due_by(clock->second, catalogue.calendar, known, now));
  return out;
}

}  // namespace lp::match
