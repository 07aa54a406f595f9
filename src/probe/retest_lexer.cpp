#include "probe/retest_lexer.h"

namespace lp::probe {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool ends_word(char c) { return is_blank(c) || c == '(' || c == ')' || c == '"' || c == '=' || c == '!' || c == '<' || c == '>'; }

Error wrong(std::string what, std::size_t at) { return make_error(Errc::invalid, std::move(what) + " at character " + std::to_string(at)); }

// From the opening quote; `i` is left behind the closing one.
Result<ExpectToken> quoted(std::string_view text, std::size_t& i) {
  ExpectToken token{ExpectToken::Kind::text, {}, i + 1};
  for (++i; i < text.size(); ++i) {
    if (text[i] == '"') {
      ++i;
      return token;
    }
    if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\')) ++i;
    token.value += text[i];
  }
  return wrong("a quote is not closed", token.at);
}

Result<ExpectToken> comparison(std::string_view text, std::size_t& i) {
  ExpectToken token{ExpectToken::Kind::comparison, std::string(1, text[i]), i + 1};
  ++i;
  if (i < text.size() && text[i] == '=') token.value += text[i++];
  if (token.value == "=" || token.value == "!") return wrong("\"" + token.value + "\" is no comparison; did you mean \"" + token.value + "=\"?", token.at);
  return token;
}

}  // namespace

Result<std::vector<ExpectToken>> split_expectation(std::string_view text) {
  std::vector<ExpectToken> tokens;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (is_blank(c)) {
      ++i;
    } else if (c == '(' || c == ')') {
      tokens.push_back({c == '(' ? ExpectToken::Kind::open : ExpectToken::Kind::close, std::string(1, c), ++i});
    } else if (c == '"') {
      LP_TRY(ExpectToken token, quoted(text, i));
      tokens.push_back(std::move(token));
    } else if (c == '=' || c == '!' || c == '<' || c == '>') {
      LP_TRY(ExpectToken token, comparison(text, i));
      tokens.push_back(std::move(token));
    } else if (static_cast<unsigned char>(c) < 0x20) {
      return wrong("a control character", i + 1);
    } else {
      const std::size_t from = i;
      while (i < text.size() && !ends_word(text[i])) ++i;
      tokens.push_back({ExpectToken::Kind::word, std::string(text.substr(from, i - from)), from + 1});
    }
  }
  tokens.push_back({ExpectToken::Kind::end, {}, text.size() + 1});
  return tokens;
}

}  // namespace lp::probe
