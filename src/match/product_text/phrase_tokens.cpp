#include "match/product_text/phrase_tokens.h"

#include <algorithm>
#include <array>

namespace lp::match {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_sign(char c) { return c == '<' || c == '>' || c == '=' || c == ',' || c == ';' || c == '|' || c == '(' || c == ')' || c == '[' || c == ']' || c == '{' || c == '}' || c == '~' || c == '"' || c == '\''; }
constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

struct Named {
  std::string_view text;
  Token kind;
  bool inclusive = false;
};

// The longest first where one begins another.
constexpr auto chinese_words = std::to_array<Named>({
    {"及以前", Token::earlier, true}, {"及之前", Token::earlier, true}, {"及更早", Token::earlier, true}, {"及以下", Token::earlier, true}, {"及其之前", Token::earlier, true}, {"及其以前", Token::earlier, true},
    {"（含）以下", Token::earlier, true}, {"及以上", Token::later, true}, {"及以后", Token::later, true}, {"及之后", Token::later, true}, {"及更高", Token::later, true}, {"以前", Token::earlier}, {"之前", Token::earlier},
    {"更早", Token::earlier, true}, {"以下", Token::earlier, true}, {"以上", Token::later, true}, {"以后", Token::later, true}, {"之后", Token::later}, {"早于", Token::less}, {"低于", Token::less}, {"小于等于", Token::less_equal},
    {"小于", Token::less}, {"不高于", Token::less_equal}, {"高于", Token::greater}, {"大于等于", Token::greater_equal}, {"大于", Token::greater}, {"晚于", Token::greater}, {"至", Token::span}, {"到", Token::span},
    {"从", Token::from}, {"自", Token::from}, {"所有", Token::all}, {"全部", Token::all}, {"任意", Token::all}, {"全系列", Token::all}, {"各", Token::all}, {"版本", Token::filler}, {"版", Token::filler}, {"固件", Token::filler}, {"的", Token::filler},
    {"支持", Token::filler}, {"发布", Token::filler}, {"含", Token::filler}, {"及", Token::joint}, {"和", Token::joint}, {"或", Token::joint}, {"与", Token::joint},
});

constexpr auto english_words = std::to_array<Named>({
    {"to", Token::span}, {"through", Token::span}, {"thru", Token::span}, {"till", Token::span}, {"until", Token::span}, {"-", Token::span}, {"--", Token::span}, {"...", Token::span}, {"..", Token::span},
    {"prior", Token::earlier}, {"before", Token::earlier}, {"earlier", Token::earlier}, {"below", Token::earlier}, {"lower", Token::earlier}, {"older", Token::earlier}, {"previous", Token::earlier}, {"under", Token::earlier},
    {"later", Token::later}, {"newer", Token::later}, {"above", Token::later}, {"after", Token::later}, {"higher", Token::later}, {"onwards", Token::later}, {"onward", Token::later}, {"up", Token::up},
    {"from", Token::from}, {"since", Token::from}, {"starting", Token::from}, {"and", Token::joint}, {"or", Token::joint}, {"&", Token::joint}, {"/", Token::separator}, {"all", Token::all}, {"any", Token::all},
    {"every", Token::all}, {"*", Token::all}, {"version", Token::filler}, {"versions", Token::filler}, {"ver", Token::filler}, {"ver.", Token::filler}, {"vers", Token::filler}, {"v", Token::filler}, {"v.", Token::filler},
    {"release", Token::filler}, {"releases", Token::filler}, {"firmware", Token::filler}, {"software", Token::filler}, {"revision", Token::filler}, {"revisions", Token::filler}, {"rev", Token::filler}, {"rev.", Token::filler}, {"the", Token::filler},
    {"than", Token::filler}, {"with", Token::filler}, {"is", Token::filler}, {"are", Token::filler}, {"including", Token::filler}, {"inclusive", Token::filler}, {"build", Token::filler}, {"builds", Token::filler}, {"supported", Token::filler},
    {"affected", Token::filler}, {"only", Token::filler}, {"fw", Token::filler}, {"of", Token::filler}, {":", Token::filler}, {"equal", Token::equal}, {"less", Token::less}, {"greater", Token::greater}, {"@", Token::filler},
});

bool equals_lower(std::string_view word, std::string_view lower_case) {
  return word.size() == lower_case.size() && std::equal(word.begin(), word.end(), lower_case.begin(), [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b; });
}

}  // namespace

std::string_view word_at(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) >= 0x80 || is_blank(c)) break;
    if (c == '(' && i > 0 && is_digit(text[i - 1]) && i + 1 < text.size() && is_digit(text[i + 1])) {
      const std::size_t close = text.find_first_of(") ,;<>", i);
      if (close == std::string_view::npos || text[close] != ')') break;
      i = close + 1;
      continue;
    }
    if (is_sign(c) && !(c == '~' && i > 0 && i + 1 < text.size() && !is_digit(text[i + 1]) && !is_blank(text[i + 1]))) break;
    ++i;
  }
  return text.substr(0, i);
}

PhraseToken PhraseTokens::sign() {
  const char first = rest_[0];
  std::size_t size = 1;
  Token kind = Token::separator;
  if (first == '<' || first == '>' || first == '=') {
    while (size < rest_.size() && (rest_[size] == '=' || (rest_[size] == first && size < 2))) ++size;
    const bool equal = rest_.substr(0, size).find('=') != std::string_view::npos;
    kind = first == '=' ? Token::equal : first == '<' ? (equal ? Token::less_equal : Token::less) : equal ? Token::greater_equal : Token::greater;
    if (first == '=' && size < rest_.size() && (rest_[size] == '<' || rest_[size] == '>')) kind = rest_[size++] == '<' ? Token::less_equal : Token::greater_equal;
  } else if (first == '~') {
    kind = Token::span;
  } else if (first == '"' || first == '\'') {
    kind = Token::filler;
  }
  const PhraseToken token{kind, rest_.substr(0, size)};
  rest_.remove_prefix(size);
  return token;
}

PhraseToken PhraseTokens::chinese() {
  for (const Named& named : chinese_words)
    if (rest_.starts_with(named.text)) {
      rest_.remove_prefix(named.text.size());
      return {named.kind, named.text, named.inclusive};
    }
  std::size_t size = 0;
  while (size < rest_.size() && static_cast<unsigned char>(rest_[size]) >= 0x80) {
    if (size > 0 && std::ranges::any_of(chinese_words, [&](const Named& n) { return rest_.substr(size).starts_with(n.text); })) break;
    ++size;
    while (size < rest_.size() && (static_cast<unsigned char>(rest_[size]) & 0xC0) == 0x80) ++size;
  }
  const PhraseToken token{Token::unknown, rest_.substr(0, size)};
  rest_.remove_prefix(size);
  return token;
}

PhraseToken PhraseTokens::word() {
  std::string_view text = word_at(rest_);
  if (text.empty()) text = rest_.substr(0, 1);
  rest_.remove_prefix(text.size());
  while (text.size() > 1 && (text.back() == '.' || text.back() == ':')) text.remove_suffix(1);
  if (!is_digit(text[0]))
    for (const Named& named : english_words)
      if (equals_lower(text, named.text)) return {named.kind, text, named.inclusive};
  const VersionLook look = look_of(text);
  if (look == VersionLook::none) return {Token::unknown, text};
  return {Token::version, text, false, look != VersionLook::lettered};
}

void PhraseTokens::advance() {
  while (!rest_.empty() && is_blank(rest_[0])) rest_.remove_prefix(1);
  if (rest_.empty()) next_ = {};
  else if (is_sign(rest_[0])) next_ = sign();
  else if (static_cast<unsigned char>(rest_[0]) >= 0x80) next_ = chinese();
  else next_ = word();
}

}  // namespace lp::match
