#include "detect/indicators/stix_pattern.h"

#include <algorithm>
#include <array>

namespace lp::detect {
namespace {

enum class Token : std::uint8_t { end, word, text, symbol, bad };

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) { next(); }
  Token token() const { return token_; }
  const std::string& value() const { return value_; }
  bool is(std::string_view word) const { return (token_ == Token::word || token_ == Token::symbol) && value_ == word; }
  bool take(std::string_view word) {
    if (!is(word)) return false;
    next();
    return true;
  }
  void next();

 private:
  void read_text();
  void read_word();
  std::string_view text_;
  std::size_t at_ = 0;
  Token token_ = Token::end;
  std::string value_;
};

// A path's parts may be in quotes ("hashes.'SHA-256'"); they belong to the word.
bool is_word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view("_-.:*+").find(c) != std::string_view::npos;
}

void Lexer::read_text() {
  for (++at_; at_ < text_.size(); ++at_) {
    if (text_[at_] == '\\' && at_ + 1 < text_.size()) value_ += text_[++at_];
    else if (text_[at_] == '\'') {
      ++at_;
      token_ = Token::text;
      return;
    } else {
      value_ += text_[at_];
    }
  }
  token_ = Token::bad;  // never closed
}

void Lexer::read_word() {
  token_ = Token::word;
  while (at_ < text_.size()) {
    if (is_word_char(text_[at_])) {
      value_ += text_[at_++];
    } else if ((text_[at_] == '\'' || text_[at_] == '"') && value_.ends_with('.')) {
      const std::size_t close = text_.find(text_[at_], at_ + 1);
      if (close == std::string_view::npos) {
        token_ = Token::bad;
        return;
      }
      value_ += text_.substr(at_ + 1, close - at_ - 1);
      at_ = close + 1;
    } else if (text_[at_] == '[' && value_.find(':') != std::string::npos) {  // a list's index
      const std::size_t close = text_.find(']', at_);
      if (close == std::string_view::npos || close - at_ > 12) return;
      at_ = close + 1;
    } else {
      return;
    }
  }
}

void Lexer::next() {
  value_.clear();
  while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) ++at_;
  if (at_ == text_.size()) {
    token_ = Token::end;
    return;
  }
  if (text_[at_] == '\'') return read_text();
  if (is_word_char(text_[at_])) return read_word();
  token_ = Token::symbol;
  value_ = text_[at_++];
  if (at_ < text_.size() && text_[at_] == '=' && std::string_view("!<>=").find(value_[0]) != std::string_view::npos) value_ += text_[at_++];
  if (std::string_view("[]()=<>!,").find(value_[0]) == std::string_view::npos) token_ = Token::bad;
}

bool read_value(Lexer& in, StixComparison& out) {
  if (in.token() != Token::text && in.token() != Token::word) return false;
  std::string value = in.value();
  const bool typed = in.token() == Token::word && (value == "t" || value == "h" || value == "b");
  in.next();
  if (typed && in.token() == Token::text) {  // t'2024-…'
    value = in.value();
    in.next();
  }
  out.values.push_back(std::move(value));
  return true;
}

bool read_comparison(Lexer& in, StixComparison& out) {
  if (in.take("EXISTS")) {
    out.op = "EXISTS";
    out.path = in.value();
    const bool good = in.token() == Token::word;
    in.next();
    return good;
  }
  if (in.token() != Token::word || in.value().find(':') == std::string::npos) return false;
  out.path = in.value();
  in.next();
  if (in.take("NOT")) out.negated = true;
  constexpr auto operators = std::to_array<std::string_view>({"=", "==", "!=", "<>", "<", ">", "<=", ">=", "IN", "LIKE", "MATCHES", "ISSUBSET", "ISSUPERSET"});
  const auto op = std::ranges::find(operators, std::string_view(in.value()));
  if (op == operators.end() || in.token() == Token::text) return false;
  out.op = *op == "==" ? "=" : std::string(*op);
  if (*op == "!=" || *op == "<>") out.negated = true;
  in.next();
  if (out.op != "IN") return read_value(in, out);
  if (!in.take("(")) return false;
  do {
    if (!read_value(in, out)) return false;
  } while (in.take(","));
  return in.take(")");
}

}  // namespace

// The brackets only group: what counts is which comparisons there are, and whether any of them stands under a condition.
bool parse_stix_pattern(std::string_view text, StixPattern& out) {
  out = {};
  Lexer in(text);
  int depth = 0, inside = 0;
  while (in.token() != Token::end) {
    if (in.token() == Token::bad || out.comparisons.size() > 10'000) return false;
    if (in.take("[")) {
      if (++inside > 1) return false;
    } else if (in.take("]")) {
      if (--inside < 0) return false;
    } else if (in.take("(")) {
      ++depth;
    } else if (in.take(")")) {
      if (--depth < 0) return false;
    } else if (in.take("OR")) {
    } else if (in.take("AND") || in.take("FOLLOWEDBY")) {
      out.narrowed = true;
    } else if (inside == 0) {
      // WITHIN 300 SECONDS, REPEATS 5 TIMES, START … STOP …
      if (in.token() == Token::symbol) return false;
      out.narrowed = true;
      in.next();
    } else {
      StixComparison comparison;
      comparison.negated = in.take("NOT");
      if (!read_comparison(in, comparison)) return false;
      out.comparisons.push_back(std::move(comparison));
    }
  }
  return inside == 0 && depth == 0 && !out.comparisons.empty();
}

}  // namespace lp::detect
