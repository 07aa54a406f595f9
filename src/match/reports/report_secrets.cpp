// Titles of scanners quote headers, cookies and addresses. Whatever may be a secret in them is not kept.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "match/reports/report_text.h"

namespace lp::match {
namespace {

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool ends_value(char c) { return is_blank(c) || c == '"' || c == '\'' || c == '<' || c == '>' || c == ',' || c == ';' || c == ')' || c == ']' || c == '}' || c == '&' || c == '`'; }
bool is_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == '%' || c == '[' || c == ']'; }

// Behind these words a header's value follows, to the end of the line.
constexpr auto headers = std::to_array<std::string_view>({"authorization:", "cookie:", "x-api-key:", "api-key:", "x-auth-token:", "x-csrf-token:", "with contents:", "contents:"});
constexpr auto schemes = std::to_array<std::string_view>({"bearer ", "basic ", "digest ", "negotiate "});
constexpr auto sensitive = std::to_array<std::string_view>({"pass", "pwd", "secret", "token", "key", "session", "sid", "auth", "jwt", "signature", "credential", "cookie", "code"});

bool is_sensitive(std::string_view name) {
  const std::string lower = to_lower_ascii(name);
  return std::ranges::any_of(sensitive, [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

bool starts_word(std::string_view text, std::size_t at) { return at == 0 || !is_name(text[at - 1]); }

std::size_t value_end(std::string_view text, std::size_t at) {
  if (at < text.size() && (text[at] == '"' || text[at] == '\'')) {
    const std::size_t end = text.find(text[at], at + 1);
    return end == std::string_view::npos ? text.size() : end + 1;
  }
  while (at < text.size() && !ends_value(text[at])) ++at;
  return at;
}

// "name=value" and "name: value" with a name that says secret; in a query with any name.
std::size_t pair_end(std::string_view text, std::size_t at, bool query, std::size_t& value) {
  std::size_t end = at;
  while (end < text.size() && is_name(text[end])) ++end;
  if (end == at || end == text.size()) return 0;
  const bool equals = text[end] == '=';
  if (!equals && text[end] != ':') return 0;
  const std::string_view name = text.substr(at, end - at);
  if (!(query && equals) && !is_sensitive(name)) return 0;
  value = end + 1;
  if (!equals)
    while (value < text.size() && text[value] == ' ') ++value;
  const std::size_t stop = value_end(text, value);
  return stop > value ? stop : 0;
}

// A long run of letters and digits mixed as in keys; hashes too. Names of flaws and paths are shorter or have signs.
bool is_token(std::string_view run) {
  if (run.starts_with("eyJ") && run.size() > 20) return true;
  std::size_t digits = 0, letters = 0;
  for (const char c : run) (c >= '0' && c <= '9' ? digits : letters) += 1;
  return run.size() >= 28 && digits >= 4 && letters >= 4;
}

class Cleaner {
 public:
  explicit Cleaner(std::string_view text) : text_(text), lower_(to_lower_ascii(text)) {}
  std::string run() {
    while (at_ < text_.size())
      if (!header() && !scheme() && !pair() && !login() && !token()) step();
    return std::move(out_);
  }

 private:
  void step() {
    const char c = text_[at_++];
    if (c == '?') query_ = true;
    if (is_blank(c)) query_ = false;
    out_ += c;
  }
  void hide(std::size_t from, std::size_t to) {
    (out_ += text_.substr(at_, from - at_)) += "…";
    at_ = to;
  }
  bool header() {
    for (const std::string_view name : headers) {
      if (!std::string_view(lower_).substr(at_).starts_with(name)) continue;
      const std::size_t end = std::min(text_.find('\n', at_), text_.size());
      if (trim(text_.substr(at_ + name.size(), end - at_ - name.size())).empty()) return false;
      hide(std::min(at_ + name.size() + 1, end), end);
      return true;
    }
    return false;
  }
  bool scheme() {
    if (!starts_word(text_, at_)) return false;
    for (const std::string_view name : schemes) {
      if (!std::string_view(lower_).substr(at_).starts_with(name)) continue;
      const std::size_t from = at_ + name.size(), end = value_end(text_, from);
      if (end - from < 8) return false;
      hide(from, end);
      return true;
    }
    return false;
  }
  bool pair() {
    if (!starts_word(text_, at_)) return false;
    std::size_t value = 0;
    const std::size_t end = pair_end(text_, at_, query_, value);
    if (end == 0) return false;
    hide(value, end);
    return true;
  }
  // "://user:password@"
  bool login() {
    if (!text_.substr(at_).starts_with("://")) return false;
    std::size_t end = at_ + 3;
    while (end < text_.size() && !is_blank(text_[end]) && text_[end] != '/' && text_[end] != '@') ++end;
    if (end == text_.size() || text_[end] != '@') return false;
    hide(at_ + 3, end);
    return true;
  }
  bool token() {
    if (!starts_word(text_, at_)) return false;
    std::size_t end = at_;
    while (end < text_.size() && (is_name(text_[end]) || text_[end] == '+' || text_[end] == '/' || text_[end] == '=')) ++end;
    std::string_view run = text_.substr(at_, end - at_);
    std::size_t plain = 0;
    while (plain < run.size() && run[plain] != '-' && run[plain] != '.' && run[plain] != '/' && run[plain] != '%') ++plain;
    if (!run.starts_with("eyJ")) run = run.substr(0, plain);
    if (!is_token(run)) return false;
    hide(at_, at_ + run.size());
    return true;
  }

  std::string_view text_;
  std::string lower_, out_;
  std::size_t at_ = 0;
  bool query_ = false;
};

}  // namespace

std::string without_secrets(std::string_view text) { return Cleaner(text).run(); }

}  // namespace lp::match
