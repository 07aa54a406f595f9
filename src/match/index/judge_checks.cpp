// What a statement asks for beside versions.

#include <algorithm>

#include "match/index/judge.h"
#include "match/index/module_stream.h"
#include "match/index/range_check.h"

namespace lp::match {
namespace {

std::string_view attribute(const NameDetail& detail, std::size_t i) { return detail.attributes[i].empty() ? std::string_view("*") : detail.attributes[i]; }

// One attribute of a statement's CPE against a component's. That nothing is stated for NA says nothing against it.
Answer check_attribute(std::string_view asked, std::string_view stated) {
  if (asked.empty() || asked == "*" || (asked == "-" && stated == "*")) return Answer::yes;
  switch (compare_attribute(asked, stated)) {
    case CpeRelation::equal:
    case CpeRelation::superset: return Answer::yes;
    case CpeRelation::disjoint: return Answer::no;
    case CpeRelation::subset:
    case CpeRelation::undefined: return Answer::unknown;
  }
  return Answer::unknown;
}

bool is_platform(const Cpe& asked, const std::vector<Interval>& range, const std::string& package, const ComponentName& name) {
  if (name.package != package) return false;
  for (std::size_t i = 0; i < IndexConstraint::attributes; ++i)
    if (check_attribute(asked.values[Cpe::update + i], attribute(name.detail, i)) == Answer::no) return false;
  return range.empty() || name.version.empty() ||
         std::ranges::any_of(range, [&](const Interval& i) { return check_interval(&generic_scheme(), i, name.version).has_value(); });
}

Answer fulfils(const Condition& condition, const Platforms& platforms) {
  unsigned parts = 0;
  for (std::size_t i = 0; i < condition.any_of.size(); ++i) {
    const Cpe& asked = condition.any_of[i];
    parts |= part_bit(asked);
    if ((platforms.parts & part_bit(asked)) == 0) continue;
    std::string package;
    append_package_text(key_of_cpe(asked), package);
    static const std::vector<Interval> any;
    const auto& range = i < condition.ranges.size() ? condition.ranges[i] : any;
    if (std::ranges::any_of(platforms.names, [&](const ComponentName* n) { return is_platform(asked, range, package, *n); })) return Answer::yes;
  }
  return (platforms.parts & parts) != 0 ? Answer::no : Answer::unknown;
}

}  // namespace

Answer check_conditions(const Affected& affected, const Platforms& platforms) {
  Answer all = Answer::yes;
  for (const Condition& condition : affected.conditions) all = std::min(all, fulfils(condition, platforms));
  return all;
}

Answer check_attributes(const IndexTables& tables, const IndexStatement& statement, const NameDetail& detail) {
  if (statement.constraint == 0) return Answer::yes;
  const IndexConstraint& constraint = tables.constraints[statement.constraint - 1];
  Answer all = Answer::yes;
  for (std::size_t i = 0; i < IndexConstraint::attributes; ++i) all = std::min(all, check_attribute(tables.text(constraint.values[i]), attribute(detail, i)));
  return all;
}

// Streams of one module are mended apart: an erratum of nodejs:18 says nothing of nodejs:20.
void Judge::check_modules(const Hit& hit, const IndexStatement& statement, Doubts& doubts, bool& holds) {
  const bool stated = (statement.checks & check_module) != 0;
  const NameDetail& detail = *hit.detail;
  if (!stated && !detail.modular) return;
  if (!stated || !detail.modular) {
    if ((hit.flags & (name_distribution | Hit::unknown_version)) == name_distribution) doubts.add(Doubt::module_unknown);
    return;
  }
  const Affected& first = entry(statement, hit.layer);
  if (!first.module_stream.empty() && !detail.stream.empty()) {
    holds = first.module_stream == detail.stream;
    return;
  }
  const std::string_view major = major_of(detail.version);
  const bool same = std::ranges::any_of(first.intervals, [&](const Interval& i) { return i.to && major_of(*i.to) == major; });
  if (!same) doubts.add(Doubt::module_unknown);
}

bool Judge::passes(const Hit& hit, const Platforms* platforms, Doubts& doubts) {
  const IndexTables& t = tables(hit.layer);
  const IndexStatement& statement = t.statements[hit.statement];
  const NameDetail& detail = *hit.detail;
  if ((hit.flags & name_upstream) != 0) doubts.add(Doubt::upstream_of_distribution);
  if ((hit.flags & name_guessed) != 0) doubts.add(Doubt::name_guessed);
  if (statement.constraint != 0) {
    const bool nothing_stated = std::ranges::all_of(detail.attributes, [](const std::string& a) { return a.empty(); });
    const Answer answer = !nothing_stated ? check_attributes(t, statement, detail) : t.constraint_asks[statement.constraint - 1] ? Answer::unknown : Answer::yes;
    if (answer == Answer::no) return false;
    if (answer == Answer::unknown) doubts.add(Doubt::name_less_exact);
  }
  bool holds = true;
  if ((statement.checks & check_module) != 0 || detail.modular) check_modules(hit, statement, doubts, holds);
  if (!holds) return false;
  if ((statement.checks & check_minor) != 0 && detail.minor >= 0 && has_minor_streams(parse_package_text(t.text(t.packages[statement.package].key)).realm)) {
    const Affected& first = entry(statement, hit.layer);
    if (!std::ranges::any_of(first.intervals, [&](const Interval& i) { return i.to && minor_stream(*i.to) == detail.minor; })) doubts.add(Doubt::minor_stream);
  }
  if ((statement.checks & check_condition) != 0) {
    // Alone on its asset, nothing is known of what it stands beside.
    const bool alone = platforms == nullptr || platforms->names.size() < 2;
    const Answer answer = alone || (platforms->parts & statement.parts) == 0 ? Answer::unknown : check_conditions(entry(statement, hit.layer), *platforms);
    if (answer == Answer::no) return false;
    if (answer == Answer::unknown) doubts.add(Doubt::platform_unknown);
  }
  return true;
}

}  // namespace lp::match
