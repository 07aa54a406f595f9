// The regulator's board: organisations × tasks, counts exact for the filter and the wall.
#include "campaign/statistics.h"
#include "server/app.h"
#include "server/duty_query.h"
#include "server/read_json.h"
#include "server/route.h"

namespace lp::server {
namespace {

using model::Role;

template <class Counts>
campaign::StateCounts widen(const Counts& counts) {
  campaign::StateCounts out{};
  std::copy(counts.begin(), counts.end(), out.begin());
  return out;
}

void add(campaign::StateCounts& sum, const campaign::StateCounts& more) {
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += more[i];
}

// {"0": {...}, "1": {...}} and the sum over the tasks.
template <class Tasks>
std::pair<json::object, campaign::StateCounts> tasks_json(const Tasks& tasks) {
  json::object out;
  campaign::StateCounts sum{};
  for (std::size_t task = 0; task < tasks.size(); ++task) {
    const campaign::StateCounts counts = widen(tasks[task]);
    add(sum, counts);
    out[std::to_string(task)] = campaign::to_json(counts);
  }
  return {std::move(out), sum};
}

json::object row_json(const store::BoardRow& row) {
  json::object out{{"org", row.org.value}, {"name", row.name}, {"type", row.type}, {"region", row.region}};
  auto [tasks, sum] = tasks_json(row.counts);
  out["tasks"] = std::move(tasks);
  out["totals"] = campaign::to_json(sum);
  return out;
}

Result<Response> board(const Request& request, App& app) {
  LP_TRY(const store::DutyFilter filter, read_board_filter(request, app));
  return read_json(app, [&](store::ReadTx& tx) -> Result<json::object> {
    LP_TRY(const store::BoardPage page, tx.board(request.viewer(), filter));
    json::array rows;
    for (const store::BoardRow& row : page.rows) rows.push_back(row_json(row));
    auto [totals, sum] = tasks_json(page.totals);
    std::int64_t duties = 0;
    for (const std::int64_t n : sum) duties += n;
    json::object summary{{"orgs", page.total}, {"duties", duties}, {"completion", campaign::completion(sum)}};
    summary["totals"] = campaign::to_json(sum);
    json::object by_region;
    for (const auto& [region, counts] : page.by_region) by_region[region] = campaign::to_json(counts);
    summary["by_region"] = std::move(by_region);
    json::object body;
    body["rows"] = std::move(rows);
    body["total"] = page.total;
    body["totals"] = std::move(totals);
    body["summary"] = std::move(summary);
    return body;
  });
}

}  // namespace

RouteSet route_board() {
  return {"board",
          {"态势", "Board"},
          {{.method = "GET", .pattern = "/api/board", .summary = {"企业与任务完成情况", "Organisations by tasks"},
            .who = only({Role::regulator_officer, Role::regulator_leader, Role::auditor}),
            .query = {{"plan", {}}, {"region", {}}, {"type", {}}, {"state", {}}, {"task", {}}, {"q", {}}, {"sort", {"name、overdue、no，“-”为降序", "name, overdue, no; \"-\" descends"}},
                      {"page", {}, "integer"}, {"size", {}, "integer"}},
            .handler = board}}};
}

}  // namespace lp::server
