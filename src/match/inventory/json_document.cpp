#include "match/inventory/json_document.h"

#include <algorithm>
#include <cstdint>

#include "base/json.h"

namespace lp::match {
namespace {

constexpr std::size_t deepest = 1024;
constexpr std::size_t most_located = std::size_t{64} << 20;  // larger broken files are refused without a place

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

// The fast parser does not say where; a second, slow one does.
std::string place_of_json_error(std::string_view text) {
  if (text.size() > most_located) return {};
  json::parse_options options;
  options.max_depth = deepest;
  json::stream_parser parser({}, options);
  boost::system::error_code problem;
  std::size_t at = parser.write_some(text.data(), text.size(), problem);
  if (!problem && parser.done() && text.find_first_not_of(" \t\r\n", at) != std::string_view::npos) at = text.find_first_not_of(" \t\r\n", at);
  else if (!problem) at = text.size();  // it ends too early
  const std::string_view before = text.substr(0, std::min(at, text.size()));
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 = 0
  return " in line " + std::to_string(std::ranges::count(before, '\n') + 1) + ", column " + std::to_string(before.size() - line_start + 1);
}

std::optional<simdjson::dom::element> JsonDocument::parse(std::string_view text, InventorySink& sink) {
  simdjson::dom::element root;
  const auto error = parser_.parse(text.data(), text.size()).get(root);
  if (!error) return root;
  sink.fail("no valid JSON: " + reason(error) + place_of_json_error(text));
  return std::nullopt;
}

std::optional<simdjson::dom::element> JsonItems::parse(std::string_view item, std::string_view where) {
  const char* bytes = item.data();
  // In place where the document goes on far enough behind it: the parser may look at, but not use, what follows.
  const auto address = [](std::string_view text) { return reinterpret_cast<std::uintptr_t>(text.data()) + text.size(); };
  if (address(item) + simdjson::SIMDJSON_PADDING > address(text_)) {
    buffer_.assign(item).append(simdjson::SIMDJSON_PADDING, ' ');
    bytes = buffer_.data();
  }
  simdjson::dom::element value;
  const auto error = parser_.parse(reinterpret_cast<const std::uint8_t*>(bytes), item.size(), false).get(value);
  if (!error) return value;
  if (error == simdjson::UTF8_ERROR) {
    sink_.refuse(where, "no_utf8", "it is no valid UTF-8");
  } else {
    broken_ = true;
    sink_.fail("no valid JSON: " + reason(error) + place_of_json_error(text_));
  }
  return std::nullopt;
}

void JsonItems::finish() {
  if (broken_) return;
  if (cursor.failed() || !cursor.at_end()) sink_.fail("no valid JSON: it breaks off or is malformed" + place_of_json_error(text_));
}

}  // namespace lp::match
