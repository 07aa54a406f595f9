// Records of every kind: lists, pages, edits, moves.
#include "records/portal_sheet.h"
#include "records/visibility.h"
#include "server/app.h"
#include "server/json_read.h"
#include "server/reply.h"
#include "server/route.h"
#include "base/text.h"
#include "service/browse/facets.h"
#include "service/browse/history_view.h"
#include "service/browse/record_query.h"
#include "service/browse/record_view.h"
#include "server/read_json.h"

namespace lp::server {
namespace {

using service::Personal;

Result<Response> list(const Request& request, App& app) {
  LP_TRY(const Page page, page_of(request));
  LP_TRY(store::RecordQuery query, service::read_record_query(app.catalogue, request.viewer(), request.param("kind"), request.head.query));
  query.offset = page.offset();
  query.limit = static_cast<int>(page.size);
  query.today = app.clock.today();
  return read_json(app, [&](store::ReadTx& tx) -> Result<json::object> {
    LP_TRY(json::object body, service::list_page(tx, request.viewer(), app.catalogue, query));
    body["page"] = page.number;
    body["size"] = page.size;
    return body;
  });
}

Result<Response> facets(const Request& request, App& app) {
  LP_TRY(store::RecordQuery query, service::read_record_query(app.catalogue, request.viewer(), request.param("kind"), request.head.query));
  query.today = app.clock.today();
  std::vector<std::string> fields;
  const std::string wanted = request.query("fields");
  for (std::string_view field : split(wanted, ',')) {
    if (!field.empty()) fields.emplace_back(field);
  }
  if (fields.size() > 20) return field_error("fields", "too_many_items", "汇总字段过多", "at most 20 fields");
  return read_json(app, [&](store::ReadTx& tx) -> Result<json::object> {
    json::object body;
    LP_TRY(body["facets"], service::facets(tx, request.viewer(), app.catalogue, query, fields));
    return body;
  });
}

Result<Response> reply_with(const Request& request, App& app, const model::Record& record, int status) {
  LP_TRY(Response response, read_json(app, [&](store::ReadTx& tx) -> Result<json::object> {
    json::object body;
    LP_TRY(body["record"], service::to_json(tx, request.viewer(), app.catalogue, record, Personal::shown));
    return body;
  }));
  response.status = status;
  set_etag(response, model::etag(record));
  return response;
}

Result<Response> create(const Request& request, App& app) {
  LP_TRY(const json::object data, object_member(request.json, "data"));
  LP_TRY(const auto record, app.engine.create(request.viewer(), request.param("kind"), OrgId{get_int(request.json, "org")}, data));
  return reply_with(request, app, record, 201);
}

Result<Response> show(const Request& request, App& app) {
  LP_TRY(const std::int64_t id, request.id_param("id"));
  const std::string_view kind = request.param("kind");
  LP_TRY(const model::Record record, app.engine.get(request.viewer(), kind, RecordId{id}));  // journals the read
  LP_TRY(Response response, read_json(app, [&](store::ReadTx& tx) {
    return service::record_page(tx, request.viewer(), app.engine, kind, record.id, app.clock.today());
  }));
  // Not for If-None-Match: moves and clocks change without the record.
  response.headers.set("Cache-Control", "no-store");
  set_etag(response, model::etag(record));
  return response;
}

Result<Response> update(const Request& request, App& app) {
  LP_TRY(const std::int64_t id, request.id_param("id"));
  LP_TRY(const json::object data, object_member(request.json, "data"));
  LP_TRY(const auto record, app.engine.update(request.viewer(), request.param("kind"), RecordId{id}, request.if_match, data));
  return reply_with(request, app, record, 200);
}

Result<Response> move(const Request& request, App& app) {
  LP_TRY(const std::int64_t id, request.id_param("id"));
  LP_TRY(const json::object data, object_member(request.json, "data"));
  LP_TRY(const auto record, app.engine.move(request.viewer(), request.param("kind"), RecordId{id}, request.if_match,
                                            request.param("move"), get_string(request.json, "reason"), data));
  return reply_with(request, app, record, 200);
}

// Each record on its own: those that cannot move are named with the reason, the others move.
Result<Response> bulk(const Request& request, App& app) {
  constexpr std::size_t most = 500;
  const auto ids = ids_member(request.json, "ids").value_or(std::vector<std::int64_t>{});
  if (ids.empty() || ids.size() > most) return field_error("ids", "range", "请选择 1 至 500 条记录", "1 to 500 records");
  LP_TRY(const json::object data, object_member(request.json, "data"));
  json::array done, skipped;
  for (const std::int64_t id : ids) {
    const auto moved = app.engine.move(request.viewer(), request.param("kind"), RecordId{id}, records::Engine::any_version,
                                       get_string(request.json, "move"), get_string(request.json, "reason"), data);
    if (moved) {
      done.push_back(id);
      continue;
    }
    const Error& error = moved.error();
    const ErrcInfo& row = info(error.code);
    json::object item{{"id", id}, {"code", row.name}, {"en", error.message.empty() ? std::string(row.en) : error.message},
                      {"zh", error.message_zh.empty() ? std::string(row.zh) : error.message_zh}};
    const auto stored = app.engine.get(request.viewer(), request.param("kind"), RecordId{id});
    item["no"] = stored ? stored->no : std::string();
    skipped.push_back(std::move(item));
  }
  json::object body;
  body["done"] = std::move(done);
  body["skipped"] = std::move(skipped);
  return json_response(body);
}

Result<Response> history(const Request& request, App& app) {
  LP_TRY(const std::int64_t id, request.id_param("id"));
  return read_json(app, [&](store::ReadTx& tx) -> Result<json::object> {
    json::object body;
    LP_TRY(body["entries"], service::history_view(tx, request.viewer(), app.catalogue, request.param("kind"), RecordId{id}));
    return body;
  });
}

Result<Response> readers(const Request& request, App& app) {
  LP_TRY(const std::int64_t id, request.id_param("id"));
  return read_json(app, [&](store::ReadTx& tx) -> Result<json::object> {
    json::object body;
    LP_TRY(body["entries"], service::readers_view(tx, request.viewer(), request.param("kind"), RecordId{id}));
    return body;
  });
}

Result<Response> portal_sheet(const Request& request, App& app) {
  LP_TRY(const std::int64_t id, request.id_param("id"));
  LP_TRY(const model::Record record, app.engine.get(request.viewer(), request.param("kind"), RecordId{id}));
  const model::Kind* kind = app.catalogue.kind(record.kind);
  const std::string language = request.query("lang", request.zh ? "zh" : "en");
  LP_TRY(const json::object sheet, records::portal_sheet(app.catalogue, *kind, record, language != "en"));
  return json_response(sheet);
}

constexpr const char* list_schema = R"({"type":"object","properties":{"rows":{"type":"array","items":{"type":"object"}},
"total":{"type":"integer"},"page":{"type":"integer"},"size":{"type":"integer"},"links":{"type":"object"}}})";
constexpr const char* data_schema = R"({"type":"object","properties":{"org":{"type":"integer"},"data":{"type":"object"}}})";
constexpr const char* move_schema = R"({"type":"object","properties":{"reason":{"type":"string"},"data":{"type":"object"}}})";
constexpr const char* bulk_schema = R"({"type":"object","required":["ids","move"],"properties":{"ids":{"type":"array",
"items":{"type":"integer"},"maxItems":500},"move":{"type":"string"},"reason":{"type":"string"},"data":{"type":"object"}}})";

const std::vector<Parameter> list_query{{"q", {"全文搜索，至少两个字", "full text, at least two characters"}},
                                        {"sort", {"排序字段，“-”为降序", "fields, \"-\" descends"}},
                                        {"page", {}, "integer"},
                                        {"size", {"每页条数，不超过 500", "rows a page, at most 500"}, "integer"}};

}  // namespace

RouteSet route_records() {
  const std::string one = "/api/records/{kind}/{id}";
  return {"records",
          {"记录", "Records"},
          {{.method = "GET", .pattern = "/api/records/{kind}", .summary = {"记录列表", "A filtered page of records"}, .who = signed_in(),
            .query = list_query, .free_query = true, .response = list_schema, .handler = list},
           {.method = "POST", .pattern = "/api/records/{kind}", .summary = {"新建记录", "Create a record"}, .who = signed_in(),
            .body = BodyKind::json, .request = data_schema, .handler = create},
           {.method = "GET", .pattern = "/api/records/{kind}/facets", .summary = {"按字段汇总", "Counts by field"}, .who = signed_in(),
            .query = {{"fields", {"字段，逗号分隔", "fields, by comma"}}, {"q", {}}}, .free_query = true, .handler = facets},
           {.method = "POST", .pattern = "/api/records/{kind}/bulk", .summary = {"批量办理", "One move on many records"},
            .who = signed_in(), .body = BodyKind::json, .request = bulk_schema, .handler = bulk},
           {.method = "GET", .pattern = one, .summary = {"记录详情", "One record with what may be done"}, .who = signed_in(), .handler = show},
           {.method = "PUT", .pattern = one, .summary = {"修改记录", "Change a record"}, .who = signed_in(), .body = BodyKind::json,
            .needs_if_match = true, .request = data_schema, .handler = update},
           {.method = "POST", .pattern = one + "/moves/{move}", .summary = {"办理", "Make a move of the workflow"}, .who = signed_in(),
            .body = BodyKind::json, .needs_if_match = true, .request = move_schema, .handler = move},
           {.method = "GET", .pattern = one + "/history", .summary = {"变更历史", "History"}, .who = signed_in(), .handler = history},
           {.method = "GET", .pattern = one + "/readers", .summary = {"查阅记录", "Who has opened it"}, .who = signed_in(), .handler = readers},
           {.method = "GET", .pattern = one + "/portal-sheet", .summary = {"填报对照表", "Sheet to copy into the ministry's portal"},
            .who = signed_in(), .query = {{"lang", {"zh 或 en", "zh or en"}}}, .handler = portal_sheet}}};
}

}  // namespace lp::server
