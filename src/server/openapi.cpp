#include "server/openapi.h"

#include "base/check.h"
#include "base/text.h"
#include "server/router.h"

namespace lp::server {
namespace {

json::value parse_schema(const std::string& text) {
  if (text.empty()) return json::object{{"type", "object"}};
  auto schema = parse_json(text);
  LP_CHECK(schema.has_value(), "schema of a route is not JSON: " + text);
  return *std::move(schema);
}

json::object parameter(std::string_view name, std::string_view in, std::string_view type, const LocalText& title) {
  json::object out{{"name", name}, {"in", in}, {"required", in == "path"}};
  out["schema"] = json::object{{"type", type}};
  if (!title.empty()) out["description"] = title.zh + " / " + title.en;
  return out;
}

json::array parameters_of(const Route& route) {
  json::array out;
  for (std::string_view segment : split(route.pattern, '/')) {
    for (const std::string& name : parse_segment(segment).names) out.push_back(parameter(name, "path", "string", {}));
  }
  for (const Parameter& p : route.query) out.push_back(parameter(p.name, "query", p.type, p.title));
  if (route.free_query) {
    json::object filters = parameter("filters", "query", "object",
                                     {"f.<字段>=值，f.<字段>.gte、.in、.contains 等", "f.<field>=v, f.<field>.gte, .in, .contains …"});
    filters["style"] = "form";
    filters["explode"] = true;
    out.push_back(std::move(filters));
  }
  if (route.needs_if_match) {
    json::object match = parameter("If-Match", "header", "string", {"记录的 ETag", "the record's ETag"});
    match["required"] = true;
    out.push_back(std::move(match));
  }
  return out;
}

json::object body_of(const Route& route) {
  const bool as_json = route.body == BodyKind::json;
  json::object media;
  media["schema"] = as_json ? parse_schema(route.request) : json::value(json::object{{"type", "string"}, {"format", "binary"}});
  json::object content;
  content[as_json ? "application/json" : "application/octet-stream"] = std::move(media);
  return {{"required", true}, {"content", std::move(content)}, {"x-max-bytes", route.limit}};
}

json::object responses_of(const Route& route) {
  json::object responses;
  const bool creates = route.response.find("\"x-status\":201") != std::string::npos;
  json::object good{{"description", "OK"}};
  if (!route.produces.empty()) {
    json::object media;
    media["schema"] = route.produces == "application/json" ? parse_schema(route.response) : json::value(json::object{{"type", "string"}});
    good["content"] = json::object{{route.produces, std::move(media)}};
  }
  responses[route.produces.empty() ? "204" : creates ? "201" : "200"] = std::move(good);
  responses["default"] = json::object{{"$ref", "#/components/responses/Error"}};
  return responses;
}

json::object operation_of(const RouteSet& set, const Route& route) {
  json::object out;
  out["tags"] = json::array{set.name};
  out["summary"] = route.summary.en;
  out["x-summary-zh"] = route.summary.zh;
  out["parameters"] = parameters_of(route);
  if (route.body != BodyKind::none) out["requestBody"] = body_of(route);
  out["responses"] = responses_of(route);
  if (route.who.anyone) {
    out["security"] = json::array{};
  } else if (!route.who.roles.empty()) {
    json::array roles;
    for (model::Role role : route.who.roles) roles.push_back(json::value(model::to_string(role)));
    out["x-roles"] = std::move(roles);
  }
  return out;
}

constexpr std::string_view error_schema = R"({"type":"object","required":["error"],"properties":{"error":{"type":"object",
"required":["code","message","message_zh","request_id"],"properties":{"code":{"type":"string"},"message":{"type":"string"},
"message_zh":{"type":"string"},"hint":{"type":"string"},"request_id":{"type":"string"},"fields":{"type":"array","items":{
"type":"object","properties":{"field":{"type":"string"},"code":{"type":"string"},"zh":{"type":"string"},"en":{"type":"string"}}}}}}}})";

json::object components() {
  json::object error{{"description", "what went wrong, in Chinese and English"}};
  error["content"] = json::object{{"application/json", json::object{{"schema", parse_schema(std::string(error_schema))}}}};
  json::object out;
  out["responses"] = json::object{{"Error", std::move(error)}};
  out["securitySchemes"] = json::object{
      {"session", json::object{{"type", "apiKey"}, {"in", "cookie"}, {"name", "lp_session"}}}};
  return out;
}

}  // namespace

json::object make_openapi(const std::vector<RouteSet>& sets, std::string_view version) {
  json::object paths;
  json::array tags;
  for (const RouteSet& set : sets) {
    tags.push_back(json::object{{"name", set.name}, {"description", set.title.zh + " / " + set.title.en}});
    for (const Route& route : set.routes) {
      json::value& path = paths[route.pattern];
      if (!path.is_object()) path.emplace_object();
      path.as_object()[to_lower_ascii(route.method)] = operation_of(set, route);
    }
  }
  json::object out{{"openapi", "3.1.0"}};
  out["info"] = json::object{{"title", "Longpan 龙磐"}, {"version", version},
                             {"description", "Unsafe methods carry X-CSRF-Token as given by GET /api/session."}};
  out["tags"] = std::move(tags);
  out["paths"] = std::move(paths);
  out["components"] = components();
  out["security"] = json::array{json::object{{"session", json::array{}}}};
  return out;
}

}  // namespace lp::server
