// Composer: PHP's version_compare, with what Composer does before it: no leading "v", words whatever their case, no "stable".
// Numbers and words take turns; a word counts by how it begins. PHP holds all words it does not know equal; here they have an
// order, so that dev-main is not dev-other.
#include <array>

#include "match/version/key.h"
#include "match/version/scheme.h"

namespace lp::match {
namespace {

constexpr int unknown = 1, finish = 6, patch = 255;
using Number = Numbers<finish + 1, patch - 1>;
constexpr int text_end = 0;

struct Word {
  std::string_view beginning;
  int symbol;
};
constexpr std::array<Word, 5> words = {{{"dev", 2}, {"a", 3}, {"b", 4}, {"rc", 5}, {"p", patch}}};
constexpr std::string_view stable = "stable";

bool starts_with(std::string_view text, std::string_view beginning) {
  if (text.size() < beginning.size()) return false;
  for (std::size_t i = 0; i < beginning.size(); ++i) {
    if (to_lower(text[i]) != beginning[i]) return false;
  }
  return true;
}

constexpr bool is_separator(char c) { return is_graphic(c) && !is_letter(c) && !is_digit(c); }

char* encode_word(const char* begin, const char* at, char* out) {
  const std::string_view text(begin, static_cast<std::size_t>(at - begin));
  for (const Word& word : words) {
    if (starts_with(text, word.beginning)) return put(out, word.symbol);
  }
  if (text.size() == stable.size() && starts_with(text, stable)) return out;
  out = put(out, unknown);
  for (; begin != at; ++begin) out = put(out, to_lower(*begin));
  return put(out, text_end);
}

char* encode(const char* at, const char* end, char* out) {
  if ((*at == 'v' || *at == 'V') && end - at > 1) ++at;
  while (at != end) {
    const char* const begin = at;
    if (is_digit(*at)) {
      out = Number::take(out, at, end);
    } else if (is_separator(*at)) {
      ++at;
    } else {
      if (!is_letter(*at) && static_cast<unsigned char>(*at) < 0x80) return nullptr;
      while (at != end && !is_digit(*at) && !is_separator(*at)) {
        if (static_cast<unsigned char>(*at++) <= 0x20) return nullptr;
      }
      out = encode_word(begin, at, out);
    }
  }
  return put(out, finish);
}

constexpr std::string_view ecosystems[] = {"Packagist"};
constexpr std::string_view purl_types[] = {"composer"};

}  // namespace

Scheme scheme_composer() {
  return {"composer", "Composer 版本", "Composer version", ecosystems, purl_types,
          [](std::string_view version, std::string& key) { return append_key(version, key, encode); }};
}

}  // namespace lp::match
