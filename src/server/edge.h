#pragma once
// From an HTTP message to a handler and back: host, route, session, role, CSRF, body; then
// errors in one shape, security headers, ETag, gzip, metrics and the log line. No handler
// repeats any of it.

#include <optional>
#include <string>
#include <vector>

#include "server/access_log.h"
#include "server/app.h"
#include "server/http/message.h"
#include "server/router.h"
#include "server/static_files.h"

namespace lp::server {

struct EdgeOptions {
  std::vector<std::string> hosts;            // names the server answers to; empty = see accepts_host()
  bool loopback_only = true;                 // listens on the machine itself: only its names are accepted
};

class Edge final : public HttpHandler {
 public:
  Edge(App& app, const Router& router, const StaticFiles& files, AccessLog& log, EdgeOptions options);
  BodyPlan plan(const RequestHead& head) override;
  Response refuse(const Refusal& refusal, std::string_view remote) override;
  Response handle(HttpRequest request) override;
  // A page of another site that resolves its name to this machine (DNS rebinding) is turned away.
  bool accepts_host(std::string_view host_header) const;

 private:
  struct Exchange;
  Response answer(Exchange& exchange);
  Response dispatch(Exchange& exchange, const Router::Match& match);
  std::optional<Response> check_caller(Exchange& exchange, const Route& route);
  std::optional<Response> check_form(Exchange& exchange, const Route& route);
  void record(const Exchange& exchange, const Response& response);

  App& app_;
  const Router& router_;
  const StaticFiles& files_;
  AccessLog& log_;
  EdgeOptions options_;
};

// "lp_session=…; Path=/; HttpOnly; SameSite=Lax" and Secure over TLS; an empty token clears it.
std::string session_cookie(std::string_view token, bool secure);
inline constexpr std::string_view session_cookie_name = "lp_session";

}  // namespace lp::server
