// Import of sheets: upload, check, commit, rejected rows.
#include <charconv>
#include <filesystem>

#include "base/hash.h"
#include "server/app.h"
#include "server/json_read.h"
#include "server/reply.h"
#include "server/route.h"
#include "service/sheets/export.h"
#include "service/sheets/import.h"

namespace lp::server {
namespace {

constexpr std::uint64_t most_bytes = 100U << 20;
constexpr std::string_view collection = "imports";

// What is remembered between the steps. Somebody else's import does not exist.
Result<json::object> load(const Request& request, App& app) {
  json::value document;
  LP_CHECK_OK(app.store.read([&](store::ReadTx& tx) -> Status {
    LP_TRY(document, tx.document(collection, request.param("id")));
    return ok_status();
  }));
  if (!document.is_object() || get_int(document.get_object(), "user") != request.viewer().user.value) {
    return make_error(Errc::not_found, "no such import");
  }
  return std::move(document.as_object());
}

Status save(App& app, std::string_view id, const json::object& document) {
  return app.store.write([&](store::WriteTx& tx) { return tx.put_document(collection, id, document); });
}

std::optional<std::size_t> find_sheet(const service::ImportPreview& preview, std::string_view name) {
  for (std::size_t i = 0; i < preview.sheets.size(); ++i) {
    if (preview.sheets[i].name == name) return i;
  }
  return std::nullopt;
}

Result<service::Mapping> read_mapping(const json::object& plan) {
  service::Mapping mapping;
  LP_TRY(const json::object given, object_member(plan, "mapping"));
  for (const auto& member : given) {
    int column = -1;
    const std::string_view key(member.key().data(), member.key().size());
    const auto [end, ec] = std::from_chars(key.data(), key.data() + key.size(), column);
    if (ec != std::errc{} || end != key.data() + key.size() || column < 0) return field_error("mapping", "type", "列号不正确", "columns are numbers from 0");
    if (member.value().is_string() && !member.value().get_string().empty()) {
      mapping[column] = std::string(member.value().get_string().data(), member.value().get_string().size());
    }
  }
  return mapping;
}

Result<service::ImportRequest> read_request(App& app, const service::Importer& importer, const json::object& document, const json::object& plan) {
  service::ImportRequest wanted;
  wanted.kind = get_string(document, "kind");
  wanted.name = get_string(document, "name");
  LP_TRY(wanted.file, app.store.blobs().path_of(get_string(document, "hash")));
  LP_TRY(wanted.mapping, read_mapping(plan));
  wanted.header_row = get_int(plan, "header_row");
  wanted.org = OrgId{get_int(plan, "org", get_int(document, "org"))};
  if (const auto key = texts_member(plan, "key")) wanted.key = *key;
  const auto policy = service::parse_import_policy(get_string(plan, "policy", "skip"));
  if (!policy) return field_error("policy", "unknown_option", "冲突处理只能是 skip、update 或 stop", "skip, update or stop");
  wanted.policy = *policy;
  if (const std::string sheet = get_string(plan, "sheet"); !sheet.empty()) {
    LP_TRY(const auto preview, importer.preview(wanted));
    wanted.sheet = find_sheet(preview, sheet);
    if (!wanted.sheet) return field_error("sheet", "unknown_option", "没有名为“" + sheet + "”的工作表", "no sheet of this name");
  }
  return wanted;
}

json::object preview_json(const service::ImportPreview& preview, const std::string& id, const std::string& kind) {
  json::object out{{"id", id}, {"kind", kind}, {"header_row", preview.guess.header_row}, {"rows", preview.row_count}, {"encoding", preview.encoding}};
  json::array sheets, columns, rows;
  for (const auto& sheet : preview.sheets) sheets.push_back(json::value(sheet.name));
  out["sheet"] = preview.sheet < preview.sheets.size() ? preview.sheets[preview.sheet].name : std::string();
  for (const auto& guess : preview.guess.columns) {
    json::object column{{"index", guess.index}, {"header", guess.header}, {"confidence", guess.confidence}};
    column["field"] = guess.field.empty() ? json::value(nullptr) : json::value(guess.field);
    column["samples"] = json::array(guess.samples.begin(), guess.samples.end());
    columns.push_back(std::move(column));
  }
  for (const auto& row : preview.rows) rows.push_back(json::array(row.begin(), row.end()));
  out["sheets"] = std::move(sheets);
  out["columns"] = std::move(columns);
  out["preview"] = std::move(rows);
  return out;
}

json::object report_json(const service::ImportReport& report) {
  json::array problems;
  for (const auto& p : report.problems) {
    problems.push_back(json::object{{"row", p.row}, {"field", p.field}, {"value", p.value}, {"code", p.code}, {"zh", p.zh}, {"en", p.en}});
  }
  json::object out{{"rows", report.rows}, {"valid", report.valid}, {"create", report.create}, {"update", report.update},
                   {"unchanged", report.unchanged}, {"conflicts", report.conflicts}, {"rejected", report.rejected},
                   {"stopped", report.stopped}, {"problem_count", report.problem_count}};
  out["problems"] = std::move(problems);
  return out;
}

Result<Response> start(const Request& request, App& app) {
  const std::string kind = request.query("kind");
  if (app.catalogue.kind(kind) == nullptr) return field_error("kind", "unknown_option", "没有这种记录", "no such kind of record");
  if (!request.file) return field_error("", "required", "文件是空的", "the file is empty");
  const std::string name = request.query("name", "sheet");
  LP_TRY(const auto info, app.store.blobs().put_file(request.file->path(), name, "application/octet-stream"));
  json::object document{{"user", request.viewer().user.value}, {"kind", kind}, {"name", name}, {"hash", info.hash},
                        {"org", request.viewer().org.value}, {"at", app.clock.now().micros()}};
  const service::Importer importer(app.store, app.engine);
  LP_TRY(const auto wanted, read_request(app, importer, document, {}));
  LP_TRY(const auto preview, importer.preview(wanted));
  const std::string id = random_token(12);
  LP_CHECK_OK(save(app, id, document));
  return json_response(preview_json(preview, id, kind), 201);
}

Result<Response> check(const Request& request, App& app) {
  LP_TRY(json::object document, load(request, app));
  const service::Importer importer(app.store, app.engine);
  LP_TRY(const auto wanted, read_request(app, importer, document, request.json));
  LP_TRY(const auto report, importer.check(request.viewer(), wanted));
  document["plan"] = request.json;
  LP_CHECK_OK(save(app, request.param("id"), document));
  return json_response(report_json(report));
}

Result<Response> commit(const Request& request, App& app) {
  LP_TRY(json::object document, load(request, app));
  const service::Importer importer(app.store, app.engine);
  LP_TRY(const auto wanted, read_request(app, importer, document, request.json));
  LP_TRY(const auto report, importer.commit(request.viewer(), wanted));
  document["plan"] = request.json;
  LP_CHECK_OK(save(app, request.param("id"), document));
  json::object out = report_json(report);
  out["created"] = report.create;
  out["updated"] = report.update;
  out["skipped"] = report.conflicts;
  return json_response(out);
}

Result<Response> rejected(const Request& request, App& app) {
  LP_TRY(const json::object document, load(request, app));
  const service::Importer importer(app.store, app.engine);
  LP_TRY(const json::object plan, object_member(document, "plan"));
  LP_TRY(const auto wanted, read_request(app, importer, document, plan));
  LP_TRY(TempFile file, TempFile::create(app.spool_folder));
  LP_CHECK_OK(importer.write_rejected(request.viewer(), wanted, file.path()));
  std::error_code ec;
  const std::uintmax_t size = std::filesystem::file_size(file.path(), ec);
  if (ec) return make_error(Errc::io, "reading back rejected rows: " + ec.message());
  Response response = download(std::move(file), request.zh ? "未导入的行.xlsx" : "rejected rows.xlsx", service::media_type(service::ExportFormat::xlsx));
  response.file->size = size;
  return response;
}

constexpr const char* plan_schema = R"({"type":"object","properties":{"mapping":{"type":"object","additionalProperties":{"type":"string"}},
"sheet":{"type":"string"},"header_row":{"type":"integer"},"policy":{"enum":["skip","update","stop"]},"key":{"type":"array","items":{"type":"string"}},"org":{"type":"integer"}}})";

}  // namespace

RouteSet route_imports() {
  using model::Role;
  const Who importers = only({Role::enterprise_officer, Role::assessor, Role::regulator_officer, Role::regulator_leader});
  const std::string one = "/api/imports/{id}";
  return {"imports",
          {"导入", "Imports"},
          {{.method = "POST", .pattern = "/api/imports", .summary = {"上传待导入的表格", "Upload a sheet"}, .who = importers,
            .query = {{"kind", {}}, {"name", {}}}, .body = BodyKind::upload, .limit = most_bytes,
            .response = R"({"type":"object","x-status":201})", .handler = start},
           {.method = "POST", .pattern = one + "/check", .summary = {"逐行检查", "What would happen to every row"}, .who = importers,
            .body = BodyKind::json, .request = plan_schema, .handler = check},
           {.method = "POST", .pattern = one + "/commit", .summary = {"导入", "Do it"}, .who = importers, .body = BodyKind::json,
            .request = plan_schema, .handler = commit},
           {.method = "GET", .pattern = one + "/rejected.xlsx", .summary = {"未导入的行", "Rejected rows with reasons"}, .who = importers,
            .produces = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", .handler = rejected}}};
}

}  // namespace lp::server
