// Administration of accounts.
#include "server/app.h"
#include "server/event_hub.h"
#include "server/json_read.h"
#include "server/reply.h"
#include "server/route.h"
#include "service/accounts/users.h"

namespace lp::server {
namespace {

using model::Role;

Result<service::UserDraft> read_draft(const json::object& o) {
  service::UserDraft draft;
  draft.login = text_member(o, "login");
  draft.name = text_member(o, "name");
  draft.email = text_member(o, "email");
  draft.phone = text_member(o, "phone");
  if (const auto name = text_member(o, "role")) {
    draft.role = model::parse_role(*name);
    if (!draft.role) return field_error("role", "unknown_option", "没有角色 " + *name, "no role " + *name);
  }
  if (o.contains("org")) draft.org = OrgId{get_int(o, "org")};
  draft.regions = texts_member(o, "regions");
  draft.sectors = texts_member(o, "sectors");
  if (const auto ids = ids_member(o, "assigned")) {
    draft.assigned.emplace();
    for (const std::int64_t id : *ids) draft.assigned->push_back(OrgId{id});
  }
  if (o.contains("disabled")) draft.disabled = get_bool(o, "disabled");
  if (const auto language = text_member(o, "language")) draft.zh = *language != "en";
  return draft;
}

json::object user_body(const store::Account& account, const std::string& password = {}) {
  json::object body;
  body["user"] = service::to_json(account);
  if (!password.empty()) body["password"] = password;  // shown once, to the administrator
  return body;
}

Result<Response> list(const Request& request, App& app) {
  service::Users users(app.accounts, app.catalogue);
  LP_TRY(const auto all, users.list(request.viewer()));
  json::array rows;
  for (const store::Account& account : all) rows.push_back(service::to_json(account));
  json::object body;
  body["total"] = rows.size();
  body["users"] = std::move(rows);
  return json_response(body);
}

Result<Response> create(const Request& request, App& app) {
  service::Users users(app.accounts, app.catalogue);
  LP_TRY(const auto draft, read_draft(request.json));
  LP_TRY(const auto made, users.create(request.viewer(), draft, get_string(request.json, "password")));
  return json_response(user_body(made.account, made.password), 201);
}

Result<Response> update(const Request& request, App& app) {
  service::Users users(app.accounts, app.catalogue);
  LP_TRY(const std::int64_t id, request.id_param("id"));
  LP_TRY(const auto draft, read_draft(request.json));
  LP_TRY(const auto account, users.update(request.viewer(), UserId{id}, draft));
  app.events.close_user(account.id);  // its stream was opened with the old rights
  return json_response(user_body(account));
}

Result<Response> reset_password(const Request& request, App& app) {
  service::Users users(app.accounts, app.catalogue);
  LP_TRY(const std::int64_t id, request.id_param("id"));
  LP_TRY(const auto made, users.reset_password(request.viewer(), UserId{id}, get_string(request.json, "password")));
  app.events.close_user(made.account.id);
  return json_response(user_body(made.account, made.password));
}

constexpr const char* draft_schema = R"({"type":"object","properties":{"login":{"type":"string"},"name":{"type":"string"},
"email":{"type":"string"},"phone":{"type":"string"},"role":{"type":"string"},"org":{"type":["integer","null"]},
"regions":{"type":"array","items":{"type":"string"}},"sectors":{"type":"array","items":{"type":"string"}},
"assigned":{"type":"array","items":{"type":"integer"}},"disabled":{"type":"boolean"},"language":{"enum":["zh","en"]},
"password":{"type":"string"}}})";
constexpr const char* user_schema = R"({"type":"object","properties":{"user":{"type":"object"},"password":{"type":"string"}}})";

}  // namespace

RouteSet route_users() {
  const Who administrators = only({Role::administrator});
  return {"users",
          {"用户", "Users"},
          {{.method = "GET", .pattern = "/api/users", .summary = {"用户列表", "Accounts"}, .who = administrators, .handler = list},
           {.method = "POST", .pattern = "/api/users", .summary = {"新建用户", "Create an account"}, .who = administrators,
            .body = BodyKind::json, .request = draft_schema, .response = user_schema, .handler = create},
           {.method = "PUT", .pattern = "/api/users/{id}", .summary = {"修改用户", "Change an account"}, .who = administrators,
            .body = BodyKind::json, .request = draft_schema, .response = user_schema, .handler = update},
           {.method = "POST", .pattern = "/api/users/{id}/password", .summary = {"重置口令", "Reset a password"},
            .who = administrators, .body = BodyKind::json, .response = user_schema, .handler = reset_password}}};
}

}  // namespace lp::server
