#include "detect/report/summary_json.h"

#include "detect/report/attack_titles.h"
#include "io/report_text.h"

namespace lp::detect {
namespace {

json::object to_json(const LocalText& text) { return {{"zh", text.zh}, {"en", text.en}}; }

json::object to_json(const Totals& totals) { return {{"severity", to_string(totals.severity)}, {"alerts", totals.alerts}, {"events", totals.events}}; }

template <class Row, class Fill>
json::array list(const std::vector<Row>& rows, Fill fill) {
  json::array out;
  for (const Row& row : rows) {
    json::object o = to_json(static_cast<const Totals&>(row));
    fill(o, row);
    out.push_back(std::move(o));
  }
  return out;
}

template <class Row, class Fill>
json::object cut_list(const Top<Row>& top, Fill fill) {
  return {{"all", top.all}, {"rows", list(top.rows, fill)}};
}

json::object severities(const AlertSummary& s) {
  json::object out;
  for (std::size_t i = s.severities.size(); i-- > 0;)
    out[to_string(static_cast<Severity>(i))] = json::object{{"alerts", s.severities[i].alerts}, {"events", s.severities[i].events}};
  return out;
}

json::object over_time(const TimeBuckets& t) {
  json::array buckets;
  for (const TimeBucket& b : t.buckets) {
    json::object counts;
    for (std::size_t i = b.alerts.size(); i-- > 0;)
      if (b.alerts[i] > 0) counts[to_string(static_cast<Severity>(i))] = b.alerts[i];
    if (!counts.empty()) buckets.push_back(json::object{{"start", time_text(b.start)}, {"alerts", std::move(counts)}});
  }
  return {{"seconds", t.step / 1'000'000}, {"without_time", t.without_time}, {"buckets", std::move(buckets)}};
}

json::value lines(const std::optional<LinesRead>& read) {
  if (!read) return nullptr;
  json::object reasons;
  for (const auto& [reason, count] : read->rejected_for) reasons[reason] = count;
  return json::object{{"lines", read->lines}, {"events", read->events}, {"control", read->control}, {"rejected", read->rejected},
                      {"rejected_for", std::move(reasons)}, {"files_not_read", read->not_read}, {"stopped", read->stopped}};
}

json::object bad_lines(const BadLines& bad) {
  json::object reasons;
  for (const auto& [why, count] : bad.by_reason) reasons[to_string(why)] = count;
  json::array first;
  for (const BadLines::Place& place : bad.first) first.push_back(json::object{{"file", io::printable_utf8(place.file)}, {"line", place.line}, {"reason", to_string(place.why)}});
  return {{"total", bad.total}, {"by_reason", std::move(reasons)}, {"first", std::move(first)}};
}

void tag(json::object& o, const TagTotals& row) {
  o["code"] = attack_code(row.tag);
  if (const auto title = attack_title(row.tag)) o["title"] = to_json(*title);
}

}  // namespace

json::object to_json(const AlertSummary& s, const ReportTitles& titles) {
  json::object out{{"format", "longpan-alert-summary/1"}, {"alerts", s.alerts}, {"events", s.events}, {"open", s.open}, {"told_again", s.told_again},
                   {"without_owner", s.without_owner}, {"first", time_text(s.first)}, {"last", time_text(s.last)}};
  out["severities"] = severities(s);
  out["over_time"] = over_time(s.over_time);
  out["rules"] = cut_list(s.rules, [&](json::object& o, const RuleTotals& row) {
    o["rule"] = row.type.id;
    o["title"] = to_json(row.type.title);
    o["advice"] = to_json(titles.advice_for(row.type));
    o["entities"] = row.entities;
    o["last"] = time_text(row.last);
  });
  out["entities"] = cut_list(s.entities, [](json::object& o, const EntityTotals& row) {
    o["entity"] = row.entity;
    o["rules"] = row.rules;
    o["organisations"] = json::array(row.organisations.begin(), row.organisations.end());
  });
  out["organisations"] = cut_list(s.organisations, [](json::object& o, const OrganisationTotals& row) {
    o["organisation"] = row.organisation;
    o["entities"] = row.entities;
  });
  out["classes"] = list(s.classes, [&](json::object& o, const ClassTotals& row) {
    o["taxonomy"] = row.taxonomy;
    o["code"] = row.code;
    o["title"] = to_json(titles.class_title(row.taxonomy, row.code));
  });
  out["techniques"] = cut_list(s.techniques, tag);
  out["tactics"] = list(s.tactics, tag);
  out["read"] = lines(s.lines);
  out["bad_lines"] = bad_lines(s.bad);
  return out;
}

}  // namespace lp::detect
