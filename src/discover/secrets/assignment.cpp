#include "discover/secrets/assignment.h"

#include <algorithm>
#include <array>

#include "discover/chars.h"
#include "discover/secrets/key_text.h"

namespace lp::discover {
namespace {

constexpr std::size_t key_reach = 64;
constexpr std::size_t value_reach = 512;
constexpr std::size_t blank_reach = 40;
constexpr std::string_view wide_colon = "\xEF\xBC\x9A";
// What ends a value without quotes; any byte beyond ASCII does too.
constexpr std::array<bool, 256> plain_stops = [] {
  std::array<bool, 256> stops{};
  for (const char c : std::string_view(" \t\r\n\"'`,;&<>)]}|")) stops[static_cast<unsigned char>(c)] = true;
  for (std::size_t high = 0x80; high < 256; ++high) stops[high] = true;
  return stops;
}();

bool is_key_char(char c) { return is_alnum(c) || c == '_' || c == '-' || c == '.'; }
bool is_quote(char c) { return c == '"' || c == '\'' || c == '`'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }

class Reader {
 public:
  Reader(std::string_view block, Span literal) : block_(block), key_(literal), at_(literal.end) {}

  std::optional<Assignment> read() {
    extend_key();
    found_.key = key_.of(block_);
    if (block_[at_ - 1] == '-' && peek() == '>') return std::nullopt;
    at_ = skip_closing_of_key();
    const std::size_t after_key = at_;
    skip_blanks();
    found_.spaced = at_ > after_key;
    if (!pass_separator(after_key) || !read_value()) return std::nullopt;
    if (found_.value.size() == 0) return std::nullopt;
    found_.whole_line = !found_.url && line_begins_before(key_.begin) && line_ends_at(after_value_);
    return found_;
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < block_.size() ? block_[at_ + ahead] : '\0'; }
  char before_key(std::size_t n = 1) const { return key_.begin >= n ? block_[key_.begin - n] : '\0'; }
  std::string_view rest() const { return block_.substr(at_); }
  void skip_blanks() {
    for (std::size_t n = 0; n < blank_reach && is_blank(peek()); ++n) ++at_;
  }
  void skip_white() {
    for (std::size_t n = 0; n < blank_reach && (is_blank(peek()) || peek() == '\n' || peek() == '\r'); ++n) ++at_;
  }

  void extend_key() {
    const std::size_t least = key_.begin > key_reach ? key_.begin - key_reach : 0;
    if (!is_high(block_[key_.begin])) {
      while (key_.begin > least && is_key_char(block_[key_.begin - 1])) --key_.begin;
    }
    const std::size_t most = std::min(block_.size(), key_.end + key_reach);
    if (!is_high(block_[key_.end - 1])) {
      while (key_.end < most && is_key_char(block_[key_.end])) ++key_.end;
      if (starts_caseless(block_.substr(key_.end), " key")) key_.end += 4;
    }
    option_ = block_[key_.begin] == '-' && (key_.begin == 0 || is_blank(block_[key_.begin - 1]) || is_quote(block_[key_.begin - 1]));
    while (key_.begin < key_.end && block_[key_.begin] == '-') ++key_.begin;
    at_ = key_.end;
  }

  // "key"  \"key\"  ['key']
  std::size_t skip_closing_of_key() {
    std::size_t i = at_;
    while (i < block_.size() && block_[i] == '\\' && i - at_ < 3) ++i;
    if (i < block_.size() && is_quote(block_[i])) {
      quoted_key_ = true;
      ++i;
    } else {
      i = at_;
    }
    return i < block_.size() && block_[i] == ']' ? i + 1 : i;
  }

  bool pass_separator(std::size_t after_key) {
    const char c = peek();
    if (c == '=' || ((c == ':' || c == '?' || c == '+') && peek(1) == '=')) return pass_equals();
    if (c == ':' && peek(1) != ':') return pass_colon(1);
    if (rest().starts_with(wide_colon)) return pass_colon(wide_colon.size());
    if (found_.spaced && starts_caseless(rest(), "string = ")) return pass(9);  // var password string = "…"
    if (c == '>') return pass_tag();
    if (c == ',' && quoted_key_) return pass_comma();
    if (c == '(' && !quoted_key_) return pass_call();
    if (quoted_key_ && starts_caseless(rest(), "value=")) return pass(6);
    if (c == '\'' && found_.spaced && starts_caseless(found_.key, "password")) return true;  // SQL: PASSWORD '…'
    if (c == '\n' || c == '\r') return pass_to_next_line();
    if (option_ && at_ > after_key) return !is_high(c) && c != '-';
    return pass_words();
  }

  bool pass(std::size_t n) {
    at_ += n;
    skip_blanks();
    return true;
  }
  bool pass_equals() {
    const char before = before_key();
    found_.url = (before == '?' || before == '&') && !found_.spaced;
    while (peek() == ':' || peek() == '=' || peek() == '?' || peek() == '+') ++at_;
    if (peek() == '>') ++at_;
    return pass(0);
  }
  bool pass_colon(std::size_t width) {
    if (quoted_key_ && found_.spaced && is_alpha(peek(width))) return false;  // the next attribute: type="password" :title="…"
    pass(width);
    // password: str = "…"; const password: string = '…'
    std::size_t i = at_;
    while (i < block_.size() && i - at_ < 32 && (is_alnum(block_[i]) || std::string_view("_.[]?|").find(block_[i]) != std::string_view::npos)) ++i;
    std::size_t equals = i;
    while (equals < block_.size() && equals - i < 4 && is_blank(block_[equals])) ++equals;
    if (i > at_ && equals > i && equals + 1 < block_.size() && block_[equals] == '=' && block_[equals + 1] != '=') {
      at_ = equals;
      return pass_equals();
    }
    return true;
  }
  // <password>…</password>, <entry key="password">…</entry>
  bool pass_tag() {
    if (!quoted_key_ && before_key() != '<' && before_key() != ':') return false;
    tag_ = true;
    return pass(1);
  }
  // put("password", "…");  "name": "DB_PASSWORD", "value": "…". In a list of words a comma gives no value.
  bool pass_comma() {
    ++at_;
    skip_white();
    std::size_t i = at_;
    while (i < block_.size() && (block_[i] == '\\' || is_quote(block_[i])) && i - at_ < 4) ++i;
    if (!starts_caseless(block_.substr(i), "value")) return i > at_ && is_first_argument();
    i += 5;
    while (i < block_.size() && (block_[i] == '\\' || is_quote(block_[i]) || is_blank(block_[i])) && i - at_ < 16) ++i;
    if (i >= block_.size() || block_[i] != ':') return false;
    at_ = i;
    return pass(1);
  }
  bool is_first_argument() const {
    std::size_t n = 1;
    while (before_key(n) == '\\' && n < 3) ++n;
    if (!is_quote(before_key(n))) return false;
    for (++n; before_key(n) == '\\' && n < 6;) ++n;
    return before_key(n) == '(';
  }
  bool pass_call() {
    call_ = true;
    pass(1);
    return is_quote(peek()) || (peek() == '\\' && is_quote(peek(1)));
  }
  // - name: DB_PASSWORD
  //   value: …
  bool pass_to_next_line() {
    const std::size_t from = key_.begin > 8 ? key_.begin - 8 : 0;
    if (block_.substr(from, key_.begin - from).find("ame: ") == std::string_view::npos) return false;
    skip_white();
    if (!rest().starts_with("value:")) return false;
    return pass(6);
  }
  bool pass_words() {
    found_.prose = true;
    if (found_.spaced && starts_caseless(rest(), "is ")) return pass(3);
    for (const std::string_view word : {"是", "为"}) {
      if (!rest().starts_with(word)) continue;
      pass(word.size());
      if (rest().starts_with(wide_colon)) return pass(wide_colon.size());
      return peek() == ':' ? pass(1) : true;
    }
    return false;
  }

  bool read_value() {
    if (tag_) return read_until_tag();
    if ((is_alpha(peek()) || peek() == '@') && (peek(1) == '"' || peek(1) == '\'')) ++at_;  // b'…', N'…', @"…"
    std::size_t slashes = 0;
    while (peek(slashes) == '\\' && slashes < 4) ++slashes;
    if (is_quote(peek(slashes))) return read_quoted(slashes);
    return read_plain();
  }
  bool read_until_tag() {
    const std::size_t most = std::min(block_.size(), at_ + value_reach);
    std::size_t end = at_;
    while (end < most && block_[end] != '<' && block_[end] != '\n') ++end;
    if (!block_.substr(end).starts_with("</")) return false;
    while (end > at_ && is_blank(block_[end - 1])) --end;
    found_.quoted = true;
    return finish({at_, end}, end);
  }
  bool read_quoted(std::size_t slashes) {
    const char quote = peek(slashes);
    const std::size_t begin = at_ + slashes + 1;
    const std::size_t most = std::min(block_.size(), begin + value_reach);
    for (std::size_t i = begin; i < most; ++i) {
      if (block_[i] == '\n') return false;
      if (block_[i] == '\\' && slashes == 0) {
        ++i;
      } else if (block_[i] == quote) {
        found_.quoted = true;
        return finish({begin, i - std::min(slashes, i - begin)}, i + 1) && !goes_on(i + 1);
      }
    }
    return false;
  }
  // "abc" + rest, "%s" % x, "a".join(b), PASS("name", …)
  bool goes_on(std::size_t i) const {
    while (i < block_.size() && is_blank(block_[i])) ++i;
    if (i >= block_.size()) return false;
    return block_[i] == '+' || block_[i] == '%' || block_[i] == '.' || block_[i] == '(' || (call_ && block_[i] == ',');
  }
  bool read_plain() {
    const std::size_t most = std::min(block_.size(), at_ + value_reach);
    std::size_t end = at_;
    while (end < most && !plain_stops[static_cast<unsigned char>(block_[end])]) ++end;
    if (end == most && most < block_.size()) return false;
    if (found_.prose || is_high(block_[key_.begin])) {
      while (end > at_ && (block_[end - 1] == '.' || block_[end - 1] == ':')) --end;
    }
    return finish({at_, end}, end);
  }
  bool finish(Span value, std::size_t after) {
    found_.value = value;
    after_value_ = after;
    return true;
  }

  bool line_begins_before(std::size_t i) const {
    std::size_t n = 0;
    while (i > 0 && n++ < blank_reach) {
      const char c = block_[i - 1];
      if (c == '\n') return true;
      if (!is_blank(c) && c != '-' && c != '#' && c != '"' && c != '\'') break;
      --i;
    }
    if (i == 0) return true;
    for (const std::string_view word : {"export", "set", "ENV", "ARG"}) {
      if (i >= word.size() && block_.substr(i - word.size(), word.size()) == word) return i == word.size() || block_[i - word.size() - 1] == '\n';
    }
    return false;
  }
  bool line_ends_at(std::size_t i) const {
    while (i < block_.size() && (is_blank(block_[i]) || block_[i] == '\r')) ++i;
    return i == block_.size() || block_[i] == '\n' || block_[i] == '#';
  }

  std::string_view block_;
  Span key_;
  std::size_t at_;
  std::size_t after_value_ = 0;
  bool option_ = false;
  bool quoted_key_ = false;
  bool tag_ = false;
  bool call_ = false;
  Assignment found_;
};

}  // namespace

std::optional<Assignment> read_assignment(std::string_view block, Span literal) { return Reader(block, literal).read(); }

}  // namespace lp::discover
