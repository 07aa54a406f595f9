#include "store/ledger_order.h"

namespace lp::store {
namespace {

const std::string by_date = std::string(undated) + ", d.due, d.id";
constexpr std::string_view open_states = "d.state IN (0, 1, 2)", done_states = "d.state BETWEEN 3 AND 6", standing = "d.state = 7";

bool is_down(std::string_view& order) {
  const bool down = order.starts_with("-");
  if (down) order.remove_prefix(1);
  return down;
}

std::int64_t sum_of(const BoardCounts& counts, int task, int first_state, int last_state) {
  std::int64_t sum = 0;
  for (int t = task < 0 ? 0 : task; t <= (task < 0 ? ledger_tasks - 1 : task); ++t) {
    for (int s = first_state; s <= last_state; ++s) sum += counts[static_cast<std::size_t>(t)][static_cast<std::size_t>(s)];
  }
  return sum;
}

// Class, then what decides within the class; see the header.
std::string urgent_order(Date today) {
  const std::string now = std::to_string(today.days());
  const std::string kind = "(CASE WHEN d.state BETWEEN 3 AND 6 THEN 2 WHEN d.state = 7 THEN 1 ELSE 0 END)";
  return " ORDER BY " + kind + ", CASE " + kind + " WHEN 0 THEN abs(d.due - " + now + ") WHEN 1 THEN d.due <> -1000000 ELSE " + std::string(undated) +
         " END, CASE WHEN " + kind + " = 0 THEN d.due >= " + now + " ELSE -d.due END, "
         "CASE WHEN " + kind + " = 0 AND d.due >= " + now + " OR " + kind + " = 1 AND d.due = -1000000 THEN d.id ELSE -d.id END";
}

Segment part(std::string where, std::string order) { return {std::move(where), " ORDER BY " + std::move(order), std::nullopt, false}; }

std::string is_undated(bool yes) { return std::string(undated) + (yes ? " = 1" : " = 0"); }

// Latest first, undated last: the index backwards, its two halves exchanged.
std::vector<Segment> downwards(const std::string& where) {
  const std::string also = where.empty() ? "" : where + " AND ";
  const std::string order = std::string(undated) + " DESC, d.due DESC, d.id DESC";
  return {part(also + is_undated(false), order), part(also + is_undated(true), order)};
}

std::vector<Segment> urgent_segments(const BoardCounts& counts) {
  const bool any_open = sum_of(counts, -1, 0, 2) > 0;
  std::vector<Segment> out = downwards(std::string(open_states));
  out.front().by_distance = true;
  if (!any_open) out[0].count = out[1].count = 0;
  Segment waiting = part(std::string(standing) + " AND " + is_undated(true), by_date);
  if (sum_of(counts, -1, 7, 7) == 0) waiting.count = 0;
  out.push_back(waiting);
  out.push_back(downwards(std::string(standing)).front());
  out.back().count = waiting.count;
  for (Segment& s : downwards(std::string(done_states))) out.push_back(std::move(s));
  return out;
}

std::vector<Segment> one_each(std::string_view column, int values, bool down, const BoardCounts& counts) {
  std::vector<Segment> out;
  for (int i = 0; i < values; ++i) {
    const int value = down ? values - 1 - i : i;
    out.push_back(part(std::string(column) + " = " + std::to_string(value), by_date));
    out.back().count = column == "d.task" ? sum_of(counts, value, 0, duty_states - 1) : sum_of(counts, -1, value, value);
  }
  return out;
}

}  // namespace

Result<std::string> sorted_order(std::string_view order, Date today) {
  if (order == "urgent") return urgent_order(today);
  std::string_view name = order;
  const std::string way = is_down(name) ? " DESC" : "";
  if (name == "due" || name.empty()) return " ORDER BY " + std::string(undated) + ", d.due" + way + ", d.id" + way;
  if (name == "org") return " ORDER BY d.org_id" + way + ", d.id" + way;
  if (name == "no") return " ORDER BY d.no" + way;
  if (name == "task" || name == "state") return " ORDER BY d." + std::string(name) + way + ", " + by_date;
  Error e = make_error(Errc::invalid, "duties cannot be ordered by '" + std::string(order) + "'", "use urgent, due, org, task, state or no");
  e.message_zh = "台账不能按“" + std::string(order) + "”排序。";
  return e;
}

std::vector<Segment> segments_of(std::string_view order, const BoardCounts* counts) {
  std::string_view name = order;
  const bool down = is_down(name);
  if (name == "due" || name.empty()) return down ? downwards("") : std::vector<Segment>{part("", by_date)};
  if (counts == nullptr) return {};
  if (order == "urgent") return urgent_segments(*counts);
  if (name == "task") return one_each("d.task", ledger_tasks, down, *counts);
  if (name == "state") return one_each("d.state", duty_states, down, *counts);
  return {};
}

}  // namespace lp::store
