#pragma once
// Duties, their history, the board's counters and frozen snapshots.

#include "store/context.h"
#include "store/predicate_sql.h"

namespace lp::store {

inline constexpr int ledger_tasks = 14;    // 0..13
inline constexpr int duty_states = 8;
inline constexpr std::string_view duty_columns =
    "d.id, d.no, d.plan, d.obligation, d.task, d.org_id, d.object_id, d.cycle, d.state, d.due, d.met_on, d.proof_id, "
    "d.proof_kind, d.reason, d.decided_by, d.state_since";
model::Duty read_duty(const db::Row& row);

// The wall of the ledger: duties of the organisations the viewer may see.
std::string organisation_wall(Context& ctx, const model::Viewer& viewer, PredicateSql& sql, std::string_view org_column);
// Conditions of the filter on the organisation alone: "… IN (SELECT …)", "" = none.
std::string organisation_filter(Context& ctx, const DutyFilter& filter, PredicateSql& sql, std::string_view org_column);
// Columns with or without their indexes: most duties are of one plan, and of the wall's organisations.
struct DutyColumns {
  std::string plan, org;
};
std::string duty_condition(Context& ctx, const model::Viewer& viewer, const DutyFilter& filter, PredicateSql& sql,
                           const DutyColumns& columns);
std::string duty_condition(Context& ctx, const model::Viewer& viewer, const DutyFilter& filter, PredicateSql& sql);
using BoardCounts = std::vector<std::array<std::int64_t, duty_states>>;   // by task
// Whether the maintained counters can answer: the filter does not look into single duties.
bool counters_answer(const DutyFilter& filter);
// Exact, from the counters where they can answer.
Result<BoardCounts> count_duty_rows(Context& ctx, const model::Viewer& viewer, const DutyFilter& filter);

Result<DutyPage> list_duties(Context& ctx, const model::Viewer& viewer, const DutyFilter& filter);
Status stream_duties(Context& ctx, const model::Viewer& viewer, const DutyFilter& filter, const std::function<bool(const model::Duty&)>& fn);
Status stream_duty_rows(Context& ctx, const model::Viewer& viewer, const DutyScope& scope, const DutyRowFn& fn);
// The journal as the ledger follows it: which records were written.
Status stream_changes(Context& ctx, const model::Viewer& viewer, std::int64_t after, const ChangeFn& fn);
Result<model::Duty> find_duty(Context& ctx, const model::Viewer& viewer, std::string_view no);
Result<json::array> read_duty_history(Context& ctx, const model::Viewer& viewer, DutyId id);

Status put_duty_rows(Context& ctx, std::span<model::Duty> changed);
Status remove_duty_rows(Context& ctx, std::span<const DutyId> gone, std::string_view reason);

Result<BoardPage> read_board(Context& ctx, const model::Viewer& viewer, const DutyFilter& filter);

Result<Snapshot> freeze_snapshot(Context& ctx, const model::Viewer& viewer, std::string_view plan, std::string_view title);
Result<std::vector<Snapshot>> list_snapshots(Context& ctx, const model::Viewer& viewer, std::string_view plan);
Result<DutyPage> list_snapshot_duties(Context& ctx, const model::Viewer& viewer, std::int64_t snapshot, const DutyFilter& filter);

}  // namespace lp::store
