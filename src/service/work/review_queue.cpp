#include "service/work/review_queue.h"

#include <algorithm>
#include <limits>

#include "records/permissions.h"

namespace lp::service {
namespace {

constexpr std::int64_t deepest = 5000;

struct Waiting {
  model::Record record;
  std::int64_t deadline;
};

store::RecordQuery waiting_in(const model::Kind& kind, std::string_view state, std::int64_t limit) {
  store::RecordQuery query;
  query.kind = kind.name;
  query.where = model::Predicate::equals("state", json::value(state));
  query.order = {{"state_since", false}};  // one state, one clock: the oldest is due first
  query.limit = static_cast<int>(limit);
  return query;
}

}  // namespace

std::vector<std::string> review_states(const model::Viewer& viewer, const model::Kind& kind) {
  std::vector<std::string> states;
  for (const model::Move& move : kind.workflow.moves) {
    if (!move.review || !records::side_may(viewer, move)) continue;
    for (const std::string& from : move.from) {
      if (std::find(states.begin(), states.end(), from) == states.end()) states.push_back(from);
    }
  }
  return states;
}

Result<ReviewPage> review_queue(store::ReadTx& tx, const model::Viewer& viewer, const records::Engine& engine,
                                std::string_view kind_name, std::int64_t offset, std::int64_t limit) {
  if (!kind_name.empty() && engine.find_kind(kind_name) == nullptr) return make_error(Errc::not_found, "no such kind of record");
  const std::int64_t depth = std::min(offset + limit, deepest);
  std::vector<Waiting> waiting;
  ReviewPage page;
  for (const auto& [name, kind] : engine.catalogue().kinds) {
    if (!kind_name.empty() && name != kind_name) continue;
    for (const std::string& state : review_states(viewer, kind)) {
      LP_TRY(store::RecordPage found, tx.list(viewer, waiting_in(kind, state, depth)));
      page.total += found.total;
      for (model::Record& record : found.rows) {
        const auto clock = engine.clock_of(record);
        const std::int64_t due = clock ? clock->due_at.micros() : std::numeric_limits<std::int64_t>::max();
        waiting.push_back({std::move(record), due});
      }
    }
  }
  std::stable_sort(waiting.begin(), waiting.end(), [](const Waiting& a, const Waiting& b) {
    return std::pair(a.deadline, a.record.state_since) < std::pair(b.deadline, b.record.state_since);
  });
  for (std::size_t i = static_cast<std::size_t>(offset); i < waiting.size() && page.rows.size() < static_cast<std::size_t>(limit); ++i) {
    page.rows.push_back(std::move(waiting[i].record));
  }
  return page;
}

}  // namespace lp::service
