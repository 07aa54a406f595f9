// A snapshot copies the plan's duties as they stand and proves them by a hash over all rows.
#include "store/journal.h"
#include "store/ledger.h"

namespace lp::store {
namespace {

void add(std::string& out, std::string_view text) { out.append(std::to_string(text.size())).append(":").append(text); }
void add(std::string& out, std::int64_t number) { out.append(std::to_string(number)).append(";"); }

std::string canonical_row(const model::Duty& d) {
  std::string out;
  add(out, d.no);
  add(out, d.plan);
  add(out, d.obligation);
  add(out, d.task);
  add(out, d.org.value);
  add(out, d.object.value);
  add(out, d.cycle);
  add(out, static_cast<std::int64_t>(d.state));
  add(out, d.due);
  add(out, d.met_on);
  add(out, d.proof.value);
  add(out, d.proof_kind);
  add(out, d.reason);
  add(out, d.decided_by.value);
  add(out, d.state_since.micros());
  return out;
}

Result<std::string> hash_of(Context& ctx, std::int64_t snapshot) {
  Hasher hasher(Hasher::Algorithm::sm3);
  LP_CHECK_OK(ctx.db.query("SELECT " + std::string(duty_columns) + " FROM snapshot_duty d WHERE d.snapshot_id = :id ORDER BY d.id",
                           {{"id", snapshot}}, [&](const db::Row& row) {
    hasher.update(canonical_row(read_duty(row)));
    return true;
  }));
  return to_hex(hasher.finish());
}

Status copy_duties(Context& ctx, std::int64_t snapshot, std::string_view plan) {
  return ctx.db.exec("INSERT INTO snapshot_duty(snapshot_id, id, no, plan, obligation, task, org_id, object_id, cycle, state, due, "
                     "met_on, proof_id, proof_kind, reason, decided_by, state_since) SELECT :id, " + std::string(duty_columns) +
                     " FROM duty d WHERE d.plan = :plan", {{"id", snapshot}, {"plan", plan}});
}

bool may_see_snapshots(model::Role r) { return r != model::Role::administrator; }

// How many duties the whole province has is not for those who see a part of them.
bool may_see_totals(const model::Viewer& viewer) {
  const model::Side side = model::side_of(viewer.role);
  return side == model::Side::system || (side == model::Side::regulator && viewer.regions.empty() && viewer.sectors.empty());
}

}  // namespace

Result<Snapshot> freeze_snapshot(Context& ctx, const model::Viewer& viewer, std::string_view plan, std::string_view title) {
  if (model::side_of(viewer.role) != model::Side::system && (model::side_of(viewer.role) != model::Side::regulator || !model::may_write_records(viewer.role))) {
    Error e = make_error(Errc::denied, "only the regulator freezes the ledger");
    e.message_zh = "只有监管人员可以固化台账快照。";
    return e;
  }
  Snapshot s;
  LP_TRY(s.id, next_in_sequence(ctx, "snapshot"));
  s.plan = plan;
  s.title = title;
  s.at = ctx.clock.now();
  s.by = viewer.user;
  LP_CHECK_OK(copy_duties(ctx, s.id, plan));
  s.duties = ctx.db.changed_rows();
  LP_TRY(s.hash, hash_of(ctx, s.id));
  LP_CHECK_OK(ctx.db.exec("INSERT INTO snapshot(id, plan, title, at, by_user, duties, hash) VALUES(:id, :plan, :title, :at, :by, :duties, :hash)",
                          {{"id", s.id}, {"plan", plan}, {"title", title}, {"at", s.at.micros()}, {"by", s.by.value},
                           {"duties", s.duties}, {"hash", s.hash}}));
  JournalEntry e;
  e.user = viewer.user;
  e.who = viewer.name;
  e.action = "ledger.snapshot";
  e.detail = {{"snapshot", s.id}, {"plan", plan}, {"duties", s.duties}, {"sm3", s.hash}};
  LP_CHECK_OK(append_entry(ctx, e));
  return s;
}

Result<std::vector<Snapshot>> list_snapshots(Context& ctx, const model::Viewer& viewer, std::string_view plan) {
  std::vector<Snapshot> out;
  if (!may_see_snapshots(viewer.role)) return out;
  LP_CHECK_OK(ctx.db.query("SELECT id, plan, title, at, by_user, duties, hash FROM snapshot WHERE plan = :plan ORDER BY id DESC",
                           {{"plan", plan}}, [&](const db::Row& row) {
    out.push_back({row.integer(0), row.string(1), row.string(2), Timestamp(row.integer(3)), {row.integer(4)},
                   may_see_totals(viewer) ? row.integer(5) : -1, row.string(6)});
    return true;
  }));
  return out;
}

}  // namespace lp::store
