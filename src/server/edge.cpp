#include "server/edge.h"

#include <algorithm>
#include <charconv>

#include "base/check.h"
#include "base/hash.h"
#include "base/text.h"
#include "server/error_reply.h"
#include "server/finish.h"
#include "server/http/url.h"
#include "server/metrics.h"
#include "server/reply.h"

namespace lp::server {

using Clock_ = std::chrono::steady_clock;

struct Edge::Exchange {
  Request request;
  const Route* route = nullptr;
  Error trouble;                       // what went wrong inside, for the log
  Clock_::time_point begin = Clock_::now();
};

namespace {

bool is_safe(std::string_view method) {
  return method == "GET" || method == "HEAD";
}

constexpr std::string_view id_characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

// A proxy's id is kept when it cannot break the log.
std::string request_id(const RequestHead& head) {
  const std::string_view given = head.headers.get("X-Request-Id");
  const bool good = given.size() >= 8 && given.size() <= 64 && given.find_first_not_of(id_characters) == std::string_view::npos;
  return good ? std::string(given) : random_token(9);
}

bool wants_chinese(const RequestHead& head) {
  const std::string first = to_lower_ascii(trim(head.headers.get("Accept-Language")));
  return !starts_with(first, "en");
}

// "\"17-4\"" or "17-4" or "4" → 4.
std::optional<std::int64_t> version_of(std::string_view tag) {
  tag = trim(tag);
  if (tag.size() >= 2 && tag.front() == '"' && tag.back() == '"') tag = tag.substr(1, tag.size() - 2);
  if (const std::size_t dash = tag.rfind('-'); dash != std::string_view::npos) tag = tag.substr(dash + 1);
  std::int64_t value = 0;
  const auto [end, ec] = std::from_chars(tag.data(), tag.data() + tag.size(), value);
  if (ec != std::errc{} || end != tag.data() + tag.size() || value < 1) return std::nullopt;
  return value;
}

// The record's id is in the tag too: another record's ETag is stale here, whatever its version.
bool is_for_other_record(std::string_view tag, std::string_view id) {
  tag = trim(tag);
  if (tag.size() >= 2 && tag.front() == '"') tag = tag.substr(1, tag.size() - 2);
  const std::size_t dash = tag.rfind('-');
  return dash != std::string_view::npos && tag.substr(0, dash) != id;
}

std::string join_methods(std::vector<std::string> methods) {
  if (std::find(methods.begin(), methods.end(), "GET") != methods.end()) methods.push_back("HEAD");
  return join(methods, ", ");
}

}  // namespace

std::string session_cookie(std::string_view token, bool secure) {
  std::string out = std::string(session_cookie_name) + "=" + std::string(token) + "; Path=/; HttpOnly; SameSite=Lax";
  if (token.empty()) out += "; Max-Age=0";
  if (secure) out += "; Secure";
  return out;
}

Edge::Edge(App& app, const Router& router, const StaticFiles& files, AccessLog& log, EdgeOptions options)
    : app_(app), router_(router), files_(files), log_(log), options_(std::move(options)) {}

bool Edge::accepts_host(std::string_view host_header) const {
  if (host_header.empty()) return true;  // HTTP/1.0; the engine demands it of 1.1
  const auto host = parse_host(host_header);
  if (!host) return false;
  if (*host == "localhost" || *host == "127.0.0.1" || *host == "::1") return true;
  if (options_.hosts.empty()) return !options_.loopback_only;
  return std::find(options_.hosts.begin(), options_.hosts.end(), *host) != options_.hosts.end();
}

BodyPlan Edge::plan(const RequestHead& head) {
  BodyPlan plan;
  const Router::Match match = router_.match(head.method, head.path);
  if (match.route == nullptr) {
    plan.limit = 64 * 1024;  // read and dropped, so that the answer arrives
    return plan;
  }
  plan.spool = match.route->body == BodyKind::upload;
  plan.limit = match.route->body == BodyKind::none ? 0 : match.route->limit;
  const bool strangers = find_cookie(head.headers.get("Cookie"), session_cookie_name).empty();
  if (plan.spool && strangers) {
    plan.refuse = error_response(make_error(Errc::unauthenticated, "sign in before uploading"), random_token(9));
    finish_response(head, *plan.refuse);
  }
  return plan;
}

Response Edge::refuse(const Refusal& refusal, std::string_view remote) {
  const std::string id = random_token(9);
  Response response = http_error(refusal.status, refusal.code, refusal.message, id);
  if (refusal.status == 503) response.headers.add("Retry-After", "2");
  app_.metrics.count_refusal(refusal.code);
  log_.request({{"at", to_string(app_.clock.now())}, {"id", id}, {"remote", remote}, {"status", refusal.status}, {"refused", refusal.code}});
  finish_response({}, response);
  return response;
}

Response Edge::handle(HttpRequest message) {
  Exchange exchange;
  Request& request = exchange.request;
  request.id = request_id(message.head);
  request.zh = wants_chinese(message.head);
  request.head = std::move(message.head);
  request.body = std::move(message.body);
  request.file = std::move(message.file);
  Response response;
  try {
    response = answer(exchange);
  } catch (const std::exception& bug) {  // the edge: a bug costs one request, not the process
    exchange.trouble = make_error(Errc::internal, bug.what());
    response = error_response(exchange.trouble, request.id);
  }
  response.headers.set("X-Request-Id", request.id);
  finish_response(request.head, response);
  record(exchange, response);
  return response;
}

Response Edge::answer(Exchange& exchange) {
  Request& request = exchange.request;
  if (!accepts_host(request.head.headers.get("Host"))) {
    return http_error(421, "bad_host", "this server does not answer to the given host name", request.id);
  }
  Router::Match match = router_.match(request.head.method, request.head.path);
  if (match.route != nullptr) return dispatch(exchange, match);
  if (!match.allowed.empty()) {
    Response response = http_error(405, "bad_method", request.head.method + " is not offered here", request.id);
    response.headers.add("Allow", join_methods(std::move(match.allowed)));
    return response;
  }
  if (starts_with(request.head.path, "/api/") || request.head.path == "/api") {
    return http_error(404, "no_route", "no such address", request.id);
  }
  if (!is_safe(request.head.method)) return http_error(405, "bad_method", "only GET is offered here", request.id);
  return files_.answer(request.head);
}

Response Edge::dispatch(Exchange& exchange, const Router::Match& match) {
  const Route& route = *match.route;
  Request& request = exchange.request;
  exchange.route = &route;
  request.params = match.params;
  if (auto refused = check_caller(exchange, route)) return *std::move(refused);
  if (auto refused = check_form(exchange, route)) return *std::move(refused);
  Result<Response> result = route.handler(request, app_);
  if (result) return *std::move(result);
  exchange.trouble = result.error();
  return error_response(exchange.trouble, request.id);
}

std::optional<Response> Edge::check_caller(Exchange& exchange, const Route& route) {
  Request& request = exchange.request;
  const std::string token = find_cookie(request.head.headers.get("Cookie"), session_cookie_name);
  if (!token.empty() || !route.who.anyone) {
    auto caller = app_.accounts.resolve(token);
    if (caller) {
      request.zh = caller->account.zh;
      request.caller.emplace(*std::move(caller));
    } else if (!route.who.anyone || caller.error().code != Errc::unauthenticated) {
      return error_response(caller.error(), request.id);
    }
  }
  if (!is_safe(request.head.method)) {
    // Browsers send Origin with every unsafe request; another site's is refused even without a session.
    const std::string_view origin = request.head.headers.get("Origin");
    const std::size_t scheme = origin.find("://");
    const bool own = origin.empty() || (scheme != std::string_view::npos && origin.substr(scheme + 3) == request.head.headers.get("Host"));
    if (!own) return http_error(403, "bad_origin", "the request comes from another site", request.id);
    const std::string_view csrf = request.head.headers.get("X-CSRF-Token");
    if (route.needs_csrf && request.caller && !equal_constant_time(csrf, request.caller->session.csrf)) {
      return http_error(403, "csrf", "X-CSRF-Token is missing or not this session's", request.id);
    }
  }
  if (!request.caller) return std::nullopt;
  if (request.caller->account.must_change_password && !route.who.even_before_password_change) {
    return http_error(403, "must_change_password", "change the first password before anything else", request.id);
  }
  const auto& roles = route.who.roles;
  if (!roles.empty() && std::find(roles.begin(), roles.end(), request.caller->viewer.role) == roles.end()) {
    return error_response(make_error(Errc::denied, "your role may not do this"), request.id);
  }
  return std::nullopt;
}

std::optional<Response> Edge::check_form(Exchange& exchange, const Route& route) {
  Request& request = exchange.request;
  if (route.needs_if_match) {
    const std::string_view tag = request.head.headers.get("If-Match");
    if (tag.empty()) return http_error(428, "needs_if_match", "If-Match is required", request.id);
    const auto version = version_of(tag);
    const auto id = request.params.find("id");
    if (!version || (id != request.params.end() && is_for_other_record(tag, id->second))) {
      return http_error(412, "bad_if_match", "If-Match does not name the stored version", request.id);
    }
    request.if_match = *version;
  }
  if (route.body != BodyKind::json || request.body.empty()) return std::nullopt;
  const std::string type = to_lower_ascii(request.head.headers.get("Content-Type"));
  if (!starts_with(type, "application/json")) {
    return http_error(415, "bad_content_type", "the body must be application/json", request.id);
  }
  auto parsed = parse_json(request.body);
  if (!parsed || !parsed->is_object()) {
    return http_error(400, "bad_json", parsed ? "the body must be a JSON object" : parsed.error().message, request.id);
  }
  request.json = std::move(parsed->as_object());
  request.body.clear();
  return std::nullopt;
}

void Edge::record(const Exchange& exchange, const Response& response) {
  const Request& request = exchange.request;
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Clock_::now() - exchange.begin);
  const std::string route = exchange.route ? exchange.route->pattern : (starts_with(request.head.path, "/api") ? "unknown" : "static");
  // Methods are the client's words: only known ones may become a label.
  const std::string method = exchange.route ? exchange.route->method : (is_safe(request.head.method) ? "GET" : "other");
  app_.metrics.count_request(method, route, response.status, took);
  json::object line{{"at", to_string(app_.clock.now())}, {"id", request.id}, {"remote", request.head.remote},
                    {"method", method}, {"route", route}, {"status", response.status},
                    {"ms", static_cast<double>(took.count()) / 1000}, {"bytes", response.size()}};
  for (const auto* name : {"kind", "id", "move", "no"}) {
    if (const auto found = request.params.find(name); found != request.params.end()) {
      line[std::string("p_") + name] = truncate(found->second, 60);
    }
  }
  json::array keys;
  for (const auto& [key, value] : request.head.query) keys.push_back(json::value(truncate(key, 60)));
  if (!keys.empty()) line["query"] = std::move(keys);
  if (request.caller) {
    line["user"] = request.caller->account.id.value;
    line["role"] = model::to_string(request.caller->viewer.role);
  }
  if (response.status == 500) {
    line["error"] = exchange.trouble.message;
    log_.trouble(line);
  } else {
    log_.request(line);
  }
}

}  // namespace lp::server
