#include "server/static_files.h"

#include <array>
#include <fstream>
#include <iterator>

#include "base/hash.h"
#include "base/text.h"
#include "server/gzip.h"
#include "server/reply.h"

namespace lp::server {
namespace {

constexpr std::uintmax_t max_file = 20U << 20;

struct Type {
  std::string_view ending, type;
};
constexpr std::array types{
    Type{".html", "text/html; charset=utf-8"}, Type{".js", "text/javascript; charset=utf-8"},
    Type{".mjs", "text/javascript; charset=utf-8"}, Type{".css", "text/css; charset=utf-8"},
    Type{".json", "application/json; charset=utf-8"}, Type{".svg", "image/svg+xml"}, Type{".png", "image/png"},
    Type{".jpg", "image/jpeg"}, Type{".jpeg", "image/jpeg"}, Type{".webp", "image/webp"}, Type{".ico", "image/x-icon"},
    Type{".woff2", "font/woff2"}, Type{".woff", "font/woff"}, Type{".ttf", "font/ttf"}, Type{".txt", "text/plain; charset=utf-8"},
    Type{".webmanifest", "application/manifest+json"}, Type{".csv", "text/csv; charset=utf-8"}, Type{".pdf", "application/pdf"},
    Type{".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
};

constexpr std::string_view missing_page =
    "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>龙磐 Longpan</title>"
    "<h1>龙磐 Longpan</h1><p>网页尚未构建：请运行 ./run.sh，或用 --web 指定已构建的目录。接口 /api 可正常使用。</p>"
    "<p lang=\"en\">The web application is not built: run ./run.sh, or name a built folder with --web. The API under /api works.</p></html>";

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

std::string_view content_type_of(std::string_view name) {
  const std::string lower = to_lower_ascii(name);
  for (const Type& type : types) {
    if (lower.ends_with(type.ending)) return type.type;
  }
  return "application/octet-stream";
}

StaticFiles::Asset StaticFiles::make_asset(std::string path, std::string bytes) {
  Asset asset;
  asset.type = std::string(content_type_of(path));
  asset.etag = to_hex(sha256(bytes)).substr(0, 32);
  asset.immutable = starts_with(path, "/assets/");
  if (is_compressible(asset.type) && bytes.size() > 256) {
    asset.packed = std::make_shared<const std::string>(gzip(bytes, 9));
  }
  asset.plain = std::make_shared<const std::string>(std::move(bytes));
  return asset;
}

StaticFiles StaticFiles::none() {
  StaticFiles files;
  files.assets_["/index.html"] = make_asset("/index.html", std::string(missing_page));
  return files;
}

Result<StaticFiles> StaticFiles::load(const std::filesystem::path& folder) {
  StaticFiles files = none();
  std::error_code ec;
  if (!std::filesystem::is_directory(folder, ec)) return files;
  for (std::filesystem::recursive_directory_iterator at(folder, ec), end; !ec && at != end; at.increment(ec)) {
    const std::string name = at->path().filename().string();
    if (name.front() == '.' || !at->is_regular_file(ec) || at->file_size(ec) > max_file) continue;
    std::ifstream in(at->path(), std::ios::binary);
    if (!in) return make_error(Errc::io, "reading " + at->path().string());
    std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    const std::string path = "/" + std::filesystem::relative(at->path(), folder, ec).generic_string();
    files.assets_[path] = make_asset(path, std::move(bytes));
  }
  if (ec) return make_error(Errc::io, "reading " + folder.string() + ": " + ec.message());
  return files;
}

const StaticFiles::Asset* StaticFiles::find(std::string_view path) const {
  if (const auto found = assets_.find(path); found != assets_.end()) return &found->second;
  const bool page = !contains(file_name(path), ".") && !starts_with(path, "/assets/");
  return page ? &assets_.find("/index.html")->second : nullptr;
}

Response StaticFiles::answer(const RequestHead& head) const {
  const Asset* asset = find(head.path);
  if (asset == nullptr) return text_response("not found\n", "text/plain; charset=utf-8", 404);
  Response response;
  response.headers.add("Content-Type", asset->type);
  response.headers.add("Cache-Control", asset->immutable ? "public, max-age=31536000, immutable" : "no-cache");
  set_etag(response, asset->etag);
  if (asset->packed) response.headers.add("Vary", "Accept-Encoding");
  const bool packed = asset->packed && accepts_gzip(head.headers.get("Accept-Encoding"));
  if (packed) response.headers.add("Content-Encoding", "gzip");
  response.shared_body = packed ? asset->packed : asset->plain;
  return response;
}

}  // namespace lp::server
