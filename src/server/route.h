#pragma once
// One entry of the HTTP interface. Routing, permission checks, body limits, OpenAPI and the
// wall's canary test all read this table; there is no second list. A file
// routes/<name>.cpp defines `RouteSet route_<name>()` and is found by the build.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/local_text.h"
#include "base/result.h"
#include "model/viewer.h"
#include "server/request.h"

namespace lp::server {

struct App;

// Who may call a route at all; what they then see is the wall's matter.
struct Who {
  bool anyone = false;                       // no session needed
  bool even_before_password_change = false;  // with a first password nothing else may be called
  std::vector<model::Role> roles;            // empty = every role
};
Who anyone();
Who signed_in();
Who only(std::vector<model::Role> roles);

enum class BodyKind {
  none,    // a body is refused
  json,    // an object
  bytes,   // in memory
  upload,  // in a temporary file
};

struct Parameter {                           // of the query; those of the path come from the pattern
  std::string name;
  LocalText title;
  std::string type = "string";               // JSON Schema type
};

using Handler = std::function<Result<Response>(const Request&, App&)>;

struct Route {
  std::string method;                        // GET (also serves HEAD), POST, PUT, DELETE
  std::string pattern;                       // "/api/records/{kind}/{id}"; a segment is literal text and {names}
  LocalText summary;
  Who who;
  std::vector<Parameter> query{};
  bool free_query = false;                   // also takes f.<field> filters
  BodyKind body = BodyKind::none;
  std::uint64_t limit = 1024 * 1024;         // bytes of the body
  bool needs_if_match = false;               // 428 without
  bool needs_csrf = true;                    // on unsafe methods; off only where no session exists yet
  std::string request{};                     // JSON Schema of the body, as JSON text; empty = any object
  std::string response{};                    // of the 200/201 answer; empty = any object
  std::string produces = "application/json"; // empty = no content
  Handler handler;
};

struct RouteSet {
  std::string name;                          // OpenAPI tag
  LocalText title;
  std::vector<Route> routes;
};

const std::vector<RouteSet>& builtin_routes();  // generated from routes/*.cpp

}  // namespace lp::server
