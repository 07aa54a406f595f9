#include <algorithm>

#include "base/text.h"
#include "store/db/dialect.h"
#include "store/ledger.h"
#include "store/ledger_order.h"

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

// Duties whose title, in either language, holds the words.
std::vector<std::string> obligations_titled(const Context& ctx, std::string_view words) {
  const std::string part = to_lower_ascii(words);
  std::vector<std::string> names;
  for (const auto& [name, o] : ctx.catalogue.obligations) {
    if (contains(to_lower_ascii(o.title.zh), part) || contains(to_lower_ascii(o.title.en), part)) names.push_back(name);
  }
  return names;
}

// LP2024-0000123 whole, its beginning, or the digits at its end.
std::string by_number(PredicateSql& sql, std::string_view text) {
  std::string no;
  for (const char c : text) no += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  if (no.starts_with("LP")) return "(d.no >= " + sql.parameter(no) + " AND d.no < " + sql.parameter(no + "\x7f") + ")";
  const bool digits = !no.empty() && no.size() <= 7 && no.find_first_not_of("0123456789") == std::string::npos;
  return digits ? "substr(d.no, -7) = " + sql.parameter(std::string(7 - no.size(), '0') + no) : std::string();
}

// The organisation's name, the duty's title or its number.
std::string text_condition(Context& ctx, std::string_view text, PredicateSql& sql, const std::string& org_column) {
  if (text.empty()) return {};
  std::string any = of_organisations(ctx, Predicate::compare("name", Op::contains, json::array{text}), sql, org_column);
  if (const auto names = obligations_titled(ctx, text); !names.empty()) any += " OR " + in_list(sql, "d.obligation", names);
  if (const std::string number = by_number(sql, text); !number.empty()) any += " OR " + number;
  return "(" + any + ")";
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

std::string duty_condition(Context& ctx, const model::Viewer& viewer, const DutyFilter& f, PredicateSql& sql) {
  return duty_condition(ctx, viewer, f, sql, {ctx.db.dialect().unindexed("d.plan"), "d.org_id"});
}

std::string duty_condition(Context& ctx, const model::Viewer& viewer, const DutyFilter& f, PredicateSql& sql, const DutyColumns& columns) {
  std::string where = "1=1";
  append(where, organisation_wall(ctx, viewer, sql, columns.org));
  append(where, organisation_filter(ctx, f, sql, columns.org));
  append(where, text_condition(ctx, f.text, sql, columns.org));
  // Nearly every duty is of the same plan: without an obligation behind it, the index that begins
  // with the plan would read the whole ledger for one organisation's page.
  if (!f.plan.empty()) append(where, (f.obligations.empty() ? columns.plan : std::string("d.plan")) + " = " + sql.parameter(f.plan));
  if (f.object) {
    const std::string id = sql.parameter(f.object.value);
    append(where, "(d.object_id = " + id + " OR d.proof_id = " + id + ")");
  }
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

Status stream_duties(Context& ctx, const model::Viewer& viewer, const DutyFilter& f, const std::function<bool(const model::Duty&)>& fn) {
  PredicateSql sql(ctx.tables, ctx.db.dialect(), ctx.clock.today());
  // A whole plan lies in this order in duty_identity, one organisation in duty_ledger; a few are sorted.
  const bool whole = !f.org && f.orgs.empty() && model::side_of(viewer.role) != model::Side::enterprise;
  const auto& d = ctx.db.dialect();
  const std::string where = duty_condition(ctx, viewer, f, sql, whole ? DutyColumns{"d.plan", d.unindexed("d.org_id")}
                                                                       : DutyColumns{d.unindexed("d.plan"), "d.org_id"});
  return ctx.db.query("SELECT " + std::string(duty_columns) + " FROM duty d WHERE " + where +
                          " ORDER BY d.obligation, d.org_id, d.object_id, d.cycle", sql.params(),
                      [&](const db::Row& row) { return fn(read_duty(row)); });
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
