// A duty as the API shows it.
#include "base/check.h"
#include "base/text.h"
#include "campaign/explain.h"
#include "campaign/plan_rules.h"
#include "campaign/titles.h"
#include "model/kind_json.h"
#include "records/links.h"

namespace lp::campaign {
namespace {

using model::DutyState;

constexpr std::string_view report_kind = "task_report";

json::value date_value(std::int32_t days) {
  return days == model::Duty::no_date ? json::value(nullptr) : json::value(date_text(days));
}

// {kind, id, label}; the label is empty behind the wall.
Result<json::value> link_to(store::ReadTx& tx, const model::Viewer& viewer, const model::Catalogue& catalogue,
                            std::string_view kind_name, RecordId id) {
  if (!id) return json::value(nullptr);
  const model::Kind* kind = catalogue.kind(kind_name);
  json::object link{{"kind", kind_name}, {"id", id.value}, {"label", ""}};
  if (kind == nullptr) return json::value(std::move(link));
  auto record = tx.get(viewer, kind_name, id);
  if (record) link["label"] = records::label_of(*kind, *record);
  else if (record.error().code != Errc::not_found) return std::move(record).error();
  return json::value(std::move(link));
}

bool is_open(DutyState s) {
  return s == DutyState::not_due || s == DutyState::due_soon || s == DutyState::overdue || s == DutyState::standing;
}

LocalText next_step(const model::Catalogue& catalogue, const model::Obligation& o, const model::Duty& duty) {
  if (!is_open(duty.state)) return {};
  if (!o.advice.empty()) return o.advice;
  const std::string& own = o.each_kind.empty() ? std::string(organisation_kind) : o.each_kind;
  const model::Kind* kind = catalogue.kind(o.met.kind.empty() ? own : o.met.kind);
  if (kind == nullptr) return {};
  const LocalText states = state_titles(*kind, o.met.states);
  return {"填报“" + kind->title.zh + "”并达到" + (states.zh.empty() ? "要求" : states.zh),
          "fill in \"" + kind->title.en + "\" and bring it to " + (states.en.empty() ? "what is asked" : states.en)};
}

bool is_verified(const model::Obligation& o) {
  if (!o.verified) return false;
  for (const model::DueSource& source : o.due) {
    if (!source.verified) return false;
  }
  return true;
}

json::object report_of(const model::Obligation& o) {
  const std::string& kind = o.met.kind.empty() ? o.each_kind : o.met.kind;
  return {{"kind", kind.empty() ? std::string(organisation_kind) : kind},
          {"obligation", kind == report_kind ? json::value(o.name) : json::value(nullptr)}};
}

void add_obligation(json::object& out, const model::Catalogue& catalogue, const model::Obligation& o, const model::Duty& duty) {
  out["title"] = model::to_json(o.title);
  out["phase"] = o.phase;
  out["force"] = to_string(o.force);
  out["verified"] = is_verified(o);
  out["basis"] = model::to_json(o.basis);
  out["submit_to"] = o.submit_to;
  out["next"] = model::to_json(next_step(catalogue, o, duty));
  out["report"] = report_of(o);
}

}  // namespace

Result<json::object> duty_to_json(store::ReadTx& tx, const model::Viewer& viewer, const model::Catalogue& catalogue,
                                  const model::Duty& duty, Date today, std::string_view org_name) {
  json::object out{{"no", duty.no}, {"plan", duty.plan}, {"obligation", duty.obligation}, {"task", duty.task},
                   {"org", duty.org.value}, {"cycle", duty.cycle}, {"state", to_string(duty.state)},
                   {"due", date_value(duty.due)}, {"met_on", date_value(duty.met_on)}, {"reason", duty.reason}};
  LP_TRY(const json::value org, org_name.empty() ? link_to(tx, viewer, catalogue, organisation_kind, to_record(duty.org))
                                                 : Result<json::value>(json::value(json::object{{"label", org_name}})));
  out["org_name"] = org.is_object() ? get_string(org.get_object(), "label") : std::string();
  const model::Obligation* o = catalogue.obligation(duty.obligation);
  LP_TRY(out["object"], link_to(tx, viewer, catalogue, o == nullptr ? "" : o->each_kind, duty.object));
  LP_TRY(out["proof"], link_to(tx, viewer, catalogue, duty.proof_kind, duty.proof));
  out["days_left"] = is_open(duty.state) && duty.due != model::Duty::no_date ? json::value(duty.due - today.days())
                                                                             : json::value(nullptr);
  if (o != nullptr) add_obligation(out, catalogue, *o, duty);
  return out;
}

}  // namespace lp::campaign
