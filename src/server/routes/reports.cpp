// Reports that compare registers.
#include <array>
#include <limits>

#include "base/text.h"
#include "io/files.h"
#include "records/consistency.h"
#include "server/app.h"
#include "server/json_read.h"
#include "server/read_json.h"
#include "server/route.h"
#include "service/sheets/address_sheet.h"

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

Result<Response> compare(const Request& request, App& app, records::ConsistencyInput input) {
  LP_TRY(const OrgId org, org_of(request));
  return read_json(app, [&](store::ReadTx& tx) -> Result<json::object> {
    LP_TRY(input.sets[records::AddressSet::filing], records::read_filing_set(tx, request.viewer(), org));
    return records::to_json(records::check_consistency(input));
  });
}

Result<Response> show(const Request& request, App& app) { return compare(request, app, {}); }

Result<records::ConsistencyInput> read_json_sets(const std::filesystem::path& file) {
  LP_TRY(const std::string text, io::read_file(file, 32U << 20));
  LP_TRY(const json::value document, parse_json(text));
  if (!document.is_object()) return field_error("", "type", "应为 JSON 对象", "must be a JSON object");
  records::ConsistencyInput input;
  LP_TRY(const json::object given, object_member(document.get_object(), "sets"));
  for (const records::AddressSet set : sets) {
    if (const json::array* rows = find_array(given, records::to_string(set))) input.sets[set] = read_rows(*rows, records::to_string(set));
  }
  input.exclude = texts_member(document.get_object(), "exclude").value_or(std::vector<std::string>{});
  return input;
}

// JSON with any sets, or one sheet that is the set named by ?set= (the operator's own ledger by default).
Result<Response> compare_given(const Request& request, App& app) {
  if (!request.file) return field_error("", "required", "文件是空的", "the file is empty");
  records::ConsistencyInput input;
  if (starts_with(to_lower_ascii(request.head.headers.get("Content-Type")), "application/json")) {
    LP_TRY(input, read_json_sets(request.file->path()));
    return compare(request, app, std::move(input));
  }
  const std::string wanted = request.query("set", "own_ledger");
  for (const records::AddressSet set : sets) {
    if (records::to_string(set) != wanted) continue;
    LP_TRY(input.sets[set], service::read_address_sheet(request.file->path(), request.query("name", "sheet")));
    return compare(request, app, std::move(input));
  }
  return field_error("set", "unknown_option", "没有这个集合", "no such set");
}

}  // namespace

RouteSet route_reports() {
  const std::vector<Parameter> query{{"org", {"企业", "organisation"}, "integer"}};
  return {"reports",
          {"报告", "Reports"},
          {{.method = "GET", .pattern = "/api/reports/consistency", .summary = {"五套数据一致性：备案集合", "Five-set check: the filing set"},
            .who = signed_in(), .query = query, .handler = show},
           {.method = "POST", .pattern = "/api/reports/consistency",
            .summary = {"五套数据一致性：与给出的集合比对", "Five-set check against a sheet, or JSON {sets, exclude}"}, .who = signed_in(),
            .query = {query.front(), {"set", {"表格是哪个集合，默认 own_ledger", "which set the sheet is, own_ledger by default"}}, {"name", {}}},
            .body = BodyKind::upload, .limit = 32U << 20, .handler = compare_given}}};
}

}  // namespace lp::server
