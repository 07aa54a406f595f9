// Signing in and out, and who one is.
#include "server/app.h"
#include "server/edge.h"
#include "server/error_reply.h"
#include "server/event_hub.h"
#include "server/reply.h"
#include "server/route.h"
#include "service/accounts/capabilities.h"

namespace lp::server {
namespace {

json::object describe(App& app, const service::Caller& caller) {
  json::object out;
  out["user"] = service::describe_user(app.store, app.catalogue, caller);
  out["csrf"] = caller.session.csrf;
  out["today"] = to_string(app.clock.today());
  out["now"] = app.clock.now().micros();
  out["version"] = app.version;
  out["capabilities"] = service::capabilities_of(app.catalogue, caller.viewer);
  return out;
}

Response signed_in_response(const Request& request, App& app, const service::SignIn& sign_in) {
  Response response = json_response(describe(app, sign_in.caller));
  response.headers.add("Set-Cookie", session_cookie(sign_in.token, request.head.secure));
  return response;
}

Result<Response> sign_in(const Request& request, App& app) {
  const std::string login = get_string(request.json, "login");
  auto result = app.accounts.sign_in(login, get_string(request.json, "password"));
  if (!result) {
    if (result.error().code != Errc::too_many) return result.error();
    Response locked = error_response(result.error(), request.id);
    locked.headers.add("Retry-After", std::to_string(app.accounts.retry_after(login)));
    return locked;
  }
  if (request.caller) {  // the old session is replaced, not kept beside the new one
    app.events.close_session(request.caller->session.token_hash);
    LP_CHECK_OK(app.accounts.sign_out(*request.caller));
  }
  return signed_in_response(request, app, *result);
}

Result<Response> show(const Request& request, App& app) { return json_response(describe(app, *request.caller)); }

Result<Response> sign_out(const Request& request, App& app) {
  LP_CHECK_OK(app.accounts.sign_out(*request.caller));
  app.events.close_session(request.caller->session.token_hash);
  Response response = empty_response();
  response.headers.add("Set-Cookie", session_cookie("", request.head.secure));
  return response;
}

Result<Response> change_password(const Request& request, App& app) {
  LP_TRY(const service::SignIn renewed, app.accounts.change_password(*request.caller, get_string(request.json, "old"),
                                                                     get_string(request.json, "new")));
  app.events.close_user(request.caller->account.id);
  return signed_in_response(request, app, renewed);
}

constexpr const char* session_schema = R"({"type":"object","properties":{"user":{"type":"object"},"csrf":{"type":"string"},
"today":{"type":"string","format":"date"},"now":{"type":"string","format":"date-time"},"version":{"type":"string"},
"capabilities":{"type":"array","items":{"type":"string"}}}})";

Who before_password_change() {
  Who who = signed_in();
  who.even_before_password_change = true;
  return who;
}

}  // namespace

RouteSet route_session() {
  return {"session",
          {"会话", "Session"},
          {{.method = "POST", .pattern = "/api/session", .summary = {"登录", "Sign in"}, .who = anyone(),
            .body = BodyKind::json, .limit = 4096, .needs_csrf = false,
            .request = R"({"type":"object","required":["login","password"],"properties":{"login":{"type":"string"},"password":{"type":"string"}}})",
            .response = session_schema, .handler = sign_in},
           {.method = "GET", .pattern = "/api/session", .summary = {"当前用户", "The signed-in user"},
            .who = before_password_change(), .response = session_schema, .handler = show},
           {.method = "DELETE", .pattern = "/api/session", .summary = {"退出", "Sign out"},
            .who = before_password_change(), .produces = "", .handler = sign_out},
           {.method = "POST", .pattern = "/api/session/password", .summary = {"修改口令", "Change the password"},
            .who = before_password_change(), .body = BodyKind::json, .limit = 4096,
            .request = R"({"type":"object","required":["old","new"],"properties":{"old":{"type":"string"},"new":{"type":"string"}}})",
            .response = session_schema, .handler = change_password}}};
}

}  // namespace lp::server
