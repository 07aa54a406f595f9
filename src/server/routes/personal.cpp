// What belongs to the caller: notifications, preferences, saved views.
#include "server/app.h"
#include "server/json_read.h"
#include "server/reply.h"
#include "server/route.h"
#include "service/personal/personal.h"

namespace lp::server {
namespace {

Result<Response> notifications(const Request& request, App& app) {
  LP_TRY(const Page page, page_of(request));
  LP_TRY(const json::object body, service::inbox(app.store, request.viewer().user, request.query("unread") == "1", page.offset(),
                                                 static_cast<int>(page.size)));
  return json_response(body);
}

Result<Response> mark_read(const Request& request, App& app) {
  const auto ids = ids_member(request.json, "ids").value_or(std::vector<std::int64_t>{});
  if (ids.empty() && !get_bool(request.json, "all")) return field_error("ids", "required", "请选择通知", "ids or all is required");
  LP_CHECK_OK(service::mark_read(app.store, request.viewer().user, ids));
  return empty_response();
}

Result<Response> preferences(const Request& request, App&) { return json_response(service::preferences_of(request.caller->account)); }

Result<Response> save_preferences(const Request& request, App& app) {
  LP_TRY(const json::object saved, service::save_preferences(app.store, request.viewer().user, request.json));
  return json_response(saved);
}

Result<Response> views(const Request& request, App&) {
  json::object body;
  body["views"] = service::views_of(request.caller->account);
  return json_response(body);
}

Result<Response> save_view(const Request& request, App& app) {
  LP_CHECK_OK(service::save_view(app.store, request.viewer().user, request.param("name"), get_string(request.json, "page"),
                                 get_string(request.json, "query")));
  return empty_response();
}

Result<Response> delete_view(const Request& request, App& app) {
  LP_CHECK_OK(service::delete_view(app.store, request.viewer().user, request.param("name")));
  return empty_response();
}

constexpr const char* read_schema = R"({"type":"object","properties":{"ids":{"type":"array","items":{"type":"integer"}},"all":{"type":"boolean"}}})";
constexpr const char* view_schema = R"({"type":"object","properties":{"page":{"type":"string"},"query":{"type":"string"}}})";
constexpr const char* preferences_schema = R"({"type":"object","properties":{"channels":{"type":"object"},"quiet":{"type":["object","null"]},
"digest":{"enum":["none","daily"]},"webhook_url":{"type":"string"},"language":{"type":"string"},"theme":{"type":"string"}}})";

}  // namespace

RouteSet route_personal() {
  return {"personal",
          {"个人", "Personal"},
          {{.method = "GET", .pattern = "/api/notifications", .summary = {"通知", "Notifications"}, .who = signed_in(),
            .query = {{"unread", {"1 只看未读", "1 = unread only"}}, {"page", {}, "integer"}, {"size", {}, "integer"}}, .handler = notifications},
           {.method = "POST", .pattern = "/api/notifications/read", .summary = {"标为已读", "Mark as read"}, .who = signed_in(),
            .body = BodyKind::json, .request = read_schema, .produces = "", .handler = mark_read},
           {.method = "GET", .pattern = "/api/preferences", .summary = {"偏好", "Preferences"}, .who = signed_in(),
            .response = preferences_schema, .handler = preferences},
           {.method = "PUT", .pattern = "/api/preferences", .summary = {"保存偏好", "Save preferences"}, .who = signed_in(),
            .body = BodyKind::json, .limit = 16 * 1024, .request = preferences_schema, .response = preferences_schema, .handler = save_preferences},
           {.method = "GET", .pattern = "/api/views", .summary = {"已存视图", "Saved views"}, .who = signed_in(), .handler = views},
           {.method = "PUT", .pattern = "/api/views/{name}", .summary = {"保存视图", "Save a view"}, .who = signed_in(),
            .body = BodyKind::json, .limit = 16 * 1024, .request = view_schema, .produces = "", .handler = save_view},
           {.method = "DELETE", .pattern = "/api/views/{name}", .summary = {"删除视图", "Delete a view"}, .who = signed_in(),
            .produces = "", .handler = delete_view}}};
}

}  // namespace lp::server
