#include "server/finish.h"

#include "base/text.h"
#include "server/gzip.h"

namespace lp::server {
namespace {

constexpr std::size_t worth_packing = 1024;

// Scripts and styles come from this server alone. Charts build tooltips with style attributes,
// which style-src-attr allows without allowing style elements.
constexpr const char* content_policy =
    "default-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; style-src 'self'; "
    "style-src-attr 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

void add_security_headers(const RequestHead& head, Headers& headers) {
  headers.set("Content-Security-Policy", content_policy);
  headers.set("X-Content-Type-Options", "nosniff");
  headers.set("X-Frame-Options", "DENY");
  headers.set("Referrer-Policy", "same-origin");
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
  headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
  if (head.secure) headers.set("Strict-Transport-Security", "max-age=15552000");
  if (!headers.has("Cache-Control")) headers.set("Cache-Control", headers.has("ETag") ? "private, no-cache" : "no-store");
}

std::string_view without_weakness(std::string_view tag) { return starts_with(tag, "W/") ? tag.substr(2) : tag; }

bool matches(std::string_view if_none_match, std::string_view etag) {
  if (trim(if_none_match) == "*") return true;
  for (std::string_view tag : split(if_none_match, ',')) {
    if (without_weakness(trim(tag)) == without_weakness(etag)) return true;
  }
  return false;
}

void drop_body(Response& response) {
  response.body.clear();
  response.shared_body.reset();
  response.file.reset();
}

}  // namespace

void finish_response(const RequestHead& head, Response& response) {
  add_security_headers(head, response.headers);
  const bool safe = head.method == "GET" || head.method == "HEAD";
  const std::string_view etag = response.headers.get("ETag");
  const std::string_view wanted = head.headers.get("If-None-Match");
  if (safe && response.status == 200 && !etag.empty() && !wanted.empty() && matches(wanted, etag)) {
    response.status = 304;
    drop_body(response);
    return;
  }
  if (response.body.size() < worth_packing || response.headers.has("Content-Encoding")) return;
  if (!is_compressible(response.headers.get("Content-Type"))) return;
  response.headers.set("Vary", "Accept-Encoding");
  if (!accepts_gzip(head.headers.get("Accept-Encoding"))) return;
  constexpr int quick = 4;
  response.body = gzip(response.body, quick);
  response.headers.set("Content-Encoding", "gzip");
}

}  // namespace lp::server
