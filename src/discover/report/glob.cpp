#include "discover/report/glob.h"

#include <vector>

namespace lp::discover {
namespace {

struct Token {
  enum class Kind { byte, one, any, any_deep } kind;
  char byte = 0;
};

std::vector<Token> tokens_of(std::string_view pattern) {
  std::vector<Token> tokens;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '?') {
      tokens.push_back({Token::Kind::one});
    } else if (pattern[i] != '*') {
      tokens.push_back({Token::Kind::byte, pattern[i]});
    } else {
      std::size_t stars = 1;
      while (i + 1 < pattern.size() && pattern[i + 1] == '*') ++i, ++stars;
      tokens.push_back({stars > 1 ? Token::Kind::any_deep : Token::Kind::any});
    }
  }
  return tokens;
}

bool may_repeat(const Token& t, char c) {
  return t.kind == Token::Kind::any_deep || (t.kind == Token::Kind::any && c != '/');
}
bool takes_one(const Token& t, char c) {
  return t.kind == Token::Kind::byte ? t.byte == c : t.kind == Token::Kind::one && c != '/';
}

bool matches_middle(std::string_view pattern, std::string_view text) {
  if (pattern == "**") return true;
  if (pattern == "*") return text.find('/') == std::string_view::npos;
  const std::vector<Token> tokens = tokens_of(pattern);
  // reached[i]: the text so far can be what tokens 0..i-1 stand for.
  std::vector<char> reached(tokens.size() + 1, 0), next(tokens.size() + 1, 0);
  const auto skip_empty = [&tokens](std::vector<char>& states) {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (states[i] != 0 && tokens[i].kind >= Token::Kind::any) states[i + 1] = 1;
    }
  };
  reached[0] = 1;
  skip_empty(reached);
  for (const char c : text) {
    next.assign(next.size(), 0);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (reached[i] == 0) continue;
      if (takes_one(tokens[i], c)) next[i + 1] = 1;
      if (may_repeat(tokens[i], c)) next[i] = 1;
    }
    skip_empty(next);
    reached.swap(next);
  }
  return reached.back() != 0;
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view text) {
  const std::size_t first = pattern.find_first_of("*?");
  if (first == std::string_view::npos) return pattern == text;
  // What stands before the first star and after the last one decides most of a million paths without memory.
  const std::size_t last = pattern.find_last_of("*?"), tail = pattern.size() - last - 1;
  if (text.size() < first + tail || text.substr(0, first) != pattern.substr(0, first)) return false;
  if (text.substr(text.size() - tail) != pattern.substr(last + 1)) return false;
  return matches_middle(pattern.substr(first, last + 1 - first), text.substr(first, text.size() - first - tail));
}

}  // namespace lp::discover
