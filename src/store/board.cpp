#include <algorithm>
#include <unordered_map>

#include "base/text.h"
#include "store/ledger.h"
#include "store/ledger_counts.h"

namespace lp::store {
namespace {

struct Line {
  std::int64_t org = 0;
  OrgCounts counts{};
  std::int64_t overdue = 0;
  std::size_t rank = 0;      // by name
  std::string name, region;
};

// The maintained counters answer when the filter does not look into single duties.
bool needs_duties(const DutyFilter& f) {
  return !f.obligations.empty() || f.object || !f.text.empty() || f.due_from != model::Duty::no_date || f.due_to != model::Duty::no_date;
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

std::string column_of(const KindTable& org, std::string_view field) {
  const Column* c = org.find(field);
  return c != nullptr && c->field != nullptr ? "o." + c->name : std::string("''");
}

Result<std::vector<Line>> counted_lines(Context& ctx, const model::Viewer& viewer, const DutyFilter& f) {
  PredicateSql sql(ctx.tables, ctx.db.dialect(), ctx.clock.today());
  std::string where = "c.plan = " + sql.parameter(f.plan);
  for (const std::string& part : {organisation_wall(ctx, viewer, sql, "c.org_id"), organisation_filter(ctx, f, sql, "c.org_id")}) {
    if (!part.empty()) where += " AND " + part;
  }
  std::vector<Line> lines;
  LP_CHECK_OK(ctx.db.query("SELECT c.org_id, c.counts FROM ledger_count c WHERE " + where, sql.params(), [&](const db::Row& row) {
    Line& line = lines.emplace_back();
    line.org = row.integer(0);
    line.counts = counts_of_bytes(row.blob(1));
    return true;
  }));
  return lines;
}

Result<std::vector<Line>> summed_lines(Context& ctx, const model::Viewer& viewer, const DutyFilter& f) {
  PredicateSql sql(ctx.tables, ctx.db.dialect(), ctx.clock.today());
  const std::string where = duty_condition(ctx, viewer, f, sql);
  std::vector<Line> lines;
  LP_CHECK_OK(ctx.db.query("SELECT d.org_id, d.task, d.state, count(*) FROM duty d WHERE " + where +
                               " GROUP BY d.org_id, d.task, d.state ORDER BY d.org_id", sql.params(), [&](const db::Row& row) {
    if (lines.empty() || lines.back().org != row.integer(0)) lines.emplace_back().org = row.integer(0);
    const auto task = static_cast<std::size_t>(row.integer(1)), state = static_cast<std::size_t>(row.integer(2));
    if (task < ledger_tasks && state < duty_states) lines.back().counts[task][state] = static_cast<std::int32_t>(row.integer(3));
    return true;
  }));
  return lines;
}

Result<std::vector<Line>> lines_of(Context& ctx, const model::Viewer& viewer, const DutyFilter& f) {
  LP_TRY(std::vector<Line> lines, counters_answer(f) ? counted_lines(ctx, viewer, f) : summed_lines(ctx, viewer, f));
  const Mask mask(f);
  std::erase_if(lines, [&](Line& line) { return !mask.apply(line.counts); });
  return lines;
}

// Names and regions, read from their indexes in order of name. Organisations nobody knows are left out.
Status add_names(Context& ctx, const KindTable& org, std::vector<Line>& lines) {
  std::unordered_map<std::int64_t, std::size_t> places;
  places.reserve(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) places.emplace(lines[i].org, i);
  std::size_t rank = 0;
  const std::string name = column_of(org, "name"), region = column_of(org, "region");
  LP_CHECK_OK(ctx.db.query("SELECT o.id, " + name + " FROM " + org.table + " o ORDER BY " + name + ", o.id", {}, [&](const db::Row& row) {
    if (const auto found = places.find(row.integer(0)); found != places.end()) {
      lines[found->second].rank = ++rank;
      lines[found->second].name = row.string(1);
    }
    return true;
  }));
  LP_CHECK_OK(ctx.db.query("SELECT o.id, " + region + " FROM " + org.table + " o WHERE " + region + " > ''", {}, [&](const db::Row& row) {
    if (const auto found = places.find(row.integer(0)); found != places.end()) lines[found->second].region = row.string(1);
    return true;
  }));
  std::erase_if(lines, [](const Line& line) { return line.rank == 0; });
  return {};
}

void add_up(const std::vector<Line>& lines, BoardPage& page) {
  page.totals.assign(ledger_tasks, {});
  for (const Line& line : lines) {
    auto& of_region = page.by_region[line.region];
    for (std::size_t t = 0; t < line.counts.size(); ++t) {
      for (std::size_t s = 0; s < line.counts[t].size(); ++s) {
        page.totals[t][s] += line.counts[t][s];
        of_region[s] += line.counts[t][s];
      }
    }
  }
}

// Orders: org and name by the organisation's name; overdue by how much is (due, state: most first, as "-overdue"), no by id.
void sort_lines(std::vector<Line>& lines, std::string_view order) {
  const bool down = order.starts_with("-");
  if (down) order.remove_prefix(1);
  const bool by_overdue = order == "due" || order == "state" || order == "overdue";
  const bool least_first = down != (order == "overdue");
  for (Line& line : lines) {
    for (const auto& states : line.counts) line.overdue += states[static_cast<std::size_t>(model::DutyState::overdue)];
  }
  std::sort(lines.begin(), lines.end(), [&](const Line& a, const Line& b) {
    if (by_overdue && a.overdue != b.overdue) return least_first ? a.overdue < b.overdue : a.overdue > b.overdue;
    if (order != "no") return down && !by_overdue ? a.rank > b.rank : a.rank < b.rank;
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
  out.region = line.region;
  out.counts.assign(line.counts.begin(), line.counts.end());
  const Column* types = org.find("types");
  if (types == nullptr) return out;
  LP_CHECK_OK(ctx.db.query("SELECT o." + types->name + " FROM " + org.table + " o WHERE o.id = :id", {{"id", line.org}}, [&](const db::Row& row) {
    auto v = types->shape == Shape::list ? parse_json(row.text(0)) : Result<json::value>(json::value(row.text(0)));
    if (v) out.type = first_type(*v);
    return false;
  }));
  return out;
}

}  // namespace

bool counters_answer(const DutyFilter& f) { return !f.plan.empty() && !needs_duties(f); }

Result<BoardCounts> count_duty_rows(Context& ctx, const model::Viewer& viewer, const DutyFilter& f) {
  BoardCounts counts(ledger_tasks);
  LP_TRY(const std::vector<Line> lines, lines_of(ctx, viewer, f));
  for (const Line& line : lines) {
    for (std::size_t t = 0; t < line.counts.size(); ++t) {
      for (std::size_t s = 0; s < line.counts[t].size(); ++s) counts[t][s] += line.counts[t][s];
    }
  }
  return counts;
}

Result<BoardPage> read_board(Context& ctx, const model::Viewer& viewer, const DutyFilter& f) {
  BoardPage page;
  page.totals.assign(ledger_tasks, {});
  const auto org = ctx.tables.find("organisation");
  if (org == ctx.tables.end()) return page;
  LP_TRY(std::vector<Line> lines, lines_of(ctx, viewer, f));
  LP_CHECK_OK(add_names(ctx, org->second, lines));
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
