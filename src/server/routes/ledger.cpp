// The ledger: duties, why they are as they are, decisions, snapshots.
#include "campaign/explain.h"
#include "campaign/statistics.h"
#include "server/app.h"
#include "server/duty_query.h"
#include "server/json_read.h"
#include "server/read_json.h"
#include "server/reply.h"
#include "server/route.h"
#include "service/browse/names.h"

namespace lp::server {
namespace {

using campaign::Decision;
using model::Role;

Result<json::array> rows_of(store::ReadTx& tx, const Request& request, App& app, const std::vector<model::Duty>& duties) {
  std::vector<OrgId> orgs;
  for (const model::Duty& duty : duties) orgs.push_back(duty.org);
  LP_TRY(auto names, service::org_names(tx, request.viewer(), app.catalogue, orgs));
  json::array rows;
  for (const model::Duty& duty : duties) {
    LP_TRY(json::object row, campaign::duty_to_json(tx, request.viewer(), app.catalogue, duty, app.clock.today(), names[duty.org]));
    rows.push_back(std::move(row));
  }
  return rows;
}

Result<Response> list(const Request& request, App& app) {
  LP_TRY(const store::DutyFilter filter, read_duty_filter(request, app));
  return read_json(app, [&](store::ReadTx& tx) -> Result<json::object> {
    LP_TRY(const store::DutyPage page, tx.duties(request.viewer(), filter));
    store::DutyFilter every_state = filter;  // the tabs count what the state filter hides
    every_state.states.clear();
    LP_TRY(const campaign::StateCounts counted, campaign::count_states(tx, request.viewer(), every_state));
    json::object body;
    LP_TRY(body["rows"], rows_of(tx, request, app, page.rows));
    body["total"] = page.total;
    body["counts"] = campaign::to_json(counted);
    return body;
  });
}

json::object duty_body(json::object duty) {
  json::object body;
  body["duty"] = std::move(duty);
  return body;
}

Result<json::object> shown(store::ReadTx& tx, const Request& request, App& app, const model::Duty& duty) {
  return campaign::duty_to_json(tx, request.viewer(), app.catalogue, duty, app.clock.today());
}

Result<Response> show(const Request& request, App& app) {
  return read_json(app, [&](store::ReadTx& tx) -> Result<json::object> {
    LP_TRY(const model::Duty duty, tx.duty(request.viewer(), request.param("no")));
    LP_TRY(json::object out, shown(tx, request, app, duty));
    return duty_body(std::move(out));
  });
}

Result<Response> explain(const Request& request, App& app) {
  return read_json(app, [&](store::ReadTx& tx) {
    return campaign::explain(tx, request.viewer(), app.catalogue, request.param("no"), app.clock.today());
  });
}

Handler decide(Decision decision) {
  return [decision](const Request& request, App& app) -> Result<Response> {
    LP_TRY(const model::Duty duty, app.ledger.decide(request.viewer(), request.param("no"), decision,
                                                     get_string(request.json, "reason"), app.clock.today()));
    return read_json(app, [&](store::ReadTx& tx) -> Result<json::object> {
      LP_TRY(json::object out, shown(tx, request, app, duty));
      return duty_body(std::move(out));
    });
  };
}

Result<json::object> snapshot_json(store::ReadTx& tx, const store::Snapshot& snapshot) {
  LP_TRY(const auto names, service::user_names(tx, std::span(&snapshot.by, 1)));
  json::object out{{"id", snapshot.id}, {"plan", snapshot.plan}, {"title", snapshot.title}, {"name", snapshot.title},
                   {"taken_at", snapshot.at.micros()}, {"by", snapshot.by.value}, {"digest", snapshot.hash}};
  if (snapshot.duties >= 0) out["rows"] = snapshot.duties;
  out["by_name"] = names.empty() ? std::string() : names.begin()->second;
  return out;
}

Result<Response> snapshots(const Request& request, App& app) {
  return read_json(app, [&](store::ReadTx& tx) -> Result<json::object> {
    LP_TRY(const auto all, tx.snapshots(request.viewer(), plan_of(request, app)));
    json::array items;
    for (const store::Snapshot& snapshot : all) {
      LP_TRY(json::object item, snapshot_json(tx, snapshot));
      items.push_back(std::move(item));
    }
    json::object body;
    body["snapshots"] = std::move(items);
    return body;
  });
}

Result<Response> take_snapshot(const Request& request, App& app) {
  const std::string title = get_string(request.json, "title", get_string(request.json, "name"));
  if (title.empty()) return field_error("name", "required", "请填写快照名称", "a name is required");
  LP_TRY(const auto snapshot, app.ledger.take_snapshot(request.viewer(), plan_of(request, app), title));
  LP_TRY(Response response, read_json(app, [&](store::ReadTx& tx) -> Result<json::object> {
    json::object body;
    LP_TRY(body["snapshot"], snapshot_json(tx, snapshot));
    return body;
  }));
  response.status = 201;
  return response;
}

Result<Response> snapshot_rows(const Request& request, App& app) {
  LP_TRY(const std::int64_t id, request.id_param("id"));
  LP_TRY(const store::DutyFilter filter, read_duty_filter(request, app));
  return read_json(app, [&](store::ReadTx& tx) -> Result<json::object> {
    LP_TRY(const store::DutyPage page, tx.snapshot_duties(request.viewer(), id, filter));
    json::object body;
    LP_TRY(body["rows"], rows_of(tx, request, app, page.rows));
    body["total"] = page.total;
    return body;
  });
}

const std::vector<Parameter> ledger_query{
    {"plan", {}}, {"org", {}, "integer"}, {"task", {"任务，逗号分隔", "tasks, by comma"}}, {"state", {"状态，逗号分隔", "states, by comma"}},
    {"obligation", {}}, {"region", {}}, {"type", {}}, {"due_from", {}}, {"due_to", {}}, {"object", {"对象或凭证记录的编号", "id of the record the duty is about or was met by"}, "integer"},
    {"q", {"企业名称、任务名称或编号", "name of the organisation, title or number of the duty"}},
    {"sort", {"urgent、due、org、task、state、no，“-”为降序", "urgent, due, org, task, state, no; \"-\" descends"}}, {"page", {}, "integer"}, {"size", {}, "integer"}};
constexpr const char* reason_schema = R"({"type":"object","required":["reason"],"properties":{"reason":{"type":"string"}}})";

}  // namespace

RouteSet route_ledger() {
  const Who regulators = only({Role::regulator_officer, Role::regulator_leader});
  const std::string one = "/api/ledger/{no}";
  auto decision = [&](std::string name, LocalText summary, Decision d) {
    return Route{.method = "POST", .pattern = one + "/" + name, .summary = std::move(summary), .who = regulators,
                 .body = BodyKind::json, .request = reason_schema, .handler = decide(d)};
  };
  return {"ledger",
          {"台账", "Ledger"},
          {{.method = "GET", .pattern = "/api/ledger", .summary = {"义务清单", "A filtered page of duties"}, .who = signed_in(),
            .query = ledger_query, .handler = list},
           {.method = "GET", .pattern = one, .summary = {"一项义务", "One duty"}, .who = signed_in(), .handler = show},
           {.method = "GET", .pattern = one + "/explain", .summary = {"依据与说明", "Why it is as it is"}, .who = signed_in(), .handler = explain},
           decision("waive", {"豁免", "Waive"}, Decision::waive),
           decision("unwaive", {"取消豁免", "Take a decision back"}, Decision::unwaive),
           decision("not-applicable", {"不适用", "Not applicable"}, Decision::not_applicable),
           {.method = "GET", .pattern = "/api/ledger/snapshots", .summary = {"快照列表", "Snapshots"}, .who = signed_in(),
            .query = {{"plan", {}}}, .handler = snapshots},
           {.method = "POST", .pattern = "/api/ledger/snapshots", .summary = {"生成快照", "Freeze the ledger"}, .who = regulators,
            .body = BodyKind::json, .handler = take_snapshot},
           {.method = "GET", .pattern = "/api/ledger/snapshots/{id}", .summary = {"快照内容", "Duties of a snapshot"}, .who = signed_in(),
            .query = ledger_query, .handler = snapshot_rows}}};
}

}  // namespace lp::server
