#include "base/check.h"
#include "store/ledger.h"
#include "store/ledger_counts.h"

namespace lp::store {
namespace {

using model::Duty;

// LP2024-0000123: the year is the plan's.
std::string number_prefix(const Context& ctx, const std::string& plan) {
  const model::Plan* p = ctx.catalogue.plan(plan);
  const int year = p != nullptr && p->issued != Date() ? p->issued.year() : ctx.clock.today().year();
  return "LP" + std::to_string(year) + "-";
}

Status insert_duty(Context& ctx, Duty& d, const std::string& prefix, Timestamp now) {
  LP_TRY(d.id.value, next_in_sequence(ctx, "duty"));
  LP_TRY(const std::int64_t n, next_in_sequence(ctx, "no:" + prefix));
  std::string digits = std::to_string(n);
  if (digits.size() < 7) digits.insert(0, 7 - digits.size(), '0');
  d.no = prefix + digits;
  if (d.state_since == Timestamp()) d.state_since = now;
  return ctx.db.exec(
      "INSERT INTO duty(id, no, plan, obligation, task, org_id, object_id, cycle, state, due, met_on, proof_id, proof_kind, reason, "
      "decided_by, state_since, created_at) VALUES(:id, :no, :plan, :obligation, :task, :org, :object, :cycle, :state, :due, :met, "
      ":proof, :proof_kind, :reason, :by, :since, :created)",
      {{"id", d.id.value}, {"no", d.no}, {"plan", d.plan}, {"obligation", d.obligation}, {"task", d.task}, {"org", d.org.value},
       {"object", d.object.value}, {"cycle", d.cycle}, {"state", static_cast<int>(d.state)}, {"due", d.due}, {"met", d.met_on},
       {"proof", d.proof.value}, {"proof_kind", d.proof_kind}, {"reason", d.reason}, {"by", d.decided_by.value},
       {"since", d.state_since.micros()}, {"created", now.micros()}});
}

Result<Duty> stored_duty(Context& ctx, DutyId id) {
  Result<Duty> out = make_error(Errc::not_found, "no duty with id " + std::to_string(id.value));
  LP_CHECK_OK(ctx.db.query("SELECT " + std::string(duty_columns) + " FROM duty d WHERE d.id = :id", {{"id", id.value}}, [&](const db::Row& row) {
    out = read_duty(row);
    return false;
  }));
  return out;
}

Status note_history(Context& ctx, const Duty& before, int to_state, std::int32_t due, UserId by, std::string_view reason, Timestamp now) {
  return ctx.db.exec("INSERT INTO duty_history(duty_id, at, from_state, to_state, due, by_user, reason) "
                     "VALUES(:id, :at, :from, :to, :due, :by, :reason)",
                     {{"id", before.id.value}, {"at", now.micros()}, {"from", static_cast<int>(before.state)}, {"to", to_state},
                      {"due", due}, {"by", by.value}, {"reason", reason}});
}

Status change_duty(Context& ctx, const Duty& before, Duty& d, Timestamp now) {
  const bool moved = before.state != d.state;
  d.no = before.no;
  d.plan = before.plan;
  d.obligation = before.obligation;
  d.org = before.org;
  d.object = before.object;
  d.cycle = before.cycle;
  if (moved && d.state_since <= before.state_since) d.state_since = now;
  if (!moved) d.state_since = before.state_since;
  LP_CHECK_OK(ctx.db.exec("UPDATE duty SET task = :task, state = :state, due = :due, met_on = :met, proof_id = :proof, "
                          "proof_kind = :proof_kind, reason = :reason, decided_by = :by, state_since = :since WHERE id = :id",
                          {{"task", d.task}, {"state", static_cast<int>(d.state)}, {"due", d.due}, {"met", d.met_on},
                           {"proof", d.proof.value}, {"proof_kind", d.proof_kind}, {"reason", d.reason}, {"by", d.decided_by.value},
                           {"since", d.state_since.micros()}, {"id", d.id.value}}));
  if (!moved && before.due == d.due) return {};
  return note_history(ctx, before, static_cast<int>(d.state), d.due, d.decided_by, d.reason, now);
}

Status write_counts(Context& ctx, const CountChanges& counts) {
  ctx.writing->touched_kinds.emplace(ledger_counter);
  return counts.write(ctx.db);
}

}  // namespace

Status put_duty_rows(Context& ctx, std::span<Duty> changed) {
  LP_CHECK(ctx.writing != nullptr);
  const Timestamp now = ctx.clock.now();
  CountChanges counts;
  std::string prefix_plan, prefix;
  for (Duty& d : changed) {
    if (prefix.empty() || prefix_plan != d.plan) {
      prefix_plan = d.plan;
      prefix = number_prefix(ctx, d.plan);
    }
    if (d.id) {
      LP_TRY(const Duty before, stored_duty(ctx, d.id));
      LP_CHECK_OK(change_duty(ctx, before, d, now));
      counts.add(before.plan, before.org, before.task, before.state, -1);
    } else {
      LP_CHECK_OK(insert_duty(ctx, d, prefix, now));
    }
    counts.add(d.plan, d.org, d.task, d.state, 1);
  }
  return write_counts(ctx, counts);
}

Status remove_duty_rows(Context& ctx, std::span<const DutyId> gone, std::string_view reason) {
  LP_CHECK(ctx.writing != nullptr);
  const Timestamp now = ctx.clock.now();
  CountChanges counts;
  for (const DutyId id : gone) {
    LP_TRY(const Duty before, stored_duty(ctx, id));
    LP_CHECK_OK(note_history(ctx, before, -1, before.due, {}, reason, now));
    LP_CHECK_OK(ctx.db.exec("DELETE FROM duty WHERE id = :id", {{"id", id.value}}));
    counts.add(before.plan, before.org, before.task, before.state, -1);
  }
  return write_counts(ctx, counts);
}

}  // namespace lp::store
