// Files of records: uploaded first, named by a record afterwards, read through that record only.
#include <filesystem>

#include "base/text.h"
#include "server/app.h"
#include "server/json_read.h"
#include "server/reply.h"
#include "server/route.h"
#include "server/static_files.h"
#include "service/browse/find_file.h"

namespace lp::server {
namespace {

constexpr std::uint64_t most_bytes = 200U << 20;

Result<Response> upload(const Request& request, App& app) {
  const std::string name(trim(request.query("name")));
  if (name.empty() || count_codepoints(name) > 200) return field_error("name", "range", "文件名为 1 至 200 个字", "a name of 1 to 200 characters");
  if (!model::may_write_records(request.viewer().role)) return make_error(Errc::denied, "your role may not upload files");
  if (!request.file) return field_error("", "required", "文件是空的", "the file is empty");
  LP_TRY(const auto info, app.store.blobs().put_file(request.file->path(), name, content_type_of(name)));
  json::object body{{"hash", info.hash}, {"name", info.name}, {"size", info.size}, {"type", info.type}};
  return json_response(body, 201);
}

Result<Response> show(const Request& request, App& app) {
  LP_TRY(const std::int64_t id, request.id_param("id"));
  LP_TRY(const model::Record record, app.engine.get(request.viewer(), request.param("kind"), RecordId{id}));
  const auto named = service::find_file(record.data, request.param("hash"));
  if (!named) return make_error(Errc::not_found, "the record names no such file");
  LP_TRY(const auto path, app.store.blobs().path_of(named->hash));
  std::error_code ec;
  const std::uintmax_t size = std::filesystem::file_size(path, ec);
  if (ec) return make_error(Errc::corrupt, "the file " + named->hash + " is missing");
  Response response;
  response.headers.add("Content-Type", std::string(content_type_of(named->name)));
  response.file = FileBody{path, size, nullptr};
  set_attachment(response, named->name);  // never shown inside a page of ours
  set_etag(response, named->hash);
  return response;
}

}  // namespace

RouteSet route_files() {
  return {"files",
          {"文件", "Files"},
          {{.method = "POST", .pattern = "/api/files", .summary = {"上传文件", "Upload a file"}, .who = signed_in(),
            .query = {{"name", {"文件名", "its name"}}}, .body = BodyKind::upload, .limit = most_bytes,
            .response = R"({"type":"object","x-status":201,"properties":{"hash":{"type":"string"},"name":{"type":"string"},"size":{"type":"integer"},"type":{"type":"string"}}})",
            .handler = upload},
           {.method = "GET", .pattern = "/api/records/{kind}/{id}/files/{hash}", .summary = {"下载附件", "A file of a record"},
            .who = signed_in(), .produces = "application/octet-stream", .handler = show}}};
}

}  // namespace lp::server
