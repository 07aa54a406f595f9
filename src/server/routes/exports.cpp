// Lists as files: exactly the filtered set, and empty workbooks to fill in.
#include <filesystem>

#include "server/app.h"
#include "server/duty_query.h"
#include "server/reply.h"
#include "server/route.h"
#include "service/browse/record_query.h"
#include "service/sheets/export.h"
#include "service/sheets/ledger_export.h"
#include "service/sheets/template_workbook.h"

namespace lp::server {
namespace {

// The whole file is made before the answer begins: an error half-way is an error, not a short
// file, and no snapshot of the store stays open for a slow reader.
Result<Response> send(TempFile file, std::string_view name, std::string_view type) {
  std::error_code ec;
  const std::uintmax_t size = std::filesystem::file_size(file.path(), ec);
  if (ec) return make_error(Errc::io, "reading back an export: " + ec.message());
  Response response = download(std::move(file), name, type);
  response.file->size = size;
  return response;
}

Result<service::ExportFormat> format_of(const Request& request) {
  const auto format = service::parse_export_format(request.param("format"));
  if (!format) return make_error(Errc::not_found, "exports are xlsx, csv or json");
  return *format;
}

std::string file_name(const Request& request, App& app, const std::string& title) {
  return title + "-" + to_string(app.clock.today()) + "." + std::string(request.param("format"));
}

Result<Response> records(const Request& request, App& app) {
  service::ExportRequest wanted;
  LP_TRY(wanted.format, format_of(request));
  LP_TRY(wanted.query, service::read_record_query(app.catalogue, request.viewer(), request.param("kind"), request.head.query));
  wanted.query.today = app.clock.today();
  wanted.reason = request.query("reason");
  LP_TRY(TempFile file, TempFile::create(app.spool_folder));
  LP_TRY(const std::int64_t rows, service::export_records(app.store, request.viewer(), wanted, file.path()));
  const LocalText& title = app.catalogue.kind(wanted.query.kind)->title;
  LP_TRY(Response response, send(std::move(file), file_name(request, app, request.zh ? title.zh : title.en), service::media_type(wanted.format)));
  response.headers.add("X-Row-Count", std::to_string(rows));
  return response;
}

Result<Response> ledger(const Request& request, App& app) {
  LP_TRY(const service::ExportFormat format, format_of(request));
  LP_TRY(const store::DutyFilter filter, read_duty_filter(request, app));
  LP_TRY(TempFile file, TempFile::create(app.spool_folder));
  LP_TRY(const std::int64_t rows, service::export_ledger(app.store, request.viewer(), app.catalogue, filter, format, file.path()));
  LP_TRY(Response response, send(std::move(file), file_name(request, app, request.zh ? "台账" : "ledger"), service::media_type(format)));
  response.headers.add("X-Row-Count", std::to_string(rows));
  return response;
}

Result<Response> workbook(const Request& request, App& app) {
  const model::Kind* kind = app.catalogue.kind(request.param("kind"));
  if (kind == nullptr) return make_error(Errc::not_found, "no such kind of record");
  LP_TRY(TempFile file, TempFile::create(app.spool_folder));
  LP_CHECK_OK(service::write_template(app.catalogue, *kind, request.viewer(), file.path()));
  const std::string name = (request.zh ? kind->title.zh + "-模板" : kind->title.en + " template") + ".xlsx";
  return send(std::move(file), name, service::media_type(service::ExportFormat::xlsx));
}

}  // namespace

RouteSet route_exports() {
  constexpr const char* any_file = "application/octet-stream";
  const std::vector<Parameter> duty_query{{"plan", {}}, {"org", {}, "integer"}, {"task", {}}, {"state", {}}, {"region", {}}, {"type", {}}, {"q", {}}};
  return {"exports",
          {"导出", "Exports"},
          {{.method = "GET", .pattern = "/api/export/{kind}.{format}", .summary = {"导出筛选结果", "The filtered set as xlsx, csv or json"},
            .who = signed_in(), .query = {{"q", {}}, {"sort", {}}, {"reason", {"导出个人信息的理由", "why personal data is needed"}}},
            .free_query = true, .produces = any_file, .handler = records},
           {.method = "GET", .pattern = "/api/ledger.{format}", .summary = {"导出台账", "The ledger as xlsx, csv or json"},
            .who = signed_in(), .query = duty_query, .produces = any_file, .handler = ledger},
           {.method = "GET", .pattern = "/api/templates/{kind}.xlsx", .summary = {"导入模板", "A workbook to fill in"},
            .who = signed_in(), .produces = any_file, .handler = workbook}}};
}

}  // namespace lp::server
