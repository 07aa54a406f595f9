#include <algorithm>
#include <functional>
#include <memory>
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

std::string counter_condition(Context& ctx, const model::Viewer& viewer, const DutyFilter& f, PredicateSql& sql) {
  std::string where = "c.plan = " + sql.parameter(f.plan);
  for (const std::string& part : {organisation_wall(ctx, viewer, sql, "c.org_id"), organisation_filter(ctx, f, sql, "c.org_id")}) {
    if (!part.empty()) where += " AND " + part;
  }
  return where;
}

Result<std::vector<Line>> counted_lines(Context& ctx, const model::Viewer& viewer, const DutyFilter& f) {
  PredicateSql sql(ctx.tables, ctx.db.dialect(), ctx.clock.today());
  const std::string where = counter_condition(ctx, viewer, f, sql);
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

BoardSummary add_up(const std::vector<Line>& lines) {
  BoardSummary sums;
  sums.totals.assign(ledger_tasks, {});
  sums.orgs.reserve(lines.size());
  for (const Line& line : lines) {
    sums.orgs.push_back(line.org);
    auto& of_region = sums.by_region[line.region];
    for (std::size_t t = 0; t < line.counts.size(); ++t) {
      for (std::size_t s = 0; s < line.counts[t].size(); ++s) {
        sums.totals[t][s] += line.counts[t][s];
        of_region[s] += line.counts[t][s];
      }
    }
  }
  return sums;
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

// All that decides the sums; empty when nothing may be kept: the transaction sees changes no counter tells of.
Result<std::string> summary_key(Context& ctx, const model::Viewer& viewer, const DutyFilter& f, std::string_view what) {
  if (ctx.writing != nullptr || !counters_answer(f)) return std::string();
  PredicateSql sql(ctx.tables, ctx.db.dialect(), ctx.clock.today());
  std::string asked = counter_condition(ctx, viewer, f, sql);
  asked.append("|").append(what).append("|");
  for (const int t : f.tasks) asked.append(std::to_string(t)).append(",");
  asked += '|';
  for (const auto s : f.states) asked.append(std::to_string(static_cast<int>(s))).append(",");
  LP_TRY(const std::int64_t ledger, change_counter(ctx, ledger_counter));
  LP_TRY(const std::int64_t orgs, change_counter(ctx, "organisation"));
  return CountCache::key_of(asked, sql.params(), ledger, orgs);
}

using Summary = std::shared_ptr<const BoardSummary>;

Result<Summary> kept_or_made(Context& ctx, const std::string& key, const std::function<Result<BoardSummary>()>& make) {
  if (!key.empty()) {
    if (Summary known = ctx.counts.find_board(key)) return known;
  }
  LP_TRY(BoardSummary made, make());
  auto summary = std::make_shared<const BoardSummary>(std::move(made));
  if (!key.empty()) ctx.counts.put_board(key, summary);
  return Summary(std::move(summary));
}

Result<std::vector<Line>> named_lines(Context& ctx, const KindTable& org, const model::Viewer& viewer, const DutyFilter& f) {
  LP_TRY(std::vector<Line> lines, lines_of(ctx, viewer, f));
  LP_CHECK_OK(add_names(ctx, org, lines));
  sort_lines(lines, f.order);
  return lines;
}

// One organisation's counters, for a page of a board whose order is known.
Result<Line> line_of(Context& ctx, const KindTable& org, const DutyFilter& f, std::int64_t id) {
  Line line;
  line.org = id;
  LP_CHECK_OK(ctx.db.query("SELECT counts FROM ledger_count WHERE plan = :plan AND org_id = :org", {{"plan", f.plan}, {"org", id}},
                           [&](const db::Row& row) {
    line.counts = counts_of_bytes(row.blob(0));
    return false;
  }));
  Mask(f).apply(line.counts);
  LP_CHECK_OK(ctx.db.query("SELECT " + column_of(org, "name") + ", " + column_of(org, "region") + " FROM " + org.table + " o WHERE o.id = :id",
                           {{"id", id}}, [&](const db::Row& row) {
    line.name = row.string(0);
    line.region = row.string(1);
    return false;
  }));
  return line;
}

void take_sums(const BoardSummary& sums, BoardPage& page) {
  page.totals = sums.totals;
  page.by_region = sums.by_region;
  page.total = static_cast<std::int64_t>(sums.orgs.size());
}

struct Range {
  std::size_t first, last;
};
Range range_of(const DutyFilter& f, std::size_t size) {
  const auto first = static_cast<std::size_t>(std::clamp<std::int64_t>(f.offset, 0, static_cast<std::int64_t>(size)));
  return {first, f.limit < 0 ? size : std::min(size, first + static_cast<std::size_t>(f.limit))};
}

// Everything at once, or a filter that looks into duties: the lines are all needed anyway.
Result<BoardPage> whole_board(Context& ctx, const KindTable& org, const model::Viewer& viewer, const DutyFilter& f) {
  BoardPage page;
  LP_TRY(const std::vector<Line> lines, named_lines(ctx, org, viewer, f));
  take_sums(add_up(lines), page);
  const Range range = range_of(f, lines.size());
  for (std::size_t i = range.first; i < range.last; ++i) {
    LP_TRY(BoardRow row, to_row(ctx, org, lines[i]));
    page.rows.push_back(std::move(row));
  }
  return page;
}

}  // namespace

bool counters_answer(const DutyFilter& f) { return !f.plan.empty() && !needs_duties(f); }

Result<BoardCounts> count_duty_rows(Context& ctx, const model::Viewer& viewer, const DutyFilter& f) {
  LP_TRY(const std::string key, summary_key(ctx, viewer, f, "count"));
  LP_TRY(const Summary sums, kept_or_made(ctx, key, [&]() -> Result<BoardSummary> {
    LP_TRY(const std::vector<Line> lines, lines_of(ctx, viewer, f));
    BoardSummary made = add_up(lines);
    made.orgs = {};
    return made;
  }));
  return sums->totals;
}

Result<BoardPage> read_board(Context& ctx, const model::Viewer& viewer, const DutyFilter& f) {
  BoardPage page;
  page.totals.assign(ledger_tasks, {});
  const auto org = ctx.tables.find("organisation");
  if (org == ctx.tables.end()) return page;
  if (f.limit < 0 || !counters_answer(f)) return whole_board(ctx, org->second, viewer, f);
  LP_TRY(const std::string key, summary_key(ctx, viewer, f, "board " + f.order));
  LP_TRY(const Summary sums, kept_or_made(ctx, key, [&]() -> Result<BoardSummary> {
    LP_TRY(const std::vector<Line> lines, named_lines(ctx, org->second, viewer, f));
    return add_up(lines);
  }));
  take_sums(*sums, page);
  const Range range = range_of(f, sums->orgs.size());
  for (std::size_t i = range.first; i < range.last; ++i) {
    LP_TRY(const Line line, line_of(ctx, org->second, f, sums->orgs[i]));
    LP_TRY(BoardRow row, to_row(ctx, org->second, line));
    page.rows.push_back(std::move(row));
  }
  return page;
}

}  // namespace lp::store
