#include "detect/indicators/taxii.h"

#include <utility>

#include "base/hash.h"

namespace lp::detect {
namespace {

std::string escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) out += c;
    else (out += '%') += to_hex(std::string_view(&c, 1));
  }
  return out;
}

std::string page_url(const TaxiiSource& source, std::string_view next) {
  std::string url = source.collection;
  if (!url.ends_with('/')) url += '/';
  url += "objects/?limit=1000&match%5Btype%5D=indicator";
  if (!source.added_after.empty()) url += "&added_after=" + escape(source.added_after);
  if (!next.empty()) url += "&next=" + escape(next);
  return url;
}

}  // namespace

Result<ImportStatistics> pull_taxii(const TaxiiSource& source, IndicatorSet& set, Diagnostics& out) {
  ImportOptions options{.file = source.collection, .context = source.context};
  ImportSink sink(options, set, out);
  io::HttpGetOptions http = source.http;
  http.headers.push_back("Accept: application/taxii+json;version=2.1");
  std::string next;
  for (std::uint32_t page = 1;; ++page) {
    const auto within = [&](Error e) { return std::move(e).within(source.collection + ", page " + std::to_string(page) + " (" + std::to_string(sink.statistics().taken) + " indicators taken before)"); };
    if (page > source.pages) return within(make_error(Errc::too_large, "the collection does not end"));
    auto body = io::http_get(page_url(source, next), http);
    if (!body) return within(std::move(body).error());
    auto root = parse_json(*body);
    if (!root) return within(std::move(root).error());
    if (!root->is_object()) return within(make_error(Errc::invalid, "the answer is no TAXII envelope"));
    const json::object& envelope = root->as_object();
    if (const json::array* objects = find_array(envelope, "objects")) read_stix_objects(*objects, sink);
    if (!get_bool(envelope, "more")) break;
    const std::string before = std::exchange(next, get_string(envelope, "next"));
    if (next.empty() || next == before) return within(make_error(Errc::invalid, "the service promises more but does not say where"));
  }
  sink.statistics().format = "taxii";
  return std::move(sink.statistics());
}

}  // namespace lp::detect
