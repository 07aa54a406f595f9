// What the campaign says: kinds with forms and workflows, code lists, plans, clocks.
#include "base/hash.h"
#include "model/kind_json.h"
#include "records/permissions.h"
#include "records/visibility.h"
#include "server/app.h"
#include "server/reply.h"
#include "server/route.h"

namespace lp::server {
namespace {

// Kinds the viewer's side never sees are left out, and fields as well.
json::array kinds_for(const model::Viewer& viewer, const model::Catalogue& catalogue) {
  json::array out;
  for (const auto& [name, kind] : catalogue.kinds) {
    if (model::wall(viewer, kind).node == model::Predicate::Node::never) continue;
    model::Kind shown = kind;
    std::erase_if(shown.fields, [&](const model::Field& field) { return !records::may_see(viewer, field); });
    json::object item = model::to_json(shown);
    item["can_create"] = records::may_create(viewer, kind);
    out.push_back(std::move(item));
  }
  return out;
}

Result<Response> kinds(const Request& request, App& app) {
  json::object body, taxonomies, clocks, obligations;
  body["kinds"] = kinds_for(request.viewer(), app.catalogue);
  for (const auto& [name, taxonomy] : app.catalogue.taxonomies) taxonomies[name] = model::to_json(taxonomy);
  body["taxonomies"] = std::move(taxonomies);
  json::array plans;
  for (const auto& [name, plan] : app.catalogue.plans) plans.push_back(model::to_json(plan));
  body["plans"] = std::move(plans);
  for (const auto& [name, clock] : app.catalogue.clocks) clocks[name] = model::to_json(clock);
  body["clocks"] = std::move(clocks);
  for (const auto& [name, obligation] : app.catalogue.obligations) obligations[name] = model::to_json(obligation);
  body["obligations"] = std::move(obligations);
  Response response = json_response(body);
  set_etag(response, to_hex(sha256(response.body)).substr(0, 32));
  return response;
}

}  // namespace

RouteSet route_kinds() {
  return {"kinds",
          {"规范", "Definitions"},
          {{.method = "GET", .pattern = "/api/kinds", .summary = {"记录种类、代码表、方案、时限", "Kinds, code lists, plans and clocks"},
            .who = signed_in(),
            .response = R"({"type":"object","properties":{"kinds":{"type":"array"},"taxonomies":{"type":"object"},"plans":{"type":"array"},"clocks":{"type":"object"},"obligations":{"type":"object"}}})",
            .handler = kinds}}};
}

}  // namespace lp::server
