#pragma once
// JSON of reports: simdjson's tree behind readers that take absence and wrong types for nothing.

#include <functional>
#include <simdjson.h>
#include <string>
#include <string_view>
#include <vector>

#include "match/reports/report_format.h"

namespace lp::match {

using JsonElement = simdjson::dom::element;

// A whole document, or one of several lines (JSON lines). Numbers too long for 64 bits become texts; bytes that are no UTF-8 are mended.
class ReportJson {
 public:
  // Says why on the sink's failure.
  bool parse(std::string_view bytes, ReportSink& sink);
  bool parse(std::string_view bytes, std::string& why);
  JsonElement root() const { return root_; }

 private:
  simdjson::dom::parser parser_;
  std::string mended_;
  JsonElement root_;
};

// Calls `each` for every JSON object of lines, or of an array, or for the one object; bad lines are refused with their number.
void each_json_line(std::string_view bytes, ReportSink& sink, const std::function<void(JsonElement, const std::string& where)>& each);

std::string_view text_at(JsonElement e, std::string_view key);     // "" when it is no text
std::string any_text_at(JsonElement e, std::string_view key);      // numbers and booleans too
double number_at(JsonElement e, std::string_view key);             // -1; texts that are numbers too
// What a key names, or an element of null.
bool has(JsonElement e, std::string_view key);
JsonElement at(JsonElement e, std::string_view key);
void each_at(JsonElement e, std::string_view key, const std::function<void(JsonElement, std::size_t)>& each);
void each_of(JsonElement array, const std::function<void(JsonElement, std::size_t)>& each);
void each_member(JsonElement object, const std::function<void(std::string_view, JsonElement)>& each);
// A text, or a list of texts.
std::vector<std::string> texts_at(JsonElement e, std::string_view key);

// For sniffing: does the head begin as JSON, and is `"key"` in it?
bool looks_like_json(std::string_view head);
bool has_key(std::string_view head, std::string_view key);

}  // namespace lp::match
