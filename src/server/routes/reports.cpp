// Reports that compare registers.
#include <array>
#include <limits>

#include "records/consistency.h"
#include "server/app.h"
#include "server/json_read.h"
#include "server/read_json.h"
#include "server/route.h"

namespace lp::server {
namespace {

Result<OrgId> org_of(const Request& request) {
  LP_TRY(const std::int64_t given, request.query_int("org", request.viewer().org.value, 0, std::numeric_limits<std::int64_t>::max()));
  if (given == 0) return field_error("org", "required", "请选择企业", "an organisation is required");
  return OrgId{given};
}

constexpr std::array<records::AddressSet, 5> sets{records::AddressSet::filing, records::AddressSet::ip_filing,
                                                  records::AddressSet::asset_platform, records::AddressSet::host_list,
                                                  records::AddressSet::own_ledger};

std::vector<records::AddressRow> read_rows(const json::array& items, std::string_view set) {
  std::vector<records::AddressRow> rows;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string place = std::string(set) + " " + std::to_string(i + 1);
    if (items[i].is_string()) {
      rows.push_back({std::string(items[i].get_string().data(), items[i].get_string().size()), {}, {}, {}, place});
    } else if (items[i].is_object()) {
      const json::object& o = items[i].get_object();
      rows.push_back({get_string(o, "addresses"), get_string(o, "unit"), get_string(o, "grade"), get_string(o, "category"),
                      get_string(o, "source", place)});
    }
  }
  return rows;
}

Result<Response> consistency(const Request& request, App& app) {
  LP_TRY(const OrgId org, org_of(request));
  records::ConsistencyInput input;
  LP_TRY(const json::object given, object_member(request.json, "sets"));
  for (const records::AddressSet set : sets) {
    if (const json::array* rows = find_array(given, records::to_string(set))) input.sets[set] = read_rows(*rows, records::to_string(set));
  }
  input.exclude = texts_member(request.json, "exclude").value_or(std::vector<std::string>{});
  return read_json(app, [&](store::ReadTx& tx) -> Result<json::object> {
    LP_TRY(input.sets[records::AddressSet::filing], records::read_filing_set(tx, request.viewer(), org));
    return records::to_json(records::check_consistency(input));
  });
}

}  // namespace

RouteSet route_reports() {
  const std::vector<Parameter> query{{"org", {"企业", "organisation"}, "integer"}};
  return {"reports",
          {"报告", "Reports"},
          {{.method = "GET", .pattern = "/api/reports/consistency", .summary = {"五套数据一致性：备案集合", "Five-set check: the filing set"},
            .who = signed_in(), .query = query, .handler = consistency},
           {.method = "POST", .pattern = "/api/reports/consistency",
            .summary = {"五套数据一致性：与给出的集合比对", "Five-set check against the sets given"}, .who = signed_in(), .query = query,
            .body = BodyKind::json, .limit = 32U << 20,
            .request = R"({"type":"object","properties":{"sets":{"type":"object","properties":{"ip_filing":{"type":"array"},"asset_platform":{"type":"array"},"host_list":{"type":"array"},"own_ledger":{"type":"array"}}},"exclude":{"type":"array","items":{"type":"string"}}}})",
            .handler = consistency}}};
}

}  // namespace lp::server
