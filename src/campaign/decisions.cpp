// A regulator's decisions on single duties.
#include "base/text.h"
#include "campaign/duty_diff.h"
#include "campaign/ledger.h"
#include "campaign/plan_state.h"

namespace lp::campaign {
namespace {

using model::DutyState;

constexpr std::size_t max_reason = 2000;  // codepoints

std::string_view action_of(Decision d) {
  switch (d) {
    case Decision::waive: return "ledger.waive";
    case Decision::unwaive: return "ledger.unwaive";
    case Decision::not_applicable: return "ledger.not_applicable";
  }
  return "ledger.decide";
}

Status check_viewer(const model::Viewer& v) {
  if (v.role == model::Role::regulator_officer || v.role == model::Role::regulator_leader) return {};
  Error e = make_error(Errc::denied, "only a regulator decides on duties", "ask the communications administration");
  e.message_zh = "只有主管部门可以作出豁免或不适用决定";
  return e;
}

Status check_reason(std::string_view reason) {
  const std::size_t length = count_codepoints(trim(reason));
  if (length > 0 && length <= max_reason) return {};
  Error e = make_error(length == 0 ? Errc::invalid : Errc::too_large,
                       "the reason has " + std::to_string(length) + " characters; 1 to " + std::to_string(max_reason) + " are needed");
  e.fields.push_back({"reason", length == 0 ? "required" : "too_long", "请填写理由（不超过2000字）", "give a reason of at most 2,000 characters"});
  return e;
}

Status check_state(const model::Duty& duty, Decision decision) {
  const bool decided = is_decided(duty.state);
  const bool met = duty.state == DutyState::met || duty.state == DutyState::met_late;
  if (decision == Decision::unwaive ? decided : !decided && !met) return {};
  Error e = make_error(Errc::conflict, "duty " + duty.no + " is " + std::string(to_string(duty.state)),
                       decision == Decision::unwaive ? "only a waived or not applicable duty can be taken back"
                                                     : "only an open duty can be waived or set not applicable");
  e.message_zh = decision == Decision::unwaive ? "该项任务未被豁免，无需撤销" : "该项任务已完成或已有决定，不能再豁免";
  return e;
}

void apply(model::Duty& duty, const model::Viewer& viewer, Decision decision, std::string_view reason, Timestamp now) {
  duty.state = decision == Decision::waive ? DutyState::waived
               : decision == Decision::not_applicable ? DutyState::not_applicable
               : DutyState::not_due;  // computed anew right after
  duty.reason = std::string(trim(reason));
  duty.decided_by = viewer.user;
  duty.state_since = now;
}

store::JournalEntry to_journal(const model::Duty& duty, const model::Viewer& viewer, Decision decision, Timestamp now) {
  store::JournalEntry e;
  e.at = now;
  e.user = viewer.user;
  e.who = viewer.name;
  e.action = action_of(decision);
  e.kind = "duty";
  e.record = {duty.id.value};
  e.org = duty.org;
  e.detail = {{"no", duty.no}, {"obligation", duty.obligation}, {"reason", duty.reason}};
  return e;
}

}  // namespace

Result<model::Duty> Ledger::decide(const model::Viewer& viewer, std::string_view no, Decision decision,
                                   std::string_view reason, Date today) {
  LP_CHECK_OK(check_viewer(viewer));
  LP_CHECK_OK(check_reason(reason));
  const std::lock_guard lock(computing_);
  model::Duty duty;
  LP_CHECK_OK(store_.write([&](store::WriteTx& tx) -> Status {
    LP_TRY(duty, tx.duty(viewer, no));
    LP_CHECK_OK(check_state(duty, decision));
    const Timestamp now = store_.clock().now();
    apply(duty, viewer, decision, reason, now);
    LP_CHECK_OK(tx.put_duties(std::span(&duty, 1)));
    LP_CHECK_OK(tx.append_journal(to_journal(duty, viewer, decision, now)));
    LP_TRY(const PlanState* plan, state_of(duty.plan));
    const PlanRules& rules = plan->rules;
    if (const int rule = rules.find_rule(duty.obligation); rule >= 0) {
      const Scope scope = Scope::only(rules.rules().size(), static_cast<std::size_t>(rule));
      LP_TRY(const LedgerDiff diff, compute(tx, rules, duty.org, scope, today));
      LP_CHECK_OK(write_diff(tx, rules, diff, now));
    }
    LP_TRY(duty, tx.duty(viewer, no));
    return {};
  }));
  return duty;
}

}  // namespace lp::campaign
