#include <algorithm>

#include "base/text.h"
#include "store/ledger.h"
#include "store/ledger_counts.h"

namespace lp::store {
namespace {

struct Line {
  std::int64_t org = 0;
  std::string name;
  OrgCounts counts{};
  std::int64_t overdue = 0;
};

// The maintained counters answer when the filter does not look into single duties.
bool needs_duties(const DutyFilter& f) {
  return !f.obligations.empty() || f.due_from != model::Duty::no_date || f.due_to != model::Duty::no_date;
}

struct Mask {
  std::array<bool, ledger_tasks> tasks{};
  std::array<bool, duty_states> states{};
  explicit Mask(const DutyFilter& f) {
    tasks.fill(f.tasks.empty());
    states.fill(f.states.empty());
    for (const int t : f.tasks) {
      if (t >= 0 && t < ledger_tasks) tasks[static_cast<std::size_t>(t)] = true;
    }
    for (const auto s : f.states) states[static_cast<std::size_t>(s)] = true;
  }
  // Whether anything is left.
  bool apply(OrgCounts& counts) const {
    bool any = false;
    for (std::size_t t = 0; t < counts.size(); ++t) {
      for (std::size_t s = 0; s < counts[t].size(); ++s) {
        if (!tasks[t] || !states[s]) counts[t][s] = 0;
        any = any || counts[t][s] != 0;
      }
    }
    return any;
  }
};

std::string name_column(Context& ctx) {
  const auto org = ctx.tables.find("organisation");
  if (org == ctx.tables.end()) return "''";
  const Column* c = org->second.find("name");
  return c != nullptr && c->field != nullptr ? "o." + c->name : std::string("''");
}

Result<std::vector<Line>> counted_lines(Context& ctx, const model::Viewer& viewer, const DutyFilter& f, const KindTable& org) {
  PredicateSql sql(ctx.tables, ctx.db.dialect(), ctx.clock.today());
  std::string where = "c.plan = " + sql.parameter(f.plan);
  for (const std::string& part : {organisation_wall(ctx, viewer, sql, "c.org_id"), organisation_filter(ctx, f, sql, "c.org_id")}) {
    if (!part.empty()) where += " AND " + part;
  }
  std::vector<Line> lines;
  LP_CHECK_OK(ctx.db.query("SELECT c.org_id, " + name_column(ctx) + ", c.counts FROM ledger_count c JOIN " + org.table +
                               " o ON o.id = c.org_id WHERE " + where, sql.params(), [&](const db::Row& row) {
    lines.push_back({row.integer(0), row.string(1), counts_of_bytes(row.blob(2)), 0});
    return true;
  }));
  return lines;
}

Result<std::vector<Line>> summed_lines(Context& ctx, const model::Viewer& viewer, const DutyFilter& f, const KindTable& org) {
  PredicateSql sql(ctx.tables, ctx.db.dialect(), ctx.clock.today());
  const std::string where = duty_condition(ctx, viewer, f, sql);
  std::vector<Line> lines;
  LP_CHECK_OK(ctx.db.query("SELECT d.org_id, " + name_column(ctx) + ", d.task, d.state, count(*) FROM duty d JOIN " + org.table +
                               " o ON o.id = d.org_id WHERE " + where + " GROUP BY d.org_id, " + name_column(ctx) +
                               ", d.task, d.state ORDER BY d.org_id", sql.params(), [&](const db::Row& row) {
    if (lines.empty() || lines.back().org != row.integer(0)) lines.push_back({row.integer(0), row.string(1), {}, 0});
    const auto task = static_cast<std::size_t>(row.integer(2)), state = static_cast<std::size_t>(row.integer(3));
    if (task < ledger_tasks && state < duty_states) lines.back().counts[task][state] = static_cast<std::int32_t>(row.integer(4));
    return true;
  }));
  return lines;
}

void add_up(const std::vector<Line>& lines, BoardPage& page) {
  page.totals.assign(ledger_tasks, {});
  for (const Line& line : lines) {
    for (std::size_t t = 0; t < line.counts.size(); ++t) {
      for (std::size_t s = 0; s < line.counts[t].size(); ++s) page.totals[t][s] += line.counts[t][s];
    }
  }
}

// Orders: org and name by the organisation's name, due and state by how much is overdue (most
// first), no by id.
void sort_lines(std::vector<Line>& lines, std::string_view order) {
  const bool down = order.starts_with("-");
  if (down) order.remove_prefix(1);
  const bool by_overdue = order == "due" || order == "state" || order == "overdue";
  for (Line& line : lines) {
    for (const auto& states : line.counts) line.overdue += states[static_cast<std::size_t>(model::DutyState::overdue)];
  }
  std::sort(lines.begin(), lines.end(), [&](const Line& a, const Line& b) {
    if (by_overdue && a.overdue != b.overdue) return down ? a.overdue < b.overdue : a.overdue > b.overdue;
    if (order != "no" && a.name != b.name) return down && !by_overdue ? a.name > b.name : a.name < b.name;
    return down ? a.org > b.org : a.org < b.org;
  });
}

std::string first_type(const json::value& v) {
  if (v.is_string()) return std::string(v.get_string());
  if (v.is_array() && !v.get_array().empty() && v.get_array()[0].is_string()) return std::string(v.get_array()[0].get_string());
  return {};
}

Result<BoardRow> to_row(Context& ctx, const KindTable& org, const Line& line) {
  BoardRow out;
  out.org = {line.org};
  out.name = line.name;
  out.counts.assign(line.counts.begin(), line.counts.end());
  const Column* types = org.find("types");
  const Column* region = org.find("region");
  LP_CHECK_OK(ctx.db.query("SELECT " + (types ? "o." + types->name : std::string("''")) + ", " + (region ? "o." + region->name : std::string("''")) +
                               " FROM " + org.table + " o WHERE o.id = :id", {{"id", line.org}}, [&](const db::Row& row) {
    auto v = types != nullptr && types->shape == Shape::list ? parse_json(row.text(0)) : Result<json::value>(json::value(row.text(0)));
    if (v) out.type = first_type(*v);
    out.region = row.string(1);
    return false;
  }));
  return out;
}

std::int64_t sum_of(const Line& line) {
  std::int64_t sum = 0;
  for (const auto& states : line.counts) {
    for (const std::int32_t n : states) sum += n;
  }
  return sum;
}

}  // namespace

Result<std::int64_t> count_duty_rows(Context& ctx, const model::Viewer& viewer, const DutyFilter& f) {
  const auto org = ctx.tables.find("organisation");
  if (org == ctx.tables.end() || f.plan.empty() || needs_duties(f)) {
    PredicateSql sql(ctx.tables, ctx.db.dialect(), ctx.clock.today());
    const std::string where = duty_condition(ctx, viewer, f, sql);
    return db::query_integer(ctx.db, "SELECT count(*) FROM duty d WHERE " + where, sql.params());
  }
  LP_TRY(std::vector<Line> lines, counted_lines(ctx, viewer, f, org->second));
  const Mask mask(f);
  std::int64_t total = 0;
  for (Line& line : lines) {
    if (mask.apply(line.counts)) total += sum_of(line);
  }
  return total;
}

Result<BoardPage> read_board(Context& ctx, const model::Viewer& viewer, const DutyFilter& f) {
  BoardPage page;
  page.totals.assign(ledger_tasks, {});
  const auto org = ctx.tables.find("organisation");
  if (org == ctx.tables.end()) return page;
  LP_TRY(std::vector<Line> lines, needs_duties(f) ? summed_lines(ctx, viewer, f, org->second) : counted_lines(ctx, viewer, f, org->second));
  const Mask mask(f);
  std::erase_if(lines, [&](Line& line) { return !mask.apply(line.counts); });
  sort_lines(lines, f.order);
  add_up(lines, page);
  page.total = static_cast<std::int64_t>(lines.size());
  const auto first = static_cast<std::size_t>(std::clamp<std::int64_t>(f.offset, 0, page.total));
  const std::size_t last = f.limit < 0 ? lines.size() : std::min(lines.size(), first + static_cast<std::size_t>(f.limit));
  for (std::size_t i = first; i < last; ++i) {
    LP_TRY(BoardRow row, to_row(ctx, org->second, lines[i]));
    page.rows.push_back(std::move(row));
  }
  return page;
}

}  // namespace lp::store
