#include "match/reports/report_json.h"

#include "base/text.h"
#include "io/table.h"
#include "match/reports/report_text.h"

namespace lp::match {
namespace {

constexpr std::size_t depth = 256;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Serial numbers of certificates have a hundred digits: such numbers are put between quotes.
std::string quote_long_numbers(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 64);
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '\\' && i + 1 < text.size()) {
      (out += c) += text[++i];
      continue;
    }
    if (c == '"') quoted = !quoted;
    std::size_t end = i;
    if (!quoted && (is_digit(c) || c == '-')) {
      end = i + 1;
      while (end < text.size() && (is_digit(text[end]) || text[end] == '.' || text[end] == 'e' || text[end] == 'E' || text[end] == '+' || text[end] == '-')) ++end;
    }
    if (end > i + 17) {
      ((out += '"') += text.substr(i, end - i)) += '"';
      i = end - 1;
    } else {
      out += c;
    }
  }
  return out;
}

std::string mend_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t good = valid_utf8_prefix(text);
    out += text.substr(0, good);
    text.remove_prefix(good);
    if (text.empty()) break;
    out += "\xEF\xBF\xBD";
    text.remove_prefix(1);
  }
  return out;
}

}  // namespace

bool ReportJson::parse(std::string_view bytes, ReportSink& sink) {
  std::string why;
  const bool parsed = parse(bytes, why);
  if (!parsed) sink.fail(std::move(why));
  return parsed;
}

bool ReportJson::parse(std::string_view bytes, std::string& why) {
  if (parser_.allocate(std::max<std::size_t>(bytes.size(), 64), depth) != simdjson::SUCCESS) {
    why = "no memory for the report";
    return false;
  }
  auto error = parser_.parse(bytes.data(), bytes.size()).get(root_);
  if (error == simdjson::UTF8_ERROR) {
    mended_ = mend_utf8(bytes);
    bytes = mended_;
    error = parser_.parse(bytes.data(), bytes.size()).get(root_);
  }
  if (error == simdjson::NUMBER_ERROR) {
    mended_ = quote_long_numbers(bytes);
    error = parser_.parse(mended_.data(), mended_.size()).get(root_);
  }
  if (error != simdjson::SUCCESS) why = std::string("not JSON: ") + simdjson::error_message(error);
  return error == simdjson::SUCCESS;
}

void each_json_line(std::string_view bytes, ReportSink& sink, const std::function<void(JsonElement, const std::string&)>& each) {
  const std::string_view start = trim(bytes.substr(0, 4096));
  ReportJson json;
  if (start.starts_with('[')) {
    if (!json.parse(bytes, sink)) return;
    each_of(json.root(), [&](JsonElement item, std::size_t i) { each(item, "/" + std::to_string(i)); });
    return;
  }
  std::size_t number = 0;
  bool first = true;
  for (std::string_view line : split(bytes, '\n')) {
    ++number;
    line = trim(line);
    if (line.empty()) continue;
    const std::string where = "line " + std::to_string(number);
    std::string why;
    if (json.parse(line, why) && json.root().is_object()) {
      each(json.root(), where);
      continue;
    }
    // One object over many lines.
    if (first && json.parse(bytes, why)) return each(json.root(), "/");
    first = false;
    sink.refuse(where, "no_json", "a line is no JSON object");
  }
}

JsonElement at(JsonElement e, std::string_view key) {
  static simdjson::dom::parser null_parser;
  static const JsonElement nothing = null_parser.parse(std::string_view("null")).value();
  JsonElement out;
  return e.is_object() && e.at_key(key).get(out) == simdjson::SUCCESS ? out : nothing;
}

bool has(JsonElement e, std::string_view key) { return !at(e, key).is_null(); }

std::string_view text_at(JsonElement e, std::string_view key) {
  std::string_view out;
  return at(e, key).get(out) == simdjson::SUCCESS ? out : std::string_view();
}

std::string any_text_at(JsonElement e, std::string_view key) {
  const JsonElement value = at(e, key);
  if (value.is_string()) return std::string(text_at(e, key));
  if (value.is_bool()) return value.get_bool().value_unsafe() ? "true" : "false";
  std::int64_t whole = 0;
  if (value.get(whole) == simdjson::SUCCESS) return std::to_string(whole);
  double number = 0;
  return value.get(number) == simdjson::SUCCESS ? io::number_text(number) : std::string();
}

double number_at(JsonElement e, std::string_view key) {
  const JsonElement value = at(e, key);
  if (value.is_string()) return score_of(text_at(e, key));
  double number = 0;
  return value.get(number) == simdjson::SUCCESS ? number : -1;
}

void each_of(JsonElement array, const std::function<void(JsonElement, std::size_t)>& each) {
  simdjson::dom::array items;
  if (array.get(items) != simdjson::SUCCESS) return;
  std::size_t i = 0;
  for (const JsonElement item : items) each(item, i++);
}

void each_at(JsonElement e, std::string_view key, const std::function<void(JsonElement, std::size_t)>& each) { each_of(at(e, key), each); }

void each_member(JsonElement object, const std::function<void(std::string_view, JsonElement)>& each) {
  simdjson::dom::object members;
  if (object.get(members) != simdjson::SUCCESS) return;
  for (const auto member : members) each(member.key, member.value);
}

std::vector<std::string> texts_at(JsonElement e, std::string_view key) {
  std::vector<std::string> out;
  if (const std::string one = any_text_at(e, key); !one.empty()) out.push_back(one);
  each_at(e, key, [&](JsonElement item, std::size_t) {
    std::string_view text;
    if (item.get(text) == simdjson::SUCCESS) out.emplace_back(text);
  });
  return out;
}

bool looks_like_json(std::string_view head) {
  head = trim(head);
  return head.starts_with('{') || head.starts_with('[');
}

bool has_key(std::string_view head, std::string_view key) {
  const std::string quoted = '"' + std::string(key) + '"';
  for (std::size_t at = head.find(quoted); at != std::string_view::npos; at = head.find(quoted, at + 1)) {
    const std::string_view rest = trim(head.substr(at + quoted.size(), 16));
    if (rest.starts_with(':')) return true;
  }
  return false;
}

}  // namespace lp::match
