#include "campaign/explain_words.h"

#include <fmt/format.h>

#include "campaign/plan_rules.h"
#include "campaign/titles.h"
#include "model/kind_json.h"

namespace lp::campaign {
namespace {

using Source = model::DueSource;

const model::Kind* object_kind(const model::Catalogue& c, const model::Obligation& o) {
  return c.kind(o.each_kind.empty() ? organisation_kind : std::string_view(o.each_kind));
}
const model::Kind* proving_kind(const model::Catalogue& c, const model::Obligation& o) {
  return o.met.kind.empty() ? object_kind(c, o) : c.kind(o.met.kind);
}

LocalText met_words(const model::Catalogue& c, const model::Obligation& o) {
  const model::Kind* kind = proving_kind(c, o);
  if (kind == nullptr) return {"（规则引用了未知的表）", "(the rule names an unknown kind)"};
  const LocalText states = state_titles(*kind, o.met.states);
  LocalText words{"“" + kind->title.zh + "”", "\"" + kind->title.en + "\""};
  if (o.met.at_least > 1) words = {fmt::format("{}份{}", o.met.at_least, words.zh), fmt::format("{} of {}", o.met.at_least, words.en)};
  if (!states.zh.empty()) words = {words.zh + "达到" + states.zh, words.en + " in state " + states.en};
  if (o.met.where) {
    const LocalText where = words_of(*o.met.where, c, *kind);
    words = {words.zh + "，且" + where.zh, words.en + " where " + where.en};
  }
  return words;
}

LocalText cycle_words(const model::Catalogue& c, const model::Obligation& o, const Source& s) {
  LocalText all;
  const model::Kind* kind = object_kind(c, o);
  for (const auto& [value, period] : s.cycles) {
    const LocalText words = to_words(period);
    const LocalText field = kind == nullptr || s.cycle_field.empty() ? LocalText{} : LocalText{
        KindTitles(c, *kind).field_title(s.cycle_field, true) + value + "：", KindTitles(c, *kind).field_title(s.cycle_field, false) + " " + value + ": "};
    all.zh += (all.zh.empty() ? "" : "；") + field.zh + "每" + words.zh + "一次";
    all.en += (all.en.empty() ? "" : "; ") + field.en + "once every " + words.en;
  }
  return all;
}

LocalText source_words(const model::Catalogue& c, const model::Obligation& o, const Source& s) {
  const model::Kind* kind = object_kind(c, o);
  switch (s.kind) {
    case Source::Kind::on: return {"不晚于 " + to_string(s.date), "by " + to_string(s.date)};
    case Source::Kind::every: return cycle_words(c, o, s);
    case Source::Kind::standing: return {"常态要求", "standing"};
    case Source::Kind::after_state: {
      const LocalText state = kind == nullptr ? LocalText{s.state, s.state} : state_title(*kind, s.state);
      const LocalText within = to_words(s.within);
      return {"进入“" + state.zh + "”后" + within.zh + "内", "within " + within.en + " of \"" + state.en + "\""};
    }
    case Source::Kind::after_field: {
      const LocalText within = to_words(s.within);
      const std::string zh = kind == nullptr ? s.field : KindTitles(c, *kind).field_title(s.field, true);
      const std::string en = kind == nullptr ? s.field : KindTitles(c, *kind).field_title(s.field, false);
      return {"“" + zh + "”后" + within.zh + "内", "within " + within.en + " of \"" + en + "\""};
    }
  }
  return {};
}

LocalText all_due_words(const model::Catalogue& c, const model::Obligation& o) {
  LocalText all;
  for (const Source& s : o.due) {
    const LocalText one = source_words(c, o, s);
    all.zh += (all.zh.empty() ? "" : "；") + one.zh;
    all.en += (all.en.empty() ? "" : "; ") + one.en;
  }
  if (o.due.empty()) return {"常态要求，无固定期限", "standing, no fixed date"};
  return o.due.size() > 1 ? LocalText{all.zh + "（取最早）", all.en + " (the earliest)"} : all;
}

json::object sentence(const LocalText& t) { return model::to_json(t); }

std::int32_t date_of(const Rule& rule, std::size_t i, const GatheredFacts& facts, const Outcome& outcome) {
  const Source& s = rule.obligation().due[i];
  if (s.kind == Source::Kind::standing) return no_date;
  if (s.kind == Source::Kind::every) return outcome.source == static_cast<int>(i) ? outcome.due : no_date;
  return s.kind == Source::Kind::on || facts.triggers[i] != no_date ? rule.source_date(i, facts.triggers[i]) : no_date;
}

}  // namespace

LocalText rule_words(const model::Catalogue& c, const model::Obligation& o) {
  const model::Kind* organisation = c.kind(organisation_kind);
  const model::Kind* each = o.each_kind.empty() ? nullptr : c.kind(o.each_kind);
  const LocalText force = title_of(o.force);
  const LocalText who = organisation == nullptr ? LocalText{} : words_of(o.applies_to, c, *organisation);
  LocalText rule{"【" + force.zh + "】适用单位：" + who.zh + "。", "[" + force.en + "] Applies to organisations: " + who.en + ". "};
  if (each != nullptr) {
    const LocalText where = words_of(o.each_where, c, *each);
    rule.zh += "每个“" + each->title.zh + "”（" + where.zh + "）各一项。";
    rule.en += "One for each \"" + each->title.en + "\" (" + where.en + "). ";
  }
  const LocalText met = met_words(c, o), due = all_due_words(c, o);
  rule.zh += "完成条件：" + met.zh + "。期限：" + due.zh + "。";
  rule.en += "Met when: " + met.en + ". Due: " + due.en + ".";
  return rule;
}

json::array clause_list(const model::Obligation& o) {
  json::array list = model::to_json(o.basis);
  if (!o.summary.empty()) {
    json::object summary = model::to_json(o.summary);
    summary["summary"] = true;
    list.push_back(std::move(summary));
  }
  return list;
}

json::array due_words(const model::Catalogue& c, const Rule& rule, const GatheredFacts& facts, const Outcome& outcome) {
  json::array list;
  const auto& sources = rule.obligation().due;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    LocalText words = source_words(c, rule.obligation(), sources[i]);
    const std::int32_t date = date_of(rule, i, facts, outcome);
    const bool starts_later = date == no_date && sources[i].kind != Source::Kind::standing && sources[i].kind != Source::Kind::every;
    if (starts_later) words = {words.zh + "（尚未发生，不适用）", words.en + " (has not happened, does not apply)"};
    if (!rule.verified(i)) words = {words.zh + "（未核实，仅提示，不据此判定逾期）", words.en + " (not verified: shown, never makes it overdue)"};
    if (!sources[i].note.empty()) words = {words.zh + "。" + sources[i].note.zh, words.en + ". " + sources[i].note.en};
    const int year = date == no_date ? 0 : Date::from_days(date).year();
    const bool working = sources[i].within.unit == model::PeriodUnit::working_days && sources[i].within.amount != 0;
    if (working && year != 0 && !c.calendar.covers(year)) {
      words = {words.zh + fmt::format("（{}年放假安排未收录，仅扣除周末）", year), words.en + fmt::format(" (no holidays known for {}: only weekends left out)", year)};
    }
    json::object entry = sentence(words);
    entry["date"] = date == no_date ? json::value(nullptr) : json::value(date_text(date));
    entry["verified"] = rule.verified(i);
    entry["chosen"] = outcome.source == static_cast<int>(i);
    list.push_back(std::move(entry));
  }
  return list;
}

json::array missing_words(const model::Catalogue& c, const Rule& rule, const GatheredFacts& facts, const Outcome& outcome, Date today) {
  json::array list;
  if (outcome.met_on != no_date) return list;
  const model::Obligation& o = rule.obligation();
  const LocalText met = met_words(c, o);
  std::size_t usable = 0;
  for (const Proof& p : facts.proofs) usable += p.done <= today.days() ? 1 : 0;
  const auto needed = static_cast<std::size_t>(std::max(o.met.at_least, 1));
  if (needed > 1 && usable > 0 && usable < needed) {
    list.push_back(sentence({fmt::format("已有{}份，还差{}份：{}", usable, needed - usable, met.zh),
                             fmt::format("{} there, {} more needed: {}", usable, needed - usable, met.en)}));
    return list;
  }
  list.push_back(sentence(usable > 0 && rule.recurring()
                              ? LocalText{"本周期内还没有：" + met.zh, "not yet in this cycle: " + met.en}
                              : LocalText{"还没有：" + met.zh, "not there yet: " + met.en}));
  for (const Considered& one : facts.considered) {
    if (one.verdict != "wrong_state" || list.size() > 3) continue;
    list.push_back(sentence({one.record->no + "：" + one.why.zh, one.record->no + ": " + one.why.en}));
  }
  return list;
}

}  // namespace lp::campaign
