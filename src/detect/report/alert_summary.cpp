#include "detect/report/alert_summary.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_set>

#include "base/text.h"

namespace lp::detect {
namespace {

using Entry = AlertSet::Entry;

void count(Totals& totals, const Entry& entry) {
  ++totals.alerts;
  totals.events += entry.count;
  totals.severity = std::max(totals.severity, entry.severity);
}

void count(Totals& totals, const Totals& part) {
  totals.alerts += part.alerts;
  totals.events += part.events;
  totals.severity = std::max(totals.severity, part.severity);
}

template <class Key, class T>
std::vector<T> values(std::map<Key, T>& rows) {
  std::vector<T> list;
  for (auto& [key, row] : rows) list.push_back(std::move(row));
  return list;
}

// Gravest first, then most; rows come in an order of their own, which decides between equals.
template <class T>
Top<T> top_of(std::vector<T> rows, std::size_t limit) {
  Top<T> top{.rows = {}, .all = rows.size()};
  std::ranges::stable_sort(rows, [](const T& a, const T& b) { return std::tuple(a.severity, a.alerts, a.events) > std::tuple(b.severity, b.alerts, b.events); });
  if (rows.size() > limit) rows.resize(limit);
  top.rows = std::move(rows);
  return top;
}

void add_totals(const AlertSet& set, AlertSummary& out) {
  std::vector<AlertBegin> begins;
  begins.reserve(set.alerts().size());
  for (const Entry& entry : set.alerts()) {
    count(out.severities[static_cast<std::size_t>(entry.severity)], entry);
    out.events += entry.count;
    out.open += entry.state == AlertState::closed ? 0 : 1;
    out.cut_short += entry.cut_short ? 1 : 0;
    out.without_owner += set.organisation(entry.organisation).empty() ? 1 : 0;
    if (entry.first != no_time) out.first = out.first == no_time ? entry.first : std::min(out.first, entry.first);
    out.last = std::max(out.last, entry.last);
    begins.push_back({entry.first, entry.severity});
  }
  out.alerts = set.alerts().size();
  out.told_again = set.told() - out.alerts;
  out.over_time = bucket_by_time(begins);
}

std::vector<RuleTotals> rules_of(const AlertSet& set) {
  std::vector<RuleTotals> rows(set.types());
  std::vector<std::unordered_set<std::uint32_t>> entities(set.types());
  for (const Entry& entry : set.alerts()) {
    RuleTotals& row = rows[entry.type];
    count(row, entry);
    row.last = std::max(row.last, entry.last);
    entities[entry.type].insert(entry.entity);
  }
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    rows[i].type = set.type(i);
    rows[i].entities = entities[i].size();
  }
  // A type whose every alert was told anew with another rule is no rule of this set any more.
  std::erase_if(rows, [](const RuleTotals& row) { return row.alerts == 0; });
  std::ranges::sort(rows, {}, [](const RuleTotals& row) { return row.type.id; });
  return rows;
}

struct EntityCount {
  EntityTotals totals;
  std::set<std::uint32_t> rules, organisations;
};

Top<EntityTotals> entities_of(const AlertSet& set, std::size_t limit) {
  std::map<std::string_view, EntityCount> by_entity;
  for (const Entry& entry : set.alerts()) {
    EntityCount& one = by_entity[set.entity(entry.entity)];
    count(one.totals, entry);
    one.rules.insert(entry.type);
    one.organisations.insert(entry.organisation);
  }
  std::vector<EntityTotals> rows;
  for (auto& [entity, one] : by_entity) {
    one.totals.entity = entity;
    one.totals.rules = one.rules.size();
    for (const std::uint32_t organisation : one.organisations)
      if (!set.organisation(organisation).empty() && one.totals.organisations.size() < 3) one.totals.organisations.push_back(set.organisation(organisation));
    rows.push_back(std::move(one.totals));
  }
  return top_of(std::move(rows), limit);
}

Top<OrganisationTotals> organisations_of(const AlertSet& set, std::size_t limit) {
  std::map<std::string_view, std::pair<OrganisationTotals, std::unordered_set<std::uint32_t>>> by_name;
  for (const Entry& entry : set.alerts()) {
    auto& [totals, entities] = by_name[set.organisation(entry.organisation)];
    count(totals, entry);
    entities.insert(entry.entity);
  }
  std::vector<OrganisationTotals> rows;
  for (auto& [name, one] : by_name) {
    one.first.organisation = name;
    one.first.entities = one.second.size();
    rows.push_back(std::move(one.first));
  }
  return top_of(std::move(rows), limit);
}

void add_classes(const std::vector<RuleTotals>& rules, AlertSummary& out) {
  std::map<std::pair<std::string, std::string>, ClassTotals> classes;
  for (const RuleTotals& rule : rules) {
    for (const std::string& text : rule.type.classes) {
      const std::size_t colon = text.find(':');
      const std::string taxonomy = text.substr(0, colon), code = colon == text.npos ? "" : text.substr(colon + 1);
      ClassTotals& row = classes[{taxonomy, code}];
      row.taxonomy = taxonomy;
      row.code = code;
      count(row, rule);
    }
  }
  out.classes = top_of(values(classes), classes.size()).rows;
  std::ranges::stable_sort(out.classes, {}, &ClassTotals::taxonomy);
}

void add_tags(const std::vector<RuleTotals>& rules, std::size_t limit, AlertSummary& out) {
  std::map<std::string, TagTotals> techniques, tactics;
  for (const RuleTotals& rule : rules) {
    std::set<std::string> tags;
    for (const std::string& tag : rule.type.tags) tags.insert(to_lower_ascii(tag));
    for (const std::string& tag : tags) {
      // Groups and programs ("attack.g0007", "attack.s0002") are neither.
      const bool technique = is_technique(tag);
      if (!technique && (!tag.starts_with("attack.") || tag.find_first_of("0123456789") != tag.npos)) continue;
      TagTotals& row = (technique ? techniques : tactics)[tag];
      row.tag = tag;
      count(row, rule);
    }
  }
  out.techniques = top_of(values(techniques), limit);
  out.tactics = top_of(values(tactics), tactics.size()).rows;
}

void add_rows(const AlertSet& set, std::size_t limit, AlertSummary& out) {
  for (const std::size_t index : set.gravest(limit)) {
    const Entry& entry = set.alerts()[index];
    const Alert* whole = set.whole(index);
    AlertRow row{.alert = whole != nullptr ? *whole : Alert{}, .type = set.type(entry.type), .whole = whole != nullptr};
    if (whole == nullptr) {
      row.alert.state = entry.state;
      row.alert.severity = entry.severity;
      row.alert.entity = set.entity(entry.entity);
      row.alert.owner.organisation = set.organisation(entry.organisation);
      row.alert.count = entry.count;
      row.alert.first = entry.first;
      row.alert.last = entry.last;
    }
    out.rows.push_back(std::move(row));
  }
}

}  // namespace

bool is_technique(std::string_view tag) {
  constexpr std::string_view prefix = "attack.t";
  const std::string lower = to_lower_ascii(tag);
  const std::string_view number = std::string_view(lower).substr(std::min(lower.size(), prefix.size()));
  const auto digits = [](std::string_view text) { return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }); };
  if (!lower.starts_with(prefix) || number.size() < 4 || !digits(number.substr(0, 4))) return false;
  return number.size() == 4 || (number.size() == 8 && number[4] == '.' && digits(number.substr(5)));
}

AlertSummary summarise(const AlertSet& set, const SummaryOptions& options) {
  AlertSummary out;
  add_totals(set, out);
  std::vector<RuleTotals> rules = rules_of(set);
  add_classes(rules, out);
  add_tags(rules, options.tags, out);
  out.rules = top_of(std::move(rules), options.rules);
  out.entities = entities_of(set, options.entities);
  out.organisations = organisations_of(set, options.organisations);
  add_rows(set, options.alerts, out);
  return out;
}

}  // namespace lp::detect
