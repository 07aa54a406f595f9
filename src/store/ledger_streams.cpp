// What the computation of the ledger reads: duties without their texts, and what was written since.
#include "base/text.h"
#include "store/db/dialect.h"
#include "store/ledger.h"

namespace lp::store {
namespace {

Status check_system(const model::Viewer& viewer) {
  if (viewer.role == model::Role::system) return {};
  return make_error(Errc::denied, "the whole ledger is streamed for Longpan itself only");
}

template <class Values>
void add_list(std::string& where, db::Params& params, std::string_view column, const Values& values) {
  if (values.empty()) return;
  std::vector<std::string> names;
  for (const auto& v : values) {
    params.push_back({std::string(column.substr(0, 3)) + std::to_string(params.size()), v});
    names.push_back(":" + params.back().name);
  }
  where.append(" AND ").append(column).append(" IN (").append(join(names, ", ")).append(")");
}

DutyRow read_row(const db::Row& row) {
  DutyRow d;
  d.id = {row.integer(0)};
  d.org = {row.integer(2)};
  d.object = {row.integer(3)};
  d.cycle = static_cast<std::int32_t>(row.integer(4));
  d.state = static_cast<model::DutyState>(row.integer(5));
  d.due = static_cast<std::int32_t>(row.integer(6));
  d.met_on = static_cast<std::int32_t>(row.integer(7));
  d.proof = {row.integer(8)};
  return d;
}

}  // namespace

Status stream_duty_rows(Context& ctx, const model::Viewer& viewer, const DutyScope& scope, const DutyRowFn& fn) {
  LP_CHECK_OK(check_system(viewer));
  // As in duty_condition(): the plan is tested; the index duty_ledger holds all that is asked for.
  std::string where = scope.orgs.first == scope.orgs.last ? "org_id = :first" : "org_id >= :first AND org_id <= :last";
  db::Params params{{"first", scope.orgs.first}};
  if (scope.orgs.first != scope.orgs.last) params.push_back({"last", scope.orgs.last});
  add_list(where, params, "obligation", scope.obligations);
  add_list(where, params, "object_id", scope.objects);
  where += " AND " + ctx.db.dialect().unindexed("plan") + " = :plan";
  params.push_back({"plan", scope.plan});
  return ctx.db.query("SELECT id, obligation, org_id, object_id, cycle, state, due, met_on, proof_id FROM duty WHERE " + where +
                          " ORDER BY org_id, obligation, object_id, cycle",
                      params, [&](const db::Row& row) { return fn(row.text(1), read_row(row)); });
}

Status stream_changes(Context& ctx, const model::Viewer& viewer, std::int64_t after, const ChangeFn& fn) {
  LP_CHECK_OK(check_system(viewer));
  // Only a write leaves the record's digest in the journal; a reading does not.
  return ctx.db.query("SELECT seq, kind, record_id, org_id FROM journal WHERE seq > :after AND record_sm3 IS NOT NULL ORDER BY seq",
                      {{"after", after}}, [&](const db::Row& row) {
    return fn(row.integer(0), {row.string(1), {row.integer(2)}, {row.integer(3)}});
  });
}

}  // namespace lp::store
