// Scan results of data discovery handed in for the data catalogue: descriptions, never samples.
#include "server/app.h"
#include "server/json_read.h"
#include "server/reply.h"
#include "server/route.h"
#include "service/catalogue/catalogue_scan.h"

namespace lp::server {
namespace {

constexpr std::uint64_t most_bytes = 64U << 20;

Result<Response> scan(const Request& request, App& app) {
  service::CatalogueScan options;
  options.system = request.query("system");
  options.preview = request.query("preview") == "1";
  const std::string unit = request.query("unit", "auto");
  const auto parsed = service::parse_dataset_unit(unit);
  if (!parsed) return field_error("unit", "unknown_option", "数据集划分只能是 auto、document、folder 或 root", "auto, document, folder or root");
  options.unit = *parsed;
  LP_TRY(const auto report, service::catalogue_from_scan(app.store, app.engine, request.viewer(), request.json, options));
  return json_response(service::to_json(report));
}

constexpr const char* request_schema = R"({"type":"object","required":["format","documents"],"properties":{"format":{"const":"longpan-discover/1"},
"source":{"type":"string"},"root":{"type":"string"},"coverage":{"type":"object"},"documents":{"type":"array","items":{"type":"object"}}}})";
constexpr const char* report_schema = R"({"type":"object","properties":{"preview":{"type":"boolean"},"digest":{"type":"string"},
"created":{"type":"integer"},"updated":{"type":"integer"},"unchanged":{"type":"integer"},"change_due":{"type":"integer"},
"kept":{"type":"integer"},"not_seen":{"type":"integer"},"nothing_found":{"type":"integer"},"complete":{"type":"boolean"},
"datasets":{"type":"array","items":{"type":"object"}}}})";

}  // namespace

RouteSet route_catalogue() {
  return {"catalogue",
          {"数据目录", "Data catalogue"},
          {{.method = "POST", .pattern = "/api/catalogue/scan", .summary = {"由扫描结果生成和更新目录条目", "Entries of the data catalogue from a scan result"},
            .who = only({model::Role::enterprise_officer}),
            .query = {{"preview", {"1 = 只预览", "1 = say what would happen"}}, {"system", {"信息系统名称", "name of the information system"}},
                      {"unit", {"数据集划分：auto、document、folder、root", "what one entry stands for"}}},
            .body = BodyKind::json, .limit = most_bytes, .request = request_schema, .response = report_schema, .handler = scan}}};
}

}  // namespace lp::server
