#include "discover/report/json_cursor.h"

#include <fmt/format.h>

namespace lp::discover {
namespace {

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
bool ends_scalar(char c) { return is_space(c) || c == ',' || c == '}' || c == ']' || c == ':'; }

// Follows strings and nesting; says when a value that started is over.
class ValueEnd {
 public:
  // True when `c` is the last byte of the value.
  bool take(char c) {
    if (in_string_) {
      if (escaped_) escaped_ = false;
      else if (c == '\\') escaped_ = true;
      else if (c == '"') in_string_ = false;
      return !in_string_ && depth_ == 0;
    }
    if (c == '"') in_string_ = true;
    if (c == '{' || c == '[') ++depth_;
    if ((c == '}' || c == ']') && depth_ > 0) return --depth_ == 0;
    return false;
  }

 private:
  bool in_string_ = false, escaped_ = false;
  std::size_t depth_ = 0;
};

}  // namespace

JsonCursor::JsonCursor(io::ByteSource& source, std::size_t max_value) : source_(source), max_value_(max_value) {}

Error JsonCursor::broken(std::string_view what) const {
  return make_error(Errc::invalid, fmt::format("not valid JSON at byte {}: {}", passed_ + at_, what),
                    "the file may be cut short or damaged");
}

Result<bool> JsonCursor::more() {
  passed_ += buffer_.size();
  buffer_.resize(64 * 1024);
  at_ = 0;
  Result<std::size_t> size = source_.read(buffer_.data(), buffer_.size());
  buffer_.resize(size ? *size : 0);
  if (!size) return std::move(size).error();
  return !buffer_.empty();
}

Result<char> JsonCursor::peek() {
  for (;;) {
    while (at_ < buffer_.size() && is_space(buffer_[at_])) ++at_;
    if (at_ < buffer_.size()) return buffer_[at_];
    LP_TRY(const bool filled, more());
    if (!filled) return '\0';
  }
}

Result<char> JsonCursor::take() {
  LP_TRY(const char c, peek());
  if (c == '\0') return broken("it ends too early");
  ++at_;
  return c;
}

Status JsonCursor::enter(char open) {
  LP_TRY(const char c, take());
  if (c != open) return broken(fmt::format("expected {}", open));
  levels_.push_back({open == '{' ? '}' : ']'});
  return ok_status();
}

Result<bool> JsonCursor::separate(char close) {
  if (levels_.empty() || levels_.back().close != close) return broken("not inside such a value");
  LP_TRY(const char c, peek());
  if (c == close) {
    ++at_;
    levels_.pop_back();
    return false;
  }
  if (levels_.back().first) {
    levels_.back().first = false;
    return true;
  }
  if (c != ',') return broken(c == '\0' ? "it ends too early" : "expected a comma");
  ++at_;
  return true;
}

Result<bool> JsonCursor::next_element() { return separate(']'); }

Result<bool> JsonCursor::next_member(std::string& key) {
  LP_TRY(const bool there, separate('}'));
  if (!there) return false;
  LP_TRY(const char c, peek());
  if (c != '"') return broken("expected a key");
  LP_TRY(const json::value name, value());
  key = name.get_string();
  LP_TRY(const char colon, take());
  if (colon != ':') return broken("expected a colon");
  return true;
}

Status JsonCursor::take_text(std::string& out) {
  LP_TRY(const char first, peek());
  if (first == '\0') return broken("it ends too early");
  const bool scalar = first != '{' && first != '[' && first != '"';
  ValueEnd end;
  for (bool over = false;;) {
    const std::size_t start = at_;
    while (at_ < buffer_.size()) {
      const char c = buffer_[at_];
      if (scalar && ends_scalar(c)) break;
      ++at_;
      if (!scalar && end.take(c)) {
        over = true;
        break;
      }
    }
    out.append(buffer_, start, at_ - start);
    if (out.size() > max_value_) return make_error(Errc::too_large, fmt::format("one value is larger than {} bytes", max_value_));
    if (over || (scalar && at_ < buffer_.size())) return ok_status();
    LP_TRY(const bool filled, more());
    if (filled) continue;
    return scalar ? ok_status() : Status(broken("it ends too early"));
  }
}

Result<json::value> JsonCursor::value() {
  std::string text;
  LP_CHECK_OK(take_text(text));
  return parse_json(text);
}

Status JsonCursor::expect_end() {
  LP_TRY(const char c, peek());
  return c == '\0' ? ok_status() : Status(broken("text after the end"));
}

}  // namespace lp::discover
