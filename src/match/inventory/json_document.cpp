#include "match/inventory/json_document.h"

#include <algorithm>

#include "base/json.h"

namespace lp::match {
namespace {

constexpr std::size_t deepest = 1024;
constexpr std::size_t most_located = std::size_t{256} << 20;  // larger broken files are refused without a place

// The fast parser does not say where; a second, slow one does.
std::string place_of_error(std::string_view bytes) {
  if (bytes.size() > most_located) return {};
  json::parse_options options;
  options.max_depth = deepest;
  json::stream_parser parser({}, options);
  boost::system::error_code problem;
  std::size_t at = parser.write_some(bytes.data(), bytes.size(), problem);
  if (!problem) at = bytes.size();  // it ends too early
  at = std::min(at, bytes.size());
  const std::string_view before = bytes.substr(0, at);
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 = 0
  return " in line " + std::to_string(std::ranges::count(before, '\n') + 1) + ", column " + std::to_string(at - line_start + 1);
}

std::string reason(simdjson::error_code error) {
  switch (error) {
    case simdjson::UTF8_ERROR: return "it is no valid UTF-8";
    case simdjson::DEPTH_ERROR: return "it is nested too deep";
    case simdjson::UNCLOSED_STRING: return "a string does not end";
    case simdjson::EMPTY: return "it is empty";
    case simdjson::CAPACITY: case simdjson::MEMALLOC: return "it is too large";
    default: return "it breaks off or is malformed";
  }
}

}  // namespace

std::optional<simdjson::dom::element> JsonDocument::parse(std::string_view bytes, InventorySink& sink) {
  static_assert(inventory_slack >= simdjson::SIMDJSON_PADDING);
  simdjson::dom::element root;
  const auto error = parser_.parse(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(), false).get(root);
  if (!error) return root;
  sink.fail("no valid JSON: " + reason(error) + place_of_error(bytes));
  return std::nullopt;
}

}  // namespace lp::match
