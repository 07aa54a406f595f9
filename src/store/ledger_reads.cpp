#include <algorithm>

#include "base/text.h"
#include "store/db/dialect.h"
#include "store/ledger.h"

namespace lp::store {
namespace {

using model::Op;
using model::Predicate;

template <class Values>
std::string in_list(PredicateSql& sql, const std::string& column, const Values& values) {
  std::vector<std::string> names;
  for (const auto& v : values) names.push_back(sql.parameter(v));
  return column + " IN (" + join(names, ", ") + ")";
}

void append(std::string& where, const std::string& part) {
  if (!part.empty()) where.append(" AND ").append(part);
}

Predicate organisation_predicate(const DutyFilter& f) {
  std::vector<Predicate> parts;
  if (!f.regions.empty()) parts.push_back(Predicate::compare("region", Op::in, json::array(f.regions.begin(), f.regions.end())));
  if (!f.types.empty()) parts.push_back(Predicate::compare("types", Op::in, json::array(f.types.begin(), f.types.end())));
  if (!f.search.empty()) parts.push_back(Predicate::compare("name", Op::contains, json::array{f.search}));
  return Predicate::all_of(std::move(parts));
}

std::string of_organisations(Context& ctx, const Predicate& p, PredicateSql& sql, std::string_view column) {
  if (p.is_always()) return {};
  const auto org = ctx.tables.find("organisation");
  if (org == ctx.tables.end()) return "1=0";
  return std::string(column) + " IN (SELECT w.id FROM " + org->second.table + " w WHERE " + sql.condition(org->second, p, "w") + ")";
}

// What asks for action today: open duties by the distance of their date from today, so that a campaign's July leads
// and what has been overdue for years does not; then open duties without a date, then what is done, latest first.
std::string urgent_order(const Context& ctx) {
  const std::string today = std::to_string(ctx.clock.today().days());
  return " ORDER BY CASE WHEN d.state BETWEEN 3 AND 6 THEN 2 WHEN d.due = -1000000 OR d.state = 7 THEN 1 ELSE 0 END, "
         "CASE WHEN d.state BETWEEN 3 AND 6 THEN -d.due ELSE abs(d.due - " + today + ") END, d.state <> 2, d.id";
}

Result<std::string> duty_order(const Context& ctx, const DutyFilter& f) {
  std::string_view order = f.order;
  if (order == "urgent") return urgent_order(ctx);
  const bool all_dated = f.due_from != model::Duty::no_date || f.due_to != model::Duty::no_date;
  const bool down = order.starts_with("-");
  if (down) order.remove_prefix(1);
  static constexpr std::pair<std::string_view, std::string_view> names[] = {
      {"due", "d.due"}, {"org", "d.org_id"}, {"task", "d.task"}, {"state", "d.state"}, {"no", "d.no"}, {"", "d.due"}};
  for (const auto& [name, column] : names) {
    if (name != order) continue;
    // Duties without a date come last when the nearest dates come first.
    const std::string dated = column == "d.due" && !down && !all_dated ? std::string(undated) + ", " : "";
    return " ORDER BY " + dated + std::string(column) + (down ? " DESC, d.id DESC" : ", d.id");
  }
  Error e = make_error(Errc::invalid, "duties cannot be ordered by '" + std::string(order) + "'", "use urgent, due, org, task, state or no");
  e.message_zh = "台账不能按“" + std::string(order) + "”排序。";
  return e;
}

Status check_system(const model::Viewer& viewer) {
  if (viewer.role == model::Role::system) return {};
  return make_error(Errc::denied, "the whole ledger is streamed for Longpan itself only");
}

}  // namespace

model::Duty read_duty(const db::Row& row) {
  model::Duty d;
  d.id = {row.integer(0)};
  d.no = row.string(1);
  d.plan = row.string(2);
  d.obligation = row.string(3);
  d.task = static_cast<int>(row.integer(4));
  d.org = {row.integer(5)};
  d.object = {row.integer(6)};
  d.cycle = static_cast<std::int32_t>(row.integer(7));
  d.state = static_cast<model::DutyState>(row.integer(8));
  d.due = static_cast<std::int32_t>(row.integer(9));
  d.met_on = static_cast<std::int32_t>(row.integer(10));
  d.proof = {row.integer(11)};
  d.proof_kind = row.string(12);
  d.reason = row.string(13);
  d.decided_by = {row.integer(14)};
  d.state_since = Timestamp(row.integer(15));
  return d;
}

std::string organisation_wall(Context& ctx, const model::Viewer& viewer, PredicateSql& sql, std::string_view column) {
  if (viewer.role == model::Role::system) return {};
  const auto org = ctx.tables.find("organisation");
  if (org == ctx.tables.end()) return "1=0";
  return of_organisations(ctx, model::wall(viewer, *org->second.kind), sql, column);
}

std::string organisation_filter(Context& ctx, const DutyFilter& f, PredicateSql& sql, std::string_view column) {
  std::string out;
  if (f.org) append(out, std::string(column) + " = " + sql.parameter(f.org.value));
  if (!f.orgs.empty()) {
    std::vector<std::int64_t> ids;
    for (const OrgId o : f.orgs) ids.push_back(o.value);
    append(out, in_list(sql, std::string(column), ids));
  }
  append(out, of_organisations(ctx, organisation_predicate(f), sql, column));
  return out.empty() ? out : out.substr(5);
}

std::string duty_condition(Context& ctx, const model::Viewer& viewer, const DutyFilter& f, PredicateSql& sql, std::string_view org_column) {
  std::string where = "1=1";
  append(where, organisation_wall(ctx, viewer, sql, org_column));
  append(where, organisation_filter(ctx, f, sql, org_column));
  // Nearly every duty is of the same plan: without an obligation behind it, the index that begins
  // with the plan would read the whole ledger for one organisation's page.
  const std::string plan = f.obligations.empty() ? ctx.db.dialect().unindexed("d.plan") : std::string("d.plan");
  if (!f.plan.empty()) append(where, plan + " = " + sql.parameter(f.plan));
  if (!f.tasks.empty()) append(where, in_list(sql, "d.task", f.tasks));
  if (!f.obligations.empty()) append(where, in_list(sql, "d.obligation", f.obligations));
  std::vector<int> states;
  for (const auto s : f.states) states.push_back(static_cast<int>(s));
  if (!states.empty()) append(where, in_list(sql, "d.state", states));
  const bool has_from = f.due_from != model::Duty::no_date, has_to = f.due_to != model::Duty::no_date;
  if (has_from || has_to) append(where, std::string(undated) + " = 0");
  if (has_from) append(where, "d.due >= " + sql.parameter(f.due_from));
  if (has_to) append(where, "d.due <= " + sql.parameter(f.due_to));
  return where;
}

namespace {

Result<DutyPage> page_from(Context& ctx, const std::string& from, const std::string& where, const DutyFilter& f, db::Params params,
                           std::int64_t total) {
  LP_TRY(const std::string order, duty_order(ctx, f));
  DutyPage page;
  page.total = total;
  if (page.total == 0 || f.limit == 0) return page;
  params.push_back({"limit", f.limit < 0 ? INT64_MAX : f.limit});
  params.push_back({"offset", std::max<std::int64_t>(f.offset, 0)});
  LP_CHECK_OK(ctx.db.query("SELECT " + std::string(duty_columns) + " FROM " + from + " d WHERE " + where + order +
                               " LIMIT :limit OFFSET :offset", params, [&](const db::Row& row) {
    page.rows.push_back(read_duty(row));
    return true;
  }));
  return page;
}

// The duties of many organisations by date: the index by date is walked and each entry tested.
// Those of one or a few organisations are found by organisation and sorted.
bool walks_by_date(const model::Viewer& viewer, const DutyFilter& f) {
  const model::Side side = model::side_of(viewer.role);
  return (f.order == "due" || f.order.empty()) && !f.org && f.orgs.empty() && side != model::Side::enterprise && side != model::Side::assessor;
}

}  // namespace

Result<DutyPage> list_duties(Context& ctx, const model::Viewer& viewer, const DutyFilter& f) {
  PredicateSql sql(ctx.tables, ctx.db.dialect(), ctx.clock.today());
  const std::string org = walks_by_date(viewer, f) ? ctx.db.dialect().unindexed("d.org_id") : std::string("d.org_id");
  const std::string where = duty_condition(ctx, viewer, f, sql, org);
  LP_TRY(const std::int64_t total, count_duty_rows(ctx, viewer, f));
  return page_from(ctx, "duty", where, f, sql.params(), total);
}

Result<DutyPage> list_snapshot_duties(Context& ctx, const model::Viewer& viewer, std::int64_t snapshot, const DutyFilter& f) {
  LP_TRY(const std::int64_t known, db::query_integer(ctx.db, "SELECT count(*) FROM snapshot WHERE id = :id", {{"id", snapshot}}));
  if (known == 0) {
    Error e = make_error(Errc::not_found, "no snapshot " + std::to_string(snapshot) + " of the ledger");
    e.message_zh = "没有编号为 " + std::to_string(snapshot) + " 的台账快照";
    return e;
  }
  PredicateSql sql(ctx.tables, ctx.db.dialect(), ctx.clock.today());
  std::string where = duty_condition(ctx, viewer, f, sql);
  append(where, "d.snapshot_id = " + sql.parameter(snapshot));
  LP_TRY(const std::int64_t total, db::query_integer(ctx.db, "SELECT count(*) FROM snapshot_duty d WHERE " + where, sql.params()));
  return page_from(ctx, "snapshot_duty", where, f, sql.params(), total);
}

Status stream_duties(Context& ctx, const model::Viewer& viewer, const DutyFilter& f, const std::function<bool(const model::Duty&)>& fn) {
  PredicateSql sql(ctx.tables, ctx.db.dialect(), ctx.clock.today());
  const std::string where = duty_condition(ctx, viewer, f, sql);
  return ctx.db.query("SELECT " + std::string(duty_columns) + " FROM duty d WHERE " + where +
                          " ORDER BY d.obligation, d.org_id, d.object_id, d.cycle", sql.params(),
                      [&](const db::Row& row) { return fn(read_duty(row)); });
}

Status stream_duty_rows(Context& ctx, const model::Viewer& viewer, std::string_view plan, std::string_view obligation, OrgId org, const DutyRowFn& fn) {
  LP_CHECK_OK(check_system(viewer));
  // As in duty_condition(); the whole ledger is fastest in the order it lies in.
  std::string where = (obligation.empty() ? ctx.db.dialect().unindexed("plan") : std::string("plan")) + " = :plan";
  db::Params params{{"plan", plan}};
  if (!obligation.empty()) {
    where += " AND obligation = :obligation";
    params.push_back({"obligation", obligation});
  }
  if (org) {
    where += " AND org_id = :org";
    params.push_back({"org", org.value});
  }
  return ctx.db.query("SELECT id, obligation, org_id, object_id, cycle, state, due, met_on, proof_id FROM duty WHERE " + where,
                      params, [&](const db::Row& row) {
    DutyRow d;
    d.id = {row.integer(0)};
    d.org = {row.integer(2)};
    d.object = {row.integer(3)};
    d.cycle = static_cast<std::int32_t>(row.integer(4));
    d.state = static_cast<model::DutyState>(row.integer(5));
    d.due = static_cast<std::int32_t>(row.integer(6));
    d.met_on = static_cast<std::int32_t>(row.integer(7));
    d.proof = {row.integer(8)};
    return fn(row.text(1), d);
  });
}

Result<model::Duty> find_duty(Context& ctx, const model::Viewer& viewer, std::string_view no) {
  PredicateSql sql(ctx.tables, ctx.db.dialect(), ctx.clock.today());
  std::string where = duty_condition(ctx, viewer, {}, sql);
  append(where, "d.no = " + sql.parameter(no));
  Result<model::Duty> out = make_error(Errc::not_found, "no duty " + std::string(no));
  LP_CHECK_OK(ctx.db.query("SELECT " + std::string(duty_columns) + " FROM duty d WHERE " + where, sql.params(), [&](const db::Row& row) {
    out = read_duty(row);
    return false;
  }));
  return out;
}

Result<json::array> read_duty_history(Context& ctx, const model::Viewer& viewer, DutyId id) {
  PredicateSql sql(ctx.tables, ctx.db.dialect(), ctx.clock.today());
  std::string where = duty_condition(ctx, viewer, {}, sql);
  append(where, "d.id = " + sql.parameter(id.value));
  std::int64_t created = 0, state = -1, due = 0;
  LP_CHECK_OK(ctx.db.query("SELECT d.created_at, d.state, d.due FROM duty d WHERE " + where, sql.params(), [&](const db::Row& row) {
    created = row.integer(0);
    state = row.integer(1);
    due = row.integer(2);
    return false;
  }));
  if (state < 0) return make_error(Errc::not_found, "no duty with id " + std::to_string(id.value));
  json::array out;
  const auto name = [](std::int64_t s) { return s < 0 ? json::value() : json::value(model::to_string(static_cast<model::DutyState>(s))); };
  const auto day = [](std::int64_t d) {
    return d == model::Duty::no_date ? json::value() : json::value(to_string(Date::from_days(static_cast<std::int32_t>(d))));
  };
  const auto add = [&](std::int64_t at, std::int64_t from, std::int64_t to, std::int64_t due_days, std::int64_t by, std::string_view reason) {
    out.push_back(json::object{{"at", to_string(Timestamp(at))}, {"from", name(from)}, {"to", name(to)}, {"due", day(due_days)},
                               {"by", by}, {"reason", reason}});
  };
  LP_CHECK_OK(ctx.db.query("SELECT at, from_state, to_state, due, by_user, reason FROM duty_history WHERE duty_id = :id ORDER BY at",
                           {{"id", id.value}}, [&](const db::Row& row) {
    if (out.empty()) add(created, -1, row.integer(1), row.integer(3), 0, "");
    add(row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4), row.text(5));
    return true;
  }));
  if (out.empty()) add(created, -1, state, due, 0, "");
  return out;
}

}  // namespace lp::store
