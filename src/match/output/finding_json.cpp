#include "io/buffered_sink.h"
#include "match/output/finding_list.h"

namespace lp::match {
namespace {

json::array texts(const std::vector<std::string>& all) {
  json::array out;
  for (const std::string& text : all) out.push_back(json::value(io::printable_utf8(text)));
  return out;
}

void put(json::object& out, std::string_view key, std::string_view value) {
  if (!value.empty()) out[key] = io::printable_utf8(value);
}

json::object priority_json(const Priority& priority, io::Language language) {
  json::object out{{"level", to_string(priority.level)}, {"rank", priority.rank}};
  put(out, "ssvc", priority.ssvc);
  put(out, "bod_26_04", priority.bod_26_04);
  json::array why;
  for (const PriorityStep& step : priority.steps) {
    json::object one{{"source", step.source}, {"why", io::say(step.why, language)}};
    if (step.level) one["level"] = to_string(*step.level);
    why.push_back(std::move(one));
  }
  out["why"] = std::move(why);
  return out;
}

json::object due_json(const DueDate& due, io::Language language) {
  return {{"clock", due.clock}, {"title", io::say(due.title, language)}, {"at", to_string(due.at)}, {"overdue", due.overdue}, {"verified", due.verified}};
}

void put_scores(json::object& out, const std::vector<Score>& scores) {
  json::array all;
  for (const Score& score : scores) {
    json::object one{{"kind", score.kind}};
    put(one, "vector", score.vector);
    if (score.base >= 0) one["base"] = score.base;
    all.push_back(std::move(one));
  }
  if (!all.empty()) out["scores"] = std::move(all);
}

void put_life(json::object& out, const Finding& f) {
  out["first_seen"] = to_string(f.first_seen);
  out["last_seen"] = to_string(f.last_seen);
  out["occurrence"] = f.occurrence;
  put(out, "recurrence_of", f.recurrence_of);
  if (f.closed) out["closed"] = to_string(*f.closed);
  put(out, "closed_because", f.closed_because);
  if (f.accepted_until) out["accepted"] = json::object{{"until", to_string(*f.accepted_until)}, {"by", f.accepted_by}, {"reason", f.accepted_reason}};
}

}  // namespace

json::object to_json(const RankedFinding& row, io::Language language) {
  const Finding& f = row.finding;
  const ReportedFinding& r = f.reported;
  json::object out{{"id", f.id}, {"state", to_string(f.state)}, {"flaw", io::printable_utf8(quoted_id(r))}, {"ids", texts(r.ids)}};
  put(out, "asset", r.asset);
  put(out, "component", r.component);
  put(out, "version", r.component_version);
  put(out, "location", r.location);
  put(out, "title", r.title);
  put(out, "severity", r.severity);
  put_scores(out, r.scores);
  out["fixed_versions"] = texts(r.fixed_versions);
  out["origin"] = r.origin == FindingOrigin::match ? "match" : "scanner";
  put(out, "source", r.source);
  if (r.origin == FindingOrigin::match) out["tier"] = to_string(r.tier);
  out["notifiable"] = row.notifiable;
  put(out, "reason", r.reason);
  put(out, "where", r.where);
  out["priority"] = priority_json(row.priority, language);
  if (row.due) out["due"] = due_json(*row.due, language);
  put_life(out, f);
  return out;
}

Status write_json(const FindingList& list, io::Language language, io::ByteSink sink) {
  io::BufferedSink out(std::move(sink));
  json::object levels;
  for (const PriorityLevel level : {PriorityLevel::urgent, PriorityLevel::high, PriorityLevel::medium, PriorityLevel::low})
    levels[to_string(level)] = list.levels[static_cast<std::size_t>(level)];
  json::object head{{"format", "longpan.finding_list"}, {"version", 1}, {"program", list.program}, {"subject", io::printable_utf8(list.subject)}, {"made", to_string(list.made)}};
  if (list.components > 0) {
    head["components"] = list.components;
    head["matches"] = json::object{{"affected", list.counts.affected}, {"suppressed", list.counts.suppressed},
                                   {"version_unknown", list.counts.version_unknown}, {"under_investigation", list.counts.under_investigation}};
  }
  head["assets"] = list.assets;
  head["levels"] = std::move(levels);
  std::string text = to_text(head);
  text.pop_back();
  out << text << ",\"findings\":[";
  bool first = true;
  for (const RankedFinding& row : list.rows) {
    if (out.failed()) break;
    out << (first ? "\n" : ",\n") << to_text(to_json(row, language));
    first = false;
  }
  out << "\n]}\n";
  return out.finish();
}

}  // namespace lp::match
