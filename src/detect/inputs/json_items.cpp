#include "detect/inputs/json_items.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace lp::detect {
namespace {

constexpr std::size_t piece_bytes = 64 * 1024;
// The keys such lists stand under: CloudTrail, Azure, Elasticsearch exports, and what people write.
constexpr std::array<std::string_view, 7> list_keys{"Records", "records", "value", "events", "Events", "data", "items"};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::size_t behind_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

// A whole value ends with the first line and something stands behind it: lines that stand for themselves, whatever their first key.
bool is_of_lines(std::string_view head) {
  const std::size_t line = head.find('\n');
  if (line == head.npos || behind_blanks(head, line) == head.size()) return false;
  long depth = 0;
  bool in_text = false, escaped = false;
  for (const char c : head.substr(0, line)) {
    if (escaped) escaped = false;
    else if (in_text && c == '\\') escaped = true;
    else if (c == '"') in_text = !in_text;
    else if (!in_text) depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
  }
  return depth == 0 && !in_text;
}

}  // namespace

std::optional<std::size_t> JsonItems::begins(std::string_view head) {
  if (is_of_lines(head)) return std::nullopt;
  std::size_t at = head.starts_with("\xef\xbb\xbf") ? 3 : 0;
  at = behind_blanks(head, at);
  if (at == head.size()) return std::nullopt;
  const auto opens_item = [&](std::size_t place) {
    const std::size_t item = behind_blanks(head, place);
    return item < head.size() && head[item] == '{';
  };
  if (head[at] == '[') return opens_item(at + 1) ? std::optional(at + 1) : std::nullopt;
  if (head[at] != '{') return std::nullopt;
  std::size_t key = behind_blanks(head, at + 1);
  for (const std::string_view name : list_keys) {
    if (key >= head.size() || head[key] != '"' || head.substr(key + 1, name.size() + 1) != std::string(name) + "\"") continue;
    std::size_t colon = behind_blanks(head, key + name.size() + 2);
    if (colon >= head.size() || head[colon] != ':') break;
    const std::size_t list = behind_blanks(head, colon + 1);
    if (list < head.size() && head[list] == '[' && opens_item(list + 1)) return list + 1;
  }
  // "{" alone on its line: printed for people.
  const std::size_t line = std::min(head.find('\n', at), head.size());
  return line < head.size() && behind_blanks(head, at + 1) > line ? std::optional(at) : std::nullopt;
}

void JsonItems::take(char c) {
  if (behind_) {
    // The closing brackets of what is around the list are no line.
    if (in_item_ || (!is_blank(c) && c != '}' && c != ']')) {
      lines_ += c == '\n' || c == '\r' ? ' ' : c;
      in_item_ = true;
    }
    return;
  }
  if (in_text_) {
    lines_ += c == '\n' ? ' ' : c;   // no text holds a line end: such an item is rejected as what it is
    if (escaped_) escaped_ = false;
    else if (c == '\\') escaped_ = true;
    else if (c == '"') in_text_ = false;
    return;
  }
  if (depth_ == 0 && !in_item_) {
    if (is_blank(c) || c == ',') return;
    if (c == ']') {
      behind_ = true;
      return;
    }
    in_item_ = true;
  }
  const bool closes = c == '}' || c == ']';
  if (depth_ == 0 && (c == ',' || c == ']')) {   // behind an item that is a number or a word
    lines_ += '\n';
    in_item_ = false;
    behind_ = c == ']';
    return;
  }
  if (c == '"') in_text_ = true;
  if (c == '{' || c == '[') ++depth_;
  if (closes && depth_ > 0) --depth_;
  lines_ += c == '\n' || c == '\r' ? ' ' : c;
  if (closes && depth_ == 0) {
    lines_ += '\n';
    in_item_ = false;
  }
}

Result<std::size_t> JsonItems::read(char* out, std::size_t size) {
  while (given_ == lines_.size() && !ended_) {
    lines_.clear();
    given_ = 0;
    piece_.resize(piece_bytes);
    LP_TRY(const std::size_t n, source_.read(piece_.data(), piece_.size()));
    ended_ = n == 0;
    const std::size_t skipped = std::min(skip_, n);
    skip_ -= skipped;
    for (const char c : std::string_view(piece_).substr(skipped, n - skipped)) take(c);
    if (ended_ && in_item_) lines_ += '\n';
  }
  const std::size_t n = std::min(size, lines_.size() - given_);
  std::memcpy(out, lines_.data() + given_, n);
  given_ += n;
  return n;
}

}  // namespace lp::detect
