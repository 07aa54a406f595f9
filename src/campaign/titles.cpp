#include "campaign/titles.h"

#include <array>

#include "base/check.h"
#include "base/text.h"
#include "campaign/plan_rules.h"

namespace lp::campaign {
namespace {

using model::DutyState;
using model::Force;

constexpr std::string_view org_prefix = "org.";

struct SystemTitle {
  std::string_view name, zh, en;
};
constexpr std::array<SystemTitle, 5> system_titles{{
    {"state", "状态", "state"}, {"created_at", "创建时间", "created"}, {"updated_at", "更新时间", "updated"},
    {"org_id", "单位", "organisation"}, {"id", "编号", "number"},
}};

const std::string& pick(const LocalText& t, bool zh) { return zh || t.en.empty() ? t.zh : t.en; }

const model::Option* find_option(const std::vector<model::Option>& options, std::string_view code) {
  for (const model::Option& o : options) {
    if (o.code == code) return &o;
  }
  return nullptr;
}

}  // namespace

const model::Field* KindTitles::find(std::string_view field) const {
  if (!starts_with(field, org_prefix)) return kind_.find_field(field);
  const model::Kind* organisation = catalogue_.kind(organisation_kind);
  return organisation == nullptr ? nullptr : organisation->find_field(field.substr(org_prefix.size()));
}

std::string KindTitles::field_title(std::string_view field, bool zh) const {
  if (const model::Field* f = find(field)) return pick(f->title, zh);
  for (const SystemTitle& t : system_titles) {
    if (t.name == field) return std::string(zh ? t.zh : t.en);
  }
  return std::string(field);
}

std::string KindTitles::value_title(std::string_view field, const json::value& v, bool zh) const {
  if (v.is_bool()) return v.get_bool() ? (zh ? "是" : "yes") : (zh ? "否" : "no");
  if (!v.is_string()) return to_text(v);
  const std::string_view code = v.get_string();
  if (field == "state") return pick(state_title(kind_, code), zh);
  const model::Field* f = find(field);
  const model::Option* option = nullptr;
  if (f != nullptr && f->type == model::FieldType::enumeration) option = find_option(f->options, code);
  if (f != nullptr && f->type == model::FieldType::code) {
    const model::Taxonomy* taxonomy = catalogue_.taxonomy(f->of);
    option = taxonomy == nullptr ? nullptr : taxonomy->find(code);
  }
  return option == nullptr ? std::string(code) : pick(option->title, zh);
}

LocalText words_of(const model::Predicate& p, const model::Catalogue& catalogue, const model::Kind& kind) {
  const KindTitles titles(catalogue, kind);
  return {to_words(p, titles, true), to_words(p, titles, false)};
}

LocalText state_title(const model::Kind& kind, std::string_view state) {
  const model::State* s = kind.workflow.find_state(state);
  return s == nullptr ? LocalText{std::string(state), std::string(state)} : s->title;
}

LocalText state_titles(const model::Kind& kind, const std::vector<std::string>& states) {
  LocalText all;
  for (const std::string& state : states) {
    const LocalText one = state_title(kind, state);
    all.zh += (all.zh.empty() ? "“" : "或“") + one.zh + "”";
    all.en += (all.en.empty() ? "\"" : " or \"") + one.en + "\"";
  }
  return all;
}

LocalText title_of(Force force) {
  switch (force) {
    case Force::must: return {"必须", "mandatory"};
    case Force::encouraged: return {"鼓励", "encouraged"};
    case Force::regulator_must: return {"监管部门职责", "duty of the regulator"};
  }
  raise_bug("title_of(force)", "unknown force");
}

LocalText title_of(DutyState state) {
  switch (state) {
    case DutyState::not_due: return {"未到期", "not yet due"};
    case DutyState::due_soon: return {"即将到期", "due soon"};
    case DutyState::overdue: return {"已逾期", "overdue"};
    case DutyState::met: return {"已完成", "met"};
    case DutyState::met_late: return {"逾期完成", "met late"};
    case DutyState::waived: return {"已豁免", "waived"};
    case DutyState::not_applicable: return {"不适用", "not applicable"};
    case DutyState::standing: return {"常态要求，尚无佐证", "standing, no proof yet"};
  }
  raise_bug("title_of(state)", "unknown state");
}

std::string date_text(std::int32_t days) {
  return days == model::Duty::no_date ? std::string() : lp::to_string(Date::from_days(days));
}

}  // namespace lp::campaign
