#include "campaign/statistics.h"

#include <numeric>

#include "model/duty.h"

namespace lp::campaign {
namespace {

using model::DutyState;

constexpr std::size_t at(DutyState s) { return static_cast<std::size_t>(s); }

template <class Row>
void add_to(StateCounts& into, const Row& counts) {
  for (std::size_t s = 0; s < duty_states; ++s) into[s] += counts[s];
}

std::int64_t sum(const StateCounts& counts) { return std::accumulate(counts.begin(), counts.end(), std::int64_t{0}); }

void add_row(Statistics& stats, const store::BoardRow& row) {
  StateCounts of_org{};
  for (std::size_t task = 0; task < row.counts.size(); ++task) {
    StateCounts of_task{};
    add_to(of_task, row.counts[task]);
    if (sum(of_task) == 0) continue;
    add_to(stats.by_task[static_cast<int>(task)], of_task);
    add_to(of_org, of_task);
  }
  if (sum(of_org) == 0) return;
  add_to(stats.total, of_org);
  add_to(stats.by_city[row.region], of_org);
  add_to(stats.by_type[row.type], of_org);
  ++stats.organisations;
  if (of_org[at(DutyState::overdue)] > 0) ++stats.organisations_overdue;
}

}  // namespace

std::int64_t Statistics::duties() const { return sum(total); }

Result<Statistics> count_duties(store::ReadTx& tx, const model::Viewer& viewer, const store::DutyFilter& filter) {
  store::DutyFilter all = filter;  // at once: each page of a board counts every organisation anew
  all.limit = -1;
  all.offset = 0;
  all.order = "no";
  Statistics stats;
  LP_TRY(const store::BoardPage board, tx.board(viewer, all));
  for (const store::BoardRow& row : board.rows) add_row(stats, row);
  return stats;
}

Result<StateCounts> count_states(store::ReadTx& tx, const model::Viewer& viewer, const store::DutyFilter& filter) {
  LP_TRY(const auto by_task, tx.count_duties(viewer, filter));
  StateCounts counts{};
  for (const auto& of_task : by_task) add_to(counts, of_task);
  return counts;
}

json::object to_json(const StateCounts& counts) {
  json::object out;
  for (std::size_t s = 0; s < duty_states; ++s) out[to_string(static_cast<DutyState>(s))] = counts[s];
  return out;
}

json::object to_json(const Statistics& s) {
  json::object tasks, cities, types;
  for (const auto& [task, counts] : s.by_task) tasks[std::to_string(task)] = to_json(counts);
  for (const auto& [city, counts] : s.by_city) cities[city] = to_json(counts);
  for (const auto& [type, counts] : s.by_type) types[type] = to_json(counts);
  return {{"total", to_json(s.total)}, {"by_task", std::move(tasks)}, {"by_city", std::move(cities)},
          {"by_type", std::move(types)}, {"duties", s.duties()}, {"organisations", s.organisations},
          {"organisations_overdue", s.organisations_overdue}, {"completion", completion(s.total)}};
}

double completion(const StateCounts& counts) {
  const std::int64_t met = counts[at(DutyState::met)] + counts[at(DutyState::met_late)];
  const std::int64_t all = sum(counts) - counts[at(DutyState::waived)] - counts[at(DutyState::not_applicable)];
  return all == 0 ? 1.0 : static_cast<double>(met) / static_cast<double>(all);
}

}  // namespace lp::campaign
