#include "server/ingest/bulk_handler.h"

#include <optional>

#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "server/gzip.h"
#include "server/ingest/bulk_body.h"

namespace lp::server {
namespace {

constexpr std::uint64_t most_body = std::uint64_t{100} << 20;
// A version whose shippers are content with the interface offered here.
constexpr std::string_view version = "8.17.0";

Response answer(int status, const json::object& body) {
  Response response;
  response.status = status;
  response.headers.set("Content-Type", "application/json");
  // Shippers refuse servers that do not say it.
  response.headers.set("X-Elastic-Product", "Elasticsearch");
  response.body = to_text(body);
  return response;
}

Response failure(int status, std::string_view type, std::string_view reason) {
  return answer(status, {{"error", json::object{{"type", type}, {"reason", reason}}}, {"status", status}});
}

json::object about() {
  return {{"name", "longpan"}, {"cluster_name", "longpan"}, {"cluster_uuid", "longpan"}, {"tagline", "You Know, for Search"},
          {"version", json::object{{"number", version}, {"build_flavor", "default"}, {"build_type", "deb"}, {"lucene_version", "9.12.0"},
                                   {"minimum_wire_compatibility_version", "7.17.0"}, {"minimum_index_compatibility_version", "7.0.0"}}}};
}

json::object licence() { return {{"license", json::object{{"status", "active"}, {"uid", "longpan"}, {"type", "basic"}, {"issuer", "longpan"}}}}; }

bool is_setup(std::string_view path) {
  for (const std::string_view what : {"/_index_template", "/_template", "/_ilm", "/_data_stream", "/_ingest", "/_component_template", "/_alias", "/_nodes"})
    if (path.starts_with(what)) return true;
  return false;
}

// "/_bulk" → "", "/logs/_bulk" → "logs"; nothing for another path.
std::optional<std::string_view> bulk_index(std::string_view path) {
  if (!path.ends_with("/_bulk")) return std::nullopt;
  path.remove_suffix(std::string_view("/_bulk").size());
  if (path.empty()) return path;
  path.remove_prefix(1);
  return path.find('/') == path.npos ? std::optional(path) : std::nullopt;
}

}  // namespace

bool BulkHandler::may(const RequestHead& head) const {
  if (token_.empty()) return true;
  const std::string_view given = head.headers.get("Authorization");
  for (const std::string_view scheme : {"Bearer ", "ApiKey "})
    if (given.starts_with(scheme)) return equal_constant_time(given.substr(scheme.size()), token_);
  std::string pair;
  if (!given.starts_with("Basic ") || !from_base64(given.substr(6), pair)) return false;
  const std::size_t colon = pair.find(':');
  return colon != pair.npos && equal_constant_time(std::string_view(pair).substr(colon + 1), token_);
}

BodyPlan BulkHandler::plan(const RequestHead& head) {
  BodyPlan plan{.limit = most_body, .spool = false, .refuse = {}};
  if (!may(head)) {
    plan.refuse = failure(401, "security_exception", "the token is missing or wrong");
    plan.refuse->headers.set("WWW-Authenticate", "Basic realm=\"longpan\"");
  } else if (const std::string_view coding = head.headers.get("Content-Encoding"); !coding.empty() && coding != "gzip" && coding != "identity") {
    plan.refuse = failure(415, "media_type_header_exception", "Content-Encoding " + truncate(coding, 20) + " is not offered");
  }
  return plan;
}

Response BulkHandler::refuse(const Refusal& refusal, std::string_view) { return failure(refusal.status, refusal.code, refusal.message); }

Response BulkHandler::handle(HttpRequest request) {
  const RequestHead& head = request.head;
  const bool reads = head.method == "GET" || head.method == "HEAD";
  if (reads && head.path == "/") return answer(200, about());
  if (reads && (head.path == "/_license" || head.path == "/_xpack")) return answer(200, licence());
  if (reads && head.path.starts_with("/_cluster/health")) return answer(200, {{"cluster_name", "longpan"}, {"status", "green"}, {"timed_out", false}});
  if (is_setup(head.path)) return answer(200, reads ? json::object{} : json::object{{"acknowledged", true}});
  const auto index = bulk_index(head.path);
  if (!index) return failure(404, "resource_not_found_exception", "only _bulk is offered here");
  if (head.method != "POST" && head.method != "PUT") return failure(405, "method_not_allowed", "_bulk takes POST and PUT");
  return bulk(request, *index);
}

Response BulkHandler::bulk(const HttpRequest& request, std::string_view index) {
  std::string unpacked;
  std::string_view body = request.body;
  if (request.head.headers.get("Content-Encoding") == "gzip") {
    auto whole = gunzip(body, most_body);
    if (!whole) {
      ++refused_;
      return failure(400, "parse_exception", "the body is no gzip, or unpacks to more than " + std::to_string(most_body) + " bytes");
    }
    unpacked = *std::move(whole);
    body = unpacked;
  }
  const auto items = read_bulk(body, index, longest_);
  if (!items) {
    ++refused_;
    return failure(400, "illegal_argument_exception", items.error().message);
  }
  std::uint64_t taken = 0, bytes = 0;
  for (const auto& [stream, lines] : lines_by_index(*items)) {
    // Several streams: those before one that fails are kept, and sent again by the shipper. Twice is not lost.
    if (const Status kept = spool_.append(stream.empty() ? "bulk" : stream, lines, true); !kept) {
      ++refused_;
      const bool full = kept.error().code == Errc::too_many;
      Response later = failure(full ? 429 : 503, full ? "es_rejected_execution_exception" : "unavailable_shards_exception", kept.error().message);
      later.headers.set("Retry-After", "5");
      return later;
    }
    bytes += lines.size();
  }
  for (const BulkItem& item : *items) taken += item.status == 201 ? 1 : 0;
  taken_ += taken;
  bytes_ += bytes;
  refused_ += items->size() - taken;
  return answer(200, bulk_answer(*items, number_.fetch_add(items->size())));
}

}  // namespace lp::server
